//! Any interleaving of all sides' turns, with loss, duplication and reordering of deliveries, ends
//! in the same text everywhere, and no character anybody wrote is lost (rule c).

use super::tests::{Capital, all_spots, heal, id, shown, spot};
use super::*;
use entente_model::turn::{Op, Reservation, wording_digest};
use proptest::prelude::*;

/// What a capital does next, drawn without regard to whether it makes sense.
#[derive(Debug, Clone)]
enum Move {
    /// Replaces some words of what it would have a text read.
    Edit(usize, usize, String),
    Insert(usize, usize, String),
    Back(usize, usize),
    Withdraw(usize),
    Own(usize, String),
    Term(usize, u8),
    Agree(usize, bool),
    AgreeAll,
    Reserve(usize),
    Drop(usize),
    Keep(usize),
    Shift(usize, usize),
    Add(usize, String),
    Chair(usize, String),
    Accept(bool),
    /// The cable carries some of what was sent from one to another, perhaps again.
    Carry(usize, usize),
}

const PLACES: [(&str, &str); 8] = [
    ("4.1", "en"),
    ("4.1", "ja"),
    ("4.2", "en"),
    ("7.1", "en"),
    ("7.1", "ja"),
    ("11", "en"),
    ("11", "ja"),
    ("title", "en"),
];

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        " the",
        " shall",
        " within 24 hours",
        " 60",
        "遅滞なく",
        "六十",
        " and",
        ".",
        "\n\nNew.",
        " {{4.2}}",
        " {{date}}",
    ])
    .prop_map(str::to_owned)
}

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => (0usize..8, 0usize..12, words()).prop_map(|(p, w, t)| Move::Edit(p, w, t)),
        2 => (0usize..8, 0usize..12, words()).prop_map(|(p, w, t)| Move::Insert(p, w, t)),
        3 => (0usize..9, 0usize..3).prop_map(|(b, l)| Move::Back(b, l)),
        1 => (0usize..9).prop_map(Move::Withdraw),
        2 => (0usize..9, words()).prop_map(|(b, t)| Move::Own(b, t)),
        1 => (0usize..3, 0u8..3).prop_map(|(f, v)| Move::Term(f, v)),
        2 => (0usize..8, any::<bool>()).prop_map(|(p, a)| Move::Agree(p, a)),
        1 => Just(Move::AgreeAll),
        1 => (0usize..8).prop_map(Move::Reserve),
        1 => (0usize..7).prop_map(Move::Drop),
        1 => (0usize..7).prop_map(Move::Keep),
        1 => (0usize..7, 0usize..7).prop_map(|(p, a)| Move::Shift(p, a)),
        1 => (0usize..7, words()).prop_map(|(p, t)| Move::Add(p, t)),
        1 => (0usize..7, words()).prop_map(|(p, t)| Move::Chair(p, t)),
        1 => any::<bool>().prop_map(Move::Accept),
        4 => (0usize..3, 0usize..4).prop_map(|(from, n)| Move::Carry(from, n)),
    ]
}

fn change(text: &str, at: usize, cut: usize, put: &str) -> String {
    let tokens = crate::redline::tokens(text, "ja");
    let at = at.min(tokens.len());
    let head: String = tokens.iter().take(at).copied().collect();
    let tail: String = tokens.iter().skip(at + cut).copied().collect();
    format!("{head}{put}{tail}")
}

fn brackets(text: &Text) -> Vec<NamedBracket<'_>> {
    let clauses = std::iter::once(text.title()).chain(text.clauses());
    clauses
        .flat_map(|c| (0..20).filter_map(|n| bracket_named(text, &c.id, n)))
        .collect()
}

