//! Commands of cases: what was typed becomes an act in a case, and what is shown of one. Items are
//! named by reference, provisions by number, levels by the party's own word; a case by who opened
//! it and the number, `NZL-12`.

mod bundle;
mod show;

pub use show::with_duties;

use crate::{
    command::{By, acting, internal, which},
    runtime::Node,
    talk,
};
use entente_agreement::cases;
use entente_engine::{Agreement, Answer, Input, input::NewStep, level_in};
use entente_model::{
    AgreementId, Digest, PartyId, Problem,
    case::{CaseDeed, CaseId, Contract, ItemAt, Matter, Stage, Visit},
    holding::Third,
    id::{ItemRef, PurposeId},
    problem::{Class, Fault},
    time::Date,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{path::PathBuf, sync::Arc};

/// A command of a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each variant is the command of the same name; see `entente help`"
)]
pub enum CaseCommand {
    Open {
        about: About,
        with: Option<PartyId>,
        act: Signed,
    },
    Step {
        case: Named,
        what: What,
        act: Signed,
    },
    List {
        sort: Sort,
        open: bool,
        agreement: Option<String>,
    },
    Show {
        case: Named,
    },
    Evidence {
        case: Named,
        to: PathBuf,
    },
}

/// Day, words and signer of an act.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// Agreement, for what opens a case.
    pub agreement: Option<String>,
    /// The day it is about; today when absent.
    pub on: Option<Date>,
    /// Words only the parties read; empty for none.
    pub text: String,
    /// Who signs.
    pub by: By,
}

/// A case as it was typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// `NZL-12`.
    pub case: String,
    /// The kind the command is for.
    pub sort: Sort,
    /// Agreement, where it was said.
    pub agreement: Option<String>,
}

/// The kinds of cases as the command line groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the noun of the same name")]
pub enum Sort {
    Incident,
    Inspection,
    Visit,
    Contract,
    Demand,
    Dispute,
    Information,
    Clearance,
}

impl Sort {
    /// Whether a matter is of this kind.
    #[must_use]
    pub fn covers(self, matter: &Matter) -> bool {
        match matter {
            Matter::Incident { .. } => self == Self::Incident,
            Matter::Inspection { .. } => self == Self::Inspection,
            Matter::Visit(_) => self == Self::Visit,
            Matter::Contract(_) => self == Self::Contract,
            Matter::Demand { .. } => self == Self::Demand,
            Matter::Dispute { .. } => self == Self::Dispute,
            Matter::Information { .. } => self == Self::Information,
            Matter::Clearance { .. } | Matter::ClearanceEnded { .. } => self == Self::Clearance,
        }
    }
}

/// What a new case is about, as it was typed. See [`Matter`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields of the matter of the same name")]
pub enum About {
    Incident {
        trigger: String,
        items: Vec<ItemRef>,
    },
    Inspection {
        visit: Date,
        trigger: String,
    },
    Visit(Box<AskedVisit>),
    Contract(Box<NewContract>),
    Demand {
        body: String,
        answer_by: Option<Date>,
        items: Vec<ItemRef>,
    },
    Dispute {
        articles: Vec<String>,
        items: Vec<ItemRef>,
    },
    Information {
        purpose: PurposeId,
        reply_by: Option<Date>,
        originators: Vec<PartyId>,
    },
    Clearance {
        level: String,
    },
    ClearanceEnded {
        facility: bool,
    },
}

/// See [`Visit`]; the level is the host's word.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields of the visit")]
pub struct AskedVisit {
    pub host: PartyId,
    pub from: Date,
    pub until: Date,
    pub level: String,
    pub purpose: PurposeId,
    pub places: Vec<String>,
    pub visitors: u32,
    pub list: bool,
    pub urgent: bool,
    pub third_country: bool,
    pub diplomatic: bool,
    pub states: Vec<String>,
}

/// See [`Contract`]; the level is a word of ours, `under` a case as typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields of the contract")]
pub struct NewContract {
    pub firm: String,
    pub place: Option<PartyId>,
    pub level: String,
    pub facility: String,
    pub guide: Option<Digest>,
    pub under: Option<String>,
    pub foreign_owned: bool,
}

/// What is done in a case, as it was typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "see `CaseDeed`")]
pub enum What {
    Report(Stage),
    Answer {
        granted: bool,
        until: Option<Date>,
        items: Vec<ItemRef>,
    },
    Withdraw,
    Close,
    Reopen,
}

