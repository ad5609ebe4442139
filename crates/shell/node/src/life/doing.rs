//! From what a person says to the act: what is left unsaid is what the record shows.

use super::find::{At, Side};
use crate::runtime::Node;
use entente_agreement::{
    Past, Rules,
    register::{At as Said, Facts, Family, NumberState},
    terms::Group,
};
use entente_engine::{Agreement, level_in};
use entente_model::{
    Act, Deed, OfficialId, PartyId, Problem,
    holding::{Destroyed, ItemAct, ItemDeed, Leave, LeaveFor, Made, Reclass, Third, Wanted},
    id::PurposeId,
    problem::Class,
    time::Date,
};
use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asking {
    /// One of the words of [`LeaveFor`].
    pub matter: String,
    /// Party, or parties for nationals.
    pub to: Vec<PartyId>,
    /// Name of who is no party.
    pub name: String,
    /// What it is: a word of the terms.
    pub kind: String,
    /// One unit of it.
    pub unit: Option<String>,
    /// Purpose.
    pub purpose: Option<PurposeId>,
    /// Last day.
    pub until: Option<Date>,
    /// Most copies.
    pub copies: Option<u32>,
    /// May be passed on in its turn.
    pub onward: bool,
    /// By way of this party.
    pub relay: Option<PartyId>,
    /// Level, for a lower one.
    pub level: String,
}

/// What is granted where it is less than what was asked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Granting {
    /// Index of the question; the last one open when absent.
    pub ask: Option<u64>,
    /// Last day.
    pub until: Option<Date>,
    /// Most copies.
    pub copies: Option<u32>,
    /// Only this unit.
    pub unit: Option<String>,
    /// Conditions.
    pub conditions: Vec<String>,
    /// The third has an agreement with us.
    pub third_agreement: bool,
    /// Other originators whose consent this conveys.
    pub also_of: Vec<PartyId>,
}

/// See [`ItemDeed`]: the same without what can be looked up.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields of the acts of the same names")]
pub enum Doing {
    Make {
        what: Made,
        count: u32,
        by_cleared: bool,
        consent: Option<u64>,
    },
    Ask(Box<Asking>),
    Grant(Box<Granting>),
    Refuse {
        ask: Option<u64>,
    },
    Withdraw {
        consent: Option<u64>,
    },
    /// Given on to somebody who has no registry of this kind.
    GivenOn {
        to: Third,
        purpose: PurposeId,
        copies: u32,
        consent: Option<u64>,
    },
    UseFor {
        purpose: PurposeId,
        consent: Option<u64>,
    },
    Intend {
        to: Option<String>,
        on: Option<Date>,
        authority: String,
    },
    Reclass {
        to: Option<String>,
        on: Option<Date>,
        authority: String,
    },
    Apply {
        order: Option<u64>,
    },
    Recall {
        wanted: Wanted,
        by: Option<Date>,
    },
    AnswerRecall {
        order: Option<u64>,
        readers: u32,
    },
    Return {
        numbers: Vec<u32>,
        by: String,
    },
    Back {
        sent: Option<u64>,
    },
    Destroy {
        numbers: Vec<u32>,
        method: String,
        emergency: bool,
        consent: Option<u64>,
    },
    Determine {
        wanted: Wanted,
    },
    ForbidCopies,
    Discharge {
        numbers: Vec<u32>,
    },
    Lost {
        numbers: Vec<u32>,
    },
    Chase,
}

impl Doing {
    /// Whose releases are meant first: what the originator says is about what it gave.
    #[must_use]
    pub fn side(&self) -> Side {
        match self {
            Self::Grant(_)
            | Self::Refuse { .. }
            | Self::Withdraw { .. }
            | Self::Intend { .. }
            | Self::Reclass { .. }
            | Self::Recall { .. }
            | Self::Back { .. }
            | Self::Determine { .. }
            | Self::ForbidCopies
            | Self::Discharge { .. }
            | Self::Chase => Side::Given,
            _ => Side::Held,
        }
    }

    /// Whether it cannot be done once the content is destroyed.
    #[must_use]
    pub fn needs_content(&self) -> bool {
        matches!(
            self,
            Self::Make { .. } | Self::GivenOn { .. } | Self::UseFor { .. }
        )
    }
}

/// What is known of a release when something is done with it.
struct Scene<'a> {
    agreement: &'a Agreement,
    rules: &'a Rules,
    from: &'a PartyId,
    n: u64,
    facts: &'a Facts,
    family: &'a Family,
    past: Past<'a>,
    day: Date,
    now: entente_model::Instant,
    item: String,
}

