//! Access inside the party: persons, clearances, needs to know, the party's own rules, lending,
//! musters, standing decisions, the audit record. Every write is an act in the house's record,
//! which is never sent.

mod audit;
mod facts;
mod people;
mod read;
mod rules;
mod search;

pub use facts::{Reader, held_of, listed, shown, visible};
pub use people::{Over, Said};
pub use read::{Granted, opened_by};
pub use rules::Own;
pub use search::Shelf;

use crate::{
    command::{By, acting, internal},
    runtime::Node,
};
use entente_engine::{Answer, Input};
use entente_model::{
    OfficialId, PartyId, Problem,
    house::{HouseDeed, NODE},
    id::{ItemRef, PurposeId},
    time::Date,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// One command on the house.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each variant is the command of the same name")]
pub enum HouseCommand {
    UserAdd {
        id: OfficialId,
        name: String,
        nationalities: Vec<PartyId>,
        staff: bool,
        residence_years: u32,
        unit: String,
        by: By,
    },
    UserList,
    UserShow {
        id: OfficialId,
    },
    /// Everything that is said of one person or group, by its words.
    User {
        what: people::Said,
        by: By,
    },
    RulesShow,
    RulesLoad {
        text: String,
        by: By,
    },
    RulesShipped {
        by: By,
    },
    Explain {
        item: ItemRef,
        reader: Reader,
        how: String,
    },
    Lend {
        item: ItemRef,
        number: u32,
        to: OfficialId,
        until: Date,
        by: By,
    },
    TakeBack {
        item: ItemRef,
        number: u32,
        by: By,
    },
    Place {
        item: ItemRef,
        number: u32,
        place: String,
        by: By,
    },
    MusterOpen {
        sample: u32,
        due: Date,
        by: By,
    },
    MusterSeen {
        muster: u32,
        item: ItemRef,
        number: u32,
        there: bool,
        by: By,
    },
    MusterList,
    StandingAdd {
        id: OfficialId,
        agreement: Option<String>,
        to: Option<PartyId>,
        what: String,
        purpose: PurposeId,
        ceiling: String,
        until: Date,
        by: By,
    },
    StandingEnd {
        id: OfficialId,
        by: By,
    },
    StandingList,
    AuditShow {
        after: Option<u64>,
        limit: usize,
        person: Option<OfficialId>,
    },
    AuditVerify,
    AuditAnchor,
    Search {
        query: String,
        reader: Option<Reader>,
        offset: usize,
        limit: usize,
    },
    Suggest {
        typed: String,
        reader: Option<Reader>,
    },
}

/// Carries out a command.
///
/// # Errors
/// HOUSE-*, READ-*, AUDIT-*, SEARCH-*, and what the engine refuses.
pub async fn execute(node: &Arc<Node>, command: HouseCommand) -> Result<Value, Problem> {
    match command {
        HouseCommand::UserAdd { .. } | HouseCommand::User { .. } => {
            people::write(node, command).await
        }
        HouseCommand::UserList => Ok(people::list(node)),
        HouseCommand::UserShow { id } => people::show(node, &id),
        HouseCommand::RulesShow => rules::show(node),
        HouseCommand::RulesLoad { text, by } => rules::load(node, Some(text), &by).await,
        HouseCommand::RulesShipped { by } => rules::load(node, None, &by).await,
        HouseCommand::Explain { item, reader, how } => read::explain(node, &item, &reader, &how),
        HouseCommand::Lend { .. }
        | HouseCommand::TakeBack { .. }
        | HouseCommand::Place { .. }
        | HouseCommand::MusterOpen { .. }
        | HouseCommand::MusterSeen { .. } => people::custody(node, command).await,
        HouseCommand::MusterList => Ok(people::musters(node)),
        HouseCommand::StandingAdd { .. } | HouseCommand::StandingEnd { .. } => {
            people::standing(node, command).await
        }
        HouseCommand::StandingList => Ok(people::standings(node)),
        HouseCommand::AuditShow {
            after,
            limit,
            person,
        } => audit::show(node, after, limit, person.as_ref()),
        HouseCommand::AuditVerify => audit::verify(node),
        HouseCommand::AuditAnchor => audit::anchor(node).await,
        HouseCommand::Search {
            query,
            reader,
            offset,
            limit,
        } => search::search(node, &query, reader, offset, limit).await,
        HouseCommand::Suggest { typed, reader } => search::suggest(node, &typed, reader).await,
    }
}

/// Writes an act of the house for an official who has unlocked the position's keys.
///
/// # Errors
/// OFF-003 without the keys; the engine's refusal.
pub(crate) async fn write(node: &Arc<Node>, by: &By, deed: HouseDeed) -> Result<Value, Problem> {
    let acting = acting(node, by).await?;
    if acting.keys.is_none() {
        return Err(Problem::refused("OFF-003").with("official", &acting.official));
    }
    put(node, acting.official.as_str(), deed).await
}

/// Writes an act of the house. The caller has made sure that `by` is who asks.
///
/// # Errors
/// The engine's refusal.
pub(crate) async fn put(node: &Arc<Node>, by: &str, deed: HouseDeed) -> Result<Value, Problem> {
    let name = deed.name();
    let input = Input::House {
        by: by.to_owned(),
        deed: Box::new(deed),
    };
    match node.one(input).await? {
        Answer::House { n, tell } => {
            let tell: Vec<String> = tell.iter().map(crate::runtime::short_id).collect();
            Ok(json!({ "deed": name, "entry": n, "by": by, "tell": tell }))
        }
        _ => Err(internal()),
    }
}

/// Writes down, for the node itself, that something left it.
///
/// # Errors
/// The engine's refusal.
pub(crate) async fn left(node: &Arc<Node>, what: &str, rows: usize) -> Result<(), Problem> {
    let deed = HouseDeed::Export {
        what: what.to_owned(),
        rows: u64::try_from(rows).unwrap_or(u64::MAX),
    };
    put(node, NODE, deed).await.map(|_| ())
}
