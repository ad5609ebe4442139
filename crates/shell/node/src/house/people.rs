//! Persons, custody, musters and standing decisions: reading what the house says, writing acts.

use super::{HouseCommand, facts::held_of};
use crate::{
    command::{By, internal, which},
    runtime::{Node, short_id},
};
use entente_engine::{
    house::{Known, Sampled, draw, muster_deeds},
    level_in,
};
use entente_model::{
    AgreementId, Digest, LevelId, OfficialId, Problem,
    house::{Held, HouseDeed, Person, Scope, Standing, Who},
    id::{ItemRef, PurposeId},
    problem::Class,
    time::Date,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// What is said of a person or a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "as in the house's acts of the same names")]
pub enum Said {
    Leave {
        id: OfficialId,
    },
    Clear {
        id: OfficialId,
        level: String,
        until: Date,
    },
    Unclear {
        id: OfficialId,
        reason: String,
    },
    Brief {
        id: OfficialId,
        agreement: Option<String>,
        on: Option<Date>,
    },
    Debrief {
        id: OfficialId,
        agreement: Option<String>,
    },
    Post {
        id: OfficialId,
        position: OfficialId,
        from: Option<Date>,
        until: Date,
    },
    Unpost {
        id: OfficialId,
        position: OfficialId,
    },
    Join {
        id: OfficialId,
        group: OfficialId,
    },
    Part {
        id: OfficialId,
        group: OfficialId,
    },
    Grant {
        who: Who,
        scope: Over,
        task: String,
        until: Option<Date>,
    },
    Revoke {
        who: Who,
        scope: Over,
    },
}

/// What a need to know is over, as people name it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Over {
    /// One item.
    Item(ItemRef),
    /// What is given under an agreement for a purpose.
    Purpose(Option<String>, PurposeId),
}

/// Enters a person, or says something of one.
///
/// # Errors
/// HOUSE-*, OFF-003, ITEM-001, AGREE-001, MARK-001.
pub(super) async fn write(node: &Arc<Node>, command: HouseCommand) -> Result<Value, Problem> {
    match command {
        HouseCommand::UserAdd {
            id,
            name,
            nationalities,
            staff,
            residence_years,
            unit,
            by,
        } => {
            let person = Person {
                id,
                name,
                nationalities,
                staff,
                residence_years,
                unit,
            };
            super::write(node, &by, HouseDeed::Person(person)).await
        }
        HouseCommand::User { what, by } => {
            let deed = deed(node, what)?;
            super::write(node, &by, deed).await
        }
        _ => Err(internal()),
    }
}

fn deed(node: &Node, what: Said) -> Result<HouseDeed, Problem> {
    let today = || node.clock.now().date_in("UTC").unwrap_or_default();
    let agreement = |named: Option<String>| -> Result<Option<AgreementId>, Problem> {
        named.map(|n| which(node, Some(&n), None)).transpose()
    };
    Ok(match what {
        Said::Leave { id } => HouseDeed::Leave(id),
        Said::Clear { id, level, until } => HouseDeed::Clear {
            person: id,
            level: own_level(node, &level)?,
            until,
        },
        Said::Unclear { id, reason } => HouseDeed::Unclear { person: id, reason },
        Said::Brief {
            id,
            agreement: a,
            on,
        } => HouseDeed::Brief {
            person: id,
            agreement: agreement(a)?,
            on: on.unwrap_or_else(today),
        },
        Said::Debrief { id, agreement: a } => HouseDeed::Debrief {
            person: id,
            agreement: agreement(a)?,
        },
        Said::Post {
            id,
            position,
            from,
            until,
        } => HouseDeed::Post {
            person: id,
            position,
            from: from.unwrap_or_else(today),
            until,
        },
        Said::Unpost { id, position } => HouseDeed::Unpost {
            person: id,
            position,
        },
        Said::Join { id, group } => HouseDeed::Join { person: id, group },
        Said::Part { id, group } => HouseDeed::Part { person: id, group },
        Said::Grant {
            who,
            scope,
            task,
            until,
        } => HouseDeed::Grant {
            who,
            scope: over(node, scope)?,
            task,
            until,
        },
        Said::Revoke { who, scope } => HouseDeed::Revoke {
            who,
            scope: over(node, scope)?,
        },
    })
}

fn over(node: &Node, scope: Over) -> Result<Scope, Problem> {
    match scope {
        Over::Item(item) => Ok(Scope::Item(held_of(node, &item)?)),
        Over::Purpose(agreement, purpose) => {
            let id = which(node, agreement.as_deref(), None)?;
            let state = node.state();
            let text = state.agreement(&id)?.life.agreed_text();
            let known = text.is_none_or(|t| {
                let rows = &t.rules.terms.purpose;
                rows.is_empty() || rows.iter().any(|p| p.code == purpose)
            });
            if !known {
                return Err(Problem::refused("REL-005")
                    .with("purpose", &purpose)
                    .decided_by("negotiators"));
            }
            Ok(Scope::Purpose(id, purpose))
        }
    }
}

