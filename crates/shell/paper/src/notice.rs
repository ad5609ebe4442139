//! A page for the public as HTML: one file, no script and no request, readable on paper, by a
//! screen reader and without its style. Every value is escaped; the policy allows this style alone.

use askama::Template;
use entente_model::Digest;

/// A link to a file beside the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// File name.
    pub href: String,
    /// BCP 47 tag of the text, and of the page where it has one language.
    pub lang: String,
    /// What it says.
    pub text: String,
}

/// A table of texts: every cell has headers, the last row is the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Caption.
    pub caption: String,
    /// Header of the first column.
    pub corner: String,
    /// Headers of the other columns.
    pub columns: Vec<String>,
    /// Header and cells of each row.
    pub rows: Vec<(String, Vec<String>)>,
    /// The same of the sum.
    pub total: Option<(String, Vec<String>)>,
}

/// A heading with a list under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// BCP 47 tag.
    pub lang: String,
    /// Heading.
    pub heading: String,
    /// Each a text, which may be empty, and links.
    pub items: Vec<(String, Vec<Link>)>,
}

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// BCP 47 tag of the page.
    pub lang: String,
    /// Title, one line a language: (BCP 47 tag, text).
    pub titles: Vec<(String, String)>,
    /// Links above the title.
    pub links: Vec<Link>,
    /// Warnings above everything else: (BCP 47 tag, text).
    pub warnings: Vec<(String, String)>,
    /// Paragraphs: (BCP 47 tag, text).
    pub paragraphs: Vec<(String, String)>,
    /// The figures.
    pub table: Option<Table>,
    /// What must be known to read them.
    pub notes: Vec<String>,
    /// Name and values.
    pub facts: Vec<(String, Vec<String>)>,
    /// Lists of links.
    pub sections: Vec<Section>,
}

/// In every page, so that a directory of ours is known again.
pub const GENERATOR: &str = "<meta name=\"generator\" content=\"entente\">";

const STYLE: &str = include_str!("notice/style.css");

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"
{%- macro anchor(link) -%}
<a href="{{ link.href }}" lang="{{ link.lang }}">{{ link.text }}</a>
{%- endmacro -%}
<!DOCTYPE html>
<html lang="{{ n.lang }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{{ hash }}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
{{ GENERATOR|safe }}
<title>{{ name }}</title>
<style>{{ STYLE|safe }}</style>
</head>
<body>
{% if !n.links.is_empty() -%}
<nav aria-label="{{ name }}">
<ul>{% for link in n.links %}<li>{% call anchor(link) %}{% endcall %}</li>{% endfor %}</ul>
</nav>
{% endif -%}
<main>
<h1>{% for (lang, title) in n.titles %}<span lang="{{ lang }}">{{ title }}</span>{% endfor %}</h1>
{% for (lang, warning) in n.warnings -%}
<p class="demo" lang="{{ lang }}">{{ warning }}</p>
{% endfor -%}
{% for (lang, paragraph) in n.paragraphs -%}
<p lang="{{ lang }}">{{ paragraph }}</p>
{% endfor -%}
{% if let Some(table) = n.table -%}
<div class="scroll" role="region" tabindex="0" aria-label="{{ table.caption }}">
<table>
<caption>{{ table.caption }}</caption>
<thead>
<tr><th scope="col">{{ table.corner }}</th>{% for column in table.columns %}<th scope="col">{{ column }}</th>{% endfor %}</tr>
</thead>
<tbody>
{% for (title, cells) in table.rows -%}
<tr><th scope="row">{{ title }}</th>{% for cell in cells %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor -%}
</tbody>
{% if let Some((title, cells)) = table.total -%}
<tfoot>
<tr><th scope="row">{{ title }}</th>{% for cell in cells %}<td>{{ cell }}</td>{% endfor %}</tr>
</tfoot>
{% endif -%}
</table>
</div>
{% endif -%}
{% if !n.notes.is_empty() -%}
<ul class="notes">
{% for note in n.notes -%}
<li>{{ note }}</li>
{% endfor -%}
</ul>
{% endif -%}
{% if !n.facts.is_empty() -%}
<dl>
{% for (name, values) in n.facts -%}
<dt>{{ name }}</dt>
{% for value in values -%}
<dd>{{ value }}</dd>
{% endfor -%}
{% endfor -%}
</dl>
{% endif -%}
{% for section in n.sections -%}
<section lang="{{ section.lang }}">
<h2>{{ section.heading }}</h2>
<ul>
{% for (text, links) in section.items -%}
<li>{{ text }}{% for link in links %}{% if !loop.first || !text.is_empty() %} · {% endif %}{% call anchor(link) %}{% endcall %}{% endfor %}</li>
{% endfor -%}
</ul>
</section>
{% endfor -%}
</main>
</body>
</html>
"#
)]
struct View<'a> {
    n: &'a Notice,
    name: String,
    hash: String,
}

