//! A request as Cedar's entities and context.

use crate::{Act, Kind, Person, Request, Role, Thing};
use cedar_policy::{
    Entities, Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression as Value, Schema,
};
use entente_model::{PartyId, time::Date};
use std::{
    collections::{HashMap, HashSet},
    fmt::Display,
};

/// Most entries in one list of a request.
const MAX_LIST: usize = 256;
/// Longest text in a request, in bytes.
const MAX_TEXT: usize = 512;

/// The schema's type names, parsed once.
pub(crate) struct Names {
    person: EntityTypeName,
    thing: EntityTypeName,
    role: EntityTypeName,
    kind: EntityTypeName,
    action: EntityTypeName,
}

/// One request, ready for the authorizer.
pub(crate) struct Asked {
    pub(crate) request: cedar_policy::Request,
    pub(crate) entities: Entities,
}

impl Names {
    pub(crate) fn new() -> Option<Self> {
        Some(Self {
            person: "Person".parse().ok()?,
            thing: "Thing".parse().ok()?,
            role: "Role".parse().ok()?,
            kind: "Kind".parse().ok()?,
            action: "Action".parse().ok()?,
        })
    }

    /// Checks the request against the schema, too: a value that does not fit must not decide.
    pub(crate) fn ask(&self, asked: &Request, schema: &Schema) -> Result<Asked, String> {
        let person = uid(&self.person, &asked.subject.person.id)?;
        let thing = uid(&self.thing, &asked.thing.id)?;
        let entities = [
            entity(person.clone(), self.person(&asked.subject.person)?)?,
            entity(thing.clone(), self.thing(&asked.thing)?)?,
        ];
        let context = cedar_policy::Context::from_pairs(self.situation(asked)?).map_err(say)?;
        let request =
            cedar_policy::Request::new(person, self.act(asked.act), thing, context, Some(schema))
                .map_err(say)?;
        let entities = Entities::from_entities(entities, Some(schema)).map_err(say)?;
        Ok(Asked { request, entities })
    }

    fn act(&self, act: Act) -> EntityUid {
        EntityUid::from_type_name_and_id(self.action.clone(), EntityId::new(act.as_str()))
    }

    fn person(&self, person: &Person) -> Result<Attributes, String> {
        let mut to = Attributes::default();
        to.put("party", text(person.party.as_str())?);
        to.put("nationalities", parties(&person.nationalities)?);
        to.put(
            "positions",
            texts(person.positions.iter().map(|p| p.as_str()))?,
        );
        to.put("roles", self.roles(&person.roles)?);
        to.put("groups", texts(person.groups.iter().map(String::as_str))?);
        to.put(
            "codewords",
            texts(person.codewords.iter().map(String::as_str))?,
        );
        to.put("staff", Value::new_bool(person.staff));
        to.put_if("clearance", person.clearance_rank.map(|r| long(r.into())));
        to.put_if(
            "cleared_until",
            person.cleared_until_day.map(|d| long(number(d))),
        );
        to.put_if("briefed", person.briefed.map(|d| long(number(d))));
        Ok(to)
    }

    fn thing(&self, thing: &Thing) -> Result<Attributes, String> {
        let mut to = Attributes::default();
        to.put("kind", self.kind(thing.kind));
        to.put("originators", parties(&thing.originators)?);
        to.put(
            "level",
            text(thing.level.as_ref().map_or("", |l| l.as_str()))?,
        );
        to.put("level_rank", long(thing.level_rank.into()));
        to.put("clearance_needed", Value::new_bool(thing.clearance_needed));
        to.put("top", Value::new_bool(thing.top));
        to.put("caveats", texts(thing.caveats.iter().map(|c| c.as_str()))?);
        to.put(
            "codewords",
            texts(thing.codewords.iter().map(String::as_str))?,
        );
        to.put(
            "purpose",
            text(thing.purpose.as_ref().map_or("", |p| p.as_str()))?,
        );
        let agreement = thing.agreement.map(|a| a.to_string()).unwrap_or_default();
        to.put("agreement", text(&agreement)?);
        to.put("foreign", Value::new_bool(thing.foreign));
        to.put("registered", Value::new_bool(thing.registered));
        to.put("accountable", Value::new_bool(thing.accountable));
        to.put("groups", texts(thing.groups.iter().map(String::as_str))?);
        to.put("roles", self.roles(&thing.roles)?);
        to.put("nationals", parties(&thing.nationals)?);
        to.put_if("embargo_until", thing.embargo_until.map(|t| long(t.0)));
        for (name, id) in [
            ("author", &thing.author),
            ("approver", &thing.approver),
            ("about", &thing.about),
        ] {
            let id = id.as_ref().map(|id| uid(&self.person, id)).transpose()?;
            to.put_if(name, id.map(Value::new_entity_uid));
        }
        Ok(to)
    }

