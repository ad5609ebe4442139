//! Duties that run on what was given: whose, by when, under which provision. Nothing changes by
//! itself; a day that passes is a task for somebody (C6, F4, F8, G5, M24).

use super::{Facts, Family, NumberState, Register, basis::basis, view::states};
use crate::{
    Rules,
    facts::Dated,
    terms::Group,
    timeline::{self, deadline},
};
use entente_model::{PartyId, ProvisionId, holding::Wanted, time::Date};
use jiff::ToSpan;
use serde::Serialize;

/// Most duties that are listed; the count goes on.
const MAX_LISTED: usize = 10_000;
/// So many days ahead a review, a lapse or an end of classification is near.
const NEAR: i64 = 30;

/// What has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyKind {
    /// Sign the receipt (F4).
    Receipt,
    /// Send a tracer after a receipt that is due (F4).
    Tracer,
    /// Answer a recall, or do what it wants.
    Recall,
    /// Alter the mark after an order (C6).
    Apply,
    /// Confirm, or ask after, what is on its way back.
    Return,
    /// Answer a question for consent (E1).
    Answer,
    /// A consent lapses.
    Lapse,
    /// Look at the marking again (M24).
    Review,
    /// The day on which its classification ends has come or is near (C6).
    Declassify,
    /// What was dispatched has ended, what was made of it has not (G5).
    Disposal,
}

impl DutyKind {
    /// All.
    pub const ALL: [Self; 10] = [
        Self::Receipt,
        Self::Tracer,
        Self::Recall,
        Self::Apply,
        Self::Return,
        Self::Answer,
        Self::Lapse,
        Self::Review,
        Self::Declassify,
        Self::Disposal,
    ];

    /// The word, as in the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Tracer => "tracer",
            Self::Recall => "recall",
            Self::Apply => "apply",
            Self::Return => "return",
            Self::Answer => "answer",
            Self::Lapse => "lapse",
            Self::Review => "review",
            Self::Declassify => "declassify",
            Self::Disposal => "disposal",
        }
    }
}

/// One duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// What.
    pub kind: DutyKind,
    /// Who gave the item.
    pub from: PartyId,
    /// Index of the release in that party's record.
    pub n: u64,
    /// Index, in its author's record, of the act it follows from; the release's own where none does.
    pub act: u64,
    /// Last day, or the day itself; none where the terms state no number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Whether the day has passed.
    pub overdue: bool,
    /// The provision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<ProvisionId>,
    /// Who must act.
    pub who: PartyId,
}

/// Duties of one party's releases and holdings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Duties {
    /// Those due first come first, those without a day last; at most 10 000.
    pub rows: Vec<Duty>,
    /// How many there are.
    pub count: u64,
}

impl Register {
    /// The duties that run on a day on what `me` gave or holds, with everything seen.
    #[must_use]
    pub fn duties(&self, rules: &Rules, day: Date, me: &PartyId) -> Duties {
        let mut out = Duties::default();
        for from in self.given.keys() {
            for (n, facts) in self.releases(from) {
                if from == me || &facts.to == me {
                    let one = Running {
                        rules,
                        day,
                        from,
                        n,
                        facts,
                        out: &mut out,
                    };
                    one.run(self);
                }
            }
        }
        out.cut();
        out
    }
}

impl Duties {
    pub(super) fn push(&mut self, duty: Duty) {
        self.count = self.count.saturating_add(1);
        self.rows.push(duty);
        if self.rows.len() >= MAX_LISTED.saturating_mul(2) {
            self.cut();
        }
    }

    pub(super) fn cut(&mut self) {
        let key = |d: &Duty| (d.due.is_none(), d.due, d.from.clone(), d.n, d.kind, d.act);
        self.rows.sort_by_cached_key(key);
        self.rows.truncate(MAX_LISTED);
    }
}

struct Running<'r> {
    rules: &'r Rules,
    day: Date,
    from: &'r PartyId,
    n: u64,
    facts: &'r Facts,
    out: &'r mut Duties,
}

