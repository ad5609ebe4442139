//! The treaty part of a read: what the agreement says about this person and this item. The
//! party's own rules are asked beside it, by the shell.

use super::House;
use crate::{
    state::{Agreement, State},
    step::internal,
};
use entente_agreement::{
    life::AgreedText,
    permit::{Action, Ask, Given, Hand, Item, Person, permit},
    terms::{Excluded, ItemForm},
};
use entente_model::{
    AgreementId, Instant, LevelId, OfficialId, PartyId, Problem, house::Held, id::PurposeId,
    label::Label, problem::Class, time::Date,
};

/// What a person may be given to read with; the words in the record.
pub(super) const HOW: [&str; 4] = ["open", "print", "export", "search"];

/// An item as a decision on reading looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readable {
    /// The originator's level; an own draft may have none yet.
    pub level: Option<LevelId>,
    /// Its originators.
    pub originators: Vec<PartyId>,
    /// Codes of its caveats.
    pub caveats: Vec<PurposeId>,
    /// Categories it belongs to.
    pub categories: Vec<Excluded>,
    /// Purposes it was given for or consented to since.
    pub purposes: Vec<PurposeId>,
    /// Its form.
    pub form: ItemForm,
    /// Its date.
    pub dated: Option<Date>,
    /// The day its classification ends.
    pub term: Option<Date>,
    /// The originator demanded that it goes on.
    pub extended: bool,
    /// The day it was given.
    pub given_on: Option<Date>,
    /// Our registrar has receipted it.
    pub receipted: bool,
    /// The originator consented to access beyond nationality and residence.
    pub consent: bool,
}

impl Readable {
    /// An item of this label, given for a purpose; nothing else is known.
    #[must_use]
    pub fn of(label: &Label, giver: &PartyId, purpose: &PurposeId) -> Self {
        let originators = match label.originators.as_slice() {
            [] => vec![giver.clone()],
            some => some.to_vec(),
        };
        Self {
            originators,
            caveats: label.caveats.clone(),
            purposes: vec![purpose.clone()],
            dated: label.created,
            term: label.declassify,
            ..Self::draft(Some(label.level.clone()), giver)
        }
    }

    /// A draft of the party's own.
    #[must_use]
    pub fn draft(level: Option<LevelId>, own: &PartyId) -> Self {
        Self {
            level,
            originators: vec![own.clone()],
            caveats: Vec::new(),
            categories: Vec::new(),
            purposes: Vec::new(),
            form: ItemForm::Electronic,
            dated: None,
            term: None,
            extended: false,
            given_on: None,
            receipted: false,
            consent: false,
        }
    }

    /// What the need to know is looked up for: the purpose stated, if the item was given for it,
    /// else all it was given for.
    fn needed<'a>(&'a self, stated: Option<&'a PurposeId>) -> &'a [PurposeId] {
        match stated {
            None => &self.purposes,
            Some(stated) if self.purposes.contains(stated) => std::slice::from_ref(stated),
            Some(_) => &[],
        }
    }
}

/// A read that is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDecision {
    /// Provisions that allowed it, and what the house rests it on.
    pub rules: Vec<String>,
    /// The day it was decided for, in the agreement's zone.
    pub day: Date,
}

/// Whether a person may read an item, acting in a position: need to know for a task, clearance,
/// briefing, nationality, receipt first, caveats, purpose.
///
/// # Errors
/// Whatever says no. Towards a person for whom [`House::visible`] is false, nothing of it may be
/// shown but ITEM-001, the same as for an item that does not exist. Own codes: HOUSE-020,
/// HOUSE-021, READ-001 position not held, READ-003 key destroyed, READ-004 other purpose; AGREE-001
/// and AGREE-007 without an agreement or text; those of [`Action::Open`].
pub fn may_read(
    state: &State,
    person: &OfficialId,
    held: &Held,
    position: &OfficialId,
    facts: &Readable,
    purpose: Option<&PurposeId>,
    at: Instant,
) -> Result<ReadDecision, Problem> {
    let house = &state.house;
    let text = match held {
        Held::Own(_) => None,
        Held::Given(agreement, ..) => Some(governing(state.agreement(agreement)?, at)?),
    };
    let day = match text {
        Some(text) => day_of(text, at)?,
        None => utc(at)?,
    };
    let known = house.person(person).ok_or_else(|| gone(house, person))?;
    if house
        .need_to_know(person, held, facts.needed(purpose), day)
        .is_none()
    {
        return Err(no_need(text));
    }
    if !known.holds(position, day) {
        return Err(Problem::refused("READ-001")
            .with("person", person)
            .with("position", position)
            .with("date", day)
            .decided_by("security-officer"));
    }
    if house.shredded(held) {
        return Err(Problem::refused("READ-003").decided_by("originator"));
    }
    if let Some(stated) = purpose
        && !facts.purposes.is_empty()
        && !facts.purposes.contains(stated)
    {
        return Err(Problem::refused("READ-004")
            .with("purpose", stated)
            .decided_by("originator"));
    }
    let mut rules = vec![house_rules(house)];
    match (held, text) {
        (Held::Given(agreement, giver, _), Some(text)) => {
            let asked = Asked {
                me: state.me.party(),
                partner: &state.agreement(agreement)?.partner,
                giver,
                agreement,
                day,
            };
            rules.extend(treaty(state, text, &asked, known, facts)?);
        }
        _ => own_clearance(state, known, facts, day)?,
    }
    Ok(ReadDecision { rules, day })
}