/// Carries out a command.
///
/// # Errors
/// CASE-001 for a case that is not there, or not ours to know; CASE-012 for one of another kind;
/// AGREE-001, AGREE-002, AGREE-010, ITEM-001, ITEM-006, USE-002; what the engine refuses.
pub async fn execute(node: &Arc<Node>, command: CaseCommand) -> Result<Value, Problem> {
    match command {
        CaseCommand::Open { about, with, act } => {
            let host = match &about {
                About::Visit(visit) => Some(&visit.host),
                _ => with.as_ref(),
            };
            let agreement = which(node, act.agreement.as_deref(), host)?;
            let matter = matter(node, &agreement, about)?;
            write(node, agreement, None, CaseDeed::Open(matter), act).await
        }
        CaseCommand::Step { case, what, act } => {
            let (agreement, id) = find(node, &case)?;
            let deed = match what {
                What::Report(stage) => CaseDeed::Report(stage),
                What::Answer {
                    granted,
                    until,
                    items,
                } => CaseDeed::Answer {
                    granted,
                    until,
                    items: all_at(node, &agreement, &items)?,
                },
                What::Withdraw => CaseDeed::Withdraw,
                What::Close => CaseDeed::Close,
                What::Reopen => CaseDeed::Reopen,
            };
            write(node, agreement, Some(id), deed, act).await
        }
        CaseCommand::List {
            sort,
            open,
            agreement,
        } => show::list(node, sort, open, agreement.as_deref()),
        CaseCommand::Show { case } => {
            let (agreement, id) = find(node, &case)?;
            show::one(node, &agreement, &id)
        }
        CaseCommand::Evidence { case, to } => {
            let (agreement, id) = find(node, &case)?;
            let node = Arc::clone(node);
            tokio::task::spawn_blocking(move || bundle::write(&node, &agreement, &id, &to))
                .await
                .map_err(|_| internal())?
        }
    }
}

async fn write(
    node: &Arc<Node>,
    agreement: AgreementId,
    case: Option<CaseId>,
    what: CaseDeed,
    act: Signed,
) -> Result<Value, Problem> {
    let step = NewStep {
        agreement,
        case: case.clone(),
        what,
        on: act.on,
        text: act.text,
        acting: acting(node, &act.by).await?,
    };
    let Answer::Written { n, .. } = node.one(Input::Case(Box::new(step))).await? else {
        return Err(internal());
    };
    let id = case.unwrap_or_else(|| CaseId {
        by: node.me.party().clone(),
        n,
    });
    let mut view = show::short(node, &agreement, &id)?;
    if let Some(map) = view.as_object_mut() {
        map.insert("entry".to_owned(), n.into());
    }
    Ok(view)
}

/// A case's number as people type it.
///
/// # Errors
/// USE-002.
fn number(typed: &str) -> Result<CaseId, Problem> {
    let id = || {
        let (by, n) = typed.rsplit_once('-')?;
        Some(CaseId {
            by: by.to_ascii_uppercase().parse().ok()?,
            n: n.parse().ok()?,
        })
    };
    id().ok_or_else(|| {
        Problem::new("USE-002", Class::Usage)
            .with("value", typed)
            .with("kind", "CASE such as NZL-12")
    })
}

/// The number of a case, as [`number`] reads it.
fn typed(id: &CaseId) -> String {
    format!("{}-{}", id.by, id.n)
}

/// The case that was typed. Whether it is another agreement's, another party's or nobody's, the
/// answer is the same.
fn find(node: &Node, named: &Named) -> Result<(AgreementId, CaseId), Problem> {
    let id = number(&named.case)?;
    let only = named.agreement.as_deref();
    let only = only.map(|a| which(node, Some(a), None)).transpose()?;
    let state = node.state();
    let mut hits = state
        .agreements
        .values()
        .filter(|a| only.is_none_or(|only| a.life.id() == only))
        .filter_map(|a| Some((a.life.id(), a.cases.get(&id).ok()?)));
    let none = || {
        Problem::new("CASE-001", Class::NotFound)
            .with("party", &id.by)
            .with("index", id.n)
            .decided_by("you")
    };
    let (agreement, case) = hits.next().ok_or_else(none)?;
    if hits.next().is_some() {
        return Err(Problem::new("AGREE-002", Class::Usage).with("id", ""));
    }
    if !named.sort.covers(case.matter()) {
        return Err(Problem::new("CASE-012", Class::Usage)
            .by(Fault::You)
            .with("case", typed(&id))
            .with("matter", case.matter().word()));
    }
    Ok((agreement, id))
}

