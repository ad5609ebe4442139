//! Cases between two nodes: from opening to closing, with words both sides read and nobody else.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure here fails the test"
)]

#[path = "../common/mod.rs"]
mod common;

use common::{Side, acting, carry, in_force};
use entente_agreement::cases::State;
use entente_engine::{
    Answer, Input,
    input::{NewItem, NewStep, ReleaseOf},
    text::{MAX_TEXT, open_text},
};
use entente_model::{
    Act, AgreementId, Deed, PartyId, Problem,
    act::Keys,
    case::{CaseAct, CaseDeed, CaseId, ItemAt, Matter, Stage},
    holding::Sealed,
};

const OFFICER: (&str, u8) = ("security-officer", 10);
const SIGNATORY: (&str, u8) = ("signatory-1", 4);

/// A side does something in a case; gives the index of the act.
fn does(
    side: &mut Side,
    id: &AgreementId,
    case: Option<&CaseId>,
    what: CaseDeed,
    text: &str,
    (official, n): (&str, u8),
) -> Result<u64, Problem> {
    let acting = acting(side, official, n);
    let answer = side.step(Input::Case(Box::new(NewStep {
        agreement: *id,
        case: case.cloned(),
        what,
        on: None,
        text: text.into(),
        acting,
    })))?;
    let Answer::Written { n, .. } = answer else {
        unreachable!("{answer:?}")
    };
    Ok(n)
}

/// An act of a record as a side stored it.
fn stored(side: &Side, id: &AgreementId, author: &PartyId, n: u64) -> Act {
    let mut all = side.kept.iter().flat_map(|c| &c.entries);
    let entry = all
        .find(|e| e.log.agreement == *id && e.log.author == *author && e.n == n)
        .unwrap();
    Act::from_entry(author, &entry.entry).unwrap().0
}

fn case_act(side: &Side, id: &AgreementId, author: &PartyId, n: u64) -> CaseAct {
    match stored(side, id, author, n).deed {
        Deed::Case(case) => case,
        other => unreachable!("{other:?}"),
    }
}

fn keys_act(side: &Side, id: &AgreementId, author: &PartyId, n: u64) -> Keys {
    match stored(side, id, author, n).deed {
        Deed::Keys(keys) => keys,
        other => unreachable!("{other:?}"),
    }
}

/// The words of an act, as a side reads them.
fn reads(side: &Side, id: &AgreementId, author: &PartyId, n: u64) -> Result<String, Problem> {
    let sealed = case_act(side, id, author, n).text.unwrap();
    let keys = keys_act(side, id, author, sealed.k);
    open_text(&side.me, author, id, Some(&keys), &sealed)
}

/// Whether anything a side stored has these words in clear.
fn holds_in_clear(side: &Side, words: &str) -> bool {
    let all = side.kept.iter().flat_map(|c| &c.entries);
    let base64 = data_encoding::BASE64.encode(words.as_bytes());
    let needles = [words.as_bytes(), base64.trim_end_matches('=').as_bytes()];
    all.into_iter().any(|e| {
        let payload = e.payload.as_deref().unwrap_or_default();
        needles.iter().any(|needle| {
            [&*e.entry, payload]
                .iter()
                .any(|bytes| bytes.windows(needle.len()).any(|w| w == *needle))
        })
    })
}

fn released(jpn: &mut Side, id: &AgreementId) -> u64 {
    let item = ReleaseOf::New(NewItem {
        title: "Patrol plan".into(),
        level: "秘".into(),
        plain: b"plan".to_vec(),
    });
    let officer = acting(jpn, "releasing-officer", 6);
    let answer = jpn.step(Input::Release {
        agreement: *id,
        items: vec![item],
        purpose: Some("maritime-safety".parse().unwrap()),
        unit: String::new(),
        second: None,
        acting: officer,
    });
    match answer.unwrap() {
        Answer::Released(mut done) => done.pop().unwrap().unwrap().1,
        other => unreachable!("{other:?}"),
    }
}

