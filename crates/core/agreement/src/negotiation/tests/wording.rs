//! Wordings that compete, merge, close and open again.

use super::{super::*, *};

#[test]
fn what_the_other_side_proposed_becomes_a_bracket_and_both_must_close_it() {
    let (mut jpn, mut nzl) = two();
    nzl.edit(
        "4.1",
        "en",
        "The recipient shall mark the information with the corresponding classification.",
    );
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        jpn.reads("4.1", "en"),
        "The recipient shall mark the information with the \
         [equivalent (JPN) / corresponding (NZL)] classification."
    );
    assert_eq!(jpn.state("4.1"), State::Bracketed);
    jpn.back("4.1", 1, 1);
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        nzl.reads("4.1", "en"),
        "The recipient shall mark the information with the corresponding classification."
    );
    // The Japanese text is older than the English now.
    let clause = nzl.text().clause(&id("4.1")).unwrap();
    assert_eq!(clause.stale(nzl.text().pieces()), ["ja"]);
}

#[test]
fn two_edits_of_one_run_that_crossed_are_one_bracket_in_the_order_of_codes() {
    let (mut jpn, mut nzl) = two();
    jpn.agree("7.1", true);
    nzl.agree("7.1", true);
    sync(&mut jpn, &mut nzl);
    nzl.edit(
        "7.1",
        "en",
        "An incident shall be reported within 24 hours.",
    );
    jpn.edit(
        "7.1",
        "en",
        "An incident shall be reported within 72 hours.",
    );
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        jpn.reads("7.1", "en"),
        "An incident shall be reported [within 72 hours (JPN) / within 24 hours (NZL)]."
    );
    assert_eq!(jpn.talk.pen(), [party("JPN"), party("NZL")]);
    let reopened = &jpn.text().clause(&id("7.1")).unwrap().said.reopened;
    assert!(reopened.is_some());
}

#[test]
fn a_proposers_own_change_that_crossed_the_others_is_one_bracket_too() {
    let (mut jpn, mut nzl) = two();
    jpn.edit(
        "7.1",
        "en",
        "An incident shall be reported within 72 hours.",
    );
    nzl.edit(
        "7.1",
        "en",
        "An incident shall be reported within 24 hours.",
    );
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        jpn.reads("7.1", "en"),
        "An incident shall be reported [within 72 hours (JPN) / within 24 hours (NZL)]."
    );
    // And one that had been seen is simply what is changed next.
    jpn.edit("11", "en", "Notice takes effect after 60 days.");
    sync(&mut jpn, &mut nzl);
    nzl.edit("11", "en", "Notice takes effect after 90 days.");
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        jpn.reads("11", "en"),
        "Notice takes effect after [60 (JPN) / 90 (NZL)] days."
    );
}

#[test]
fn edits_of_different_runs_merge() {
    let (mut jpn, mut nzl) = two();
    nzl.edit("7.1", "en", "An incident must be reported without delay.");
    jpn.edit(
        "7.1",
        "en",
        "An incident shall be reported within 72 hours.",
    );
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        nzl.reads("7.1", "en"),
        "An incident [shall (JPN) / must (NZL)] be reported within 72 hours."
    );
}

#[test]
fn overlapping_edits_become_one_wider_bracket_with_each_sides_whole_wording() {
    let (mut jpn, mut nzl) = two();
    nzl.agree("7.1", true);
    sync(&mut jpn, &mut nzl);
    nzl.edit("7.1", "en", "An incident shall be notified at once.");
    jpn.edit("7.1", "en", "An incident must be reported in 72 hours.");
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        nzl.reads("7.1", "en"),
        "An incident [shall (NZL) / must (JPN)] be \
         [reported in 72 hours (JPN) / notified at once (NZL)]."
    );
}

#[test]
fn the_same_edit_by_both_is_agreement() {
    let (mut jpn, mut nzl) = two();
    nzl.agree("11", true);
    sync(&mut jpn, &mut nzl);
    for side in [&mut jpn, &mut nzl] {
        side.edit("11", "en", "Notice takes effect after 60 days.");
    }
    sync(&mut jpn, &mut nzl);
    assert_eq!(jpn.reads("11", "en"), "Notice takes effect after 60 days.");
}

#[test]
fn insertions_at_one_place_that_crossed_compete() {
    let (mut jpn, mut nzl) = two();
    nzl.agree("4.2", true);
    sync(&mut jpn, &mut nzl);
    nzl.edit("4.2", "en", "Copies shall be numbered and dated.");
    jpn.edit("4.2", "en", "Copies shall be numbered in ink.");
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        jpn.reads("4.2", "en"),
        "Copies shall be numbered[ in ink (JPN) /  and dated (NZL)]."
    );
}

