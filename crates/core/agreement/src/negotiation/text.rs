//! The text as it stands after some turns: a fold, one operation at a time. Every operation of a
//! turn that was found in order has a defined effect, whatever crossed it.

use super::{
    clause::{Clause, Said, Texts},
    field::{Change, Field, Hand},
    opening::{Opening, regrounded},
    pieces::{Parties, Pieces},
    places::Places,
    terms::TermsTalk,
};
use entente_model::{
    Digest, PartyId, Problem, ProvisionId,
    instrument::{Instrument, Provision, Wording},
    problem::Class,
    turn::{Hunk, Key, Op, Spot, TERMS, TITLE, Turn},
};
use std::sync::Arc;

/// Most changes one text of one provision takes.
pub(super) const MAX_CHANGES: usize = 4096;

/// A chair's text on offer (rule h).
#[derive(Debug, Clone)]
pub struct Offer {
    /// Who offers.
    pub by: usize,
    /// In which turn.
    pub no: u32,
    /// Who accepted.
    pub accepted: Parties,
    /// Who declined.
    pub declined: Parties,
    /// Taken over into the text.
    pub taken: bool,
    /// What it would change was changed since.
    pub superseded: bool,
    turn: Arc<Turn>,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Text {
    /// The parties in the order of their codes; sets of parties count in this order.
    parties: Arc<[PartyId]>,
    /// The parties in the instrument's order.
    named: Arc<[PartyId]>,
    langs: Vec<String>,
    title: Clause,
    clauses: Vec<Clause>,
    terms: TermsTalk,
    pieces: Pieces,
    offers: Vec<Offer>,
}

/// A turn as it is applied.
pub(super) struct Applied<'a> {
    pub(super) by: usize,
    pub(super) turn: &'a Arc<Turn>,
    pub(super) seen: &'a dyn Fn(&Key) -> bool,
}

impl Text {
    /// The text a proposal or amendment opens with, which `backers` stand behind.
    ///
    /// # Errors
    /// AGREE-014 when the terms are no JSON; AGREE-015 for more parties than can be kept.
    pub(super) fn open(
        by: &PartyId,
        instrument: &Instrument,
        backers: &[PartyId],
    ) -> Result<Self, Problem> {
        let mut parties = instrument.parties.clone();
        parties.sort();
        let at = |party: &PartyId| parties.iter().position(|p| p == party);
        let mut set = Parties::default();
        backers.iter().filter_map(at).for_each(|p| set.insert(p));
        let mut opening = Opening {
            by,
            next: 0,
            pieces: Pieces::default(),
            backers: set,
        };
        let title: Vec<Wording> = instrument
            .title
            .iter()
            .map(|(lang, text)| Wording {
                lang: lang.clone(),
                heading: String::new(),
                body: text.clone(),
            })
            .collect();
        let title_id: ProvisionId = TITLE
            .parse()
            .map_err(|e: entente_model::id::IdError| mismatch(&e.to_string()))?;
        let title = opening.clause(title_id, &title);
        let clauses = instrument
            .provisions
            .iter()
            .map(|p| opening.clause(p.id.clone(), &p.text))
            .collect();
        let terms = TermsTalk::open(&instrument.terms, set).map_err(|e| mismatch(&e))?;
        Ok(Self {
            parties: parties.into(),
            named: instrument.parties.clone().into(),
            langs: instrument.title.iter().map(|(l, _)| l.clone()).collect(),
            title,
            clauses,
            terms,
            pieces: opening.pieces,
            offers: Vec::new(),
        })
    }

    /// The same text over other pieces.
    pub(super) fn with(self, pieces: Pieces) -> Self {
        Self { pieces, ..self }
    }

    /// Says that everybody agreed to all of it: the text in force an amendment starts from.
    pub(super) fn agreed_by_all(&mut self) {
        for party in self.all().iter() {
            for at in 0..=self.clauses.len() {
                self.consent_at(party, at, false, 0);
            }
            if let Some(digest) = self.terms.digest() {
                self.terms.said.consent(party, digest, false, 0);
            }
        }
    }

