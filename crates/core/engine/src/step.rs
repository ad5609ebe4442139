//! `step`: a slice of inputs in, one commit out. Each record touched gets one checkpoint, signed
//! once, however many entries the batch appended.

use crate::{
    commit::{CheckpointWrite, Commit, EntryWrite},
    deeds, desk,
    fold::{self, Cards},
    house,
    input::{Answer, Effect, Input},
    items, local, matters, onward, remote,
    state::{Agreement, Me, State},
    talks,
};
use entente_model::{
    Act, AgreementId, Deed, Digest, Fault, Instant, PartyId, Problem, id::ItemRef,
    keys::SecretKeys, merkle, problem::Class,
};
use entente_record::checkpoint::{self, Checkpoint};
use entente_seal::{Entropy, slot::Kek};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What a step takes from outside: the clock's claim and randomness.
pub struct World<'a> {
    /// Now, by this node's clock.
    pub now: Instant,
    /// Randomness.
    pub entropy: &'a mut dyn Entropy,
}

/// What a step gives back.
#[derive(Debug, Default)]
pub struct Step {
    /// To be made durable before anything else happens.
    pub commit: Commit,
    /// To be done after the commit.
    pub effects: Vec<Effect>,
    /// One answer an input, to be given after the commit.
    pub answers: Vec<Result<Answer, Problem>>,
}

impl State {
    /// Takes a slice of inputs and gives the state after them, one commit for all, the effects,
    /// and an answer for each. An input that is refused changes nothing. If the commit cannot be
    /// made durable the caller drops this state and restores it from the store.
    #[must_use]
    pub fn step(mut self, world: &mut World<'_>, inputs: Vec<Input>) -> (Self, Step) {
        let step = self.advance(world, inputs);
        (self, step)
    }

    /// As [`Self::step`], in place.
    pub fn advance(&mut self, world: &mut World<'_>, inputs: Vec<Input>) -> Step {
        let mut ctx = Ctx::new(world.now);
        let mut answers = Vec::with_capacity(inputs.len());
        for input in inputs {
            answers.push(self.take(&mut ctx, world, input));
        }
        if let Err(problem) = self.finish(&mut ctx) {
            // Nothing was signed, so nothing may be stored or said to be done.
            ctx.commit = Commit::default();
            ctx.effects.clear();
            answers.iter_mut().for_each(|a| *a = Err(problem.clone()));
        }
        Step {
            commit: ctx.commit,
            effects: ctx.effects.into_iter().collect(),
            answers,
        }
    }

    fn take(
        &mut self,
        ctx: &mut Ctx,
        world: &mut World<'_>,
        input: Input,
    ) -> Result<Answer, Problem> {
        match input {
            Input::PartnerAdd(card) => local::partner_add(self, ctx, *card),
            Input::PartnerConfirm { party, fingerprint } => {
                local::partner_confirm(self, ctx, &party, fingerprint)
            }
            Input::PartnerTold(party) => local::partner_told(self, ctx, &party),
            Input::PairingReceived { from, envelope } => {
                remote::pairing(self, ctx, &from, &envelope)
            }
            Input::Propose {
                with,
                instrument,
                piecewise,
            } => talks::propose(self, ctx, world, &with, *instrument, piecewise),
            Input::Turn { agreement, turn } => talks::turn(self, ctx, &agreement, *turn),
            Input::Concord {
                agreement,
                provisions,
                acting,
            } => talks::concord(self, ctx, &agreement, &provisions, &acting),
            Input::Amend { agreement, reason } => talks::amend(self, ctx, &agreement, reason),
            Input::Abandon { agreement, reason } => talks::abandon(self, ctx, &agreement, reason),
            Input::Freeze { agreement, text } => talks::freeze(self, ctx, &agreement, text),
            Input::Sign {
                agreement,
                acting,
                capacity,
                powers,
            } => local::sign(self, ctx, &agreement, &acting, capacity, powers),
            Input::Note {
                agreement,
                kind,
                date,
                acting,
            } => local::note(self, ctx, &agreement, kind, date, &acting),
            Input::Course {
                agreement,
                what,
                acting,
            } => local::course(self, ctx, &agreement, what, &acting),
            Input::Case(step) => matters::case(self, ctx, world, *step),
            Input::Push {
                from,
                push,
                prefix_root,
            } => remote::push(self, ctx, &from, *push, prefix_root),
            Input::Cosigned {
                from,
                agreement,
                size,
                lines,
            } => remote::cosigned(self, ctx, &from, &agreement, size, &lines),
            Input::PartnerSize {
                from,
                agreement,
                size,
            } => remote::partner_size(self, ctx, &from, &agreement, size),
            Input::PayloadArrived { log, n, refused } => {
                items::payload_arrived(self, ctx, &log, n, refused)
            }
            Input::PayloadDelivered { agreement, n } => {
                items::payload_delivered(self, ctx, &agreement, n)
            }
            Input::House { by, deed } => house::write(self, ctx, by, *deed),
            Input::Read(asked) => house::read(self, ctx, *asked),
            Input::Anchor => house::anchor_all(self, ctx),
            Input::Resume { agreement } => local::resume(self, ctx, &agreement),
            item => self.take_item(ctx, world, item),
        }
    }

