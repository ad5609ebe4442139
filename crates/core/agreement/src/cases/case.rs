//! One case: its acts in an order that every node gives them, and where it stands.

use crate::past::Past;
use entente_model::{
    OfficialId, PartyId,
    case::{CaseId, ItemAt, Matter, Stage},
    time::Date,
};
use serde::Serialize;

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    id: CaseId,
    matter: Matter,
    parties: Vec<PartyId>,
    concerned: Concerned,
    /// The terms give no right to it: the other party's leave comes first (V2).
    needs_leave: bool,
    opening: Entry,
    /// What came after it, sorted by depth, author and index.
    later: Vec<Entry>,
}

/// Whom the items of a case concern.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Concerned {
    /// The originators of the items, each set once.
    pub origins: Vec<Vec<PartyId>>,
    /// Parties that speak for the items: originators, or the giver where none of them is a party.
    pub speak: Vec<PartyId>,
    /// Parties that hold them.
    pub holders: Vec<PartyId>,
}

/// One act of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// One more than the deepest act its author had seen: an order that follows from the acts.
    pub depth: u32,
    /// Author.
    pub by: PartyId,
    /// Index in the author's record.
    pub n: u64,
    /// The day it is about.
    pub on: Date,
    /// The day of the act by its author's clock, in the agreement's zone.
    pub day: Date,
    /// Who signed.
    pub official: OfficialId,
    /// What was done.
    pub what: Done,
    /// How many times the case had been opened again before.
    pub epoch: u32,
    /// There are sealed words with it.
    pub text: bool,
    /// The terms let its author close alone.
    #[serde(skip)]
    pub(super) alone: bool,
    /// The terms ask all makers of joint information (C8).
    #[serde(skip)]
    pub(super) jointly: bool,
}

/// See [`Entry::what`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// Opened.
    Open,
    /// Stage reached.
    Report(Stage),
    /// Answered.
    Answer {
        /// Yes or no.
        granted: bool,
        /// Last day.
        until: Option<Date>,
        /// Items given.
        items: Vec<ItemAt>,
    },
    /// Taken back.
    Withdraw,
    /// Closed, or consented to.
    Close,
    /// Opened again.
    Reopen,
}

impl Done {
    /// One word, as in the JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Report(stage) => stage.word(),
            Self::Answer { .. } => "answer",
            Self::Withdraw => "withdraw",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Open.
    Open,
    /// Answered with yes.
    Granted,
    /// Answered with no.
    Declined,
    /// Closed.
    Closed,
    /// The question was taken back.
    Withdrawn,
}

impl State {
    /// The word, as in the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Granted => "granted",
            Self::Declined => "declined",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A party's account of the facts in a dispute, and who agrees to a fact of it (A16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Whose.
    pub by: PartyId,
    /// Index of the act in that party's record; the words are sealed there.
    pub n: u64,
    /// The day.
    pub on: Date,
    /// Acts of other parties that agree to a fact of it: author and index. The words say to which.
    pub agreed: Vec<(PartyId, u64)>,
}

/// A case as somebody sees it: whole, or as far as the author of an act had seen it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    case: &'a Case,
    past: Option<Past<'a>>,
}

impl Case {
    pub(super) fn new(
        id: CaseId,
        matter: Matter,
        parties: Vec<PartyId>,
        concerned: Concerned,
        needs_leave: bool,
        opening: Entry,
    ) -> Self {
        Self {
            id,
            matter,
            parties,
            concerned,
            needs_leave,
            opening,
            later: Vec::new(),
        }
    }

    /// Which it is.
    #[must_use]
    pub fn id(&self) -> &CaseId {
        &self.id
    }

    /// What it is about.
    #[must_use]
    pub fn matter(&self) -> &Matter {
        &self.matter
    }

    /// The parties of the agreement.
    #[must_use]
    pub fn parties(&self) -> &[PartyId] {
        &self.parties
    }

    /// Whom its items concern.
    #[must_use]
    pub fn concerned(&self) -> &Concerned {
        &self.concerned
    }

    /// Whether the other party's leave comes first.
    #[must_use]
    pub fn needs_leave(&self) -> bool {
        self.needs_leave
    }

