//! What a paper says, block by block, before it is set. PDF, text file and comparison share it.

use super::{Paper, PaperError, SignatureLine, Statement, phrases, phrases::Phrases};
use entente_model::{Digest, PartyId, ProvisionId};
use unicode_normalization::UnicodeNormalization;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The title.
    Title,
    /// A remark below the title.
    Note,
    /// The heading of a provision or part.
    Heading,
    /// A paragraph.
    Para,
    /// An item of a list, with its label.
    Item,
    /// The name above a party's signatures: kept with what follows.
    Signer,
    /// A line to write on, behind its label.
    Blank,
    /// The heading of the fingerprint, kept with all of it.
    Seal,
    /// A paragraph of the fingerprint.
    Fine,
}

/// A block.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// What it is.
    pub(super) role: Role,
    /// The label of an item, such as `(a)`; else empty.
    pub(super) label: String,
    /// The text, on one line.
    pub(super) text: String,
    /// The provision it belongs to.
    pub(super) provision: Option<ProvisionId>,
}

impl Block {
    /// The label with the space that parts it from the text, for those who cannot see the gap.
    pub(super) fn label_apart(&self) -> String {
        if self.label.is_empty() {
            String::new()
        } else {
            format!("{} ", self.label)
        }
    }
}

/// A whole paper.
#[derive(Debug, Clone)]
pub(super) struct Content {
    /// BCP 47 tag.
    pub(super) lang: String,
    /// Title, for the file's metadata.
    pub(super) title: String,
    /// Digest of what is rendered.
    pub(super) digest: Digest,
    /// The blocks in reading order.
    pub(super) blocks: Vec<Block>,
    /// Left at the foot of each page.
    pub(super) foot: String,
    /// Right at the foot of each page; `{page}` and `{pages}` are filled in.
    pub(super) page: &'static str,
    /// How an attached file is described.
    pub(super) attached: &'static str,
}

impl Content {
    /// Of an instrument.
    pub(super) fn of_instrument(paper: &Paper<'_>) -> Result<Self, PaperError> {
        let known = paper.instrument.title.iter().any(|(l, _)| l == paper.lang);
        if !known {
            return Err(PaperError::Language(paper.lang.to_owned()));
        }
        if !paper.instrument.parties.contains(paper.first) {
            return Err(PaperError::Party(paper.first.clone()));
        }
        let words = phrases::of(paper.lang);
        let title = one_line(paper.instrument.title_in(paper.lang));
        let digest = paper.instrument.digest();
        let mut blocks = vec![block(Role::Title, title.clone())];
        if paper.fictional {
            blocks.push(block(Role::Note, words.fictional.to_owned()));
        }
        parties(paper, words, &mut blocks);
        provisions(paper, &mut blocks)?;
        signatures(paper, words, &mut blocks);
        fingerprint(words, words.about, &digest, &paper.words, &mut blocks);
        Ok(Self {
            lang: paper.lang.to_owned(),
            title,
            digest,
            blocks,
            foot: words.foot.replace("{digest}", &short(&digest)),
            page: words.page,
            attached: words.attached,
        })
    }

    /// Of a joint statement.
    pub(super) fn of_statement(statement: &Statement<'_>) -> Self {
        let words = phrases::of(statement.lang);
        let title = one_line(statement.title);
        let mut blocks = vec![block(Role::Title, title.clone())];
        if statement.fictional {
            blocks.push(block(Role::Note, words.fictional.to_owned()));
        }
        blocks.push(block(Role::Para, one_line(statement.date)));
        let paragraphs = statement.paragraphs.iter().flat_map(|p| body(p));
        blocks.extend(paragraphs);
        let about = words.about_statement;
        fingerprint(
            words,
            about,
            &statement.digest,
            &statement.words,
            &mut blocks,
        );
        Self {
            lang: statement.lang.to_owned(),
            title,
            digest: statement.digest,
            blocks,
            foot: words
                .foot_statement
                .replace("{digest}", &short(&statement.digest)),
            page: words.page,
            attached: words.attached,
        }
    }

    /// As a text file.
    pub(super) fn plain(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            if !out.is_empty() && !matches!(block.role, Role::Blank) {
                out.push('\n');
            }
            if !block.label.is_empty() {
                out.push_str(&block.label);
                if !block.text.is_empty() {
                    out.push(' ');
                }
            }
            out.push_str(&block.text);
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.foot);
        out.push('\n');
        out
    }
}

/// Whether lines of this language break between characters.
pub(super) fn cjk(lang: &str) -> bool {
    matches!(lang.split('-').next(), Some("ja" | "zh"))
}

fn parties(paper: &Paper<'_>, words: &Phrases, blocks: &mut Vec<Block>) {
    blocks.push(block(Role::Heading, words.parties.to_owned()));
    for (number, party) in (1..).zip(in_order(paper)) {
        let label = if cjk(paper.lang) {
            format!("（{}）", full_width(number))
        } else {
            format!("({number})")
        };
        let text = name(paper, party);
        blocks.push(Block {
            label,
            ..block(Role::Item, text)
        });
    }
    let alternat = words.alternat.replace("{party}", &name(paper, paper.first));
    blocks.push(block(Role::Para, alternat));
}

