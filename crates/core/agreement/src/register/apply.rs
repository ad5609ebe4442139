//! One act on items: checked for every item it names, then applied to all of them or to none.

use super::{
    Answered, Asked, At, Child, Ended, Facts, Family, MAX_FAMILIES, MAX_LIST, MAX_MADE, MAX_SAID,
    Recall, Recalled, Register, Sent, Used,
    basis::{basis, cite},
    family::event,
};
use crate::{Past, Rules, custody::How, facts::Timeline};
use entente_model::{
    Act, OfficialId, PartyId, Problem,
    holding::{ItemAct, ItemDeed, MAX_COPIES, MAX_OF, MAX_WORDS, Reclass, Wanted},
    problem::Class,
    time::Date,
};

/// Numbers named in returns and losses of one release, for each act of another kind.
const MOVES: usize = 40;

/// See [`Register::apply`].
pub(super) fn apply(
    register: &mut Register,
    rules: &Rules,
    time: &Timeline,
    act: &Act,
    item: &ItemAct,
) -> Result<(), Problem> {
    let past = Past::of(act);
    let first = item.of.first().copied().unwrap_or_default();
    let whole = |problem: Problem| cite(rules, &past, &item.from, first, problem);
    let day = rules
        .day(act.at)
        .ok_or_else(|| whole(Problem::refused("REG-013").with("date", "-")))?;
    let ascending = item
        .of
        .iter()
        .zip(item.of.iter().skip(1))
        .all(|(a, b)| a < b);
    if item.of.is_empty() || item.of.len() > MAX_OF || !ascending {
        return Err(whole(
            Problem::partner("ACT-001")
                .with("party", &act.by)
                .with("detail", "items not ascending"),
        ));
    }
    let mut changes = Vec::with_capacity(item.of.len());
    let mut fresh = 0u64;
    for n in &item.of {
        let facts = register
            .facts(&item.from, *n)
            .filter(|_| past.knows(&item.from, *n))
            .ok_or_else(|| {
                let none = Problem::new("ITEM-001", Class::NotFound);
                cite(rules, &past, &item.from, *n, none)
            })?;
        let one = One {
            register,
            rules,
            time,
            past,
            day,
            from: &item.from,
            n: *n,
            facts,
            official: &item.official,
        };
        let change = one.check(&item.what).map_err(|problem| one.cite(problem))?;
        let spoken = one.family().is_some_and(|f| f.spoke.contains(&act.by));
        fresh = fresh.saturating_add(u64::from(!spoken));
        changes.push((*n, facts.to.clone(), change));
    }
    // Counted by author: what the other party has said of releases arrives sooner here, later there.
    let spoken = register.spoken.get(&act.by).copied().unwrap_or_default();
    let spoken = spoken.saturating_add(fresh);
    if spoken > MAX_FAMILIES {
        return Err(whole(
            Problem::refused("REG-014").with("limit", MAX_FAMILIES),
        ));
    }
    let made = changes.iter().map(|(.., change)| match change {
        Change::Made(children) => children.len(),
        _ => 0,
    });
    let made = u64::try_from(made.sum::<usize>()).unwrap_or(u64::MAX);
    let before = register.made.get(&act.by).copied().unwrap_or_default();
    let all = before.saturating_add(made);
    if made > u64::from(MAX_COPIES) || all > MAX_MADE {
        let limit = u64::from(MAX_COPIES).min(MAX_MADE.saturating_sub(before));
        return Err(whole(Problem::refused("REG-014").with("limit", limit)));
    }
    register.made.insert(act.by.clone(), all);
    register.spoken.insert(act.by.clone(), spoken);
    for (n, holder, change) in changes {
        let family = register.families.entry((item.from.clone(), n)).or_default();
        if !family.spoke.contains(&act.by) {
            family.spoke.insert(act.by.clone());
        }
        change.apply(family, act, (&item.from, &holder));
    }
    Ok(())
}

/// One item the act is about.
pub(super) struct One<'a> {
    pub(super) register: &'a Register,
    pub(super) rules: &'a Rules,
    pub(super) time: &'a Timeline,
    pub(super) past: Past<'a>,
    pub(super) day: Date,
    pub(super) from: &'a PartyId,
    pub(super) n: u64,
    pub(super) facts: &'a Facts,
    pub(super) official: &'a OfficialId,
}

/// What changes, once all is checked.
pub(super) enum Change {
    Made(Vec<Child>),
    Asked(Asked),
    Answered(Answered),
    Withdrawn(u64),
    Used(Used),
    Intended(Reclass, Date),
    Ordered(Reclass),
    Applied(u64),
    Recall(Recall),
    Recalled(Recalled),
    Sent(Sent),
    Back(u64, Sent),
    Ended(Ended),
    Determined(Wanted),
    Forbidden,
    Lost(Vec<u32>),
    Chased,
}

