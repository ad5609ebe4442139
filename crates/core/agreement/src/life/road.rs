//! The road of one version: turns, freezing, signing, and abandoning before it is signed.
//!
//! A freeze binds its author until another party's turn crosses it. So two freezes of one digest
//! settle the text on every node alike: neither can have been followed by a turn.

use super::{Abandoned, AgreedText, Life, Signature, Version, fitting_terms, short};
use crate::{
    negotiation::{Negotiation, Record, saw},
    rules::Rules,
};
use entente_model::{
    Digest, PartyId, Problem,
    act::{Abandon, Act, Amend, Concord, Deed, Long, OnText, Sign},
    instrument::Instrument,
    problem::Class,
    turn::Turn,
};
use std::{collections::BTreeMap, sync::Arc};

/// A party's freeze and what it had seen.
#[derive(Debug, Clone)]
pub(super) struct Freezing {
    pub(super) text: Digest,
    n: u64,
    seen: Vec<(PartyId, u64)>,
}

/// The road of the newest signed version, kept while the next is negotiated: a word that abandons
/// its signing may still be on its way.
#[derive(Debug, Clone)]
pub(super) struct Before {
    talk: Option<Negotiation>,
    freezing: BTreeMap<PartyId, Freezing>,
    moves: BTreeMap<PartyId, Vec<u64>>,
}

/// What a long deed turned out to be.
pub(super) enum Whole {
    Instrument(Box<Instrument>),
    Turn(Box<Turn>),
}

impl Whole {
    pub(super) fn read(by: &PartyId, json: &str) -> Result<Self, Problem> {
        let long: Long = serde_json::from_str(json).map_err(|e| {
            Problem::partner("ACT-001")
                .with("party", by)
                .with("detail", e)
        })?;
        Ok(match long {
            Long::Instrument(instrument) => Self::Instrument(Box::new(instrument)),
            Long::Turn(turn) => Self::Turn(Box::new(turn)),
        })
    }
}

impl Life {
    pub(super) fn turn(&mut self, act: &Act, turn: &Turn) -> Result<(), Problem> {
        self.may_move(&act.by, &act.seen)?;
        let talk = self.talk_mut()?;
        talk.take(Record {
            by: act.by.clone(),
            n: act.n,
            at: act.at,
            seen: act.seen.clone(),
            turn: Arc::new(turn.clone()),
        })?;
        self.moves.entry(act.by.clone()).or_default().push(act.n);
        Ok(())
    }

    pub(super) fn concord(&mut self, act: &Act, concord: &Concord) -> Result<(), Problem> {
        self.may_move(&act.by, &act.seen)?;
        let talk = self.talk_mut()?;
        if concord.version != talk.version() {
            return Err(Problem::partner("TURN-006")
                .with("party", &act.by)
                .with("version", concord.version));
        }
        talk.concord(&act.by, &act.seen, &concord.texts)
    }

    /// Opens the next version. Who proposes it in the same moment has said the same.
    pub(super) fn amend(&mut self, act: &Act, amend: &Amend) -> Result<(), Problem> {
        let talk = self.talk_mut()?;
        if talk.version() == amend.version && amend.version > 1 {
            return Ok(());
        }
        let wrong = || {
            Problem::partner("TURN-006")
                .with("party", &act.by)
                .with("version", amend.version)
        };
        let newest = self.versions.last().ok_or_else(wrong)?;
        if newest.number.checked_add(1) != Some(amend.version) {
            return Err(wrong());
        }
        if !self.complete(newest) {
            return Err(
                Problem::new("AGREE-009", Class::Waiting).with("needed", self.signatures_needed())
            );
        }
        let next = Negotiation::amend(amend.version, &newest.text.instrument)?;
        self.before = Some(Box::new(Before {
            talk: self.talk.replace(next),
            freezing: std::mem::take(&mut self.freezing),
            moves: std::mem::take(&mut self.moves),
        }));
        Ok(())
    }

    pub(super) fn freeze(&mut self, act: &Act, on: &OnText) -> Result<(), Problem> {
        self.may_move(&act.by, &act.seen)?;
        let freezing = Freezing {
            text: on.text,
            n: act.n,
            seen: act.seen.clone(),
        };
        self.freezing.insert(act.by.clone(), freezing);
        self.settle(on.text);
        Ok(())
    }

