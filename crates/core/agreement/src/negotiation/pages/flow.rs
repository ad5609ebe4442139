//! A text as runs: plain, or compared with another. Characters know where they come from, so a
//! change is attributed to who made it; links are read as numbers before anything is compared.

use super::{Say, authors::Authors};
use crate::{
    negotiation::{BLANKS, Bracket, Field, FieldPart, Pieces, Places, Text},
    page::{Alternative, Run},
    redline::{self, Piece},
};
use entente_model::{
    PartyId,
    turn::{Key, Spot},
};

/// How a text is read: its pieces, and the numbers links stand for; the second numbers are for
/// links to what no longer stands.
#[derive(Clone, Copy)]
pub(super) struct Eyes<'a> {
    pub(super) text: &'a Text,
    pub(super) places: [&'a Places; 2],
    pub(super) lang: &'a str,
    pub(super) say: &'a Say<'a>,
}

/// What stood before anybody opened a bracket, and the clean text around.
pub(super) fn before(field: &Field, pieces: &Pieces) -> String {
    read(field, pieces, &|b| b.before(pieces))
}

/// What one party would have it read.
pub(super) fn reading(bracket: &Bracket, party: usize, pieces: &Pieces) -> String {
    let mut all = bracket.alternatives(pieces).into_iter();
    let own = all.find(|w| w.backers.has(party));
    own.map_or_else(|| bracket.before(pieces), |w| w.text)
}

fn read(field: &Field, pieces: &Pieces, of: &dyn Fn(&Bracket) -> String) -> String {
    field
        .parts()
        .map(|part| match part {
            FieldPart::Clean(seg, _) => pieces.text(seg),
            FieldPart::Bracket(bracket) => of(bracket),
        })
        .collect()
}

impl Eyes<'_> {
    /// A text with its brackets.
    pub(super) fn plain(&self, field: &Field) -> Vec<Run> {
        let pieces = self.text.pieces();
        let (mut runs, mut clean) = (Vec::new(), String::new());
        for part in field.parts() {
            match part {
                FieldPart::Clean(seg, _) => clean.push_str(&pieces.text(seg)),
                FieldPart::Bracket(bracket) => {
                    self.clean(&std::mem::take(&mut clean), &mut runs);
                    runs.push(self.bracket(bracket));
                }
            }
        }
        self.clean(&clean, &mut runs);
        runs
    }

    fn clean(&self, text: &str, runs: &mut Vec<Run>) {
        filled(&self.linked(text), runs, Run::Clean);
    }

    /// An open bracket.
    pub(super) fn bracket(&self, bracket: &Bracket) -> Run {
        let all = bracket.alternatives(self.text.pieces());
        Run::Bracket {
            name: format!("b{}", bracket.number),
            alternatives: (0usize..)
                .zip(all)
                .map(|(n, wording)| Alternative {
                    label: label(n),
                    text: self.in_words(&self.linked(&wording.text)),
                    backers: self.text.codes(wording.backers),
                    since: u64::from(wording.since),
                })
                .collect(),
        }
    }

    pub(super) fn linked(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for places in self.places {
            if text.contains("{{") {
                text = places.linked(&text, self.lang);
            }
        }
        text
    }

    /// Blanks in words, where a run cannot hold them as such.
    pub(super) fn in_words(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (mark, _) in BLANKS {
            if text.contains(mark) {
                let kind = mark.trim_matches(['{', '}']);
                text = text.replace(mark, &(self.say)(&format!("talk-blank-{kind}"), &[]));
            }
        }
        text
    }

    /// The runs that make the old text the new one.
    pub(super) fn compared(&self, old: &Flow<'_>, new: &Flow<'_>, hands: &Hands<'_>) -> Vec<Run> {
        let mut runs = Vec::new();
        for stretch in stretches(old, new, self.lang, hands) {
            match stretch {
                Stretch::Same(text) => filled(&text, &mut runs, Run::Clean),
                Stretch::Put(by, text) => filled(&text, &mut runs, |text| Run::Inserted {
                    by: by.clone(),
                    text,
                }),
                Stretch::Cut(by, text) => {
                    let text = self.in_words(&text);
                    runs.push(Run::Deleted { by, text });
                }
                Stretch::Open(bracket) => runs.push(self.bracket(bracket)),
            }
        }
        runs
    }
}