/// Operations for a move, as the program would let a person write them.
fn ops(me: &Capital, wanted: &Move) -> Option<Vec<Op>> {
    let text = me.text();
    let edited = |p: usize, at: usize, cut: usize, put: &str| {
        let (p, lang) = PLACES[p];
        let at_spot = spot(p, lang);
        let now = flow(text.field(&at_spot)?, text.pieces());
        edit(text, &at_spot, &change(&now, at, cut, put))
            .ok()
            .flatten()
    };
    let brackets = || brackets(text);
    let nth = |p: usize| {
        text.clauses()
            .get(p % text.clauses().len())
            .map(|c| c.id.clone())
    };
    let one = |op: Option<Op>| op.map(|op| vec![op]);
    match wanted {
        Move::Edit(p, at, put) => one(edited(*p, *at, 2, put)),
        Move::Insert(p, at, put) => one(edited(*p, *at, 0, put)),
        Move::Back(b, label) => {
            let all = brackets();
            let named = all.get(b % all.len().max(1))?;
            let wordings = named.bracket.alternatives(text.pieces());
            let wording = wordings.get(label % wordings.len())?;
            Some(vec![Op::Back {
                at: named.at.clone(),
                bracket: named.key.clone(),
                text: wording_digest(&wording.text),
            }])
        }
        Move::Withdraw(b) => {
            let all = brackets();
            let named = all.get(b % all.len().max(1))?;
            let (at, bracket) = (named.at.clone(), named.key.clone());
            Some(vec![Op::Withdraw { at, bracket }])
        }
        Move::Own(b, put) => {
            let all = brackets();
            let named = all.get(b % all.len().max(1))?;
            Some(vec![alternative(&named.at, &named.key, put)])
        }
        Move::Term(field, v) => Some(vec![Op::Term {
            field: ["/notice", "/duration/initial", "/new/one"][field % 3].into(),
            value: (*v > 0).then(|| format!("\"P{v}D\"")),
        }]),
        Move::Agree(p, ad_ref) => {
            let clause = text.clause(&id(PLACES[*p].0))?;
            let (p, text) = (clause.id.clone(), clause.digest(text.pieces())?);
            let ad_ref = *ad_ref;
            Some(vec![Op::Agree { p, text, ad_ref }])
        }
        Move::AgreeAll => {
            let text = text.digest()?;
            Some(vec![Op::AgreeAll {
                text,
                ad_ref: false,
            }])
        }
        Move::Reserve(p) => Some(vec![Op::Reserve {
            p: id(PLACES[*p].0),
            kind: Reservation::Scrutiny,
        }]),
        Move::Drop(p) => Some(vec![Op::Drop { p: nth(*p)? }]),
        Move::Keep(p) => Some(vec![Op::Keep { p: nth(*p)? }]),
        Move::Shift(p, after) => {
            let (p, after) = (nth(*p)?, nth(*after)?);
            (p != after).then(|| {
                vec![Op::Move {
                    p,
                    after: Some(after),
                }]
            })
        }
        Move::Add(p, body) => {
            let wording = |lang: &str| entente_model::instrument::Wording {
                lang: lang.into(),
                heading: "New".into(),
                body: body.clone(),
            };
            Some(vec![Op::Add {
                after: nth(*p),
                depth: 2,
                text: vec![wording("en"), wording("ja")],
            }])
        }
        Move::Chair(p, put) => one(edited(*p, 1, 3, put)),
        Move::Accept(accept) => {
            let offer = text
                .offers()
                .iter()
                .rev()
                .find(|o| text.parties()[o.by] != me.me)?;
            let (by, no) = (text.parties()[offer.by].clone(), offer.no);
            let accept = *accept;
            Some(vec![Op::Chair { by, no, accept }])
        }
        Move::Carry(..) => None,
    }
}

/// Causal delivery: a record goes over only when what its author had seen is there.
fn carry(all: &mut [Capital], from: usize, to: usize, upto: usize) {
    let sent = all[from].sent.clone();
    for record in sent {
        let Some(at) = all[to].had.iter().position(|(p, _)| *p == record.by) else {
            return;
        };
        let have = all[to].had[at].1;
        if record.n > have || usize::try_from(record.n).unwrap() >= upto {
            return;
        }
        let me = all[to].me.clone();
        let own = u64::try_from(all[to].sent.len()).unwrap();
        let ready = record.seen.iter().all(|(p, size)| {
            let held = if *p == me {
                own
            } else {
                all[to]
                    .had
                    .iter()
                    .find(|(q, _)| q == p)
                    .map_or(0, |(_, n)| *n)
            };
            held >= *size
        });
        if !ready {
            return;
        }
        // A record that is there already is a duplicate and does nothing.
        if record.n == have {
            all[to].talk.take(record).unwrap();
            all[to].had[at].1 += 1;
        }
    }
}

fn everything(c: &Capital) -> Vec<String> {
    let text = c.text();
    let mut all: Vec<String> = all_spots(text).iter().map(|s| shown(text, s)).collect();
    all.push(text.contested().join(" "));
    all.push(format!("{:?}", text.digest()));
    all.push(format!("{:?}", text.terms().json()));
    all.push(format!("{:?}", c.talk.pen()));
    all.push(format!("{:?}", c.talk.hindrances()));
    for clause in text.clauses() {
        let state = clause.state(text.pieces(), text.all());
        all.push(format!(
            "{} {} {:?} {:?}",
            clause.id, clause.gone, state, clause.said.reopened
        ));
    }
    all
}