#[test]
fn a_withdrawn_proposal_leaves_what_stood_before() {
    let (mut jpn, mut nzl) = two();
    nzl.edit("4.2", "en", "Copies shall be numbered and dated.");
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        jpn.reads("4.2", "en"),
        "Copies shall be numbered[— (JPN) /  and dated (NZL)]."
    );
    nzl.withdraw("4.2", 1);
    sync(&mut jpn, &mut nzl);
    assert_eq!(jpn.reads("4.2", "en"), "Copies shall be numbered.");
}

#[test]
fn one_side_alone_cannot_close_a_bracket() {
    let (mut jpn, mut nzl) = two();
    nzl.edit("11", "en", "Notice takes effect after 60 days.");
    sync(&mut jpn, &mut nzl);
    // Japan gives up its own wording but does not take New Zealand's.
    jpn.withdraw("11", 1);
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        nzl.reads("11", "en"),
        "Notice takes effect after [60 (NZL)] days."
    );
    assert_eq!(nzl.state("11"), State::Bracketed);
    nzl.back("11", 1, 0);
    assert_eq!(nzl.state("11"), State::Bracketed);
    sync(&mut jpn, &mut nzl);
    jpn.back("11", 1, 0);
    assert_eq!(jpn.reads("11", "en"), "Notice takes effect after 60 days.");
}

#[test]
fn support_of_a_wording_its_author_changed_meanwhile_is_support_of_that_wording_only() {
    let (mut jpn, mut nzl) = two();
    nzl.edit("11", "en", "Notice takes effect after 60 days.");
    sync(&mut jpn, &mut nzl);
    jpn.back("11", 1, 1);
    let (at, key, _) = nzl.named("11", 1);
    nzl.send(vec![alternative(&at, &key, "90")]);
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        jpn.reads("11", "en"),
        "Notice takes effect after [60 (JPN) / 90 (NZL)] days."
    );
}

#[test]
fn a_closed_bracket_opens_again_for_who_had_not_seen_it_closed() {
    // Codes the other way round: the reviser's turn sorts after the support.
    let mut all = Capital::all(&["NZL", "AUS"]);
    let mut aus = all.pop().unwrap();
    let mut nzl = all.pop().unwrap();
    aus.edit("11", "en", "Notice takes effect after 60 days.");
    sync(&mut nzl, &mut aus);
    let (at, key, _) = aus.named("11", 1);
    nzl.back("11", 1, 1);
    aus.send(vec![alternative(&at, &key, "90")]);
    sync(&mut nzl, &mut aus);
    assert_eq!(
        nzl.reads("11", "en"),
        "Notice takes effect after [90 (AUS) / 60 (NZL)] days."
    );
}

#[test]
fn three_parties_close_a_bracket_only_together() {
    let mut all = Capital::all(&["JPN", "NZL", "AUS"]);
    all[1].edit("11", "en", "Notice takes effect after 60 days.");
    heal(&mut all);
    all[0].back("11", 1, 1);
    heal(&mut all);
    assert_eq!(
        all[2].reads("11", "en"),
        "Notice takes effect after [60 (JPN, NZL)] days."
    );
    all[2].back("11", 1, 0);
    heal(&mut all);
    heal(&mut all);
    assert_eq!(
        all[0].reads("11", "en"),
        "Notice takes effect after 60 days."
    );
}

#[test]
fn a_mark_stands_for_a_bracket_in_the_text_given_to_edit() {
    let (mut jpn, mut nzl) = two();
    nzl.edit("11", "en", "Notice takes effect after 60 days.");
    sync(&mut jpn, &mut nzl);
    let at = spot("11", "en");
    let given = flow(jpn.text().field(&at).unwrap(), jpn.text().pieces());
    assert_eq!(given, "Notice takes effect after {{bracket:b1}} days.");
    jpn.edit(
        "11",
        "en",
        "Notice has effect after {{bracket:b1|forty-five}} days.",
    );
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        nzl.reads("11", "en"),
        "Notice has effect after [60 (NZL) / forty-five (JPN)] days."
    );
    let moved = edit(
        jpn.text(),
        &at,
        "After {{bracket:b1}} days, {{bracket:b1}} notice.",
    );
    assert_eq!(moved.unwrap_err().code, "TURN-008");
}
