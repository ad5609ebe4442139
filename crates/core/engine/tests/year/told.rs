//! Single things the year showed: what is refused leaves nothing behind, and says why and who
//! decides.

use crate::{
    simulation::{Given, Year},
    world::{JPN, NZL},
};
use entente_engine::{
    Answer, Bits, Input, State,
    input::{NewItem, ReleaseOf},
};
use entente_model::{
    Instant, Problem,
    holding::{Destroyed, ItemDeed, Leave, LeaveFor, Third},
};

/// Japan releases an item at a level to New Zealand, which receipts it and gets leave to pass it on
/// to Australia. Gives the release and the consent.
fn with_leave(year: &mut Year, level: &str) -> (Given, u64) {
    let input = Input::Release {
        agreement: year.id(0),
        items: vec![ReleaseOf::New(NewItem {
            title: String::new(),
            level: level.into(),
            plain: b"chart".to_vec(),
        })],
        purpose: Some("maritime-safety".parse().unwrap()),
        unit: String::new(),
        acting: year.nodes[JPN].official("releasing-officer"),
        second: None,
    };
    let Ok(Answer::Released(all)) = year.put(JPN, "release", input) else {
        unreachable!("a release in order")
    };
    let of = (JPN, all[0].as_ref().unwrap().1);
    year.settle();
    let receipt = Input::Receipt {
        agreement: year.id(0),
        items: vec![],
        acting: year.nodes[NZL].official("registrar"),
    };
    year.put(NZL, "receipt", receipt).unwrap();
    let leave = Leave::new(LeaveFor::Onward(Third {
        kind: "state".into(),
        party: Some("AUS".parse().unwrap()),
        name: String::new(),
        unit: None,
    }));
    let ask = ItemDeed::Ask {
        leave: leave.clone(),
        text: None,
    };
    let ask = year.item(0, NZL, of, ask, &[]).unwrap();
    year.settle();
    let answer = ItemDeed::Answer {
        ask,
        leave: Some(leave),
        also_of: vec![],
        text: None,
    };
    let answer = year.item(0, JPN, of, answer, &[]).unwrap();
    year.settle();
    (of, answer)
}

fn goes_on(year: &mut Year, of: Given, consent: u64) -> Result<Answer, Problem> {
    let third = year.third_item(0, of, consent).unwrap();
    let input = Input::ReleaseOnward {
        agreement: year.id(1),
        third: Box::new(third),
        purpose: "maritime-safety".parse().unwrap(),
        unit: String::new(),
        acting: year.nodes[NZL].official("releasing-officer"),
    };
    year.put(NZL, "release onward", input)
}

#[test]
fn what_may_not_go_on_is_not_told_as_gone() {
    let mut year = Year::new(1);
    // The table of the second agreement has no row for this level.
    let (of, consent) = with_leave(&mut year, "特定秘密");
    let before = year.shared(NZL);
    let no = goes_on(&mut year, of, consent).unwrap_err();
    assert_eq!((&*no.code, no.article.as_deref()), ("REL-014", Some("A.1")));
    assert_eq!(year.shared(NZL), before);
    let state = &year.nodes[NZL].side.state.agreements[&year.id(0)];
    let family = state.register.family(&year.party(JPN), of.1).unwrap();
    assert!(family.uses.is_empty());
    let (of, consent) = with_leave(&mut year, "秘");
    goes_on(&mut year, of, consent).unwrap();
    assert_eq!(year.shared(NZL), before + 5);
    year.settle();
    assert_eq!(year.protection_holds(), 1);
    year.agree_everywhere();
}

