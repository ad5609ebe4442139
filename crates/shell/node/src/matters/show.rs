//! What is shown of cases: lists, one case with its words opened, and what is to be done by when.

use super::{Sort, typed};
use crate::{
    runtime::{Node, find_agreement, short_id},
    views::PAGE,
};
use entente_agreement::{
    Rules,
    cases::{self, Case, Done, Duty, Entry, Standing, Task},
};
use entente_engine::{Agreement, LogId, text::open_text};
use entente_model::{
    Act, AgreementId, Deed, PartyId, Problem,
    case::{CaseId, ItemAt, Matter},
    problem::Class,
    time::Date,
};
use serde_json::{Map, Value, json};

/// Items named in one row of a list.
const NAMED: usize = 3;

/// Cases of one kind, by agreement, day and number; [`PAGE`] of them.
///
/// # Errors
/// AGREE-001, AGREE-002.
pub(super) fn list(
    node: &Node,
    sort: Sort,
    open: bool,
    agreement: Option<&str>,
) -> Result<Value, Problem> {
    let mut rows: Vec<(AgreementId, Value, Vec<ItemAt>)> = Vec::new();
    let mut more = false;
    {
        let state = node.state();
        let held: Vec<&Agreement> = match agreement {
            Some(named) => vec![find_agreement(&state, named)?],
            None => state.agreements.values().collect(),
        };
        for held in held {
            let wanted =
                |case: &&Case| sort.covers(case.matter()) && (!open || case.view().is_open());
            let mut cases: Vec<&Case> = held.cases.iter().filter(wanted).collect();
            cases.sort_by_key(|case| (case.opened().day, case.id().clone()));
            for case in cases {
                if rows.len() >= PAGE {
                    more = true;
                    break;
                }
                let items = items_of(case.matter());
                let row = row(node, held, case);
                rows.push((held.life.id(), row, items.into_iter().take(NAMED).collect()));
            }
        }
    }
    let mut out = Vec::with_capacity(rows.len());
    for (agreement, mut row, items) in rows {
        name_items(node, &agreement, &mut row, &items);
        out.push(row);
    }
    Ok(json!({ "cases": out, "more": more }))
}

/// One case, without its words.
///
/// # Errors
/// CASE-001.
pub(super) fn short(node: &Node, agreement: &AgreementId, id: &CaseId) -> Result<Value, Problem> {
    let (mut row, items) = {
        let state = node.state();
        let held = state.agreement(agreement)?;
        let case = held.cases.get(id)?;
        (row(node, held, case), items_of(case.matter()))
    };
    name_items(node, agreement, &mut row, &items);
    Ok(row)
}

/// One case in full, its sealed words opened. Words that do not open are told as such.
///
/// # Errors
/// CASE-001, STORE-*.
pub(super) fn one(node: &Node, agreement: &AgreementId, id: &CaseId) -> Result<Value, Problem> {
    let mut view = short(node, agreement, id)?;
    let (case, duties) = {
        let state = node.state();
        let held = state.agreement(agreement)?;
        let case = held.cases.get(id)?.clone();
        let rules = rules(node, held);
        let duties: Vec<Value> = match rules {
            Some(rules) => {
                let day = today(node, rules);
                let all = case.duties(rules);
                all.iter().map(|d| duty(rules, &case, d, day)).collect()
            }
            None => Vec::new(),
        };
        (case, duties)
    };
    let mut acts = Vec::new();
    for entry in case.acts() {
        acts.push(act(node, agreement, entry)?);
    }
    let said = |by: &PartyId, n: u64| {
        let same = |act: &&Value| {
            act.get("by").and_then(Value::as_str) == Some(by.as_str())
                && act.get("n").and_then(Value::as_u64) == Some(n)
        };
        acts.iter().find(same).cloned().unwrap_or_default()
    };
    let accounts: Vec<Value> = case
        .accounts()
        .iter()
        .map(|account| {
            let mut view = said(&account.by, account.n);
            let agreed: Vec<Value> = account.agreed.iter().map(|(by, n)| said(by, *n)).collect();
            if let Some(map) = view.as_object_mut() {
                map.insert("agreed".to_owned(), json!(agreed));
            }
            view
        })
        .collect();
    if let Some(map) = view.as_object_mut() {
        map.insert("duties".to_owned(), json!(duties));
        map.insert("acts".to_owned(), json!(acts));
        if matches!(case.matter(), Matter::Dispute { .. }) {
            map.insert("accounts".to_owned(), json!(accounts));
        }
    }
    Ok(view)
}