    pub(super) fn sign(&mut self, act: &Act, sign: &Sign) -> Result<(), Problem> {
        let newest = self.versions.last_mut();
        let held = newest.ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))?;
        if held.text.digest != sign.text {
            return Err(Problem::new("AGREE-003", Class::Stale)
                .with("now", short(&held.text.digest))
                .with("named", short(&sign.text)));
        }
        let per_party = held.text.rules.terms.signatures_per_party();
        let mine = held.signatures.iter().filter(|s| s.party == act.by);
        if mine.clone().any(|s| s.official == sign.official)
            || u32::try_from(mine.count()).is_ok_and(|n| n >= per_party)
        {
            return Err(Problem::refused("AGREE-008").with("official", &sign.official));
        }
        held.signatures.push(Signature {
            party: act.by.clone(),
            official: sign.official.clone(),
            capacity: sign.capacity.clone(),
            powers: sign.powers.clone(),
            n: act.n,
            at: act.at,
        });
        Ok(())
    }

    /// Takes a signing back that is not complete: nothing partial is valid. Two that cross are one.
    pub(super) fn abandon(&mut self, act: &Act, abandon: &Abandon) -> Result<(), Problem> {
        let newest = self.versions.last();
        if newest.is_none_or(|v| v.text.digest != abandon.text) && self.said_unseen(act, abandon) {
            self.abandons(act, abandon);
            return Ok(());
        }
        let held = newest.ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))?;
        if held.text.digest != abandon.text {
            return Err(Problem::new("AGREE-003", Class::Stale)
                .with("now", short(&held.text.digest))
                .with("named", short(&abandon.text)));
        }
        let per_party = held.text.rules.terms.signatures_per_party();
        let complete_to_author = self.parties.iter().all(|party| {
            let of = held.signatures.iter().filter(|s| s.party == *party);
            let known = of.filter(|s| {
                *party == act.by || saw(&act.seen, party, s.n) || self.knew(&act.by, party, s.n)
            });
            u32::try_from(known.count()).is_ok_and(|n| n >= per_party)
        });
        if complete_to_author {
            return Err(Problem::refused("AGREE-019").decided_by("both-parties"));
        }
        let number = held.number;
        self.versions.pop();
        self.notes.retain(|n| n.version != number);
        if number == 1 {
            self.course = crate::course::CourseOfEvents::default();
        }
        // An amendment of what now is not signed never began.
        if self.talk.as_ref().is_some_and(|t| t.version() > number)
            && let Some(before) = self.before.take()
        {
            self.talk = before.talk;
            self.freezing = before.freezing;
            self.moves = before.moves;
        }
        self.abandons(act, abandon);
        Ok(())
    }

    fn abandons(&mut self, act: &Act, abandon: &Abandon) {
        self.moves.entry(act.by.clone()).or_default().push(act.n);
        self.abandoned.push(Abandoned {
            by: act.by.clone(),
            n: act.n,
            text: abandon.text,
            reason: abandon.reason.clone(),
            at: act.at,
        });
        self.abandoned
            .sort_by(|a, b| (a.at, &a.by, a.n).cmp(&(b.at, &b.by, b.n)));
    }

    /// Another party abandoned the same signing, which the author had not seen and had not done
    /// itself.
    fn said_unseen(&self, act: &Act, abandon: &Abandon) -> bool {
        let same = || self.abandoned.iter().filter(|a| a.text == abandon.text);
        let Some(own) = self.freezing.get(&act.by) else {
            return false;
        };
        let unseen = same().any(|a| a.by != act.by && !saw(&act.seen, &a.by, a.n));
        let again = same().any(|a| a.by == act.by && a.n > own.n);
        own.text == abandon.text && unseen && !again
    }

    /// Notes what an act that took effect shows its author to have stored: what it says itself,
    /// and every signature of a text it presumes to be signed. Nobody unlearns that.
    pub fn learn(&mut self, act: &Act) {
        let on = |text| self.on_text(text).map(|(version, _)| version).ok();
        let presumed = match &act.deed {
            Deed::Note(note) => on(&note.text),
            Deed::Course(course) => on(&course.text),
            Deed::Keys(keys) => on(&keys.text),
            Deed::Amend(amend) => amend.version.checked_sub(1),
            _ => None,
        };
        let signed = self.versions.iter().find(|v| Some(v.number) == presumed);
        let signatures = signed.map_or(&[][..], |v| &v.signatures);
        let shown = signatures.iter().map(|s| (&s.party, s.n.saturating_add(1)));
        let said = act.seen.iter().map(|(party, size)| (party, *size));
        let known = self.known.entry(act.by.clone()).or_default();
        for (party, size) in said.chain(shown) {
            let held = known.entry(party.clone()).or_default();
            *held = size.max(*held);
        }
    }

    /// Whether a party's earlier acts show that it had stored an entry.
    pub(super) fn knew(&self, by: &PartyId, of: &PartyId, n: u64) -> bool {
        let of = self.known.get(by).and_then(|known| known.get(of));
        of.is_some_and(|size| *size > n)
    }

    /// Whether the text may be frozen now; asked before writing the act.
    ///
    /// # Errors
    /// AGREE-003 when the text has moved on, AGREE-004 or AGREE-022 naming what is open,
    /// AGREE-005 once frozen.
    pub fn may_freeze(&self, text: &Digest) -> Result<(), Problem> {
        self.open_version()?;
        let talk = self.talk()?;
        let now = talk.text().instrument()?.digest();
        if now != *text {
            return Err(Problem::new("AGREE-003", Class::Stale)
                .with("now", short(&now))
                .with("named", short(text)));
        }
        match talk.hindrances().first() {
            None => Ok(()),
            Some((what, ids)) => Err(Problem::new("AGREE-022", Class::Refused)
                .with("what", what)
                .with("ids", ids.join(", "))),
        }
    }

    /// Whether `by`, having seen so much, may still change the text.
    ///
    /// # Errors
    /// AGREE-005 once frozen, by both or by itself; AGREE-018 before the proposal is whole.
    pub fn may_move(&self, by: &PartyId, seen: &[(PartyId, u64)]) -> Result<(), Problem> {
        self.open_version()?;
        let frozen = || Problem::refused("AGREE-005").decided_by("both-parties");
        let Some(own) = self.freezing.get(by) else {
            return Ok(());
        };
        let crossed = self.moves.iter().filter(|(p, _)| *p != by).any(|(p, at)| {
            at.iter()
                .any(|n| !saw(&own.seen, p, *n) && saw(seen, p, *n))
        });
        let moved = self
            .moves
            .get(by)
            .is_some_and(|at| at.iter().any(|n| *n > own.n));
        if crossed || moved {
            Ok(())
        } else {
            Err(frozen())
        }
    }

    fn talk_mut(&mut self) -> Result<&mut Negotiation, Problem> {
        let id = self.id;
        self.talk
            .as_mut()
            .ok_or_else(|| Problem::new("AGREE-018", Class::Waiting).with("id", id))
    }

    /// The newest version is still under negotiation.
    fn open_version(&self) -> Result<(), Problem> {
        let version = self.talk()?.version();
        if self.versions.iter().any(|v| v.number == version) {
            return Err(Problem::refused("AGREE-005").decided_by("both-parties"));
        }
        Ok(())
    }

    /// Whether a party's freeze was crossed by a turn.
    pub(super) fn is_void(&self, party: &PartyId, freezing: &Freezing) -> bool {
        self.moves.iter().any(|(by, at)| {
            at.iter().any(|n| {
                if by == party {
                    *n > freezing.n
                } else {
                    !saw(&freezing.seen, by, *n)
                }
            })
        })
    }

    fn settle(&mut self, text: Digest) {
        let all = self.parties.iter().all(|p| {
            self.freezing
                .get(p)
                .is_some_and(|f| f.text == text && !self.is_void(p, f))
        });
        let Some(talk) = self.talk.as_ref().filter(|_| all) else {
            return;
        };
        if !talk.hindrances().is_empty() {
            return;
        }
        let Ok(instrument) = talk.text().instrument() else {
            return;
        };
        if instrument.digest() != text {
            return;
        }
        let number = talk.version();
        let Ok(terms) = fitting_terms(&instrument.terms, &instrument) else {
            return;
        };
        let Ok(rules) = Rules::new(terms) else { return };
        self.versions.push(Version {
            number,
            text: AgreedText {
                instrument,
                digest: text,
                rules,
            },
            signatures: Vec::new(),
        });
    }
}
