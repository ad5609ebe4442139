//! The small-number rule against an attacker who knows it; strict reading; who may approve.

use super::*;
use crate::keys::SecretKeys;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn texts(text: &str) -> Texts {
    LANGS
        .iter()
        .map(|l| ((*l).to_owned(), text.to_owned()))
        .collect()
}

fn counter(name: &str, of: Option<&str>) -> Counter {
    Counter {
        name: name.into(),
        title: texts(name),
        of: of.map(Into::into),
    }
}

/// A whole with two parts, and a chain of one.
fn counters() -> Vec<Counter> {
    vec![
        counter("asked", None),
        counter("granted", Some("asked")),
        counter("refused", Some("asked")),
    ]
}

fn publish(rule: Rule, counters: &[Counter], rows: &[Vec<u64>]) -> Statistics {
    let row = |counts: &Vec<u64>| (texts("t"), Vec::new(), "UTC".to_owned(), counts.clone());
    Statistics::of(
        2026,
        rule,
        counters.to_vec(),
        rows.iter().map(row).collect(),
        Vec::new(),
    )
}

/// Every row with its parts within its whole, all counts up to `most`.
fn rows(counters: &[Counter], most: u64) -> Vec<Vec<u64>> {
    let mut all: Vec<Vec<u64>> = vec![Vec::new()];
    for _ in counters {
        all = all
            .into_iter()
            .flat_map(|row| (0..=most).map(move |n| [row.clone(), vec![n]].concat()))
            .collect();
    }
    let within = |row: &Vec<u64>| {
        counters.iter().enumerate().all(|(at, whole)| {
            let parts = counters
                .iter()
                .zip(row)
                .filter(|(c, _)| c.of.as_ref() == Some(&whole.name));
            let parts: Vec<u64> = parts.map(|(_, n)| *n).collect();
            parts.is_empty() || parts.iter().sum::<u64>() <= row[at]
        })
    };
    all.retain(within);
    all
}

/// The strongest attacker: knows the rules, the relations and everything published, and tries every
/// table there is. For a cell under N every small number stays possible.
fn attack(rule: Rule, counters: &[Counter], most: u64) {
    let rows = rows(counters, most);
    let small = match rule.zeros {
        Zeros::Shown => rule.under - 1,
        Zeros::Hidden => rule.under,
    };
    let mut possible: BTreeMap<Vec<u8>, Vec<BTreeSet<u64>>> = BTreeMap::new();
    let mut published: BTreeMap<Vec<u8>, Statistics> = BTreeMap::new();
    for a in &rows {
        for b in &rows {
            let shown = publish(rule, counters, &[a.clone(), b.clone()]);
            assert_eq!(shown.check(), Ok(()));
            let bytes = serde_json::to_vec(&shown).unwrap();
            let width = a.len() + b.len();
            let sets = possible
                .entry(bytes.clone())
                .or_insert_with(|| vec![BTreeSet::new(); width]);
            for (set, n) in sets.iter_mut().zip(a.iter().chain(b)) {
                set.insert(*n);
            }
            published.insert(bytes, shown);
        }
    }
    for (bytes, sets) in possible {
        let shown = &published[&bytes];
        for (cell, set) in shown.rows.iter().flat_map(|r| &r.cells).zip(sets) {
            let count = u64::try_from(set.len()).unwrap();
            match cell {
                Cell::Is(n) => assert_eq!(set, BTreeSet::from([*n])),
                Cell::Under(_) => assert_eq!(count, small, "{shown:?} {set:?}"),
                Cell::Withheld => assert!(count >= rule.under - 1, "{shown:?} {set:?}"),
            }
        }
    }
}

#[test]
fn no_attacker_pins_a_small_number() {
    for zeros in [Zeros::Shown, Zeros::Hidden] {
        attack(Rule { under: 3, zeros }, &counters(), 5);
        let chain = [
            counter("received", None),
            counter("receipted", Some("received")),
        ];
        attack(Rule { under: 5, zeros }, &chain, 9);
    }
}

