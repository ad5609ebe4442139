//! What a party states for itself: assurances and waivers (D7; separation of duties).

use crate::{
    command::{By, acting, id_of, internal},
    runtime::{Node, short_id},
};
use entente_engine::{Agreement, Answer, Input};
use entente_model::{Problem, case::Declaration, problem::Class, time::Date};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// See [`Declaration`]: the same without what the terms say.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the options of the commands of the same names")]
pub enum Saying {
    Assure {
        unit: String,
        until: Option<Date>,
    },
    Unassure {
        unit: String,
    },
    Waive {
        duties: Vec<String>,
        until: Option<Date>,
    },
}

pub(super) async fn say(
    node: &Arc<Node>,
    agreement: &str,
    what: Saying,
    by: &By,
) -> Result<Value, Problem> {
    let id = id_of(node, agreement)?;
    let what = match what {
        Saying::Assure { unit, until } => Declaration::Assurance {
            unit,
            covers: covers(node, &id)?,
            until,
        },
        Saying::Unassure { unit } => Declaration::NoAssurance { unit },
        Saying::Waive { duties, until } => Declaration::Waiver { duties, until },
    };
    let input = Input::Declare {
        agreement: id,
        what,
        acting: acting(node, by).await?,
    };
    match node.one(input).await? {
        Answer::Written { n, .. } => {
            let state = node.state();
            let mut view = declared(state.agreement(&id)?);
            super::add(
                &mut view,
                json!({ "agreement": short_id(&id), "entry": n, "own": state.me.party() }),
            );
            Ok(view)
        }
        _ => Err(internal()),
    }
}

/// Everything the terms ask an assurance to cover; equivalent protection where they ask for none.
fn covers(node: &Node, id: &entente_model::AgreementId) -> Result<Vec<String>, Problem> {
    let state = node.state();
    let agreement = state.agreement(id)?;
    let now = node.clock.now().max(agreement.last_time);
    let waiting = || Problem::new("AGREE-007", Class::Waiting);
    let text = agreement.life.text_at(now).ok_or_else(waiting)?;
    let group = text.rules.terms.assurance.as_ref();
    let asked = group.map_or(&[][..], |g| g.covers.as_slice());
    let mut covers: Vec<String> = asked.iter().map(|c| c.word().to_owned()).collect();
    if covers.is_empty() {
        covers.push("equivalent-protection".to_owned());
    }
    Ok(covers)
}

/// Assurances and waivers of both parties, as `agree show` has them.
#[must_use]
pub fn declared(agreement: &Agreement) -> Value {
    let (assured, waived) = agreement.register.declared();
    let assured: Vec<Value> = assured
        .iter()
        .map(|a| {
            json!({
                "by": a.by, "entry": a.n, "unit": a.what.unit, "covers": a.what.covers,
                "until": a.what.until, "on": a.what.on,
            })
        })
        .collect();
    let waived: Vec<Value> = waived
        .iter()
        .map(|w| {
            json!({
                "by": w.by, "entry": w.n, "duties": w.what.duties, "until": w.what.until,
                "on": w.what.on,
            })
        })
        .collect();
    json!({ "assurances": assured, "waivers": waived })
}
