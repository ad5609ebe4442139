//! Any interleaving of both sides' acts on the road to signature, with pushes lost, repeated and
//! reordered, ends equal on both nodes and in both stores; and from wherever it ends the parties
//! still get to a signed text. `ENTENTE_CASES` for more cases.

use crate::{
    common::{
        Side, agree, agree_all, both, carry, completed, conclude, concord, freeze, given,
        instrument, sent, sign, turn,
    },
    helpers::{alike, heal, life, look, provision, spot, talk, voids},
};
use entente_agreement::negotiation::{
    Clause, FieldPart, NamedBracket, Text, alternative, bracket_named, edit, flow, has_blank,
};
use entente_engine::{Answer, Input, wire::Push};
use entente_model::{
    Act, AgreementId, Deed,
    instrument::{Instrument, Wording},
    turn::{Key, Op, Reservation, Spot, wording_digest},
};
use proptest::{
    prelude::*,
    test_runner::{TestError, TestRunner},
};

const PLACES: [(&str, &str); 6] = [
    ("4.1", "en"),
    ("4.1", "ja"),
    ("7.1", "en"),
    ("11.2", "en"),
    ("11.2", "ja"),
    ("title", "en"),
];
/// Terms that may be one or the other.
const TERMS: [(&str, [&str; 2]); 3] = [
    ("/termination/notice", ["\"P6M\"", "\"P9M\""]),
    ("/signatures/per_party", ["1", "2"]),
    ("/duration/kind", ["\"indefinite\"", "\"indefinite\""]),
];

/// What a side does next, drawn without regard to whether it makes sense.
#[derive(Debug, Clone)]
enum Move {
    Edit(usize, usize, usize, String),
    Back(usize, usize),
    Withdraw(usize),
    Own(usize, String),
    Term(usize, usize),
    Agree(usize, bool),
    AgreeAll,
    Reserve(usize),
    Lift(usize),
    Drop(usize),
    Keep(usize),
    Shift(usize, usize),
    Add(usize, String),
    Chair(usize, String),
    Answer(bool),
    /// Takes over what is contested.
    Yield,
    Concord,
    Freeze,
    Sign(bool),
    Abandon,
    Note,
    Amend,
    /// Sends a piece of the record that begins where the other has it or before.
    Send(usize),
    /// What was sent arrives, not for the last time.
    Arrive(usize, bool),
    /// What was sent arrives, from there on.
    Heal,
}

fn phrase() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        " the",
        " shall",
        " within 24 hours",
        "遅滞なく",
        " and",
        "\n\nNew.",
        " {{4.2}}",
        " {{date}}",
    ])
    .prop_map(str::to_owned)
}

fn moves() -> impl Strategy<Value = Move> {
    let wording = prop_oneof![
        4 => (0usize..6, 0usize..30, 0usize..3, phrase()).prop_map(|(p, at, cut, t)| Move::Edit(p, at, cut, t)),
        2 => (0usize..9, 0usize..3).prop_map(|(b, l)| Move::Back(b, l)),
        1 => (0usize..9).prop_map(Move::Withdraw),
        1 => (0usize..9, phrase()).prop_map(|(b, t)| Move::Own(b, t)),
        1 => (0usize..3, 0usize..2).prop_map(|(f, v)| Move::Term(f, v)),
        1 => (0usize..6, any::<bool>()).prop_map(|(p, a)| Move::Agree(p, a)),
        1 => (0usize..6).prop_map(Move::Reserve),
        1 => (0usize..6).prop_map(Move::Lift),
        1 => (0usize..50).prop_map(Move::Drop),
        1 => (0usize..50).prop_map(Move::Keep),
        1 => (0usize..50, 0usize..50).prop_map(|(p, a)| Move::Shift(p, a)),
        1 => (0usize..50, phrase()).prop_map(|(p, t)| Move::Add(p, t)),
        1 => (0usize..6, phrase()).prop_map(|(p, t)| Move::Chair(p, t)),
        1 => any::<bool>().prop_map(Move::Answer),
    ];
    let road = prop_oneof![
        2 => Just(Move::Yield),
        2 => Just(Move::AgreeAll),
        2 => Just(Move::Concord),
        4 => Just(Move::Freeze),
        4 => any::<bool>().prop_map(Move::Sign),
        2 => Just(Move::Abandon),
        1 => Just(Move::Note),
        1 => Just(Move::Amend),
    ];
    let cable = prop_oneof![
        4 => (0usize..9).prop_map(Move::Send),
        6 => (0usize..9, any::<bool>()).prop_map(|(k, lost)| Move::Arrive(k, lost)),
        1 => Just(Move::Heal),
    ];
    prop_oneof![2 => wording, 2 => road, 2 => cable]
}

