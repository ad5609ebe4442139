//! Restoring a node's state from its store: recovery is the normal path run again. Every entry is
//! folded in the order it took effect; each record's root must match its signed checkpoint before
//! anything is signed again (record.md §5.2, I1).

use crate::{
    commit::{Loaded, LogId, PayloadState, StoredEntry},
    fold::{self, Cards},
    log::Log,
    state::{Agreement, Me, Partner, State},
};
use entente_agreement::Life;
use entente_model::{
    Act, Deed, Digest, Problem,
    card::SignedCard,
    house::HOUSE,
    merkle,
    problem::{Class, Fault},
};
use entente_record::{checkpoint, note::Note};
use std::sync::Arc;

/// A state being restored: give it every entry in order, then finish.
pub struct Restore {
    state: State,
    loaded: Loaded,
}

impl Restore {
    /// Begins with everything but the entries.
    ///
    /// # Errors
    /// STORE-004 when a stored card does not verify.
    pub fn begin(me: Arc<Me>, mut loaded: Loaded) -> Result<Self, Problem> {
        let mut state = State::new(me);
        state.next_item = loaded.next_item.max(1);
        for partner in loaded.partners.drain(..) {
            let card = SignedCard::parse(partner.card.as_bytes())
                .map_err(|e| damaged(&format!("card of {}: {e}", partner.party)))?;
            let known = Partner {
                card,
                by_us: partner.by_us,
                by_them: partner.by_them,
                told: partner.told,
            };
            state.partners.insert(partner.party, known);
        }
        for draft in loaded.drafts.drain(..) {
            state.drafts.insert(draft.item.clone(), draft);
        }
        Ok(Self { state, loaded })
    }

    /// Folds one stored entry.
    ///
    /// # Errors
    /// STORE-004 or LOG-008 when the store does not hold what this node wrote.
    pub fn entry(&mut self, entry: &StoredEntry) -> Result<(), Problem> {
        let state = &mut self.state;
        let author = &entry.log.author;
        if entry.log.agreement == HOUSE {
            return house(state, entry);
        }
        if !state.agreements.contains_key(&entry.log.agreement) {
            let opened = open(state, entry)?;
            state.agreements.insert(entry.log.agreement, opened);
        }
        let State {
            me,
            partners,
            agreements,
            house,
            ..
        } = state;
        let agreement = agreements
            .get_mut(&entry.log.agreement)
            .ok_or_else(|| damaged("agreement"))?;
        let theirs = partners
            .get(&agreement.partner)
            .ok_or_else(|| damaged("an agreement with an unknown partner"))?;
        let cards = Cards {
            ours: me.card.card(),
            theirs: theirs.card.card(),
        };
        let own = author == me.party();
        let log = if own {
            &mut agreement.own
        } else {
            &mut agreement.theirs
        };
        if log.id() != &entry.log || log.size() != entry.n {
            return Err(damaged(&format!(
                "entry {} of {author} out of order",
                entry.n
            )));
        }
        log.push(merkle::leaf_hash(&entry.entry), &mut Vec::new());
        let outcome = Act::from_entry(author, &entry.entry).and_then(|(act, statement)| {
            fold::fold(agreement, cards, entry.n, &act, &statement)?;
            if let (true, Deed::Anchor(anchor)) = (own, &act.deed) {
                house.note_anchor(entry.log.agreement, entry.n, &anchor.head);
            }
            Ok(())
        });
        if let Err(problem) = outcome
            && agreement.voids.len() < crate::remote::MAX_VOIDS
        {
            agreement.voids.insert((author.clone(), entry.n), problem);
        }
        Ok(())
    }

    /// Checks every record against its checkpoint and gives the state.
    ///
    /// # Errors
    /// LOG-008 when a record does not match what was signed.
    pub fn finish(mut self) -> Result<State, Problem> {
        for payload in std::mem::take(&mut self.loaded.payloads) {
            let Some(agreement) = self.state.agreements.get_mut(&payload.log.agreement) else {
                continue;
            };
            let own = payload.log.author == *self.state.me.party();
            let side = if own {
                &mut agreement.ours
            } else {
                &mut agreement.from_them
            };
            // A receipt folded after this state was written has the last word.
            if own && side.receipted.contains(payload.n) {
                continue;
            }
            match payload.state {
                PayloadState::Arrived if own => side.payloads.remove(&payload.n),
                state => side.payloads.insert(payload.n, state),
            };
        }
        for alarm in std::mem::take(&mut self.loaded.alarms) {
            if let Some(agreement) = self.state.agreements.get_mut(&alarm.log.agreement)
                && agreement.alarm.as_ref().is_none_or(|a| a.at <= alarm.at)
            {
                agreement.alarm = Some(alarm);
            }
        }
        for kept in std::mem::take(&mut self.loaded.checkpoints) {
            let note = Note::parse(&kept.note).map_err(|e| damaged(&e.to_string()))?;
            self.checkpoint(&kept.log, kept.size, note, kept.cosigned)?;
        }
        for agreement in self.state.agreements.values() {
            matches_head(&agreement.own, agreement.checkpoint.as_ref())?;
            matches_head(&agreement.theirs, agreement.their_checkpoint.as_ref())?;
        }
        matches_head(self.state.house.log(), self.state.house.checkpoint())?;
        Ok(self.state)
    }

