//! What is to be done in a case, by whom and by when (I1, I2, A18, D3, D4, V1–V3). The treaty's
//! adverb is kept beside the number; without a number elapsed time is shown and no verdict given.

use super::{Case, Done, State, View};
use crate::{
    dates::{self, DateError},
    rules::Rules,
    terms::{Group, Investigator, ReportOf, Soon, Within},
    timeline as clocks,
};
use entente_model::{
    PartyId, ProvisionId,
    case::{Matter, Stage},
    time::Date,
};
use serde::Serialize;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// The originator is told of an incident.
    Notify,
    /// Incident: the investigator's report.
    Report,
    /// Measures are taken and told.
    Measures,
    /// It is closed, or its closing consented to.
    Close,
    /// What was asked is answered.
    Answer,
    /// Demand: the originator is told.
    Tell,
    /// Demand: the originator says what it thinks.
    Hear,
    /// Demand: it is decided and answered to the body.
    Decide,
    /// Inspection: findings and report.
    Inspect,
    /// Contract: the firm is inspected.
    InspectFirm,
    /// The end of a clearance is told.
    Revoke,
    /// The other side says that it knows.
    Acknowledge,
    /// Incident: help that was asked for is given.
    Help,
}

impl Task {
    /// All.
    pub const ALL: [Self; 13] = [
        Self::Notify,
        Self::Report,
        Self::Measures,
        Self::Close,
        Self::Answer,
        Self::Tell,
        Self::Hear,
        Self::Decide,
        Self::Inspect,
        Self::InspectFirm,
        Self::Revoke,
        Self::Acknowledge,
        Self::Help,
    ];

    /// The word, as in the JSON; its message is `case-task-` with it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Notify => "notify",
            Self::Report => "report",
            Self::Measures => "measures",
            Self::Close => "close",
            Self::Answer => "answer",
            Self::Tell => "tell",
            Self::Hear => "hear",
            Self::Decide => "decide",
            Self::Inspect => "inspect",
            Self::InspectFirm => "inspect-firm",
            Self::Revoke => "revoke",
            Self::Acknowledge => "acknowledge",
            Self::Help => "help",
        }
    }
}

/// One duty, for work lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// What.
    pub what: Task,
    /// By whom.
    pub by: PartyId,
    /// The day its time runs from.
    pub since: Date,
    /// Last day in time; `None` where the terms state no number.
    pub due: Option<Date>,
    /// The last day cannot be computed: a calendar does not reach it.
    pub unclear: bool,
    /// The treaty's word for how soon.
    pub word: Option<Soon>,
    /// The provision it rests on. Without one it is a wish of a party, not a duty.
    pub article: Option<ProvisionId>,
    /// The day it was done.
    pub done: Option<Date>,
}

/// How a duty stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Done in time, or where no number was agreed.
    Done,
    /// Done so many days late.
    Late(i32),
    /// To be done; so many days have passed since it began.
    Open(i32),
    /// To be done, and so many days over.
    Overdue(i32),
}

impl Duty {
    /// How it stands on a day of the agreement's zone.
    #[must_use]
    pub fn standing(&self, day: Date) -> Standing {
        let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
        match (self.done, self.due) {
            (Some(done), Some(due)) if done > due => Standing::Late(days(due, done)),
            (Some(_), _) => Standing::Done,
            (None, Some(due)) if day > due => Standing::Overdue(days(due, day)),
            (None, _) => Standing::Open(days(self.since, day)),
        }
    }
}

impl Case {
    /// Every duty in it, done and to be done, under the rules given.
    #[must_use]
    pub fn duties(&self, rules: &Rules) -> Vec<Duty> {
        let view = self.view();
        let mut out = List {
            rules,
            duties: Vec::new(),
        };
        match self.matter() {
            Matter::Incident { .. } => self.of_incident(view, &mut out),
            Matter::Inspection { visit, .. } => self.of_inspection(view, *visit, &mut out),
            Matter::Visit(_) | Matter::Information { .. } | Matter::Clearance { .. } => {
                self.of_question(view, &mut out);
            }
            Matter::Contract(_) => {
                self.of_question(view, &mut out);
                self.of_contract(view, &mut out);
            }
            Matter::Demand { answer_by, .. } => self.of_demand(view, *answer_by, &mut out),
            Matter::Dispute { .. } => {
                let since = self.opened().on;
                let article = rules.terms.dispute.as_ref().map(Group::first);
                for party in self.parties() {
                    let done = view.closers().find(|e| &e.by == party).map(|e| e.day);
                    out.add(Task::Close, party, since, article, done);
                }
            }
            Matter::ClearanceEnded { .. } => self.of_end(view, &mut out),
        }
        out.duties
    }

    /// Who must act next: the parties with something to do now. In a case that is over nobody.
    #[must_use]
    pub fn waits_for(&self, rules: &Rules) -> Vec<PartyId> {
        if !self.view().is_open() {
            return Vec::new();
        }
        let open = self.duties(rules).into_iter().filter(|d| d.done.is_none());
        let mut all: Vec<_> = open.map(|d| d.by).collect();
        all.sort();
        all.dedup();
        all
    }