    /// The whole of it, as stored here.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View {
            case: self,
            past: None,
        }
    }

    /// As far as the author of an act had seen it.
    #[must_use]
    pub fn seen_by<'a>(&'a self, past: Past<'a>) -> View<'a> {
        View {
            case: self,
            past: Some(past),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.view().state()
    }

    /// Its acts, in an order every node gives them: what was seen comes before what saw it.
    pub fn acts(&self) -> impl Iterator<Item = &Entry> {
        std::iter::once(&self.opening).chain(&self.later)
    }

    /// The act that opened it.
    #[must_use]
    pub fn opened(&self) -> &Entry {
        &self.opening
    }

    /// The stages reached, in order.
    pub fn stages(&self) -> impl Iterator<Item = (Stage, &Entry)> {
        self.acts().filter_map(|act| match act.what {
            Done::Report(stage) => Some((stage, act)),
            _ => None,
        })
    }

    /// The accounts of a dispute side by side, none taking another's place; each with the acts
    /// that agree to a fact of it.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        let mut accounts: Vec<Account> = Vec::new();
        for (stage, act) in self.stages() {
            match stage {
                Stage::Account => accounts.push(Account {
                    by: act.by.clone(),
                    n: act.n,
                    on: act.on,
                    agreed: Vec::new(),
                }),
                Stage::Agreed => {
                    let others = accounts.iter_mut().filter(|a| a.by != act.by);
                    if let Some(account) = others.last() {
                        account.agreed.push((act.by.clone(), act.n));
                    }
                }
                _ => {}
            }
        }
        accounts
    }

    /// The other party: who is asked, inspected or answers.
    #[must_use]
    pub fn other(&self) -> Option<&PartyId> {
        match &self.matter {
            Matter::Visit(visit) => Some(&visit.host),
            _ => self.parties.iter().find(|p| **p != self.id.by),
        }
    }

    /// Who may answer it.
    #[must_use]
    pub fn answerers(&self) -> Vec<&PartyId> {
        match &self.matter {
            Matter::Incident { .. } | Matter::Dispute { .. } | Matter::ClearanceEnded { .. } => {
                Vec::new()
            }
            Matter::Inspection { .. } if !self.needs_leave => Vec::new(),
            Matter::Demand { .. } => self.concerned.speak.iter().collect(),
            _ => self.other().into_iter().collect(),
        }
    }

    /// Who inspects the firm of a contract: the authority of the firm's party, else the party asked.
    #[must_use]
    pub fn inspector(&self) -> Option<&PartyId> {
        let Matter::Contract(contract) = &self.matter else {
            return None;
        };
        let own = self
            .parties
            .iter()
            .find(|p| contract.firm.party.as_ref() == Some(*p));
        own.or_else(|| self.other())
    }

    pub(super) fn add(&mut self, entry: Entry) {
        let key = |e: &Entry| (e.depth, e.by.clone(), e.n);
        let new = key(&entry);
        let at = self.later.partition_point(|e| key(e) <= new);
        self.later.insert(at, entry);
    }
}

