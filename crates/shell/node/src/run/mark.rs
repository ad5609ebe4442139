//! Markings, asked of an instrument's directory without a node.

use crate::{
    cli::{At, Mark, MarkCheck, MarkRender, State},
    clock::Clock,
    print::Printer,
    source,
};
use entente_agreement::{
    Rules,
    facts::{Dated, Pause, Timeline},
    marks,
};
use entente_marking::{
    Vocabulary,
    check::{Consent, Line, Outcome, Subject, Verdict},
    export::{Slab, write_json, write_xml},
    parse::{Context, Parts},
    render::{self, Style},
};
use entente_model::{Instant, Label, PartyId, Problem, ProvisionId, problem::Class, time::Date};
use entente_words::{Lang, text_by_id};
use serde_json::{Value, json};
use std::path::Path;

/// Answers; gives the exit status.
///
/// # Errors
/// AGREE-011, AGREE-014 for a mistake in the instrument; for `render`, what its marking is refused
/// for.
pub(super) fn run(printer: &Printer, mark: &Mark) -> Result<u8, Problem> {
    match mark {
        Mark::Check(asked) => check(printer, asked),
        Mark::Explain {
            text,
            from,
            instrument,
        } => explain(printer, text, from, instrument),
        Mark::Render(asked) => rendered(printer, asked),
    }
}

fn ready(dir: &Path) -> Result<Rules, Problem> {
    let (terms, _) = source::both(dir)?;
    Rules::new(terms)
        .map_err(|detail| Problem::new("AGREE-014", Class::Refused).with("detail", detail))
}

fn check(printer: &Printer, asked: &MarkCheck) -> Result<u8, Problem> {
    let rules = ready(&asked.instrument)?;
    let vocabulary = marks::vocabulary(&rules).with_codewords(asked.codeword.clone());
    let now = match &asked.at {
        None => Clock::default().now(),
        Some(at) => instant(at, &rules.terms.zone, 12),
    };
    let day = rules.day(now).unwrap_or_default();
    let (time, suspended) = stands(&rules, &asked.state, day);
    let consents: Vec<Consent> = asked
        .consent
        .iter()
        .map(|given| Consent {
            party: given.party.clone(),
            until: instant(&given.until, zone_of(&rules, &given.party), 24),
            bodies: given.body.iter().cloned().collect(),
        })
        .collect();
    let mut question = marks::Asked::new(&asked.from, Subject::Portions, now);
    if let Some(text) = &asked.text {
        question.subject = Subject::Text(text);
    }
    question.to = asked.to.as_ref();
    question.by = asked.by.as_ref();
    question.portions = &asked.portion;
    question.aggregation = asked.aggregation.as_deref();
    question.legacy = asked.legacy;
    question.dated = asked.dated;
    question.held = asked.held;
    question.consents = &consents;
    question.reader = asked.reader.as_deref();
    question.suspended = suspended
        .as_ref()
        .map(|(party, note)| (party, note.as_str()));
    let mut verdict = marks::check(&rules, &vocabulary, &time, &question);
    undated(&asked.state, &mut verdict);
    let viewer = asked.to.as_ref().unwrap_or(&asked.from);
    let value = view(printer, &rules, &vocabulary, &asked.from, viewer, &verdict);
    printer.answer("mark", &value);
    Ok(verdict.problem.map_or(0, |p| p.class.exit()))
}

/// An end whose day was not given is said without a day.
fn undated(state: &State, verdict: &mut Verdict) {
    let State::Ended(None) = state else { return };
    if let Some(problem) = verdict.problem.as_mut().filter(|p| p.code == "REL-003") {
        problem.code = "MARK-018".into();
        problem.args.retain(|(name, _)| name != "date");
    }
}

fn zone_of<'r>(rules: &'r Rules, party: &PartyId) -> &'r str {
    let own = rules.terms.party.iter().find(|p| &p.id == party);
    own.and_then(|p| p.zone.as_deref())
        .unwrap_or(&rules.terms.zone)
}

/// A day at an hour in a zone; 24 is the first instant of the next.
fn instant(at: &At, zone: &str, hour: i8) -> Instant {
    let day = match at {
        At::Instant(at) => return *at,
        At::Day(day) => *day,
    };
    let (day, hour) = if hour >= 24 {
        (day.tomorrow().unwrap_or(day), 0)
    } else {
        (day, hour)
    };
    let zoned = day.at(hour, 0, 0, 0).in_tz(zone);
    Instant(zoned.map_or(0, |at| at.timestamp().as_second()))
}

type Suspended = Option<(PartyId, String)>;