/// Parts of one whole: 6 asked for and 5 granted would leave 1 for those refused.
#[test]
fn a_part_is_not_shown_where_its_siblings_would_give_it_away() {
    let rule = Rule {
        under: 5,
        zeros: Zeros::Shown,
    };
    let shown = publish(rule, &counters(), &[vec![6, 5, 1], vec![9, 9, 0]]);
    assert_eq!(
        shown.rows[0].cells,
        [Cell::Is(6), Cell::Withheld, Cell::Withheld]
    );
    assert_eq!(shown.rows[1].cells, [Cell::Is(9), Cell::Is(9), Cell::Is(0)]);
    assert_eq!(shown.totals, [Cell::Is(15), Cell::Withheld, Cell::Withheld]);
}

proptest! {
    /// In tables of any size: any other small number in the place of one gives the same bytes.
    #[test]
    fn another_small_number_publishes_the_same(
        under in 3u64..9,
        table in proptest::collection::vec((0u64..30, 0u64..30, 0u64..30, 0u64..30), 1..6),
        at in 0usize..6,
        other in 1u64..8,
    ) {
        let rule = Rule { under, zeros: Zeros::Shown };
        let all = [counters(), vec![counter("released", None)]].concat();
        let rows: Vec<Vec<u64>> = table
            .iter()
            .map(|(whole, a, b, free)| vec![a + b + whole, *a, *b, *free])
            .collect();
        let shown = publish(rule, &all, &rows);
        prop_assert_eq!(shown.check(), Ok(()));
        let at = at % rows.len();
        let other = 1 + other % (under - 1);
        for column in [0usize, 3] {
            if shown.rows[at].cells[column] == Cell::Under(under) {
                let mut changed = rows.clone();
                changed[at][column] = other;
                if column == 0 {
                    // Fewer asked for: fewer answered.
                    changed[at][1] = 0;
                    changed[at][2] = 0;
                }
                prop_assert_eq!(&publish(rule, &all, &changed), &shown);
            }
        }
    }

    /// A cell or total changed by hand breaks the rule or the sums, unless it says the same.
    #[test]
    fn a_changed_total_is_found(by in 1u64..9, rows in proptest::collection::vec(5u64..99, 1..5)) {
        let rule = Rule { under: 5, zeros: Zeros::Shown };
        let rows: Vec<Vec<u64>> = rows.into_iter().map(|n| vec![n]).collect();
        let mut shown = publish(rule, &[counter("released", None)], &rows);
        let Cell::Is(total) = shown.totals[0] else { return Ok(()) };
        shown.totals[0] = Cell::Is(total + by);
        prop_assert!(shown.check().is_err());
    }

    #[test]
    fn any_bytes_give_a_publication_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Publication::from_bytes(&bytes);
    }
}

fn keys(seed: u8) -> SecretKeys {
    SecretKeys::from_seeds(&[seed; 32], &[seed + 1; 32]).unwrap()
}

fn card() -> Card {
    let official = |id: &str, role, seed| Official {
        id: id.parse().unwrap(),
        name: id.to_owned(),
        roles: vec![role],
        keys: keys(seed).public().clone(),
        from: "2026-01-01".parse().unwrap(),
        until: "2030-12-31".parse().unwrap(),
    };
    Card {
        v: 1,
        party: "JPN".parse().unwrap(),
        name: "Tokyo".into(),
        url: "https://127.0.0.1:1".into(),
        root: keys(1).public().clone(),
        node: vec![0; 32],
        record: keys(3).public().clone(),
        mirror: keys(5).public().clone(),
        sealing: vec![0; 1216],
        officials: vec![
            official("author", Role::Registrar, 11),
            official("signatory-1", Role::Signatory, 13),
            official("officer", Role::ReleasingOfficer, 15),
            official("double", Role::Signatory, 11),
            official("adviser", Role::LegalAdviser, 17),
        ],
        demo: true,
        issued: Instant(1),
    }
}

