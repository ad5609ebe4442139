//! The register as it is shown: its lines, one release in full, and the duties that run.

use super::find::{self, At};
use crate::{
    command::id_of,
    runtime::{Node, find_agreement, short_id},
};
use entente_agreement::{
    Rules,
    register::{Family, Line, NumberState},
    timeline,
};
use entente_engine::{Agreement, LogId};
use entente_model::{
    AgreementId, LevelId, PartyId, Problem, id::ItemRef, problem::Class, time::Date,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Most lines of one answer.
pub(super) const PAGE: u64 = 10_000;
/// Most duties of one answer.
const PAGE_OF_DUTIES: usize = 1000;
/// Most receipts looked at to say how many are late.
const LOOK: usize = 10_000;

/// Which lines.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Which {
    /// One agreement only.
    pub agreement: Option<String>,
    /// Only what is open, or only what ended.
    pub open: Option<bool>,
    /// Only what was released or made in this year.
    pub year: Option<i16>,
    /// Number of the first line, from 1.
    pub from: u64,
    /// At most this many; 0 for as many as one answer takes.
    pub limit: u64,
    /// As comma-separated values.
    pub csv: bool,
}

/// A line with its marks.
pub(super) struct Entered {
    pub(super) agreement: AgreementId,
    /// Its place in the register, from 1.
    pub(super) place: u64,
    pub(super) line: Line,
    pub(super) purpose: String,
    /// The originator's mark and party as released.
    pub(super) mark: String,
    /// The holder's own mark for it.
    pub(super) equivalent: String,
    /// Both as they stand now; empty once declassified.
    pub(super) now: String,
    top: Option<(PartyId, u32, String)>,
}

/// Lines that fit, in order, and how many there are.
pub(super) fn entered(node: &Node, which: &Which) -> Result<(Vec<Entered>, u64), Problem> {
    let only = which
        .agreement
        .as_deref()
        .map(|named| id_of(node, named))
        .transpose()?;
    let first = which.from.max(1);
    let limit = match which.limit {
        0 => PAGE,
        limit => limit.min(PAGE),
    };
    let state = node.state();
    let now = node.clock.now();
    let (mut rows, mut total) = (Vec::new(), 0u64);
    for (id, agreement) in &state.agreements {
        let Some(text) = agreement
            .life
            .text_at(now)
            .filter(|_| only.is_none_or(|only| only == *id))
        else {
            continue;
        };
        agreement.register.each(&|_, _| true, &mut |line| {
            let fits = which.open.is_none_or(|open| open != line.state.ended())
                && which.year.is_none_or(|year| year == line.on.year());
            if !fits {
                return;
            }
            total = total.saturating_add(1);
            let inside = total >= first && total < first.saturating_add(limit);
            if inside {
                rows.push(enter(agreement, *id, &text.rules, line, total));
            }
        });
    }
    Ok((rows, total))
}

fn enter(agreement: &Agreement, id: AgreementId, rules: &Rules, line: Line, place: u64) -> Entered {
    let original = rules.table.display(&line.original, &line.to);
    let now = line
        .level
        .as_ref()
        .map(|level| both(rules, level, &line.to));
    let level = line.level.as_ref().and_then(|l| rules.table.level(l));
    let top = level.map(|l| (l.party.clone(), l.rank, now.clone().unwrap_or_default()));
    let facts = agreement.register.facts(&line.from, line.n);
    Entered {
        agreement: id,
        place,
        purpose: facts.map(|f| f.purpose.to_string()).unwrap_or_default(),
        mark: original.original,
        equivalent: original.equivalent.unwrap_or_default(),
        now: now.unwrap_or_default(),
        top,
        line,
    }
}

/// Original mark, then the equivalent.
fn both(rules: &Rules, level: &LevelId, to: &PartyId) -> String {
    let display = rules.table.display(level, to);
    match display.equivalent {
        Some(equivalent) => format!("{} / {equivalent}", display.original),
        None => display.original,
    }
}