fn state(side: &Side, id: &AgreementId, case: &CaseId) -> State {
    let agreement = side.state.agreement(id).unwrap();
    agreement.cases.get(case).unwrap().state()
}

#[test]
fn an_incident_from_opening_to_closing() {
    const WORDS: &str = "A folder was missing from room 12 overnight.";
    let (mut jpn, mut nzl, id) = in_force();
    let n = released(&mut jpn, &id);
    carry(&mut jpn, &mut nzl, &id);
    let matter = Matter::Incident {
        trigger: "suspected".into(),
        items: vec![ItemAt {
            from: jpn.party(),
            n,
            numbers: vec![],
        }],
    };
    let open = CaseDeed::Open(matter);
    let wrong = does(&mut nzl, &id, None, open.clone(), WORDS, SIGNATORY);
    assert_eq!(wrong.unwrap_err().code, "OFF-002");
    let opened = does(&mut nzl, &id, None, open, WORDS, OFFICER).unwrap();
    let case = CaseId {
        by: nzl.party(),
        n: opened,
    };
    carry(&mut nzl, &mut jpn, &id);
    for side in [&jpn, &nzl] {
        assert_eq!(reads(side, &id, &nzl.party(), opened).unwrap(), WORDS);
        assert!(!holds_in_clear(side, WORDS));
        assert!(!holds_in_clear(side, "missing from room"));
    }
    let report = CaseDeed::Report;
    let some = Some(&case);
    for (stage, words) in [
        (Stage::Contained, "It was in the safe of the next office."),
        (Stage::Preliminary, ""),
        (Stage::Final, "Nobody without clearance had access."),
        (Stage::Measures, "The key list was renewed."),
    ] {
        does(&mut nzl, &id, some, report(stage), words, OFFICER).unwrap();
    }
    does(&mut nzl, &id, some, CaseDeed::Close, "", OFFICER).unwrap();
    assert_eq!(state(&nzl, &id, &case), State::Open);
    carry(&mut nzl, &mut jpn, &id);
    does(&mut jpn, &id, some, CaseDeed::Close, "Accepted.", OFFICER).unwrap();
    carry(&mut jpn, &mut nzl, &id);
    for side in [&jpn, &nzl] {
        assert_eq!(state(side, &id, &case), State::Closed);
        assert!(side.state.agreement(&id).unwrap().voids.is_empty());
        let again = side.restored();
        let cases = |s: &Side| s.state.agreement(&id).unwrap().cases.clone();
        assert_eq!(cases(&again), cases(side));
    }
    let late = does(&mut nzl, &id, some, report(Stage::Help), "", OFFICER);
    assert_eq!(late.unwrap_err().code, "CASE-004");
}

#[test]
fn a_dispute_keeps_both_accounts_and_only_both_close_it() {
    let (mut jpn, mut nzl, id) = in_force();
    let open = CaseDeed::Open(Matter::Dispute {
        provisions: vec!["9.1".parse().unwrap()],
        items: vec![],
    });
    let wrong = does(&mut jpn, &id, None, open.clone(), "", OFFICER);
    assert_eq!(wrong.unwrap_err().code, "OFF-002");
    let n = does(&mut jpn, &id, None, open, "", SIGNATORY).unwrap();
    let case = CaseId { by: jpn.party(), n };
    carry(&mut jpn, &mut nzl, &id);
    let account = CaseDeed::Report(Stage::Account);
    let ours = "We were told on the third day.";
    let theirs = "You were told on the first day.";
    let some = Some(&case);
    let a = does(&mut jpn, &id, some, account.clone(), ours, SIGNATORY).unwrap();
    let b = does(&mut nzl, &id, some, account, theirs, SIGNATORY).unwrap();
    does(&mut jpn, &id, some, CaseDeed::Close, "", SIGNATORY).unwrap();
    carry(&mut jpn, &mut nzl, &id);
    carry(&mut nzl, &mut jpn, &id);
    for side in [&jpn, &nzl] {
        let agreement = side.state.agreement(&id).unwrap();
        let accounts = agreement.cases.get(&case).unwrap().accounts();
        let places: Vec<_> = accounts.iter().map(|a| (a.by.clone(), a.n)).collect();
        assert_eq!(places, [(jpn.party(), a), (nzl.party(), b)]);
        let words = accounts.iter().map(|a| reads(side, &id, &a.by, a.n));
        let words: Vec<_> = words.map(Result::unwrap).collect();
        assert_eq!(words, [ours, theirs]);
        assert_eq!(state(side, &id, &case), State::Open);
    }
    does(&mut nzl, &id, some, CaseDeed::Close, "", SIGNATORY).unwrap();
    carry(&mut nzl, &mut jpn, &id);
    assert_eq!(state(&jpn, &id, &case), State::Closed);
    // A dispute changes nothing of what may be given.
    released(&mut jpn, &id);
}

