//! What can be asked of an instrument's files without a node: check, try, dates, compare, fields.

use crate::{print::Printer, source};
use entente_agreement::{
    Rules, Terms, check, compare, dates::DateError, facts::Facts, fields, scenario, timeline,
};
use entente_model::{Problem, problem::Class};
use serde_json::{Value, json};
use std::path::Path;

/// Reads a directory, and reports what deserves a person's look.
///
/// # Errors
/// AGREE-011 for a mistake; AGREE-016 when text and terms do not go together.
pub(super) fn check(printer: &Printer, dir: &Path) -> Result<(), Problem> {
    let (terms, instrument) = source::both(dir)?;
    let provisions: Vec<_> = instrument.provisions.iter().map(|p| p.id.clone()).collect();
    let findings = check::review(&terms, &provisions);
    let errors = findings
        .iter()
        .filter(|f| f.kind == check::Kind::Error)
        .count();
    let rows: Vec<Value> = findings
        .iter()
        .map(|f| {
            let args: serde_json::Map<String, Value> = f
                .args
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json!(value)))
                .collect();
            json!({ "kind": f.kind.word(), "path": f.path, "provision": f.provision, "code": f.code, "args": args })
        })
        .collect();
    printer.answer(
        "instrument",
        &json!({
            "provisions": provisions.len(), "digest": instrument.digest().hex(),
            "title": instrument.title, "findings": rows,
        }),
    );
    if errors == 0 {
        return Ok(());
    }
    Err(Problem::new("AGREE-016", Class::Refused).with("count", errors))
}

/// Answers a scenario, or all of a directory's.
///
/// # Errors
/// AGREE-015 when an answer is not the one expected; AGREE-011 for a mistake in a file.
pub(super) fn try_it(
    printer: &Printer,
    dir: &Path,
    file: Option<&Path>,
    explain: bool,
) -> Result<(), Problem> {
    let (terms, _) = source::both(dir)?;
    let rules = ready(terms)?;
    let files = match file {
        Some(file) => vec![file.to_owned()],
        None => source::scenarios(dir)?,
    };
    let (mut reports, mut wrong, mut all) = (Vec::new(), 0usize, 0usize);
    for file in files {
        let name = file.display().to_string();
        let text = source::read_file(&file)?;
        let read = scenario::parse(&name, &text).map_err(source::mistake)?;
        let report = scenario::run(&rules, &read).map_err(|e| facts_wrong(&name, &e))?;
        wrong = wrong.saturating_add(report.differences());
        all = all.saturating_add(report.answers.len());
        reports.push(json!({ "file": name, "report": report }));
    }
    let view =
        json!({ "reports": reports, "answers": all, "differences": wrong, "explain": explain });
    printer.answer("try", &view);
    if wrong == 0 {
        return Ok(());
    }
    Err(Problem::new("AGREE-015", Class::Refused)
        .with("count", wrong)
        .with("all", all))
}

/// Every date that follows from facts.
///
/// # Errors
/// AGREE-011 for a mistake in a file or facts that contradict each other.
pub(super) fn dates(printer: &Printer, dir: &Path, file: Option<&Path>) -> Result<(), Problem> {
    let (terms, _) = source::both(dir)?;
    let file = match file {
        Some(file) => file.to_owned(),
        None => dir.join("scenario.toml"),
    };
    let name = file.display().to_string();
    let facts: Facts =
        scenario::facts(&name, &source::read_file(&file)?).map_err(source::mistake)?;
    let all = timeline::all_dates(&terms, &facts).map_err(|e| facts_wrong(&name, &e))?;
    let rows: Vec<Value> = all
        .into_iter()
        .map(|(what, found)| match found {
            Ok(dated) => json!({ "what": what, "date": dated.date, "article": dated.article, "because": dated.because }),
            Err(open) => {
                let (code, args) = open.words();
                let args: serde_json::Map<String, Value> = args
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), json!(value)))
                    .collect();
                json!({ "what": what, "open": code, "args": args })
            }
        })
        .collect();
    printer.answer("dates", &json!({ "dates": rows }));
    Ok(())
}

/// The terms that differ.
///
/// # Errors
/// AGREE-011 for a mistake in a file.
pub(super) fn compare(printer: &Printer, a: &Path, b: &Path) -> Result<(), Problem> {
    let (left, right) = (source::both(a)?.0, source::both(b)?.0);
    let rows: Vec<Value> = compare::compare(&left, &right)
        .into_iter()
        .map(|r| json!({ "path": r.path, "a": r.a, "b": r.b, "provision_a": r.provision_a, "provision_b": r.provision_b }))
        .collect();
    printer.answer(
        "compare",
        &json!({ "a": left.id, "b": right.id, "rows": rows }),
    );
    Ok(())
}

/// What a group or field means and takes.
///
/// # Errors
/// AGREE-017 when there is no such field.
pub(super) fn describe(printer: &Printer, path: Option<&str>) -> Result<(), Problem> {
    let lang = match printer.lang {
        entente_words::Lang::Ja => "ja",
        entente_words::Lang::En => "en",
    };
    let text = match path {
        None => fields::render(lang),
        Some(path) => fields::describe(path, lang)
            .ok_or_else(|| Problem::new("AGREE-017", Class::NotFound).with("path", path))?,
    };
    printer.answer("fields", &json!({ "path": path, "text": text }));
    Ok(())
}

fn ready(terms: Terms) -> Result<Rules, Problem> {
    Rules::new(terms)
        .map_err(|detail| Problem::new("AGREE-014", Class::Refused).with("detail", detail))
}

fn facts_wrong(file: &str, error: &DateError) -> Problem {
    Problem::new("AGREE-011", Class::Usage)
        .with("file", file)
        .with("line", 0)
        .with("detail", error)
}