/// Whether a view that was opened may stay open. Asked within a minute of anything that was taken
/// away ([`House::narrowed`]), and as days pass.
#[must_use]
pub fn still_may_read(
    state: &State,
    person: &OfficialId,
    held: &Held,
    position: &OfficialId,
    facts: &Readable,
    purpose: Option<&PurposeId>,
    at: Instant,
) -> bool {
    may_read(state, person, held, position, facts, purpose, at).is_ok()
}

/// Whose question it is.
struct Asked<'a> {
    me: &'a PartyId,
    partner: &'a PartyId,
    giver: &'a PartyId,
    agreement: &'a AgreementId,
    day: Date,
}

fn treaty(
    state: &State,
    text: &AgreedText,
    asked: &Asked<'_>,
    known: &super::Known,
    facts: &Readable,
) -> Result<Vec<String>, Problem> {
    let level = facts.level.as_ref().ok_or_else(|| unmarked(asked.giver))?;
    let mut hand = Hand::EMPTY;
    for (there, given) in [
        (facts.receipted, Given::Receipt),
        (facts.consent, Given::Consent),
    ] {
        if there {
            hand = hand.with(given);
        }
    }
    let cleared = known.cleared.as_ref();
    let ask = Ask {
        item: Some(Item {
            dated: facts.dated,
            term: facts.term,
            extended: facts.extended,
            given_on: facts.given_on,
            categories: &facts.categories,
            caveats: &facts.caveats,
            ..Item::new(level, &facts.originators, facts.form)
        }),
        hand,
        person: Some(Person {
            nationalities: &known.person.nationalities,
            cleared_to: cleared.map(|(level, _)| level),
            cleared_until: cleared.map(|(_, until)| *until),
            briefed: known.briefed(asked.agreement),
            need_to_know: true,
            staff: known.person.staff,
            residence_years: known.person.residence_years,
        }),
        ..Ask::new(Action::Open, asked.me, asked.partner, asked.day)
    };
    let life = &state.agreement(asked.agreement)?.life;
    let allowed = permit(&text.rules, life.timeline(), &ask).allowed()?;
    Ok(allowed.iter().map(ToString::to_string).collect())
}

/// Own drafts: the clearance must reach the level in the party's own scheme, as its agreements'
/// tables rank it. A level no table knows is reached by itself alone.
fn own_clearance(
    state: &State,
    known: &super::Known,
    facts: &Readable,
    day: Date,
) -> Result<(), Problem> {
    let Some(level) = &facts.level else {
        return Ok(());
    };
    let texts = || {
        let all = state.agreements.values();
        all.filter_map(|a| a.life.agreed_text())
    };
    let mut known_as = texts().filter_map(|t| t.rules.level(level)).peekable();
    if known_as.peek().is_some() && known_as.all(|l| l.not_classification) {
        return Ok(());
    }
    let no = |code: &'static str| {
        Problem::new(code, Class::Waiting)
            .by(entente_model::Fault::Rule)
            .with("level", level)
            .with("article", "-")
            .decided_by("security-officer")
    };
    let Some((to, until)) = &known.cleared else {
        return Err(no("HOLD-002"));
    };
    let mut ranked = texts()
        .filter_map(|t| Some((t.rules.level(to)?, t.rules.level(level)?)))
        .peekable();
    let reaches = to == level
        || (ranked.peek().is_some() && ranked.all(|(a, b)| a.party == b.party && a.rank >= b.rank));
    if !reaches {
        return Err(no("HOLD-002"));
    }
    if *until < day {
        return Err(no("HOLD-003").with("date", until));
    }
    Ok(())
}

/// The text that governs an agreement.
pub(super) fn governing(agreement: &Agreement, at: Instant) -> Result<&AgreedText, Problem> {
    agreement
        .life
        .text_at(at.max(agreement.last_time))
        .ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))
}

/// The day in the agreement's zone.
pub(super) fn day_of(text: &AgreedText, at: Instant) -> Result<Date, Problem> {
    text.rules
        .day(at)
        .ok_or_else(|| internal("no date in the terms' zone"))
}

/// The day, UTC.
pub(super) fn utc(at: Instant) -> Result<Date, Problem> {
    at.date_in("UTC")
        .ok_or_else(|| internal("a time outside the calendar"))
}

fn gone(house: &House, person: &OfficialId) -> Problem {
    let left = house.persons().find(|p| &p.person.id == person);
    match left.and_then(|p| p.left) {
        Some(left) => Problem::refused("HOUSE-021")
            .with("person", person)
            .with("time", left)
            .decided_by("security-officer"),
        None => Problem::new("HOUSE-020", Class::NotFound).with("person", person),
    }
}

/// As [`Action::Open`] says it, before anything else is looked at.
fn no_need(text: Option<&AgreedText>) -> Problem {
    let access = text.and_then(|t| t.rules.terms.access.as_ref());
    let no = Problem::refused("HOLD-001").decided_by("security-officer");
    match access {
        Some(group) => {
            let article = entente_agreement::terms::Group::rule(group, "never_by_rank");
            no.with("article", article).under(article)
        }
        None => no.with("article", "-"),
    }
}

fn unmarked(giver: &PartyId) -> Problem {
    Problem::refused("MARK-001")
        .with("token", "-")
        .with("party", giver)
}

fn house_rules(house: &House) -> String {
    house.rules_in_force().map_or_else(
        || "house:shipped".to_owned(),
        |d| format!("house:{}", d.hex()),
    )
}