fn provisions(paper: &Paper<'_>, blocks: &mut Vec<Block>) -> Result<(), PaperError> {
    for provision in &paper.instrument.provisions {
        let wording = provision.text.iter().find(|w| w.lang == paper.lang);
        let wording = wording.ok_or_else(|| PaperError::Wording {
            provision: provision.id.clone(),
            lang: paper.lang.to_owned(),
        })?;
        let shown = paper.places.iter().find(|(id, _)| *id == provision.id);
        let place = shown.map_or(provision.id.as_str(), |(_, text)| text.as_str());
        let gap = if cjk(paper.lang) { "　" } else { " " };
        let heading = one_line(&wording.heading);
        let heading = if heading.is_empty() {
            place.to_owned()
        } else {
            format!("{place}{gap}{heading}")
        };
        let own = std::iter::once(block(Role::Heading, heading)).chain(body(&wording.body));
        blocks.extend(own.map(|b| Block {
            provision: Some(provision.id.clone()),
            ..b
        }));
    }
    Ok(())
}

fn signatures(paper: &Paper<'_>, words: &Phrases, blocks: &mut Vec<Block>) {
    blocks.push(block(Role::Heading, words.signatures.to_owned()));
    for party in in_order(paper) {
        let who = words.signed_for.replace("{party}", &name(paper, party));
        blocks.push(block(Role::Signer, who));
        let signed: Vec<&SignatureLine> = paper
            .signatures
            .iter()
            .filter(|s| s.party == *party)
            .collect();
        let separator = if cjk(paper.lang) { "　" } else { ", " };
        for line in &signed {
            let text = [&line.official, &line.day]
                .map(|t| one_line(t))
                .join(separator);
            blocks.push(block(Role::Para, text));
        }
        if signed.is_empty() {
            for label in [words.signature, words.official, words.day] {
                blocks.push(Block {
                    label: label.to_owned(),
                    ..block(Role::Blank, String::new())
                });
            }
        }
    }
}

fn fingerprint(
    words: &Phrases,
    about: &str,
    digest: &Digest,
    spoken: &[String],
    blocks: &mut Vec<Block>,
) {
    blocks.push(block(Role::Seal, words.fingerprint.to_owned()));
    let mut lines = vec![
        about.to_owned(),
        words.digest.to_owned(),
        grouped(&digest.hex()),
    ];
    if !spoken.is_empty() {
        lines.push(words.in_words.to_owned());
        // The Japanese word list comes decomposed; no font has its marks by themselves.
        lines.push(spoken.join(" ").nfc().collect());
    }
    blocks.extend(lines.into_iter().map(|line| block(Role::Fine, line)));
}

fn block(role: Role, text: String) -> Block {
    Block {
        role,
        label: String::new(),
        text,
        provision: None,
    }
}

/// The paragraphs of a body, each item of a list with its label apart.
fn body(text: &str) -> Vec<Block> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines().map(str::trim) {
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(line);
            }
            _ => paragraphs.push(String::new()),
        }
    }
    let full = paragraphs.iter().filter(|p| !p.is_empty());
    full.map(|text| match label(text) {
        Some((label, rest)) => Block {
            label: label.to_owned(),
            ..block(Role::Item, one_line(rest))
        },
        None => block(Role::Para, one_line(text)),
    })
    .collect()
}

/// `(a) …`, `（ａ）…`, `1. …`: the label and the rest.
fn label(text: &str) -> Option<(&str, &str)> {
    let (open, close, spaced) = match text.chars().next()? {
        '(' => (true, ')', true),
        '（' => (true, '）', false),
        _ => (false, '.', true),
    };
    let end = text.find(close)?.checked_add(close.len_utf8())?;
    let (label, rest) = text.split_at_checked(end)?;
    let inner = label.trim_matches(['(', ')', '（', '）', '.']);
    let short = (1..=4).contains(&inner.chars().count());
    let lettered = inner
        .chars()
        .all(|c| c.is_alphanumeric() && (open || c.is_numeric()));
    let apart = !spaced || rest.starts_with(' ');
    let rest = rest.trim();
    (short && lettered && apart && !rest.is_empty()).then_some((label, rest))
}

/// The parties, the one whose alternat it is first.
fn in_order<'p>(paper: &'p Paper<'_>) -> impl Iterator<Item = &'p PartyId> {
    let others = paper.instrument.parties.iter();
    std::iter::once(paper.first).chain(others.filter(|p| *p != paper.first))
}

fn name(paper: &Paper<'_>, party: &PartyId) -> String {
    let names = paper.names.iter().find(|(id, _)| id == party);
    let names = names.map_or(&[][..], |(_, names)| names);
    let own = names.iter().find(|(lang, _)| lang == paper.lang);
    let found = own.or_else(|| names.first());
    found.map_or_else(|| party.to_string(), |(_, name)| one_line(name))
}

fn one_line(text: &str) -> String {
    let mut out = String::new();
    for part in text
        .split(['\n', '\r', '\t', ' '])
        .filter(|p| !p.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// Hex in groups of four, for reading out.
fn grouped(hex: &str) -> String {
    let mut out = String::new();
    for (index, ch) in hex.chars().enumerate() {
        if index > 0 && index.is_multiple_of(4) {
            out.push(' ');
        }
        out.push(ch);
    }
    out
}

/// The beginning of a digest, as it stands at the foot of a page.
pub(super) fn short(digest: &Digest) -> String {
    let hex: String = digest.hex().chars().take(16).collect();
    grouped(&hex)
}

fn full_width(number: u32) -> String {
    let wide = |c: char| char::from_u32(u32::from(c).saturating_add(0xFEE0)).unwrap_or(c);
    number.to_string().chars().map(wide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_items() {
        for (text, split) in [
            ("(a) maritime safety", Some(("(a)", "maritime safety"))),
            ("(iii) third", Some(("(iii)", "third"))),
            ("（ａ）海上の安全", Some(("（ａ）", "海上の安全"))),
            ("12. twelfth", Some(("12.", "twelfth"))),
            ("(see Article 4) no", None),
            ("The end. No", None),
            ("3.1", None),
            ("", None),
        ] {
            assert_eq!(label(text), split, "{text}");
        }
    }
}