/// A level of our own scheme, as any of our agreements' tables knows it.
fn own_level(node: &Node, word: &str) -> Result<LevelId, Problem> {
    let state = node.state();
    let me = state.me.party();
    let mut refusal = Problem::refused("MARK-001")
        .with("token", word)
        .with("party", me);
    for agreement in state.agreements.values() {
        match level_in(agreement, me, word) {
            Ok(level) => return Ok(level),
            Err(problem) => refusal = problem,
        }
    }
    Err(refusal)
}

/// Persons, without what they may read.
pub(super) fn list(node: &Node) -> Value {
    let state = node.state();
    let day = node.clock.now().date_in("UTC").unwrap_or_default();
    let rows: Vec<Value> = state
        .house
        .persons()
        .map(|known| person(known, day))
        .collect();
    json!({ "users": rows })
}

fn person(known: &Known, day: Date) -> Value {
    let cleared = known
        .cleared
        .as_ref()
        .map(|(level, until)| json!({ "level": level, "until": until, "lapsed": *until < day }));
    let positions: Vec<Value> = known
        .positions
        .iter()
        .map(|(position, term)| {
            json!({ "position": position, "from": term.from, "until": term.until, "now": term.holds(day) })
        })
        .collect();
    json!({
        "id": known.person.id, "name": known.person.name, "nationalities": known.person.nationalities,
        "staff": known.person.staff, "unit": known.person.unit,
        "left": known.left.map(|at| at.to_string()), "cleared": cleared, "positions": positions,
        "groups": known.groups,
    })
}

/// One person: particulars, needs to know, briefings.
///
/// # Errors
/// HOUSE-020.
pub(super) fn show(node: &Node, id: &OfficialId) -> Result<Value, Problem> {
    let state = node.state();
    let day = node.clock.now().date_in("UTC").unwrap_or_default();
    let known = state
        .house
        .persons()
        .find(|k| &k.person.id == id)
        .ok_or_else(|| Problem::new("HOUSE-020", Class::NotFound).with("person", id))?;
    let mut view = person(known, day);
    let of = |who: &Who| match who {
        Who::Person(person) => person == id,
        Who::Group(group) => known.groups.contains(group),
    };
    let grants: Vec<Value> = state
        .house
        .grants()
        .filter(|(who, _, _)| of(who))
        .map(|(who, scope, grant)| {
            let by_group = match who {
                Who::Group(group) => Some(group),
                Who::Person(_) => None,
            };
            let over = match scope {
                Scope::Item(held) => word_of(&state, node, held),
                Scope::Purpose(agreement, purpose) => {
                    format!("{} {purpose}", short_id(agreement))
                }
            };
            json!({ "over": over, "task": grant.task, "until": grant.until, "group": by_group })
        })
        .collect();
    let briefed: Vec<Value> = state
        .agreements
        .keys()
        .filter_map(|a| Some(json!({ "agreement": short_id(a), "on": known.briefed(a)? })))
        .collect();
    if let Some(map) = view.as_object_mut() {
        map.insert("needs".to_owned(), json!(grants));
        map.insert("briefed".to_owned(), json!(briefed));
    }
    Ok(view)
}

/// An item as people name it.
pub(super) fn held_word(node: &Node, held: &Held) -> String {
    match held {
        Held::Own(item) => item.to_string(),
        Held::Given(agreement, from, n) => {
            let log = entente_engine::LogId {
                agreement: *agreement,
                author: from.clone(),
            };
            node.release(&log, *n)
                .map_or_else(|_| format!("{from}#{n}"), |r| r.release.item.to_string())
        }
    }
}

fn word_of(state: &entente_engine::State, node: &Node, held: &Held) -> String {
    // The reader is another lock than the state: reading while the state is held is what all do.
    let _ = state;
    held_word(node, held)
}

/// Lending, places, musters.
///
/// # Errors
/// HOUSE-*, ITEM-001.
pub(super) async fn custody(node: &Arc<Node>, command: HouseCommand) -> Result<Value, Problem> {
    match command {
        HouseCommand::Lend {
            item,
            number,
            to,
            until,
            by,
        } => {
            let deed = HouseDeed::Lend {
                item: held_of(node, &item)?,
                number,
                to,
                until,
            };
            write_on(node, &by, &item, deed).await
        }
        HouseCommand::TakeBack { item, number, by } => {
            let deed = HouseDeed::TakeBack {
                item: held_of(node, &item)?,
                number,
            };
            write_on(node, &by, &item, deed).await
        }
        HouseCommand::Place {
            item,
            number,
            place,
            by,
        } => {
            let deed = HouseDeed::Place {
                item: held_of(node, &item)?,
                number,
                place,
            };
            write_on(node, &by, &item, deed).await
        }
        HouseCommand::MusterOpen { sample, due, by } => muster(node, sample, due, &by).await,
        HouseCommand::MusterSeen {
            muster,
            item,
            number,
            there,
            by,
        } => {
            let deed = HouseDeed::Seen {
                muster,
                item: held_of(node, &item)?,
                number,
                there,
            };
            write_on(node, &by, &item, deed).await
        }
        _ => Err(internal()),
    }
}

