//! What was published, as static pages in both languages, and whether a page says it. The same
//! publication always gives the same bytes.

use entente_agreement::page::{Cell as PageCell, Column, Layout, Page, PageRow, Run};
use entente_model::{
    Instant,
    instrument::Provision,
    publication::{AgreementText, Says, Statistics},
};
use entente_paper::{
    html,
    notice::{self, Link, Notice, Table},
};
use entente_verify::{
    Published,
    publication::{approver_words, counts_notes, signed_lines, table, tag},
};
use entente_words::{Key, Lang, key, on_screen, text};
use serde::Serialize;
use std::collections::BTreeSet;

/// The languages of the pages.
pub(super) const PAGES: [Lang; 2] = [Lang::En, Lang::Ja];

/// What a page is, compared with a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// `authentic`: byte for byte; `text-authentic`: but for white space; `markup`: the words are
    /// the same, what shows them is not, so what is seen may be something else; `differs`.
    pub verdict: &'static str,
    /// The page's language.
    pub lang: &'static str,
    /// Where the words differ first: what the publication says there.
    pub expected: String,
    /// What the page says there.
    pub found: String,
}

/// Compares a page with a publication that holds, in the language it is nearer to.
#[must_use]
pub fn judge(published: &Published, given: &str) -> Judged {
    let found = notice::words_of(given);
    let known: BTreeSet<&String> = found.iter().collect();
    let mut nearest: Option<(usize, Judged)> = None;
    for lang in PAGES {
        let own = page(published, lang);
        let judged = |verdict, expected: &str, found: &str| Judged {
            verdict,
            lang: tag(lang),
            expected: expected.to_owned(),
            found: found.to_owned(),
        };
        if own == given {
            return judged("authentic", "", "");
        }
        if own.split_whitespace().eq(given.split_whitespace()) {
            return judged("text-authentic", "", "");
        }
        let expected = notice::words_of(&own);
        let lines = 0..expected.len().max(found.len());
        let Some(at) = lines
            .into_iter()
            .find(|at| expected.get(*at) != found.get(*at))
        else {
            return judged("markup", "", "");
        };
        let equal = expected.iter().filter(|line| known.contains(line)).count();
        if nearest.as_ref().is_none_or(|(best, _)| equal > *best) {
            let line = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
            let next = judged("differs", &line(&expected), &line(&found));
            nearest = Some((equal, next));
        }
    }
    let none = Judged {
        verdict: "differs",
        lang: "en",
        expected: String::new(),
        found: String::new(),
    };
    nearest.map_or(none, |(_, judged)| judged)
}

/// The page of a publication in a language.
#[must_use]
pub fn page(published: &Published, lang: Lang) -> String {
    match &published.publication.says {
        Says::AgreementText(agreed) => html::render(&text_page(published, agreed, lang)),
        _ => notice::render(&notice_of(published, lang)),
    }
}

fn notice_of(published: &Published, lang: Lang) -> Notice {
    let publication = &published.publication;
    let tag = tag(lang);
    let mut made = Notice {
        lang: tag.to_owned(),
        titles: vec![(tag.to_owned(), publication.title_in(tag).to_owned())],
        links: links(published, lang),
        warnings: warnings(published, lang)
            .into_iter()
            .map(|w| (tag.to_owned(), w))
            .collect(),
        paragraphs: Vec::new(),
        table: None,
        notes: Vec::new(),
        facts: facts(published, lang),
        sections: Vec::new(),
    };
    match &publication.says {
        Says::Statistics(counts) => {
            made.table = Some(figures(counts, lang));
            made.notes = counts_notes(counts, lang);
        }
        Says::JointStatement(joint) => {
            let found = joint.texts.iter().find(|t| t.lang == tag);
            let texts = found.into_iter().flat_map(|t| {
                let paragraphs = t.paragraphs.iter().map(|p| on_screen(p, ' '));
                std::iter::once(on_screen(&t.date, ' ')).chain(paragraphs)
            });
            made.paragraphs = texts.map(|p| (tag.to_owned(), p)).collect();
            let signed = text(lang, key::STAT_FACT_SIGNED, &[]);
            let agreed = text(lang, key::STAT_FACT_AGREED, &[]);
            let words = crate::words::fingerprint(&joint.digest, lang == Lang::Ja).join(" ");
            made.facts
                .insert(0, (agreed, vec![joint.digest.hex(), words]));
            let lines = signed_lines(&joint.signed, lang);
            made.facts.insert(1, (signed, lines));
        }
        Says::AgreementText(_) => {}
    }
    made
}

fn figures(counts: &Statistics, lang: Lang) -> Table {
    let mut rows = table(counts, lang);
    let total = rows.pop();
    let columns = counts.counters.iter();
    let year = counts.year.to_string();
    Table {
        caption: text(lang, key::STAT_CAPTION, &[("year", &year)]),
        corner: text(lang, key::STAT_AGREEMENT, &[]),
        columns: columns
            .map(|c| entente_model::publication::in_lang(&c.title, tag(lang)).to_owned())
            .collect(),
        rows,
        total,
    }
}

