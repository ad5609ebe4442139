//! The life of an agreement, folded from the acts of all parties: negotiating → text agreed →
//! frozen → signed → in force → ended, and amended on the same road. Each deed's precondition is
//! a fact that, once both records show it, stays true, so the fold gives the same answer in
//! whatever order records arrive.

mod dates;
mod road;

use crate::{
    check,
    course::CourseOfEvents,
    facts::Timeline,
    negotiation::{Negotiation, saw},
    rules::Rules,
    terms::Terms,
};
use dates::Known;
use entente_model::{
    AgreementId, Digest, Instant, OfficialId, PartyId, Problem,
    act::{Act, CourseAct, Deed, Note, NoteKind, NoteReceived, Part, Propose},
    instrument::Instrument,
    problem::Class,
    time::Date,
};
use road::{Before, Freezing, Whole};
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
    /// The full powers shown, as its author describes them; may be empty.
    pub powers: String,
    /// Index in the author's record.
    pub n: u64,
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
    /// Version of the instrument it is about, 1 for the first.
    pub version: u32,
    /// Who stated the day of receipt, and the index of that act.
    #[serde(skip)]
    pub stated: Option<(PartyId, u64)>,
}

/// One frozen version of the instrument and its signatures.
#[derive(Debug, Clone)]
pub struct Version {
    /// 1 for the first.
    pub number: u32,
    /// Texts and terms.
    pub text: AgreedText,
    /// Signatures so far.
    pub signatures: Vec<Signature>,
}