impl Running<'_> {
    fn run(mut self, register: &Register) {
        let family = register.family(self.from, self.n);
        let states = states(register, self.from, self.n, self.facts, &|_, _| true);
        let receipted = register.receipted(self.from, self.n);
        let ended = |at: usize| states.get(at).is_some_and(|(state, _)| state.ended());
        let open = states.iter().any(|(state, _)| !state.ended());
        // What is only shown has a receipt too, and a level that can change.
        let shown = states
            .first()
            .is_some_and(|(s, _)| *s == NumberState::Disclosed);
        if receipted.is_none() && (!ended(0) || shown) {
            self.receipt(family);
        }
        if !open && !shown {
            return;
        }
        self.level(family);
        let Some(family) = family else { return };
        self.orders(family, shown);
        self.consents(family);
        if ended(0) && open {
            let article = basis(self.rules, "REG-002").cloned();
            let who = self.facts.to.clone();
            self.add(DutyKind::Disposal, self.n, None, article, &who);
        }
    }

    fn add(
        &mut self,
        kind: DutyKind,
        act: u64,
        due: Option<Date>,
        article: Option<ProvisionId>,
        who: &PartyId,
    ) {
        let duty = Duty {
            kind,
            from: self.from.clone(),
            n: self.n,
            act,
            due,
            overdue: due.is_some_and(|due| due < self.day),
            article,
            who: who.clone(),
        };
        self.out.push(duty);
    }

    fn near(&self, date: Date) -> bool {
        let ahead = self.day.checked_add(NEAR.days());
        ahead.map_or(true, |ahead| date <= ahead)
    }

    fn receipt(&mut self, family: Option<&Family>) {
        let terms = &self.rules.terms;
        let level = Some(&self.facts.level);
        let due = timeline::receipt_due(terms, level, self.facts.on);
        let due = due.ok().flatten();
        let article = match &due {
            Some(due) => Some(due.article.clone()),
            None => basis(self.rules, "REG-019").cloned(),
        };
        let (holder, giver) = (&self.facts.to, self.from);
        self.add(
            DutyKind::Receipt,
            self.n,
            due.map(|d| d.date),
            article,
            holder,
        );
        let tracer = timeline::tracer_due(terms, level, self.facts.on);
        let chased = family.is_some_and(|f| !f.chased.is_empty());
        if let Some(Dated { date, article, .. }) = tracer.ok().flatten()
            && date <= self.day
            && !chased
        {
            self.add(DutyKind::Tracer, self.n, Some(date), Some(article), giver);
        }
    }

    /// What the marking's own days ask for.
    fn level(&mut self, family: Option<&Family>) {
        let orders = family.map(|f| f.orders.as_slice()).unwrap_or_default();
        if orders.last().is_some_and(|o| o.what.to.is_none()) {
            return;
        }
        let terms = &self.rules.terms;
        let label = self.facts.label.as_ref();
        let dated = label.and_then(|l| l.created).unwrap_or(self.facts.on);
        let giver = self.from;
        // An order is a review.
        let last = orders
            .iter()
            .filter(|o| &o.by == giver)
            .map(|o| o.what.on)
            .max();
        let marked = label.and_then(|l| l.review);
        let marked = marked.filter(|day| last.is_none_or(|last| last < *day));
        let review = match marked {
            Some(date) => {
                let group = terms.reclassification.as_ref();
                let article = group.map(|g| g.rule("review_every").clone());
                Some((
                    date,
                    article.or_else(|| basis(self.rules, "REG-018").cloned()),
                ))
            }
            None => {
                let next = timeline::review_due(terms, last.unwrap_or(dated));
                next.ok().flatten().map(|d| (d.date, Some(d.article)))
            }
        };
        if let Some((date, article)) = review
            && self.near(date)
        {
            self.add(DutyKind::Review, self.n, Some(date), article, giver);
        }
        let now = orders.last().and_then(|o| o.what.to.as_ref());
        let now = now.unwrap_or(&self.facts.level);
        let marked = label.and_then(|l| l.declassify);
        let ends = match marked {
            Some(date) => Some((date, basis(self.rules, "REG-018").cloned())),
            None => {
                let auto = timeline::declassified_on(terms, now, dated);
                auto.ok().flatten().map(|d| (d.date, Some(d.article)))
            }
        };
        if let Some((date, article)) = ends
            && self.near(date)
        {
            self.add(DutyKind::Declassify, self.n, Some(date), article, giver);
        }
    }

    fn orders(&mut self, family: &Family, shown: bool) {
        let (holder, giver) = (&self.facts.to, self.from);
        let order = family.orders.iter().rev().find(|o| &o.by == giver);
        let order = order.filter(|o| !family.applied.iter().any(|a| a.what == o.n));
        if let Some(order) = order {
            let terms = &self.rules.terms;
            let group = terms.reclassification.as_ref();
            let apply = group.and_then(|g| g.apply.as_ref());
            let due =
                apply.and_then(|within| deadline(terms, within, order.what.on).ok().flatten());
            let article = match group {
                Some(group) => Some(group.rule("apply").clone()),
                None => basis(self.rules, "REG-018").cloned(),
            };
            self.add(DutyKind::Apply, order.n, due, article, holder);
        }
        let answered = |at: u64| family.recalled.iter().any(|r| r.what.order == at);
        if let Some(recall) = family.recalls.last() {
            let done = answered(recall.n) && (shown || recall.what.wanted == Wanted::SetAside);
            if !done {
                let article = basis(self.rules, "REG-021").cloned();
                self.add(DutyKind::Recall, recall.n, recall.what.by, article, holder);
            }
        }
        for sent in &family.sent {
            if !family.back.iter().any(|b| b.what == sent.n) {
                let article = basis(self.rules, "REG-002").cloned();
                self.add(DutyKind::Return, sent.n, None, article, giver);
            }
        }
    }

    fn consents(&mut self, family: &Family) {
        let (holder, giver) = (&self.facts.to, self.from);
        let article = basis(self.rules, "REG-005").cloned();
        for ask in &family.asks {
            if !family.answers.iter().any(|a| a.what.ask == ask.n) {
                self.add(DutyKind::Answer, ask.n, None, article.clone(), giver);
            }
        }
        for answer in &family.answers {
            let until = answer.what.leave.as_ref().and_then(|l| l.until);
            let Some(until) = until.filter(|until| *until >= self.day && self.near(*until)) else {
                continue;
            };
            if !family.withdrawn.iter().any(|w| w.what == answer.n) {
                self.add(
                    DutyKind::Lapse,
                    answer.n,
                    Some(until),
                    article.clone(),
                    holder,
                );
            }
        }
    }
}
