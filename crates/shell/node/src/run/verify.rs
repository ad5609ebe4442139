//! `entente verify`: evidence, or a paper compared with what was frozen.

use super::Session;
use crate::{
    cli::{Global, Verify},
    command::{Command, internal},
    evidence,
    papers::{self, Judged, Papers, Source},
    print::Printer,
    talk::Talk,
};
use entente_model::{Problem, instrument::Instrument, problem::Class};
use serde_json::{Value, json};
use std::path::Path;

/// Bytes looked at to tell what a file is.
const HEAD: usize = 1024;

/// Gives the exit status: 6 for a paper that is not authentic.
pub(super) async fn verify(
    global: &Global,
    args: &Verify,
    printer: &Printer,
) -> Result<u8, Problem> {
    let given = papers::limited(&args.file)?;
    if let Some(status) = super::publication::verify(args, &given, printer)? {
        return Ok(status);
    }
    let head = given.get(..HEAD.min(given.len())).unwrap_or_default();
    let is_evidence = papers::is_evidence(head);
    if args.against.is_none() && (is_evidence || !is_paper(head)) {
        return evidence::verify_file(args, printer).map(|()| 0);
    }
    if is_evidence {
        return Err(Problem::new("USE-002", Class::Usage)
            .with("value", args.file.display())
            .with("kind", "FILE.pdf, FILE.txt, FILE.json"));
    }
    let given = Given {
        instrument: papers::instrument_of(&given),
        bytes: given,
    };
    let (judged, extra) = match &args.against {
        Some(file) => against(&given, file, args.keys.as_deref(), printer)?,
        None => (
            own(global, &given, &args.file).await?,
            json!({ "kind": "node" }),
        ),
    };
    let judged = judged.ok_or_else(|| nothing(&args.file))?;
    let authentic = judged.authentic();
    let mut answer = serde_json::to_value(judged).map_err(|_| internal())?;
    if let Some(map) = answer.as_object_mut() {
        map.insert("file".to_owned(), json!(args.file));
        map.insert("against".to_owned(), extra);
    }
    printer.answer("paper", &answer);
    let status = if authentic {
        0
    } else {
        Class::Unverified.exit()
    };
    Ok(status)
}

/// A PDF or a text file, not an archive or another binary file.
fn is_paper(head: &[u8]) -> bool {
    let pdf = head.windows(5).any(|w| w == b"%PDF-");
    let wide = head.starts_with(&[0xFE, 0xFF]) || head.starts_with(&[0xFF, 0xFE]);
    pdf || wide || (!head.is_empty() && !head.contains(&0))
}

fn nothing(file: &Path) -> Problem {
    Problem::new("PAPER-002", Class::NotFound).with("file", file.display())
}

/// What was given.
struct Given {
    bytes: Vec<u8>,
    instrument: Option<Instrument>,
}

impl Given {
    fn judge(&self, papers: &Papers) -> Judged {
        match &self.instrument {
            Some(read) => papers::judge_instrument(papers, &self.bytes, read),
            None => papers::judge(papers, &self.bytes),
        }
    }
}

/// The nearer of two.
fn nearer(best: Option<Judged>, next: Judged) -> Option<Judged> {
    match best {
        Some(best) if best.rank() >= next.rank() => Some(best),
        _ => Some(next),
    }
}

/// Compared with an evidence file, verified first, or with one instrument.
fn against(
    given: &Given,
    file: &Path,
    keys: Option<&Path>,
    printer: &Printer,
) -> Result<(Option<Judged>, Value), Problem> {
    let bytes = papers::limited(file)?;
    if let Some(instrument) = papers::instrument_of(&bytes) {
        let judged = given.judge(&Papers::of(Source::alone(instrument))?);
        return Ok((Some(judged), json!({ "kind": "instrument", "file": file })));
    }
    if !papers::is_evidence(&bytes) {
        return Err(Problem::new("PAPER-003", Class::Usage).with("file", file.display()));
    }
    let (all, report) = papers::of_evidence(file, keys)?;
    evidence::unanchored(&report, printer);
    let best = all
        .iter()
        .fold(None, |best, p| nearer(best, given.judge(p)));
    let parties: Vec<Value> = report
        .parties
        .iter()
        .map(|p| json!({ "party": p.party, "anchored": p.anchored }))
        .collect();
    let extra = json!({
        "kind": "evidence", "file": file, "exporter": report.exporter, "parties": parties,
        "anchored": report.parties.iter().all(|p| p.anchored),
    });
    Ok((best, extra))
}

/// Compared with every frozen version of this node, one at a time.
async fn own(global: &Global, given: &Given, file: &Path) -> Result<Option<Judged>, Problem> {
    if !global.node.exists() {
        return Err(nothing(file));
    }
    let session = Session::open(global).await?;
    let list = session.call(Command::AgreeList).await?;
    let rows = list.get("agreements").and_then(Value::as_array);
    let mut best = None;
    for row in rows.into_iter().flatten() {
        let Some(id) = row.get("id").and_then(Value::as_str) else {
            continue;
        };
        let mut version = None;
        loop {
            let id = id.to_owned();
            let asked = Command::Talk(Box::new(Talk::Paper { id, version }));
            let value = match session.call(asked).await {
                Err(problem) if problem.code == "AGREE-007" => break,
                other => other?,
            };
            let source: Source = serde_json::from_value(value).map_err(|_| internal())?;
            let number = source.version.unwrap_or(1);
            best = nearer(best, given.judge(&Papers::of(source)?));
            if best.as_ref().is_some_and(|b| b.verdict == "authentic") {
                return Ok(best);
            }
            // From the newest to the first.
            if number <= 1 {
                break;
            }
            version = Some(number.saturating_sub(1));
        }
    }
    Ok(best)
}
