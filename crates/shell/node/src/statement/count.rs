//! Counting what happened under an agreement in a year, from both records.

use crate::runtime::{Node, short_id};
use entente_engine::LogId;
use entente_model::{
    Act, AgreementId, Deed, PartyId, Problem,
    case::{CaseDeed, Matter},
    holding::ItemDeed,
    problem::Class,
    publication::{Counter, LANGS},
};
use entente_words::{Lang, text_by_id};
use std::collections::{BTreeMap, BTreeSet};

/// Most acts without effect the engine remembers; beyond them an act cannot be told to be one.
const MAX_VOIDS: usize = 10_000;

/// What is counted, in the order of the columns: the name, and the counter it is a part of. A
/// counter's words are `stat-counter-NAME`.
const COUNTERS: [(&str, Option<&str>); 11] = [
    (RELEASED, None),
    ("released-receipted", Some(RELEASED)),
    ("released-quarantined", Some(RELEASED)),
    (RECEIVED, None),
    ("received-receipted", Some(RECEIVED)),
    ("received-quarantined", Some(RECEIVED)),
    ("consents-granted", None),
    ("consents-refused", None),
    ("recalled", None),
    ("destroyed", None),
    ("incidents", None),
];
const RELEASED: &str = "released";
const RECEIVED: &str = "received";

