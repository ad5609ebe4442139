//! `entente agree export`: papers of a frozen version, set in this process.

use super::{
    super::Session,
    agree::{page_file, talk},
};
use crate::{
    cli::Agree,
    command::internal,
    dir::machine,
    papers::{self, Papers, Source},
    talk::{Compared, Talk},
};
use entente_model::{PartyId, Problem, problem::Class};
use entente_paper::pdf;
use serde_json::{Value, json};
use std::path::Path;

/// What is written, by the file's ending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Pdf,
    Text,
    Json,
    Page,
}

pub(super) async fn export(
    session: &Session,
    agree: Agree,
    ui: String,
) -> Result<(&'static str, Value), Problem> {
    let Agree::Export {
        id,
        output,
        language,
        alternat,
        version,
        statement,
    } = agree
    else {
        return Err(internal());
    };
    let form = form(&output, statement, version)?;
    if form == Form::Page {
        let asked = Compared {
            id,
            view: "clean".to_owned(),
            turns: None,
            lang: language,
            provision: None,
            all: true,
            file: true,
            ui,
        };
        let value = session.call(talk(Talk::Compare(asked))).await?;
        return page_file(&output, &value);
    }
    let value = session.call(talk(Talk::Paper { id, version })).await?;
    let source: Source = serde_json::from_value(value).map_err(|_| internal())?;
    let own = source.own.clone();
    let first = alternat.or(own).ok_or_else(internal)?;
    let papers = Papers::of(source)?;
    let lang = language.unwrap_or_else(|| written_in(&papers, &ui, statement));
    let bytes = match form {
        Form::Json => serde_json::to_vec(&papers.source().instrument).map_err(|_| internal())?,
        form => set(&papers, form, statement, &lang, &first)?,
    };
    std::fs::write(&output, &bytes).map_err(|e| machine(&output, &e))?;
    let digest = papers.digest();
    let mut answer = json!({
        "file": output, "bytes": bytes.len(), "agreement": papers.source().agreement,
        "version": papers.source().version, "digest": digest.hex(),
        "words_en": crate::words::fingerprint(&digest, false),
        "words_ja": crate::words::fingerprint(&digest, true),
    });
    if let (Some(map), false) = (answer.as_object_mut(), form == Form::Json) {
        map.insert("lang".to_owned(), json!(lang));
        map.insert("alternat".to_owned(), json!(first));
    }
    Ok(("file", answer))
}

fn form(path: &Path, statement: bool, version: Option<u32>) -> Result<Form, Problem> {
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let (form, fits) = match ending.to_ascii_lowercase().as_str() {
        "pdf" => (Form::Pdf, true),
        "txt" => (Form::Text, true),
        "json" => (Form::Json, !statement),
        // The text as it stands, not a version of it.
        "html" | "docx" => (Form::Page, !statement && version.is_none()),
        _ => (Form::Page, false),
    };
    let kind = match (statement, version) {
        (true, _) => "FILE.pdf, FILE.txt",
        (_, Some(_)) => "FILE.pdf, FILE.txt, FILE.json",
        _ => "FILE.pdf, FILE.txt, FILE.json, FILE.html, FILE.docx",
    };
    let wrong = || {
        Problem::new("USE-002", Class::Usage)
            .with("value", path.display())
            .with("kind", kind)
    };
    fits.then_some(form).ok_or_else(wrong)
}

/// The interface's language, else the instrument's first; a statement has words in the interface's.
fn written_in(papers: &Papers, ui: &str, statement: bool) -> String {
    if statement || papers.langs().any(|l| l == ui) {
        return ui.to_owned();
    }
    papers.langs().next().unwrap_or(ui).to_owned()
}

fn set(
    papers: &Papers,
    form: Form,
    statement: bool,
    lang: &str,
    first: &PartyId,
) -> Result<Vec<u8>, Problem> {
    let set = if statement {
        let joint = papers.joint(lang, first)?;
        let statement = papers.statement(&joint, lang);
        match form {
            Form::Pdf => pdf::statement(&statement),
            _ => Ok(pdf::statement_plain(&statement).into_bytes()),
        }
    } else {
        let paper = papers.paper(lang, first);
        match form {
            Form::Pdf => pdf::instrument(&paper),
            _ => pdf::plain(&paper).map(String::into_bytes),
        }
    };
    set.map_err(|why| papers::problem(&why))
}