    /// What our own people do with items.
    fn take_item(
        &mut self,
        ctx: &mut Ctx,
        world: &mut World<'_>,
        input: Input,
    ) -> Result<Answer, Problem> {
        match input {
            Input::ItemAdd(item) => items::add(self, ctx, *item),
            Input::ItemMark {
                item,
                level,
                agreement,
            } => items::mark(self, ctx, &item, &level, agreement),
            Input::ItemLabel {
                item,
                agreement,
                label,
                portions,
                aggregation,
            } => items::label(self, ctx, &item, &agreement, label, portions, aggregation),
            Input::ItemSubmit {
                item,
                agreement,
                purpose,
                by,
            } => desk::submit(self, ctx, &item, &agreement, purpose, by),
            Input::ItemDecide {
                item,
                agreement,
                approved,
                reason,
                acting,
            } => desk::decide(self, ctx, &item, &agreement, approved, reason, &acting),
            Input::ItemShred { item } => deeds::shred_own(self, ctx, &item),
            Input::ReleaseOnward {
                agreement,
                third,
                purpose,
                unit,
                acting,
            } => onward::release(self, ctx, world, &agreement, *third, purpose, unit, &acting),
            Input::Item {
                agreement,
                from,
                of,
                what,
                text,
                acting,
                with,
            } => {
                let act = deeds::NewDeed {
                    from,
                    of,
                    what: *what,
                    text,
                };
                deeds::item(self, ctx, world, &agreement, act, &acting, &with)
            }
            Input::Declare {
                agreement,
                what,
                acting,
            } => deeds::declare(self, ctx, &agreement, what, &acting),
            Input::Tally { agreement } => deeds::tally(self, ctx, &agreement),
            Input::Release {
                agreement,
                items,
                purpose,
                unit,
                acting,
                second,
            } => {
                let how = items::How {
                    purpose: purpose.as_ref(),
                    unit: &unit,
                    acting: &acting,
                    second: second.as_ref(),
                };
                items::release(self, ctx, world, &agreement, items, &how)
            }
            Input::Receipt {
                agreement,
                items,
                acting,
            } => items::receipt(self, ctx, &agreement, items, &acting),
            _ => Err(internal("an input nobody takes")),
        }
    }

    /// Signs one checkpoint for each of our records that grew.
    fn finish(&mut self, ctx: &mut Ctx) -> Result<(), Problem> {
        let me = Arc::clone(&self.me);
        house::note_shreds(self, ctx)?;
        house::anchor_grown(self, ctx)?;
        if ctx.house_grew {
            self.sign_house(ctx)?;
        }
        for id in std::mem::take(&mut ctx.grown) {
            let Some(agreement) = self.agreements.get_mut(&id) else {
                continue;
            };
            let log = agreement.own.id().clone();
            let size = agreement.own.size();
            let head = Checkpoint {
                origin: log.origin(),
                size,
                root: agreement.own.root(),
            };
            agreement.last_time = agreement.last_time.max(ctx.now);
            let note = checkpoint::sign(&head, &me.record, agreement.last_time.unix())
                .map_err(|e| internal(&e.to_string()))?;
            ctx.commit.checkpoints.push(CheckpointWrite {
                log,
                size,
                note: note.to_bytes(),
                cosigned: false,
            });
            agreement.checkpoint = Some((size, note.clone()));
            agreement.pending.insert(size, note);
            ctx.effects.insert(Effect::Wake(agreement.partner.clone()));
        }
        Ok(())
    }

    /// Signs the house's head; only the latest checkpoint is kept, nobody cosigns it.
    fn sign_house(&mut self, ctx: &mut Ctx) -> Result<(), Problem> {
        let head = self.house.head();
        let time = self.house.last_time.max(ctx.now);
        let note = checkpoint::sign(&head, &self.me.record, time.unix())
            .map_err(|e| internal(&e.to_string()))?;
        let log = self.house.log().id().clone();
        ctx.commit.checkpoints.push(CheckpointWrite {
            log: log.clone(),
            size: head.size,
            note: note.to_bytes(),
            cosigned: false,
        });
        if self.house.checkpoint.is_some() {
            ctx.commit.checkpoints_done.push((log, head.size));
        }
        self.house.checkpoint = Some((head.size, note));
        Ok(())
    }
}