/// Both nodes and what is on the cable.
struct Pair {
    sides: [Side; 2],
    id: AgreementId,
    cable: Vec<(usize, Push)>,
}

impl Pair {
    fn of(start: &(Side, Side, AgreementId)) -> Self {
        Self {
            sides: [start.0.restored(), start.1.restored()],
            id: start.2,
            cable: Vec::new(),
        }
    }

    fn heal(&mut self) {
        let [a, b] = &mut self.sides;
        heal(a, b, &self.id);
    }

    fn send(&mut self, from: usize, back: usize) {
        let (side, other) = (&self.sides[from], &self.sides[1 - from]);
        if side.state.agreement(&self.id).unwrap().own.size() == 0 {
            return;
        }
        let has = other.state.agreement(&self.id).unwrap().theirs.size();
        let start = has.saturating_sub(u64::try_from(back / 2).unwrap());
        self.cable.push((from, side.push_from(&self.id, start)));
    }

    fn arrive(&mut self, k: usize, unanswered: bool) -> Result<(), TestCaseError> {
        let Some((from, push)) = self.cable.get(k % self.cable.len().max(1)).cloned() else {
            return Ok(());
        };
        let [a, b] = &mut self.sides;
        let (from, to) = if from == 0 { (a, b) } else { (b, a) };
        match given(to, from, push) {
            Ok(Answer::Stored { size, lines }) if !unanswered => {
                let answer = Input::Cosigned {
                    from: to.party(),
                    agreement: self.id,
                    size,
                    lines,
                };
                prop_assert!(from.step(answer).is_ok());
            }
            Ok(_) => {}
            // What is older than what is there.
            Err(problem) => prop_assert_eq!(problem.code.as_ref(), "LOG-005"),
        }
        Ok(())
    }

    fn step(&mut self, who: usize, wanted: &Move) -> Result<(), TestCaseError> {
        match wanted {
            Move::Send(back) => self.send(who, *back),
            Move::Arrive(k, unanswered) => self.arrive(*k, *unanswered)?,
            Move::Heal => self.heal(),
            _ => {
                let side = &self.sides[who];
                if let Some(input) = input(side, &self.id, wanted) {
                    // Refused or not: what was refused changed nothing.
                    let refused = self.sides[who].step(input);
                    if let Err(problem) = refused {
                        let partner = matches!(problem.fault, entente_model::Fault::Machine);
                        prop_assert!(!partner, "{:?}: {:?}", wanted, problem);
                    }
                }
            }
        }
        Ok(())
    }
}

fn clauses(text: &Text) -> impl Iterator<Item = &Clause> {
    std::iter::once(text.title()).chain(text.clauses())
}

fn brackets(text: &Text) -> Vec<NamedBracket<'_>> {
    clauses(text)
        .filter(|c| c.open_brackets() > 0)
        .flat_map(|c| (0..30).filter_map(|n| bracket_named(text, &c.id, n)))
        .collect()
}

/// A text with some of its words replaced, brackets left alone.
fn replaced(text: &str, at: usize, cut: usize, put: &str) -> String {
    let words: Vec<&str> = text.split_inclusive(' ').collect();
    let at = at.min(words.len());
    let head: String = words.iter().take(at).copied().collect();
    let tail: String = words.iter().skip(at + cut).copied().collect();
    format!("{head}{put}{tail}")
}