/// `A`, `B`, …; numbers after `Z`.
pub(super) fn label(n: usize) -> String {
    let letter = ('A'..='Z').nth(n);
    letter.map_or_else(|| n.saturating_add(1).to_string(), String::from)
}

/// Runs of a text that may hold blanks.
fn filled(text: &str, runs: &mut Vec<Run>, run: impl Fn(String) -> Run) {
    let mut rest = text;
    while !rest.is_empty() {
        let next = BLANKS.iter().filter_map(|(mark, blank)| {
            let (head, tail) = rest.split_once(mark)?;
            Some((head, *blank, tail))
        });
        let Some((head, blank, tail)) = next.min_by_key(|(head, ..)| head.len()) else {
            runs.push(run(rest.to_owned()));
            return;
        };
        if !head.is_empty() {
            runs.push(run(head.to_owned()));
        }
        runs.push(Run::Blank(blank));
        rest = tail;
    }
}

/// A character and where it comes from; nowhere when it is a bracket's.
#[derive(Clone, Copy)]
struct Atom<'a> {
    c: char,
    of: Option<(&'a Key, u32)>,
}

/// A text ready to be compared: one wording for each bracket, and where it stands.
#[derive(Default)]
pub(super) struct Flow<'a> {
    atoms: Vec<Atom<'a>>,
    brackets: Vec<(usize, usize, &'a Bracket)>,
}

impl<'a> Flow<'a> {
    /// With what `of` says each bracket reads.
    pub(super) fn of(field: &'a Field, eyes: Eyes<'a>, of: &dyn Fn(&Bracket) -> String) -> Self {
        let mut flow = Self::default();
        let mut stretch = Vec::new();
        for part in field.parts() {
            match part {
                FieldPart::Clean(seg, _) => {
                    let text = eyes.text.pieces().text(seg);
                    let atoms = (seg.from..).zip(text.chars()).map(|(n, c)| Atom {
                        c,
                        of: Some((&seg.key, n)),
                    });
                    stretch.extend(atoms);
                }
                FieldPart::Bracket(bracket) => {
                    flow.append(&std::mem::take(&mut stretch), eyes);
                    let start = flow.atoms.len();
                    let text = of(bracket);
                    let atoms: Vec<Atom<'_>> = text.chars().map(|c| Atom { c, of: None }).collect();
                    flow.append(&atoms, eyes);
                    flow.brackets.push((start, flow.atoms.len(), bracket));
                }
            }
        }
        flow.append(&stretch, eyes);
        flow
    }

    /// Words that are nobody's in particular.
    pub(super) fn words(text: &str, eyes: Eyes<'_>) -> Self {
        let atoms: Vec<Atom<'a>> = text.chars().map(|c| Atom { c, of: None }).collect();
        let mut flow = Self::default();
        flow.append(&atoms, eyes);
        flow
    }

    /// Takes characters over, links as numbers.
    fn append(&mut self, atoms: &[Atom<'a>], eyes: Eyes<'_>) {
        let mut rest = atoms;
        while let Some((first, tail)) = rest.split_first() {
            match link(rest) {
                Some((token, behind)) => {
                    let shown = eyes.linked(&token);
                    let atoms = shown.chars().map(|c| Atom { c, of: first.of });
                    self.atoms.extend(atoms);
                    rest = behind;
                }
                None => {
                    self.atoms.push(*first);
                    rest = tail;
                }
            }
        }
    }

    pub(super) fn text(&self) -> String {
        self.atoms.iter().map(|a| a.c).collect()
    }

    fn author(&self, at: usize) -> Option<&'a PartyId> {
        let atom = self.atoms.get(at)?;
        atom.of.map(|(key, _)| &key.0)
    }

    /// Whether a place is in a bracket or at its edge.
    fn at_bracket(&self, at: usize) -> bool {
        self.brackets
            .iter()
            .any(|(from, to, _)| (*from..=*to).contains(&at))
    }
}

/// Longest name between the braces of a link.
const LONGEST: usize = 40;

/// What begins with `{{` and ends with `}}`, and what is behind.
fn link<'b, 'a>(atoms: &'b [Atom<'a>]) -> Option<(String, &'b [Atom<'a>])> {
    let mut window = atoms.iter().take(2).map(|a| a.c);
    if (window.next(), window.next()) != (Some('{'), Some('{')) {
        return None;
    }
    let head: String = atoms
        .iter()
        .take(LONGEST.saturating_add(4))
        .map(|a| a.c)
        .collect();
    let (name, _) = head.strip_prefix("{{")?.split_once("}}")?;
    let token = format!("{{{{{name}}}}}");
    let behind = atoms.get(token.chars().count()..)?;
    Some((token, behind))
}

