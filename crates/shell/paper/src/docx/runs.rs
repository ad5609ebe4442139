//! Runs of a page as paragraphs of a Word file.

use super::{
    keys::{Key, digest, word},
    text::{In, Sides},
};
use entente_agreement::page::{Alternative, Blank, Run};
use entente_model::PartyId;

/// Who changed something, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change<'a> {
    /// Inserted by.
    Inserted(&'a PartyId),
    /// Deleted by.
    Deleted(&'a PartyId),
}

impl Change<'_> {
    fn to(change: Option<Self>) -> In {
        match change {
            None => In::BOTH,
            Some(Self::Inserted(_)) => In::INSERTED,
            Some(Self::Deleted(_)) => In::DELETED,
        }
    }
}

/// What a paragraph consists of.
#[derive(Debug)]
pub(super) enum Item<'a> {
    /// Wording.
    Text(String, Option<Change<'a>>),
    /// A bracket or blank begins: what it is and the digest of what stands there.
    Open(Key, String),
    /// The bracket or blank ends.
    Close,
}

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph<'a> {
    /// What it consists of.
    pub(super) items: Vec<Item<'a>>,
    /// Who inserted or deleted its end.
    pub(super) end: Option<Change<'a>>,
}

/// Runs as paragraphs; at least one.
pub(super) fn paragraphs<'a>(runs: &'a [Run], lang: &str) -> Vec<Paragraph<'a>> {
    let mut out = vec![Paragraph::default()];
    for run in runs {
        match run {
            Run::Clean(text) => wording(&mut out, text, None),
            Run::Inserted { by, text } => wording(&mut out, text, Some(Change::Inserted(by))),
            Run::Deleted { by, text } => wording(&mut out, text, Some(Change::Deleted(by))),
            Run::Bracket { name, alternatives } => {
                let text = bracket(alternatives);
                slot(&mut out, Key::Bracket(name.clone()), &text);
            }
            Run::Blank(kind) => slot(&mut out, Key::Blank(*kind), &blank(*kind, lang)),
        }
    }
    out
}

/// A digest of one line of ours, as [`Sides::digest`] gives when it is read.
pub(super) fn line_digest(paragraph: &Paragraph<'_>) -> String {
    let mut sides = Sides::default();
    for item in &paragraph.items {
        if let Item::Text(text, change) = item {
            sides.text(text, Change::to(*change));
        }
    }
    sides.end(Change::to(paragraph.end));
    sides.digest()
}

/// Alternatives as diplomats write them: `[24 hours (JPN) / — (NZL)]`.
pub(super) fn bracket(alternatives: &[Alternative]) -> String {
    let shown: Vec<String> = alternatives
        .iter()
        .map(|alternative| {
            let text = match alternative.text.as_str() {
                "" => "—",
                text => text,
            };
            let backers: Vec<&str> = alternative.backers.iter().map(PartyId::as_str).collect();
            match backers.is_empty() {
                true => text.to_owned(),
                false => format!("{text} ({})", backers.join(", ")),
            }
        })
        .collect();
    format!("[{}]", shown.join(" / "))
}

fn blank(kind: Blank, lang: &str) -> String {
    let word = match (lang.split('-').next(), kind) {
        (Some("ja"), Blank::Date) => "日付",
        (Some("ja"), Blank::Number) => "番号",
        (Some("ja"), Blank::Place) => "場所",
        (_, kind) => word(kind),
    };
    format!("[____ {word}]")
}

fn slot(out: &mut Vec<Paragraph<'_>>, key: Key, text: &str) {
    // Read back without the empty paragraphs a wording may end with.
    let mut sides = Sides::default();
    for paragraph in text.split("\n\n") {
        sides.text(paragraph, In::BOTH);
        sides.end(In::BOTH);
    }
    push(out, Item::Open(key, digest(&sides.literal().0)));
    wording(out, text, None);
    push(out, Item::Close);
}

fn wording<'a>(out: &mut Vec<Paragraph<'a>>, text: &str, change: Option<Change<'a>>) {
    for (index, paragraph) in text.split("\n\n").enumerate() {
        if index > 0 {
            if let Some(last) = out.last_mut() {
                last.end = change;
            }
            out.push(Paragraph::default());
        }
        if !paragraph.is_empty() {
            push(out, Item::Text(paragraph.to_owned(), change));
        }
    }
}

fn push<'a>(out: &mut [Paragraph<'a>], item: Item<'a>) {
    if let Some(last) = out.last_mut() {
        last.items.push(item);
    }
}