fn publication() -> Publication {
    let rule = Rule {
        under: 5,
        zeros: Zeros::Shown,
    };
    Publication {
        v: VERSION,
        id: "2026-statistics".parse().unwrap(),
        party: "JPN".parse().unwrap(),
        name: "Tokyo".into(),
        title: texts("Counts"),
        author: "author".parse().unwrap(),
        at: Instant(1_782_000_000),
        demo: false,
        says: Says::Statistics(publish(rule, &counters(), &[vec![9, 5, 0]])),
    }
}

#[test]
fn only_canonical_bytes_that_hold_are_read() {
    let made = publication();
    let bytes = made.to_bytes();
    assert_eq!(Publication::from_bytes(&bytes), Ok(made.clone()));
    let text = String::from_utf8(bytes).unwrap();
    for (why, changed) in [
        ("space", text.replacen(':', ": ", 1)),
        (
            "unknown field",
            text.replacen("\"v\":1", "\"v\":1,\"x\":2", 1),
        ),
        ("version", text.replacen("\"v\":1", "\"v\":2", 1)),
        ("small number", text.replacen("{\"is\":0}", "{\"is\":3}", 1)),
        (
            "other threshold",
            text.replacen("\"under\":5", "\"under\":2", 1),
        ),
        ("language", text.replacen("\"ja\"", "\"fr\"", 1)),
        ("a file's name", text.replacen("2026-statistics", "../x", 1)),
    ] {
        assert_ne!(changed, text, "{why}");
        assert!(
            Publication::from_bytes(changed.as_bytes()).is_err(),
            "{why}"
        );
    }
}

#[test]
fn who_may_approve() {
    let (made, card) = (publication(), card());
    let approver = |id: &str| {
        made.approver(&card, &id.parse().unwrap())
            .map(|o| o.id.to_string())
    };
    assert_eq!(approver("signatory-1"), Ok("signatory-1".into()));
    assert_eq!(approver("officer"), Ok("officer".into()));
    assert_eq!(approver("author"), Err(Unfit::Author));
    // Another position with the author's keys is the author.
    assert_eq!(approver("double"), Err(Unfit::Author));
    assert_eq!(approver("adviser"), Err(Unfit::Role));
    assert_eq!(approver("nobody"), Err(Unfit::Unknown));
    let late = Publication {
        at: Instant(1_999_999_999),
        ..made.clone()
    };
    assert_eq!(
        late.approver(&card, &"officer".parse().unwrap()),
        Err(Unfit::Day)
    );
}

#[test]
fn a_joint_statement_wants_every_party() {
    let signed = |party: &str| Signed {
        party: party.parse().unwrap(),
        name: "N".into(),
        capacity: String::new(),
        day: "2026-05-01".parse().unwrap(),
    };
    let text = |lang: &str| JointText {
        lang: lang.into(),
        date: "d".into(),
        paragraphs: vec!["p".into()],
    };
    let joint = |signed: Vec<Signed>| Publication {
        says: Says::JointStatement(JointStatement {
            digest: Digest::of(&[b"x"]),
            parties: vec!["JPN".parse().unwrap(), "NZL".parse().unwrap()],
            texts: LANGS.iter().map(|l| text(l)).collect(),
            signed,
            fictional: false,
        }),
        ..publication()
    };
    let whole = joint(vec![signed("JPN"), signed("NZL")]);
    assert!(Publication::from_bytes(&whole.to_bytes()).is_ok());
    for signed in [
        vec![signed("JPN")],
        vec![signed("JPN"), signed("NZL"), signed("AUS")],
    ] {
        assert!(Publication::from_bytes(&joint(signed).to_bytes()).is_err());
    }
}