/// The act, with everything the record knows filled in.
///
/// # Errors
/// ITEM-013 when nothing of the kind waits, CONS-001 when there is no consent, AGREE-007, USE-001,
/// USE-002, MARK-001 to MARK-003.
pub(super) fn fill(
    node: &Node,
    at: &At,
    doing: Doing,
    witnesses: Vec<OfficialId>,
) -> Result<ItemDeed, Problem> {
    let state = node.state();
    let agreement = state.agreement(&at.log.agreement)?;
    let now = node.clock.now().max(agreement.last_time);
    let seen = [(agreement.partner.clone(), agreement.theirs.size())];
    let waiting = || Problem::new("AGREE-007", Class::Waiting);
    let text = agreement.life.text_at(now).ok_or_else(waiting)?;
    let item = format!("{}#{}", at.log.author, at.n);
    let facts = agreement.register.facts(&at.log.author, at.n);
    let empty = Family::default();
    let scene = Scene {
        agreement,
        rules: &text.rules,
        from: &at.log.author,
        n: at.n,
        facts: facts.ok_or_else(|| super::find::missing(&item))?,
        family: agreement
            .register
            .family(&at.log.author, at.n)
            .unwrap_or(&empty),
        past: Past {
            by: state.me.party(),
            n: agreement.own.size(),
            at: now,
            seen: &seen,
        },
        day: text.rules.day(now).ok_or_else(waiting)?,
        now,
        item,
    };
    scene.fill(doing, witnesses)
}

/// Asks the register whether the act would take effect, without writing it.
///
/// # Errors
/// What the act would be refused with.
pub(super) fn dry(
    node: &Node,
    at: &At,
    what: ItemDeed,
    official: OfficialId,
) -> Result<(), Problem> {
    let state = node.state();
    let agreement = state.agreement(&at.log.agreement)?;
    let now = node.clock.now().max(agreement.last_time);
    let act = ItemAct {
        from: at.log.author.clone(),
        of: vec![at.n],
        what,
        official,
    };
    let size = agreement.theirs.size();
    let seen = (size > 0).then(|| (agreement.partner.clone(), size));
    let whole = Act {
        v: entente_model::act::VERSION,
        ag: at.log.agreement,
        by: state.me.party().clone(),
        n: agreement.own.size(),
        at: now,
        seen: seen.into_iter().collect(),
        deed: Deed::Item(act.clone()),
    };
    let waiting = || Problem::new("AGREE-007", Class::Waiting);
    let text = agreement.life.text_at(now).ok_or_else(waiting)?;
    let mut register = agreement.register.clone();
    register.apply(&text.rules, agreement.life.timeline(), &whole, &act)
}