async fn write_on(
    node: &Arc<Node>,
    by: &By,
    item: &ItemRef,
    deed: HouseDeed,
) -> Result<Value, Problem> {
    let mut view = super::write(node, by, deed).await?;
    if let Some(map) = view.as_object_mut() {
        map.insert("item".to_owned(), json!(item));
    }
    Ok(view)
}

/// Draws a muster of every open copy here, and writes it down (G7).
async fn muster(node: &Arc<Node>, sample: u32, due: Date, by: &By) -> Result<Value, Problem> {
    let (copies, number) = {
        let state = node.state();
        let me = state.me.party();
        let mut copies = Vec::new();
        for (id, agreement) in &state.agreements {
            let table = agreement.life.agreed_text().map(|t| &t.rules.table);
            agreement.register.each(&|_, _| true, &mut |line| {
                if &line.to != me || line.state.ended() {
                    return;
                }
                let party = line.original.party().parse().ok();
                let top = table.zip(party).is_some_and(|(table, party)| {
                    let highest = table.levels_of(&party).first().map(|l| l.rank);
                    table.level(&line.original).map(|l| l.rank) == highest
                });
                copies.push(Sampled {
                    held: Held::Given(*id, line.from.clone(), line.n),
                    number: line.number,
                    top,
                });
            });
        }
        (copies, state.house.next_muster())
    };
    let total = copies.len();
    let mut seed = [0u8; 32];
    entente_seal::Entropy::fill(&mut crate::clock::OsEntropy, &mut seed);
    let drawn = draw(copies, sample, &seed);
    if drawn.is_empty() {
        return Err(Problem::new("HOUSE-051", Class::NotFound));
    }
    for deed in muster_deeds(number, &drawn, sample, due) {
        super::write(node, by, deed).await?;
    }
    let rows: Vec<Value> = drawn
        .iter()
        .map(|(held, n)| json!({ "item": held_word(node, held), "number": n }))
        .collect();
    Ok(json!({
        "muster": number, "sample": sample, "due": due, "of": total, "drawn": rows,
        "seed": Digest(seed).hex(),
    }))
}

/// Musters with what is missing and overdue.
pub(super) fn musters(node: &Node) -> Value {
    let day = node.clock.now().date_in("UTC").unwrap_or_default();
    let (all, missing, overdue) = {
        let state = node.state();
        let house = &state.house;
        let all: Vec<(u32, entente_engine::house::Muster)> = (1..house.next_muster())
            .filter_map(|n| Some((n, house.muster(n)?.clone())))
            .collect();
        let own = |(m, held, n): (u32, &Held, u32)| (m, held.clone(), n);
        let missing: Vec<_> = house.muster_missing().map(own).collect();
        let overdue: Vec<_> = house.muster_overdue(day).map(own).collect();
        (all, missing, overdue)
    };
    let rows: Vec<Value> = all
        .iter()
        .map(|(n, m)| {
            let answered = m.drawn.values().filter(|a| a.is_some()).count();
            let waiting: Vec<Value> = m
                .drawn
                .iter()
                .filter(|(_, answer)| answer.is_none())
                .map(|((held, n), _)| json!({ "item": held_word(node, held), "number": n }))
                .collect();
            json!({ "muster": n, "sample": m.sample, "due": m.due, "drawn": m.drawn.len(), "answered": answered, "waiting": waiting })
        })
        .collect();
    let name = |(m, held, n): &(u32, Held, u32)| json!({ "muster": m, "item": held_word(node, held), "number": n });
    json!({
        "musters": rows,
        "missing": missing.iter().map(name).collect::<Vec<_>>(),
        "overdue": overdue.iter().map(name).collect::<Vec<_>>(),
    })
}

/// Takes or revokes a standing decision.
///
/// # Errors
/// HOUSE-*, AGREE-001, MARK-001.
pub(super) async fn standing(node: &Arc<Node>, command: HouseCommand) -> Result<Value, Problem> {
    match command {
        HouseCommand::StandingAdd {
            id,
            agreement,
            to,
            what,
            purpose,
            ceiling,
            until,
            by,
        } => {
            let agreement = which(node, agreement.as_deref(), to.as_ref())?;
            let deed = HouseDeed::Standing(Standing {
                id,
                agreement,
                what,
                purpose,
                ceiling: own_level(node, &ceiling)?,
                until,
                officer: by.official.clone(),
            });
            super::write(node, &by, deed).await
        }
        HouseCommand::StandingEnd { id, by } => {
            super::write(node, &by, HouseDeed::StandingEnd(id)).await
        }
        _ => Err(internal()),
    }
}

/// Standing decisions, those that ended too.
pub(super) fn standings(node: &Node) -> Value {
    let state = node.state();
    let day = node.clock.now().date_in("UTC").unwrap_or_default();
    let rows: Vec<Value> = state
        .house
        .standings()
        .map(|(id, s, ended)| {
            json!({
                "id": id, "agreement": short_id(&s.agreement), "what": s.what, "purpose": s.purpose,
                "ceiling": s.ceiling, "until": s.until, "officer": s.officer,
                "revoked": ended.map(|at| at.to_string()), "lapsed": s.until < day,
            })
        })
        .collect();
    json!({ "standing": rows })
}
