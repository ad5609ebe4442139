//! The directory that is put on a public server: an index, one page a language for each
//! publication, its signed file, its figures as CSV, the party's card, and how to verify.

use super::pages::{PAGES, page};
use crate::dir::machine;
use entente_model::{
    PartyId, Problem,
    card::SignedCard,
    problem::{Class, Fault},
    publication::{Cell, PublicationId, Says, Statistics, in_lang},
};
use entente_paper::notice::{self, GENERATOR, Link, Notice, Section};
use entente_verify::{Published, publication::tag, verify_publication};
use entente_words::{Key, Lang, key, on_screen, text};
use serde::Deserialize;
use std::{collections::BTreeMap, fs, path::Path};

/// One publication, as the node gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Its id.
    pub id: PublicationId,
    /// `statistics`, `joint-statement` or `agreement-text`.
    pub kind: String,
    /// The envelope; none while it is only said what would be written.
    pub envelope: Option<String>,
    /// The card that verifies it.
    pub card: Option<String>,
}

/// The names of the files that are written, in the order of the alphabet.
#[must_use]
pub fn files(party: &PartyId, all: &[Shown]) -> Vec<String> {
    let mut names = vec![
        "index.html".to_owned(),
        "verify.txt".to_owned(),
        format!("{party}.card"),
    ];
    for one in all {
        let id = &one.id;
        names.extend(PAGES.map(|lang| format!("{id}.{}.html", tag(lang))));
        names.push(format!("{id}.publication.json"));
        if one.kind == "statistics" {
            names.push(format!("{id}.csv"));
        }
    }
    names.sort();
    names
}

/// Writes the directory. Each publication is verified first, as a reader will.
///
/// # Errors
/// STAT-008 when the directory holds other pages; PUB-* when one does not hold; STORE-*.
pub fn write(
    dir: &Path,
    party: &PartyId,
    name: &str,
    all: &[Shown],
    force: bool,
) -> Result<Vec<String>, Problem> {
    let foreign = |e: &str| {
        Problem::new("STORE-004", Class::Unexpected)
            .by(Fault::Machine)
            .with("detail", e)
    };
    let index = dir.join("index.html");
    let ours = |page: &str| page.contains(GENERATOR);
    if !force && index.exists() && !fs::read_to_string(&index).is_ok_and(|p| ours(&p)) {
        return Err(Problem::new("STAT-008", Class::Usage).with("dir", dir.display()));
    }
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    let mut published = Vec::new();
    // The newest card has the plain name; one that only older publications need is numbered.
    let mut cards: Vec<&String> = Vec::new();
    for one in all.iter().rev() {
        let (Some(envelope), Some(card)) = (&one.envelope, &one.card) else {
            continue;
        };
        let signed = SignedCard::parse(card.as_bytes()).map_err(|e| foreign(&e.to_string()))?;
        let held = verify_publication(envelope.as_bytes(), &[signed]).map_err(|f| f.problem())?;
        if !cards.contains(&card) {
            let number = cards.len().saturating_add(1);
            cards.push(card);
            let name = match number {
                1 => format!("{party}.card"),
                later => format!("{party}-{later}.card"),
            };
            out.insert(name, card.clone());
        }
        for lang in PAGES {
            out.insert(format!("{}.{}.html", one.id, tag(lang)), page(&held, lang));
        }
        out.insert(format!("{}.publication.json", one.id), envelope.clone());
        if let Says::Statistics(counts) = &held.publication.says {
            out.insert(format!("{}.csv", one.id), csv(counts));
        }
        published.push(held);
    }
    published.reverse();
    out.insert(
        "index.html".to_owned(),
        notice::render(&listing(party, name, &published)),
    );
    out.insert("verify.txt".to_owned(), how(party));
    fs::create_dir_all(dir).map_err(|e| machine(dir, &e))?;
    for (name, content) in &out {
        let path = dir.join(name);
        fs::write(&path, content).map_err(|e| machine(&path, &e))?;
    }
    Ok(out.into_keys().collect())
}

