//! Files a delegation edits: plain texts, new provisions, Word.

use super::{super::super::Session, super::read_text, talk};
use crate::{
    dir::machine,
    talk::{Redline, Talk},
};
use entente_model::{PartyId, Problem, instrument::Wording, problem::Class};
use entente_paper::docx;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Largest Word file read.
const MAX_WORD: u64 = docx::MAX_FILE;

/// The wording of a new provision in one language, from a file such as `new.en.md`.
pub(super) fn new_provision(file: &Path) -> Result<Wording, Problem> {
    let wrong = |kind: &'static str| {
        Problem::new("USE-002", Class::Usage)
            .with("value", file.display())
            .with("kind", kind)
    };
    let stem = file
        .file_stem()
        .and_then(|s| s.to_str())
        .unwrap_or_default();
    let (_, lang) = stem
        .rsplit_once('.')
        .ok_or_else(|| wrong("NAME.LANG.md, such as new.en.md"))?;
    let text = read_text(file)?;
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let (heading, body) = match first.strip_prefix("## ") {
        Some(heading) => (heading.trim_start_matches("- ").trim(), rest.trim()),
        None => ("", text.trim()),
    };
    Ok(Wording {
        lang: lang.to_owned(),
        heading: heading.to_owned(),
        body: body.to_owned(),
    })
}

/// An edited text, or every text of a Word file.
pub(super) fn redlines(
    article: Option<String>,
    file: Option<PathBuf>,
    language: Option<String>,
    heading: bool,
) -> Result<Vec<Redline>, Problem> {
    let missing = |what: &str| Problem::new("USE-001", Class::Usage).with("what", what);
    let only = article.clone().map(PathBuf::from);
    let word = |path: &Path| {
        path.extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("docx"))
    };
    if let Some(file) = file.clone().or(only).filter(|f| word(f)) {
        let edited = read_word(&file)?;
        let within = |p: &str| {
            file_given(file.as_path(), article.as_deref()) || article.as_deref() == Some(p)
        };
        return edited
            .texts
            .into_iter()
            .filter(|t| within(t.provision.as_str()))
            .map(|t| {
                Ok(Redline {
                    provision: format!("#{}", t.provision),
                    heading: t.part == entente_agreement::page::Part::Heading,
                    lang: t.lang,
                    text: plain(&t.after)?,
                    before: Some(plain(&t.before)?),
                    turn: None,
                })
            })
            .collect();
    }
    let provision = article.ok_or_else(|| missing("ARTICLE FILE, a .docx, or --from DIR"))?;
    let file = file.ok_or_else(|| missing("FILE"))?;
    let given = read_text(&file)?;
    let (head, text) = match given.strip_prefix("%% ") {
        Some(rest) => rest.split_once('\n').unwrap_or((rest, "")),
        None => ("", given.as_str()),
    };
    // The file says itself what it is the text of.
    let mut words = head.split_whitespace();
    let (place, lang) = (words.next(), words.next());
    let turn = words
        .next()
        .and_then(|w| w.strip_prefix('@'))
        .map(str::to_owned);
    let other_place = place.is_some_and(|p| p != provision);
    let other_lang = lang.is_some_and(|l| language.as_deref().is_some_and(|given| given != l));
    if other_place || other_lang {
        return Err(Problem::new("TALK-008", Class::Usage)
            .with("file", file.display())
            .with("text", head.trim()));
    }
    let language = language.or_else(|| lang.map(str::to_owned));
    let text = text.trim_start_matches('\n').to_owned();
    Ok(vec![Redline {
        provision,
        lang: language.unwrap_or_else(|| "en".to_owned()),
        heading,
        text,
        before: None,
        turn,
    }])
}

/// The first argument was the file itself, so no provision was named.
fn file_given(file: &Path, article: Option<&str>) -> bool {
    article.is_none_or(|a| Path::new(a) == file)
}

fn read_word(file: &Path) -> Result<docx::Edited, Problem> {
    let bad = |detail: String| {
        Problem::new("ITEM-005", Class::Usage)
            .with("file", file.display())
            .with("detail", detail)
    };
    let size = std::fs::metadata(file)
        .map_err(|e| machine(file, &e))?
        .len();
    if size > MAX_WORD {
        return Err(bad(format!("{size} bytes; at most {MAX_WORD}")));
    }
    let bytes = std::fs::read(file).map_err(|e| machine(file, &e))?;
    docx::read(&bytes).map_err(|e| {
        Problem::new("TALK-006", Class::Refused)
            .with("file", file.display())
            .with("detail", e)
    })
}

/// What Word's marks stand for, as a text given to edit.
fn plain(text: &str) -> Result<String, Problem> {
    let wrong = || {
        Problem::new("TALK-006", Class::Refused)
            .with("file", "docx")
            .with("detail", "marks")
    };
    let pieces = docx::pieces(text).ok_or_else(wrong)?;
    Ok(pieces
        .into_iter()
        .map(|piece| match piece {
            docx::Piece::Text(text) => text,
            docx::Piece::Bracket { name, edited: None } => format!("{{{{bracket:{name}}}}}"),
            docx::Piece::Bracket {
                name,
                edited: Some(words),
            } => format!("{{{{bracket:{name}|{words}}}}}"),
            docx::Piece::Blank {
                edited: Some(words),
                ..
            } => words,
            docx::Piece::Blank { kind, edited: None } => {
                use entente_agreement::page::Blank;
                let kind = match kind {
                    Blank::Date => "date",
                    Blank::Number => "number",
                    Blank::Place => "place",
                };
                format!("{{{{{kind}}}}}")
            }
        })
        .collect())
}

/// A Word file the other side gave: its changes as theirs, nothing taken over.
pub(super) async fn foreign(
    session: &Session,
    id: &str,
    file: Option<PathBuf>,
    party: &PartyId,
    ui: &str,
) -> Result<Value, Problem> {
    let file = file.ok_or_else(|| Problem::new("USE-001", Class::Usage).with("what", "FILE"))?;
    let edited = read_word(&file)?;
    let mut texts = Vec::new();
    for t in edited.texts {
        let asked = Talk::Edit {
            id: id.to_owned(),
            provision: format!("#{}", t.provision),
            lang: t.lang.clone(),
            heading: t.part == entente_agreement::page::Part::Heading,
        };
        let held = session.call(talk(asked)).await?;
        let ours = held.get("text").and_then(Value::as_str).unwrap_or_default();
        let theirs = plain(&t.after)?;
        let hunks = entente_agreement::redline::hunks(ours, &theirs, &t.lang);
        if hunks.is_empty() {
            continue;
        }
        texts.push(json!({
            "article": held.get("provision"), "lang": t.lang, "tracked": t.before != t.after, "authors": t.authors,
            "shown": shown(ours, &hunks, party),
        }));
    }
    let ignored: Vec<Value> = edited
        .ignored
        .iter()
        .map(|(what, n)| json!({ "what": what, "count": n }))
        .collect();
    Ok(json!({
        "agreement": id, "from": party, "file": file, "texts": texts, "untracked": edited.untracked,
        "ignored": ignored, "ui": ui,
    }))
}

fn shown(ours: &str, hunks: &[entente_agreement::redline::Hunk], party: &PartyId) -> String {
    use entente_agreement::redline::Piece;
    let mut out = String::new();
    for piece in entente_agreement::redline::pieces(ours, hunks) {
        match piece {
            Piece::Same(text) => out.push_str(&text),
            Piece::Cut(text) => {
                out.push_str(&format!("-{text}- "));
            }
            Piece::Put(text) => {
                out.push_str(&format!("+{text}+ ({party})"));
            }
        }
    }
    out
}