    fn situation(&self, asked: &Request) -> Result<HashMap<String, Value>, String> {
        let context = &asked.context;
        let mut to = Attributes::default();
        to.put("now", long(context.now.0));
        to.put("day", long(number(context.day)));
        to.put("position", text(asked.subject.position.as_str())?);
        to.put("acting", self.roles(&asked.subject.acting)?);
        to.put("treaty_allowed", Value::new_bool(context.treaty_allowed));
        to.put("waived", Value::new_bool(context.waived));
        to.put("in_scope", Value::new_bool(context.in_scope));
        // Blank text names no task.
        let task = context.need_to_know.as_deref().map(str::trim);
        let task = task.filter(|t| !t.is_empty()).map(text).transpose()?;
        to.put_if("need_to_know", task);
        Ok(to.0)
    }

    fn roles(&self, roles: &[Role]) -> Result<Value, String> {
        let uid = |r: &Role| {
            EntityUid::from_type_name_and_id(self.role.clone(), EntityId::new(r.as_str()))
        };
        set(roles.iter().map(|r| Ok(Value::new_entity_uid(uid(r)))))
    }

    fn kind(&self, kind: Kind) -> Value {
        Value::new_entity_uid(EntityUid::from_type_name_and_id(
            self.kind.clone(),
            EntityId::new(kind.as_str()),
        ))
    }
}

/// A day as rules see it: `YYYYMMDD`; days before the year 0 are 0.
fn number(day: Date) -> i64 {
    let year = i64::from(day.year()).max(0);
    year.saturating_mul(10_000)
        .saturating_add(i64::from(day.month()).saturating_mul(100))
        .saturating_add(i64::from(day.day()))
}

#[derive(Default)]
struct Attributes(HashMap<String, Value>);

impl Attributes {
    fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    fn put_if(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}

fn entity(uid: EntityUid, attributes: Attributes) -> Result<Entity, String> {
    Entity::new(uid, attributes.0, HashSet::new()).map_err(say)
}

fn uid(kind: &EntityTypeName, id: &str) -> Result<EntityUid, String> {
    bounded(id)?;
    Ok(EntityUid::from_type_name_and_id(
        kind.clone(),
        EntityId::new(id),
    ))
}

fn bounded(text: &str) -> Result<(), String> {
    if text.len() > MAX_TEXT {
        return Err(format!(
            "a text of {} bytes; at most {MAX_TEXT} fit",
            text.len()
        ));
    }
    Ok(())
}

fn text(text: &str) -> Result<Value, String> {
    bounded(text)?;
    Ok(Value::new_string(text.to_owned()))
}

fn texts<'a>(list: impl ExactSizeIterator<Item = &'a str>) -> Result<Value, String> {
    set(list.map(text))
}

fn parties(list: &[PartyId]) -> Result<Value, String> {
    texts(list.iter().map(PartyId::as_str))
}

fn set(list: impl ExactSizeIterator<Item = Result<Value, String>>) -> Result<Value, String> {
    if list.len() > MAX_LIST {
        return Err(format!("a list of {}; at most {MAX_LIST} fit", list.len()));
    }
    Ok(Value::new_set(list.collect::<Result<Vec<_>, _>>()?))
}

fn long(number: i64) -> Value {
    Value::new_long(number)
}

fn say(error: impl Display) -> String {
    error.to_string()
}