/// Counts by counter's name.
#[derive(Debug, Default)]
pub(super) struct Counters(BTreeMap<&'static str, u64>);

impl Counters {
    fn add(&mut self, name: &'static str, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let sum = self.0.entry(name).or_default();
        *sum = sum.saturating_add(count);
    }

    /// One number a column.
    pub(super) fn row(&self) -> Vec<u64> {
        let of = |(name, _): &(&str, Option<&str>)| self.0.get(name).copied().unwrap_or(0);
        COUNTERS.iter().map(of).collect()
    }
}

/// The columns.
pub(super) fn columns() -> Vec<Counter> {
    let column = |(name, of): &(&str, Option<&str>)| Counter {
        name: (*name).to_owned(),
        title: LANGS
            .iter()
            .map(|tag| {
                let lang = Lang::from_tag(tag).unwrap_or(Lang::En);
                let words = text_by_id(lang, &format!("stat-counter-{name}"), &[]);
                (
                    (*tag).to_owned(),
                    words.unwrap_or_else(|| (*name).to_owned()),
                )
            })
            .collect(),
        of: of.map(str::to_owned),
    };
    COUNTERS.iter().map(column).collect()
}

/// One record, and what of it took effect.
struct Side {
    log: LogId,
    size: u64,
    /// Ours, so that a release in it is given and a receipt in it is of something received.
    own: bool,
    voids: BTreeSet<u64>,
}

/// Counts an agreement's acts of one calendar year in a zone. Acts without effect are not counted,
/// nor is a release that a rule refused before it became an act.
///
/// # Errors
/// AGREE-001; STAT-010 when there are more acts without effect than are remembered; STORE-*.
pub(super) fn count(
    node: &Node,
    id: &AgreementId,
    zone: &str,
    year: i16,
) -> Result<Counters, Problem> {
    let (sides, releases) = {
        let state = node.state();
        let held = state.agreement(id)?;
        if held.voids.len() >= MAX_VOIDS {
            return Err(Problem::refused("STAT-010").with("id", short_id(id)));
        }
        let voids = |party: &PartyId| {
            let of = held.voids.keys().filter(|(p, _)| p == party);
            of.map(|(_, n)| *n).collect::<BTreeSet<u64>>()
        };
        let side = |log: &LogId, size: u64, own: bool| Side {
            voids: voids(&log.author),
            log: log.clone(),
            size,
            own,
        };
        let sides = [
            side(held.own.id(), held.own.size(), true),
            side(held.theirs.id(), held.theirs.size(), false),
        ];
        (
            sides,
            (held.ours.releases.clone(), held.from_them.releases.clone()),
        )
    };
    let [ours, theirs] = &sides;
    let mut counters = Counters::default();
    for (side, other) in [(ours, theirs), (theirs, ours)] {
        let (released, received) = if side.own {
            (&releases.0, &releases.1)
        } else {
            (&releases.1, &releases.0)
        };
        each(node, side, |n, act| {
            if act.at.date_in(zone).is_some_and(|day| day.year() == year) {
                let given = |n: u64| received.contains(n) && !other.voids.contains(&n);
                add(
                    &mut counters,
                    side.own,
                    &act.deed,
                    released.contains(n),
                    given,
                );
            }
        })?;
    }
    Ok(counters)
}

/// One act that took effect. `released`: it is a release that did. `given`: a release of the other
/// side that did, by its index.
fn add(
    counters: &mut Counters,
    own: bool,
    deed: &Deed,
    released: bool,
    given: impl Fn(u64) -> bool,
) {
    match deed {
        Deed::Release(_) if released => {
            counters.add(if own { RELEASED } else { RECEIVED }, 1);
        }
        Deed::Receipt(receipt) => {
            let receipted = receipt.of.iter().filter(|n| given(**n)).count();
            let quarantined = receipt.quarantined.iter();
            let quarantined = quarantined.filter(|(n, _)| given(*n)).count();
            let (whole, held_back) = if own {
                ("received-receipted", "received-quarantined")
            } else {
                ("released-receipted", "released-quarantined")
            };
            counters.add(whole, receipted);
            counters.add(held_back, quarantined);
        }
        // The negotiation is not public; signatures and notices are in the joint statement.
        Deed::Release(_)
        | Deed::Keys(_)
        | Deed::Propose(_)
        | Deed::Turn(_)
        | Deed::Part(_)
        | Deed::Concord(_)
        | Deed::Amend(_)
        | Deed::Freeze(_)
        | Deed::Sign(_)
        | Deed::Abandon(_)
        | Deed::Note(_)
        | Deed::NoteReceived(_)
        | Deed::Course(_)
        // What a party states of itself is its own to publish.
        | Deed::Declare(_)
        | Deed::Anchor(_)
        | Deed::Tally(_) => {}
        Deed::Item(item) => match &item.what {
            ItemDeed::Answer { leave: Some(_), .. } => counters.add("consents-granted", 1),
            ItemDeed::Answer { leave: None, .. } => counters.add("consents-refused", 1),
            ItemDeed::Recall { .. } => counters.add("recalled", item.of.len()),
            ItemDeed::Destroy(_) => counters.add("destroyed", item.of.len()),
            _ => {}
        },
        Deed::Case(case) => {
            if matches!(&case.what, CaseDeed::Open(Matter::Incident { .. })) {
                counters.add("incidents", 1);
            }
        }
    }
}

/// Every act of a record that took effect, and its index.
fn each(node: &Node, side: &Side, mut visit: impl FnMut(u64, &Act)) -> Result<(), Problem> {
    let mut from = 0;
    while from < side.size {
        let left = usize::try_from(side.size.saturating_sub(from)).unwrap_or(usize::MAX);
        let read = node
            .reader()
            .entries(&side.log, from, left.min(4096), 8 << 20, false)
            .map_err(|e| e.problem())?;
        if read.is_empty() {
            return Err(Problem::new("LOG-008", Class::Unverified)
                .with("party", &side.log.author)
                .with("size", side.size));
        }
        for entry in &read {
            let n = from;
            from = from.saturating_add(1);
            if let Ok((act, _)) = Act::from_entry(&side.log.author, &entry.entry)
                && !side.voids.contains(&n)
            {
                visit(n, &act);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_model::act::Receipt;

    #[test]
    fn every_counter_has_words_in_both_languages() {
        for counter in columns() {
            for (lang, title) in &counter.title {
                assert_ne!(*title, counter.name, "{lang}");
            }
        }
    }

    #[test]
    fn a_receipt_counts_what_took_effect_and_nothing_else() {
        let receipt = Deed::Receipt(Receipt {
            from: "NZL".parse().unwrap(),
            of: vec![1, 2, 3],
            quarantined: vec![(4, "SEAL-002".into()), (5, "REL-004".into())],
            official: "registrar".parse().unwrap(),
        });
        let mut counters = Counters::default();
        // The release at 5 had no effect.
        add(&mut counters, true, &receipt, false, |n| n != 5);
        add(&mut counters, false, &receipt, false, |n| n < 3);
        assert_eq!(counters.row(), [0, 2, 0, 0, 3, 1, 0, 0, 0, 0, 0]);
    }
}