impl Change {
    pub(super) fn apply(self, family: &mut Family, act: &Act, between: (&PartyId, &PartyId)) {
        let (from, holder) = between;
        let (by, n) = (&act.by, act.n);
        fn at<T>(by: &PartyId, n: u64, what: T) -> At<T> {
            At {
                by: by.clone(),
                n,
                what,
            }
        }
        match self {
            Self::Made(children) => {
                if let Some(consent) = children.first().and_then(|c| c.consent) {
                    family.cross_use(consent, n, &Past::of(act), from);
                }
                family.made.extend(children);
            }
            Self::Asked(asked) => family.asks.push(at(by, n, asked)),
            Self::Answered(answered) => family.answers.push(at(by, n, answered)),
            Self::Withdrawn(answer) => {
                family.cross_withdrawal(answer, n, &Past::of(act), holder);
                family.withdrawn.push(at(by, n, answer));
            }
            Self::Used(used) => {
                family.cross_use(used.consent, n, &Past::of(act), from);
                family.uses.push(at(by, n, used));
            }
            Self::Intended(reclass, told) => family.intents.push(at(by, n, (reclass, told))),
            Self::Ordered(reclass) => {
                if reclass.to.is_none() {
                    let ended = Ended {
                        numbers: Vec::new(),
                        event: event(reclass.on, How::Declassified, by),
                        method: String::new(),
                        emergency: false,
                    };
                    family.end(by, n, ended);
                }
                family.order(at(by, n, reclass), act, from);
            }
            Self::Applied(order) => family.applied.push(at(by, n, order)),
            Self::Recall(recall) => family.recalls.push(at(by, n, recall)),
            Self::Recalled(answer) => family.recalled.push(at(by, n, answer)),
            Self::Sent(sent) => family.sent.push(at(by, n, sent)),
            Self::Back(of, sent) => {
                let ended = Ended {
                    numbers: sent.numbers,
                    event: event(sent.on, How::Returned, by),
                    method: sent.by,
                    emergency: false,
                };
                family.end(by, n, ended);
                family.back.push(at(by, n, of));
            }
            Self::Ended(ended) => family.end(by, n, ended),
            Self::Determined(wanted) => family.determined.push(at(by, n, wanted)),
            Self::Forbidden => family.forbidden.push(at(by, n, ())),
            Self::Lost(numbers) => family.lost.push(at(by, n, numbers)),
            Self::Chased => family.chased.push(at(by, n, ())),
        }
    }
}