#[test]
fn refusals_say_under_which_provision_and_who_decides() {
    let mut year = Year::new(2);
    let (of, _) = with_leave(&mut year, "秘");
    let agreement = year.id(0);
    let again = Input::Receipt {
        agreement,
        items: vec![of.1],
        acting: year.nodes[NZL].official("registrar"),
    };
    let refused = |year: &mut Year, input| {
        let no = year.put(NZL, "wrong", input).unwrap_err();
        let decider = no.decider.unwrap_or_default();
        (no.code.to_string(), no.article.unwrap_or_default(), decider)
    };
    let said = |code: &str, article: &str, decider: &str| {
        (code.to_owned(), article.to_owned(), decider.to_owned())
    };
    assert_eq!(
        refused(&mut year, again),
        said("REC-002", "7.2", "registrar")
    );
    // The author decides about its own; the text says whose decision it is.
    let (item, inline) = year.drafted(NZL, "releasing-officer");
    let officer = year.nodes[NZL].official("releasing-officer");
    let mark = Input::ItemMark {
        item: item.clone(),
        level: "RESTRICTED".into(),
        agreement: Some(agreement),
    };
    year.put(NZL, "item mark", mark).unwrap();
    let own = Input::Release {
        agreement,
        items: vec![ReleaseOf::Draft { item, inline }],
        purpose: Some("maritime-safety".parse().unwrap()),
        unit: String::new(),
        acting: officer,
        second: None,
    };
    let expected = said("REL-040", "3.1", "releasing-officer");
    assert_eq!(refused(&mut year, own), expected);
    // The card says who is what.
    let item = NewItem {
        title: String::new(),
        level: "RESTRICTED".into(),
        plain: vec![1],
    };
    let registrar = Input::Release {
        agreement,
        items: vec![ReleaseOf::New(item)],
        purpose: Some("maritime-safety".parse().unwrap()),
        unit: String::new(),
        acting: year.nodes[NZL].official("registrar"),
        second: None,
    };
    assert_eq!(refused(&mut year, registrar), said("OFF-002", "", "NZL"));
}

#[test]
fn a_key_is_not_destroyed_while_its_item_is_on_its_way() {
    let mut year = Year::new(3);
    let (item, inline) = year.drafted(NZL, "desk-officer");
    let agreement = year.id(0);
    let mark = Input::ItemMark {
        item: item.clone(),
        level: "RESTRICTED".into(),
        agreement: Some(agreement),
    };
    year.put(NZL, "item mark", mark).unwrap();
    let release = Input::Release {
        agreement,
        items: vec![ReleaseOf::Draft {
            item: item.clone(),
            inline,
        }],
        purpose: Some("maritime-safety".parse().unwrap()),
        unit: String::new(),
        acting: year.nodes[NZL].official("releasing-officer"),
        second: None,
    };
    year.put(NZL, "release", release).unwrap();
    let shred = || Input::ItemShred { item: item.clone() };
    let no = year.put(NZL, "item shred", shred()).unwrap_err();
    let said = (&*no.code, no.article.as_deref(), no.decider.as_deref());
    assert_eq!(said, ("ITEM-014", Some("8.1"), Some("registrar")));
    year.settle();
    year.put(NZL, "item shred", shred()).unwrap();
    let there = &year.nodes[JPN].side.state.agreements[&agreement];
    assert_eq!(there.receipt_due().count(), 1);
    assert!(there.from_them.payloads.is_empty());
}

#[test]
fn what_a_node_gone_wrong_writes_is_void_and_says_why() {
    let mut year = Year::new(4);
    let (of, _) = with_leave(&mut year, "秘");
    let id = year.id(0);
    let before = year.nodes[NZL].side.state.agreements[&id].clone();
    let burnt = ItemDeed::Destroy(Destroyed {
        numbers: vec![],
        method: "burnt".into(),
        witnesses: vec![],
        emergency: Some(Instant(year.nodes[NZL].side.now)),
        consent: None,
        on: year.today(),
    });
    year.item(0, NZL, of, burnt.clone(), &[]).unwrap();
    year.settle();
    // It forgets what it did, and that it has given a receipt.
    let state = year.nodes[NZL].side.state.agreements.get_mut(&id).unwrap();
    state.register = before.register;
    state.from_them.receipted = Bits::default();
    let again = year.item(0, NZL, of, burnt, &[]).unwrap();
    let receipt = Input::Receipt {
        agreement: id,
        items: vec![of.1],
        acting: year.nodes[NZL].official("registrar"),
    };
    year.put(NZL, "receipt", receipt).unwrap();
    year.settle();
    let said = |state: &State| -> Vec<_> {
        let voids = &state.agreements[&id].voids;
        let all = voids.iter().map(|((by, n), no)| {
            let article = no.article.clone().unwrap_or_default();
            (
                by.to_string(),
                n - again,
                no.code.to_string(),
                article,
                no.decider.clone(),
            )
        });
        all.collect()
    };
    let no = |n: u64, code: &str, article: &str, decider: &str| {
        let words = [code, article].map(str::to_owned);
        let [code, article] = words;
        ("NZL".to_owned(), n, code, article, Some(decider.to_owned()))
    };
    let expected = [
        no(0, "REG-002", "8.3", "JPN"),
        no(1, "REC-002", "7.2", "registrar"),
    ];
    assert_eq!(said(&year.nodes[JPN].side.state), expected);
    // Its own store says the same.
    assert_eq!(said(&year.nodes[NZL].restored()), expected);
}