fn input(side: &Side, id: &AgreementId, wanted: &Move) -> Option<Input> {
    let official = |second: bool| {
        if second {
            ("signatory-2", 5)
        } else {
            ("signatory-1", 4)
        }
    };
    Some(match wanted {
        Move::Concord => concord(id, side),
        Move::Freeze => freeze(id),
        Move::Sign(second) => {
            let (official, key) = official(*second);
            sign(id, side, official, key)
        }
        Move::Abandon => Input::Abandon {
            agreement: *id,
            reason: String::new(),
        },
        Move::Note => completed(id, side),
        Move::Amend => Input::Amend {
            agreement: *id,
            reason: String::new(),
        },
        Move::AgreeAll => {
            talk(side, id).text().digest()?;
            agree_all(id, side)
        }
        _ => {
            let mut input = turn(id, ops(side, id, wanted)?);
            if let (Move::Chair(..), Input::Turn { turn, .. }) = (wanted, &mut input) {
                turn.chair = true;
            }
            input
        }
    })
}

/// Operations for a move, as the program would let a person write them.
fn ops(side: &Side, id: &AgreementId, wanted: &Move) -> Option<Vec<Op>> {
    let text = talk(side, id).text();
    let edited = |p: usize, at: usize, cut: usize, put: &str| {
        let at_spot = spot(PLACES[p].0, PLACES[p].1);
        let now = flow(text.field(&at_spot)?, text.pieces());
        edit(text, &at_spot, &replaced(&now, at, cut, put)).ok()?
    };
    let nth = |p: usize| {
        text.clauses()
            .get(p % text.clauses().len())
            .map(|c| c.id.clone())
    };
    let kind = Reservation::Scrutiny;
    let add = |p: usize, body: &str| {
        let wording = |lang: &str| Wording {
            lang: lang.to_owned(),
            heading: "New".to_owned(),
            body: body.to_owned(),
        };
        Some(Op::Add {
            after: nth(p),
            depth: 2,
            text: vec![wording("en"), wording("ja")],
        })
    };
    let all = brackets(text);
    let bracket = |b: usize| all.get(b % all.len().max(1));
    let one = match wanted {
        Move::Edit(p, at, cut, put) => edited(*p, *at, *cut, put)?,
        Move::Back(b, label) => back(text, bracket(*b)?, *label),
        Move::Withdraw(b) => {
            let named = bracket(*b)?;
            let (at, bracket) = (named.at.clone(), named.key.clone());
            Op::Withdraw { at, bracket }
        }
        Move::Own(b, put) => alternative(&bracket(*b)?.at, &bracket(*b)?.key, put),
        Move::Term(field, value) => Op::Term {
            field: TERMS[*field].0.to_owned(),
            value: Some(TERMS[*field].1[*value].to_owned()),
        },
        Move::Agree(p, ad_ref) => {
            let clause = text.clause(&provision(PLACES[*p].0))?;
            let (p, text) = (clause.id.clone(), clause.digest(text.pieces())?);
            let ad_ref = *ad_ref;
            Op::Agree { p, text, ad_ref }
        }
        Move::Reserve(p) => Op::Reserve {
            p: provision(PLACES[*p].0),
            kind,
        },
        Move::Lift(p) => Op::Lift {
            p: provision(PLACES[*p].0),
            kind,
        },
        Move::Drop(p) => Op::Drop { p: nth(*p)? },
        Move::Keep(p) => Op::Keep { p: nth(*p)? },
        Move::Shift(p, after) => {
            let (p, after) = (nth(*p)?, nth(*after)?);
            let other = p != after;
            other.then_some(Op::Move {
                p,
                after: Some(after),
            })?
        }
        Move::Add(p, body) => add(*p, body)?,
        Move::Chair(p, put) => return Some(vec![edited(*p, 1, 1, put)?, add(*p, put)?]),
        Move::Answer(accept) => {
            let offers = text.offers().iter().rev();
            let mut offers = offers.map(|o| (text.parties()[o.by].clone(), o.no));
            let (by, no) = offers.find(|(by, _)| *by != side.party())?;
            let accept = *accept;
            Op::Chair { by, no, accept }
        }
        Move::Yield => return Some(yielding(side, text)).filter(|ops| !ops.is_empty()),
        _ => return None,
    };
    Some(vec![one])
}