/// The highest mark of each party among the lines.
pub(super) fn banner(rows: &[Entered]) -> String {
    let mut highest: BTreeMap<&PartyId, (u32, &str)> = BTreeMap::new();
    for (party, rank, mark) in rows.iter().filter_map(|r| r.top.as_ref()) {
        let known = highest.entry(party).or_insert((*rank, mark));
        if *rank > known.0 {
            *known = (*rank, mark);
        }
    }
    let marks: Vec<&str> = highest.values().map(|(_, mark)| *mark).collect();
    marks.join(" · ")
}

/// References of the lines' releases, each read once.
pub(super) fn references(node: &Node, rows: &[Entered]) -> Vec<String> {
    let mut last: Option<(LogId, u64, String)> = None;
    rows.iter()
        .map(|row| {
            let log = LogId {
                agreement: row.agreement,
                author: row.line.from.clone(),
            };
            if let Some((known, n, item)) = &last
                && *known == log
                && *n == row.line.n
            {
                return item.clone();
            }
            let item = find::released(node, &log, row.line.n)
                .map_or_else(|_| "-".to_owned(), |(_, release)| release.item.to_string());
            last = Some((log, row.line.n, item.clone()));
            item
        })
        .collect()
}

pub(super) fn list(node: &Node, which: &Which) -> Result<Value, Problem> {
    let (rows, total) = entered(node, which)?;
    let references = references(node, &rows);
    let banner = banner(&rows);
    if which.csv {
        let csv = super::csv::register(&rows, &references, &banner);
        return Ok(json!({ "csv": csv, "lines": rows.len(), "of": total }));
    }
    let lines: Vec<Value> = rows
        .iter()
        .zip(&references)
        .map(|(row, item)| row_json(node, row, item))
        .collect();
    Ok(json!({ "banner": banner, "lines": lines, "of": total, "from": which.from.max(1) }))
}

fn row_json(node: &Node, row: &Entered, item: &str) -> Value {
    let line = &row.line;
    json!({
        "place": row.place, "agreement": short_id(&row.agreement), "item": item, "entry": line.n,
        "number": line.number, "made": line.made, "from": line.from, "to": line.to,
        "own": line.from == *node.me.party(), "form": line.form, "level": line.level,
        "original": line.original, "mark": row.mark, "equivalent": row.equivalent,
        "now": row.now, "on": line.on, "receipt": line.receipt, "state": line.state,
        "ended": line.ended, "purpose": row.purpose,
    })
}

/// One release: every copy, what was asked and answered, and what is left before it closes.
pub(super) fn show(node: &Node, item: &ItemRef, at: &At) -> Result<Value, Problem> {
    let state = node.state();
    let id = at.log.agreement;
    let agreement = state.agreement(&id)?;
    let now = node.clock.now().max(agreement.last_time);
    let waiting = || Problem::new("AGREE-007", Class::Waiting);
    let text = agreement.life.text_at(now).ok_or_else(waiting)?;
    let rules = &text.rules;
    let from = &at.log.author;
    let register = &agreement.register;
    let missing = || find::missing(item);
    let facts = register.facts(from, at.n).ok_or_else(missing)?;
    let standing = register.standing(rules, from, at.n).ok_or_else(missing)?;
    let lines = register.lines(from, at.n, &|_, _| true);
    let empty = Family::default();
    let family = register.family(from, at.n).unwrap_or(&empty);
    let level = lines.first().and_then(|l| l.level.clone());
    let copies: Vec<Value> = lines
        .iter()
        .map(|l| {
            json!({
                "number": l.number, "made": l.made, "on": l.on, "state": l.state, "ended": l.ended,
            })
        })
        .collect();
    let mut view = super::agreement_fields(&id);
    super::add(
        &mut view,
        json!({
            "item": item, "entry": at.n, "from": from, "to": facts.to, "partner": at.partner,
            "own": *from == *state.me.party(), "original": facts.level, "level": level,
            "display": rules.table.display(&facts.level, &facts.to),
            "now": level.as_ref().map(|l| rules.table.display(l, &facts.to)),
            "struck": level.as_ref() != Some(&facts.level),
            "form": facts.form, "disclosed": facts.disclosed, "copy": facts.copy, "unit": facts.unit,
            "purpose": facts.purpose, "on": facts.on, "receipt": register.receipted(from, at.n),
            "receipt_due": standing.receipt_due, "copies": copies, "open": standing.open,
            "consents": consents(family), "orders": orders(rules, family, &facts.to),
            "recalls": recalls(family), "lost": family.lost.iter().map(|l| &l.what).collect::<Vec<_>>(),
            "copies_forbidden": !family.forbidden.is_empty(),
            "determined": family.determined.last().map(|d| d.what),
            "left": left(&lines, &standing, family, from, &facts.to),
        }),
    );
    Ok(view)
}