#[test]
fn a_refused_act_writes_nothing_not_even_keys() {
    let (mut jpn, _, id) = in_force();
    let size = |side: &Side| side.state.agreement(&id).unwrap().own.size();
    let before = size(&jpn);
    let matter = |trigger: &str| {
        CaseDeed::Open(Matter::Incident {
            trigger: trigger.into(),
            items: vec![],
        })
    };
    let refused = does(&mut jpn, &id, None, matter("possible"), "Words.", OFFICER);
    assert_eq!(refused.unwrap_err().code, "INC-002");
    let long = "x".repeat(MAX_TEXT + 1);
    let refused = does(&mut jpn, &id, None, matter("actual"), &long, OFFICER);
    assert_eq!(refused.unwrap_err().code, "TEXT-002");
    let nobody = CaseId {
        by: jpn.party(),
        n: 4000,
    };
    let refused = does(&mut jpn, &id, Some(&nobody), CaseDeed::Close, "", OFFICER);
    assert_eq!(refused.unwrap_err().code, "CASE-001");
    assert_eq!(size(&jpn), before);
    let longest = "x".repeat(MAX_TEXT);
    does(&mut jpn, &id, None, matter("actual"), &longest, OFFICER).unwrap();
}

#[test]
fn words_open_only_where_they_belong() {
    let (mut jpn, mut nzl, id) = in_force();
    let matter = CaseDeed::Open(Matter::ClearanceEnded {
        of: "person".into(),
    });
    let n = does(&mut jpn, &id, None, matter, "Left the service.", OFFICER).unwrap();
    carry(&mut jpn, &mut nzl, &id);
    let sealed = case_act(&nzl, &id, &jpn.party(), n).text.unwrap();
    let keys = keys_act(&nzl, &id, &jpn.party(), sealed.k);
    let open = |sealed: &Sealed, keys: Option<&Keys>| {
        open_text(&nzl.me, &jpn.party(), &id, keys, sealed).map_err(|p| p.code)
    };
    assert_eq!(open(&sealed, Some(&keys)).unwrap(), "Left the service.");
    assert_eq!(open(&sealed, None).unwrap_err(), "TEXT-001");
    let changes: [fn(&mut Sealed); 4] = [
        |s| s.i += 1,
        |s| s.k += 1,
        |s| s.w[0] ^= 1,
        |s| s.text.truncate(5),
    ];
    for change in changes {
        let mut other = sealed.clone();
        change(&mut other);
        assert_eq!(open(&other, Some(&keys)).unwrap_err(), "TEXT-001");
    }
    let elsewhere = AgreementId([7; 16]);
    let moved = open_text(&nzl.me, &jpn.party(), &elsewhere, Some(&keys), &sealed);
    assert_eq!(moved.unwrap_err().code, "TEXT-001");
}
