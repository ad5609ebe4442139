//! Histories: whatever a few moves make of a text, its history is complete and every view can be made; and so
//! it is with a large text.

use super::{
    tests::{added, agree, back, crossing, echo, lines, show},
    *,
};
use crate::{
    negotiation::{
        Record, alternative, edit,
        tests::{Capital, heal, id, instrument, party, spot},
    },
    page::Run,
};
use entente_model::{
    Instant, Problem,
    instrument::{Instrument, Provision, Wording},
    turn::{Op, Reservation, Turn, wording_digest},
};
use proptest::prelude::*;
use std::sync::Arc;

#[test]
fn a_history_tells_who_when_and_why() {
    let mut all = crossing();
    back(&mut all[0], "7.1", 1, 1);
    heal(&mut all);
    let mut record = all[1].write(vec![
        agree(&all[1], "7.1", true),
        Op::Park {
            p: id("7.1"),
            until: Some("2026-08-01".parse().unwrap()),
        },
    ]);
    record.at = Instant(1_770_000_000);
    Arc::make_mut(&mut record.turn).reason = "as discussed".into();
    all[1].talk.take(record).unwrap();
    let page = history(&all[1].talk, &id("7.1"), "en", None, &echo).unwrap();
    assert_eq!(
        lines(&page),
        [
            "proposal | JPN | An incident shall be reported without delay.",
            "proposal |  | 事案は遅滞なく報告する。",
            "turn(1;NZL) | 1970-01-01; op-agree-ad-ref(7.1) | ",
            "turn(2;JPN) | 1970-01-01; reopened(JPN;2) | An incident shall be reported -JPN:without delay-+JPN:within 72 hours+.",
            "turn(2;NZL) | 1970-01-01 | An incident shall be reported -NZL:without delay-+NZL:within 24 hours+.",
            "turn(3;JPN) | 1970-01-01; op-back(7.1#b1;within 24 hours) | An incident shall be reported within -JPN:72-+JPN:24+ hours.",
            "turn(4;NZL) | 2026-02-02; op-agree-ad-ref(7.1); op-park(7.1;2026-08-01) | {as discussed}",
        ]
    );
    let unknown: Problem = history(&all[1].talk, &id("99"), "en", None, &echo).unwrap_err();
    assert_eq!(unknown.code, "AGREE-010");
    let terms = history(&all[1].talk, &id("terms"), "ja", None, &echo).unwrap();
    assert_eq!(
        lines(&terms),
        [
            "turn(2;JPN) | 1970-01-01; op-term(notice;P60D) | ",
            "turn(2;NZL) | 1970-01-01; op-term(duration.initial;P3Y) | ",
        ]
    );
}

/// What a history shows, as it was written.
fn told(page: &Page) -> String {
    let mut out = String::new();
    for row in &page.rows {
        for cell in &row.cells {
            for run in cell
                .heading
                .iter()
                .chain([&Run::Clean("\n".into())])
                .chain(&cell.body)
            {
                match run {
                    Run::Clean(text) | Run::Inserted { text, .. } => out.push_str(text),
                    Run::Blank(_) => out.push_str("{{date}}"),
                    Run::Deleted { .. } => {}
                    Run::Bracket { alternatives, .. } => {
                        alternatives.iter().for_each(|a| out.push_str(&a.text));
                    }
                }
            }
            out.push('\n');
        }
    }
    out
}

/// What a party does next: (who, what, where, which word, put).
type Move = (usize, u8, usize, usize, String);

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let puts = vec![
        "",
        " the",
        " 60",
        "遅滞なく",
        ".",
        " {{date}}",
        " in writing",
    ];
    let put = prop::sample::select(puts).prop_map(str::to_owned);
    prop::collection::vec((0usize..3, 0u8..9, 0usize..4, 0usize..9, put), 0..14)
}

fn ops(side: &Capital, (_, what, at, word, put): &Move) -> Option<Vec<Op>> {
    let text = side.text();
    let p = text.clauses().get(at % text.clauses().len())?.id.clone();
    let at = spot(p.as_str(), ["en", "ja"][word % 2]);
    let bracket = text.field(&at)?.brackets().next();
    let op = match what {
        0..=3 => {
            let now = crate::negotiation::flow(text.field(&at)?, text.pieces());
            let tokens = crate::redline::tokens(&now, &at.lang);
            let from = (*word).min(tokens.len());
            let cut = usize::from(*what);
            let head: String = tokens.iter().take(from).copied().collect();
            let tail: String = tokens.iter().skip(from + cut).copied().collect();
            edit(text, &at, &format!("{head}{put}{tail}")).ok()??
        }
        4 => alternative(&at, bracket?.key()?, put),
        5 => {
            let all = bracket?.alternatives(text.pieces());
            let text = wording_digest(&all[word % all.len()].text);
            Op::Back {
                bracket: bracket?.key()?.clone(),
                at,
                text,
            }
        }
        6 => Op::Withdraw {
            bracket: bracket?.key()?.clone(),
            at,
        },
        7 => added(put),
        _ => Op::Move {
            p: id("11"),
            after: None,
        },
    };
    Some(vec![op])
}