    fn of_incident(&self, view: View<'_>, out: &mut List<'_>) {
        let rules = out.rules;
        let group = rules.terms.incident.as_ref();
        let opened = self.opened();
        let began = began(self, view);
        let holders = &self.concerned().holders;
        let told_by_holder = holders.is_empty() || holders.contains(&opened.by);
        if told_by_holder {
            let word = group.and_then(|g| g.notify.as_ref());
            let due = clocks::incident_notice_by(&rules.terms, opened.on);
            let unclear = due.is_err();
            out.duties.push(Duty {
                what: Task::Notify,
                by: opened.by.clone(),
                since: opened.on,
                due: due.ok().flatten().map(|dated| dated.date),
                unclear,
                word: word.map(|w| w.word),
                article: group.map(|g| g.rule("notify").clone()),
                done: Some(opened.day),
            });
        }
        let jointly = matches!(
            group.and_then(|g| g.investigate_by),
            Some(Investigator::Joint | Investigator::PlaceOfBreach)
        );
        let held_by: Vec<&PartyId> = match holders.as_slice() {
            [] => vec![&opened.by],
            some => some.iter().collect(),
        };
        let reported = view.first(&[Stage::Final], None).map(|e| e.day);
        let report = group.and_then(|g| g.report.as_ref());
        let article = group.map(|g| g.rule("report"));
        for party in &held_by {
            let done = if jointly {
                reported
            } else {
                let own = view.first(&[Stage::Final], Some(party));
                own.map(|e| e.day)
            };
            out.within(Task::Report, party, began, report, article, done);
        }
        let content = group.map(|g| g.content.as_slice()).unwrap_or_default();
        if content.contains(&ReportOf::Measures)
            && let Some(since) = reported
        {
            let article = group.map(|g| g.rule("content"));
            for party in &held_by {
                let done = view.first(&[Stage::Measures], Some(party)).map(|e| e.day);
                out.add(Task::Measures, party, since, article, done);
            }
        }
        self.of_help(view, out);
        if let Some(since) = reported {
            self.of_closing(view, since, out);
        }
    }

    /// Help is asked for by the first word of it, and given by the other side's next (I2).
    fn of_help(&self, view: View<'_>, out: &mut List<'_>) {
        let group = out.rules.terms.incident.as_ref();
        let Some(group) = group.filter(|g| g.assist_on_request) else {
            return;
        };
        let Some(asked) = view.first(&[Stage::Help], None) else {
            return;
        };
        let article = Some(group.rule("assist_on_request"));
        for party in self.parties().iter().filter(|p| **p != asked.by) {
            let given = view.first(&[Stage::Help], Some(party)).map(|e| e.day);
            out.add(Task::Help, party, asked.day, article, given);
        }
    }

    fn of_closing(&self, view: View<'_>, since: Date, out: &mut List<'_>) {
        let group = out.rules.terms.incident.as_ref();
        let alone = group.is_some_and(|g| g.originator_closes);
        let makers = || self.concerned().origins.iter().flatten();
        let mut who: Vec<&PartyId> = self.parties().iter().collect();
        let origins = &self.concerned().origins;
        let here = |set: &Vec<PartyId>| set.iter().any(|maker| self.parties().contains(maker));
        if alone && !origins.is_empty() && origins.iter().all(here) {
            who.retain(|party| makers().any(|maker| maker == *party));
        }
        let article = group.map(|g| g.rule("originator_closes"));
        for party in who {
            let done = view.closers().find(|e| &e.by == party).map(|e| e.day);
            out.add(Task::Close, party, since, article, done);
        }
    }

    fn of_inspection(&self, view: View<'_>, visit: Date, out: &mut List<'_>) {
        let group = out.rules.terms.oversight.as_ref();
        let article = group.map(Group::first);
        let opener = &self.id().by;
        if self.needs_leave() {
            self.of_question(view, out);
            if view.state() == State::Open {
                return;
            }
        }
        let reported = view.first(&[Stage::Final], None).map(|e| e.day);
        out.add(Task::Inspect, opener, visit, article, reported);
        if let (Some(finding), Some(other)) = (view.first(&[Stage::Finding], None), self.other()) {
            let done = view.first(&[Stage::Measures], None).map(|e| e.day);
            out.add(Task::Measures, other, finding.day, article, done);
        }
        if let Some(since) = reported {
            let done = view.closers().next().map(|e| e.day);
            out.add(Task::Close, opener, since, article, done);
        }
    }

    /// A question and its answer.
    fn of_question(&self, view: View<'_>, out: &mut List<'_>) {
        let rules = out.rules;
        let opened = self.opened();
        let article = super::basis(rules, self.matter());
        for party in self.answerers() {
            let answer = view
                .acts()
                .find(|e| &e.by == party && matches!(e.what, Done::Answer { .. }));
            let done = answer.map(|e| e.day);
            match self.matter() {
                Matter::Visit(visit) => {
                    let due = clocks::visit_answer_by_at(&rules.terms, &visit.host, visit.from);
                    out.dated(Task::Answer, party, opened.day, due, done, article);
                }
                Matter::Clearance { .. } => {
                    let within = rules.terms.access.as_ref().and_then(|g| g.confirm.as_ref());
                    out.within(Task::Answer, party, opened.day, within, article, done);
                }
                Matter::Information { reply_by, .. } => {
                    // A wish: it may be refused without a reason, and silence breaks nothing (A14).
                    out.add(Task::Answer, party, opened.day, None, done);
                    if let Some(duty) = out.duties.last_mut() {
                        duty.due = *reply_by;
                    }
                }
                _ => out.add(Task::Answer, party, opened.day, article, done),
            }
        }
    }