impl<'a> One<'a> {
    pub(super) fn family(&self) -> Option<&'a Family> {
        self.register.family(self.from, self.n)
    }

    /// A refusal that names no provision or decider yet gets them.
    pub(super) fn cite(&self, problem: Problem) -> Problem {
        cite(self.rules, &self.past, self.from, self.n, problem)
    }

    pub(super) fn check(&self, deed: &ItemDeed) -> Result<Change, Problem> {
        self.whose(deed)?;
        self.room(deed)?;
        match deed {
            ItemDeed::Make {
                what,
                first,
                count,
                by_cleared,
                consent,
            } => self.make(what, *first, *count, *by_cleared, *consent),
            ItemDeed::Ask { leave, .. } => self.ask(leave),
            ItemDeed::Answer {
                ask,
                leave,
                also_of,
                ..
            } => self.answer(*ask, leave.as_ref(), also_of),
            ItemDeed::Withdraw { answer } => self.withdraw(*answer),
            ItemDeed::Onward {
                consent,
                to,
                purpose,
                copies,
            } => self.onward(*consent, to, purpose, *copies),
            ItemDeed::UseFor { consent, purpose } => self.use_for(*consent, purpose),
            ItemDeed::Intend(reclass) => self.intend(reclass),
            ItemDeed::Reclass(reclass) => self.reclass(reclass),
            ItemDeed::Applied { order } => self.applied(*order),
            ItemDeed::Recall { wanted, by } => Ok(Change::Recall(Recall {
                wanted: *wanted,
                by: *by,
            })),
            ItemDeed::Recalled {
                order,
                held,
                readers,
                gone_to,
            } => self.recalled(*order, *held, *readers, gone_to),
            ItemDeed::Return { numbers, by, on } => self.give_back(numbers, by, *on),
            ItemDeed::Back { sent } => self.back(*sent),
            ItemDeed::Destroy(destroyed) => self.destroy(destroyed),
            ItemDeed::Determine { wanted } => Ok(Change::Determined(*wanted)),
            ItemDeed::ForbidCopies => Ok(Change::Forbidden),
            ItemDeed::Discharge { numbers, on } => self.discharge(numbers, *on),
            ItemDeed::Lost { numbers } => self.lost(numbers),
            ItemDeed::Chase => Ok(Change::Chased),
        }
    }

    /// The giver speaks for the originator, the holder for itself; a level is changed by whom the
    /// terms let.
    pub(super) fn whose(&self, deed: &ItemDeed) -> Result<(), Problem> {
        let giver = self.past.by == self.from;
        let holder = self.past.by == &self.facts.to;
        let fits = match deed {
            ItemDeed::Reclass(_) => giver || holder,
            deed if deed.by_originator() => giver,
            _ => holder,
        };
        if fits {
            return Ok(());
        }
        let decider = if deed.by_originator() {
            self.from
        } else {
            &self.facts.to
        };
        let problem = Problem::refused("REG-001")
            .with("deed", deed.name())
            .with("party", decider)
            .decided_by(decider);
        Err(self.under(problem, subject(deed)))
    }

    /// Room for one more of its kind by its author. The other party's acts do not count: they may
    /// have arrived on one node and not on the other. What ends numbers is bounded by them, and an
    /// emergency is never turned away.
    pub(super) fn room(&self, deed: &ItemDeed) -> Result<(), Problem> {
        let Some(f) = self.family() else {
            return Ok(());
        };
        let many = match deed {
            ItemDeed::Ask { .. } => f.asks.len(),
            ItemDeed::Answer { .. } => f.answers.len(),
            ItemDeed::Onward { .. } | ItemDeed::UseFor { .. } => f.uses.len(),
            ItemDeed::Intend(_) => f.intents.len(),
            ItemDeed::Reclass(_) => {
                let mine = |o: &&At<Reclass>| &o.by == self.past.by;
                f.orders.iter().filter(mine).count()
            }
            ItemDeed::Recall { .. } => f.recalls.len(),
            ItemDeed::Determine { .. } => f.determined.len(),
            ItemDeed::ForbidCopies => f.forbidden.len(),
            ItemDeed::Chase => f.chased.len(),
            // Lost, found and lost again: bounded by how many numbers were named in all.
            ItemDeed::Lost { .. } => f.lost.iter().map(|l| l.what.len()).sum::<usize>() / MOVES,
            ItemDeed::Return { .. } => {
                f.sent.iter().map(|s| s.what.numbers.len()).sum::<usize>() / MOVES
            }
            _ => 0,
        };
        if many >= MAX_SAID {
            return Err(Problem::refused("REG-014").with("limit", MAX_SAID));
        }
        Ok(())
    }

    /// A list that is not longer than anybody needs.
    pub(super) fn list<T>(&self, list: &[T]) -> Result<(), Problem> {
        if list.len() > MAX_LIST {
            return Err(Problem::refused("REG-014").with("limit", MAX_LIST));
        }
        Ok(())
    }

    pub(super) fn words<'w>(
        &self,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Result<(), Problem> {
        let long = words.into_iter().any(|w| w.len() > MAX_WORDS);
        if long {
            return Err(Problem::refused("REG-014").with("limit", MAX_WORDS));
        }
        Ok(())
    }

    /// Days of what has been done are not in the future, and not before the release; a day's
    /// difference of zones is let pass.
    pub(super) fn done_on(&self, on: Date) -> Result<(), Problem> {
        self.no_later(on)?;
        if on.tomorrow().is_ok_and(|after| after < self.facts.on) {
            return Err(Problem::refused("REG-013").with("date", on));
        }
        Ok(())
    }

    /// See [`One::done_on`]; without the other end, for reports that are never turned away.
    pub(super) fn no_later(&self, on: Date) -> Result<(), Problem> {
        if self.day.tomorrow().is_ok_and(|tomorrow| on > tomorrow) {
            return Err(Problem::refused("REG-013").with("date", on));
        }
        Ok(())
    }

    /// Nothing is there at an index of a party's record; `about` is the code whose subject it is.
    pub(super) fn nothing(&self, party: &PartyId, index: u64, about: &str) -> Problem {
        let problem = Problem::new("REG-005", Class::NotFound)
            .with("index", index)
            .with("party", party)
            .decided_by(party);
        self.under(problem, about)
    }

    /// Under the provision that speaks of what the code `about` is about.
    pub(super) fn under(&self, problem: Problem, about: &str) -> Problem {
        match basis(self.rules, about) {
            Some(article) => problem.under(article),
            None => problem,
        }
    }
}

/// A code with the same subject as a deed.
fn subject(deed: &ItemDeed) -> &'static str {
    match deed {
        ItemDeed::Make { .. } | ItemDeed::ForbidCopies => "REG-004",
        ItemDeed::Ask { .. }
        | ItemDeed::Answer { .. }
        | ItemDeed::Withdraw { .. }
        | ItemDeed::Onward { .. }
        | ItemDeed::UseFor { .. } => "REG-005",
        ItemDeed::Intend(_) | ItemDeed::Reclass(_) | ItemDeed::Applied { .. } => "REG-018",
        ItemDeed::Recall { .. }
        | ItemDeed::Recalled { .. }
        | ItemDeed::Return { .. }
        | ItemDeed::Back { .. }
        | ItemDeed::Destroy(_)
        | ItemDeed::Determine { .. } => "REG-002",
        ItemDeed::Discharge { .. } | ItemDeed::Lost { .. } => "HOLD-070",
        ItemDeed::Chase => "REG-019",
    }
}