/// Adds to the status what is for us to do in cases: by last day, then since when; [`PAGE`] rows.
#[must_use]
pub fn with_duties(node: &Node, mut status: Value) -> Value {
    let mut all: Vec<(bool, Option<Date>, Date, Value)> = Vec::new();
    {
        let state = node.state();
        for held in state.agreements.values() {
            let Some(rules) = rules(node, held) else {
                continue;
            };
            let day = today(node, rules);
            for case in held.cases.open() {
                let open = case.duties(rules).into_iter();
                let ours = open.filter(|d| d.done.is_none() && d.by == *node.me.party());
                for one in ours {
                    let mut view = duty(rules, case, &one, day);
                    if let Some(map) = view.as_object_mut() {
                        map.insert("case".to_owned(), json!(typed(case.id())));
                        map.insert("matter".to_owned(), json!(case.matter().word()));
                        map.insert("agreement".to_owned(), json!(short_id(&held.life.id())));
                    }
                    all.push((one.due.is_none(), one.due, one.since, view));
                }
            }
        }
    }
    all.sort_by_key(|(none, due, since, _)| (*none, *due, *since));
    let rows: Vec<Value> = all.into_iter().take(PAGE).map(|(.., row)| row).collect();
    if let Some(map) = status.as_object_mut() {
        map.insert("duties".to_owned(), json!(rows));
    }
    status
}

/// The rules that govern an agreement now.
fn rules<'a>(node: &Node, held: &'a Agreement) -> Option<&'a Rules> {
    let now = node.clock.now().max(held.last_time);
    held.life.text_at(now).map(|text| &text.rules)
}

fn today(node: &Node, rules: &Rules) -> Option<Date> {
    rules.day(node.clock.now())
}

fn row(node: &Node, held: &Agreement, case: &Case) -> Value {
    let rules = rules(node, held);
    let waits = rules.map(|rules| case.waits_for(rules)).unwrap_or_default();
    let open = case.view().is_open();
    let next: Vec<Value> = match rules.filter(|_| open) {
        Some(rules) => {
            let todo = case.duties(rules).into_iter().filter(|d| d.done.is_none());
            todo.map(|d| json!({ "by": d.by, "what": d.what.word(), "article": d.article }))
                .collect()
        }
        None => Vec::new(),
    };
    json!({
        "case": typed(case.id()), "agreement": short_id(&held.life.id()), "partner": held.partner,
        "matter": case.matter().word(), "state": case.state().word(), "open": open,
        "by": case.id().by, "opened": case.opened().day, "on": case.opened().on,
        "until": case.view().granted_until(), "about": about(case.matter()),
        "article": rules.and_then(|rules| cases::basis(rules, case.matter())),
        "originators": case.concerned().speak, "holders": case.concerned().holders,
        "needs_leave": case.needs_leave(), "waits_for": waits, "next": next,
        "closed_by": case.view().closers().map(|e| &e.by).collect::<Vec<_>>(),
        "items_count": items_of(case.matter()).len(),
    })
}

/// What a case is about, field by field; items apart.
fn about(matter: &Matter) -> Value {
    match matter {
        Matter::Incident { trigger, .. } => json!({ "trigger": trigger }),
        Matter::Inspection { visit, trigger } => json!({ "visit": visit, "reason": trigger }),
        Matter::Visit(visit) => json!(visit),
        Matter::Contract(of) => json!({
            "firm": of.firm.name, "in": of.firm.party, "level": of.level, "facility": of.facility,
            "guide": of.guide.map(|d| d.hex()), "under": of.under.as_ref().map(typed),
            "foreign_owned": of.foreign_owned,
        }),
        Matter::Demand {
            body, answer_by, ..
        } => json!({ "body": body, "answer_by": answer_by }),
        Matter::Dispute { provisions, .. } => json!({ "articles": provisions }),
        Matter::Information {
            purpose,
            reply_by,
            originators,
        } => json!({ "purpose": purpose, "reply_by": reply_by, "made_by": originators }),
        Matter::Clearance { level } => json!({ "level": level }),
        Matter::ClearanceEnded { of } => json!({ "of": of }),
    }
}

fn items_of(matter: &Matter) -> Vec<ItemAt> {
    match matter {
        Matter::Incident { items, .. }
        | Matter::Demand { items, .. }
        | Matter::Dispute { items, .. } => items.clone(),
        _ => Vec::new(),
    }
}