/// Renders the page: the same bytes for the same notice.
#[must_use]
pub fn render(notice: &Notice) -> String {
    let titles: Vec<&str> = notice.titles.iter().map(|(_, t)| t.as_str()).collect();
    let view = View {
        n: notice,
        name: titles.join(" / "),
        hash: Digest::of(&[STYLE.as_bytes()]).base64(),
    };
    // Writing to a string does not fail.
    view.render().unwrap_or_default()
}

/// The words of a page, one paragraph, cell or item a line; what the page does not show is left out.
#[must_use]
pub fn words_of(page: &str) -> Vec<String> {
    let body = page.split_once("<body>").map_or(page, |(_, body)| body);
    let mut lines = vec![String::new()];
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('<') {
        if let Some(line) = lines.last_mut() {
            line.push_str(before);
        }
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let name: String = tag
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        // An inline element does not end a line.
        if !matches!(name.as_str(), "a" | "ins" | "del") && !tag.starts_with("/a") {
            lines.push(String::new());
        }
        rest = after;
    }
    if let Some(line) = lines.last_mut() {
        line.push_str(rest);
    }
    let plain = |line: &String| {
        let line = unescape(line);
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    lines.iter().map(plain).filter(|l| !l.is_empty()).collect()
}

fn unescape(text: &str) -> String {
    let mut out = text.to_owned();
    for (entity, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(text: &str) -> Notice {
        let link = Link {
            href: "x.html".into(),
            lang: "ja".into(),
            text: text.into(),
        };
        Notice {
            lang: "en".into(),
            titles: vec![("en".into(), text.into())],
            links: vec![link.clone()],
            warnings: vec![("en".into(), text.into())],
            paragraphs: vec![("en".into(), text.into())],
            table: Some(Table {
                caption: text.into(),
                corner: "A".into(),
                columns: vec![text.into()],
                rows: vec![(text.into(), vec!["under 5".into()])],
                total: Some(("All".into(), vec!["not shown".into()])),
            }),
            notes: vec![text.into()],
            facts: vec![(text.into(), vec![text.into()])],
            sections: vec![Section {
                lang: "ja".into(),
                heading: text.into(),
                items: vec![(text.into(), vec![link])],
            }],
        }
    }

    #[test]
    fn nothing_in_a_value_becomes_markup() {
        let hostile = "</style><script>alert(1)</script>\"'&<img src=x>";
        let page = render(&notice(hostile));
        assert!(
            !page.contains("<script") && !page.contains("<img"),
            "{page}"
        );
        assert_eq!(page.matches("<style>").count(), 1);
        assert!(words_of(&page).iter().any(|l| l == hostile), "{page}");
    }

    #[test]
    fn the_page_allows_its_own_style_and_asks_for_nothing() {
        let page = render(&notice("x"));
        let style = page
            .split_once("<style>")
            .and_then(|(_, s)| s.split_once("</style>"));
        let hash = Digest::of(&[style.unwrap().0.as_bytes()]).base64();
        assert!(
            page.contains(&format!("style-src 'sha256-{hash}'")),
            "{page}"
        );
        for asks in [
            "src=", "http://", "https://", "url(", "@import", "<link", "<form",
        ] {
            assert!(!page.contains(asks), "{asks}");
        }
        // Every column and row has a header, the table a caption.
        assert_eq!(page.matches("scope=\"col\"").count(), 2);
        assert_eq!(page.matches("scope=\"row\"").count(), 2);
        assert!(page.contains("<caption>"));
    }

    #[test]
    fn words_tell_a_changed_number() {
        let page = render(&notice("x"));
        let changed = page.replace("under 5", "3");
        assert_ne!(words_of(&page), words_of(&changed));
        assert_eq!(words_of(&page), words_of(&page.replace('\n', "\r\n")));
    }
}
