//! Every parser of core against bytes near to what it expects: a value or a typed error, never a
//! panic, and what has one canonical form prints back as it came. `PROPTEST_CASES` for more.
#![expect(
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

mod common;
use common::{in_force, instrument};
use entente_agreement::{Rules, Terms, scenario, source};
use entente_engine::wire::Push;
use entente_model::{
    Act, PartyId, b64,
    card::SignedCard,
    dsse::{Kind, Statement},
};
use entente_record::{
    checkpoint::Checkpoint,
    cosignature,
    note::{self, Note},
    policy::Policy,
    proof::Proof,
    tile,
};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Well-formed inputs, to be damaged.
static RULES: LazyLock<Rules> = LazyLock::new(rules);
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(seeds);

#[expect(clippy::unwrap_used, reason = "part of tests")]
fn seeds() -> Vec<Vec<u8>> {
    let jpn_and_id = in_force();
    let (jpn, id) = (jpn_and_id.0.restored(), jpn_and_id.2);
    let push = jpn.push_from(&id, 0);
    let held = jpn.state.agreement(&id).unwrap();
    let (_, note) = held.cosigned.clone().unwrap();
    let dir = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../instruments/jpn-nzl-model"
    );
    let mut bundle = Vec::new();
    let mut seeds = vec![
        jpn.me.card.envelope().as_bytes().to_vec(),
        note.to_bytes(),
        note.text.clone().into_bytes(),
        note::lines_to_text(&note.signatures).into_bytes(),
        instrument().terms.into_bytes(),
        std::fs::read(format!("{dir}/instrument.toml")).unwrap(),
        std::fs::read(format!("{dir}/text.en.md")).unwrap(),
        std::fs::read(format!("{dir}/scenario.toml")).unwrap(),
    ];
    for entry in push.entries.iter().skip(1).take(6) {
        seeds.push(entry.entry.clone());
        tile::put_entry(&mut bundle, &entry.entry).unwrap();
    }
    let small = Push {
        entries: push.entries.iter().skip(1).take(2).cloned().collect(),
        ..push
    };
    seeds.extend([bundle, small.encode()]);
    seeds
}

#[expect(clippy::unwrap_used, reason = "part of tests")]
fn rules() -> Rules {
    Rules::new(Terms::parse(&instrument().terms).unwrap()).unwrap()
}

/// One change to a seed.
#[derive(Debug, Clone)]
enum Change {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Remove(prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>),
    Repeat(prop::sample::Index, prop::sample::Index),
    Graft(prop::sample::Index, prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), 1u8..).prop_map(|(a, b)| Change::Flip(a, b)),
        at().prop_map(Change::Cut),
        at().prop_map(Change::Remove),
        (at(), prop::collection::vec(any::<u8>(), 1..9)).prop_map(|(a, b)| Change::Insert(a, b)),
        (at(), at()).prop_map(|(a, b)| Change::Repeat(a, b)),
        (at(), at()).prop_map(|(a, b)| Change::Graft(a, b)),
    ]
}

fn changed(mut bytes: Vec<u8>, change: Change) -> Vec<u8> {
    let place = |i: &prop::sample::Index, len: usize| i.index(len.saturating_add(1)).min(len);
    let len = bytes.len();
    match change {
        Change::Flip(at, mask) if len > 0 => bytes[at.index(len)] ^= mask,
        Change::Remove(at) if len > 0 => {
            bytes.remove(at.index(len));
        }
        Change::Flip(..) | Change::Remove(_) => {}
        Change::Cut(at) => bytes.truncate(place(&at, len)),
        Change::Insert(at, what) => {
            let at = place(&at, len);
            bytes.splice(at..at, what);
        }
        Change::Repeat(from, to) => {
            let (a, b) = (place(&from, len), place(&to, len));
            let part = bytes[a.min(b)..a.max(b)].to_vec();
            bytes.splice(a..a, part);
        }
        Change::Graft(seed, at) => {
            let at = place(&at, len);
            bytes.truncate(at);
            let other = &SEEDS[seed.index(SEEDS.len())];
            bytes.extend_from_slice(&other[at.min(other.len())..]);
        }
    }
    bytes
}

/// Gives the bytes to every parser; what has a canonical form must print back.
fn parse_all(bytes: &[u8]) -> Result<(), TestCaseError> {
    let party: PartyId = "JPN".parse().map_err(|_| TestCaseError::fail("party"))?;
    if let Ok(note) = Note::parse(bytes) {
        prop_assert_eq!(note.to_bytes(), bytes);
    }
    if let Ok(push) = Push::decode(bytes) {
        prop_assert_eq!(push.encode(), bytes);
    }
    if let Ok(statement) = Statement::from_frame(bytes) {
        prop_assert!(statement.to_frame().is_ok_and(|f| f == bytes));
    }
    if let Ok(card) = SignedCard::parse(bytes) {
        prop_assert_eq!(card.envelope().as_bytes(), bytes);
    }
    if let Ok(entries) = tile::parse_bundle(bytes) {
        let mut again = Vec::new();
        for entry in entries {
            prop_assert!(tile::put_entry(&mut again, entry).is_ok());
        }
        prop_assert_eq!(again, bytes);
    }
    if let Ok(lines) = cosignature::parse_lines(bytes) {
        prop_assert!(note::lines_to_text(&lines).as_bytes() == bytes);
    }
    if let Ok(proof) = Proof::parse(bytes) {
        prop_assert_eq!(proof.to_bytes(), bytes);
    }
    // No canonical form, or none to print here: only that they end.
    let _ = Act::from_entry(&party, bytes);
    let _ = tile::parse_tile(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(());
    };
    if let Ok(head) = Checkpoint::parse(text) {
        prop_assert_eq!(head.to_text(), text);
    }
    for kind in [Kind::Act, Kind::Pairing, Kind::Manifest] {
        let _ = Statement::from_envelope(kind, text);
    }
    if let Some(decoded) = b64::decode(text) {
        prop_assert_eq!(b64::encode(&decoded), text);
    }
    let _ = Policy::parse(text);
    let _ = note::parse_vkey(text);
    let _ = Terms::parse(text);
    let _ = source::terms("f", text);
    let _ = source::text("f", "en", text);
    let _ = scenario::facts("f", text);
    if let Ok(read) = scenario::parse("f", text) {
        let _ = scenario::run(&RULES, &read);
    }
    Ok(())
}

fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(20_000)
}

#[test]
fn seeds_are_well_formed() {
    let party: PartyId = "JPN".parse().unwrap();
    let of = |ok: &dyn Fn(&[u8]) -> bool| SEEDS.iter().filter(|s| ok(s)).count();
    assert_eq!(of(&|s| Note::parse(s).is_ok()), 1);
    assert_eq!(of(&|s| Push::decode(s).is_ok()), 1);
    assert_eq!(of(&|s| SignedCard::parse(s).is_ok()), 1);
    assert_eq!(of(&|s| Act::from_entry(&party, s).is_ok()), 6);
    assert!(of(&|s| tile::parse_bundle(s).is_ok()) >= 1);
    assert_eq!(
        of(&|s| std::str::from_utf8(s).is_ok_and(|t| source::text("f", "en", t).is_ok())),
        1
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn parsers_end_with_a_value_or_an_error(
        seed in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let bytes = changes.into_iter().fold(SEEDS[seed.index(SEEDS.len())].clone(), changed);
        parse_all(&bytes)?;
    }
}