/// The agreement's course, as far as a state on the command line says it.
fn stands(rules: &Rules, state: &State, day: Date) -> (Timeline, Suspended) {
    let terms = &rules.terms;
    let force = terms.entry_into_force.as_ref();
    let article = |basis: Option<&ProvisionId>| {
        let first = terms.level.first().map(|l| &l.basis);
        basis.or(first).cloned()
    };
    let dated = |date: Date, basis: Option<&ProvisionId>| {
        Some(Dated {
            date,
            article: article(basis)?,
            because: "stated".to_owned(),
        })
    };
    let began = force.map(|g| g.basis.first());
    let mut time = Timeline {
        parties: terms.party.iter().map(|p| p.id.clone()).collect(),
        in_force: dated(Date::MIN, began),
        ..Timeline::default()
    };
    let mut suspended = None;
    match state {
        State::InForce => {}
        State::Signed(None) => time.in_force = None,
        State::Signed(Some(from)) => time.in_force = dated(*from, began),
        State::Ended(last) => {
            let last = last.or_else(|| day.yesterday().ok()).unwrap_or(day);
            let basis = terms.termination.as_ref().map(|g| g.basis.first());
            time.end = dated(last, basis);
        }
        State::Suspended(party, note) => {
            suspended = Some((party.clone(), note.clone()));
            let known = terms.party.iter().any(|p| &p.id == party);
            if note == "-" && known {
                time.pauses.push(Pause {
                    by: party.clone(),
                    from: day,
                    until: None,
                });
            }
        }
    }
    (time, suspended)
}

fn explain(printer: &Printer, text: &str, from: &PartyId, dir: &Path) -> Result<u8, Problem> {
    let rules = ready(dir)?;
    let vocabulary = marks::vocabulary(&rules);
    let mut question = marks::Asked::new(from, Subject::Text(text), Clock::default().now());
    question.legacy = true;
    let (time, _) = stands(&rules, &State::InForce, Date::default());
    let verdict = marks::check(&rules, &vocabulary, &time, &question);
    let mut value = view(printer, &rules, &vocabulary, from, from, &verdict);
    if let Some(read) = &verdict.read {
        let context = context(&rules, &vocabulary, from);
        let styles = ["nzl", "jpn", "usa", "aus"].into_iter().filter_map(|name| {
            let style = Style::named(name)?;
            let text = render::render(&context, read.level.as_ref(), &read.parts, style);
            Some(json!({ "style": name.to_uppercase(), "text": text }))
        });
        let words = read.parts.caveats.iter().filter_map(|code| {
            let word = vocabulary.word(from.as_str(), code)?;
            let effects: Vec<&str> = word.effects.iter().map(|e| e.word()).collect();
            Some(json!({
                "code": code, "mark": word.marks.first(), "effects": effects,
                "of": word.party, "article": word.basis,
            }))
        });
        let level = read.level.as_ref().and_then(|id| rules.level(id));
        let level = level.map(|l| {
            json!({ "short": l.short, "name": l.name, "rank": l.rank, "article": l.basis,
                    "classification": !l.not_classification })
        });
        if let Value::Object(map) = &mut value {
            map.insert("styles".to_owned(), styles.collect());
            map.insert("words".to_owned(), words.collect());
            map.insert("level".to_owned(), level.unwrap_or(Value::Null));
        }
    }
    printer.answer("mark", &value);
    Ok(verdict.problem.map_or(0, |p| p.class.exit()))
}

fn rendered(printer: &Printer, asked: &MarkRender) -> Result<u8, Problem> {
    let rules = ready(&asked.instrument)?;
    let vocabulary = marks::vocabulary(&rules);
    let context = context(&rules, &vocabulary, &asked.from);
    let read = entente_marking::parse::parse(&context, &asked.text, false)?;
    let text = match (&asked.format, read.label()) {
        (None, _) => {
            let style = Style::named(&asked.style).unwrap_or(Style::Generic);
            render::render(&context, read.level.as_ref(), &read.parts, style)
        }
        (Some(_), None) => return Err(Problem::refused("MARK-004")),
        (Some(format), Some(label)) => {
            let row = asked
                .to
                .as_ref()
                .and_then(|to| rules.table.equivalent(&label.level, to));
            let others: Vec<_> = row.and_then(|r| r.mark.clone()).into_iter().collect();
            let slab = Slab::of(&rules.table, &label, &others)?;
            if format == "4774" {
                write_xml(&slab)
            } else {
                write_json(&slab)?
            }
        }
    };
    printer.answer("mark-text", &json!({ "text": text }));
    Ok(0)
}

