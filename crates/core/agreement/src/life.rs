//! The life of an agreement, folded from the acts of all parties: negotiating → text agreed →
//! frozen → signed → in force → ended. Each deed's precondition is a fact that, once both records
//! show it, stays true, so the fold gives the same answer in whatever order records arrive.

use crate::{
    check,
    course::CourseOfEvents,
    draft::Draft,
    facts::{Facts, Notice, NoticeKind, Timeline},
    rules::Rules,
    terms::Terms,
    timeline::timeline,
};
use entente_model::{
    AgreementId, Digest, Instant, OfficialId, PartyId, Problem,
    act::{Act, CourseAct, Deed, Note, NoteKind, NoteReceived, Propose, Sign},
    instrument::Instrument,
    problem::Class,
    time::Date,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Text under negotiation.
    Negotiating,
    /// Both parties agreed to the same digest.
    TextAgreed,
    /// Both parties froze it; it can be signed.
    Frozen,
    /// Every signature is there.
    Signed,
    /// All notifications are there; the date lies in the future or the past (see the date).
    Notified,
    /// A notice of termination was given.
    NoticeGiven,
}

/// The frozen text, its terms read and its level table built.
#[derive(Debug, Clone)]
pub struct AgreedText {
    /// Texts and terms.
    pub instrument: Instrument,
    /// Digest that was signed.
    pub digest: Digest,
    /// Terms and levels, ready for deciding.
    pub rules: Rules,
}

/// A signature on the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Party.
    pub party: PartyId,
    /// Official.
    pub official: OfficialId,
    /// Capacity.
    pub capacity: String,
    /// When, by the author's clock.
    pub at: Instant,
}

/// A notification and, once stated by its recipient, the day it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteState {
    /// Author.
    pub from: PartyId,
    /// Index in the author's record.
    pub n: u64,
    /// What it says.
    pub kind: NoteKind,
    /// Its date.
    pub date: Date,
    /// Day of receipt.
    pub received: Option<Date>,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Life {
    id: AgreementId,
    parties: Vec<PartyId>,
    cards: Vec<Digest>,
    draft: Draft,
    agreed: BTreeMap<PartyId, Digest>,
    frozen: BTreeMap<PartyId, Digest>,
    text: Option<AgreedText>,
    signatures: Vec<Signature>,
    notes: Vec<NoteState>,
    course: CourseOfEvents,
    timeline: Timeline,
}

impl Life {
    /// Opens the life an agreement's first act proposes.
    ///
    /// # Errors
    /// ACT-002 when id, parties or cards do not fit together; AGREE-014 when the terms cannot be
    /// read or do not fit the text.
    pub fn open(act: &Act, propose: &Propose) -> Result<Self, Problem> {
        let instrument = &propose.instrument;
        let derived = AgreementId::derive(&act.by, &instrument.parties, &propose.nonce);
        let fits = derived == act.ag
            && act.n == 0
            && propose.nonce.len() == 16
            && instrument.parties.first() == Some(&act.by)
            && propose.cards.len() == instrument.parties.len();
        if !fits {
            return Err(Problem::partner("ACT-002").with("party", &act.by));
        }
        let terms = fitting_terms(&instrument.terms, instrument)?;
        let parties = terms.parties();
        if !parties.iter().all(|p| instrument.parties.contains(p))
            || parties.len() != instrument.parties.len()
        {
            return Err(mismatch("parties of terms and text differ"));
        }
        Ok(Self {
            id: act.ag,
            parties: instrument.parties.clone(),
            cards: propose.cards.clone(),
            draft: Draft::open(&act.by, act.n, instrument),
            agreed: BTreeMap::new(),
            frozen: BTreeMap::new(),
            text: None,
            signatures: Vec::new(),
            notes: Vec::new(),
            course: CourseOfEvents::default(),
            timeline: Timeline::default(),
        })
    }