fn name_items(node: &Node, agreement: &AgreementId, row: &mut Value, items: &[ItemAt]) {
    let names = names(node, agreement, items);
    if let Some(map) = row.as_object_mut() {
        map.insert("items".to_owned(), json!(names));
    }
}

/// Items by reference. What cannot be read any more keeps its place in the record as its name.
fn names(node: &Node, agreement: &AgreementId, items: &[ItemAt]) -> Vec<String> {
    let name = |at: &ItemAt| {
        let deed = entry(node, agreement, &at.from, at.n).map(|act| act.deed);
        match deed {
            Ok(Deed::Release(release)) => release.item.to_string(),
            _ => format!("{} #{}", at.from, at.n),
        }
    };
    items.iter().map(name).collect()
}

/// A stored act.
fn entry(node: &Node, agreement: &AgreementId, by: &PartyId, n: u64) -> Result<Act, Problem> {
    let log = LogId {
        agreement: *agreement,
        author: by.clone(),
    };
    let stored = node.reader().entry(&log, n).map_err(|e| e.problem())?;
    let stored = stored.ok_or_else(|| {
        Problem::new("CASE-001", Class::NotFound)
            .with("party", by)
            .with("index", n)
    })?;
    Ok(Act::from_entry(by, &stored.entry)?.0)
}

/// One act of a case, its words opened.
fn act(node: &Node, agreement: &AgreementId, of: &Entry) -> Result<Value, Problem> {
    let mut view = Map::new();
    let mut put = |name: &str, value: Value| {
        view.insert(name.to_owned(), value);
    };
    put("by", json!(of.by));
    put("n", json!(of.n));
    put("on", json!(of.on));
    put("day", json!(of.day));
    put("official", json!(of.official));
    put("step", json!(of.what.word()));
    if let Done::Answer {
        granted,
        until,
        items,
    } = &of.what
    {
        put("granted", json!(granted));
        put("until", json!(until));
        put("items", json!(names(node, agreement, items)));
    }
    if of.text {
        match words(node, agreement, of)? {
            Ok(text) => put("text", json!(text)),
            Err(problem) => put("unreadable", json!(problem)),
        }
    }
    Ok(Value::Object(view))
}

/// The sealed words of an act, or why they do not open.
fn words(
    node: &Node,
    agreement: &AgreementId,
    of: &Entry,
) -> Result<Result<String, Problem>, Problem> {
    let Deed::Case(case) = entry(node, agreement, &of.by, of.n)?.deed else {
        return Err(crate::command::internal());
    };
    let Some(sealed) = case.text else {
        return Ok(Ok(String::new()));
    };
    let keys = match entry(node, agreement, &of.by, sealed.k).map(|act| act.deed) {
        Ok(Deed::Keys(keys)) => Some(keys),
        _ => None,
    };
    Ok(open_text(
        &node.me,
        &of.by,
        agreement,
        keys.as_ref(),
        &sealed,
    ))
}

fn duty(rules: &Rules, case: &Case, of: &Duty, day: Option<Date>) -> Value {
    let (standing, days) = match day.map(|day| of.standing(day)) {
        Some(Standing::Done) => ("done", None),
        Some(Standing::Late(days)) => ("late", Some(days)),
        Some(Standing::Open(days)) => ("open", Some(days)),
        Some(Standing::Overdue(days)) => ("overdue", Some(days)),
        None => ("unclear", None),
    };
    json!({
        "what": of.what.word(), "by": of.by, "since": of.since, "due": of.due, "unclear": of.unclear,
        "word": of.word.map(entente_agreement::terms::Soon::word), "within": within(rules, case, of.what),
        "article": of.article, "done": of.done, "standing": standing, "days": days,
    })
}

/// The number the parties agreed for a duty, as the terms write it.
fn within(rules: &Rules, case: &Case, what: Task) -> Option<String> {
    let terms = &rules.terms;
    let period = match (what, case.matter()) {
        (Task::Notify, _) => terms.incident.as_ref()?.notify.as_ref()?.max,
        (Task::Report, _) => terms.incident.as_ref()?.report.as_ref()?.max,
        (Task::Tell, _) => terms.disclosure_demand.as_ref()?.notify.max,
        (Task::Revoke, _) => terms.access.as_ref()?.revocation.as_ref()?.max,
        (Task::InspectFirm, _) => terms.contractors.as_ref()?.inspect_every,
        (Task::Answer, Matter::Clearance { .. }) => terms.access.as_ref()?.confirm.as_ref()?.max,
        _ => None,
    };
    period.map(|period| period.to_string())
}