/// Questions with their answers.
pub(super) fn consents(family: &Family) -> Vec<Value> {
    family
        .asks
        .iter()
        .map(|ask| {
            let answer = family.answers.iter().find(|a| a.what.ask == ask.n);
            let taken = answer.is_some_and(|a| family.withdrawn.iter().any(|w| w.what == a.n));
            let used = answer.map_or(0u32, |a| {
                let uses = family.uses.iter().filter(|u| u.what.consent == a.n);
                uses.fold(0, |sum, u| sum.saturating_add(u.what.copies))
            });
            let leave = answer.and_then(|a| a.what.leave.as_ref());
            let state = match (answer, leave) {
                (None, _) => "open",
                (Some(_), None) => "refused",
                (Some(_), Some(_)) if taken => "withdrawn",
                (Some(_), Some(leave)) if leave.copies.is_some_and(|most| used >= most) => {
                    "used-up"
                }
                (Some(_), Some(_)) => "granted",
            };
            json!({
                "ask": ask.n, "answer": answer.map(|a| a.n), "state": state, "used": used,
                "matter": ask.what.leave.what.word(), "asked": ask.what.leave, "granted": leave,
            })
        })
        .collect()
}

fn orders(rules: &Rules, family: &Family, to: &PartyId) -> Vec<Value> {
    let applied = |n: u64| family.applied.iter().any(|a| a.what == n);
    let intents = family.intents.iter().map(|i| {
        let what = &i.what.0;
        json!({ "entry": i.n, "by": i.by, "intended": true, "to": what.to, "on": what.on, "told": i.what.1 })
    });
    let orders = family.orders.iter().map(|o| {
        let display = o.what.to.as_ref().map(|l| rules.table.display(l, to));
        json!({
            "entry": o.n, "by": o.by, "intended": false, "to": o.what.to, "display": display,
            "on": o.what.on, "authority": o.what.authority, "applied": applied(o.n),
        })
    });
    intents.chain(orders).collect()
}

fn recalls(family: &Family) -> Vec<Value> {
    let recalls = family.recalls.iter().map(|r| {
        let told = family.recalled.iter().find(|a| a.what.order == r.n);
        json!({
            "entry": r.n, "wanted": r.what.wanted, "by": r.what.by,
            "answer": told.map(|a| json!({
                "entry": a.n, "held": a.what.held, "readers": a.what.readers, "gone_to": a.what.gone_to,
            })),
        })
    });
    recalls.collect()
}

/// What is left before a release closes, and whose it is.
fn left(
    lines: &[Line],
    standing: &entente_agreement::register::Standing,
    family: &Family,
    from: &PartyId,
    to: &PartyId,
) -> Vec<Value> {
    let mut left = Vec::new();
    if lines.iter().any(|l| l.state == NumberState::Sent) {
        let by = standing.receipt_due.as_ref().map(|d| d.date);
        left.push(json!({ "what": "receipt", "who": to, "by": by }));
    }
    for line in lines.iter().filter(|l| !l.state.ended()) {
        let (what, who) = match line.state {
            NumberState::Returning => ("back", from),
            NumberState::Lost => ("lost", to),
            _ => ("end", to),
        };
        left.push(json!({ "what": what, "who": who, "number": line.number }));
    }
    let told = |n: u64| family.recalled.iter().any(|r| r.what.order == n);
    for recall in family.recalls.iter().filter(|r| !told(r.n)) {
        left.push(json!({ "what": "recall", "who": to, "by": recall.what.by }));
    }
    if standing.to_apply.is_some() {
        left.push(json!({ "what": "apply", "who": to }));
    }
    let answered = |n: u64| family.answers.iter().any(|a| a.what.ask == n);
    for ask in family.asks.iter().filter(|a| !answered(a.n)) {
        left.push(json!({ "what": "answer", "who": from, "ask": ask.n }));
    }
    left
}