    /// Applies an act of the life cycle. Signatures on the act have been verified already.
    ///
    /// # Errors
    /// Why the act has no effect; the same on every node.
    pub fn apply(&mut self, act: &Act) -> Result<(), Problem> {
        match &act.deed {
            Deed::Counter(counter) => {
                if self.text.is_some() || self.frozen.contains_key(&act.by) {
                    return Err(Problem::refused("AGREE-005").decided_by("both-parties"));
                }
                if let Some(terms) = &counter.terms {
                    Terms::parse(terms).map_err(|detail| mismatch(&detail))?;
                }
                self.draft.merge(act, counter);
            }
            Deed::Agree(on) => {
                if self.text.is_some() {
                    return Err(Problem::refused("AGREE-005").decided_by("both-parties"));
                }
                self.agreed.insert(act.by.clone(), on.text);
            }
            Deed::Freeze(on) => {
                if self.text.is_some() {
                    return Err(Problem::refused("AGREE-005").decided_by("both-parties"));
                }
                if self.agreed.get(&act.by) != Some(&on.text) {
                    return Err(Problem::new("AGREE-006", Class::Refused).with("party", &act.by));
                }
                self.frozen.insert(act.by.clone(), on.text);
                self.settle(on.text);
            }
            Deed::Sign(sign) => self.sign(act, sign)?,
            Deed::Note(note) => self.note(act, note)?,
            Deed::NoteReceived(received) => self.note_received(act, received)?,
            Deed::Course(course) => self.course(act, course)?,
            Deed::Propose(_) | Deed::Keys(_) | Deed::Release(_) | Deed::Receipt(_) => {
                return Err(Problem::partner("ACT-008")
                    .with("party", &act.by)
                    .with("detail", act.deed.name()));
            }
        }
        self.compute();
        Ok(())
    }

    /// Computes the dates anew. Facts that contradict each other fix nothing together: then stays
    /// have no effect, then the end neither, the same on every node whatever the order in which
    /// the acts arrived.
    fn compute(&mut self) {
        let Some(text) = &self.text else {
            self.timeline = Timeline::default();
            return;
        };
        let terms = &text.rules.terms;
        let whole = self.facts();
        let unstayed = Facts {
            stays: Vec::new(),
            revivals: Vec::new(),
            ..whole.clone()
        };
        let begun = Facts {
            notices: whole
                .notices
                .iter()
                .filter(|n| n.kind == NoticeKind::Completed)
                .cloned()
                .collect(),
            ended_by_consent: None,
            ..unstayed.clone()
        };
        self.timeline = [whole, unstayed, begun]
            .iter()
            .find_map(|facts| timeline(terms, facts).ok())
            .unwrap_or_default();
    }