impl Scene<'_> {
    /// Copies at hand: what a recall is answered with.
    fn at_hand(&self) -> usize {
        let lines = self
            .agreement
            .register
            .lines(self.from, self.n, &|_, _| true);
        let here = |s: NumberState| matches!(s, NumberState::Held | NumberState::Quarantined);
        lines.iter().filter(|line| here(line.state)).count()
    }

    fn fill(&self, doing: Doing, witnesses: Vec<OfficialId>) -> Result<ItemDeed, Problem> {
        Ok(match doing {
            Doing::Make {
                what,
                count,
                by_cleared,
                consent,
            } => {
                let matter = match what {
                    Made::Translation(_) => "translate",
                    _ => "copy",
                };
                ItemDeed::Make {
                    first: self.family.count(&self.facts.to, &self.past),
                    consent: consent.or_else(|| self.good(matter, None)),
                    what,
                    count,
                    by_cleared,
                }
            }
            Doing::Ask(asking) => ItemDeed::Ask {
                leave: self.leave(*asking)?,
                text: None,
            },
            Doing::Grant(granting) => self.grant(*granting)?,
            Doing::Refuse { ask } => ItemDeed::Answer {
                ask: self.open_ask(ask)?.n,
                leave: None,
                also_of: Vec::new(),
                text: None,
            },
            Doing::Withdraw { consent } => ItemDeed::Withdraw {
                answer: match consent {
                    Some(consent) => consent,
                    None => self.last_grant().ok_or_else(|| self.nothing("consent"))?,
                },
            },
            Doing::GivenOn {
                to,
                purpose,
                copies,
                consent,
            } => ItemDeed::Onward {
                consent: self.needed(consent, "onward", Some(&to))?,
                to,
                purpose,
                copies,
            },
            Doing::UseFor { purpose, consent } => ItemDeed::UseFor {
                consent: self.needed(consent, "use", None)?,
                purpose,
            },
            Doing::Intend { to, on, authority } => {
                ItemDeed::Intend(self.reclass(to.as_deref(), on, authority)?)
            }
            Doing::Reclass { to, on, authority } => {
                ItemDeed::Reclass(self.reclass(to.as_deref(), on, authority)?)
            }
            Doing::Recall { wanted, by } => ItemDeed::Recall { wanted, by },
            Doing::Determine { wanted } => ItemDeed::Determine { wanted },
            Doing::ForbidCopies => ItemDeed::ForbidCopies,
            Doing::Discharge { numbers } => ItemDeed::Discharge {
                numbers,
                on: self.day,
            },
            Doing::Lost { numbers } => ItemDeed::Lost { numbers },
            Doing::Chase => ItemDeed::Chase,
            Doing::Return { numbers, by } => ItemDeed::Return {
                numbers,
                by,
                on: self.day,
            },
            Doing::Destroy {
                numbers,
                method,
                emergency,
                consent,
            } => ItemDeed::Destroy(Destroyed {
                numbers,
                method,
                witnesses,
                emergency: emergency.then_some(self.now),
                consent: match emergency {
                    true => None,
                    false => consent.or_else(|| self.good("destroy", None)),
                },
                on: self.day,
            }),
            rest => self.answered(rest)?,
        })
    }

    /// What answers something the other side said: the last of it that waits, when none is named.
    fn answered(&self, doing: Doing) -> Result<ItemDeed, Problem> {
        let family = self.family;
        match doing {
            Doing::Apply { order } => {
                let applied = |n: u64| family.applied.iter().any(|a| a.what == n);
                let last = family.orders.iter().rev();
                let last = last.clone().find(|o| !applied(o.n)).or(last.clone().next());
                let order = order.or_else(|| last.map(|o| o.n));
                let order = order.ok_or_else(|| self.nothing("order"))?;
                Ok(ItemDeed::Applied { order })
            }
            Doing::AnswerRecall { order, readers } => {
                let told = |n: u64| family.recalled.iter().any(|r| r.what.order == n);
                let last = family.recalls.iter().rev();
                let last = last.clone().find(|r| !told(r.n)).or(last.clone().next());
                let order = order.or_else(|| last.map(|r| r.n));
                let open = self.at_hand();
                Ok(ItemDeed::Recalled {
                    order: order.ok_or_else(|| self.nothing("recall"))?,
                    held: u32::try_from(open).unwrap_or(u32::MAX),
                    readers,
                    gone_to: family
                        .uses
                        .iter()
                        .filter_map(|u| u.what.to.clone())
                        .collect(),
                })
            }
            Doing::Back { sent } => {
                let back = |n: u64| family.back.iter().any(|b| b.what == n);
                let last = family.sent.iter().rev();
                let last = last.clone().find(|s| !back(s.n)).or(last.clone().next());
                let sent = sent.or_else(|| last.map(|s| s.n));
                let sent = sent.ok_or_else(|| self.nothing("return"))?;
                Ok(ItemDeed::Back { sent })
            }
            _ => Err(crate::command::internal()),
        }
    }

    fn nothing(&self, what: &str) -> Problem {
        Problem::new("ITEM-013", Class::NotFound)
            .with("item", &self.item)
            .with("what", what)
    }

    fn leave(&self, asking: Asking) -> Result<Leave, Problem> {
        let wants = |what: &str| Problem::new("USE-001", Class::Usage).with("what", what);
        let third = || -> Result<Third, Problem> {
            let party = asking.to.first().cloned();
            if party.is_none() && asking.name.is_empty() {
                return Err(wants("--to, --name"));
            }
            let usual = if party.is_some() { "state" } else { "firm" };
            let kind = if asking.kind.is_empty() {
                usual
            } else {
                &asking.kind
            };
            Ok(Third {
                kind: kind.to_owned(),
                party,
                name: asking.name.clone(),
                unit: asking.unit.clone(),
            })
        };
        let what = match asking.matter.as_str() {
            "onward" => LeaveFor::Onward(third()?),
            "contract" => LeaveFor::Contract(third()?),
            "use" => LeaveFor::Use(asking.purpose.clone().ok_or_else(|| wants("--purpose"))?),
            "copy" => LeaveFor::Copy,
            "translate" => LeaveFor::Translate,
            "destroy" => LeaveFor::Destroy,
            "nationals" if !asking.to.is_empty() => LeaveFor::Nationals(asking.to.clone()),
            "nationals" => return Err(wants("--to")),
            "downgrade" if !asking.level.is_empty() => {
                LeaveFor::Downgrade(level_in(self.agreement, self.from, &asking.level)?)
            }
            "downgrade" => return Err(wants("--level")),
            other => {
                return Err(Problem::new("USE-002", Class::Usage)
                    .with("value", other)
                    .with("kind", "onward | use | copy | translate | destroy | nationals | contract | downgrade"));
            }
        };
        Ok(Leave {
            purpose: asking.purpose,
            until: asking.until,
            copies: asking.copies,
            onward: asking.onward,
            relay: asking.relay,
            ..Leave::new(what)
        })
    }

    /// Exactly what was asked, but for what is narrowed.
    fn grant(&self, granting: Granting) -> Result<ItemDeed, Problem> {
        let asked = self.open_ask(granting.ask)?;
        let mut leave = asked.what.leave.clone();
        leave.until = granting.until.or(leave.until);
        leave.copies = granting.copies.or(leave.copies);
        leave.conditions.extend(granting.conditions);
        leave.third_agreement = granting.third_agreement;
        if let (Some(unit), LeaveFor::Onward(third) | LeaveFor::Contract(third)) =
            (granting.unit, &mut leave.what)
        {
            third.unit = Some(unit);
        }
        Ok(ItemDeed::Answer {
            ask: asked.n,
            leave: Some(leave),
            also_of: granting.also_of,
            text: None,
        })
    }

    fn open_ask(
        &self,
        named: Option<u64>,
    ) -> Result<&Said<entente_agreement::register::Asked>, Problem> {
        let answered = |n: u64| self.family.answers.iter().any(|a| a.what.ask == n);
        let asks = &self.family.asks;
        let found = match named {
            Some(n) => asks.iter().find(|a| a.n == n),
            None => asks
                .iter()
                .rev()
                .find(|a| !answered(a.n))
                .or_else(|| asks.last()),
        };
        found.ok_or_else(|| self.nothing("question"))
    }

    fn last_grant(&self) -> Option<u64> {
        let taken = |n: u64| self.family.taken_back(n, &self.past);
        let granted = self.family.answers.iter().rev();
        let mut granted = granted.filter(|a| a.what.leave.is_some());
        granted
            .clone()
            .find(|a| !taken(a.n))
            .or(granted.next())
            .map(|a| a.n)
    }

    /// The last consent to a matter that still stands.
    fn good(&self, matter: &str, to: Option<&Third>) -> Option<u64> {
        self.granted(matter, to)
            .find(|(n, leave)| {
                let uses = self.family.uses.iter().filter(|u| u.what.consent == *n);
                let used = uses.fold(0u32, |sum, u| sum.saturating_add(u.what.copies));
                !self.family.taken_back(*n, &self.past)
                    && leave.until.is_none_or(|until| until >= self.day)
                    && leave.copies.is_none_or(|most| used < most)
            })
            .map(|(n, _)| n)
    }

    fn granted(&self, matter: &str, to: Option<&Third>) -> impl Iterator<Item = (u64, &Leave)> {
        let fits = move |leave: &Leave| {
            let whom = match &leave.what {
                LeaveFor::Onward(third) | LeaveFor::Contract(third) => Some(third),
                _ => None,
            };
            let same = match (whom, to) {
                (Some(a), Some(b)) => a.party == b.party && a.name == b.name,
                _ => true,
            };
            same && leave.what.word() == matter
        };
        let answers = self.family.answers.iter().rev();
        answers
            .filter_map(|a| Some((a.n, a.what.leave.as_ref()?)))
            .filter(move |(_, leave)| fits(leave))
    }

    /// The consent that something needs: one that stands, else the last there was, so that the
    /// refusal says why it does not stand any more.
    fn needed(&self, named: Option<u64>, matter: &str, to: Option<&Third>) -> Result<u64, Problem> {
        let found = named
            .or_else(|| self.good(matter, to))
            .or_else(|| self.granted(matter, to).next().map(|(n, _)| n));
        found.ok_or_else(|| {
            let problem = Problem::refused("CONS-001")
                .with("item", &self.item)
                .with("party", self.from)
                .with("matter", matter)
                .decided_by(self.from);
            match &self.rules.terms.third_party {
                Some(group) => problem.under(group.first()),
                None => problem,
            }
        })
    }

    fn reclass(
        &self,
        to: Option<&str>,
        on: Option<Date>,
        authority: String,
    ) -> Result<Reclass, Problem> {
        Ok(Reclass {
            to: to
                .map(|word| level_in(self.agreement, self.from, word))
                .transpose()?,
            on: on.unwrap_or(self.day),
            authority,
        })
    }
}

/// The consent in the originator's record under which an item may go to a party.
///
/// # Errors
/// As [`fill`].
pub(super) fn consent_for(node: &Node, at: &At, to: &Third) -> Result<u64, Problem> {
    let doing = Doing::GivenOn {
        to: to.clone(),
        purpose: "x".parse().map_err(|_| crate::command::internal())?,
        copies: 1,
        consent: None,
    };
    match fill(node, at, doing, Vec::new())? {
        ItemDeed::Onward { consent, .. } => Ok(consent),
        _ => Err(crate::command::internal()),
    }
}