    /// The parties, in the order sets count in.
    #[must_use]
    pub fn parties(&self) -> &[PartyId] {
        &self.parties
    }

    /// Index of a party.
    #[must_use]
    pub fn index(&self, party: &PartyId) -> Option<usize> {
        self.parties.iter().position(|p| p == party)
    }

    /// The codes of a set.
    #[must_use]
    pub fn codes(&self, set: Parties) -> Vec<PartyId> {
        set.iter()
            .filter_map(|p| self.parties.get(p).cloned())
            .collect()
    }

    /// Everybody.
    #[must_use]
    pub fn all(&self) -> Parties {
        Parties::first_n(self.parties.len())
    }

    /// Languages in order.
    #[must_use]
    pub fn langs(&self) -> &[String] {
        &self.langs
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &Clause {
        &self.title
    }

    /// The provisions in order, those left out included.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The provisions that stand.
    pub fn standing(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(|c| !c.gone)
    }

    /// A provision or the title.
    #[must_use]
    pub fn clause(&self, id: &ProvisionId) -> Option<&Clause> {
        if id.as_str() == TITLE {
            return Some(&self.title);
        }
        self.clauses.iter().find(|c| c.id == *id)
    }

    /// The terms.
    #[must_use]
    pub fn terms(&self) -> &TermsTalk {
        &self.terms
    }

    /// Every piece anybody wrote.
    #[must_use]
    pub fn pieces(&self) -> &Pieces {
        &self.pieces
    }

    /// Chair's texts.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Numbers of the provisions.
    #[must_use]
    pub fn places(&self) -> Places {
        Places::of(&self.clauses)
    }

    /// One text of a provision.
    #[must_use]
    pub fn field(&self, spot: &Spot) -> Option<&Field> {
        let texts = self.clause(&spot.p)?;
        let texts = texts.texts.iter().find(|t| t.lang == spot.lang)?;
        Some(if spot.heading {
            &texts.heading
        } else {
            &texts.body
        })
    }

    /// What is bracketed: ids of provisions, `title`, `terms`.
    #[must_use]
    pub fn contested(&self) -> Vec<String> {
        let places = self.places();
        let title = std::iter::once(&self.title);
        let clauses = title
            .chain(self.standing())
            .filter(|c| c.clean(&self.pieces).is_none())
            .map(|c| places.of_id(&c.id).to_owned());
        let terms = self.terms.json().is_none().then(|| TERMS.to_owned());
        clauses.chain(terms).collect()
    }

    /// The text as one instrument: links resolved, provisions called after their places, the
    /// terms' grounds with them.
    ///
    /// # Errors
    /// AGREE-004 naming what is bracketed.
    pub fn instrument(&self) -> Result<Instrument, Problem> {
        let contested =
            || Problem::new("AGREE-004", Class::Refused).with("ids", self.contested().join(", "));
        let places = self.places();
        let title = self.title.clean(&self.pieces).ok_or_else(contested)?;
        let terms = self.terms.json().ok_or_else(contested)?;
        let clean: Option<Vec<Provision>> =
            self.standing().map(|c| c.clean(&self.pieces)).collect();
        let mut provisions = clean.ok_or_else(contested)?;
        for provision in &mut provisions {
            for wording in &mut provision.text {
                wording.body = places.linked(&wording.body, &wording.lang);
                wording.heading = places.linked(&wording.heading, &wording.lang);
            }
            if let Ok(id) = places.of_id(&provision.id).parse() {
                provision.id = id;
            }
        }
        let terms = if places.changed() {
            regrounded(&terms, &places).unwrap_or(terms)
        } else {
            terms
        };
        Ok(Instrument {
            parties: self.named.to_vec(),
            title: title.text.into_iter().map(|w| (w.lang, w.body)).collect(),
            provisions,
            terms,
        })
    }

    /// Digest of the text, unless something is bracketed.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.instrument().ok().map(|i| i.digest())
    }

    pub(super) fn concord(&mut self, party: usize, id: &ProvisionId, text: Digest) {
        if let Some(clause) = self.clause_mut(id) {
            clause.said.concord.insert(party, text);
        }
    }