    /// What happened, as the dates are computed from.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        let Some(text) = &self.text else { return facts };
        for party in &self.parties {
            let mine = self.signatures.iter().filter(|s| &s.party == party);
            let enough = u32::try_from(mine.clone().count())
                .is_ok_and(|n| n >= text.rules.terms.signatures_per_party());
            let last = mine.filter_map(|s| text.rules.day(s.at)).max();
            if let (true, Some(day)) = (enough, last) {
                facts.signed.insert(party.clone(), day);
            }
        }
        facts.notices = self.notes.iter().map(|n| self.notice(n)).collect();
        self.course.facts(&self.parties, &self.notes, &mut facts);
        facts
    }

    fn notice(&self, note: &NoteState) -> Notice {
        let received = match note.received {
            Some(day) => self
                .parties
                .iter()
                .filter(|p| **p != note.from)
                .map(|p| (p.to_string(), day))
                .collect(),
            None => BTreeMap::new(),
        };
        Notice {
            from: note.from.clone(),
            kind: match note.kind {
                NoteKind::Completed => NoticeKind::Completed,
                NoteKind::Terminate => NoticeKind::Terminate,
                NoteKind::NoRenewal => NoticeKind::NoRenewal,
            },
            dated: note.date,
            number: Some(note.n),
            received,
            effective: None,
        }
    }

    /// Whether `party` may agree to, freeze or sign `text` now; asked before writing the act.
    ///
    /// # Errors
    /// AGREE-003 when the draft has moved on, AGREE-004 while wordings compete, AGREE-006 while
    /// the other side has not agreed, AGREE-005 once frozen.
    pub fn may_settle(&self, text: &Digest, freezing: bool) -> Result<(), Problem> {
        if self.text.is_some() {
            return Err(Problem::refused("AGREE-005").decided_by("both-parties"));
        }
        let now = self.draft.instrument()?.digest();
        if now != *text {
            return Err(Problem::new("AGREE-003", Class::Stale)
                .with("now", short(&now))
                .with("named", short(text)));
        }
        if freezing
            && let Some(party) = self
                .parties
                .iter()
                .find(|p| self.agreed.get(p) != Some(text))
        {
            return Err(Problem::new("AGREE-006", Class::Waiting).with("party", party));
        }
        Ok(())
    }

    /// Agreement id.
    #[must_use]
    pub fn id(&self) -> AgreementId {
        self.id
    }

    /// The parties, proposer first.
    #[must_use]
    pub fn parties(&self) -> &[PartyId] {
        &self.parties
    }

    /// Fingerprints of the parties' cards, in their order, as the proposal states them.
    #[must_use]
    pub fn cards(&self) -> &[Digest] {
        &self.cards
    }

    /// The draft, also after freezing.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Which digest each party last agreed to.
    #[must_use]
    pub fn agreed(&self) -> &BTreeMap<PartyId, Digest> {
        &self.agreed
    }

    /// Which digest each party last froze.
    #[must_use]
    pub fn frozen(&self) -> &BTreeMap<PartyId, Digest> {
        &self.frozen
    }

    /// The frozen text.
    #[must_use]
    pub fn agreed_text(&self) -> Option<&AgreedText> {
        self.text.as_ref()
    }

    /// Signatures so far.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Notifications so far.
    #[must_use]
    pub fn notes(&self) -> &[NoteState] {
        &self.notes
    }

    /// How many signatures are needed in all; 0 before the text is frozen.
    #[must_use]
    pub fn signatures_needed(&self) -> usize {
        self.text.as_ref().map_or(0, |t| {
            usize::try_from(t.rules.terms.signatures_per_party())
                .unwrap_or(usize::MAX)
                .saturating_mul(self.parties.len())
        })
    }

    /// Whether every signature is there.
    #[must_use]
    pub fn signed(&self) -> bool {
        let Some(text) = &self.text else { return false };
        self.parties.iter().all(|p| {
            let many = self.signatures.iter().filter(|s| &s.party == p).count();
            u32::try_from(many).is_ok_and(|many| many >= text.rules.terms.signatures_per_party())
        })
    }

    /// What was said after signature besides notices.
    #[must_use]
    pub fn course_of_events(&self) -> &CourseOfEvents {
        &self.course
    }

    /// The dates that follow from the acts.
    #[must_use]
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Date of entry into force, once the signed notices fix it (A4).
    #[must_use]
    pub fn entry_into_force(&self) -> Option<Date> {
        self.timeline.in_force.as_ref().map(|d| d.date)
    }

    /// Last day of the agreement, once something fixes it (A11, A12).
    #[must_use]
    pub fn end(&self) -> Option<Date> {
        self.timeline.end.as_ref().map(|d| d.date)
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let stands = |n: &&NoteState| {
            n.kind == NoteKind::Terminate && !self.course.withdrawn(&self.parties, &n.from, n.n)
        };
        if self.notes.iter().any(|n| stands(&n)) {
            return Stage::NoticeGiven;
        }
        if self.entry_into_force().is_some() {
            return Stage::Notified;
        }
        if self.signed() {
            return Stage::Signed;
        }
        if self.text.is_some() {
            return Stage::Frozen;
        }
        let now = self.draft.digest();
        if now.is_some()
            && self
                .parties
                .iter()
                .all(|p| self.agreed.get(p) == now.as_ref())
        {
            return Stage::TextAgreed;
        }
        Stage::Negotiating
    }

    fn settle(&mut self, text: Digest) {
        if !self
            .parties
            .iter()
            .all(|p| self.frozen.get(p) == Some(&text))
        {
            return;
        }
        let Ok(instrument) = self.draft.instrument() else {
            return;
        };
        if instrument.digest() != text {
            return;
        }
        let Ok(terms) = fitting_terms(&instrument.terms, &instrument) else {
            return;
        };
        let Ok(rules) = Rules::new(terms) else { return };
        self.text = Some(AgreedText {
            instrument,
            digest: text,
            rules,
        });
    }

    fn on_text(&self, text: &Digest) -> Result<&AgreedText, Problem> {
        let Some(agreed) = &self.text else {
            return Err(Problem::new("AGREE-007", Class::Waiting));
        };
        if agreed.digest != *text {
            return Err(Problem::new("AGREE-003", Class::Stale)
                .with("now", short(&agreed.digest))
                .with("named", short(text)));
        }
        Ok(agreed)
    }

    fn sign(&mut self, act: &Act, sign: &Sign) -> Result<(), Problem> {
        let per_party = self.on_text(&sign.text)?.rules.terms.signatures_per_party();
        let mine = self.signatures.iter().filter(|s| s.party == act.by);
        if mine.clone().any(|s| s.official == sign.official)
            || u32::try_from(mine.count()).is_ok_and(|n| n >= per_party)
        {
            return Err(Problem::refused("AGREE-008").with("official", &sign.official));
        }
        self.signatures.push(Signature {
            party: act.by.clone(),
            official: sign.official.clone(),
            capacity: sign.capacity.clone(),
            at: act.at,
        });
        Ok(())
    }

    fn note(&mut self, act: &Act, note: &Note) -> Result<(), Problem> {
        let needed = self.signatures_needed();
        let terms = &self.on_text(&note.text)?.rules.terms;
        let allowed = terms.termination.as_ref().is_some_and(|t| t.by_notice);
        if !self.signed() {
            return Err(Problem::new("AGREE-009", Class::Waiting).with("needed", needed));
        }
        let renews = terms
            .duration
            .as_ref()
            .is_some_and(|d| d.auto_renew.is_some());
        if note.kind == NoteKind::NoRenewal && !renews {
            return Err(Problem::refused("ACT-008")
                .with("party", &act.by)
                .with("detail", "no-renewal"));
        }
        if note.kind == NoteKind::Terminate && !allowed {
            return Err(Problem::refused("ACT-008")
                .with("party", &act.by)
                .with("detail", "termination"));
        }
        if self.notes.iter().any(|n| {
            let given = n.from == act.by && n.kind == note.kind;
            given && !self.course.withdrawn(&self.parties, &n.from, n.n)
        }) {
            return Err(Problem::refused("AGREE-013").with("party", &act.by));
        }
        self.notes.push(NoteState {
            from: act.by.clone(),
            n: act.n,
            kind: note.kind,
            date: note.date,
            received: None,
        });
        Ok(())
    }

    fn course(&mut self, act: &Act, course: &CourseAct) -> Result<(), Problem> {
        let text = self.on_text(&course.text)?;
        let day = text.rules.day(act.at).ok_or_else(|| {
            Problem::partner("ACT-008")
                .with("party", &act.by)
                .with("detail", "time")
        })?;
        if !self.signed() {
            let needed = self.signatures_needed();
            return Err(Problem::new("AGREE-009", Class::Waiting).with("needed", needed));
        }
        let mut said = std::mem::take(&mut self.course);
        let done = match &self.text {
            Some(text) => said.apply(act, &course.what, day, &text.rules.terms, &self.notes),
            None => Ok(()),
        };
        self.course = said;
        done
    }

    fn note_received(&mut self, act: &Act, stated: &NoteReceived) -> Result<(), Problem> {
        let note = self
            .notes
            .iter_mut()
            .find(|n| n.from == stated.from && n.n == stated.of);
        match note {
            Some(note)
                if note.from != act.by
                    && note.received.is_none()
                    && near(note.date, stated.date) =>
            {
                note.received = Some(stated.date);
                Ok(())
            }
            _ => Err(Problem::partner("ACT-008")
                .with("party", &act.by)
                .with("detail", "note-received")),
        }
    }
}

/// Zones and clocks may put a receipt a day or two before the date on the note, not more.
fn near(dated: Date, received: Date) -> bool {
    received
        .checked_add(jiff::Span::new().days(2))
        .is_ok_and(|latest| latest >= dated)
}

/// The first twelve hex digits of a digest, for people.
#[must_use]
pub fn short(digest: &Digest) -> String {
    digest.hex().chars().take(12).collect()
}

fn mismatch(detail: &str) -> Problem {
    Problem::new("AGREE-014", Class::Refused).with("detail", detail)
}

/// Reads terms and checks that they rest on provisions the text has.
fn fitting_terms(json: &str, instrument: &Instrument) -> Result<Terms, Problem> {
    let terms = Terms::parse(json).map_err(|detail| mismatch(&detail))?;
    for basis in terms.bases() {
        if !check::has_provision(instrument.provisions.iter().map(|p| &p.id), basis) {
            return Err(mismatch(&format!(
                "a field rests on provision {basis}, which the text does not have"
            )));
        }
    }
    Ok(terms)
}
