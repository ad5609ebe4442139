//! An item as a decision on reading looks at it, and who asks.

use crate::{runtime::Node, views};
use entente_agreement::{
    Past,
    register::{Facts, Register},
    terms::ItemForm,
};
use entente_engine::{Agreement, State, house::Readable};
use entente_model::{
    AgreementId, Instant, OfficialId, PartyId, Problem,
    holding::LeaveFor,
    house::Held,
    id::{ItemRef, PurposeId},
    problem::Class,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who reads: a person, in a position, for a purpose.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// Person, by id.
    pub person: OfficialId,
    /// Position the person acts in.
    pub position: OfficialId,
    /// Purpose, where one is stated.
    pub purpose: Option<PurposeId>,
}

/// What a reference names, to the house: an own item, or a release to us.
///
/// # Errors
/// ITEM-001.
pub fn held_of(node: &Node, item: &ItemRef) -> Result<Held, Problem> {
    if node.state().drafts.contains_key(item) {
        return Ok(Held::Own(item.clone()));
    }
    let (log, n) = views::find_inbound(node, item)?;
    Ok(Held::Given(log.agreement, log.author, n))
}

/// What a decision looks at.
///
/// # Errors
/// ITEM-001, AGREE-001.
pub(super) fn readable(state: &State, held: &Held, now: Instant) -> Result<Readable, Problem> {
    let missing = || Problem::new("ITEM-001", Class::NotFound).with("item", "-");
    match held {
        Held::Own(item) => {
            let draft = state.drafts.get(item).ok_or_else(missing)?;
            let own = state.me.party();
            let Some(label) = &draft.label else {
                return Ok(Readable::draft(draft.level.clone(), own));
            };
            Ok(Readable {
                caveats: label.caveats.clone(),
                dated: label.created,
                term: label.declassify,
                ..Readable::draft(Some(label.level.clone()), own)
            })
        }
        Held::Given(id, from, n) => {
            let agreement = state.agreement(id)?;
            let facts = agreement.register.facts(from, *n).ok_or_else(missing)?;
            Ok(given(agreement, facts, from, *n, now))
        }
    }
}

fn given(agreement: &Agreement, facts: &Facts, from: &PartyId, n: u64, now: Instant) -> Readable {
    let register = &agreement.register;
    let me = &agreement.own.id().author;
    let seen = [(agreement.partner.clone(), agreement.theirs.size())];
    let past = Past {
        by: me,
        n: agreement.own.size(),
        at: now,
        seen: &seen,
    };
    let level = register.level(from, n, &past).cloned();
    let form = ItemForm::ALL
        .iter()
        .copied()
        .find(|f| f.word() == facts.form.word());
    let label = facts.label.as_ref();
    Readable {
        level: Some(level.unwrap_or_else(|| facts.level.clone())),
        originators: facts.originators.clone(),
        caveats: facts.caveats().to_vec(),
        purposes: purposes(register, facts, from, n),
        form: form.unwrap_or(ItemForm::Electronic),
        dated: label.and_then(|l| l.created).or(Some(facts.on)),
        term: label.and_then(|l| l.declassify),
        given_on: Some(facts.on),
        receipted: register.receipted(from, n).is_some(),
        consent: nationals_consented(register, from, n, &past),
        ..Readable::draft(None, from)
    }
}

/// The purpose it was given for, and those its originator has consented to and that are in use.
pub(crate) fn purposes(
    register: &Register,
    facts: &Facts,
    from: &PartyId,
    n: u64,
) -> Vec<PurposeId> {
    let mut all = vec![facts.purpose.clone()];
    let uses = register.family(from, n).map(|f| f.uses.as_slice());
    for used in uses.unwrap_or_default() {
        if let (None, Some(purpose)) = (&used.what.to, &used.what.purpose)
            && !all.contains(purpose)
        {
            all.push(purpose.clone());
        }
    }
    all
}

fn nationals_consented(register: &Register, from: &PartyId, n: u64, past: &Past<'_>) -> bool {
    let answers = register.family(from, n).map(|f| f.answers.as_slice());
    let day = past.at.date_in("UTC").unwrap_or_default();
    answers.unwrap_or_default().iter().any(|a| {
        a.what.leave.as_ref().is_some_and(|leave| {
            matches!(leave.what, LeaveFor::Nationals(_))
                && leave.until.is_none_or(|until| day <= until)
        })
    })
}

/// Whether a person may know that an item is there. As long as nobody is entered, the node's owner
/// sees all: a house begins with its first person.
#[must_use]
pub fn visible(state: &State, reader: Option<&Reader>, held: &Held, now: Instant) -> bool {
    let Some(reader) = reader else {
        return nobody(state);
    };
    let (agreement, purposes) = match held {
        Held::Own(_) => (None, Vec::new()),
        Held::Given(id, from, n) => {
            let Ok(agreement) = state.agreement(id) else {
                return false;
            };
            let Some(facts) = agreement.register.facts(from, *n) else {
                return false;
            };
            let all = purposes(&agreement.register, facts, from, *n);
            (Some(agreement), all)
        }
    };
    let day = agreement
        .and_then(|a| a.life.text_at(now))
        .and_then(|t| t.rules.day(now))
        .or_else(|| now.date_in("UTC"));
    day.is_some_and(|day| state.house.visible(&reader.person, held, &purposes, day))
}

/// Whether no person is entered yet.
pub(super) fn nobody(state: &State) -> bool {
    state.house.persons().next().is_none()
}

/// The agreement an item is held under.
pub(super) fn agreement_of(held: &Held) -> Option<&AgreementId> {
    match held {
        Held::Own(_) => None,
        Held::Given(id, ..) => Some(id),
    }
}

/// A listing as a person may see it: rows of items there is no need to know of are not there.
/// Once persons are entered, nobody who is not named is shown a title.
#[must_use]
pub fn listed(node: &Node, reader: Option<&Reader>, mut all: Value) -> Value {
    if nobody(&node.state()) {
        return all;
    }
    for part in ["register", "drafts"] {
        if let Some(rows) = all.get_mut(part).and_then(Value::as_array_mut) {
            match reader {
                None => rows.iter_mut().for_each(untitled),
                Some(reader) => rows.retain(|row| known(node, reader, row)),
            }
        }
    }
    all
}

/// One item as a person may see it.
///
/// # Errors
/// ITEM-001 where there is no need to know, as for what does not exist; else the view's own.
pub fn shown(
    node: &Node,
    item: &ItemRef,
    reader: Option<&Reader>,
    view: impl FnOnce() -> Result<Value, Problem>,
) -> Result<Value, Problem> {
    if nobody(&node.state()) {
        return view();
    }
    match reader {
        None => view().map(|mut view| {
            untitled(&mut view);
            view
        }),
        Some(reader) => {
            let held = held_of(node, item)?;
            if !visible(&node.state(), Some(reader), &held, node.clock.now()) {
                return Err(Problem::new("ITEM-001", Class::NotFound).with("item", item));
            }
            view()
        }
    }
}

fn known(node: &Node, reader: &Reader, row: &Value) -> bool {
    let item = row.get("item").and_then(Value::as_str);
    let item: Option<ItemRef> = item.and_then(|i| i.parse().ok());
    item.and_then(|item| held_of(node, &item).ok())
        .is_some_and(|held| visible(&node.state(), Some(reader), &held, node.clock.now()))
}

fn untitled(row: &mut Value) {
    for name in ["title", "file"] {
        if let Some(told) = row.get_mut(name) {
            *told = Value::String(String::new());
        }
    }
}
