//! Names: parties, zones, calendars and provisions that are named are there, codes are not given
//! twice, and no name deceives the eye (M21).

use super::{Leaf, Mistake, mistake, walk};
use crate::{
    source::{nearest, strict::turns},
    terms::{Period, Terms, Unit},
};
use entente_marking::{Texts, countries, names::honest};
use entente_model::PartyId;
use serde_json::Value;

/// Fields whose text is a name people and acts tell apart by eye.
const NAMES: [&str; 10] = [
    "id", "name", "route", "approved", "sites", "by", "from", "holder", "parent", "marks",
];

pub(super) fn fit(terms: &Terms) -> Result<(), Mistake> {
    walk(terms, &mut |leaf| {
        party(terms, leaf)?;
        zone(leaf)?;
        calendar(terms, leaf)?;
        working_days(leaf)?;
        honestly(leaf)
    })?;
    rests(terms)?;
    groups(terms)?;
    once(terms)
}

/// A group is called after no country, and its members are countries or parties (M8).
fn groups(terms: &Terms) -> Result<(), Mistake> {
    let country =
        |id: &PartyId| countries::known(id.as_str()) || terms.party.iter().any(|p| &p.id == id);
    for (index, group) in terms.country_group.iter().enumerate() {
        let path = |field: &str| format!("country_group[{index}].{field}");
        if country(&group.code) {
            return Err(mistake(
                path("code"),
                format!("{} is a country's code or a party's", group.code),
            ));
        }
        if group.members.is_empty() {
            return Err(mistake(path("members"), "a group has members"));
        }
        if let Some(member) = group.members.iter().find(|m| !country(m)) {
            let near = countries::suggest(member.as_str());
            let near = near.map_or_else(String::new, |code| format!("; did you mean {code}?"));
            return Err(mistake(
                path("members"),
                format!("{member} is not a country code of ISO 3166-1 alpha-3{near}"),
            ));
        }
    }
    Ok(())
}

/// A party that is named is a party; a level may be another organisation's, and a waiver is for
/// nationals of whatever country (D5).
fn party(terms: &Terms, leaf: &Leaf<'_>) -> Result<(), Mistake> {
    let exempt = leaf.name == "waiver_for"
        || leaf.path.starts_with("level[")
        || leaf.path.starts_with("country_group[");
    if !leaf.is::<PartyId>() || exempt {
        return Ok(());
    }
    let named = leaf.value.as_str().unwrap_or_default();
    if terms.party.iter().any(|p| p.id.as_str() == named) {
        return Ok(());
    }
    let all: Vec<&str> = terms.party.iter().map(|p| p.id.as_str()).collect();
    Err(mistake(
        &leaf.path,
        format!("{named} is not a party; the parties are {}", all.join(", ")),
    ))
}

fn zone(leaf: &Leaf<'_>) -> Result<(), Mistake> {
    if leaf.name != "zone" {
        return Ok(());
    }
    let name = leaf.value.as_str().unwrap_or_default();
    match jiff::tz::TimeZone::get(name) {
        Ok(zone) if zone.iana_name() == Some(name) => Ok(()),
        Ok(zone) => Err(mistake(
            &leaf.path,
            format!(
                "`{name}` is written `{}`",
                zone.iana_name().unwrap_or("UTC")
            ),
        )),
        Err(_) => Err(mistake(
            &leaf.path,
            format!(
                "`{}` is not a zone of the IANA database, such as \"Asia/Tokyo\"",
                entente_marking::visible(name)
            ),
        )),
    }
}

fn calendar(terms: &Terms, leaf: &Leaf<'_>) -> Result<(), Mistake> {
    if leaf.name != "calendar" {
        return Ok(());
    }
    let name = leaf.value.as_str().unwrap_or_default();
    let mut known = terms.calendar.iter().map(|c| c.id.as_str());
    if known.clone().any(|id| id == name) {
        return Ok(());
    }
    let near = nearest::hint(&nearest::of(name, known.by_ref()));
    Err(mistake(
        &leaf.path,
        format!(
            "no holiday calendar `{}`{near}; calendars are given as [[calendar]] rows",
            entente_marking::visible(name)
        ),
    ))
}