    fn of_contract(&self, view: View<'_>, out: &mut List<'_>) {
        let rules = out.rules;
        let Some(group) = &rules.terms.contractors else {
            return;
        };
        let (Some(inspector), State::Granted) = (self.inspector(), view.state()) else {
            return;
        };
        let inspections = view.acts().filter(|e| e.what == Done::Report(Stage::Done));
        match (inspections.last(), group.inspect_every) {
            (None, _) if group.inspect_first => {
                let since = self.opened().day;
                let article = Some(group.rule("inspect_first"));
                out.add(Task::InspectFirm, inspector, since, article, None);
            }
            (Some(last), Some(every)) => {
                let due = dates::add(every, last.on, &rules.terms.calendar, None);
                let article = Some(group.rule("inspect_every"));
                out.dated(
                    Task::InspectFirm,
                    inspector,
                    last.on,
                    due.map(Some),
                    None,
                    article,
                );
            }
            _ => {}
        }
    }

    fn of_demand(&self, view: View<'_>, answer_by: Option<Date>, out: &mut List<'_>) {
        let group = out.rules.terms.disclosure_demand.as_ref();
        let (opener, opened) = (&self.id().by, self.opened());
        let told = view.acts().find(|e| e.what == Done::Report(Stage::Told));
        let article = group.map(|g| g.rule("notify"));
        let within = group.map(|g| &g.notify);
        let done = told.map(|e| e.day);
        out.within(Task::Tell, opener, opened.on, within, article, done);
        let Some(told) = told else { return };
        if group.is_none_or(|g| g.consult_before) {
            let article = group.map(|g| g.rule("consult_before"));
            for party in &self.concerned().speak {
                let heard = view.acts().find(|e| {
                    &e.by == party
                        && matches!(e.what, Done::Report(Stage::Heard) | Done::Answer { .. })
                });
                out.add(Task::Hear, party, told.day, article, heard.map(|e| e.day));
            }
        }
        let decided = view
            .acts()
            .find(|e| matches!(e.what, Done::Report(Stage::Done) | Done::Close));
        out.add(Task::Decide, opener, told.day, None, decided.map(|e| e.day));
        if let Some(duty) = out.duties.last_mut() {
            duty.due = answer_by;
        }
    }

    fn of_end(&self, view: View<'_>, out: &mut List<'_>) {
        let opened = self.opened();
        let group = out.rules.terms.access.as_ref();
        let within = group.and_then(|g| g.revocation.as_ref());
        let article = group.map(|g| g.rule("revocation"));
        let told = Some(opened.day);
        out.within(Task::Revoke, &opened.by, opened.on, within, article, told);
        for party in self.parties().iter().filter(|p| **p != opened.by) {
            let done = view.first(&[Stage::Told], Some(party)).map(|e| e.day);
            out.add(Task::Acknowledge, party, opened.day, article, done);
        }
    }
}

/// The day its clocks run from: of discovery, or of what opened it again.
fn began(case: &Case, view: View<'_>) -> Date {
    let reopened = view.acts().filter(|e| e.what == Done::Reopen);
    reopened.last().unwrap_or(case.opened()).on
}

struct List<'r> {
    rules: &'r Rules,
    duties: Vec<Duty>,
}

impl List<'_> {
    /// Without a number.
    fn add(
        &mut self,
        what: Task,
        by: &PartyId,
        since: Date,
        article: Option<&ProvisionId>,
        done: Option<Date>,
    ) {
        self.within(what, by, since, None, article, done);
    }

    /// Within a time standard.
    fn within(
        &mut self,
        what: Task,
        by: &PartyId,
        since: Date,
        within: Option<&Within>,
        article: Option<&ProvisionId>,
        done: Option<Date>,
    ) {
        let due = within.map(|w| clocks::deadline(&self.rules.terms, w, since));
        let unclear = matches!(due, Some(Err(_)));
        self.duties.push(Duty {
            what,
            by: by.clone(),
            since,
            due: due.and_then(Result::ok).flatten(),
            unclear,
            word: within.map(|w| w.word),
            article: article.cloned(),
            done,
        });
    }

    /// By a day computed elsewhere.
    fn dated(
        &mut self,
        what: Task,
        by: &PartyId,
        since: Date,
        due: Result<Option<Date>, DateError>,
        done: Option<Date>,
        article: Option<&ProvisionId>,
    ) {
        self.add(what, by, since, article, done);
        if let Some(duty) = self.duties.last_mut() {
            duty.unclear = due.is_err();
            duty.due = due.ok().flatten();
        }
    }
}
