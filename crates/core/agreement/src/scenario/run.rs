//! Running a scenario: every expectation answered, with its article and the fields that decided.

use super::{AskRow, DateRow, Expect, Scenario};
use crate::{
    dates::DateError,
    facts::{Dated, Timeline},
    permit::{Ask, Check, Decision, Item, Outcome, Person, VisitAsked, permit},
    rules::Rules,
    timeline,
};
use entente_model::PartyId;
use serde::Serialize;
use std::collections::BTreeSet;

/// One answer beside what was expected.
#[derive(Debug, Clone, Serialize)]
pub struct Answered {
    /// The question's name, or the date's.
    pub name: String,
    /// What came out.
    pub got: Expected,
    /// What was expected.
    pub expected: Expected,
    /// Whether they fit.
    pub ok: bool,
    /// What does not.
    pub differs: Vec<Difference>,
    /// Every rule that was asked.
    pub checks: Vec<Check>,
}

/// One thing that was expected otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `answer`, `code`, `article`, `decider`, `shown`, `notation`, `rules` or `asked`.
    pub what: &'static str,
    /// What was expected.
    pub expected: String,
    /// What came out; empty for nothing.
    pub got: String,
}

/// An answer, as far as a scenario states it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// `allowed`, `refused`, `needs`, or a date, or `none`.
    pub answer: String,
    /// Code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Provision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Who can decide otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decider: Option<String>,
    /// Provisions that allowed it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Rules and fields that were asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<String>,
    /// The recipient's mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// The recipient's notation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notation: Option<String>,
}

/// A whole scenario answered.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Title of the scenario.
    pub title: String,
    /// Every expectation.
    pub answers: Vec<Answered>,
    /// Fields of the terms that decided something, such as `copying.may`.
    pub fields: BTreeSet<String>,
}

impl Report {
    /// How many answers differ.
    #[must_use]
    pub fn differences(&self) -> usize {
        self.answers.iter().filter(|a| !a.ok).count()
    }
}

/// Answers a scenario under an instrument.
///
/// # Errors
/// [`DateError`] when the facts contradict each other or the instrument.
pub fn run(rules: &Rules, scenario: &Scenario) -> Result<Report, DateError> {
    let time = timeline::timeline(&rules.terms, &scenario.facts)?;
    let mut fields = BTreeSet::new();
    let mut answers = Vec::new();
    for row in &scenario.date {
        answers.push(date(rules, &time, scenario, row, &mut fields));
    }
    for row in &scenario.ask {
        answers.push(ask(rules, &time, scenario, row, &mut fields));
    }
    Ok(Report {
        title: scenario.title.clone(),
        answers,
        fields,
    })
}

fn ask(
    rules: &Rules,
    time: &Timeline,
    scenario: &Scenario,
    row: &AskRow,
    fields: &mut BTreeSet<String>,
) -> Answered {
    let item = row
        .item
        .as_ref()
        .and_then(|id| scenario.item.iter().find(|i| &i.id == id));
    let own: Vec<PartyId> = item
        .filter(|i| i.originators.is_empty())
        .and_then(|i| i.level.party().parse().ok())
        .into_iter()
        .collect();
    let person = row
        .person
        .as_ref()
        .and_then(|id| scenario.person.iter().find(|p| &p.id == id));
    let asked = Ask {
        item: item.map(|i| Item {
            level: &i.level,
            originators: if i.originators.is_empty() {
                &own
            } else {
                &i.originators
            },
            form: i.form,
            dated: i.dated,
            term: i.term,
            extended: i.extended,
            given_on: i.given_on,
            categories: &i.categories,
            caveats: &i.caveats,
        }),
        purpose: row.purpose.as_ref(),
        hand: row.given.iter().copied().collect(),
        person: person.map(|p| Person {
            nationalities: &p.nationalities,
            cleared_to: p.cleared_to.as_ref(),
            cleared_until: p.cleared_until,
            briefed: p.briefed,
            need_to_know: p.need_to_know,
            staff: p.staff,
            residence_years: p.residence_years,
        }),
        channel: row.channel,
        means: row.means.as_deref(),
        site: row.site.as_deref(),
        visit: row.visit.map(|v| VisitAsked {
            requested: v.requested,
            from: v.from,
            until: v.until,
            list: v.list,
            third_country: v.third_country,
        }),
        update: row.update,
        third: row.third,
        lower_to: row.lower_to.as_ref(),
        ..Ask::new(row.act, &row.by, &row.to, row.on)
    };
    let decision = permit(rules, time, &asked);
    let checks = decision.explain();
    fields.extend(
        checks
            .iter()
            .filter(|c| !c.field.is_empty())
            .map(|c| c.field.to_string()),
    );
    let mut got = answer(&decision, &checks);
    if let Some(item) = item {
        let display = rules.table.display(&item.level, &row.to);
        got.shown = display.equivalent;
        got.notation = display.notation;
    }
    let expected = stated(row);
    let differs = differing(&expected, &got);
    Answered {
        name: row.name.clone(),
        ok: differs.is_empty(),
        differs,
        got,
        expected,
        checks,
    }
}

