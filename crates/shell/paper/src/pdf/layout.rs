//! Lines and pages: strict line breaks (UAX #14; in Japanese, kinsoku), no heading at the foot of a
//! page without two lines of its text, no paragraph's single line at the head or foot.

use super::{
    PaperError,
    content::{Block, Content, Role, cjk},
    face::{Faces, Glyph},
};
use icu_segmenter::{
    LineSegmenter,
    options::{LineBreakOptions, LineBreakStrictness},
};

/// A4, in points.
pub(super) const PAGE: (f32, f32) = (595.276, 841.89);
/// Left and right margin: 43 characters of Japanese text between them.
pub(super) const SIDE: f32 = 71.888;
/// Top margin.
const TOP: f32 = 71.0;
/// Where the text ends at the latest.
const BOTTOM: f32 = 757.0;
/// A gap between characters may be stretched by this much, in ems, to fill a Japanese line.
const STRETCH: f32 = 0.12;

/// Glyphs that stand in a row.
#[derive(Debug)]
pub(super) struct Piece {
    /// Position of the first.
    pub(super) x: f32,
    /// The glyphs.
    pub(super) glyphs: Vec<Glyph>,
    /// Of the label, not of the text.
    pub(super) label: bool,
}

/// A line.
#[derive(Debug)]
pub(super) struct Row {
    /// Index of its block.
    pub(super) block: usize,
    /// Type size.
    pub(super) size: f32,
    /// What stands on it.
    pub(super) pieces: Vec<Piece>,
    /// Where a line to write on begins.
    pub(super) rule: Option<f32>,
    /// Baseline, from the top of the page.
    pub(super) y: f32,
    leading: f32,
    before: f32,
    keep: bool,
}

/// How a role is set.
struct Style {
    size: f32,
    leading: f32,
    before: f32,
    first_indent: f32,
    justify: bool,
}

/// Sets a paper in pages.
pub(super) fn pages(faces: &Faces, content: &Content) -> Result<Vec<Vec<Row>>, PaperError> {
    let mut rows = Vec::new();
    for (index, block) in content.blocks.iter().enumerate() {
        rows.extend(block_rows(faces, content, index, block)?);
    }
    keep_two_lines(&content.blocks, &mut rows);
    Ok(paginate(rows))
}

/// A line of the foot.
pub(super) fn foot(faces: &Faces, text: &str, lang: &str) -> Result<(Vec<Glyph>, f32), PaperError> {
    let glyphs = faces.shape(text, cjk(lang), None)?;
    let width = glyphs.iter().map(|g| g.advance).sum();
    Ok((glyphs, width))
}

fn style(role: Role, cjk: bool) -> Style {
    let (body, spread) = if cjk { (10.5, 1.75) } else { (11.0, 1.45) };
    let (size, spread, before) = match role {
        Role::Title => (17.0, 1.4, 0.0),
        Role::Note => (9.5, spread, 8.0),
        Role::Heading | Role::Seal => (12.5, 1.4, 20.0),
        Role::Fine => (10.0, 1.5, 3.0),
        Role::Signer => (body, spread, 14.0),
        Role::Blank => (body, 2.0, 2.0),
        Role::Item => (body, spread, if cjk { 0.0 } else { 4.0 }),
        Role::Para => (body, spread, if cjk { 1.0 } else { 7.0 }),
    };
    Style {
        size,
        leading: size * spread,
        before,
        first_indent: if cjk && role == Role::Para { size } else { 0.0 },
        justify: cjk && matches!(role, Role::Para | Role::Item | Role::Note),
    }
}

fn block_rows(
    faces: &Faces,
    content: &Content,
    index: usize,
    block: &Block,
) -> Result<Vec<Row>, PaperError> {
    let cjk = cjk(&content.lang);
    let style = style(block.role, cjk);
    let provision = block.provision.as_ref();
    let label = faces.shape(&block.label_apart(), cjk, provision)?;
    let label_width = width(&label) * style.size;
    let indent = match block.role {
        Role::Item => label_width.max(style.size * 1.6) + style.size * if cjk { 1.0 } else { 1.2 },
        _ => 0.0,
    };
    let glyphs = faces.shape(&block.text, cjk, provision)?;
    let measure = PAGE.0 - 2.0 * SIDE - indent;
    let lines = lines(&block.text, glyphs, &style, measure);
    let (count, mut rows) = (lines.len(), Vec::new());
    let mut label = (!label.is_empty()).then(|| Piece {
        x: if block.role == Role::Item {
            SIDE + style.size
        } else {
            SIDE
        },
        glyphs: label,
        label: true,
    });
    for (line, glyphs) in lines.into_iter().enumerate() {
        let text = Piece {
            x: SIDE + indent + if line == 0 { style.first_indent } else { 0.0 },
            glyphs,
            label: false,
        };
        let rule = (block.role == Role::Blank).then_some(SIDE + label_width + style.size * 0.7);
        let kept = matches!(
            block.role,
            Role::Title | Role::Heading | Role::Signer | Role::Seal | Role::Fine
        );
        let pieces = label.take().into_iter().chain([text]);
        rows.push(Row {
            block: index,
            size: style.size,
            pieces: pieces.filter(|p| !p.glyphs.is_empty()).collect(),
            rule,
            y: 0.0,
            leading: style.leading,
            before: if line == 0 { style.before } else { 0.0 },
            // First and second line stay together, and so do the last two.
            keep: kept || (count > 1 && line == 0) || line.saturating_add(2) == count,
        });
    }
    Ok(rows)
}

