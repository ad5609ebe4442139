//! A page as HTML: one file with nothing beside it, no script and no request. What is inserted,
//! deleted or contested is said in words for those who do not see it, and shows without colour.

use crate::terminal::pieces::{LEAVE_OUT, Piece, japanese, on_one_line, paragraphs};
use askama::Template;
use entente_agreement::page::{Cell, Layout, Page, PageRow, Run};

/// The template's own language escapes every value; only the style sheet, which is ours, is not.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"
{%- macro pieces(list) -%}
{%- for piece in list.iter() -%}
{%- match piece -%}
{%- when Piece::Text(text) -%}{{ text }}
{%- when Piece::Break -%}<br>
{%- when Piece::Blank(words) -%}<span class="blank">{{ words }}</span>
{%- when Piece::Change { inserted, by, text } -%}
{%- if *inserted -%}
<ins><span class="hidden" lang="{{ ui }}">{{ self.changed(true, by) }} </span>{{ text }}</ins>
{%- else -%}
<del><span class="hidden" lang="{{ ui }}">{{ self.changed(false, by) }} </span>{{ text }}</del>
{%- endif -%}
<span class="who" aria-hidden="true">({{ by }})</span>
{%- when Piece::Bracket { name, choices } -%}
<span class="bracket"><span class="hidden" lang="{{ ui }}">{{ self.contested(name) }} </span><span class="edge">[</span><span role="list">
{%- for choice in choices -%}
{%- if !loop.first %}<span aria-hidden="true"> / </span>{% endif -%}
<span role="listitem"><span class="hidden">{{ choice.label }}: </span>
{%- if choice.lines.is_empty() -%}
<span aria-hidden="true">{{ LEAVE_OUT }}</span><span class="hidden" lang="{{ ui }}">{{ self.left_out() }}</span>
{%- else -%}
{%- for line in choice.lines %}{% if !loop.first %}<br>{% endif %}{{ line }}{% endfor -%}
{%- endif -%}
{%- if !choice.backers.is_empty() %} <span class="who">({{ choice.backers }})</span>{% endif -%}
<span class="hidden" lang="{{ ui }}"> {{ self.since(choice.since) }}</span></span>
{%- endfor -%}
</span><span class="edge">]</span></span>
{%- endmatch -%}
{%- endfor -%}
{%- endmacro -%}

{%- macro text(cell) -%}
{%- for paragraph in cell.body -%}
<p>{% call pieces(paragraph) %}{% endcall %}</p>
{%- endfor -%}
{%- if !cell.remark.is_empty() -%}
<p class="remark" lang="{{ ui }}">{{ cell.remark }}</p>
{%- endif -%}
{%- endmacro -%}

{%- macro status(row) -%}
{%- if !row.status.is_empty() -%}
<ul class="status">{% for fact in row.status %}<li>{{ fact }}</li>{% endfor %}</ul>
{%- endif -%}
{%- endmacro -%}

<!DOCTYPE html>
<html lang="{{ ui }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ name }}</title>
<style>
{{ style|safe }}</style>
</head>
<body>
<main>
<h1>{% for (lang, title) in titles %}<span lang="{{ lang }}">{{ title }}</span>{% endfor %}</h1>
{% if !lead.is_empty() -%}
<ul class="lead">{% for line in lead %}<li>{{ line }}</li>{% endfor %}</ul>
{% endif -%}
{% if table -%}
<div class="scroll" role="region" tabindex="0" aria-label="{{ name }}">
<table>
<thead><tr><th scope="col">{{ number_title }}</th><th scope="col">{{ status_title }}</th>
{%- for title in columns %}<th scope="col">{{ title }}</th>{% endfor -%}
</tr></thead>
<tbody>
{% for row in rows -%}
<tr id="p{{ row.id }}"><th scope="row">{{ row.place }}</th><td>{% call status(row) %}{% endcall %}</td>
{%- for cell in row.cells -%}
<td lang="{{ cell.lang }}">
{%- if !cell.heading.is_empty() %}<p class="heading">{% call pieces(cell.heading) %}{% endcall %}</p>{% endif -%}
{% call text(cell) %}{% endcall -%}
</td>
{%- endfor -%}
{%- if row.missing > 0 %}<td colspan="{{ row.missing }}"></td>{% endif -%}
</tr>
{% endfor -%}
</tbody>
</table>
</div>
{% else -%}
{% for row in rows -%}
<section aria-labelledby="p{{ row.id }}">
<h2 id="p{{ row.id }}">{{ row.place }}</h2>
{% call status(row) %}{% endcall %}
{% for cell in row.cells -%}
{% if !cell.column.is_empty() %}<p class="remark">{{ cell.column }}</p>
{% endif -%}
<div lang="{{ cell.lang }}">
{%- if !cell.heading.is_empty() %}<h3>{% call pieces(cell.heading) %}{% endcall %}</h3>{% endif -%}
{% call text(cell) %}{% endcall -%}
</div>
{% endfor -%}
</section>
{% endfor -%}
{% endif -%}
{% if !legend.is_empty() -%}
<ul class="legend">{% for line in legend %}<li>{{ line }}</li>{% endfor %}</ul>
{% endif -%}
</main>
</body>
</html>
"#
)]
struct View {
    ui: String,
    ja: bool,
    name: String,
    style: &'static str,
    titles: Vec<(String, String)>,
    lead: Vec<String>,
    table: bool,
    number_title: String,
    status_title: String,
    columns: Vec<String>,
    rows: Vec<RowView>,
    legend: Vec<String>,
}