/// Who is named for a change.
pub(super) struct Hands<'a> {
    pub(super) authors: &'a Authors,
    pub(super) at: &'a Spot,
    /// Brackets are read as this party reads them; else they are shown as such.
    pub(super) reader: Option<&'a PartyId>,
    /// Everything is this party's.
    pub(super) only: Option<&'a PartyId>,
}

impl<'a> Hands<'a> {
    fn put(&self, new: &Flow<'a>, at: usize) -> Option<PartyId> {
        let by = self.only.or_else(|| new.author(at)).or(self.reader);
        by.or_else(|| self.authors.of_text(self.at)).cloned()
    }

    /// Who cut the character `at` of the old text; `put` is who wrote what came in its place.
    fn cut(
        &self,
        old: &Flow<'a>,
        at: usize,
        in_bracket: bool,
        put: Option<&'a PartyId>,
    ) -> Option<PartyId> {
        let reader = self.reader.filter(|_| in_bracket);
        let known = self.only.or(reader).or_else(|| {
            let (key, n) = old.atoms.get(at)?.of?;
            self.authors.cut(key, n)
        });
        let by = known.or(put).or_else(|| self.authors.of_text(self.at));
        by.cloned()
    }
}

enum Stretch<'a> {
    Same(String),
    Put(PartyId, String),
    Cut(PartyId, String),
    Open(&'a Bracket),
}

#[derive(Default)]
struct Stretches<'a>(Vec<Stretch<'a>>);

impl Stretches<'_> {
    fn same(&mut self, c: char) {
        match self.0.last_mut() {
            Some(Stretch::Same(text)) => text.push(c),
            _ => self.0.push(Stretch::Same(c.into())),
        }
    }

    fn put(&mut self, by: Option<PartyId>, c: char) {
        match (self.0.last_mut(), by) {
            (_, None) => self.same(c),
            (Some(Stretch::Put(last, text)), Some(by)) if *last == by => text.push(c),
            (_, Some(by)) => self.0.push(Stretch::Put(by, c.into())),
        }
    }

    fn cut(&mut self, by: Option<PartyId>, c: char) {
        let Some(by) = by else { return };
        match self.0.last_mut() {
            Some(Stretch::Cut(last, text)) if *last == by => text.push(c),
            _ => self.0.push(Stretch::Cut(by, c.into())),
        }
    }
}

fn stretches<'a>(
    old: &Flow<'a>,
    new: &Flow<'a>,
    lang: &str,
    hands: &Hands<'a>,
) -> Vec<Stretch<'a>> {
    let before = old.text();
    let hunks = redline::hunks(&before, &new.text(), lang);
    let pieces = redline::pieces(&before, &hunks);
    let mut out = Stretches::default();
    let shown = if hands.reader.is_none() {
        new.brackets.as_slice()
    } else {
        &[]
    };
    let mut open = shown.iter().peekable();
    let covered = |at: usize| shown.iter().any(|(from, to, _)| *from <= at && at < *to);
    let (mut i, mut j) = (0usize, 0usize);
    for (n, piece) in pieces.iter().enumerate() {
        let (text, is_put) = match piece {
            Piece::Cut(text) => {
                let next = pieces.get(n.saturating_add(1));
                let put = next.filter(|p| matches!(p, Piece::Put(_)));
                let put = put.and_then(|_| new.author(i));
                for c in text.chars() {
                    out.cut(hands.cut(old, j, new.at_bracket(i), put), c);
                    j = j.saturating_add(1);
                }
                continue;
            }
            Piece::Same(text) => (text, false),
            Piece::Put(text) => (text, true),
        };
        for c in text.chars() {
            while let Some((_, _, bracket)) = open.next_if(|(from, ..)| *from <= i) {
                out.0.push(Stretch::Open(bracket));
            }
            if covered(i) {
                // The bracket shows it.
            } else if is_put {
                out.put(hands.put(new, i), c);
            } else {
                out.same(c);
            }
            i = i.saturating_add(1);
            j = j.saturating_add(usize::from(!is_put));
        }
    }
    out.0
        .extend(open.map(|(_, _, bracket)| Stretch::Open(bracket)));
    out.0
}
