//! A page for the terminal: a table with its columns side by side when they fit, else one below the
//! other; or running text. What is inserted stands between `+`, what is deleted between `-`, what is
//! not agreed in `[ ]` with who stands behind each wording, whatever the colours.

pub(crate) mod pieces;
mod wrap;

use entente_agreement::page::{Cell, Layout, Page, PageRow};
use pieces::{Choice, LEAVE_OUT, Piece, on_one_line, paragraphs, several_parties};
use wrap::{Glyph, Look, Text, columns, width_of};

/// Fewest columns in which a text is readable beside others.
const LEAST_CELL: usize = 24;
/// Most columns of the first column and of the second.
const MOST_PLACE: usize = 8;
const MOST_STATUS: usize = 16;
const GAP: usize = 2;

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Colour, underline, strike and bold, as ANSI sequences; they only repeat what the marks say.
    pub colour: bool,
    /// No ANSI sequences and no line-drawing characters; goes before `colour`.
    pub plain: bool,
}

/// Renders a page in lines of at most `width` columns; below 4 columns a character may be wider than
/// its line. The texts' own control characters show as U+FFFD, so they do not move the cursor.
#[must_use]
pub fn render(page: &Page, width: usize, style: Style) -> String {
    let mut out = Out {
        text: String::new(),
        width: width.max(1),
        style,
    };
    for (_, title) in &page.title {
        out.block(&Text::line(&on_one_line(title), Look::Strong), 0);
    }
    for line in &page.lead {
        out.block(&Text::line(&on_one_line(line), Look::Plain), 0);
    }
    match (page.layout, Widths::of(page, out.width)) {
        (Layout::Columns, Some(widths)) => table(page, &widths, &mut out),
        _ => {
            for row in &page.rows {
                one_below_the_other(page, row, &mut out);
            }
        }
    }
    if !page.legend.is_empty() {
        out.empty_line();
    }
    for line in &page.legend {
        out.block(&Text::line(&on_one_line(line), Look::Plain), 0);
    }
    out.text
}

/// How wide each column of the table is.
struct Widths {
    place: usize,
    status: usize,
    cells: Vec<usize>,
}

impl Widths {
    /// None when a cell would be too narrow.
    fn of(page: &Page, width: usize) -> Option<Self> {
        let widest = |title: &str, most: usize, texts: &mut dyn Iterator<Item = &String>| {
            let texts = texts.map(|t| columns(&on_one_line(t))).max().unwrap_or(0);
            texts.max(columns(&on_one_line(title))).min(most)
        };
        let places = &mut page.rows.iter().map(|r| &r.place);
        let place = widest(&page.number_title, MOST_PLACE, places);
        let facts = &mut page.rows.iter().flat_map(|r| &r.status);
        let status = widest(&page.status_title, MOST_STATUS, facts);
        let count = page
            .rows
            .iter()
            .map(|r| r.cells.len())
            .chain([page.columns.len()])
            .max()?;
        let gaps = count.saturating_add(1).saturating_mul(GAP);
        let rest = width.checked_sub(place.saturating_add(status).saturating_add(gaps))?;
        let each = rest.checked_div(count).filter(|w| *w >= LEAST_CELL)?;
        let over = rest.checked_rem(count)?;
        Some(Self {
            place,
            status,
            // What does not divide goes to the first columns.
            cells: (0..count)
                .map(|n| each.saturating_add(usize::from(n < over)))
                .collect(),
        })
    }
}

fn table(page: &Page, widths: &Widths, out: &mut Out) {
    let titled = |title: &str| Text::line(&on_one_line(title), Look::Strong);
    out.empty_line();
    let titles: Vec<Text> = page.columns.iter().map(|c| titled(&c.title)).collect();
    let titles = [titled(&page.number_title), titled(&page.status_title)]
        .into_iter()
        .chain(titles)
        .collect::<Vec<_>>();
    out.side_by_side(&titles, widths);
    for row in &page.rows {
        out.rule();
        let mut status = Text::default();
        for fact in &row.status {
            status.append(Text::line(&on_one_line(fact), Look::Plain));
        }
        let mut texts = vec![Text::line(&on_one_line(&row.place), Look::Strong), status];
        texts.extend(row.cells.iter().map(cell_text));
        out.side_by_side(&texts, widths);
    }
    out.rule();
}

fn one_below_the_other(page: &Page, row: &PageRow, out: &mut Out) {
    out.empty_line();
    let mut first = Text::line(&on_one_line(&row.place), Look::Strong);
    for (n, fact) in row.status.iter().enumerate() {
        first.write(if n == 0 { "  " } else { "; " }, Look::Plain);
        first.write(&on_one_line(fact), Look::Plain);
    }
    out.block(&first, 0);
    let named = page.layout == Layout::Columns || page.columns.len() > 1;
    for (n, cell) in row.cells.iter().enumerate() {
        if n > 0 {
            out.empty_line();
        }
        if let Some(column) = page.columns.get(n).filter(|_| named) {
            out.block(&Text::line(&on_one_line(&column.title), Look::Strong), 0);
        }
        out.block(&cell_text(cell), GAP);
    }
}

