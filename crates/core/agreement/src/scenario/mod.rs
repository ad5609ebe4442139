//! Try before you sign: facts, items, persons and acts, and the answers expected of an instrument.
//! Negotiators see what a wording does; the project's own tests are written in it.

mod run;
pub use run::{Answered, DATES, Difference, Expected, Report, run};

use crate::{
    facts::Facts,
    permit::{Action, Given},
    source::{SourceError, strict},
    terms::{ChannelKind, Excluded, ItemForm, Third, UpdateField},
};
use entente_model::{LevelId, PartyId, ProvisionId, id::PurposeId, time::Date};
use serde::Deserialize;

/// A scenario as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows.
    pub title: String,
    /// What happened.
    #[serde(default)]
    pub facts: Facts,
    /// Items the questions name.
    #[serde(default)]
    pub item: Vec<ItemRow>,
    /// Persons the questions name.
    #[serde(default)]
    pub person: Vec<PersonRow>,
    /// Dates expected.
    #[serde(default)]
    pub date: Vec<DateRow>,
    /// Questions and the answers expected.
    #[serde(default)]
    pub ask: Vec<AskRow>,
}

/// An item.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemRow {
    /// Its name here.
    pub id: String,
    /// The originator's level.
    pub level: LevelId,
    /// Its originators; not given: the level's party.
    #[serde(default)]
    pub originators: Vec<PartyId>,
    /// Its form; not given: a document.
    #[serde(default = "document")]
    pub form: ItemForm,
    /// Its date.
    #[serde(default)]
    pub dated: Option<Date>,
    /// The day its originator marked for the end of its classification.
    #[serde(default)]
    pub term: Option<Date>,
    /// The originator demanded that its classification goes on.
    #[serde(default)]
    pub extended: bool,
    /// The day it was given to its holder.
    #[serde(default)]
    pub given_on: Option<Date>,
    /// Categories it belongs to.
    #[serde(default)]
    pub categories: Vec<Excluded>,
    /// Codes of its caveats.
    #[serde(default)]
    pub caveats: Vec<PurposeId>,
}

fn document() -> ItemForm {
    ItemForm::Document
}

/// A person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRow {
    /// The name here.
    pub id: String,
    /// Country codes of nationality.
    #[serde(default)]
    pub nationalities: Vec<PartyId>,
    /// Highest level the clearance is for.
    #[serde(default)]
    pub cleared_to: Option<LevelId>,
    /// Last day of the clearance.
    #[serde(default)]
    pub cleared_until: Option<Date>,
    /// Day of the last briefing.
    #[serde(default)]
    pub briefed: Option<Date>,
    /// Needs it for a task that is named.
    #[serde(default)]
    pub need_to_know: bool,
    /// Permanent staff.
    #[serde(default)]
    pub staff: bool,
    /// Years of residence.
    #[serde(default)]
    pub residence_years: u32,
}

/// A date expected.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateRow {
    /// Which: `in-force`, `provisional`, `bound:PARTY`, `first-term-end`, `term-end:N`,
    /// `last-notice-day:N`, `end`, `left:PARTY`, `amendment:NAME`, `declassified:ITEM`,
    /// `visit-request-by`, `visit-urgent-request-by`, `visit-answer-by`, `incident-notice-by`,
    /// `receipt-due`, `tracer-due`, `review-due`.
    pub what: String,
    /// The date.
    #[serde(default)]
    pub date: Option<Date>,
    /// No date is fixed.
    #[serde(default)]
    pub none: bool,
    /// The provision it rests on.
    #[serde(default)]
    pub article: Option<ProvisionId>,
    /// First day of the visit.
    #[serde(default)]
    pub visit_from: Option<Date>,
    /// Day of discovery, dispatch, receipt or last review.
    #[serde(default)]
    pub discovered: Option<Date>,
    /// Item whose level decides.
    #[serde(default)]
    pub item: Option<String>,
}

/// A visit.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitRow {
    /// The day the request was there.
    pub requested: Date,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// A list for repeated visits.
    #[serde(default)]
    pub list: bool,
    /// With visitors of a third country.
    #[serde(default)]
    pub third_country: bool,
}

/// The answer expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expect {
    /// Allowed.
    Allowed,
    /// Refused by a rule.
    Refused,
    /// Something is missing that can be had.
    Needs,
}

