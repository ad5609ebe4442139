//! A read: the treaty's answer, the party's own rules, one entry in the house's record, and only
//! then the key.

use super::{
    facts::{self, Reader, held_of, readable, visible},
    left,
};
use crate::{command::internal, runtime::Node};
use entente_engine::{
    Answer, Input, State,
    house::{Readable, may_read},
    input::ReadAsked,
};
use entente_house::{Act, Context, Kind, Person, Request, Role, Subject, Thing, Verdict};
use entente_model::{
    Instant, LevelId, OfficialId, Problem, house::Held, id::ItemRef, problem::Class,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// A read that was granted and written down.
pub struct Granted {
    /// Who reads; nobody while no person is entered.
    pub person: Option<OfficialId>,
    /// What allowed it.
    pub rules: Vec<String>,
}

/// Asks whether an item may be read, and writes the answer down. As long as no person is entered
/// the node's owner reads, which is written down as well.
///
/// # Errors
/// ITEM-001 for what the person may not know of; READ-005 when persons are entered and none is
/// named; the refusal of the agreement or of the house.
pub async fn opened_by(
    node: &Arc<Node>,
    item: &ItemRef,
    reader: Option<&Reader>,
    how: &str,
) -> Result<Granted, Problem> {
    let held = held_of(node, item)?;
    let nobody = facts::nobody(&node.state());
    // Until a first person is entered there is nobody to be.
    let Some(reader) = reader.filter(|_| !nobody) else {
        if !nobody {
            return Err(Problem::refused("READ-005").decided_by("security-officer"));
        }
        left(node, &format!("{how} {item}"), 1).await?;
        return Ok(Granted {
            person: None,
            rules: Vec::new(),
        });
    };
    let missing = || Problem::new("ITEM-001", Class::NotFound).with("item", item);
    let now = node.clock.now();
    let (asked, seen) = {
        let state = node.state();
        let facts = readable(&state, &held, now)?;
        let verdict = verdict(node, &state, &held, reader, &facts, how, now)?;
        let house = match verdict.problem() {
            None => Ok(verdict.policies),
            Some(problem) => Err(problem),
        };
        let asked = ReadAsked {
            person: reader.person.clone(),
            position: reader.position.clone(),
            item: held.clone(),
            how: how.to_owned(),
            purpose: reader.purpose.clone(),
            facts,
            house,
        };
        (asked, visible(&state, Some(reader), &held, now))
    };
    match node.one(Input::Read(Box::new(asked))).await {
        Ok(Answer::Read { rules, .. }) => Ok(Granted {
            person: Some(reader.person.clone()),
            rules,
        }),
        Ok(_) => Err(internal()),
        Err(_) if !seen => Err(missing()),
        Err(problem) => Err(problem),
    }
}

/// What the agreement and the house would say, without asking for it: nothing is written down and
/// nothing is shown. For the security officer.
///
/// # Errors
/// ITEM-001.
pub(super) fn explain(
    node: &Node,
    item: &ItemRef,
    reader: &Reader,
    how: &str,
) -> Result<Value, Problem> {
    let held = held_of(node, item)?;
    let now = node.clock.now();
    let state = node.state();
    let facts = readable(&state, &held, now)?;
    let treaty = treaty(&state, &held, reader, &facts, now);
    let verdict = verdict(node, &state, &held, reader, &facts, how, now)?;
    let reasons: Vec<Value> = verdict
        .reasons
        .iter()
        .map(|r| json!({ "policy": r.id, "en": r.en, "ja": r.ja }))
        .collect();
    Ok(json!({
        "item": item, "person": reader.person, "position": reader.position, "how": how,
        "visible": visible(&state, Some(reader), &held, now),
        "agreement": match &treaty { Ok(rules) => json!({ "allowed": true, "rules": rules }), Err(p) => json!({ "allowed": false, "refusal": p }) },
        "house": { "allowed": verdict.allowed, "policies": verdict.policies, "reasons": reasons, "errors": verdict.errors },
        "allowed": treaty.is_ok() && verdict.allowed,
    }))
}

fn treaty(
    state: &State,
    held: &Held,
    reader: &Reader,
    facts: &Readable,
    now: Instant,
) -> Result<Vec<String>, Problem> {
    let purpose = reader.purpose.as_ref();
    may_read(
        state,
        &reader.person,
        held,
        &reader.position,
        facts,
        purpose,
        now,
    )
    .map(|decision| decision.rules)
}

/// The house's own rules on one act by one person on one item.
pub(super) fn verdict(
    node: &Node,
    state: &State,
    held: &Held,
    reader: &Reader,
    facts: &Readable,
    how: &str,
    now: Instant,
) -> Result<Verdict, Problem> {
    let rules = node.own_rules.in_force(node, state)?;
    let allowed = treaty(state, held, reader, facts, now).is_ok();
    let day = now.date_in("UTC").unwrap_or_default();
    let need = state
        .house
        .need_to_know(&reader.person, held, &facts.purposes, day)
        .map(|grant| grant.task.clone());
    let act = match how {
        "print" => Act::Print,
        "export" => Act::Export,
        "search" => Act::Search,
        _ => Act::Open,
    };
    Ok(rules.decide(&Request {
        subject: subject(state, reader, held, day),
        act,
        thing: thing(state, held, facts),
        context: Context {
            now,
            day,
            need_to_know: need,
            treaty_allowed: allowed,
            waived: false,
            in_scope: false,
        },
    }))
}

fn subject(state: &State, reader: &Reader, held: &Held, day: entente_model::time::Date) -> Subject {
    let known = state.house.person(&reader.person);
    let positions: Vec<OfficialId> = known
        .map(|k| {
            let held = k.positions.iter().filter(|(_, term)| term.holds(day));
            held.map(|(position, _)| position.clone()).collect()
        })
        .unwrap_or_default();
    let cleared = known.and_then(|k| k.cleared.as_ref());
    let briefed = known.and_then(|k| match facts::agreement_of(held) {
        Some(agreement) => k.briefed(agreement),
        None => None,
    });
    let roles = positions
        .iter()
        .flat_map(|position| roles(state, position))
        .collect();
    Subject {
        person: Person {
            id: reader.person.to_string(),
            party: state.me.party().clone(),
            nationalities: known.map_or_else(Vec::new, |k| k.person.nationalities.clone()),
            positions,
            roles,
            groups: known.map_or_else(Vec::new, |k| {
                k.groups.iter().map(ToString::to_string).collect()
            }),
            codewords: Vec::new(),
            clearance_rank: cleared.and_then(|(level, _)| rank(state, level)),
            cleared_until_day: cleared.map(|(_, until)| *until),
            briefed,
            staff: known.is_some_and(|k| k.person.staff),
        },
        position: reader.position.clone(),
        acting: roles_of(state, &reader.position),
    }
}

/// Roles of a position: those on the card, else the one it is called after.
fn roles(state: &State, position: &OfficialId) -> Vec<Role> {
    roles_of(state, position)
}

fn roles_of(state: &State, position: &OfficialId) -> Vec<Role> {
    let named = |word: &str| Role::ALL.iter().copied().find(|r| r.as_str() == word);
    match state.me.card.card().official(position) {
        Some(official) => official
            .roles
            .iter()
            .filter_map(|r| named(r.as_str()))
            .collect(),
        None => named(position.as_str()).into_iter().collect(),
    }
}

fn thing(state: &State, held: &Held, facts: &Readable) -> Thing {
    let (kind, id) = match held {
        Held::Own(item) => (Kind::Draft, item.to_string()),
        Held::Given(id, from, n) => (Kind::Item, format!("{id}-{from}-{n}")),
    };
    let level_rank = facts
        .level
        .as_ref()
        .and_then(|l| rank(state, l))
        .unwrap_or(0);
    let label = match held {
        Held::Own(item) => state.drafts.get(item).and_then(|d| d.label.as_deref()),
        Held::Given(id, from, n) => state
            .agreement(id)
            .ok()
            .and_then(|a| a.register.facts(from, *n))
            .and_then(|f| f.label.as_deref()),
    };
    let needed = facts.level.as_ref().is_some_and(|level| {
        let mut tables = state
            .agreements
            .values()
            .filter_map(|a| a.life.agreed_text());
        !tables.any(|t| t.rules.level(level).is_some_and(|l| l.not_classification))
    });
    let author = match held {
        Held::Own(item) => state.drafts.get(item).map(|d| d.author.clone()),
        Held::Given(..) => None,
    };
    Thing {
        originators: facts.originators.clone(),
        level: facts.level.clone(),
        level_rank,
        clearance_needed: needed,
        caveats: facts.caveats.clone(),
        codewords: label.map_or_else(Vec::new, |l| l.codewords.clone()),
        purpose: facts.purposes.first().cloned(),
        agreement: facts::agreement_of(held).copied(),
        embargo_until: label.and_then(|l| l.embargo.as_ref()).map(|e| e.until),
        foreign: !facts.originators.contains(state.me.party()),
        registered: facts.receipted || matches!(held, Held::Own(_)),
        author: author.filter(|a| !a.is_empty()),
        ..Thing::of(kind, id)
    }
}

/// The rank of a level: of our own scheme as it is, of another's as we protect it.
fn rank(state: &State, level: &LevelId) -> Option<u32> {
    let me = state.me.party();
    let mut texts = state
        .agreements
        .values()
        .filter_map(|a| a.life.agreed_text());
    texts.find_map(|t| {
        let own = t.rules.handled_as(level, me)?;
        Some(own.rank)
    })
}