fn cell_text(cell: &Cell) -> Text {
    let several = several_parties(cell);
    let mut out = Text::default();
    for paragraph in paragraphs(&cell.heading, &cell.lang) {
        out.new_line();
        write(&mut out, &paragraph, Look::Strong, several);
    }
    for (n, paragraph) in paragraphs(&cell.body, &cell.lang).iter().enumerate() {
        if n > 0 {
            out.new_line();
        }
        out.new_line();
        write(&mut out, paragraph, Look::Plain, several);
    }
    if !cell.remark.is_empty() {
        out.append(Text::line(&on_one_line(&cell.remark), Look::Plain));
    }
    out
}

fn write(out: &mut Text, paragraph: &[Piece], look: Look, several: bool) {
    for piece in paragraph {
        match piece {
            Piece::Text(text) => out.write(text, look),
            Piece::Break => out.new_line(),
            Piece::Blank(words) => out.write_whole(words, Look::Open),
            Piece::Bracket { choices, .. } => bracket(out, choices),
            Piece::Change { inserted, by, text } => {
                let (mark, look) = if *inserted {
                    ('+', Look::Inserted)
                } else {
                    ('-', Look::Deleted)
                };
                out.open(mark, look);
                out.write(text, look);
                out.close(mark, look);
                if several {
                    out.write(&format!(" ({by})"), Look::Plain);
                }
            }
        }
    }
}

fn bracket(out: &mut Text, choices: &[Choice]) {
    out.open('[', Look::Open);
    for (n, choice) in choices.iter().enumerate() {
        if n > 0 {
            out.write(" / ", Look::Open);
        }
        if choice.lines.is_empty() {
            out.write(LEAVE_OUT, Look::Open);
        }
        for (n, line) in choice.lines.iter().enumerate() {
            if n > 0 {
                out.new_line();
            }
            out.write(line, Look::Open);
        }
        if !choice.backers.is_empty() {
            out.write(&format!(" ({})", choice.backers), Look::Open);
        }
    }
    out.close(']', Look::Open);
}

struct Out {
    text: String,
    width: usize,
    style: Style,
}

impl Out {
    fn empty_line(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// A text below the one before.
    fn block(&mut self, text: &Text, indent: usize) {
        // On the narrowest screens the text matters more than its margin.
        let indent = if self.width > LEAST_CELL { indent } else { 0 };
        for line in text.wrap(self.width.saturating_sub(indent)) {
            if !line.is_empty() {
                self.space(indent);
            }
            self.glyphs(&line);
            self.text.push('\n');
        }
    }

    /// The first column, the second and the cells; a text that is not there leaves its place empty.
    fn side_by_side(&mut self, texts: &[Text], widths: &Widths) {
        let all = [widths.place, widths.status]
            .into_iter()
            .chain(widths.cells.iter().copied());
        let wrapped: Vec<(usize, Vec<Vec<Glyph>>)> = all
            .zip(texts)
            .map(|(width, text)| {
                (
                    width,
                    if text.is_empty() {
                        Vec::new()
                    } else {
                        text.wrap(width)
                    },
                )
            })
            .collect();
        let height = wrapped.iter().map(|(_, lines)| lines.len()).max();
        for n in 0..height.unwrap_or(0) {
            // Space is written when something follows it, so no line ends with it.
            let mut owed = 0usize;
            for (width, lines) in &wrapped {
                let line = lines.get(n).map_or(&[][..], Vec::as_slice);
                if !line.is_empty() {
                    self.space(owed);
                    owed = 0;
                    self.glyphs(line);
                }
                let left = width.saturating_sub(width_of(line));
                owed = owed.saturating_add(left).saturating_add(GAP);
            }
            self.text.push('\n');
        }
    }

    fn rule(&mut self) {
        let stroke = if self.style.plain { "-" } else { "─" };
        self.text.push_str(&stroke.repeat(self.width));
        self.text.push('\n');
    }

    fn space(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }

    fn glyphs(&mut self, line: &[Glyph]) {
        let ansi = self.style.colour && !self.style.plain;
        for run in line.chunk_by(|a, b| a.look == b.look) {
            let look = run.first().map(|g| g.look).unwrap_or_default();
            let start = match look {
                _ if !ansi => "",
                Look::Plain => "",
                Look::Strong => "\u{1b}[1m",
                Look::Inserted => "\u{1b}[4;32m",
                Look::Deleted => "\u{1b}[9;31m",
                Look::Open => "\u{1b}[33m",
            };
            self.text.push_str(start);
            self.text.extend(run.iter().map(|g| g.c));
            if !start.is_empty() {
                self.text.push_str("\u{1b}[0m");
            }
        }
    }
}