    /// Applies a turn that is in order.
    pub(super) fn apply(&mut self, applied: &Applied<'_>) {
        let turn = applied.turn;
        if turn.chair {
            self.offers.push(Offer {
                by: applied.by,
                no: turn.no,
                accepted: Parties::default(),
                declined: Parties::default(),
                taken: false,
                superseded: false,
                turn: Arc::clone(turn),
            });
            return;
        }
        self.ops(applied, applied.by, turn, false);
    }

    fn ops(&mut self, applied: &Applied<'_>, author: usize, turn: &Turn, for_all: bool) {
        let mut count = 0;
        for op in &turn.ops {
            self.op(applied, author, turn.no, op, &mut count, for_all);
        }
    }

    fn op(
        &mut self,
        applied: &Applied<'_>,
        by: usize,
        no: u32,
        op: &Op,
        count: &mut u32,
        for_all: bool,
    ) {
        let backers = if for_all {
            self.all()
        } else {
            Parties::one(by)
        };
        match op {
            Op::Edit { at, hunks } => self.edit(applied, by, no, at, hunks, count, for_all),
            Op::Back { at, bracket, text } => {
                self.on_field(applied, by, no, at, |field, hand| {
                    field.back(hand, bracket, text);
                });
            }
            Op::Withdraw { at, bracket } => {
                self.on_field(applied, by, no, at, |field, hand| {
                    field.withdraw(hand, bracket);
                });
            }
            Op::Add { after, depth, text } => {
                self.add(by, no, after.as_ref(), *depth, text, count, backers);
            }
            Op::Keep { p } => self.presence(p, backers, true, no),
            Op::Drop { p } => self.presence(p, backers, false, no),
            Op::Move { p, after } => self.relocate(p, after.as_ref(), by, no),
            Op::Term { field, value } => self.terms.set(field, value.as_deref(), backers, no),
            Op::Agree { p, text, ad_ref } => self.agree(by, p, text, *ad_ref, no),
            Op::AgreeAll { text, ad_ref } => self.agree_all(by, text, *ad_ref, no),
            Op::Reserve { p, kind } => {
                if let Some(said) = self.said_mut(p) {
                    said.reservations.entry((by, *kind)).or_insert(no);
                }
            }
            Op::Lift { p, kind } => {
                if let Some(said) = self.said_mut(p) {
                    said.reservations.remove(&(by, *kind));
                }
            }
            Op::Park { p, until } => {
                if let Some(said) = self.said_mut(p) {
                    said.parked = until.map(|day| (by, day));
                }
            }
            Op::Chair { by: of, no, accept } => self.answer(applied, by, of, *no, *accept),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one operation's parts")]
    fn edit(
        &mut self,
        applied: &Applied<'_>,
        by: usize,
        no: u32,
        at: &Spot,
        hunks: &[Hunk],
        count: &mut u32,
        for_all: bool,
    ) {
        let first = *count;
        *count = first.saturating_add(u32::try_from(hunks.len()).unwrap_or(u32::MAX));
        let (all, code) = (self.all(), self.parties.get(by).cloned());
        let pieces = self.pieces.clone_handle();
        let Some(code) = code else { return };
        let Some(clause) = self.clause_mut(&at.p) else {
            return;
        };
        let before = clause.digest(&pieces);
        let mut next = clause.brackets;
        let Some(texts) = clause.texts.iter_mut().find(|t| t.lang == at.lang) else {
            return;
        };
        let field = if at.heading {
            &mut texts.heading
        } else {
            &mut texts.body
        };
        // Nobody reads a text changed so often: what comes after stays in the history alone.
        let room = MAX_CHANGES.saturating_sub(texts.changes);
        texts.changes = texts.changes.saturating_add(hunks.len());
        let hand = Hand {
            party: by,
            no,
            for_all,
            all,
            pieces: &pieces,
            seen: applied.seen,
        };
        for (k, hunk) in (first..).zip(hunks).take(room) {
            let key = Key(code.clone(), no, k);
            let change = Change {
                put: pieces.whole(&key),
                key,
                cut: &hunk.cut,
                at: hunk.at.as_ref(),
            };
            field.change(&hand, &change, &mut next);
        }
        texts.edited = no;
        clause.brackets = next;
        clause.presence.insert(by, true);
        clause.settle_presence();
        if clause.digest(&pieces) != before {
            clause.said.touched(before.as_ref(), by, no);
        }
    }

    fn on_field(
        &mut self,
        applied: &Applied<'_>,
        by: usize,
        no: u32,
        at: &Spot,
        change: impl FnOnce(&mut Field, &Hand<'_>),
    ) {
        let all = self.all();
        let pieces = self.pieces.clone_handle();
        let Some(clause) = self.clause_mut(&at.p) else {
            return;
        };
        let Some(texts) = clause.texts.iter_mut().find(|t| t.lang == at.lang) else {
            return;
        };
        let hand = Hand {
            party: by,
            no,
            for_all: false,
            all,
            pieces: &pieces,
            seen: applied.seen,
        };
        if at.heading {
            change(&mut texts.heading, &hand);
        } else {
            change(&mut texts.body, &hand);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one operation's parts")]
    fn add(
        &mut self,
        by: usize,
        no: u32,
        after: Option<&ProvisionId>,
        depth: u8,
        text: &[Wording],
        count: &mut u32,
        backers: Parties,
    ) {
        let k = *count;
        let pieces = text.len().saturating_mul(2);
        *count = k.saturating_add(u32::try_from(pieces).unwrap_or(u32::MAX));
        let Some(code) = self.parties.get(by) else {
            return;
        };
        let Ok(id) = format!("{code}.{no}.{k}").parse::<ProvisionId>() else {
            return;
        };
        let texts = self.langs.iter().filter_map(|lang| {
            let at = text.iter().position(|w| w.lang == *lang)?;
            let at = u32::try_from(at).ok()?.saturating_mul(2);
            let key = |more: u32| Key(code.clone(), no, k.saturating_add(at).saturating_add(more));
            Some(Texts {
                lang: lang.clone(),
                heading: Field::of(self.pieces.whole(&key(0)), backers),
                body: Field::of(self.pieces.whole(&key(1)), backers),
                edited: no,
                changes: 0,
            })
        });
        let clause = Clause {
            id,
            depth: depth.max(1),
            original: false,
            texts: texts.collect(),
            said: Said::default(),
            moved: None,
            presence: backers.iter().map(|p| (p, true)).collect(),
            gone: false,
            brackets: 0,
        };
        let at = self.slot_after(after);
        self.clauses.insert(at.min(self.clauses.len()), clause);
    }

    /// Index after a provision; new ones stand after those already added there.
    fn slot_after(&self, after: Option<&ProvisionId>) -> usize {
        match after {
            None => 0,
            Some(id) => {
                let found = self.clauses.iter().position(|c| c.id == *id);
                found.map_or(self.clauses.len(), |i| i.saturating_add(1))
            }
        }
    }

    fn presence(&mut self, p: &ProvisionId, by: Parties, keep: bool, no: u32) {
        let pieces = self.pieces.clone_handle();
        if let Some(clause) = self.clause_mut(p) {
            let before = clause.digest(&pieces);
            for party in by.iter() {
                clause.presence.insert(party, keep);
            }
            clause.settle_presence();
            if let (Some(party), false) = (by.first(), keep) {
                clause.said.touched(before.as_ref(), party, no);
            }
        }
    }

    /// A moved provision keeps its id and its wording; the others' consent to its place is gone.
    fn relocate(&mut self, p: &ProvisionId, after: Option<&ProvisionId>, by: usize, no: u32) {
        let Some(from) = self.clauses.iter().position(|c| c.id == *p) else {
            return;
        };
        let before = self.clauses.get(from).and_then(|c| c.digest(&self.pieces));
        let mut clause = self.clauses.remove(from);
        clause.moved = Some(no);
        clause.said.touched(before.as_ref(), by, no);
        clause.said.consents.retain(|party, _| *party == by);
        let at = self.slot_after(after);
        self.clauses.insert(at.min(self.clauses.len()), clause);
    }

    fn agree(&mut self, by: usize, p: &ProvisionId, text: &Digest, ad_ref: bool, no: u32) {
        if p.as_str() == TERMS {
            self.terms.said.consent(by, *text, ad_ref, no);
            if self.terms.digest().as_ref() == Some(text) {
                self.terms.back_all(by, no);
            }
            return;
        }
        let at = if p.as_str() == TITLE {
            Some(self.clauses.len())
        } else {
            self.clauses.iter().position(|c| c.id == *p)
        };
        let now = self.clause(p).and_then(|c| c.digest(&self.pieces));
        if let Some(at) = at.filter(|_| now.as_ref() == Some(text)) {
            self.consent_at(by, at, ad_ref, no);
        } else if let Some(clause) = self.clause_mut(p) {
            clause.said.consent(by, *text, ad_ref, no);
        }
    }

    fn agree_all(&mut self, by: usize, text: &Digest, ad_ref: bool, no: u32) {
        if self.digest().as_ref() != Some(text) {
            return;
        }
        for at in 0..=self.clauses.len() {
            if self.clauses.get(at).is_none_or(|c| !c.gone) {
                self.consent_at(by, at, ad_ref, no);
            }
        }
        if let Some(digest) = self.terms.digest() {
            self.terms.said.consent(by, digest, ad_ref, no);
            self.terms.back_all(by, no);
        }
    }

    /// A party stands behind a provision as it reads; the title comes after the last.
    fn consent_at(&mut self, party: usize, at: usize, ad_ref: bool, no: u32) {
        let all = self.all();
        let pieces = self.pieces.clone_handle();
        let clause = match self.clauses.get_mut(at) {
            Some(clause) => clause,
            None => &mut self.title,
        };
        let Some(digest) = clause.digest(&pieces) else {
            return;
        };
        clause.said.consent(party, digest, ad_ref, no);
        clause.presence.insert(party, true);
        for texts in &mut clause.texts {
            texts.heading.back_clean(party);
            texts.body.back_clean(party);
        }
        if clause.said.agreed(&digest, false) == all {
            clause.said.reopened = None;
        }
    }

    fn answer(&mut self, applied: &Applied<'_>, by: usize, of: &PartyId, no: u32, accept: bool) {
        let (Some(of), all) = (self.index(of), self.all()) else {
            return;
        };
        let found = self.offers.iter().position(|o| o.by == of && o.no == no);
        let Some(at) = found else { return };
        let touched = self
            .offers
            .get(at)
            .is_some_and(|o| self.changed_since(&o.turn.ops, no));
        let Some(offer) = self.offers.get_mut(at) else {
            return;
        };
        if offer.taken {
            return;
        }
        if !accept {
            offer.declined.insert(by);
            return;
        }
        if touched {
            offer.superseded = true;
            return;
        }
        offer.accepted.insert(by);
        if offer.accepted.union(Parties::one(of)) != all {
            return;
        }
        offer.taken = true;
        let turn = Arc::clone(&offer.turn);
        self.ops(applied, of, &turn, true);
    }

    fn changed_since(&self, ops: &[Op], no: u32) -> bool {
        ops.iter().any(|op| match op {
            Op::Edit { at, .. } => self
                .clause(&at.p)
                .is_none_or(|c| c.gone || c.edited() >= no),
            Op::Term { .. } => self.terms.edited >= no,
            _ => false,
        })
    }

    fn clause_mut(&mut self, id: &ProvisionId) -> Option<&mut Clause> {
        if id.as_str() == TITLE {
            return Some(&mut self.title);
        }
        self.clauses.iter_mut().find(|c| c.id == *id)
    }

    fn said_mut(&mut self, id: &ProvisionId) -> Option<&mut Said> {
        if id.as_str() == TERMS {
            return Some(&mut self.terms.said);
        }
        self.clause_mut(id).map(|c| &mut c.said)
    }
}

fn mismatch(detail: &str) -> Problem {
    Problem::new("AGREE-014", Class::Refused).with("detail", detail)
}