fn context<'a>(rules: &'a Rules, vocabulary: &'a Vocabulary, party: &'a PartyId) -> Context<'a> {
    Context {
        table: &rules.table,
        vocabulary,
        party,
    }
}

/// The answer as JSON; every language's words but the recipient's lines are in the one asked for.
fn view(
    printer: &Printer,
    rules: &Rules,
    vocabulary: &Vocabulary,
    from: &PartyId,
    viewer: &PartyId,
    verdict: &Verdict,
) -> Value {
    let lang = printer.lang;
    let theirs = if viewer.as_str() == "JPN" {
        Lang::Ja
    } else {
        Lang::En
    };
    let display: Vec<String> = verdict
        .lines
        .iter()
        .map(|line| said(rules, theirs, line))
        .collect();
    let notes: Vec<String> = verdict
        .notes
        .iter()
        .map(|note| {
            let args: Vec<(&str, &str)> = note.args.iter().map(|(k, v)| (*k, v.as_str())).collect();
            text_by_id(lang, &format!("mark-note-{}", note.code), &args)
                .unwrap_or_else(|| note.code.to_owned())
        })
        .collect();
    let words = verdict.problem.as_ref().and_then(|problem| {
        let args: Vec<(&str, &str)> = problem
            .args
            .iter()
            .map(|(k, v)| (k.as_ref(), v.as_str()))
            .collect();
        entente_words::code_texts(lang, &problem.code, &args)
    });
    let shown = || text_by_id(lang, "mark-shown", &[]).unwrap_or_default();
    let row = verdict.equivalent.as_ref().map(|e| e.basis.to_string());
    let problem = verdict.problem.as_ref();
    let article = problem.map_or(row, |p| p.article.clone());
    let context = context(rules, vocabulary, from);
    let canonical =
        |label: &Label| render::canonical(&context, Some(&label.level), &Parts::from(label));
    let label = verdict.banner.as_ref();
    json!({
        "outcome": verdict.outcome.word(),
        "canonical": verdict.canonical,
        "equivalent": verdict.equivalent.as_ref().and_then(|e| e.mark.clone()),
        "display": display,
        "code": problem.map(|p| p.code.clone()),
        "article": article.filter(|a| a != "-"),
        "decider": problem.and_then(|p| p.decider.clone()),
        "message": words.as_ref().map_or_else(shown, |w| w.what.clone()),
        "next": words.map(|w| w.remedy),
        "label": label,
        "banner": label.map(canonical),
        "rules": rules_in_order(verdict),
        "notes": notes,
        "tlp": matches!(verdict.lines.last(), Some(Line::Tlp(_))),
        "refusal": problem.filter(|_| verdict.outcome != Outcome::Shown)
            .map(|p| printer.problem_text(p)),
    })
}

/// By number: `M2` before `M10`.
fn rules_in_order(verdict: &Verdict) -> Vec<&'static str> {
    let mut all: Vec<&str> = verdict.rules.iter().copied().collect();
    all.sort_by_key(|rule| (rule.len(), *rule));
    all
}

/// One line in the recipient's language.
fn said(rules: &Rules, lang: Lang, line: &Line) -> String {
    let words = |key: &str, args: &[(&str, &str)]| text_by_id(lang, key, args).unwrap_or_default();
    let name = |party: &PartyId| {
        let known = rules.terms.party.iter().find(|p| &p.id == party);
        known.map_or_else(|| party.to_string(), |p| p.name.get("en").to_uppercase())
    };
    let row = |key: &str, mark: &str, basis: &ProvisionId| {
        let annex = basis.as_str().starts_with(|c: char| c.is_ascii_uppercase());
        let place = if annex {
            "mark-place-annex"
        } else {
            "mark-place-article"
        };
        let place = words(place, &[("article", basis.as_str())]);
        let agreement = rules.terms.id.as_str();
        words(
            key,
            &[("mark", mark), ("agreement", agreement), ("place", &place)],
        )
    };
    match line {
        Line::Original { text, party } => words(
            "mark-line-original",
            &[("mark", text), ("party", &name(party))],
        ),
        Line::Struck {
            text,
            party,
            on,
            by,
        } => words(
            "mark-line-struck",
            &[
                ("mark", text),
                ("party", &name(party)),
                ("date", &on.to_string()),
                ("by", by.as_str()),
            ],
        ),
        Line::Equivalent { mark, basis } => row("mark-line-equivalent", mark, basis),
        Line::Handled { mark, basis } => row("mark-line-handled", mark, basis),
        Line::Notation(text) | Line::Added(text) => text.clone(),
        Line::Tlp(tlp) => tlp.word().to_owned(),
    }
}