struct RowView {
    id: String,
    place: String,
    status: Vec<String>,
    cells: Vec<CellView>,
    /// Columns the row has no cell for.
    missing: usize,
}

struct CellView {
    /// The column's title when there are several, for running text.
    column: String,
    lang: String,
    heading: Vec<Piece>,
    body: Vec<Vec<Piece>>,
    remark: String,
}

/// Renders a page as a complete HTML document.
#[must_use]
pub fn render(page: &Page) -> String {
    let titles: Vec<(String, String)> = page
        .title
        .iter()
        .map(|(lang, text)| (tag(lang), on_one_line(text)))
        .collect();
    let lines = |texts: &[String]| texts.iter().map(|t| on_one_line(t)).collect();
    let count = page.rows.iter().map(|r| r.cells.len());
    let count = count.chain([page.columns.len()]).max().unwrap_or(0);
    // Every cell stands under a header, if need be an empty one.
    let mut columns: Vec<String> = page.columns.iter().map(|c| on_one_line(&c.title)).collect();
    columns.resize(count, String::new());
    let rows = (0usize..)
        .zip(&page.rows)
        .map(|(at, row)| {
            let mut view = row_view(row, &columns);
            // A provision takes a row a language or bracket; a name may stand once on a page.
            let before = page.rows.iter().take(at).filter(|r| r.id == row.id).count();
            if before > 0 {
                view.id = format!("{}-{}", view.id, before.saturating_add(1));
            }
            view
        })
        .collect();
    let view = View {
        ui: tag(&page.ui),
        ja: japanese(&page.ui),
        name: titles
            .iter()
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join(" / "),
        style: include_str!("html/style.css"),
        titles,
        lead: lines(&page.lead),
        table: page.layout == Layout::Columns,
        number_title: on_one_line(&page.number_title),
        status_title: on_one_line(&page.status_title),
        columns,
        rows,
        legend: lines(&page.legend),
    };
    // Writing to a string does not fail.
    view.render().unwrap_or_default()
}

impl View {
    fn changed(&self, inserted: bool, by: &str) -> String {
        match (self.ja, inserted) {
            (false, true) => format!("inserted by {by}:"),
            (false, false) => format!("deleted by {by}:"),
            (true, true) => format!("{by} が挿入："),
            (true, false) => format!("{by} が削除："),
        }
    }

    fn contested(&self, name: &str) -> String {
        if self.ja {
            format!("未合意 {name}：")
        } else {
            format!("not agreed, {name}:")
        }
    }

    fn left_out(&self) -> &'static str {
        if self.ja { "削除する" } else { "leave out" }
    }

    fn since(&self, turn: &u64) -> String {
        match (self.ja, *turn) {
            (false, 0) => "since the proposal".to_owned(),
            (true, 0) => "当初案から".to_owned(),
            (false, n) => format!("since turn {n}"),
            (true, n) => format!("第{n}ターンから"),
        }
    }
}

fn row_view(row: &PageRow, columns: &[String]) -> RowView {
    RowView {
        id: row.id.to_string(),
        place: on_one_line(&row.place),
        status: row.status.iter().map(|s| on_one_line(s)).collect(),
        cells: row
            .cells
            .iter()
            .zip(columns)
            .map(|(cell, title)| cell_view(cell, if columns.len() > 1 { title } else { "" }))
            .collect(),
        missing: columns.len().saturating_sub(row.cells.len()),
    }
}

fn cell_view(cell: &Cell, column: &str) -> CellView {
    CellView {
        column: column.to_owned(),
        lang: tag(&cell.lang),
        heading: heading(&cell.heading, &cell.lang),
        body: paragraphs(&cell.body, &cell.lang),
        remark: on_one_line(&cell.remark),
    }
}

/// A heading is one paragraph.
fn heading(runs: &[Run], lang: &str) -> Vec<Piece> {
    paragraphs(runs, lang).join(&Piece::Break)
}

/// A language tag, or the one that says that the language is not known.
fn tag(text: &str) -> String {
    let fits = |t: &str| {
        (2..=35).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if fits(text) { text } else { "und" }.to_owned()
}