    fn checkpoint(
        &mut self,
        log: &LogId,
        size: u64,
        note: Note,
        cosigned: bool,
    ) -> Result<(), Problem> {
        let own = log.author == *self.state.me.party();
        let keys = match self.state.card(&log.author) {
            Some(card) => card.record.clone(),
            None => return Err(damaged("checkpoint of an unknown party")),
        };
        let verified = checkpoint::verify(&note, &log.origin(), &keys)
            .map_err(|e| damaged(&format!("checkpoint of {}: {e}", log.author)))?;
        if log.agreement == HOUSE && own {
            let kept = &mut self.state.house.checkpoint;
            if kept.as_ref().is_none_or(|(s, _)| *s <= size) {
                *kept = Some((size, note));
            }
            return Ok(());
        }
        let Some(agreement) = self.state.agreements.get_mut(&log.agreement) else {
            return Err(damaged("checkpoint of an unknown agreement"));
        };
        if !own {
            agreement.their_time = agreement.their_time.max(verified.time_s);
            if agreement
                .their_checkpoint
                .as_ref()
                .is_none_or(|(s, _)| *s <= size)
            {
                agreement.their_checkpoint = Some((size, note));
            }
            return Ok(());
        }
        let claimed = i64::try_from(verified.time_s).unwrap_or(i64::MAX);
        agreement.last_time = agreement.last_time.max(entente_model::Instant(claimed));
        if agreement
            .checkpoint
            .as_ref()
            .is_none_or(|(s, _)| *s <= size)
        {
            agreement.checkpoint = Some((size, note.clone()));
        }
        if cosigned {
            if agreement.cosigned.as_ref().is_none_or(|(s, _)| *s <= size) {
                agreement.cosigned = Some((size, note));
            }
        } else {
            agreement.pending.insert(size, note);
        }
        Ok(())
    }
}

fn house(state: &mut State, entry: &StoredEntry) -> Result<(), Problem> {
    if entry.log.author != *state.me.party() || entry.n != state.house.size() {
        return Err(damaged(&format!("entry {} of the house", entry.n)));
    }
    state
        .house
        .replay(entry)
        .map_err(|e| damaged(&e.to_string()))
}

fn open(state: &State, entry: &StoredEntry) -> Result<Agreement, Problem> {
    let (act, _) = Act::from_entry(&entry.log.author, &entry.entry)?;
    let Deed::Propose(propose) = &act.deed else {
        return Err(damaged("an agreement that begins without a proposal"));
    };
    let me = state.me.party();
    let partner = propose
        .instrument
        .parties
        .iter()
        .find(|p| *p != me)
        .ok_or_else(|| damaged("a proposal without a partner"))?;
    Ok(Agreement::new(
        me,
        partner.clone(),
        Life::open(&act, propose)?,
    ))
}

fn matches_head(log: &Log, head: Option<&(u64, Note)>) -> Result<(), Problem> {
    let (size, root) = match head {
        None => (0, entente_model::merkle::empty_root()),
        Some((size, note)) => (*size, root_of(note)?),
    };
    if size != log.size() || root != log.root() {
        return Err(Problem::new("LOG-008", Class::Unverified)
            .by(Fault::Machine)
            .with("party", &log.id().author)
            .with("size", size));
    }
    Ok(())
}

fn root_of(note: &Note) -> Result<Digest, Problem> {
    entente_record::checkpoint::Checkpoint::parse(&note.text)
        .map(|c| c.root)
        .map_err(|e| damaged(&e.to_string()))
}

fn damaged(detail: &str) -> Problem {
    Problem::new("STORE-004", Class::Unexpected)
        .by(Fault::Machine)
        .with("detail", detail)
}
