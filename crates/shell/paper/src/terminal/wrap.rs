//! Lines of a given width: English breaks at spaces, Japanese between characters, except that no line
//! begins with a mark that closes and none ends with one that opens (kinsoku, in the simple form).

use unicode_width::UnicodeWidthChar;

/// How a character looks; never the only sign of what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Look {
    #[default]
    Plain,
    Strong,
    Inserted,
    Deleted,
    Open,
}

/// What may stand beside it at a line's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Plain,
    Space,
    /// Not last in a line.
    Opens,
    /// Not first in a line.
    Closes,
}

/// One character in its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    pub(crate) c: char,
    pub(crate) look: Look,
    /// Columns.
    width: usize,
    side: Side,
    /// Lines may break beside it without a space.
    ideographic: bool,
}

const CLOSES: &str = "、。，．・：；？！゛゜ヽヾゝゞ々〻ー‐゠〜～｝）〕］〉》」』】〙〗〟｠»’”…‥)]},.:;!?%％°｡｣､･ｰﾞﾟ\
    ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ";
const OPENS: &str = "「『（【〔［｛〈《〘〖〝｟«‘“([{｢";

impl Glyph {
    fn new(c: char, look: Look) -> Self {
        let width = c.width().unwrap_or(0);
        let half_kana = matches!(c, '\u{ff61}'..='\u{ff9f}');
        let fixed = matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
        let side = if c.is_whitespace() && !fixed {
            Side::Space
        } else if CLOSES.contains(c) {
            Side::Closes
        } else if OPENS.contains(c) {
            Side::Opens
        } else {
            Side::Plain
        };
        Self {
            c,
            look,
            width,
            side,
            ideographic: width == 2 || half_kana,
        }
    }

    fn breaks_before(self, next: Self) -> bool {
        match (self.side, next.side) {
            // Space hangs over the end of the line before.
            (_, Side::Space) => false,
            (Side::Space, _) | (Side::Closes, Side::Opens) => true,
            (Side::Opens, _) | (_, Side::Closes) => false,
            _ => next.width > 0 && (self.ideographic || next.ideographic),
        }
    }
}

/// A text that is being written; its lines are those that must break.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    lines: Vec<Vec<Glyph>>,
}

impl Text {
    /// One line in one look.
    pub(crate) fn line(text: &str, look: Look) -> Self {
        let mut out = Self::default();
        out.new_line();
        out.write(text, look);
        out
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(crate) fn new_line(&mut self) {
        self.lines.push(Vec::new());
    }

    /// Adds every line of another text.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.lines.append(&mut other.lines);
    }

    /// Adds to the last line.
    pub(crate) fn write(&mut self, text: &str, look: Look) {
        self.extend(text.chars().map(|c| Glyph::new(c, look)));
    }

    /// Adds a few words that stay on one line.
    pub(crate) fn write_whole(&mut self, text: &str, look: Look) {
        let mut chars = text.chars();
        self.extend(chars.next().map(|c| Glyph::new(c, look)));
        for c in chars {
            self.close(c, look);
        }
    }

    /// Adds a mark that stays with what follows.
    pub(crate) fn open(&mut self, mark: char, look: Look) {
        let side = Side::Opens;
        self.extend([Glyph {
            side,
            ..Glyph::new(mark, look)
        }]);
    }

    /// Adds a mark that stays with what went before.
    pub(crate) fn close(&mut self, mark: char, look: Look) {
        let side = Side::Closes;
        self.extend([Glyph {
            side,
            ..Glyph::new(mark, look)
        }]);
    }

    fn extend(&mut self, glyphs: impl IntoIterator<Item = Glyph>) {
        match self.lines.last_mut() {
            Some(line) => line.extend(glyphs),
            None => self.lines.push(glyphs.into_iter().collect()),
        }
    }

    /// Its lines, none wider than `width` columns unless one character is.
    pub(crate) fn wrap(&self, width: usize) -> Vec<Vec<Glyph>> {
        let mut out = Vec::new();
        for line in &self.lines {
            wrap(line, width.max(1), &mut out);
        }
        out
    }
}

/// Columns of a text on one line.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Columns of a wrapped line.
pub(crate) fn width_of(line: &[Glyph]) -> usize {
    line.iter().map(|g| g.width).sum()
}

fn without_space_at_end(line: &[Glyph]) -> &[Glyph] {
    let kept = line.iter().rposition(|g| g.side != Side::Space);
    line.get(..kept.map_or(0, |last| last.saturating_add(1)))
        .unwrap_or_default()
}

fn wrap(line: &[Glyph], width: usize, out: &mut Vec<Vec<Glyph>>) {
    let mut current: Vec<Glyph> = Vec::new();
    let mut used = 0usize;
    let mut end = |current: &mut Vec<Glyph>| {
        while current.pop_if(|g| g.c.is_whitespace()).is_some() {}
        out.push(std::mem::take(current));
    };
    for unit in line.chunk_by(|a, b| !a.breaks_before(*b)) {
        let core = width_of(without_space_at_end(unit));
        if used.saturating_add(core) > width && !current.is_empty() {
            end(&mut current);
            used = 0;
        }
        if core <= width {
            current.extend_from_slice(unit);
            used = used.saturating_add(width_of(unit));
            continue;
        }
        // Longer than a line by itself: cut where the line is full.
        for glyph in without_space_at_end(unit) {
            if used.saturating_add(glyph.width) > width && !current.is_empty() {
                end(&mut current);
                used = 0;
            }
            current.push(*glyph);
            used = used.saturating_add(glyph.width);
        }
        let space = unit.get(without_space_at_end(unit).len()..);
        current.extend_from_slice(space.unwrap_or_default());
        used = used.saturating_add(width_of(space.unwrap_or_default()));
    }
    end(&mut current);
}
