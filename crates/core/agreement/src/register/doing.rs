//! What a holder does with what it holds: copies, translations, other uses, onward; and the
//! question to the terms (E1 to E3, G3, G4).

use super::apply::{Change, One};
use super::{
    Child, NumberState, Used,
    consent::{self, Want},
    view,
};
use crate::{
    permit::{Action, Ask, Given, Hand, Item, permit},
    terms::{ItemForm, Third as ThirdKind},
};
use entente_model::{
    LevelId, Problem,
    holding::{MAX_COPIES, Made, Third},
    id::PurposeId,
    problem::Class,
    time::Date,
};

/// What else a question to the terms says.
#[derive(Default)]
pub(super) struct More<'m> {
    pub(super) third: Option<ThirdKind>,
    pub(super) purpose: Option<&'m PurposeId>,
    pub(super) lower_to: Option<&'m LevelId>,
    /// The day asked about, where it is before the act's own.
    pub(super) on: Option<Date>,
    /// A consent was named, but not every originator stands behind it (C8).
    pub(super) partial: bool,
}

/// Longest tag of a language, bytes (BCP 47, section 4.4.1).
const MAX_LANG: usize = 35;

impl One<'_> {
    /// The states of all numbers, as the act's author knew them.
    pub(super) fn states(&self) -> Vec<view::State> {
        view::states(self.register, self.from, self.n, self.facts, &|p, n| {
            self.past.knows(p, n)
        })
    }

    /// The numbers meant, all of them there and in one of the states; all that are, when none is
    /// named.
    pub(super) fn numbers(
        &self,
        named: &[u32],
        fits: impl Fn(NumberState) -> bool,
    ) -> Result<Vec<u32>, Problem> {
        if self.facts.disclosed {
            return Err(Problem::refused("REG-015"));
        }
        let states = self.states();
        if named.is_empty() {
            let all: Vec<u32> = (0u32..)
                .zip(&states)
                .filter(|(_, (state, _))| fits(*state))
                .map(|(number, _)| number)
                .collect();
            if all.is_empty() {
                return Err(stands(0, states.first()));
            }
            return Ok(all);
        }
        let mut numbers = named.to_vec();
        numbers.sort_unstable();
        numbers.dedup();
        for number in &numbers {
            let state = usize::try_from(*number).ok().and_then(|at| states.get(at));
            match state {
                None => return Err(Problem::new("REG-003", Class::NotFound).with("number", number)),
                Some((state, _)) if fits(*state) => {}
                other => return Err(stands(*number, other)),
            }
        }
        Ok(numbers)
    }

    /// Something of it is at hand with a receipt, so that something can be done with it.
    pub(super) fn in_hand(&self) -> Result<(), Problem> {
        let states = self.states();
        let any = |wanted: NumberState| states.iter().any(|(state, _)| *state == wanted);
        if any(NumberState::Held) || any(NumberState::Disclosed) {
            return Ok(());
        }
        if any(NumberState::Sent) {
            return Err(Problem::refused("REG-019").decided_by("registrar"));
        }
        Err(stands(0, states.first()))
    }

    /// After a recall nothing more is done with it but under a consent given later.
    pub(super) fn not_recalled(&self, consent: Option<u64>) -> Result<(), Problem> {
        let recalls = self.family().map(|f| f.recalls.as_slice());
        let last = recalls
            .unwrap_or_default()
            .iter()
            .rev()
            .find(|r| r.known(&self.past));
        match last {
            Some(recall) if consent.is_none_or(|consent| consent < recall.n) => {
                Err(Problem::refused("REG-021")
                    .with("wanted", recall.what.wanted.word())
                    .decided_by(self.from))
            }
            _ => Ok(()),
        }
    }

    /// Asks the terms about the item as the act's author knew it.
    pub(super) fn permit(
        &self,
        action: Action,
        hand: Hand,
        more: &More<'_>,
    ) -> Result<(), Problem> {
        let level = self
            .register
            .level(self.from, self.n, &self.past)
            .unwrap_or(&self.facts.level);
        let form = ItemForm::ALL
            .iter()
            .copied()
            .find(|f| f.word() == self.facts.form.word())
            .unwrap_or(ItemForm::Electronic);
        let label = self.facts.label.as_ref();
        let item = Item {
            dated: label.and_then(|l| l.created).or(Some(self.facts.on)),
            term: label.and_then(|l| l.declassify),
            given_on: Some(self.facts.on),
            caveats: self.facts.caveats(),
            ..Item::new(level, &self.facts.originators, form)
        };
        let other = if self.past.by == self.from {
            &self.facts.to
        } else {
            self.from
        };
        let day = more.on.map_or(self.day, |on| on.min(self.day));
        let ask = Ask {
            item: Some(item),
            hand,
            third: more.third,
            purpose: more.purpose,
            lower_to: more.lower_to,
            ..Ask::new(action, self.past.by, other, day)
        };
        let answer = permit(self.rules, self.time, &ask).allowed();
        answer.map(|_| ()).map_err(|mut problem| {
            let consent = matches!(
                problem.code.as_ref(),
                "HOLD-010"
                    | "HOLD-021"
                    | "HOLD-023"
                    | "HOLD-030"
                    | "HOLD-041"
                    | "HOLD-044"
                    | "HOLD-050"
            );
            if more.partial && consent {
                problem.code = "HOLD-013".into();
            }
            problem
        })
    }

    /// What a consent gives, when one is named, and whether it lacks an originator.
    pub(super) fn consented(
        &self,
        consent: Option<u64>,
        matter: &'static str,
        to: Option<&Third>,
        purpose: Option<&PurposeId>,
        copies: u32,
    ) -> Result<(Hand, bool), Problem> {
        let Some(consent) = consent else {
            return Ok((Hand::EMPTY, false));
        };
        let want = Want {
            consent,
            matter,
            to,
            purpose,
            copies,
            day: self.day,
        };
        let hand = consent::hand(self.family(), self.from, self.facts, &self.past, &want)?;
        Ok((hand, !hand.has(Given::Consent)))
    }

    pub(super) fn make(
        &self,
        what: &Made,
        first: u32,
        count: u32,
        by_cleared: bool,
        consent: Option<u64>,
    ) -> Result<Change, Problem> {
        if self.facts.disclosed {
            return Err(Problem::refused("REG-015"));
        }
        self.in_hand()?;
        self.not_recalled(consent)?;
        let next = self
            .family()
            .map_or(1, |f| f.count(&self.facts.to, &self.past));
        let past_limit = first.saturating_add(count) > MAX_COPIES;
        if first != next || count == 0 || past_limit {
            return Err(Problem::refused("REG-004").with("next", next));
        }
        // What contains the item is a copy of a part of it.
        let (action, matter) = match what {
            Made::Translation(lang) => {
                let tag = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
                if lang.is_empty() || lang.len() > MAX_LANG || !lang.bytes().all(tag) {
                    return Err(Problem::refused("REG-016").with("what", "language"));
                }
                (Action::Translate, "translate")
            }
            Made::Copy | Made::Extract | Made::Work(_) => (Action::Copy, "copy"),
        };
        let (mut hand, partial) = self.consented(consent, matter, None, None, count)?;
        if by_cleared {
            hand = hand.with(Given::PersonClearance);
        }
        let forbidden = self
            .family()
            .is_some_and(|f| f.forbidden.iter().any(|at| at.known(&self.past)));
        if forbidden {
            hand = hand.with(Given::OriginatorForbids);
        }
        let more = More {
            partial,
            ..More::default()
        };
        self.permit(action, hand, &more)?;
        let child = Child {
            what: what.clone(),
            n: self.past.n,
            on: self.day,
            consent,
        };
        let many = usize::try_from(count).unwrap_or(0);
        Ok(Change::Made(vec![child; many]))
    }

    pub(super) fn onward(
        &self,
        consent: u64,
        to: &Third,
        purpose: &PurposeId,
        copies: u32,
    ) -> Result<Change, Problem> {
        self.third(to)?;
        self.in_hand()?;
        self.not_recalled(Some(consent))?;
        // Shown on without a copy is a use of the token like any other.
        let copies = copies.max(1);
        let (hand, partial) =
            self.consented(Some(consent), "onward", Some(to), Some(purpose), copies)?;
        // A word the terms do not count among thirds opens no way by itself.
        let group = self.rules.terms.third_party.as_ref();
        let definition = group.map(|g| g.definition.as_slice()).unwrap_or_default();
        let kind = ThirdKind::ALL.iter().copied().find(|k| k.word() == to.kind);
        let third = kind
            .filter(|k| definition.is_empty() || definition.contains(k))
            .or_else(|| definition.first().copied());
        let more = More {
            third,
            purpose: Some(purpose),
            partial,
            ..More::default()
        };
        self.permit(Action::Onward, hand, &more)?;
        Ok(Change::Used(Used {
            consent,
            to: Some(to.clone()),
            purpose: Some(purpose.clone()),
            copies,
        }))
    }

    pub(super) fn use_for(&self, consent: u64, purpose: &PurposeId) -> Result<Change, Problem> {
        self.in_hand()?;
        self.not_recalled(Some(consent))?;
        let (hand, partial) = self.consented(Some(consent), "use", None, Some(purpose), 0)?;
        let more = More {
            purpose: Some(purpose),
            partial,
            ..More::default()
        };
        self.permit(Action::UseFor, hand, &more)?;
        Ok(Change::Used(Used {
            consent,
            to: None,
            purpose: Some(purpose.clone()),
            copies: 0,
        }))
    }

    /// Who gets something: a word of the terms, and words that are not too long.
    pub(super) fn third(&self, to: &Third) -> Result<(), Problem> {
        self.words([
            to.kind.as_str(),
            to.name.as_str(),
            to.unit.as_deref().unwrap_or_default(),
        ])?;
        let known = ThirdKind::ALL.iter().any(|k| k.word() == to.kind);
        let named = to.party.is_some() || !to.name.trim().is_empty();
        if known && named {
            return Ok(());
        }
        Err(Problem::refused("REG-016").with("what", "recipient"))
    }
}

/// The state a number is in stands against it.
pub(super) fn stands(number: u32, state: Option<&view::State>) -> Problem {
    let (how, on) = match state {
        Some((state, on)) => (
            state.word(),
            on.map_or_else(|| "-".to_owned(), |d| d.to_string()),
        ),
        None => ("-", "-".to_owned()),
    };
    Problem::refused("REG-002")
        .with("number", number)
        .with("how", how)
        .with("date", on)
}
