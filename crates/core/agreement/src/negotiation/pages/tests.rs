//! Pages of small negotiations, literally.

use super::*;
use crate::{
    negotiation::{
        bracket_named, edit,
        tests::{Capital, heal, id, spot},
    },
    page::{Cell, Run},
};
use entente_model::{
    instrument::Wording,
    turn::{Op, Reservation, wording_digest},
};

/// Words as keys with their values.
pub(super) fn echo(key: &str, args: &[(&str, String)]) -> String {
    let key = key.strip_prefix("talk-").unwrap();
    let args: Vec<String> = args.iter().map(|(_, v)| v.clone()).collect();
    if args.is_empty() {
        key.to_owned()
    } else {
        format!("{key}({})", args.join(";"))
    }
}

fn run(run: &Run) -> String {
    match run {
        Run::Clean(text) => text.clone(),
        Run::Inserted { by, text } => format!("+{by}:{text}+"),
        Run::Deleted { by, text } => format!("-{by}:{text}-"),
        Run::Blank(blank) => format!("<{blank:?}>"),
        Run::Bracket { name, alternatives } => {
            let all: Vec<String> = alternatives
                .iter()
                .map(|a| {
                    assert!(!a.label.is_empty());
                    format!("{} ({})@{}", a.text, codes(&a.backers), a.since)
                })
                .collect();
            format!("[{name}: {}]", all.join(" / "))
        }
    }
}

fn cell(cell: &Cell) -> String {
    let runs = |runs: &[Run]| runs.iter().map(run).collect::<String>();
    let mut out = runs(&cell.body);
    if !cell.heading.is_empty() {
        out = format!("#{}# {out}", runs(&cell.heading));
    }
    if !cell.remark.is_empty() {
        out.push_str(&format!("{{{}}}", cell.remark));
    }
    out
}

/// A row a line: place, facts, cells.
pub(super) fn lines(page: &Page) -> Vec<String> {
    page.rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            format!(
                "{} | {} | {}",
                row.place,
                row.status.join("; "),
                cells.join(" | ")
            )
        })
        .collect()
}

fn titles(page: &Page) -> Vec<&str> {
    page.columns.iter().map(|c| c.title.as_str()).collect()
}

pub(super) fn show<'a>(text: &'a Text, view: View) -> Show<'a> {
    Show {
        view,
        from: 0,
        text,
        title_to: "now",
        title_from: "base",
        lang: Some("en"),
        provision: None,
        ui: "en",
        lead: vec!["lead".into()],
        folded: false,
        links: true,
        say: &echo,
    }
}

