//! What a cell says, piece by piece, before it has a look: safe characters, paragraphs, and the
//! words for what is missing. The terminal and HTML read the runs through here, so they show the same.

use entente_agreement::page::{Blank, Cell, Run};
use entente_model::PartyId;
use std::collections::BTreeSet;

/// One stretch of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Wording nobody contests.
    Text(String),
    /// A new line within the paragraph.
    Break,
    /// Inserted (true) or deleted (false), never over a line's end.
    Change {
        inserted: bool,
        by: String,
        text: String,
    },
    /// Wording not agreed.
    Bracket { name: String, choices: Vec<Choice> },
    /// A place to be filled in, as it is shown.
    Blank(&'static str),
}

/// One wording of a bracket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) label: String,
    /// Its lines; none means "leave out".
    pub(crate) lines: Vec<String>,
    /// Who stands behind it, `JPN, NZL`; may be empty.
    pub(crate) backers: String,
    /// The turn it has stood since, 0 for the proposal.
    pub(crate) since: u64,
}

/// Shown for a wording that is "leave out".
pub(crate) const LEAVE_OUT: &str = "—";

/// Whether a language tag is Japanese.
pub(crate) fn japanese(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts.next().is_some_and(|p| p.eq_ignore_ascii_case("ja"))
}

/// Control characters and those that hide or turn text round, replaced so that it can be seen that
/// something stood there: no text moves the cursor or shows in another order than it is read.
/// Ends of lines stay.
pub(crate) fn shown(text: &str) -> String {
    let hostile = |c: char| {
        c.is_control()
            || matches!(c, '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}')
    };
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\n' => '\n',
            c if hostile(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// As [`shown`], on one line.
pub(crate) fn on_one_line(text: &str) -> String {
    shown(text).replace('\n', " ")
}

/// Whether more than one party changes something in a cell: only then does each change say who.
pub(crate) fn several_parties(cell: &Cell) -> bool {
    let parties: BTreeSet<&PartyId> = cell
        .heading
        .iter()
        .chain(&cell.body)
        .filter_map(|run| match run {
            Run::Inserted { by, .. } | Run::Deleted { by, .. } => Some(by),
            _ => None,
        })
        .collect();
    parties.len() > 1
}

/// The paragraphs of a text in a language.
pub(crate) fn paragraphs(runs: &[Run], lang: &str) -> Vec<Vec<Piece>> {
    let mut out = Paragraphs::default();
    for run in runs {
        match run {
            Run::Clean(text) => out.lines(text, Piece::Text),
            Run::Inserted { by, text } => out.change(true, by, text),
            Run::Deleted { by, text } => out.change(false, by, text),
            Run::Blank(blank) => out.push(Piece::Blank(blank_words(*blank, japanese(lang)))),
            Run::Bracket { name, alternatives } => {
                let choices = alternatives
                    .iter()
                    .map(|a| Choice {
                        label: on_one_line(&a.label),
                        lines: shown(&a.text)
                            .lines()
                            .filter(|l| !l.trim().is_empty())
                            .map(str::to_owned)
                            .collect(),
                        backers: a
                            .backers
                            .iter()
                            .map(PartyId::as_str)
                            .collect::<Vec<_>>()
                            .join(", "),
                        since: a.since,
                    })
                    .collect();
                let name = on_one_line(name);
                out.push(Piece::Bracket { name, choices });
            }
        }
    }
    out.done.retain(|p| !p.is_empty());
    out.done
}

#[derive(Default)]
struct Paragraphs {
    done: Vec<Vec<Piece>>,
    /// Ends of lines not acted on yet: one is a new line, two are a new paragraph.
    ends: usize,
}

impl Paragraphs {
    fn push(&mut self, piece: Piece) {
        let ends = std::mem::take(&mut self.ends);
        match self.done.last_mut() {
            Some(paragraph) if ends < 2 => {
                if ends == 1 {
                    paragraph.push(Piece::Break);
                }
                paragraph.push(piece);
            }
            _ => self.done.push(vec![piece]),
        }
    }

    fn lines(&mut self, text: &str, piece: impl Fn(String) -> Piece) {
        let text = shown(text);
        let last = text.split('\n').count().saturating_sub(1);
        for (n, line) in text.split('\n').enumerate() {
            self.ends = self.ends.saturating_add(usize::from(n > 0));
            let between = n > 0 && n < last;
            if !(line.is_empty() || between && line.trim().is_empty()) {
                self.push(piece(line.to_owned()));
            }
        }
    }

    fn change(&mut self, inserted: bool, by: &PartyId, text: &str) {
        let change = |text: String| Piece::Change {
            inserted,
            by: by.as_str().to_owned(),
            text,
        };
        if text.is_empty() {
            return;
        }
        // Spacing is wording too: a change that is nothing else is made visible.
        if text.trim().is_empty() {
            let visible = |c| if c == '\n' { '¶' } else { '␣' };
            self.push(change(shown(text).chars().map(visible).collect()));
            self.ends = text.matches('\n').count();
            return;
        }
        let text = shown(text);
        let last = text.split('\n').count().saturating_sub(1);
        for (n, line) in text.split('\n').enumerate() {
            let words = line.trim();
            self.ends = self.ends.saturating_add(usize::from(n > 0));
            if words.is_empty() {
                if !line.is_empty() && (n == 0 || n == last) {
                    self.push(Piece::Text(line.to_owned()));
                }
                continue;
            }
            // The marks stand at the words, not at the space around them.
            let before = line.len().saturating_sub(line.trim_start().len());
            let after = line.trim_end().len();
            for (piece, mark) in [
                (line.get(..before), false),
                (Some(words), true),
                (line.get(after..), false),
            ] {
                match piece {
                    Some(words) if mark => self.push(change(words.to_owned())),
                    Some(space) if !space.is_empty() => self.push(Piece::Text(space.to_owned())),
                    _ => {}
                }
            }
        }
    }
}

fn blank_words(blank: Blank, ja: bool) -> &'static str {
    match (blank, ja) {
        (Blank::Date, false) => "[date: ____]",
        (Blank::Number, false) => "[number: ____]",
        (Blank::Place, false) => "[place: ____]",
        (Blank::Date, true) => "〔日付〕",
        (Blank::Number, true) => "〔数〕",
        (Blank::Place, true) => "〔場所〕",
    }
}
