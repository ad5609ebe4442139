//! Consents asked for and given, on both sides, with the words that only the parties read.

use super::{find, register};
use crate::runtime::{Node, short_id};
use entente_engine::{LogId, text};
use entente_model::{
    Deed, PartyId, Problem,
    holding::{ItemDeed, Sealed},
};
use serde_json::{Value, json};

/// Most rows of one answer.
const PAGE: usize = 1000;

struct Found {
    log: LogId,
    n: u64,
    to: PartyId,
    rows: Vec<Value>,
}

pub(super) fn list(node: &Node, only_open: bool) -> Result<Value, Problem> {
    let mut found = Vec::new();
    {
        let state = node.state();
        for (id, agreement) in &state.agreements {
            for (from, n, family) in agreement.register.families() {
                let open = |row: &Value| !only_open || row.get("state") == Some(&json!("open"));
                let rows: Vec<Value> = register::consents(family)
                    .into_iter()
                    .filter(open)
                    .collect();
                let to = agreement.register.facts(from, n).map(|f| f.to.clone());
                if let (false, Some(to)) = (rows.is_empty(), to) {
                    let log = LogId {
                        agreement: *id,
                        author: from.clone(),
                    };
                    found.push(Found { log, n, to, rows });
                }
            }
        }
    }
    let mut out = Vec::new();
    for found in found {
        let item = find::released(node, &found.log, found.n)?.1.item;
        for mut row in found.rows {
            if out.len() >= PAGE {
                return Ok(json!({ "consents": out, "more": true }));
            }
            let index = |name: &str| row.get(name).and_then(Value::as_u64);
            let (ask, answer) = (index("ask"), index("answer"));
            let why = words(node, &found.log, &found.to, ask)?;
            let because = words(node, &found.log, &found.log.author, answer)?;
            let ours = found.log.author == *node.me.party();
            super::add(
                &mut row,
                json!({
                    "item": item, "agreement": short_id(&found.log.agreement),
                    "from": found.log.author, "to": found.to, "ours_to_answer": ours,
                    "why": why, "because": because,
                }),
            );
            out.push(row);
        }
    }
    Ok(json!({ "consents": out, "more": false }))
}

/// The sealed words of a question or an answer; none where there are none.
fn words(
    node: &Node,
    release: &LogId,
    by: &PartyId,
    n: Option<u64>,
) -> Result<Option<String>, Problem> {
    let Some(n) = n else { return Ok(None) };
    let log = LogId {
        agreement: release.agreement,
        author: by.clone(),
    };
    let act = find::act(node, &log, n)?;
    let Deed::Item(item) = &act.deed else {
        return Ok(None);
    };
    let (ItemDeed::Ask { text, .. } | ItemDeed::Answer { text, .. }) = &item.what else {
        return Ok(None);
    };
    text.as_ref().map(|t| open(node, &log, t)).transpose()
}

fn open(node: &Node, log: &LogId, sealed: &Sealed) -> Result<String, Problem> {
    let keys = match find::act(node, log, sealed.k)?.deed {
        Deed::Keys(keys) => Some(keys),
        _ => None,
    };
    text::open_text(&node.me, &log.author, &log.agreement, keys.as_ref(), sealed)
}