/// A question.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskRow {
    /// What it shows.
    pub name: String,
    /// The day, in the agreement's zone.
    pub on: Date,
    /// The act.
    pub act: Action,
    /// Who acts.
    pub by: PartyId,
    /// The other party.
    pub to: PartyId,
    /// Item.
    #[serde(default)]
    pub item: Option<String>,
    /// Purpose.
    #[serde(default)]
    pub purpose: Option<PurposeId>,
    /// What is at hand.
    #[serde(default)]
    pub given: Vec<Given>,
    /// Person.
    #[serde(default)]
    pub person: Option<String>,
    /// Way of sending.
    #[serde(default)]
    pub channel: Option<ChannelKind>,
    /// Approved means used.
    #[serde(default)]
    pub means: Option<String>,
    /// Site that receives.
    #[serde(default)]
    pub site: Option<String>,
    /// What an update changes.
    #[serde(default)]
    pub update: Option<UpdateField>,
    /// What kind of third.
    #[serde(default)]
    pub third: Option<Third>,
    /// Level an item is lowered to.
    #[serde(default)]
    pub lower_to: Option<LevelId>,
    /// Visit.
    #[serde(default)]
    pub visit: Option<VisitRow>,
    /// The answer.
    pub expect: Expect,
    /// Code of a refusal or of what is missing.
    #[serde(default)]
    pub code: Option<String>,
    /// The provision a refusal names.
    #[serde(default)]
    pub article: Option<ProvisionId>,
    /// Who can decide otherwise.
    #[serde(default)]
    pub decider: Option<String>,
    /// Provisions that must be among those that allowed it.
    #[serde(default)]
    pub rules: Vec<ProvisionId>,
    /// Rules or fields that must be among those asked, such as `oral-note` or `ceiling.oral`.
    #[serde(default)]
    pub asked: Vec<String>,
    /// The mark the recipient shows.
    #[serde(default)]
    pub shown: Option<String>,
    /// The notation the recipient shows, in part.
    #[serde(default)]
    pub notation: Option<String>,
}

/// Reads a scenario.
///
/// # Errors
/// [`SourceError`] with file, line and what would be accepted, also when a question names an item
/// or person that is not there, or nothing is expected.
pub fn parse(file: &str, text: &str) -> Result<Scenario, SourceError> {
    let scenario: Scenario = strict::untyped(file, text)?;
    let at = |name: &str, detail: String| SourceError::new(file, line_of(text, name), detail);
    if scenario.ask.is_empty() && scenario.date.is_empty() {
        return Err(at(
            "title",
            "nothing is expected; add [[ask]] or [[date]]".into(),
        ));
    }
    let items: Vec<&str> = scenario.item.iter().map(|i| i.id.as_str()).collect();
    let persons: Vec<&str> = scenario.person.iter().map(|p| p.id.as_str()).collect();
    for (name, known, what) in scenario
        .ask
        .iter()
        .filter_map(|a| a.item.as_deref().map(|i| (i, &items, "item")))
        .chain(
            scenario
                .ask
                .iter()
                .filter_map(|a| a.person.as_deref().map(|p| (p, &persons, "person"))),
        )
        .chain(
            scenario
                .date
                .iter()
                .filter_map(|d| d.item.as_deref().map(|i| (i, &items, "item"))),
        )
    {
        if !known.contains(&name) {
            return Err(at(
                name,
                format!("{what} `{name}` is not listed; known: {}", known.join(", ")),
            ));
        }
    }
    if let Some(row) = scenario.date.iter().find(|d| d.date.is_none() != d.none) {
        return Err(at(
            &row.what,
            format!("`{}`: give a date, or none = true", row.what),
        ));
    }
    Ok(scenario)
}

/// Reads the facts alone: those of a scenario, or a file of facts.
///
/// # Errors
/// [`SourceError`].
pub fn facts(file: &str, text: &str) -> Result<Facts, SourceError> {
    let has = |name: &str| {
        text.lines().any(|l| {
            l.trim_start().starts_with(&format!("[{name}"))
                || l.trim_start().starts_with(&format!("[[{name}"))
        })
    };
    if has("facts") || has("ask") || has("date") || has("[facts") {
        return parse(file, text).map(|scenario| scenario.facts);
    }
    strict::untyped(file, text)
}

/// The line on which a quoted name first stands; 0 when nowhere.
fn line_of(text: &str, name: &str) -> usize {
    text.lines()
        .position(|l| l.contains(&format!("\"{name}\"")))
        .map_or(0, |at| at.saturating_add(1))
}