/// What came out, as a scenario states it.
fn answer(decision: &Decision<'_>, checks: &[Check]) -> Expected {
    let mut got = Expected {
        answer: word(decision.outcome()).to_owned(),
        asked: checks
            .iter()
            .flat_map(|c| [c.rule.to_string(), c.field.to_string()])
            .filter(|name| !name.is_empty())
            .collect(),
        ..Expected::default()
    };
    match decision.allowed() {
        Ok(provisions) => got.rules = provisions.iter().map(ToString::to_string).collect(),
        Err(problem) => {
            got.code = Some(problem.code.to_string());
            got.article = problem.article;
            got.decider = problem.decider;
        }
    }
    got
}

/// What a row expects.
fn stated(row: &AskRow) -> Expected {
    Expected {
        answer: word(match row.expect {
            Expect::Allowed => Outcome::Allowed,
            Expect::Refused => Outcome::Refused,
            Expect::Needs => Outcome::Needs,
        })
        .to_owned(),
        code: row.code.clone(),
        article: row.article.as_ref().map(ToString::to_string),
        decider: row.decider.clone(),
        rules: row.rules.iter().map(ToString::to_string).collect(),
        asked: row.asked.clone(),
        shown: row.shown.clone(),
        notation: row.notation.clone(),
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "allowed",
        Outcome::Refused => "refused",
        Outcome::Needs => "needs",
    }
}

/// What is stated must be so; what is not stated may be anything, but a "no" states its code. Gives
/// what differs, by name.
fn differing(expected: &Expected, got: &Expected) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut one = |what: &'static str, want: &str, have: &str| {
        if want != have {
            all.push(Difference {
                what,
                expected: want.to_owned(),
                got: have.to_owned(),
            });
        }
    };
    one("answer", &expected.answer, &got.answer);
    let code = got.code.as_deref().unwrap_or_default();
    one("code", expected.code.as_deref().unwrap_or_default(), code);
    for (what, want, have) in [
        ("article", &expected.article, &got.article),
        ("decider", &expected.decider, &got.decider),
        ("shown", &expected.shown, &got.shown),
    ] {
        if let Some(want) = want {
            one(what, want, have.as_deref().unwrap_or_default());
        }
    }
    let has = |list: &[String], want: &String| {
        if list.contains(want) {
            want.clone()
        } else {
            String::new()
        }
    };
    for want in &expected.rules {
        one("rules", want, &has(&got.rules, want));
    }
    for want in &expected.asked {
        one("asked", want, &has(&got.asked, want));
    }
    if let Some(want) = &expected.notation {
        let have = got.notation.as_deref().unwrap_or_default();
        one(
            "notation",
            want,
            if have.contains(want) { want } else { have },
        );
    }
    all
}

fn date(
    rules: &Rules,
    time: &Timeline,
    scenario: &Scenario,
    row: &DateRow,
    fields: &mut BTreeSet<String>,
) -> Answered {
    let (group, found) = computed(rules, time, scenario, row);
    let mut got = Expected::default();
    match found {
        Ok(Some(dated)) => {
            got.answer = dated.date.to_string();
            got.article = Some(dated.article.to_string());
            fields.extend(group.iter().map(|f| (*f).to_owned()));
        }
        Ok(None) => "none".clone_into(&mut got.answer),
        Err(why) => got.answer = why,
    }
    let expected = Expected {
        answer: row
            .date
            .map_or_else(|| "none".to_owned(), |date| date.to_string()),
        article: row.article.as_ref().map(ToString::to_string),
        ..Expected::default()
    };
    let differs = differing(&expected, &got);
    Answered {
        name: row.what.clone(),
        ok: differs.is_empty(),
        differs,
        got,
        expected,
        checks: Vec::new(),
    }
}