/// A heading stays with two lines of what follows, and a party's blank lines with each other. (The
/// fingerprint's rows are kept as they are made.)
fn keep_two_lines(blocks: &[Block], rows: &mut [Row]) {
    let role = |row: &Row| blocks.get(row.block).map(|b| b.role);
    let roles: Vec<Option<Role>> = rows.iter().map(role).collect();
    let mut before = None;
    for (index, row) in rows.iter_mut().enumerate() {
        let next = roles.get(index.saturating_add(1)).copied().flatten();
        let own = roles.get(index).copied().flatten();
        let follows = matches!(before, Some(Role::Heading)) && !matches!(own, Some(Role::Heading));
        let ends_part = matches!(next, None | Some(Role::Heading | Role::Seal | Role::Signer));
        let blank = matches!(next, Some(Role::Blank));
        row.keep |= (follows && !ends_part) || blank;
        before = own;
    }
}

fn paginate(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut pages: Vec<Vec<Row>> = vec![Vec::new()];
    let mut y = TOP;
    let mut group: Vec<Row> = Vec::new();
    let count = rows.len();
    for (index, row) in rows.into_iter().enumerate() {
        let more = row.keep && index.saturating_add(1) < count;
        group.push(row);
        if more {
            continue;
        }
        let height: f32 = group.iter().map(|r| r.before + r.leading).sum();
        let begun = pages.last().is_some_and(|p| !p.is_empty());
        if begun && y + height > BOTTOM {
            pages.push(Vec::new());
            y = TOP;
        }
        for mut row in group.drain(..) {
            // A group longer than a page is broken where the page ends.
            if y + row.before + row.leading > BOTTOM && y > TOP {
                pages.push(Vec::new());
                y = TOP;
            }
            if let Some(page) = pages.last_mut() {
                y += row.leading + if page.is_empty() { 0.0 } else { row.before };
                row.y = y;
                page.push(row);
            }
        }
    }
    pages
}

/// A stretch of glyphs that no line break may divide.
struct Word {
    glyphs: Vec<Glyph>,
    width: f32,
    /// Width without the white space at its end.
    inked: f32,
}

fn word(glyphs: Vec<Glyph>) -> Word {
    let blank: f32 = glyphs
        .iter()
        .rev()
        .take_while(|g| g.space)
        .map(|g| g.advance)
        .sum();
    let width = width(&glyphs);
    Word {
        glyphs,
        width,
        inked: width - blank,
    }
}

fn width(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|g| g.advance).sum()
}

fn lines(text: &str, glyphs: Vec<Glyph>, style: &Style, measure: f32) -> Vec<Vec<Glyph>> {
    let measure = measure / style.size;
    let indent = style.first_indent / style.size;
    let mut out: Vec<Vec<Glyph>> = vec![Vec::new()];
    let mut used = indent;
    for word in words(text, glyphs, measure - indent) {
        if used + word.inked > measure && out.last().is_some_and(|l| !l.is_empty()) {
            if let Some(line) = out.last_mut().filter(|_| style.justify) {
                let indent = if is_first(line) { indent } else { 0.0 };
                stretch(line, measure - indent);
            }
            out.push(Vec::new());
            used = 0.0;
        }
        used += word.width;
        if let Some(line) = out.last_mut() {
            line.extend(word.glyphs);
        }
    }
    out
}

/// Whether a line is the first of its text.
fn is_first(line: &[Glyph]) -> bool {
    line.first().is_some_and(|g| g.range.start == 0)
}

/// The text divided where a line may break; what is longer than a line is divided anywhere.
fn words(text: &str, glyphs: Vec<Glyph>, measure: f32) -> Vec<Word> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let segmenter = LineSegmenter::new_for_non_complex_scripts(options);
    let mut breaks = segmenter
        .segment_str(text)
        .skip_while(|b| *b == 0)
        .peekable();
    let mut out = Vec::new();
    let mut open: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        if breaks.peek().is_some_and(|b| *b <= glyph.range.start) {
            while breaks.next_if(|b| *b <= glyph.range.start).is_some() {}
            out.push(word(std::mem::take(&mut open)));
        }
        if width(&open) + glyph.advance > measure && !glyph.space {
            out.push(word(std::mem::take(&mut open)));
        }
        open.push(glyph);
    }
    out.push(word(open));
    out.retain(|w| !w.glyphs.is_empty());
    out
}

/// Fills a Japanese line; one that would have to be stretched too far stays as it is.
fn stretch(line: &mut [Glyph], measure: f32) {
    let inked = line
        .iter()
        .rposition(|g| !g.space)
        .map_or(0, |i| i.saturating_add(1));
    let slack = measure - line.iter().take(inked).map(|g| g.advance).sum::<f32>();
    let wide: Vec<bool> = line.iter().map(|g| g.wide).collect();
    let stretches = |i: usize| {
        let at = |i: usize| wide.get(i).copied().unwrap_or(false);
        i.saturating_add(1) < inked && (at(i) || at(i.saturating_add(1)))
    };
    let gaps = (0..inked).filter(|i| stretches(*i)).count();
    let each = slack / gaps as f32;
    if gaps == 0 || !(0.0..=STRETCH).contains(&each) {
        return;
    }
    for (_, glyph) in line.iter_mut().enumerate().filter(|(i, _)| stretches(*i)) {
        glyph.advance += each;
    }
}