/// Something this program got wrong; never caused by a partner.
pub(crate) fn internal(detail: &str) -> Problem {
    Problem::new("STORE-002", Class::Unexpected)
        .by(Fault::Machine)
        .with("detail", detail)
}

/// What a step gathers.
pub(crate) struct Ctx {
    pub(crate) now: Instant,
    pub(crate) commit: Commit,
    pub(crate) effects: BTreeSet<Effect>,
    grown: BTreeSet<AgreementId>,
    /// The house's record grew.
    pub(crate) house_grew: bool,
    /// One encapsulation an agreement and step: index of its act, key, next counter.
    pub(crate) slots: BTreeMap<AgreementId, Slots>,
}

/// See [`Ctx::slots`].
pub(crate) struct Slots {
    pub(crate) k: u64,
    pub(crate) kek: Kek,
    pub(crate) next: u64,
}

/// What is appended with an act.
#[derive(Default)]
pub(crate) struct Along<'a> {
    pub(crate) signer: Option<&'a SecretKeys>,
    /// Second person or witnesses, in order.
    pub(crate) others: Vec<&'a SecretKeys>,
    pub(crate) item: Option<ItemRef>,
    pub(crate) payload: Option<Arc<[u8]>>,
}

impl Ctx {
    fn new(now: Instant) -> Self {
        Self {
            now,
            commit: Commit::default(),
            effects: BTreeSet::new(),
            grown: BTreeSet::new(),
            house_grew: false,
            slots: BTreeMap::new(),
        }
    }

    /// Agreements whose record of ours grew in this step.
    pub(crate) fn grown(&self) -> Vec<AgreementId> {
        self.grown.iter().copied().collect()
    }

    /// Writes an act of ours: it takes effect, then is appended. Gives its index.
    pub(crate) fn act(
        &mut self,
        me: &Me,
        agreement: &mut Agreement,
        cards: Cards<'_>,
        deed: Deed,
        along: Along<'_>,
    ) -> Result<u64, Problem> {
        let n = agreement.own.size();
        let act = Act {
            v: entente_model::act::VERSION,
            ag: agreement.life.id(),
            by: me.party().clone(),
            n,
            at: self.now.max(agreement.last_time),
            seen: seen(&agreement.partner, agreement.theirs.size()),
            deed,
        };
        let mut statement = act.to_statement()?;
        for keys in along.signer.into_iter().chain(along.others) {
            statement.sign(keys).map_err(|e| internal(&e.to_string()))?;
        }
        let entry = statement.to_frame().map_err(|_| {
            Problem::refused("AGREE-012")
                .by(Fault::You)
                .with("size", statement.body.len())
                .with("max", entente_model::dsse::MAX_FRAME)
        })?;
        fold::fold(agreement, cards, n, &act, &statement)?;
        self.append(agreement, n, entry, along.item, along.payload);
        Ok(n)
    }

    fn append(
        &mut self,
        agreement: &mut Agreement,
        n: u64,
        entry: Vec<u8>,
        item: Option<ItemRef>,
        payload: Option<Arc<[u8]>>,
    ) {
        let leaf = merkle::leaf_hash(&entry);
        agreement.own.push(leaf, &mut self.commit.tiles);
        let log = agreement.own.id().clone();
        self.commit.entries.push(EntryWrite {
            log,
            n,
            entry: entry.into(),
            item,
            payload,
        });
        self.grown.insert(agreement.life.id());
    }

    /// Root of our copy of a partner's record after `leaves`, without keeping it.
    pub(crate) fn root_after(agreement: &Agreement, leaves: &[Digest]) -> Digest {
        let mut log = agreement.theirs.clone();
        let mut unused = Vec::new();
        leaves.iter().for_each(|leaf| log.push(*leaf, &mut unused));
        log.root()
    }
}

fn seen(partner: &PartyId, size: u64) -> Vec<(PartyId, u64)> {
    if size == 0 {
        Vec::new()
    } else {
        vec![(partner.clone(), size)]
    }
}

/// Our card and a trusted partner's.
pub(crate) fn cards<'a>(
    me: &'a Me,
    partners: &'a BTreeMap<PartyId, crate::state::Partner>,
    partner: &PartyId,
) -> Result<Cards<'a>, Problem> {
    let theirs = partners
        .get(partner)
        .ok_or_else(|| Problem::new("PARTY-001", Class::NotFound).with("party", partner))?
        .trusted()?;
    Ok(Cards {
        ours: me.card.card(),
        theirs,
    })
}