/// The page in both languages of the reader, which the stub does not tell apart.
fn shown(talk: &Negotiation, change: &dyn Fn(&mut Show<'_>)) -> Page {
    let mut wanted = show(talk.text(), View::Four);
    change(&mut wanted);
    let page = super::page(talk, &wanted);
    wanted.ui = "ja";
    let other = super::page(talk, &wanted);
    assert_eq!((page.ui.as_str(), other.ui.as_str()), ("en", "ja"));
    assert_eq!(lines(&page), lines(&other));
    assert_eq!(page.lead, ["lead"]);
    page
}

pub(super) fn back(side: &mut Capital, p: &str, number: u32, label: usize) {
    let named = bracket_named(side.text(), &id(p), number).unwrap();
    let all = named.bracket.alternatives(side.text().pieces());
    let op = Op::Back {
        at: named.at,
        bracket: named.key,
        text: wording_digest(&all[label].text),
    };
    side.send(vec![op]);
}

pub(super) fn agree(side: &Capital, p: &str, ad_ref: bool) -> Op {
    let text = side.text().clause(&id(p)).unwrap();
    let text = text.digest(side.text().pieces()).unwrap();
    Op::Agree {
        p: id(p),
        text,
        ad_ref,
    }
}

fn edit_of(side: &Capital, p: &str, new: &str) -> Op {
    edit(side.text(), &spot(p, "en"), new).unwrap().unwrap()
}

/// Japan proposed; both edit 7.1 at once, one other provision each.
pub(super) fn crossing() -> Vec<Capital> {
    let mut all = Capital::all(&["JPN", "NZL"]);
    let op = agree(&all[1], "7.1", true);
    all[1].send(vec![op]);
    heal(&mut all);
    let [jpn, nzl] = all.as_mut_slice() else {
        panic!()
    };
    let own = vec![
        edit_of(jpn, "7.1", "An incident shall be reported within 72 hours."),
        edit_of(jpn, "11", "Notice takes effect on {{date}}."),
        Op::Term {
            field: "/notice".into(),
            value: Some("\"P60D\"".into()),
        },
    ];
    jpn.send(own);
    let own = vec![
        edit_of(nzl, "7.1", "An incident shall be reported within 24 hours."),
        edit_of(
            nzl,
            "4.1",
            "The recipient shall mark the information with the corresponding classification.",
        ),
        Op::Term {
            field: "/duration/initial".into(),
            value: Some("\"P3Y\"".into()),
        },
        Op::Reserve {
            p: id("4.2"),
            kind: Reservation::Parliament,
        },
    ];
    nzl.send(own);
    heal(&mut all);
    all
}

#[test]
fn four_columns() {
    let jpn = crossing().remove(0);
    let page = shown(&jpn.talk, &|_| {});
    assert_eq!(
        titles(&page),
        ["column-base(base)", "JPN", "NZL", "column-text(now)"]
    );
    assert_eq!(page.layout, Layout::Columns);
    assert_eq!(
        lines(&page),
        [
            "title | proposed | Agreement | {unchanged} | {unchanged} | Agreement",
            "4.1 | bracketed(1); stale(JA) | The recipient shall mark the information with the equivalent classification. | {unchanged} | The recipient shall mark the information with the -NZL:equivalent-+NZL:corresponding+ classification. | The recipient shall mark the information with the [b1: equivalent (JPN)@0 / corresponding (NZL)@2] classification.",
            "4.2 | proposed; reserved(NZL;kind-parliament;2) | Copies shall be numbered. | {unchanged} | {unchanged} | Copies shall be numbered.",
            "7.1 | bracketed(1); reopened(JPN;2); stale(JA) | An incident shall be reported without delay. | An incident shall be reported -JPN:without delay-+JPN:within 72 hours+. | An incident shall be reported -NZL:without delay-+NZL:within 24 hours+. | An incident shall be reported [b1: within 72 hours (JPN)@2 / within 24 hours (NZL)@2].",
            "11 | open; stale(JA) | Notice takes effect after 30 days. | Notice takes effect -JPN:after 30 days-+JPN:on +<Date>. | {silent} | Notice takes effect on <Date>.",
            "terms | bracketed(1) | #duration.initial# P5Y | #duration.initial# {unchanged} | #duration.initial# -NZL:P5Y-+NZL:P3Y+ | #duration.initial# [: P5Y (JPN)@0 / P3Y (NZL)@2]",
            "terms |  | #notice# P30D | #notice# -JPN:P30D-+JPN:P60D+ | #notice# {silent} | #notice# P60D",
        ]
    );
}

#[test]
fn two_columns_and_inline() {
    let jpn = crossing().remove(0);
    let page = shown(&jpn.talk, &|s| s.view = View::Two);
    assert_eq!(
        lines(&page),
        [
            "title | proposed | Agreement | Agreement",
            "4.1 | bracketed(1); stale(JA) | The recipient shall mark the information with the equivalent classification. | The recipient shall mark the information with the [b1: equivalent (JPN)@0 / corresponding (NZL)@2] classification.",
            "4.2 | proposed; reserved(NZL;kind-parliament;2) | Copies shall be numbered. | Copies shall be numbered.",
            "7.1 | bracketed(1); reopened(JPN;2); stale(JA) | An incident shall be reported without delay. | An incident shall be reported [b1: within 72 hours (JPN)@2 / within 24 hours (NZL)@2].",
            "11 | open; stale(JA) | Notice takes effect after 30 days. | Notice takes effect -JPN:after 30 days-+JPN:on +<Date>.",
            "terms | bracketed(1) | #duration.initial# P5Y | #duration.initial# [: P5Y (JPN)@0 / P3Y (NZL)@2]",
            "terms |  | #notice# P30D | #notice# -JPN:P30D-+JPN:P60D+",
        ]
    );
    let page = shown(&jpn.talk, &|s| s.view = View::Inline);
    assert_eq!(page.layout, Layout::Running);
    assert_eq!(
        lines(&page),
        [
            "title | proposed | Agreement",
            "4.1 | bracketed(1); stale(JA) | The recipient shall mark the information with the [b1: equivalent (JPN)@0 / corresponding (NZL)@2] classification.",
            "4.2 | proposed; reserved(NZL;kind-parliament;2) | Copies shall be numbered.",
            "7.1 | bracketed(1); reopened(JPN;2); stale(JA) | An incident shall be reported [b1: within 72 hours (JPN)@2 / within 24 hours (NZL)@2].",
            "11 | open; stale(JA) | Notice takes effect -JPN:after 30 days-+JPN:on +<Date>.",
            "terms | bracketed(1) | #duration.initial# [: P5Y (JPN)@0 / P3Y (NZL)@2]",
            "terms |  | #notice# -JPN:P30D-+JPN:P60D+",
        ]
    );
}

#[test]
fn languages_clean_text_and_the_agenda() {
    let jpn = crossing().remove(0);
    let page = shown(&jpn.talk, &|s| s.view = View::Aligned);
    assert_eq!(titles(&page), ["EN", "JA"]);
    assert_eq!(
        lines(&page),
        [
            "title | proposed | Agreement | 協定",
            "4.1 | bracketed(1); stale(JA) | The recipient shall mark the information with the [b1: equivalent (JPN)@0 / corresponding (NZL)@2] classification. | 受領者は、情報に同等の区分を表示する。",
            "4.2 | proposed; reserved(NZL;kind-parliament;2) | Copies shall be numbered. | 複製物には番号を付する。",
            "7.1 | bracketed(1); reopened(JPN;2); stale(JA) | An incident shall be reported [b1: within 72 hours (JPN)@2 / within 24 hours (NZL)@2]. | 事案は遅滞なく報告する。",
            "11 | open; stale(JA) | Notice takes effect on <Date>. | 通告は三十日後に効力を生ずる。",
            "terms | bracketed(1) | #duration.initial# [: P5Y (JPN)@0 / P3Y (NZL)@2]",
        ]
    );
    let page = shown(&jpn.talk, &|s| s.view = View::Clean);
    assert_eq!(
        lines(&page),
        [
            "title | proposed | Agreement",
            "4.1 | bracketed(1); stale(JA) | {bracketed-remark(1)}",
            "4.2 | proposed; reserved(NZL;kind-parliament;2) | Copies shall be numbered.",
            "7.1 | bracketed(1); reopened(JPN;2); stale(JA) | {bracketed-remark(1)}",
            "11 | open; stale(JA) | Notice takes effect on <Date>.",
            "terms | bracketed(1) | #duration.initial# {bracketed-remark(1)}",
        ]
    );
    let page = shown(&jpn.talk, &|s| s.view = View::Brackets);
    assert_eq!(
        lines(&page),
        [
            "4.1#b1 | EN; age(0) | [b1: equivalent (JPN)@0 / corresponding (NZL)@2]",
            "4.2 | reserved(NZL;kind-parliament;2) | ",
            "7.1#b1 | EN; age(0); reopened(JPN;2) | [b1: within 72 hours (JPN)@2 / within 24 hours (NZL)@2]",
            "terms | age(0) | #duration.initial# [: P5Y (JPN)@0 / P3Y (NZL)@2]",
        ]
    );
}

#[test]
fn what_changed_is_its_authors_and_what_was_accepted_is_said() {
    let mut all = crossing();
    back(&mut all[0], "4.1", 1, 1);
    heal(&mut all);
    let own = vec![
        agree(&all[1], "4.1", true),
        edit_of(&all[1], "4.2", "Copies shall be numbered and dated."),
    ];
    all[1].send(own);
    heal(&mut all);
    let talk = &all[0].talk;
    assert_eq!(
        lines(&shown(talk, &|s| s.from = 1)),
        [
            "title | proposed | Agreement | {unchanged} | {unchanged} | Agreement",
            "4.1 | proposed; stale(JA) | The recipient shall mark the information with the equivalent classification. | {accepts} | The recipient shall mark the information with the -NZL:equivalent-+NZL:corresponding+ classification.{accepts} | The recipient shall mark the information with the corresponding classification.",
            "4.2 | bracketed(1); reserved(NZL;kind-parliament;2); stale(JA) | Copies shall be numbered. | {unchanged} | Copies shall be numbered+NZL: and dated+. | Copies shall be numbered[b1:  (JPN)@0 /  and dated (NZL)@4].",
            "7.1 | bracketed(1); reopened(JPN;2); stale(JA) | An incident shall be reported without delay. | An incident shall be reported -JPN:without delay-+JPN:within 72 hours+. | An incident shall be reported -NZL:without delay-+NZL:within 24 hours+. | An incident shall be reported [b1: within 72 hours (JPN)@2 / within 24 hours (NZL)@2].",
            "11 | open; stale(JA) | Notice takes effect after 30 days. | Notice takes effect -JPN:after 30 days-+JPN:on +<Date>. | {silent} | Notice takes effect on <Date>.",
            "terms | bracketed(1) | #duration.initial# P5Y | #duration.initial# {unchanged} | #duration.initial# -NZL:P5Y-+NZL:P3Y+ | #duration.initial# [: P5Y (JPN)@0 / P3Y (NZL)@2]",
            "terms |  | #notice# P30D | #notice# -JPN:P30D-+JPN:P60D+ | #notice# {silent} | #notice# P60D",
        ]
    );
    assert_eq!(
        lines(&shown(talk, &|s| (s.view, s.from) = (View::Inline, 1))),
        [
            "title | proposed | Agreement",
            "4.1 | proposed; stale(JA) | The recipient shall mark the information with the -NZL:equivalent-+NZL:corresponding+ classification.",
            "4.2 | bracketed(1); reserved(NZL;kind-parliament;2); stale(JA) | Copies shall be numbered[b1:  (JPN)@0 /  and dated (NZL)@4].",
            "7.1 | bracketed(1); reopened(JPN;2); stale(JA) | An incident shall be reported [b1: within 72 hours (JPN)@2 / within 24 hours (NZL)@2].",
            "11 | open; stale(JA) | Notice takes effect -JPN:after 30 days-+JPN:on +<Date>.",
            "terms | bracketed(1) | #duration.initial# [: P5Y (JPN)@0 / P3Y (NZL)@2]",
            "terms |  | #notice# -JPN:P30D-+JPN:P60D+",
        ]
    );
    // The other way round: what was put since is gone again.
    let early = talk.after(1);
    let back = show(&early, View::Inline);
    let back = super::page(talk, &Show { from: 3, ..back });
    assert_eq!(
        lines(&back)[5..],
        [
            "terms |  | #duration.initial# P5Y",
            "terms |  | #notice# -JPN:P60D-+JPN:P30D+",
        ]
    );
    assert_eq!(
        format!("{:?}", counts(talk.text())),
        "Counts { agreed: 0, ad_ref: 0, bracketed: 2, proposed: 2, open: 1, reserved: 1, of: 5, concordant: 0, stale: [(\"en\", 0), (\"ja\", 4)], brackets: 3, oldest: Some(2) }"
    );
}

#[test]
fn all_languages_take_a_row_each_and_one_provision_can_be_asked_for() {
    let all = crossing();
    let at = id("7.1");
    let mut wanted = show(all[0].text(), View::Two);
    (wanted.lang, wanted.provision) = (None, Some(&at));
    let page = super::page(&all[0].talk, &wanted);
    let langs: Vec<&str> = page.rows.iter().map(|r| r.cells[0].lang.as_str()).collect();
    assert_eq!(langs, ["en", "ja"]);
    assert_eq!(
        lines(&page)[1],
        "7.1 | stale(JA) | 事案は遅滞なく報告する。 | 事案は遅滞なく報告する。"
    );
    for view in View::ALL {
        assert_eq!(View::parse(view.word()), Some(view));
    }
    assert_eq!(View::parse("five"), None);
}

#[test]
fn three_parties_have_five_columns() {
    let mut all = Capital::all(&["JPN", "NZL", "AUS"]);
    let own = vec![edit_of(&all[1], "11", "Notice takes effect after 60 days.")];
    all[1].send(own);
    heal(&mut all);
    let own = vec![
        Op::Drop { p: id("4.2") },
        edit_of(
            &all[2],
            "11",
            "Notice has effect after {{bracket:b1|90}} days.",
        ),
    ];
    all[2].send(own);
    heal(&mut all);
    let page = shown(&all[0].talk, &|_| {});
    assert_eq!(
        titles(&page),
        ["column-base(base)", "AUS", "JPN", "NZL", "column-text(now)"]
    );
    assert!(page.rows.iter().all(|r| r.cells.len() == 5));
    assert_eq!(
        lines(&page)[2..],
        [
            "4.2 | bracketed(1); delete(AUS) | Copies shall be numbered. | {leave-out} | {unchanged} | {unchanged} | Copies shall be numbered.",
            "7.1 | proposed | An incident shall be reported without delay. | {unchanged} | {unchanged} | {unchanged} | An incident shall be reported without delay.",
            "11 | bracketed(2); stale(JA) | Notice takes effect after 30 days. | Notice -AUS:takes-+AUS:has+ effect after -AUS:30-+AUS:90+ days. | {unchanged} | Notice takes effect after -NZL:30-+NZL:60+ days. | Notice [b2: takes (JPN)@0 / has (AUS)@2] effect after [b1: 30 (JPN)@0 / 60 (NZL)@1 / 90 (AUS)@2] days.",
        ]
    );
    let page = shown(&all[0].talk, &|s| s.view = View::Brackets);
    assert_eq!(
        lines(&page),
        [
            "4.2 | delete(AUS) | [: keep (JPN)@0 /  (AUS)@2]",
            "11#b2 | EN; age(0) | [b2: takes (JPN)@0 / has (AUS)@2]",
            "11#b1 | EN; age(1) | [b1: 30 (JPN)@0 / 60 (NZL)@1 / 90 (AUS)@2]",
        ]
    );
}

pub(super) fn added(body: &str) -> Op {
    let wording = |lang: &str| Wording {
        lang: lang.into(),
        heading: "New".into(),
        body: body.into(),
    };
    Op::Add {
        after: Some(id("4.1")),
        depth: 2,
        text: vec![wording("en"), wording("ja")],
    }
}

#[test]
fn links_are_numbers_and_what_came_went_or_moved_is_shown() {
    let mut all = Capital::all(&["JPN", "NZL"]);
    all[1].send(vec![added("See {{4.2}} and {{11}}.")]);
    heal(&mut all);
    all[0].send(vec![
        Op::Drop { p: id("7.1") },
        Op::Move {
            p: id("4.2"),
            after: Some(id("11")),
        },
    ]);
    heal(&mut all);
    let page = shown(&all[0].talk, &|s| s.view = View::Inline);
    assert_eq!(
        lines(&page),
        [
            "title | proposed | Agreement",
            "4.1 | proposed | The recipient shall mark the information with the equivalent classification.",
            "4.2 | proposed; new | #+NZL:New+# +NZL:See 5.1 and 5.+",
            "7.1 | left-out | -JPN:An incident shall be reported without delay.-{leave-out}",
            "5 | proposed | Notice takes effect after 30 days.",
            "5.1 | proposed; moved(2) | Copies shall be numbered.",
        ]
    );
    assert_eq!(
        summary(&all[0].talk, 1, &echo),
        ["op-add(4.1)", "op-renumbered(4.2 → 4.3)",]
    );
    assert_eq!(
        summary(&all[0].talk, 2, &echo),
        [
            "op-drop(7.1)",
            "op-move(4.3;5.1)",
            "op-renumbered(4.3 → 5.1, 11 → 5)",
        ]
    );
    assert!(summary(&all[0].talk, 0, &echo).is_empty());
    assert!(summary(&all[0].talk, 3, &echo).is_empty());
}

#[test]
fn what_is_agreed_and_unchanged_takes_one_line_and_its_reopening_is_said_first() {
    let mut all = Capital::all(&["JPN", "NZL"]);
    for side in &mut all {
        let ops = vec![agree(side, "11", false), agree(side, "4.2", false)];
        side.send(ops);
    }
    heal(&mut all);
    let own = vec![
        Op::Reserve {
            p: id("7.1"),
            kind: Reservation::Scrutiny,
        },
        edit_of(&all[1], "11", "Notice takes effect,  after 30 days."),
    ];
    all[1].send(own);
    heal(&mut all);
    let talk = &all[0].talk;
    assert_eq!(
        summary(talk, 3, &echo),
        [
            "op-reopens(11;JPN)",
            "op-reserve(7.1;kind-scrutiny)",
            "op-edit(11 (EN);- - +,  +)",
            "op-punctuation(11 (EN))",
        ]
    );
    let page = shown(talk, &|s| (s.from, s.folded) = (2, true));
    assert_eq!(
        lines(&page),
        [
            "title | proposed | Agreement | {unchanged} | {unchanged} | Agreement",
            "4.1 | proposed | The recipient shall mark the information with the equivalent classification. | {unchanged} | {unchanged} | The recipient shall mark the information with the equivalent classification.",
            "4.2 | agreed | {folded(1)}",
            "7.1 | proposed; reserved(NZL;kind-scrutiny;2) | An incident shall be reported without delay. | {unchanged} | {unchanged} | An incident shall be reported without delay.",
            "11 | bracketed(1); reopened(NZL;2); stale(JA) | Notice takes effect after 30 days. | {unchanged} | Notice takes effect-NZL: -+NZL:,  +after 30 days. | Notice takes effect[b1:   (JPN)@0 / ,   (NZL)@2]after 30 days.",
        ]
    );
}

#[test]
fn a_preview_names_its_author() {
    let all = crossing();
    let (mut next, base) = (all[0].talk.clone(), &all[0].talk);
    let record = all[0].write(vec![edit_of(&all[0], "11", "Notice takes effect.")]);
    next.take(record).unwrap();
    let mut wanted = show(next.text(), View::Inline);
    (wanted.from, wanted.provision) = (3, None);
    let page = super::page(base, &wanted);
    assert_eq!(
        lines(&page)[4],
        "11 | proposed; stale(JA) | Notice takes effect-JPN: on blank-date-."
    );
}