/// The dates a scenario may expect; a colon stands before what must be named.
pub const DATES: [&str; 17] = [
    "in-force",
    "provisional",
    "bound:PARTY",
    "first-term-end",
    "term-end:N",
    "last-notice-day:N",
    "end",
    "left:PARTY",
    "amendment:NAME",
    "declassified:ITEM",
    "visit-request-by",
    "visit-urgent-request-by",
    "visit-answer-by",
    "incident-notice-by",
    "receipt-due",
    "tracer-due",
    "review-due",
];

type Found = Result<Option<Dated>, String>;

/// A date and the fields it follows from.
type Basis = (&'static [&'static str], Found);

/// The date a row asks for: one of the agreement's course, else one of a clock.
fn computed(rules: &Rules, time: &Timeline, scenario: &Scenario, row: &DateRow) -> Basis {
    let terms = &rules.terms;
    let (what, of) = row
        .what
        .split_once(':')
        .map_or((row.what.as_str(), ""), |(a, b)| (a, b));
    let number = of.parse::<u32>().map_err(|_| needs(row, "a number"));
    let party = of.parse::<PartyId>().map_err(|_| needs(row, "a party"));
    match what {
        "in-force" => (
            &["entry_into_force.trigger", "entry_into_force.offset"],
            Ok(time.in_force.clone()),
        ),
        "provisional" => (
            &["entry_into_force.provisional"],
            Ok(time.provisional.clone()),
        ),
        "bound" => (
            &["entry_into_force.trigger"],
            party.map(|p| time.bound_from(&p).cloned()),
        ),
        "end" => (&["termination.notice"], Ok(time.end.clone())),
        "left" => (
            &["termination.effect"],
            party.map(|p| time.left.get(&p).cloned()),
        ),
        "first-term-end" => (
            &["duration.term"],
            timeline::term_end(terms, time, 1).map_err(text),
        ),
        "term-end" => (
            &["duration.term", "duration.auto_renew"],
            number.and_then(|n| timeline::term_end(terms, time, n).map_err(text)),
        ),
        "last-notice-day" => (
            &["duration.no_renew_notice"],
            number.and_then(|n| timeline::last_notice_day(terms, time, n).map_err(text)),
        ),
        "amendment" => (&["amendment.basis"], Ok(time.amendments.get(of).cloned())),
        clock => of_clock(rules, scenario, row, clock, of),
    }
}

fn text(error: DateError) -> String {
    error.to_string()
}

fn needs(row: &DateRow, what: &str) -> String {
    format!("`{}` needs {what}", row.what)
}

fn of_clock(rules: &Rules, scenario: &Scenario, row: &DateRow, clock: &str, of: &str) -> Basis {
    let terms = &rules.terms;
    let visit = row.visit_from.ok_or_else(|| needs(row, "visit_from"));
    let start = row.discovered.ok_or_else(|| needs(row, "discovered"));
    let named = row.item.as_deref().unwrap_or(of);
    let item = scenario.item.iter().find(|i| i.id == named);
    let level = item.map(|i| &i.level);
    match clock {
        "declassified" => (
            &["reclassification.auto"],
            match item.and_then(|i| i.dated.map(|d| (&i.level, d))) {
                Some((level, dated)) => {
                    timeline::declassified_on(terms, level, dated).map_err(text)
                }
                None => Err(needs(row, "an item with a date")),
            },
        ),
        "visit-request-by" => (
            &["visits.lead"],
            visit.and_then(|d| timeline::visit_request_by(terms, d).map_err(text)),
        ),
        "visit-urgent-request-by" => (
            &["visits.urgent"],
            visit.and_then(|d| timeline::visit_urgent_request_by(terms, d).map_err(text)),
        ),
        "visit-answer-by" => (
            &["visits.answer_before"],
            visit.and_then(|d| timeline::visit_answer_by(terms, d).map_err(text)),
        ),
        "incident-notice-by" => (
            &["incident.notify"],
            start.and_then(|d| timeline::incident_notice_by(terms, d).map_err(text)),
        ),
        "receipt-due" => (
            &["receipt.within"],
            start.and_then(|d| timeline::receipt_due(terms, level, d).map_err(text)),
        ),
        "tracer-due" => (
            &["receipt.tracer_after"],
            start.and_then(|d| timeline::tracer_due(terms, level, d).map_err(text)),
        ),
        "review-due" => (
            &["reclassification.review_every"],
            start.and_then(|d| timeline::review_due(terms, d).map_err(text)),
        ),
        other => (
            &[],
            Err(format!(
                "`{other}` is not a date this program computes; known: {}",
                DATES.join(", ")
            )),
        ),
    }
}