impl<'a> View<'a> {
    /// The acts of it.
    pub fn acts(self) -> impl Iterator<Item = &'a Entry> {
        let acts = self.case.acts();
        acts.filter(move |e| self.past.is_none_or(|past| past.knows(&e.by, e.n)))
    }

    /// How many times it was opened again.
    #[must_use]
    pub fn epoch(self) -> u32 {
        let reopened = self.acts().filter(|e| e.what == Done::Reopen);
        reopened.map(|e| e.epoch).max().unwrap_or_default()
    }

    pub(super) fn depth(self) -> u32 {
        self.acts().map(|e| e.depth).max().unwrap_or_default()
    }

    /// Where it stands. An act that crossed a withdrawal changes nothing of it, and one that
    /// crossed a reopening belongs to what was before.
    #[must_use]
    pub fn state(self) -> State {
        let epoch = self.epoch();
        let live = || self.acts().filter(move |e| e.epoch == epoch);
        if live().any(|e| e.what == Done::Withdraw) {
            return State::Withdrawn;
        }
        if self.closed() {
            return State::Closed;
        }
        let answerers = self.case.answerers();
        let mut all = true;
        let mut answered = false;
        for party in &answerers {
            match self.answer_of(party) {
                Some(Done::Answer { granted, .. }) => {
                    answered = true;
                    all &= *granted;
                }
                _ => all = false,
            }
        }
        match (answered, all) {
            (false, _) => State::Open,
            (true, true) => State::Granted,
            (true, false) => State::Declined,
        }
    }

    /// Whether something is still to come of it.
    #[must_use]
    pub fn is_open(self) -> bool {
        let state = self.state();
        match self.case.matter {
            Matter::Demand { .. } => !matches!(state, State::Closed | State::Withdrawn),
            Matter::Visit(_) | Matter::Contract(_) | Matter::Inspection { .. } => {
                matches!(state, State::Open | State::Granted)
            }
            _ => state == State::Open,
        }
    }

    /// A party's latest answer.
    pub(super) fn answer_of(self, party: &PartyId) -> Option<&'a Done> {
        let answers = self.acts().filter(|e| &e.by == party);
        answers
            .filter(|e| matches!(e.what, Done::Answer { .. }))
            .last()
            .map(|e| &e.what)
    }

    /// Last day of what was granted, where one was named.
    #[must_use]
    pub fn granted_until(self) -> Option<Date> {
        self.case
            .answerers()
            .into_iter()
            .filter_map(|party| match self.answer_of(party) {
                Some(Done::Answer { until, .. }) => *until,
                _ => None,
            })
            .min()
    }

    /// Whether a stage was reached, by anybody.
    #[must_use]
    pub fn reached(self, stage: Stage) -> bool {
        self.acts().any(|e| e.what == Done::Report(stage))
    }

    /// The first time a party reached one of these stages after the last reopening.
    pub(super) fn first(self, stages: &[Stage], by: Option<&PartyId>) -> Option<&'a Entry> {
        let epoch = self.epoch();
        self.acts().find(|e| {
            e.epoch == epoch
                && by.is_none_or(|by| &e.by == by)
                && matches!(&e.what, Done::Report(stage) if stages.contains(stage))
        })
    }

    /// Whether the firm of a contract has been inspected.
    #[must_use]
    pub fn inspected(self) -> bool {
        self.reached(Stage::Done)
    }

    /// Whether a party that speaks for the items of a demand has been heard (A18).
    pub(super) fn heard(self, party: &PartyId) -> bool {
        self.answer_of(party).is_some()
            || self
                .acts()
                .any(|e| &e.by == party && e.what == Done::Report(Stage::Heard))
    }

    /// Acts that close it or consent to it, since it was last opened.
    pub fn closers(self) -> impl Iterator<Item = &'a Entry> {
        let epoch = self.epoch();
        self.acts()
            .filter(move |e| e.epoch == epoch && e.what == Done::Close)
    }

    fn closed(self) -> bool {
        let case = self.case;
        let by = |party: &PartyId| self.closers().any(|e| &e.by == party);
        let every = || case.parties.iter().all(by);
        match &case.matter {
            Matter::Incident { .. } => every() || self.originators_closed(),
            Matter::Dispute { .. } => every(),
            Matter::ClearanceEnded { .. } => {
                let mut others = case.parties.iter().filter(|p| **p != case.id.by);
                others.all(|party| self.first(&[Stage::Told], Some(party)).is_some())
            }
            _ => self.closers().next().is_some(),
        }
    }

    /// Whether those closed it who made the items, where the terms leave it to them (I2): one for
    /// each set of originators, or all of them for joint information.
    fn originators_closed(self) -> bool {
        let closers: Vec<_> = self.closers().collect();
        let alone = || closers.iter().filter(|e| e.alone);
        let jointly = closers.iter().any(|e| e.jointly);
        let origins = &self.case.concerned.origins;
        !origins.is_empty()
            && origins.iter().all(|makers| {
                let closed = |maker: &PartyId| alone().any(|e| &e.by == maker);
                if jointly {
                    makers.iter().all(closed)
                } else {
                    makers.iter().any(closed)
                }
            })
    }
}