fn back(text: &Text, named: &NamedBracket<'_>, label: usize) -> Op {
    let wordings = named.bracket.alternatives(text.pieces());
    let wording = &wordings[label % wordings.len()];
    Op::Back {
        at: named.at.clone(),
        bracket: named.key.clone(),
        text: wording_digest(&wording.text),
    }
}

/// Everything that closes what is open, as far as one side can.
fn yielding(side: &Side, text: &Text) -> Vec<Op> {
    let me = text.index(&side.party()).unwrap();
    let theirs = |b: &NamedBracket<'_>| {
        let all = b.bracket.alternatives(text.pieces());
        let label = all.iter().position(|w| !w.backers.has(me)).unwrap_or(0);
        back(text, b, label)
    };
    let mut ops: Vec<Op> = brackets(text).iter().map(theirs).collect();
    for clause in clauses(text) {
        let p = || clause.id.clone();
        for (party, kind) in clause.said.reservations.keys() {
            if *party == me {
                ops.push(Op::Lift {
                    p: p(),
                    kind: *kind,
                });
            }
        }
        if clause.id.as_str() == "title" {
            continue;
        }
        if clause.original && (clause.gone || clause.presence_contested()) {
            ops.push(Op::Keep { p: p() });
        } else if !clause.original && !clause.gone {
            ops.push(Op::Drop { p: p() });
        }
    }
    for (p, lang) in PLACES {
        let at: Spot = spot(p, lang);
        let Some(field) = text.field(&at) else {
            continue;
        };
        let now = flow(field, text.pieces());
        let blank = has_blank(&now) && field.parts().all(|p| matches!(p, FieldPart::Clean(..)));
        if blank && let Ok(Some(op)) = edit(text, &at, &now.replace("{{date}}", "")) {
            ops.push(op);
        }
    }
    for (field, values) in text.terms().contested() {
        let theirs = values.iter().find(|v| !v.backers.has(me));
        ops.push(Op::Term {
            field: field.to_owned(),
            value: theirs.unwrap_or(&values[0]).value.clone(),
        });
    }
    ops
}

/// Every character anybody put in a turn that took effect is in both nodes' histories.
fn nothing_lost(pair: &Pair) -> Result<(), TestCaseError> {
    let version = talk(&pair.sides[0], &pair.id).version();
    for side in &pair.sides {
        if side.state.agreement(&pair.id).unwrap().own.size() == 0 {
            continue;
        }
        for entry in side.push_from(&pair.id, 0).entries {
            let (act, _) = Act::from_entry(&side.party(), &entry.entry).unwrap();
            let Deed::Turn(turn) = act.deed else { continue };
            let kept = pair.sides.each_ref().map(|s| {
                talk(s, &pair.id)
                    .turns()
                    .any(|t| t.by == act.by && t.n == act.n)
            });
            prop_assert_eq!(kept[0], kept[1]);
            if turn.version != version || !kept[0] {
                continue;
            }
            let puts = turn.ops.iter().flat_map(|op| -> Vec<&str> {
                match op {
                    Op::Edit { hunks, .. } => hunks.iter().map(|h| h.put.as_str()).collect(),
                    Op::Add { text, .. } => text
                        .iter()
                        .flat_map(|w| [w.heading.as_str(), w.body.as_str()])
                        .collect(),
                    _ => vec![],
                }
            });
            for (k, put) in (0u32..).zip(puts) {
                for reader in &pair.sides {
                    let pieces = talk(reader, &pair.id).text().pieces();
                    let key = Key(act.by.clone(), turn.no, k);
                    let held = pieces
                        .whole(&key)
                        .map_or_else(String::new, |s| pieces.text(&s));
                    prop_assert_eq!(held.as_str(), put);
                }
            }
        }
    }
    Ok(())
}

