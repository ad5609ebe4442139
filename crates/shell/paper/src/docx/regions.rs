//! Which text of a Word file belongs to which provision.
//!
//! A bookmark of ours names the text that follows it, in its paragraph and in the paragraphs
//! after it, up to the next bookmark of ours or the end of the table cell. So a paragraph added
//! at the end of a body is part of the body, although it stands after the bookmark's end.

use super::{
    Edited, EditedText,
    keys::{self, Key, Mark},
    text::{In, Piece, Sides},
};
use entente_agreement::page::{Blank, Part};
use entente_model::ProvisionId;
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// What a paragraph consists of.
#[derive(Debug)]
pub(super) enum Token {
    /// Wording and the texts it belongs to.
    Text(String, In),
    /// A bookmark of ours begins: its id in the file and what it says.
    Open(String, Mark),
    /// A bookmark ends.
    Close(String),
    /// Somebody changed something here.
    By(Rc<str>),
}

/// A table cell, or the document outside tables: how deep, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Container {
    /// 0 outside tables.
    pub(super) depth: usize,
    /// Counted through the document.
    pub(super) number: usize,
}

type Place = (ProvisionId, String, Part);

struct Region {
    /// None for a line of ours.
    place: Option<Place>,
    digest: String,
    /// The bookmark's id while it has not ended.
    open: Option<String>,
    container: Option<Container>,
    sides: Sides,
    slot: Option<Slot>,
    authors: BTreeSet<Rc<str>>,
}

/// A bracket or blank being read.
struct Slot {
    id: String,
    key: Key,
    digest: String,
    sides: Sides,
}

/// Puts paragraphs together to texts.
#[derive(Default)]
pub(super) struct Regions {
    current: Option<Region>,
    texts: Vec<EditedText>,
    places: BTreeSet<Place>,
    untracked: usize,
    ignored: BTreeMap<&'static str, usize>,
}

impl Regions {
    /// Counts something that is not read.
    pub(super) fn ignore(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            let known = self.ignored.entry(what).or_default();
            *known = known.saturating_add(count);
        }
    }

    /// Whether a provision's text is being read in this very container.
    pub(super) fn within(&self, container: Container) -> bool {
        self.current
            .as_ref()
            .is_some_and(|r| r.place.is_some() && r.container == Some(container))
    }

    /// Takes a paragraph, the containers it stands in, outermost first, and in which of the texts
    /// its end is one.
    pub(super) fn paragraph(&mut self, tokens: Vec<Token>, containers: &[Container], mark: In) {
        if !tokens.iter().any(begins) {
            self.continues(containers);
            tokens.into_iter().for_each(|t| self.token(t));
        } else {
            self.divided(tokens, containers.last().copied());
        }
        if let Some(region) = &mut self.current {
            region.end(mark);
        }
    }

    /// Takes what stands in no paragraph.
    pub(super) fn loose(&mut self, tokens: Vec<Token>) {
        tokens.into_iter().for_each(|t| self.token(t));
    }

    /// Takes a paragraph in which a text begins. What stands before that belongs to the text
    /// still open, else to the one that begins.
    fn divided(&mut self, tokens: Vec<Token>, container: Option<Container>) {
        let mut held = Vec::new();
        let mut hold = self.current.as_ref().is_none_or(|r| r.open.is_none());
        for token in tokens {
            match token {
                Token::Open(id, mark) if begins_region(&mark.key) => {
                    self.begin(id, mark, container);
                    std::mem::take(&mut held)
                        .into_iter()
                        .for_each(|t| self.token(t));
                    hold = false;
                }
                token if hold => held.push(token),
                token => self.token(token),
            }
        }
    }

    /// Everything read.
    pub(super) fn finish(mut self) -> Edited {
        self.close();
        Edited {
            texts: self.texts,
            untracked: self.untracked,
            ignored: self.ignored.into_iter().collect(),
        }
    }

    /// Decides whose a paragraph without a bookmark is.
    fn continues(&mut self, containers: &[Container]) {
        let Some(region) = &self.current else { return };
        let inside = region
            .container
            .is_some_and(|c| containers.get(c.depth) == Some(&c));
        match &region.place {
            Some((id, lang, Part::Heading)) if inside && region.open.is_none() => {
                // A heading is one paragraph; what is written below it is body.
                let place = (id.clone(), lang.clone(), Part::Body);
                let container = region.container;
                self.close();
                self.current = Some(Region::new(Some(place), String::new(), None, container));
            }
            Some(_) if inside => {}
            _ => self.close(),
        }
    }

    fn begin(&mut self, id: String, mark: Mark, container: Option<Container>) {
        let place = match mark.key {
            Key::Text {
                provision,
                lang,
                part,
            } => Some((provision, lang, part)),
            _ => None,
        };
        // A body already begun by what was written below its heading goes on; and LibreOffice
        // begins a bookmark that spans paragraphs once more in the last of them.
        if let Some(region) = &mut self.current
            && place.is_some()
            && region.place == place
            && (region.digest.is_empty() || region.digest == mark.digest)
        {
            region.digest = mark.digest;
            region.open = Some(id);
            return;
        }
        self.close();
        self.current = Some(Region::new(place, mark.digest, Some(id), container));
    }

    fn token(&mut self, token: Token) {
        let Some(region) = &mut self.current else {
            if let Token::Text(text, _) = token {
                self.ignore("outside", text.chars().count());
            }
            return;
        };
        match token {
            Token::Text(text, to) => match &mut region.slot {
                Some(slot) => slot.sides.text(&text, to),
                None => region.sides.text(&text, to),
            },
            Token::By(author) => {
                region.authors.insert(author);
            }
            Token::Open(id, mark) if region.slot.is_none() && region.place.is_some() => {
                region.slot = Some(Slot {
                    id,
                    key: mark.key,
                    digest: mark.digest,
                    sides: Sides::default(),
                });
            }
            Token::Open(id, mark) => {
                if let Some(slot) = &mut region.slot
                    && slot.key == mark.key
                    && slot.digest == mark.digest
                {
                    slot.id = id;
                }
            }
            Token::Close(id) if region.open.as_ref() == Some(&id) => region.open = None,
            Token::Close(id) => {
                if region.slot.as_ref().is_some_and(|s| s.id == id) {
                    region.close_slot();
                }
            }
        }
    }

    fn close(&mut self) {
        let Some(mut region) = self.current.take() else {
            return;
        };
        region.close_slot();
        let Some((provision, lang, part)) = region.place else {
            if region.sides.digest() != region.digest {
                let (before, after) = region.sides.texts();
                let longer = before.chars().count().max(after.chars().count());
                self.ignore("lines", longer.max(1));
            }
            return;
        };
        let (before, after) = region.sides.texts();
        if region.digest.is_empty() && before.is_empty() && after.is_empty() {
            return;
        }
        if !self.places.insert((provision.clone(), lang.clone(), part)) {
            self.ignore(
                "repeated",
                before.chars().count().max(after.chars().count()),
            );
            return;
        }
        let untracked = keys::digest(&before) != region.digest;
        self.untracked = self.untracked.saturating_add(usize::from(untracked));
        self.texts.push(EditedText {
            provision,
            lang,
            part,
            before,
            after,
            untracked,
            authors: region.authors.iter().map(|a| a.to_string()).collect(),
        });
    }
}

