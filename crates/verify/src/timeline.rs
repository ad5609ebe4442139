//! What happened, in causal order: one line an act in a neutral form for the file, and a readable
//! story in either language for people.

use entente_model::{Act, Deed, Digest, Instant, PartyId, act::NoteKind, turn::Op};
use entente_words::{Key, Lang, key, text};
use std::{collections::BTreeMap, fmt::Write as _};

use crate::Report;

/// One act as the story tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Author's clock.
    pub at: Instant,
    /// Author.
    pub party: PartyId,
    /// Index in the author's record.
    pub n: u64,
    /// What it was.
    pub kind: EventKind,
}

/// See [`Event`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// An act that holds.
    Act(Box<Act>),
    /// An entry that is no act that holds, with the code of the reason.
    Void(String),
}

/// Merges the records so that every act comes after all its author had seen; between acts that
/// know nothing of each other, by time, then party.
#[must_use]
pub(crate) fn merge(logs: &BTreeMap<PartyId, Vec<Event>>) -> Vec<Event> {
    let mut next: BTreeMap<&PartyId, usize> = logs.keys().map(|p| (p, 0)).collect();
    let mut merged = Vec::new();
    loop {
        let mut best: Option<(&PartyId, &Event)> = None;
        for (party, events) in logs {
            let Some(event) = next.get(party).and_then(|i| events.get(*i)) else {
                continue;
            };
            let ready = seen(event).iter().all(|(other, size)| {
                let told = next.get(other).copied().unwrap_or(usize::MAX);
                u64::try_from(told).unwrap_or(u64::MAX) >= *size
            });
            if ready && best.is_none_or(|(p, b)| (event.at, party) < (b.at, p)) {
                best = Some((party, event));
            }
        }
        // A cycle of claims cannot be told in order: take the first that is left.
        let chosen = best.or_else(|| {
            logs.iter()
                .find_map(|(p, events)| Some((p, next.get(p).and_then(|i| events.get(*i))?)))
        });
        let Some((party, event)) = chosen else {
            return merged;
        };
        merged.push(event.clone());
        if let Some(i) = next.get_mut(party) {
            *i = i.saturating_add(1);
        }
    }
}

fn seen(event: &Event) -> &[(PartyId, u64)] {
    match &event.kind {
        EventKind::Act(act) => &act.seen,
        EventKind::Void(_) => &[],
    }
}

/// The neutral timeline: facts, no language.
#[must_use]
pub(crate) fn neutral(events: &[Event]) -> String {
    let mut out = String::new();
    for event in events {
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{} {} {} {}",
            event.at,
            event.party,
            event.n,
            facts(&event.kind)
        );
    }
    out
}

fn facts(kind: &EventKind) -> String {
    let act = match kind {
        EventKind::Void(code) => return format!("void {code}"),
        EventKind::Act(act) => act,
    };
    let name = act.deed.name();
    match &act.deed {
        Deed::Propose(d) => format!("{name} {}", d.instrument.digest()),
        Deed::Turn(d) => format!("{name} v{} {} {}", d.version, d.no, ops(&d.ops)),
        Deed::Part(d) => format!("{name} {} left", d.left),
        Deed::Concord(d) => {
            let ids: Vec<&str> = d.texts.iter().map(|(p, _)| p.as_str()).collect();
            format!("{name} v{} {} {}", d.version, d.official, ids.join(","))
        }
        Deed::Amend(d) => format!("{name} v{}", d.version),
        Deed::Freeze(d) => format!("{name} {}", d.text),
        Deed::Abandon(d) => format!("{name} {}", d.text),
        Deed::Sign(d) => format!("{name} {} {}", d.official, d.text),
        Deed::Note(d) => format!(
            "{name} {} {} {}",
            match d.kind {
                NoteKind::Completed => "completed",
                NoteKind::Terminate => "terminate",
                NoteKind::NoRenewal => "no-renewal",
            },
            d.date,
            d.official
        ),
        Deed::NoteReceived(d) => format!("{name} {} {} {}", d.from, d.of, d.date),
        Deed::Course(d) => format!("{name} {} {}", said(&d.what), d.official),
        Deed::Keys(d) => format!("{name} {}", d.to),
        Deed::Release(d) => format!(
            "{name} {} {} {} {} {} {}",
            d.item, d.to, d.level, d.purpose, d.size, d.root
        ),
        Deed::Receipt(d) => {
            let of: Vec<String> = d.of.iter().map(ToString::to_string).collect();
            let bad: Vec<String> = d
                .quarantined
                .iter()
                .map(|(n, code)| format!("{n}:{code}"))
                .collect();
            format!(
                "{name} {} [{}] [{}] {}",
                d.from,
                of.join(","),
                bad.join(","),
                d.official
            )
        }
        other => crate::deeds::facts(other),
    }
}

