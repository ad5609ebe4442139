//! A marking's structure as text: the canonical form, and how each country writes it (M7).

use crate::{
    Level,
    parse::{Context, Parts},
    token,
};
use entente_model::{
    LevelId, PartyId,
    label::{Embargo, Rel},
};

/// How a country writes markings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Parts with spaces between them.
    Generic,
    /// As New Zealand writes it.
    Nzl,
    /// As Japan writes it: words in Japanese where they have a Japanese form.
    Jpn,
    /// As the United States write it: `//` between parts, USA first.
    Usa,
    /// As the Australian e-mail standard writes it: `REL` and codes with `/` between them.
    Aus,
}

impl Style {
    /// The style a party's canonical form has.
    #[must_use]
    pub fn of(party: &str) -> Self {
        if party == "USA" {
            Self::Usa
        } else {
            Self::Generic
        }
    }

    /// By a party's code in small letters, or `generic`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            ("generic", Self::Generic),
            ("nzl", Self::Nzl),
            ("jpn", Self::Jpn),
            ("usa", Self::Usa),
            ("aus", Self::Aus),
        ];
        all.into_iter().find(|(n, _)| *n == name).map(|(_, s)| s)
    }

    fn between(self) -> &'static str {
        if self == Self::Usa { "//" } else { " " }
    }

    fn within(self) -> &'static str {
        if self == Self::Usa { "/" } else { " " }
    }
}

/// The canonical form: what [`crate::parse::parse`] reads back to the same structure.
#[must_use]
pub fn canonical(context: &Context<'_>, level: Option<&LevelId>, parts: &Parts) -> String {
    render(context, level, parts, Style::of(context.party.as_str()))
}

/// In a country's style. Every style reads back to the same structure.
#[must_use]
pub fn render(
    context: &Context<'_>,
    level: Option<&LevelId>,
    parts: &Parts,
    style: Style,
) -> String {
    let short = level.map(|id| mark(context, id, false));
    write(context, short, parts, style)
}

/// Before a portion, in brackets: `(S//REL TO USA, GBR)`.
#[must_use]
pub fn portion(
    context: &Context<'_>,
    level: Option<&LevelId>,
    parts: &Parts,
    style: Style,
) -> String {
    let short = level.map(|id| mark(context, id, true));
    format!("({})", write(context, short, parts, style))
}

fn mark(context: &Context<'_>, id: &LevelId, portion: bool) -> String {
    let Some(level) = context.table.level(id) else {
        return id.to_string();
    };
    let short = portion.then(|| abbreviation(level)).flatten();
    short.map_or_else(|| level.short.clone(), str::to_owned)
}

fn abbreviation(level: &Level) -> Option<&'static str> {
    let words = token::phrase(&level.short);
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["top", "secret"] => Some("TS"),
        ["secret"] => Some("S"),
        ["confidential"] => Some("C"),
        ["restricted"] => Some("R"),
        ["protected"] => Some("P"),
        ["unclassified"] => Some("U"),
        _ => None,
    }
}

fn write(context: &Context<'_>, level: Option<String>, parts: &Parts, style: Style) -> String {
    let mut all: Vec<String> = Vec::new();
    let originators = codes(&parts.originators).join(" ");
    match (level, parts.joint) {
        (Some(level), true) => all.push(format!("//JOINT {level} {originators}")),
        (Some(level), false) => all.push(level),
        (None, _) => {}
    }
    if !parts.codewords.is_empty() {
        all.push(parts.codewords.join(style.within()));
    }
    if !parts.joint && !parts.originators.is_empty() {
        let others = parts.originators.iter().filter(|p| *p != context.party);
        let others: Vec<PartyId> = others.cloned().collect();
        all.push(format!("FGI {}", codes(&others).join(" ")));
    }
    let words: Vec<&str> = parts
        .caveats
        .iter()
        .map(|code| {
            let word = context.vocabulary.word(context.party.as_str(), code);
            word.map_or(code.as_str(), |w| {
                crate::parse::mark_of(w, style == Style::Jpn)
            })
        })
        .collect();
    if !words.is_empty() {
        all.push(words.join(style.within()));
    }
    all.extend(parts.copy.map(|number| format!("COPY {number}")));
    all.extend(parts.embargo.as_ref().map(embargo));
    let dates = [
        ("CREATED", parts.created),
        ("REVIEW", parts.review),
        ("DECLASSIFY ON", parts.declassify),
    ];
    for (word, day) in dates {
        all.extend(day.map(|day| format!("{word} {day}")));
    }
    all.extend(
        parts
            .rel
            .as_ref()
            .map(|rel| releasable(context, rel, style)),
    );
    all.extend(parts.tlp.map(|tlp| tlp.word().to_owned()));
    all.join(style.between())
}

fn embargo(embargo: &Embargo) -> String {
    format!(
        "EMBARGOED FOR RELEASE UNTIL {}",
        zoned(embargo.until, &embargo.zone)
    )
}

/// An instant in a zone, with offset and zone; in UTC where the zone is not known.
#[must_use]
pub fn zoned(at: entente_model::Instant, zone: &str) -> String {
    let stamp = jiff::Timestamp::from_second(at.0).ok();
    let zone = jiff::tz::TimeZone::get(zone).ok();
    match (stamp, zone) {
        (Some(stamp), Some(zone)) => stamp.to_zoned_datetime(zone).to_string(),
        _ => at.to_string(),
    }
}

/// `REL TO` and its list: trigraphs in the order of the alphabet, then longer codes; the United
/// States first in their own style.
fn releasable(context: &Context<'_>, rel: &Rel, style: Style) -> String {
    if rel.parties.is_empty() {
        let [english, japanese] = crate::parse::NO_FOREIGN;
        return if style == Style::Jpn {
            japanese
        } else {
            english
        }
        .to_owned();
    }
    // A group stands for its members as far as the list has them all.
    let groups = rel.groups.iter().filter_map(|(code, basis)| {
        let group = context.vocabulary.group(code.as_str())?;
        let whole = group.members.iter().all(|m| rel.parties.contains(m));
        (whole && &group.basis == basis).then_some(group)
    });
    let groups: Vec<_> = groups.collect();
    let alone = |party: &&PartyId| !groups.iter().any(|g| g.members.contains(party));
    let mut list: Vec<PartyId> = rel.parties.iter().filter(alone).cloned().collect();
    if style == Style::Usa
        && !list.iter().any(|p| p.as_str() == "USA")
        && let Some(usa) = rel.parties.iter().find(|p| p.as_str() == "USA")
    {
        list.push(usa.clone());
    }
    list.extend(groups.iter().map(|g| g.code.clone()));
    let mut list = codes(&list);
    if style == Style::Usa {
        list.sort_by_key(|code| *code != "USA");
    }
    if style == Style::Aus {
        return format!("REL {}", list.join("/"));
    }
    format!("REL TO {}", list.join(", "))
}

/// Trigraphs in the order of the alphabet, then tetragraphs, then others (M7).
fn codes(parties: &[PartyId]) -> Vec<&str> {
    let mut codes: Vec<&str> = parties.iter().map(PartyId::as_str).collect();
    codes.sort_by_key(|code| (code.len(), *code));
    codes.dedup();
    codes
}