/// Where items were released under an agreement.
fn all_at(node: &Node, agreement: &AgreementId, items: &[ItemRef]) -> Result<Vec<ItemAt>, Problem> {
    if items.len() > cases::MAX_ITEMS {
        return Err(Problem::refused("CASE-005")
            .with("what", "items")
            .with("max", cases::MAX_ITEMS)
            .with("article", "-"));
    }
    items.iter().map(|item| at(node, agreement, item)).collect()
}

fn at(node: &Node, agreement: &AgreementId, item: &ItemRef) -> Result<ItemAt, Problem> {
    let hits = node.reader().find_item(item).map_err(|e| e.problem())?;
    let state = node.state();
    let held = state.agreement(agreement)?;
    hits.into_iter()
        .find(|(log, n)| {
            log.agreement == *agreement && held.register.facts(&log.author, *n).is_some()
        })
        .map(|(log, n)| ItemAt {
            from: log.author,
            n,
            numbers: Vec::new(),
        })
        .ok_or_else(|| Problem::new("ITEM-001", Class::NotFound).with("item", item))
}

fn matter(node: &Node, agreement: &AgreementId, about: About) -> Result<Matter, Problem> {
    let read = |what: &dyn Fn(&Agreement) -> Result<Matter, Problem>| {
        let state = node.state();
        what(state.agreement(agreement)?)
    };
    match about {
        About::Incident { trigger, items } => Ok(Matter::Incident {
            trigger,
            items: all_at(node, agreement, &items)?,
        }),
        About::Inspection { visit, trigger } => Ok(Matter::Inspection { visit, trigger }),
        About::Visit(asked) => read(&|held| visit(held, &asked)),
        About::Contract(new) => read(&|held| contract(held, node.me.party(), &new)),
        About::Demand {
            body,
            answer_by,
            items,
        } => Ok(Matter::Demand {
            body,
            answer_by,
            items: all_at(node, agreement, &items)?,
        }),
        About::Dispute { articles, items } => {
            let items = all_at(node, agreement, &items)?;
            read(&|held| {
                let text = held.life.talk()?.text();
                let provisions = articles.iter().map(|a| talk::provision(text, a));
                Ok(Matter::Dispute {
                    provisions: provisions.collect::<Result<_, _>>()?,
                    items: items.clone(),
                })
            })
        }
        About::Information {
            purpose,
            reply_by,
            originators,
        } => Ok(Matter::Information {
            purpose,
            reply_by,
            originators,
        }),
        About::Clearance { level } => read(&|held| {
            Ok(Matter::Clearance {
                level: level_in(held, &held.partner, &level)?,
            })
        }),
        About::ClearanceEnded { facility } => Ok(Matter::ClearanceEnded {
            of: if facility { "facility" } else { "person" }.to_owned(),
        }),
    }
}

fn visit(held: &Agreement, asked: &AskedVisit) -> Result<Matter, Problem> {
    Ok(Matter::Visit(Visit {
        host: asked.host.clone(),
        from: asked.from,
        until: asked.until,
        level: level_in(held, &asked.host, &asked.level)?,
        purpose: asked.purpose.clone(),
        places: asked.places.clone(),
        visitors: asked.visitors,
        list: asked.list,
        third_country: asked.third_country,
        urgent: asked.urgent,
        diplomatic: asked.diplomatic,
        states: asked.states.clone(),
    }))
}

fn contract(held: &Agreement, me: &PartyId, new: &NewContract) -> Result<Matter, Problem> {
    let under = new.under.as_deref().map(number).transpose()?;
    Ok(Matter::Contract(Contract {
        firm: Third {
            kind: "firm".to_owned(),
            party: new.place.clone(),
            name: new.firm.clone(),
            unit: None,
        },
        level: level_in(held, me, &new.level)?,
        facility: new.facility.clone(),
        guide: new.guide,
        under,
        foreign_owned: new.foreign_owned,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written() {
        for shown in ["NZL-12", "A1-0", "NATO-18446744073709551615"] {
            assert_eq!(typed(&number(shown).unwrap()), shown);
        }
        assert_eq!(typed(&number("nzl-7").unwrap()), "NZL-7");
        for odd in ["", "NZL", "NZL-", "-7", "NZL-x", "NZL--1", "N Z-1", "NZL:1"] {
            assert_eq!(number(odd).unwrap_err().code, "USE-002", "{odd}");
        }
    }
}