/// Everything that has to be done about items, under one agreement or all, those due first.
///
/// # Errors
/// AGREE-001, AGREE-002; STORE-*.
pub(super) fn due(node: &Node, agreement: Option<&str>) -> Result<Value, Problem> {
    let now = node.clock.now();
    let mut found = Vec::new();
    let mut count = 0u64;
    {
        let state = node.state();
        let one = agreement
            .map(|named| find_agreement(&state, named))
            .transpose()?;
        let one = one.map(|a| a.life.id());
        for (id, held) in &state.agreements {
            let Some(text) = held
                .life
                .text_at(now)
                .filter(|_| one.is_none_or(|o| o == *id))
            else {
                continue;
            };
            let Some(day) = text.rules.day(now) else {
                continue;
            };
            let duties = held.register.duties(&text.rules, day, state.me.party());
            count = count.saturating_add(duties.count);
            found.extend(duties.rows.into_iter().map(|duty| (*id, duty)));
        }
    }
    found.sort_by_key(|(_, d)| (d.due.is_none(), d.due));
    found.truncate(PAGE_OF_DUTIES);
    let rows: Vec<Value> = found
        .into_iter()
        .map(|(id, duty)| {
            let log = LogId {
                agreement: id,
                author: duty.from.clone(),
            };
            let item = find::released(node, &log, duty.n)?.1.item;
            Ok(json!({
                "item": item, "agreement": short_id(&id), "kind": duty.kind.word(), "due": duty.due,
                "overdue": duty.overdue, "article": duty.article, "who": duty.who,
            }))
        })
        .collect::<Result<_, Problem>>()?;
    Ok(json!({ "count": count, "duties": rows }))
}

/// What waits for this party under an agreement, and for its partner where it is late.
#[must_use]
pub fn duties(agreement: &Agreement, me: &PartyId, now: entente_model::Instant) -> Value {
    let Some(text) = agreement.life.text_at(now) else {
        return Value::Null;
    };
    let Some(today) = text.rules.day(now) else {
        return Value::Null;
    };
    let register = &agreement.register;
    let late = |from: &PartyId, n: u64| late(register.facts(from, n), &text.rules, today);
    let owed = agreement.receipt_due().take(LOOK);
    let owed_late = owed.filter(|n| late(&agreement.partner, *n)).count();
    let ours = agreement.ours.releases.minus(&agreement.ours.receipted);
    let not_disclosed = |n: &u64| register.facts(me, *n).is_some_and(|f| !f.disclosed);
    let awaited = ours.take(LOOK).filter(not_disclosed);
    let awaited_late = awaited.filter(|n| late(me, *n)).count();
    let (mut recalls, mut apply, mut answer, mut back) = (0u32, 0u32, 0u32, 0u32);
    let more = |count: &mut u32, by: usize| {
        *count = count.saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
    };
    for (from, _, family) in register.families() {
        if from == me {
            let answered = |n: u64| family.answers.iter().any(|a| a.what.ask == n);
            more(
                &mut answer,
                family.asks.iter().filter(|a| !answered(a.n)).count(),
            );
            let here = |n: u64| family.back.iter().any(|b| b.what == n);
            more(&mut back, family.sent.iter().filter(|s| !here(s.n)).count());
        } else {
            let told = |n: u64| family.recalled.iter().any(|r| r.what.order == n);
            more(
                &mut recalls,
                family.recalls.iter().filter(|r| !told(r.n)).count(),
            );
            let applied = |n: u64| family.applied.iter().any(|a| a.what == n);
            let last = family.orders.iter().rev().find(|o| o.by == *from);
            more(&mut apply, last.filter(|o| !applied(o.n)).iter().count());
        }
    }
    json!({
        "receipts_owed": agreement.receipt_due().count(), "receipts_owed_late": owed_late,
        "receipts_awaited_late": awaited_late, "recalls": recalls, "to_apply": apply,
        "to_answer": answer, "returns_to_confirm": back,
    })
}

fn late(facts: Option<&entente_agreement::register::Facts>, rules: &Rules, today: Date) -> bool {
    let due = facts.and_then(|f| {
        timeline::receipt_due(&rules.terms, Some(&f.level), f.on)
            .ok()
            .flatten()
    });
    due.is_some_and(|due| due.date < today)
}