/// Working days are counted by a calendar that is named beside them (V1).
fn working_days(leaf: &Leaf<'_>) -> Result<(), Mistake> {
    let period = leaf.is::<Period>().then(|| leaf.value.as_str()).flatten();
    let working = period
        .and_then(|p| p.parse::<Period>().ok())
        .is_some_and(|p| p.unit == Unit::WorkingDays);
    if working && !leaf.beside("calendar") {
        return Err(mistake(
            &leaf.path,
            "working days need a `calendar` beside them; only visits and \"how soon\" tables have one",
        ));
    }
    Ok(())
}

fn honestly(leaf: &Leaf<'_>) -> Result<(), Mistake> {
    let texts: Vec<&str> = match leaf.value {
        Value::String(text) => vec![text],
        Value::Object(all) => all.values().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let text_field = leaf.is::<String>() || leaf.is::<Texts>();
    for text in texts {
        if let Some(c) = text
            .chars()
            .find(|c| turns(*c) || (c.is_control() && *c != '\n'))
        {
            let detail = format!(
                "`{}` has the hidden character U+{:04X}; write it without",
                entente_marking::visible(text),
                u32::from(c)
            );
            return Err(mistake(&leaf.path, detail));
        }
        if text_field && NAMES.contains(&leaf.name) {
            honest(text).map_err(|why| mistake(&leaf.path, why))?;
        }
    }
    Ok(())
}

/// A field that rests on another provision is a field of its group.
fn rests(terms: &Terms) -> Result<(), Mistake> {
    for (path, group) in terms.groups() {
        let own = |name: &str| name != "basis" && name != "rests";
        let fields = group.fields().iter().map(|f| f.name).filter(|n| own(n));
        for named in group.rests().into_iter().flat_map(|r| r.0.keys()) {
            if fields.clone().any(|name| name == named) {
                continue;
            }
            let near = nearest::hint(&nearest::of(named, fields.clone()));
            let all: Vec<&str> = fields.collect();
            return Err(mistake(
                format!("{path}.rests"),
                format!(
                    "`{}` is not a field of this group{near}; its fields are {}",
                    entente_marking::visible(named),
                    all.join(", ")
                ),
            ));
        }
    }
    Ok(())
}

/// What acts cite by a code is not given twice.
fn once(terms: &Terms) -> Result<(), Mistake> {
    let authority: Vec<String> = terms
        .authority
        .iter()
        .map(|a| format!("{} {} {:?}", a.party, a.role, a.from))
        .collect();
    let update: Vec<&str> = terms.update.iter().map(|u| u.field.word()).collect();
    let purpose = terms.purpose.iter().map(|p| p.code.as_str());
    let caveat = terms.caveat.iter().map(|c| c.code.as_str());
    let arrangement = terms.arrangement.iter().map(|a| a.name.as_str());
    let calendar = terms.calendar.iter().map(|c| c.id.as_str());
    let ceiling = terms.ceiling.iter().map(|c| c.party.as_str());
    unique("purpose", "code", purpose)?;
    unique("caveat", "code", caveat)?;
    let group = terms.country_group.iter().map(|g| g.code.as_str());
    unique("country_group", "code", group)?;
    unique("arrangement", "name", arrangement)?;
    unique("calendar", "id", calendar)?;
    unique("ceiling", "party", ceiling)?;
    unique("update", "field", update.into_iter())?;
    unique("authority", "role", authority.iter().map(String::as_str))
}

fn unique<'n>(
    group: &str,
    field: &str,
    names: impl Iterator<Item = &'n str>,
) -> Result<(), Mistake> {
    let mut seen = std::collections::BTreeMap::new();
    for (index, name) in names.enumerate() {
        if let Some(first) = seen.insert(name, index) {
            return Err(mistake(
                format!("{group}[{index}].{field}"),
                format!("the same as in {group}[{first}]: each {group} is given once"),
            ));
        }
    }
    Ok(())
}