/// A signing that a party abandoned before it was complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abandoned {
    /// Who.
    pub by: PartyId,
    /// Index in the author's record.
    pub n: u64,
    /// The digest that was frozen.
    pub text: Digest,
    /// Why.
    pub reason: String,
    /// When, by the author's clock.
    pub at: Instant,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Life {
    id: AgreementId,
    parties: Vec<PartyId>,
    cards: Vec<Digest>,
    /// Long deeds on their way, by author.
    parts: BTreeMap<PartyId, String>,
    /// As the proposal says.
    piecewise: bool,
    /// The negotiation of the newest version; none while the proposal's rest is on its way.
    talk: Option<Negotiation>,
    freezing: BTreeMap<PartyId, Freezing>,
    /// Indices of each party's turns of the newest version, and of signings it abandoned.
    moves: BTreeMap<PartyId, Vec<u64>>,
    before: Option<Box<Before>>,
    /// What each party's acts show it to have stored of the others' records.
    known: BTreeMap<PartyId, BTreeMap<PartyId, u64>>,
    versions: Vec<Version>,
    abandoned: Vec<Abandoned>,
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
            && (2..=crate::negotiation::MAX_PARTIES).contains(&instrument.parties.len())
            && propose.cards.len() == instrument.parties.len();
        if !fits {
            return Err(Problem::partner("ACT-002").with("party", &act.by));
        }
        let talk = if propose.rest {
            None
        } else {
            Some(opening(&act.by, instrument)?.piecewise(propose.piecewise))
        };
        Ok(Self {
            id: act.ag,
            parties: instrument.parties.clone(),
            cards: propose.cards.clone(),
            parts: BTreeMap::new(),
            piecewise: propose.piecewise,
            talk,
            freezing: BTreeMap::new(),
            moves: BTreeMap::new(),
            before: None,
            known: BTreeMap::new(),
            versions: Vec::new(),
            abandoned: Vec::new(),
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
            Deed::Turn(turn) => self.turn(act, turn)?,
            Deed::Part(part) => self.part(act, part)?,
            Deed::Concord(concord) => self.concord(act, concord)?,
            Deed::Amend(amend) => self.amend(act, amend)?,
            Deed::Freeze(on) => self.freeze(act, on)?,
            Deed::Sign(sign) => self.sign(act, sign)?,
            Deed::Abandon(abandon) => self.abandon(act, abandon)?,
            Deed::Note(note) => self.note(act, note)?,
            Deed::NoteReceived(received) => self.note_received(act, received)?,
            Deed::Course(course) => self.course(act, course)?,
            Deed::Propose(_)
            | Deed::Keys(_)
            | Deed::Release(_)
            | Deed::Receipt(_)
            | Deed::Item(_)
            | Deed::Case(_)
            | Deed::Declare(_)
            | Deed::Anchor(_)
            | Deed::Tally(_) => {
                return Err(Problem::partner("ACT-008")
                    .with("party", &act.by)
                    .with("detail", act.deed.name()));
            }
        }
        self.compute();
        Ok(())
    }

    /// Joins a long deed; it takes effect with its last part.
    fn part(&mut self, act: &Act, part: &Part) -> Result<(), Problem> {
        let held = self.parts.entry(act.by.clone()).or_default();
        if held.len().saturating_add(part.text.len()) > entente_model::act::MAX_LONG {
            self.parts.remove(&act.by);
            return Err(Problem::partner("ACT-004")
                .with("party", &act.by)
                .with("size", entente_model::act::MAX_LONG));
        }
        held.push_str(&part.text);
        if part.left > 0 {
            return Ok(());
        }
        let whole = self.parts.remove(&act.by).unwrap_or_default();
        match Whole::read(&act.by, &whole)? {
            Whole::Turn(turn) => self.turn(act, &turn),
            Whole::Instrument(instrument) => self.rest(act, &instrument),
        }
    }

    /// The whole instrument of a proposal that did not fit one act.
    fn rest(&mut self, act: &Act, instrument: &Instrument) -> Result<(), Problem> {
        let first = self.parties.first() == Some(&act.by);
        if self.talk.is_some() || !first || instrument.parties != self.parties {
            return Err(Problem::partner("ACT-002").with("party", &act.by));
        }
        self.talk = Some(opening(&act.by, instrument)?.piecewise(self.piecewise));
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

    /// The negotiation of the newest version, also after freezing.
    ///
    /// # Errors
    /// AGREE-018 while the proposal has not arrived whole.
    pub fn talk(&self) -> Result<&Negotiation, Problem> {
        self.talk
            .as_ref()
            .ok_or_else(|| Problem::new("AGREE-018", Class::Waiting).with("id", self.id))
    }

    /// Which digest each party froze, where that was not crossed or abandoned since.
    #[must_use]
    pub fn frozen(&self) -> BTreeMap<PartyId, Digest> {
        self.freezing
            .iter()
            .filter(|(party, f)| !self.is_void(party, f))
            .map(|(party, f)| (party.clone(), f.text))
            .collect()
    }

    /// The frozen versions, oldest first.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The newest frozen text.
    #[must_use]
    pub fn agreed_text(&self) -> Option<&AgreedText> {
        self.versions.last().map(|v| &v.text)
    }

    /// The text that governs at an instant: the newest version in force then, else the first.
    #[must_use]
    pub fn text_at(&self, at: Instant) -> Option<&AgreedText> {
        self.governing(at, &|_, _| true)
    }

    /// As [`Self::text_at`], to `by`, who says it had seen so much: what was still on its way to
    /// it does not decide under which text it acted.
    #[must_use]
    pub fn text_for(
        &self,
        by: &PartyId,
        seen: &[(PartyId, u64)],
        at: Instant,
    ) -> Option<&AgreedText> {
        self.governing(at, &|of, n| {
            of == by || saw(seen, of, n) || self.knew(by, of, n)
        })
    }

    fn governing(&self, at: Instant, known: &Known<'_>) -> Option<&AgreedText> {
        let amended = self.versions.iter().skip(1).rev().find(|v| {
            let begins = self.begins_to(v, known);
            let day = v.text.rules.day(at);
            begins.is_some_and(|begins| day.is_some_and(|day| day >= begins))
        });
        amended.or_else(|| self.versions.first()).map(|v| &v.text)
    }

    /// Signings abandoned before they were complete.
    #[must_use]
    pub fn abandoned(&self) -> &[Abandoned] {
        &self.abandoned
    }

    /// Signatures of the newest frozen version.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        self.versions.last().map_or(&[], |v| &v.signatures)
    }

    /// Notifications so far.
    #[must_use]
    pub fn notes(&self) -> &[NoteState] {
        &self.notes
    }

    /// How many signatures the newest frozen version needs in all; 0 before any is frozen.
    #[must_use]
    pub fn signatures_needed(&self) -> usize {
        self.versions.last().map_or(0, |v| {
            usize::try_from(v.text.rules.terms.signatures_per_party())
                .unwrap_or(usize::MAX)
                .saturating_mul(self.parties.len())
        })
    }

    /// Whether the first version has every signature.
    #[must_use]
    pub fn signed(&self) -> bool {
        self.versions.first().is_some_and(|v| self.complete(v))
    }

    /// Whether a version has every signature.
    #[must_use]
    pub fn complete(&self, version: &Version) -> bool {
        let per_party = version.text.rules.terms.signatures_per_party();
        self.parties.iter().all(|p| {
            let many = version.signatures.iter().filter(|s| &s.party == p).count();
            u32::try_from(many).is_ok_and(|many| many >= per_party)
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

    /// Where it stands; of an amendment see [`Self::amendment_stage`].
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
        if !self.versions.is_empty() {
            return Stage::Frozen;
        }
        self.talk_stage()
    }

    /// Version and stage of an amendment on its way.
    #[must_use]
    pub fn amendment_stage(&self) -> Option<(u32, Stage)> {
        let version = self.talk.as_ref()?.version();
        if version < 2 {
            return None;
        }
        let held = self.versions.iter().find(|v| v.number == version);
        let stage = match held {
            Some(_) if self.timeline.amendments.contains_key(&version.to_string()) => {
                Stage::Notified
            }
            Some(held) if self.complete(held) => Stage::Signed,
            Some(_) => Stage::Frozen,
            None => self.talk_stage(),
        };
        Some((version, stage))
    }

    fn talk_stage(&self) -> Stage {
        let Some(talk) = &self.talk else {
            return Stage::Negotiating;
        };
        let open = talk.hindrances();
        if open.iter().all(|(word, _)| *word == "not-concordant") {
            Stage::TextAgreed
        } else {
            Stage::Negotiating
        }
    }

    /// A signed text by its digest: its version and the text.
    fn on_text(&self, text: &Digest) -> Result<(u32, &AgreedText), Problem> {
        let Some(newest) = self.agreed_text() else {
            return Err(Problem::new("AGREE-007", Class::Waiting));
        };
        let held = self.versions.iter().find(|v| v.text.digest == *text);
        held.map(|v| (v.number, &v.text)).ok_or_else(|| {
            Problem::new("AGREE-003", Class::Stale)
                .with("now", short(&newest.digest))
                .with("named", short(text))
        })
    }

    /// Refuses what presumes a version to be signed while it is not.
    fn signed_in_full(&self, version: u32) -> Result<(), Problem> {
        let held = self.versions.iter().find(|v| v.number == version);
        if held.is_some_and(|v| self.complete(v)) {
            return Ok(());
        }
        let needed = self.signatures_needed();
        Err(Problem::new("AGREE-009", Class::Waiting).with("needed", needed))
    }

    fn note(&mut self, act: &Act, note: &Note) -> Result<(), Problem> {
        let (version, text) = self.on_text(&note.text)?;
        self.signed_in_full(version)?;
        let terms = &text.rules.terms;
        let allowed = terms.termination.as_ref().is_some_and(|t| t.by_notice);
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
            let about = note.kind != NoteKind::Completed || n.version == version;
            given && about && !self.course.withdrawn(&self.parties, &n.from, n.n)
        }) {
            return Err(Problem::refused("AGREE-013").with("party", &act.by));
        }
        self.notes.push(NoteState {
            from: act.by.clone(),
            n: act.n,
            kind: note.kind,
            date: note.date,
            received: None,
            version,
            stated: None,
        });
        Ok(())
    }

    /// A date of entry into force is confirmed as computed, or not at all.
    fn begins(&self, version: u32, on: Date) -> Result<(), Problem> {
        let computed = if version == 1 {
            self.entry_into_force()
        } else {
            let of = self.timeline.amendments.get(&version.to_string());
            of.map(|d| d.date)
        };
        match computed {
            Some(date) if date == on => Ok(()),
            other => Err(Problem::refused("AGREE-023").with("named", on).with(
                "computed",
                other.map_or_else(|| "-".to_owned(), |d| d.to_string()),
            )),
        }
    }

    fn course(&mut self, act: &Act, course: &CourseAct) -> Result<(), Problem> {
        let (version, text) = self.on_text(&course.text)?;
        let day = text.rules.day(act.at).ok_or_else(|| {
            Problem::partner("ACT-008")
                .with("party", &act.by)
                .with("detail", "time")
        })?;
        self.signed_in_full(version)?;
        if let entente_model::act::Course::InForce { version, on } = &course.what {
            self.begins(*version, *on)?;
        }
        let mut said = std::mem::take(&mut self.course);
        let done = match self.on_text(&course.text) {
            Ok((_, text)) => said.apply(act, &course.what, day, &text.rules.terms, &self.notes),
            Err(problem) => Err(problem),
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
                note.stated = Some((act.by.clone(), act.n));
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

/// The negotiation a whole proposal opens.
fn opening(by: &PartyId, instrument: &Instrument) -> Result<Negotiation, Problem> {
    let terms = fitting_terms(&instrument.terms, instrument)?;
    let parties = terms.parties();
    if !parties.iter().all(|p| instrument.parties.contains(p))
        || parties.len() != instrument.parties.len()
    {
        return Err(mismatch("parties of terms and text differ"));
    }
    let langs: Vec<&String> = instrument.title.iter().map(|(lang, _)| lang).collect();
    let whole = instrument
        .provisions
        .iter()
        .all(|p| p.text.iter().map(|w| &w.lang).eq(langs.iter().copied()));
    if !whole {
        return Err(mismatch("a provision lacks one of the languages"));
    }
    Negotiation::open(by, instrument)
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