fn links(published: &Published, lang: Lang) -> Vec<Link> {
    let id = &published.publication.id;
    let own = tag(lang);
    let other = if own == "en" { "ja" } else { "en" };
    let link = |href: String, lang: &str, text: String| Link {
        href,
        lang: lang.to_owned(),
        text,
    };
    let say = |key: Key| text(lang, key, &[]);
    let mut links = vec![
        link("index.html".into(), own, say(key::STAT_SITE_ALL)),
        link(
            format!("{id}.{other}.html"),
            other,
            say(key::STAT_SITE_OTHER),
        ),
        link(
            format!("{id}.publication.json"),
            own,
            say(key::STAT_SITE_FILE),
        ),
    ];
    if matches!(published.publication.says, Says::Statistics(_)) {
        links.push(link(format!("{id}.csv"), own, say(key::STAT_SITE_CSV)));
    }
    links.push(link("verify.txt".into(), own, say(key::STAT_SITE_HOW)));
    links
}

fn warnings(published: &Published, lang: Lang) -> Vec<String> {
    let fictional = match &published.publication.says {
        Says::JointStatement(joint) => joint.fictional,
        Says::AgreementText(agreed) => agreed.fictional,
        Says::Statistics(_) => false,
    };
    let notes = [
        (published.publication.demo, key::STAT_DEMO),
        (fictional, key::STAT_FICTIONAL),
    ];
    let said = notes.into_iter().filter(|(so, _)| *so);
    said.map(|(_, key)| text(lang, key, &[])).collect()
}

/// Who published, drafted and approved; the digest.
fn facts(published: &Published, lang: Lang) -> Vec<(String, Vec<String>)> {
    let publication = &published.publication;
    let say = |key: Key| text(lang, key, &[]);
    let day = day(publication.at);
    let drafted = [
        ("day", day.as_str()),
        ("position", publication.author.as_str()),
    ];
    let approved = published.approvers.iter().map(|a| approver_words(a, lang));
    let party = format!(
        "{} ({})",
        on_screen(&publication.name, ' '),
        publication.party
    );
    vec![
        (say(key::STAT_FACT_PARTY), vec![party]),
        (
            say(key::STAT_FACT_AUTHOR),
            vec![text(lang, key::STAT_FACT_DRAFTED, &drafted)],
        ),
        (say(key::STAT_FACT_APPROVED), approved.collect()),
        (say(key::STAT_FACT_DIGEST), vec![published.digest.hex()]),
    ]
}

/// A day in UTC, as 2027-01-31.
fn day(at: Instant) -> String {
    at.date_in("UTC")
        .map_or_else(|| at.to_string(), |d| d.to_string())
}

/// The text in its languages side by side; who published it stands above.
fn text_page(published: &Published, agreed: &AgreementText, lang: Lang) -> Page {
    let id = &published.publication.id;
    let version = agreed.version.to_string();
    let mut lead = warnings(published, lang);
    lead.push(text(lang, key::STAT_TEXT_OF, &[("version", &version)]));
    if let Some(day) = agreed.force {
        lead.push(text(
            lang,
            key::STAT_TEXT_FORCE,
            &[("day", &day.to_string())],
        ));
    }
    lead.extend(signed_lines(&agreed.signed, lang));
    lead.push(text(
        lang,
        key::STAT_TEXT_DIGEST,
        &[("digest", &agreed.digest.hex())],
    ));
    for (name, values) in facts(published, lang) {
        lead.push(format!("{name}: {}", values.join("; ")));
    }
    let file = format!("{id}.publication.json");
    lead.push(text(lang, key::STAT_TEXT_PARTS, &[("file", &file)]));
    let instrument = &agreed.instrument;
    let places = crate::papers::places(instrument, tag(lang));
    let row = |provision: &Provision| PageRow {
        id: provision.id.clone(),
        place: places
            .iter()
            .find(|(id, _)| *id == provision.id)
            .map_or_else(|| provision.id.to_string(), |(_, place)| place.clone()),
        status: Vec::new(),
        cells: provision
            .text
            .iter()
            .map(|wording| PageCell {
                lang: wording.lang.clone(),
                heading: vec![Run::Clean(wording.heading.clone())],
                body: vec![Run::Clean(wording.body.clone())],
                remark: String::new(),
            })
            .collect(),
    };
    Page {
        ui: tag(lang).to_owned(),
        title: instrument.title.clone(),
        lead,
        layout: Layout::Running,
        number_title: text(lang, key::STAT_NUMBER, &[]),
        status_title: String::new(),
        columns: instrument
            .title
            .iter()
            .map(|_| Column {
                title: String::new(),
            })
            .collect(),
        rows: instrument.provisions.iter().map(row).collect(),
        legend: Vec::new(),
    }
}