/// The story for people: header, acts (the last `limit`, or all), delivery, summary.
#[must_use]
pub fn render(report: &Report, lang: Lang, limit: Option<usize>) -> String {
    let say = |key: Key, args: &[(&str, &str)]| text(lang, key, args);
    let mut out = String::new();
    let tag = if lang == Lang::Ja { "ja" } else { "en" };
    let title = report
        .title
        .iter()
        .find(|(l, _)| l == tag)
        .or(report.title.first())
        .map_or("-", |(_, t)| t);
    let agreement: String = report.agreement.to_string().chars().take(8).collect();
    let _ = writeln!(
        out,
        "{}",
        say(
            key::TL_TITLE,
            &[("agreement", &format!("AG-{agreement}")), ("title", title)]
        )
    );
    let _ = writeln!(
        out,
        "{}",
        say(
            key::TL_EXPORTER,
            &[
                ("party", report.exporter.as_str()),
                ("time", &report.at.to_string())
            ]
        )
    );
    anchors(report, lang, &mut out);
    let told: Vec<&Event> = report.events.iter().filter(|e| !is_keys(e)).collect();
    let hidden = limit.map_or(0, |limit| told.len().saturating_sub(limit));
    if hidden > 0 {
        let _ = writeln!(
            out,
            "  {}",
            say(key::TL_MORE, &[("n", &hidden.to_string())])
        );
    }
    let items = items(report);
    for event in told.iter().skip(hidden) {
        let _ = writeln!(out, "  {}  {}", event.at, line(event, lang, &items));
    }
    for party in &report.parties {
        if let Some((size, time)) = party.delivered {
            let time = Instant(i64::try_from(time).unwrap_or(0)).to_string();
            let _ = writeln!(
                out,
                "{}",
                say(
                    key::TL_DELIVERED,
                    &[
                        ("party", party.party.as_str()),
                        ("size", &size.to_string()),
                        ("time", &time)
                    ]
                )
            );
        }
    }
    let acts = report.events.len().to_string();
    let _ = writeln!(
        out,
        "{}",
        say(
            key::TL_OK,
            &[("acts", &acts), ("logs", &report.parties.len().to_string())]
        )
    );
    anchors_missing(report, lang, &mut out);
    out
}

fn anchors(report: &Report, lang: Lang, out: &mut String) {
    for party in &report.parties {
        let key = if party.anchored {
            key::TL_ANCHORED
        } else {
            key::TL_UNANCHORED
        };
        let _ = writeln!(
            out,
            "{}",
            text(lang, key, &[("party", party.party.as_str())])
        );
    }
}

fn anchors_missing(report: &Report, lang: Lang, out: &mut String) {
    for party in report.parties.iter().filter(|p| !p.anchored) {
        let _ = writeln!(
            out,
            "{}",
            text(lang, key::TL_UNANCHORED, &[("party", party.party.as_str())])
        );
    }
}

/// What was said, as it stands in the record.
fn said(what: &entente_model::act::Course) -> String {
    serde_json::to_string(what).unwrap_or_else(|_| what.name().to_owned())
}

