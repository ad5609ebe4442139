//! The embedded fonts: which has a character, and glyphs for a text.

use super::PaperError;
use entente_model::ProvisionId;
use harfrust::{Feature, ShapeOptions, ShaperData, Tag, UnicodeBuffer};
use krilla::text::Font;
use skrifa::{FontRef, MetadataProvider, raw::TableProvider};
use std::{ops::Range, sync::LazyLock};

static LATIN: &[u8] = include_bytes!("../../fonts/NotoSerif-Regular.ttf");
static HAN: &[u8] = include_bytes!("../../fonts/BIZUDMincho-Regular.ttf");

/// One of the two fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Noto Serif.
    Latin,
    /// BIZ UDMincho.
    Han,
}

/// A glyph; lengths are in ems.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) which: Which,
    pub(super) id: u32,
    /// The bytes of the text it stands for.
    pub(super) range: Range<usize>,
    pub(super) advance: f32,
    pub(super) x: f32,
    pub(super) y: f32,
    /// Stands for white space.
    pub(super) space: bool,
    /// Stands for a character of Japanese writing, next to which a line may be stretched.
    pub(super) wide: bool,
}

struct Face {
    font: Font,
    raw: FontRef<'static>,
    shaper: ShaperData,
    upem: f32,
}

/// Both fonts.
pub(super) struct Faces {
    latin: Face,
    han: Face,
}

impl Faces {
    /// The fonts, read once: the PDF library takes a digest of each.
    pub(super) fn get() -> Result<&'static Self, PaperError> {
        static FACES: LazyLock<Option<Faces>> = LazyLock::new(|| {
            Some(Faces {
                latin: face(LATIN)?,
                han: face(HAN)?,
            })
        });
        FACES.as_ref().ok_or(PaperError::Font)
    }

    /// For the PDF.
    pub(super) fn font(&self, which: Which) -> Font {
        self.face(which).font.clone()
    }

    /// Glyphs of a text in a language.
    pub(super) fn shape(
        &self,
        text: &str,
        cjk: bool,
        provision: Option<&ProvisionId>,
    ) -> Result<Vec<Glyph>, PaperError> {
        let missing = |ch| PaperError::Glyph {
            ch,
            provision: provision.cloned(),
        };
        let mut glyphs = Vec::new();
        let mut start = 0;
        let mut which = None;
        for (at, ch) in text.char_indices() {
            let next = self.pick(ch, cjk, which).ok_or_else(|| missing(ch))?;
            if which.is_some_and(|w| w != next) {
                self.run(text, start..at, which, &mut glyphs);
                start = at;
            }
            which = Some(next);
        }
        self.run(text, start..text.len(), which, &mut glyphs);
        // A mark may be in the font and still have no place on the letter before it.
        if let Some(lost) = glyphs.iter().find(|g| g.id == 0) {
            let ch = text.get(lost.range.clone()).and_then(|t| t.chars().next());
            return Err(missing(ch.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        Ok(glyphs)
    }

    fn face(&self, which: Which) -> &Face {
        match which {
            Which::Latin => &self.latin,
            Which::Han => &self.han,
        }
    }

    /// The font for a character: in Japanese, quotation marks and dashes are Japanese ones.
    fn pick(&self, ch: char, cjk: bool, before: Option<Which>) -> Option<Which> {
        let has = |w: Which| {
            self.face(w)
                .raw
                .charmap()
                .map(ch)
                .is_some_and(|g| g.to_u32() != 0)
        };
        let mark = ('\u{300}'..='\u{36f}').contains(&ch);
        if let Some(before) = before.filter(|w| mark && has(*w)) {
            return Some(before);
        }
        let letter = ch.is_ascii() || ch.is_alphabetic() && u32::from(ch) < 0x250;
        let order = if cjk && !letter {
            [Which::Han, Which::Latin]
        } else {
            [Which::Latin, Which::Han]
        };
        order.into_iter().find(|w| has(*w))
    }

    fn run(&self, text: &str, range: Range<usize>, which: Option<Which>, out: &mut Vec<Glyph>) {
        let (Some(which), Some(part)) = (which, text.get(range.clone())) else {
            return;
        };
        let face = self.face(which);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(part);
        buffer.guess_segment_properties();
        // One glyph a character, so that the text can be taken out of the PDF as it was put in.
        let features = [b"liga", b"clig", b"dlig"].map(|t| Feature::new(Tag::new(t), 0, ..));
        let shaper = face.shaper.shaper(&face.raw).build();
        let shaped = shaper.shape(buffer, ShapeOptions::new().features(&features));
        let infos = shaped.glyph_infos();
        let at = |cluster: u32| {
            let cluster = usize::try_from(cluster).unwrap_or(usize::MAX);
            cluster.saturating_add(range.start).min(range.end)
        };
        let em = |units: i32| units as f32 / face.upem;
        for (index, (info, place)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
            let later = infos.iter().skip(index);
            let end = later
                .map(|i| i.cluster)
                .find(|c| *c != info.cluster)
                .map_or(range.end, at);
            let own = at(info.cluster)..end;
            let first = text.get(own.clone()).and_then(|t| t.chars().next());
            out.push(Glyph {
                which,
                id: info.glyph_id,
                range: own,
                advance: em(place.x_advance),
                x: em(place.x_offset),
                y: em(place.y_offset),
                space: first.is_some_and(char::is_whitespace),
                wide: first.is_some_and(super::tokens::wide),
            });
        }
    }
}

fn face(data: &'static [u8]) -> Option<Face> {
    let raw = FontRef::new(data).ok()?;
    let upem = raw.head().ok()?.units_per_em();
    Some(Face {
        font: Font::new(data.into(), 0)?,
        shaper: ShaperData::new(&raw),
        raw,
        upem: f32::from(upem.max(1)),
    })
}
