//! What holds, and each way in which something does not.

use super::*;
use entente_model::{
    Instant,
    keys::SecretKeys,
    publication::{Counter, LANGS, Rule, VERSION, Zeros},
};
use proptest::prelude::*;
use std::sync::LazyLock;

fn keys(seed: u8) -> SecretKeys {
    SecretKeys::from_seeds(&[seed; 32], &[seed.wrapping_add(1); 32]).unwrap()
}

fn card(demo: bool) -> SignedCard {
    let official = |id: &str, role, seed, until: &str| Official {
        id: id.parse().unwrap(),
        name: id.to_owned(),
        roles: vec![role],
        keys: keys(seed).public().clone(),
        from: "2026-01-01".parse().unwrap(),
        until: until.parse().unwrap(),
    };
    let card = Card {
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
            official("registrar", Role::Registrar, 11, "2030-12-31"),
            official("signatory-1", Role::Signatory, 13, "2030-12-31"),
            official("officer", Role::ReleasingOfficer, 15, "2030-12-31"),
            official("former", Role::Signatory, 17, "2026-02-01"),
            official("signatory-1-again", Role::Signatory, 13, "2030-12-31"),
        ],
        demo,
        issued: Instant(1),
    };
    SignedCard::sign(card, &keys(1)).unwrap()
}

fn publication() -> Publication {
    let texts = |t: &str| -> Vec<(String, String)> {
        LANGS
            .iter()
            .map(|l| ((*l).to_owned(), t.to_owned()))
            .collect()
    };
    let counter = Counter {
        name: "released".into(),
        title: texts("Released"),
        of: None,
    };
    let row = |n| {
        (
            texts("Agreement"),
            Vec::new(),
            "Asia/Tokyo".to_owned(),
            vec![n],
        )
    };
    Publication {
        v: VERSION,
        id: "2026-statistics".parse().unwrap(),
        party: "JPN".parse().unwrap(),
        name: "Tokyo".into(),
        title: texts("Statement"),
        author: "registrar".parse().unwrap(),
        at: Instant(1_782_000_000),
        demo: false,
        says: Says::Statistics(Statistics::of(
            2026,
            Rule {
                under: 5,
                zeros: Zeros::Shown,
            },
            vec![counter],
            vec![row(12), row(3)],
            Vec::new(),
        )),
    }
}

fn envelope(body: Vec<u8>, signers: &[u8]) -> String {
    let mut statement = Statement::new(Kind::Publication, body);
    for seed in signers {
        statement.sign(&keys(*seed)).unwrap();
    }
    statement.to_envelope()
}

/// Two approvals, then the record key.
static GOOD: LazyLock<String> = LazyLock::new(|| envelope(publication().to_bytes(), &[13, 15, 3]));

fn code(envelope: &str) -> (&'static str, String) {
    match verify_publication(envelope.as_bytes(), &[card(false)]) {
        Ok(_) => ("ok", String::new()),
        Err(failure) => (failure.code, failure.detail),
    }
}

#[test]
fn what_two_officials_approved_and_the_party_signed_holds() {
    let published = verify_publication(GOOD.as_bytes(), &[card(false)]).unwrap();
    let ids: Vec<&str> = published
        .approvers
        .iter()
        .map(|a| a.official.as_str())
        .collect();
    assert_eq!(ids, ["signatory-1", "officer"]);
    let said = render_publication(&published, Lang::En);
    assert!(
        said.contains("under 5") && said.contains("  Released  12"),
        "{said}"
    );
    assert!(!said.contains("  3\n"), "{said}");
    assert!(render_publication(&published, Lang::Ja).contains("5未満"));
}

#[test]
fn each_missing_or_wrong_signature_is_named() {
    let body = || publication().to_bytes();
    let no = |signers: &[u8]| code(&envelope(body(), signers));
    assert_eq!(no(&[13, 3]), ("PUB-004", "count".into()));
    assert_eq!(no(&[3]), ("PUB-004", "count".into()));
    assert_eq!(no(&[13, 13, 3]), ("PUB-004", "twice".into()));
    assert_eq!(no(&[13, 11, 3]), ("PUB-004", "author".into()));
    assert_eq!(no(&[13, 17, 3]), ("PUB-004", "day".into()));
    assert_eq!(no(&[13, 99, 3]), ("PUB-004", "unknown".into()));
    assert_eq!(no(&[13, 15]).0, "PUB-003");
    assert_eq!(no(&[13, 15, 15]).0, "PUB-003");
    assert_eq!(no(&[3, 13, 15]).0, "PUB-003");
    assert_eq!(no(&[]).0, "PUB-004");
    assert_eq!(no(&[99]).0, "PUB-002");
    let nobody = verify_publication(GOOD.as_bytes(), &[]).unwrap_err();
    assert_eq!((nobody.code, nobody.place.as_str()), ("VERIFY-003", "JPN"));
    // A demonstration's card does not vouch for a party's statement.
    let demo = verify_publication(GOOD.as_bytes(), &[card(true)]).unwrap_err();
    assert_eq!((demo.code, demo.detail.as_str()), ("PUB-003", "demo"));
}

#[test]
fn an_altered_number_is_told_to_be_altered() {
    let statement = Statement::from_envelope(Kind::Publication, &GOOD).unwrap();
    let with = |body: Vec<u8>| {
        Statement {
            body,
            ..statement.clone()
        }
        .to_envelope()
    };
    let text = String::from_utf8(statement.body.clone()).unwrap();
    let fewer = text.replace("{\"is\":12}", "{\"is\":11}");
    assert_ne!(text, fewer);
    assert_eq!(code(&with(fewer.into_bytes())).0, "PUB-002");
    // A number that the rule hides is not even a publication that could be signed.
    let shown = text.replacen("{\"under\":5}", "{\"is\":3}", 1);
    assert_ne!(text, shown);
    assert_eq!(
        code(&envelope(shown.into_bytes(), &[13, 15, 3])).0,
        "PUB-005"
    );
    assert_eq!(
        code("{\"payloadType\":\"application/vnd.entente.publication.v1+json\"}").0,
        "PUB-001"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_changed_byte_is_found(at in any::<prop::sample::Index>(), bit in 0u8..7) {
        let mut bytes = GOOD.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(verify_publication(&bytes, &[card(false)]).is_err());
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(verify_publication(&bytes, &[]).is_err());
        let _ = is_publication(&bytes);
    }
}