/// What was said in an agreement's course, in words; `None` for a kind without any.
#[must_use]
pub fn course_words(what: &serde_json::Value, lang: Lang) -> Option<String> {
    let (name, fields) = what.as_object()?.iter().next()?;
    let plain = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Object(one) => one
            .iter()
            .map(|(k, v)| format!("{k} {}", v.as_str().unwrap_or_default()))
            .collect::<Vec<_>>()
            .join(" "),
        other => other.to_string(),
    };
    let args: Vec<(&str, String)> = fields
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), plain(value)))
        .collect();
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    entente_words::text_by_id(lang, &format!("course-{name}"), &args)
}

fn in_words(what: &entente_model::act::Course, lang: Lang) -> String {
    serde_json::to_value(what)
        .ok()
        .and_then(|value| course_words(&value, lang))
        .unwrap_or_else(|| said(what))
}

fn is_keys(event: &Event) -> bool {
    matches!(&event.kind, EventKind::Act(act) if matches!(act.deed, Deed::Keys(_)))
}

/// References of released items by author and index, for receipts.
fn items(report: &Report) -> BTreeMap<(&PartyId, u64), &str> {
    let release = |e: &'_ Event| match &e.kind {
        EventKind::Act(act) => matches!(act.deed, Deed::Release(_)),
        EventKind::Void(_) => false,
    };
    report
        .events
        .iter()
        .filter(|e| release(e))
        .filter_map(|e| match &e.kind {
            EventKind::Act(act) => match &act.deed {
                Deed::Release(r) => Some(((&e.party, e.n), r.item.as_str())),
                _ => None,
            },
            EventKind::Void(_) => None,
        })
        .collect()
}

/// What a turn does, in the words of the commands.
fn ops(ops: &[Op]) -> String {
    let word = |op: &Op| match op {
        Op::Edit { at, hunks } => format!("edit {} {} ({})", at.p, at.lang, hunks.len()),
        Op::Back { at, .. } => format!("support {}", at.p),
        Op::Withdraw { at, .. } => format!("withdraw {}", at.p),
        Op::Add { after, .. } => match after {
            Some(after) => format!("add after {after}"),
            None => "add".to_owned(),
        },
        Op::Keep { p } => format!("keep {p}"),
        Op::Drop { p } => format!("drop {p}"),
        Op::Move { p, .. } => format!("move {p}"),
        Op::Term { field, .. } => format!("term {field}"),
        Op::Agree {
            p, ad_ref: true, ..
        } => format!("agree-ad-ref {p}"),
        Op::Agree { p, .. } => format!("agree {p}"),
        Op::AgreeAll { ad_ref: true, .. } => "agree-ad-ref all".to_owned(),
        Op::AgreeAll { .. } => "agree all".to_owned(),
        Op::Reserve { p, kind } => format!("reserve {p} {}", kind.word()),
        Op::Lift { p, kind } => format!("lift {p} {}", kind.word()),
        Op::Park { p, .. } => format!("park {p}"),
        Op::Chair { by, no, accept } => {
            let word = if *accept { "accept" } else { "decline" };
            format!("{word} {by}-{no}")
        }
    };
    let words: Vec<String> = ops.iter().map(word).collect();
    words.join(", ")
}