/// Only what crossed an abandoning, or an agreement's being signed, may turn out to be nothing.
fn only_crossings_are_void(pair: &Pair, steps: &[(usize, Move)]) -> Result<(), TestCaseError> {
    let abandons = steps.iter().any(|(_, m)| matches!(m, Move::Abandon));
    for side in &pair.sides {
        let void = voids(side, &pair.id);
        prop_assert!(void.is_empty() || abandons, "{:?}", void);
    }
    Ok(())
}

fn complete(pair: &Pair) -> bool {
    let [a, b] = pair.sides.each_ref().map(|s| {
        let life = life(s, &pair.id);
        let number = life.talk().unwrap().version();
        let version = life.versions().iter().find(|v| v.number == number);
        version.is_some_and(|v| life.complete(v))
    });
    a && b
}

/// An amendment that changes nothing is not signed.
fn unchanged(pair: &Pair) -> bool {
    pair.sides.iter().all(|s| {
        let open = life(s, &pair.id).talk().unwrap().hindrances();
        open.iter().any(|(what, _)| *what == "unchanged")
    })
}

/// From here both sides, closing what is open, get to a signed text.
fn gets_signed(pair: &mut Pair) -> Result<(), TestCaseError> {
    let id = pair.id;
    let road = [
        Move::Yield,
        Move::AgreeAll,
        Move::Concord,
        Move::Freeze,
        Move::Sign(false),
        Move::Sign(true),
    ];
    for _ in 0..6 {
        if complete(pair) || unchanged(pair) {
            return Ok(());
        }
        for wanted in &road {
            for who in 0..2 {
                pair.step(who, wanted)?;
                pair.heal();
            }
        }
    }
    let open = pair.sides.each_ref().map(|s| {
        let life = life(s, &id);
        let may = life.may_move(&s.party(), &[]).err().map(|p| p.code);
        format!(
            "{:?} {:?} {may:?}",
            life.stage(),
            life.talk().unwrap().hindrances()
        )
    });
    prop_assert!(complete(pair) || unchanged(pair), "{:?}", open);
    Ok(())
}

fn run(start: &(Side, Side, AgreementId), steps: &[(usize, Move)]) -> Result<(), TestCaseError> {
    let mut pair = Pair::of(start);
    for (who, wanted) in steps {
        pair.step(*who, wanted)?;
    }
    pair.heal();
    let [a, b] = &pair.sides;
    alike(a, b, &pair.id);
    nothing_lost(&pair)?;
    only_crossings_are_void(&pair, steps)?;
    // Once more what came already.
    for k in 0..pair.cable.len() {
        pair.arrive(k, false)?;
    }
    gets_signed(&mut pair)?;
    let [a, b] = &pair.sides;
    prop_assert_eq!(look(a, &pair.id), look(b, &pair.id));
    Ok(())
}

fn cases() -> u32 {
    let asked = std::env::var("ENTENTE_CASES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(150)
}

/// The model with only the beginning of each provision, so that a case is quick.
fn short() -> Instrument {
    let mut short = instrument();
    for provision in &mut short.provisions {
        for wording in &mut provision.text {
            wording.body = wording.body.chars().take(70).collect();
        }
    }
    short
}

/// Where a case may begin: proposed, agreed to, frozen, in force.
fn starts() -> [(Side, Side, AgreementId); 4] {
    let mut at = 0;
    [(); 4].map(|()| {
        let (mut jpn, mut nzl, id) = sent(short());
        carry(&mut jpn, &mut nzl, &id);
        if at > 0 {
            agree(&mut jpn, &mut nzl, &id);
        }
        if at == 2 {
            both(&mut jpn, &mut nzl, &id, |_| vec![freeze(&id)]);
        }
        if at == 3 {
            conclude(&mut jpn, &mut nzl, &id);
        }
        at += 1;
        (jpn, nzl, id)
    })
}

#[test]
fn any_order_ends_equal_and_can_be_signed() {
    let starts = starts();
    let config = ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let steps = prop::collection::vec((0usize..2, moves()), 0..40);
    let outcome = TestRunner::new(config).run(&(0usize..4, steps), |(start, steps)| {
        run(&starts[start], &steps)
    });
    if let Err(TestError::Fail(why, case)) = outcome {
        unreachable!("{why}\n{case:#?}")
    }
}
