//! Pages to export, made from an instrument's texts: brackets, blanks and changes in both
//! languages.

use entente_agreement::{
    page::{Alternative, Blank, Cell, Column, Layout, Page, PageRow, Run},
    source,
};
use entente_model::{PartyId, ProvisionId, instrument::Wording};
use std::path::Path;

type Texts = Vec<(ProvisionId, Wording)>;

/// The texts in English and Japanese as running text, one language below the other.
pub(crate) fn running(dir: &Path) -> Result<Page, String> {
    let (english_title, english) = text(dir, "en")?;
    let (japanese_title, japanese) = text(dir, "ja")?;
    let rows = english
        .iter()
        .zip(&japanese)
        .enumerate()
        .map(|(index, ((id, en), (_, ja)))| row(id, vec![cell(index, en)?, cell(index, ja)?]))
        .collect::<Result<_, String>>()?;
    Ok(Page {
        title: vec![("en".into(), english_title), ("ja".into(), japanese_title)],
        rows,
        ..page(Layout::Running, &["English", "日本語"])
    })
}

/// One language in four columns: base, both parties' proposals, the text as it stands.
pub(crate) fn columns(dir: &Path, lang: &str) -> Result<Page, String> {
    let (title, texts) = text(dir, lang)?;
    let mut rows = Vec::new();
    for (index, (id, wording)) in texts.iter().enumerate() {
        let base = Cell {
            lang: lang.into(),
            heading: clean(&wording.heading),
            body: clean(&wording.body),
            remark: String::new(),
        };
        let silent = Cell {
            lang: lang.into(),
            heading: Vec::new(),
            body: Vec::new(),
            remark: "✓ accepts".into(),
        };
        let cells = match index {
            5 => vec![silent],
            _ => vec![base, cell(index, wording)?, silent, cell(index, wording)?],
        };
        rows.push(row(id, cells)?);
    }
    Ok(Page {
        title: vec![(lang.into(), title)],
        rows,
        ..page(Layout::Columns, &["Base", "JPN", "NZL", "Agreed text"])
    })
}

fn text(dir: &Path, lang: &str) -> Result<(String, Texts), String> {
    let file = format!("text.{lang}.md");
    let content = std::fs::read_to_string(dir.join(&file)).map_err(|e| e.to_string())?;
    source::text(&file, lang, &content).map_err(|e| e.to_string())
}

fn page(layout: Layout, columns: &[&str]) -> Page {
    Page {
        ui: "en".into(),
        title: Vec::new(),
        lead: vec!["Turn 8, \"draft\" & <not agreed>".into()],
        layout,
        number_title: "No".into(),
        status_title: "Status".into(),
        columns: columns
            .iter()
            .map(|c| Column {
                title: (*c).to_owned(),
            })
            .collect(),
        rows: Vec::new(),
        legend: vec!["[ ] not agreed, with who wants what".into()],
    }
}

fn row(id: &ProvisionId, cells: Vec<Cell>) -> Result<PageRow, String> {
    Ok(PageRow {
        id: id.clone(),
        place: id.to_string(),
        status: vec!["[ ] bracketed".into(), "JA stale".into()],
        cells,
    })
}

fn clean(text: &str) -> Vec<Run> {
    match text {
        "" => Vec::new(),
        text => vec![Run::Clean(text.to_owned())],
    }
}

/// By index: 0 ends with a blank, 1 has a bracket, 2 changed wording, 3 a new and 4 a deleted
/// paragraph; the others are clean.
fn cell(index: usize, wording: &Wording) -> Result<Cell, String> {
    let party = |code: &str| code.parse::<PartyId>().map_err(|e| e.to_string());
    let (jpn, nzl) = (party("JPN")?, party("NZL")?);
    let (first, rest) = halves(&wording.body);
    let (first, rest) = (Run::Clean(first), Run::Clean(rest));
    let japanese = wording.lang == "ja";
    let say = |en: &str, ja: &str| if japanese { ja } else { en }.to_owned();
    let inserted = |text: String| Run::Inserted {
        by: jpn.clone(),
        text,
    };
    let deleted = |text: String| Run::Deleted {
        by: nzl.clone(),
        text,
    };
    let alternative = |label: &str, text: String, backers: &[&PartyId]| Alternative {
        label: label.into(),
        text,
        backers: backers.iter().copied().cloned().collect(),
        since: 3,
    };
    let body = match index {
        0 => vec![first, rest, Run::Blank(Blank::Date)],
        1 => vec![
            first,
            Run::Bracket {
                name: "b1".into(),
                alternatives: vec![
                    alternative("A", say("within 24 hours", "二十四時間以内に"), &[&jpn]),
                    alternative("B", String::new(), &[&nzl]),
                ],
            },
            rest,
        ],
        2 => vec![
            first,
            deleted(say(" old wording", "旧文言")),
            inserted(say(" new wording", "新文言")),
            rest,
        ],
        3 => vec![
            first,
            rest,
            inserted(format!("\n\n{}", say("A new paragraph.", "新しい項。"))),
        ],
        4 => vec![
            deleted(format!("{}\n\n", say("A paragraph that goes.", "削る項。"))),
            first,
            rest,
        ],
        _ => clean(&wording.body),
    };
    Ok(Cell {
        lang: wording.lang.clone(),
        heading: clean(&wording.heading),
        body,
        remark: String::new(),
    })
}

fn halves(text: &str) -> (String, String) {
    let middle = text.chars().count() / 2;
    (
        text.chars().take(middle).collect(),
        text.chars().skip(middle).collect(),
    )
}