fn line(event: &Event, lang: Lang, items: &BTreeMap<(&PartyId, u64), &str>) -> String {
    let party = event.party.as_str();
    let say = |key: Key, args: &[(&str, &str)]| {
        let mut all = vec![("party", party)];
        all.extend_from_slice(args);
        text(lang, key, &all)
    };
    let short = |digest: &Digest| digest.hex().chars().take(12).collect::<String>();
    let act = match &event.kind {
        EventKind::Void(code) => return say(key::TL_VOID, &[("code", code)]),
        EventKind::Act(act) => act,
    };
    match &act.deed {
        Deed::Propose(d) => {
            let tag = if lang == Lang::Ja { "ja" } else { "en" };
            say(key::TL_PROPOSE, &[("title", d.instrument.title_in(tag))])
        }
        Deed::Turn(d) => {
            let no = format!("{}", d.no);
            let key = if d.chair { key::TL_CHAIR } else { key::TL_TURN };
            say(key, &[("turn", &no), ("what", &ops(&d.ops))])
        }
        Deed::Part(d) => say(key::TL_PART, &[("left", &d.left.to_string())]),
        Deed::Concord(d) => say(
            key::TL_CONCORD,
            &[
                ("official", d.official.as_str()),
                ("count", &d.texts.len().to_string()),
            ],
        ),
        Deed::Amend(d) => say(key::TL_AMEND, &[("version", &d.version.to_string())]),
        Deed::Abandon(d) => say(key::TL_ABANDON, &[("digest", &short(&d.text))]),
        Deed::Freeze(d) => say(key::TL_FREEZE, &[("digest", &short(&d.text))]),
        Deed::Sign(d) if d.capacity.is_empty() => {
            say(key::TL_SIGN_BARE, &[("official", d.official.as_str())])
        }
        Deed::Sign(d) => say(
            key::TL_SIGN,
            &[("official", d.official.as_str()), ("capacity", &d.capacity)],
        ),
        Deed::Note(d) => {
            let key = match d.kind {
                NoteKind::Completed => key::TL_NOTE_COMPLETED,
                NoteKind::Terminate => key::TL_NOTE_TERMINATE,
                NoteKind::NoRenewal => key::TL_NOTE_NO_RENEWAL,
            };
            say(key, &[("date", &d.date.to_string())])
        }
        Deed::NoteReceived(d) => say(key::TL_NOTE_RECEIVED, &[("date", &d.date.to_string())]),
        Deed::Course(d) => say(
            key::TL_COURSE,
            &[
                ("official", d.official.as_str()),
                ("what", &in_words(&d.what, lang)),
            ],
        ),
        Deed::Keys(d) => say(key::TL_KEYS, &[("to", d.to.as_str())]),
        Deed::Release(d) => say(
            key::TL_RELEASE,
            &[
                ("to", d.to.as_str()),
                ("item", d.item.as_str()),
                ("level", d.level.as_str()),
                ("purpose", d.purpose.as_str()),
                ("size", &d.size.to_string()),
            ],
        ),
        Deed::Receipt(d) => receipt(d, items, &say),
        _ => {
            let name = |from: &PartyId, n: u64| {
                items
                    .get(&(from, n))
                    .map_or_else(|| format!("{from}#{n}"), |i| (*i).to_owned())
            };
            crate::deeds::line(act, lang, &name).unwrap_or_else(|| act.deed.name().to_owned())
        }
    }
}

/// Says a message of the event's party.
type Say<'a> = &'a dyn Fn(Key, &[(&str, &str)]) -> String;

fn receipt(
    d: &entente_model::act::Receipt,
    items: &BTreeMap<(&PartyId, u64), &str>,
    say: Say<'_>,
) -> String {
    let name = |n: &u64| {
        items
            .get(&(&d.from, *n))
            .map_or_else(|| format!("#{n}"), |i| (*i).to_owned())
    };
    let mut parts = Vec::new();
    if !d.of.is_empty() {
        let few: Vec<String> = d.of.iter().take(8).map(name).collect();
        let more = d.of.len().saturating_sub(few.len());
        let tail = if more > 0 {
            format!(" … +{more}")
        } else {
            String::new()
        };
        parts.push(say(
            key::TL_RECEIPT,
            &[("items", &format!("{}{tail}", few.join(", ")))],
        ));
    }
    for (n, code) in &d.quarantined {
        parts.push(say(
            key::TL_RECEIPT_QUARANTINE,
            &[("item", &name(n)), ("code", code)],
        ));
    }
    parts.join("; ")
}
