//! Where a provision stands, in words with their symbols; and the numbers of the whole text.

use super::{Desk, Say, codes};
use crate::negotiation::{Clause, Parties, Said, State, Text};

/// What the state line of a negotiation counts: the title and the provisions that stand; the terms
/// count among the brackets, value by value, and among the reserved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Agreed by every capital.
    pub agreed: usize,
    /// Agreed by every delegation.
    pub ad_ref: usize,
    /// With competing wordings.
    pub bracketed: usize,
    /// Contested by nobody, not agreed by all.
    pub proposed: usize,
    /// With something to be filled in.
    pub open: usize,
    /// With a reservation, whatever else.
    pub reserved: usize,
    /// How many there are.
    pub of: usize,
    /// Certified as concordant by every party.
    pub concordant: usize,
    /// How many are older in a language than in another, by language.
    pub stale: Vec<(String, usize)>,
    /// Open brackets, contested presence and contested values of the terms.
    pub brackets: usize,
    /// The turn that opened the oldest of the brackets in a text.
    pub oldest: Option<u32>,
}

/// Numbers for the state line.
#[must_use]
pub fn counts(text: &Text) -> Counts {
    let (pieces, all) = (text.pieces(), text.all());
    let mut sum = Counts {
        stale: text.langs().iter().map(|l| (l.clone(), 0)).collect(),
        brackets: text.terms().contested().count(),
        ..Counts::default()
    };
    let add = |n: &mut usize| *n = n.saturating_add(1);
    for clause in std::iter::once(text.title()).chain(text.standing()) {
        add(&mut sum.of);
        add(match clause.state(pieces, all) {
            State::Open => &mut sum.open,
            State::Proposed => &mut sum.proposed,
            State::Bracketed => &mut sum.bracketed,
            State::AgreedAdRef => &mut sum.ad_ref,
            State::Agreed => &mut sum.agreed,
        });
        if !clause.said.reservations.is_empty() {
            add(&mut sum.reserved);
        }
        if clause.concordant(pieces) == all {
            add(&mut sum.concordant);
        }
        for lang in clause.stale(pieces) {
            let of = sum.stale.iter_mut().filter(|(l, _)| l == lang);
            of.for_each(|(_, n)| add(n));
        }
        sum.brackets = sum.brackets.saturating_add(contested(clause));
        let opened = clause
            .texts
            .iter()
            .flat_map(|t| t.heading.brackets().chain(t.body.brackets()))
            .map(|b| b.opened);
        sum.oldest = sum.oldest.into_iter().chain(opened).min();
    }
    if !text.terms().said.reservations.is_empty() {
        add(&mut sum.reserved);
    }
    sum
}

/// Open brackets, and one for a contested presence.
pub(super) fn contested(clause: &Clause) -> usize {
    let presence = usize::from(clause.presence_contested());
    clause.open_brackets().saturating_add(presence)
}

/// The facts of a row. What is true of the provision stands in its first row, what is true of one
/// language only in that language's row too.
pub(super) fn lines(
    desk: &Desk<'_>,
    clause: &Clause,
    lang: Option<&str>,
    first: bool,
) -> Vec<String> {
    let pieces = desk.text.pieces();
    let mut lines = Vec::new();
    if clause.gone {
        if first {
            lines.push(desk.say("talk-left-out", &[]));
        }
        return lines;
    }
    let stale = clause.stale(pieces);
    if !first {
        let mut own = clause
            .texts
            .iter()
            .filter(|t| Some(t.lang.as_str()) == lang);
        if let Some(texts) = own.next() {
            let open = texts
                .heading
                .brackets()
                .chain(texts.body.brackets())
                .count();
            if open > 0 {
                lines.push(desk.say("talk-bracketed", &[("count", open.to_string())]));
            }
        }
        let own = stale.iter().filter(|l| Some(**l) == lang);
        lines.extend(own.map(|l| desk.say("talk-stale", &[("lang", l.to_uppercase())])));
        return lines;
    }
    lines.push(match clause.state(pieces, desk.text.all()) {
        State::Open => desk.say("talk-open", &[]),
        State::Proposed => desk.say("talk-proposed", &[]),
        State::Bracketed => desk.say(
            "talk-bracketed",
            &[("count", contested(clause).to_string())],
        ),
        State::AgreedAdRef => desk.say("talk-ad-ref", &[]),
        State::Agreed => desk.say("talk-agreed", &[]),
    });
    if let Some(parties) = would_delete(desk.text, clause) {
        lines.push(desk.say("talk-delete", &[("parties", parties)]));
    }
    lines.extend(said(&clause.said, desk.text, desk.show.say));
    lines.extend(
        stale
            .iter()
            .map(|l| desk.say("talk-stale", &[("lang", l.to_uppercase())])),
    );
    let before = desk.before.get(&clause.id);
    if let Some(turn) = clause
        .moved
        .filter(|_| before.is_none_or(|b| b.moved != clause.moved))
    {
        lines.push(desk.say("talk-moved", &[("turn", turn.to_string())]));
    }
    if before.is_none() {
        lines.push(desk.say("talk-new", &[]));
    }
    lines
}

/// Who would leave a provision out that others would keep.
pub(super) fn would_delete(text: &Text, clause: &Clause) -> Option<String> {
    clause.presence_contested().then(|| {
        let mut set = Parties::default();
        let out = clause.presence.iter().filter(|(_, keep)| !**keep);
        out.for_each(|(party, _)| set.insert(*party));
        codes(&text.codes(set))
    })
}

/// Reservations, parking, reopening.
pub(super) fn said(said: &Said, text: &Text, say: &Say<'_>) -> Vec<String> {
    let party = |index: usize| {
        let code = text.parties().get(index);
        ("party", code.map(ToString::to_string).unwrap_or_default())
    };
    let mut lines = Vec::new();
    for ((by, kind), turn) in &said.reservations {
        let kind = say(&format!("talk-kind-{}", kind.word()), &[]);
        let args = [party(*by), ("kind", kind), ("turn", turn.to_string())];
        lines.push(say("talk-reserved", &args));
    }
    if let Some((by, turn)) = said.reopened {
        lines.push(say(
            "talk-reopened",
            &[party(by), ("turn", turn.to_string())],
        ));
    }
    if let Some((by, date)) = &said.parked {
        lines.push(say(
            "talk-parked",
            &[party(*by), ("date", date.to_string())],
        ));
    }
    lines
}