fn played(codes: &[&str], steps: &[Move]) -> Vec<Capital> {
    let mut all = Capital::all(codes);
    for step in steps {
        let who = step.0 % all.len();
        if let Some(ops) = ops(&all[who], step) {
            let mut record: Record = all[who].write(ops);
            // Now and then a chair's text, which nobody takes.
            Arc::make_mut(&mut record.turn).chair = step.1 == 1 && step.3 == 8;
            all[who].talk.take(record.clone()).unwrap();
            all[who].sent.push(record);
        }
        if step.3 % 3 == 0 {
            heal(&mut all);
            heal(&mut all);
        }
    }
    for _ in 0..20 {
        heal(&mut all);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_anybody_put_is_in_a_history_and_every_view_can_be_made(steps in moves()) {
        let all = played(&["JPN", "NZL"], &steps);
        let talk = &all[0].talk;
        let ids: Vec<ProvisionId> = talk.text().clauses().iter().map(|c| c.id.clone()).collect();
        let told: String = ids
            .iter()
            .map(|id| told(&history(talk, id, "en", None, &echo).unwrap()))
            .collect();
        for (_, piece) in talk.text().pieces().iter() {
            prop_assert!(piece == "Agreement" || piece == "協定" || told.contains(&piece), "{piece} not in {told}");
        }
        let count = talk.turns().len();
        for at in 0..=count {
            let text = talk.after(at);
            let _ = counts(&text);
            prop_assert_eq!(summary(talk, at, &echo).is_empty(), at == 0);
            for view in View::ALL {
                let page = super::page(talk, &Show { from: count / 2, lang: None, folded: true, ..show(&text, view) });
                prop_assert!(page.rows.iter().all(|r| r.cells.len() <= page.columns.len()));
            }
        }
    }
}

/// Five hundred provisions in four languages, two hundred turns.
fn large() -> Negotiation {
    let langs = ["en", "ja", "fr", "es"];
    let body = |lang: &str, n: usize| {
        match lang {
        "ja" => format!("受領締約国政府は、第{n}条に定める秘密情報を提供締約国政府の同意なしに開示してはならない。").repeat(4),
        _ => format!("The recipient shall not disclose information under Article {n} without the consent of the provider. ").repeat(4),
    }
    };
    let provisions = (0..500).map(|n| Provision {
        id: id(&format!("{}.{}", n / 5 + 1, n % 5 + 1)),
        text: langs
            .iter()
            .map(|lang| Wording {
                lang: (*lang).into(),
                heading: format!("Heading {n}"),
                body: body(lang, n),
            })
            .collect(),
    });
    let instrument = Instrument {
        title: langs
            .iter()
            .map(|l| ((*l).into(), "Agreement".into()))
            .collect(),
        provisions: provisions.collect(),
        ..instrument(&["JPN", "NZL"])
    };
    let mut talk = Negotiation::open(&party("JPN"), &instrument).unwrap();
    for n in 0u64..200 {
        let by = party(["JPN", "NZL"][usize::try_from(n % 2).unwrap()]);
        let other = party(["NZL", "JPN"][usize::try_from(n % 2).unwrap()]);
        let ops = (0..5usize).filter_map(|k| {
            let at = usize::try_from(n).unwrap() * 7 + k * 3;
            let p = instrument.provisions.get(at % 500).unwrap();
            let at = spot(p.id.as_str(), langs[k % 4]);
            let now = crate::negotiation::flow(talk.text().field(&at)?, talk.text().pieces());
            let new = now
                .replacen("consent", &format!("approval {n}"), 1)
                .replacen("同意", "承諾", 1);
            edit(talk.text(), &at, &new).ok()?
        });
        let ops: Vec<Op> = ops.collect();
        let ops = if ops.is_empty() {
            vec![Op::Reserve {
                p: id("1.1"),
                kind: Reservation::Scrutiny,
            }]
        } else {
            ops
        };
        let turn = Turn {
            no: u32::try_from(n).unwrap() + 1,
            version: 1,
            ops,
            reason: String::new(),
            reply_by: None,
            chair: false,
        };
        let (own, seen) = (n / 2, vec![(other, n.div_ceil(2))]);
        talk.take(Record {
            by,
            n: own,
            at: Instant(0),
            seen,
            turn: Arc::new(turn),
        })
        .unwrap();
    }
    talk
}

#[test]
fn a_large_instrument_is_shown_in_every_view() {
    let talk = large();
    let text = talk.text();
    for view in View::ALL {
        for from in [0, 100] {
            let start = std::time::Instant::now();
            let page = super::page(
                &talk,
                &Show {
                    from,
                    lang: None,
                    ..show(text, view)
                },
            );
            println!("{} from {from}: {:?}", view.word(), start.elapsed());
            assert!(page.rows.len() > 100);
        }
    }
    let start = std::time::Instant::now();
    assert!(counts(text).brackets > 0);
    println!("counts: {:?}", start.elapsed());
    let start = std::time::Instant::now();
    assert!(!summary(&talk, 199, &echo).is_empty());
    println!("summary: {:?}", start.elapsed());
    let start = std::time::Instant::now();
    assert!(
        history(&talk, &id("1.1"), "en", None, &echo)
            .unwrap()
            .rows
            .len()
            > 3
    );
    println!("history: {:?}", start.elapsed());
}