impl Region {
    fn new(
        place: Option<Place>,
        digest: String,
        open: Option<String>,
        container: Option<Container>,
    ) -> Self {
        Self {
            place,
            digest,
            open,
            container,
            sides: Sides::default(),
            slot: None,
            authors: BTreeSet::new(),
        }
    }

    fn end(&mut self, mark: In) {
        match &mut self.slot {
            Some(slot) => slot.sides.end(mark),
            None => self.sides.end(mark),
        }
    }

    fn close_slot(&mut self) {
        if let Some(slot) = self.slot.take() {
            let (before, after) = slot.sides.literal();
            let read = |text: &str| slot_pieces(&slot.key, &slot.digest, text);
            self.sides.slot(read(&before), read(&after));
        }
    }
}

/// What stands where a bracket or blank was: itself, itself with wording typed at its edge, or
/// what it was edited to. Nothing left is nothing.
fn slot_pieces(key: &Key, digest: &str, text: &str) -> Vec<Piece> {
    let piece = |edited: Option<String>| match key {
        Key::Blank(kind) => Piece::Blank {
            kind: *kind,
            edited,
        },
        Key::Bracket(name) => Piece::Bracket {
            name: name.clone(),
            edited,
        },
        Key::Text { .. } | Key::Line => Piece::Text(edited.unwrap_or_default()),
    };
    if text.is_empty() {
        return Vec::new();
    }
    let core = text
        .find('[')
        .zip(text.rfind(']').and_then(|at| at.checked_add(1)));
    let parts =
        core.and_then(|(from, to)| Some((text.get(..from)?, text.get(from..to)?, text.get(to..)?)));
    match parts {
        Some((lead, core, tail)) if keys::digest(core) == digest => {
            let wording = |text: &str| (!text.is_empty()).then(|| Piece::Text(text.to_owned()));
            let pieces = [wording(lead), Some(piece(None)), wording(tail)];
            pieces.into_iter().flatten().collect()
        }
        _ => vec![piece(Some(text.to_owned()))],
    }
}

fn begins(token: &Token) -> bool {
    matches!(token, Token::Open(_, mark) if begins_region(&mark.key))
}

fn begins_region(key: &Key) -> bool {
    !matches!(
        key,
        Key::Bracket(_) | Key::Blank(Blank::Date | Blank::Number | Blank::Place)
    )
}