/// All publications, in both languages on one page.
fn listing(party: &PartyId, name: &str, all: &[Published]) -> Notice {
    let title = |lang: Lang| text(lang, key::STAT_SITE_TITLE, &[("name", name)]);
    let say = |lang: Lang, key: Key| text(lang, key, &[]);
    let sections = PAGES.map(|lang| Section {
        lang: tag(lang).to_owned(),
        heading: say(lang, key::STAT_SITE_READ),
        items: all.iter().map(|one| item(one, lang)).collect(),
    });
    let general = PAGES.map(|lang| {
        let link = |href: String, text: String| Link {
            href,
            lang: tag(lang).to_owned(),
            text,
        };
        let card = text(lang, key::STAT_SITE_CARD, &[("party", party.as_str())]);
        [
            link("verify.txt".to_owned(), say(lang, key::STAT_SITE_HOW)),
            link(format!("{party}.card"), card),
        ]
    });
    let demo = all.iter().any(|p| p.publication.demo);
    let warnings = PAGES.map(|lang| (tag(lang).to_owned(), say(lang, key::STAT_DEMO)));
    Notice {
        lang: "en".to_owned(),
        titles: PAGES.map(|lang| (tag(lang).to_owned(), title(lang))).into(),
        links: general.concat(),
        warnings: warnings.into_iter().filter(|_| demo).collect(),
        paragraphs: Vec::new(),
        table: None,
        notes: Vec::new(),
        facts: Vec::new(),
        sections: sections.into(),
    }
}

/// The page under its title, then the files under their names.
fn item(one: &Published, lang: Lang) -> (String, Vec<Link>) {
    let publication = &one.publication;
    let id = &publication.id;
    let link = |href: String, text: String| Link {
        href,
        lang: tag(lang).to_owned(),
        text,
    };
    let title = on_screen(publication.title_in(tag(lang)), ' ');
    let page = format!("{id}.{}.html", tag(lang));
    let mut links = vec![link(page, title)];
    let mut files = vec![(format!("{id}.publication.json"), key::STAT_SITE_FILE)];
    if matches!(publication.says, Says::Statistics(_)) {
        files.push((format!("{id}.csv"), key::STAT_SITE_CSV));
    }
    for (file, key) in files {
        let name = format!("{} {file}", text(lang, key, &[]));
        links.push(link(file, name));
    }
    let kind = match &publication.says {
        Says::AgreementText(_) => text(lang, key::STAT_TEXT_TITLE, &[]),
        _ => String::new(),
    };
    (kind, links)
}

/// How to verify, in both languages.
fn how(party: &PartyId) -> String {
    let card = format!("{party}.card");
    let args = [("party", party.as_str()), ("card", card.as_str())];
    let both = PAGES.map(|lang| text(lang, key::STAT_HOW, &args));
    format!("{}\n", both.join("\n\n\n"))
}

/// The figures, one line a count (RFC 4180): what is not a number has a word in `note`.
fn csv(counts: &Statistics) -> String {
    let mut out =
        String::from("year,agreement_en,agreement_ja,counter,counter_en,counter_ja,value,note\r\n");
    let total = PAGES.map(|lang| text(lang, key::STAT_TOTAL, &[]));
    let [en, ja] = &total;
    let totals = (en.as_str(), ja.as_str(), &counts.totals);
    let rows = counts.rows.iter();
    let rows = rows.map(|r| (in_lang(&r.title, "en"), in_lang(&r.title, "ja"), &r.cells));
    for (en, ja, cells) in rows.chain([totals]) {
        for (counter, cell) in counts.counters.iter().zip(cells) {
            let (value, note) = match cell {
                Cell::Is(n) => (n.to_string(), String::new()),
                Cell::Under(n) => (String::new(), format!("under {n}")),
                Cell::Withheld => (String::new(), "not shown".to_owned()),
            };
            let fields = [
                counts.year.to_string(),
                field(en),
                field(ja),
                field(&counter.name),
                field(in_lang(&counter.title, "en")),
                field(in_lang(&counter.title, "ja")),
                value,
                note,
            ];
            out.push_str(&fields.join(","));
            out.push_str("\r\n");
        }
    }
    out
}

/// A text that no spreadsheet takes for a formula, quoted.
fn field(text: &str) -> String {
    let text = on_screen(text, ' ');
    let begins = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']);
    let guard = if begins { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_a_formula_or_ends_its_line() {
        for (given, written) in [
            ("=1+1", "\"'=1+1\""),
            ("  @x", "\"'  @x\""),
            ("＝1", "\"'＝1\""),
            ("\t=1", "\"' =1\""),
            ("a\"b\r\nc", "\"a\"\"b\u{fffd} c\""),
            ("秘密,情報", "\"秘密,情報\""),
        ] {
            assert_eq!(field(given), written);
        }
    }
}