fn run(codes: &[&str], steps: &[(usize, Move)]) -> Result<(), TestCaseError> {
    let mut all = Capital::all(codes);
    for (who, wanted) in steps {
        let who = who % all.len();
        if let Move::Carry(from, upto) = wanted {
            let from = from % all.len();
            if from != who {
                carry(&mut all, from, who, *upto * 3);
            }
            continue;
        }
        let Some(ops) = ops(&all[who], wanted) else {
            continue;
        };
        let mut record = all[who].write(ops);
        if matches!(wanted, Move::Chair(..)) {
            Arc::make_mut(&mut record.turn).chair = true;
        }
        all[who]
            .talk
            .take(record.clone())
            .map_err(|p| TestCaseError::fail(format!("{p:?}")))?;
        all[who].sent.push(record);
    }
    for _ in 0..all.len() * 20 {
        for from in 0..codes.len() {
            for to in 0..codes.len() {
                if from != to {
                    carry(&mut all, from, to, usize::MAX);
                }
            }
        }
    }
    let first = everything(&all[0]);
    for other in &all[1..] {
        prop_assert_eq!(&first, &everything(other));
    }
    nothing_lost(&all)?;
    replayed(&all[0])
}

/// Every character anybody put is in the history's pieces, and every piece that somebody still
/// stands behind in its turn's wake was shown once.
fn nothing_lost(all: &[Capital]) -> Result<(), TestCaseError> {
    for writer in all {
        for record in &writer.sent {
            let mut k = 0;
            for op in &record.turn.ops {
                let puts: Vec<&str> = match op {
                    Op::Edit { hunks, .. } => hunks.iter().map(|h| h.put.as_str()).collect(),
                    Op::Add { text, .. } => text
                        .iter()
                        .flat_map(|w| [w.heading.as_str(), w.body.as_str()])
                        .collect(),
                    _ => vec![],
                };
                for put in puts {
                    let key = Key(record.by.clone(), record.turn.no, k);
                    k += 1;
                    for reader in all {
                        let held: String = reader
                            .text()
                            .pieces()
                            .whole(&key)
                            .map_or_else(String::new, |s| reader.text().pieces().text(&s));
                        prop_assert_eq!(&held, put);
                    }
                }
            }
        }
    }
    Ok(())
}

/// The text after every prefix of the turns can be shown, and the last is the text.
fn replayed(c: &Capital) -> Result<(), TestCaseError> {
    let count = c.talk.turns().len();
    for upto in 0..=count {
        let text = c.talk.after(upto);
        for at in all_spots(&text) {
            let _ = shown(&text, &at);
        }
    }
    let last = c.talk.after(count);
    for at in all_spots(&last) {
        prop_assert_eq!(shown(&last, &at), shown(c.text(), &at));
    }
    Ok(())
}

/// Two capitals that replace the same words at once each read exactly what they wrote.
fn stands(agreed: bool, p: usize, at: usize, puts: [&str; 2]) -> Result<(), TestCaseError> {
    let mut all = Capital::all(&["JPN", "NZL"]);
    if agreed {
        let text = all[1].text().digest().unwrap();
        all[1].send(vec![Op::AgreeAll { text, ad_ref: true }]);
        heal(&mut all);
    }
    let (place, lang) = PLACES[p];
    let field_at = spot(place, lang);
    let mut wrote = Vec::new();
    for (capital, put) in all.iter_mut().zip(puts) {
        let now = flow(
            capital.text().field(&field_at).unwrap(),
            capital.text().pieces(),
        );
        // Next to the last word is another run.
        prop_assume!(at + 2 < crate::redline::tokens(&now, "ja").len());
        let new = change(&now, at, 2, put);
        if let Some(op) = edit(capital.text(), &field_at, &new).unwrap() {
            capital.send(vec![op]);
        }
        wrote.push(new);
    }
    heal(&mut all);
    let text = all[0].text();
    let field = text.field(&field_at).unwrap();
    for (capital, wrote) in all.iter().zip(wrote) {
        let index = text.index(&capital.me).unwrap();
        prop_assert_eq!(field.reading(index, text.pieces()), wrote);
    }
    Ok(())
}

fn cases() -> u32 {
    std::env::var("ENTENTE_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(600)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_capitals_end_equal(steps in prop::collection::vec((0usize..2, moves()), 0..40)) {
        run(&["JPN", "NZL"], &steps)?;
    }

    #[test]
    fn three_capitals_end_equal(steps in prop::collection::vec((0usize..3, moves()), 0..40)) {
        run(&["NZL", "JPN", "AUS"], &steps)?;
    }

    #[test]
    fn what_both_wrote_at_once_stands(
        agreed in any::<bool>(),
        p in 0usize..8,
        at in 0usize..9,
        a in prop::sample::select(vec!["Alpha", "甲", " within 24 hours"]),
        b in prop::sample::select(vec!["Beta", "乙", " within 72 hours", "Alpha"]),
    ) {
        stands(agreed, p, at, [a, b])?;
    }
}
