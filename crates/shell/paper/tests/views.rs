//! What a page looks like in the terminal and in HTML, letter by letter; and what hostile text
//! cannot do to it.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure here fails the test"
)]

use entente_agreement::page::{Alternative, Blank, Cell, Column, Layout, Page, PageRow, Run};
use entente_model::PartyId;
use entente_paper::{
    html,
    terminal::{self, Style},
};

fn party(code: &str) -> PartyId {
    code.parse().unwrap()
}

fn clean(text: &str) -> Run {
    Run::Clean(text.to_owned())
}

fn inserted(by: &str, text: &str) -> Run {
    Run::Inserted {
        by: party(by),
        text: text.to_owned(),
    }
}

fn deleted(by: &str, text: &str) -> Run {
    Run::Deleted {
        by: party(by),
        text: text.to_owned(),
    }
}

fn bracket(alternatives: &[(&str, &str, &[&str], u64)]) -> Run {
    Run::Bracket {
        name: "b3".to_owned(),
        alternatives: alternatives
            .iter()
            .map(|(label, text, backers, since)| Alternative {
                label: (*label).to_owned(),
                text: (*text).to_owned(),
                backers: backers.iter().map(|p| party(p)).collect(),
                since: *since,
            })
            .collect(),
    }
}

fn cell(lang: &str, heading: &str, body: Vec<Run>, remark: &str) -> Cell {
    Cell {
        lang: lang.to_owned(),
        heading: if heading.is_empty() {
            Vec::new()
        } else {
            vec![clean(heading)]
        },
        body,
        remark: remark.to_owned(),
    }
}

fn row(id: &str, place: &str, status: &[&str], cells: Vec<Cell>) -> PageRow {
    PageRow {
        id: id.parse().unwrap(),
        place: place.to_owned(),
        status: status.iter().map(|s| (*s).to_owned()).collect(),
        cells,
    }
}

fn page(ui: &str, layout: Layout, columns: &[&str], rows: Vec<PageRow>) -> Page {
    let ja = ui == "ja";
    let word = |en: &str, native: &str| (if ja { native } else { en }).to_owned();
    Page {
        ui: ui.to_owned(),
        title: vec![(
            ui.to_owned(),
            word("Agreement on Information", "情報保護協定"),
        )],
        lead: vec![word("turn 8", "第8ターン")],
        layout,
        number_title: word("No", "条"),
        status_title: word("Status", "状態"),
        columns: columns
            .iter()
            .map(|title| Column {
                title: (*title).to_owned(),
            })
            .collect(),
        rows,
        legend: vec![word("+x+ inserted", "+x+ 挿入")],
    }
}

fn english(layout: Layout) -> Page {
    let changed = vec![
        clean("Mark it with the "),
        inserted("JPN", "corresponding "),
        deleted("NZL", "equivalent"),
        clean(" level before "),
        Run::Blank(Blank::Date),
        clean("."),
    ];
    let contested = vec![
        clean("Mark it"),
        bracket(&[("A", " at once", &["JPN"], 7), ("B", "", &["NZL"], 0)]),
        clean("."),
    ];
    let rows = vec![
        row(
            "4.2",
            "4.2",
            &["[ ] bracketed", "JA stale"],
            vec![
                cell("en", "Marking", changed, ""),
                cell("en", "Marking", contested, ""),
            ],
        ),
        row(
            "5",
            "5",
            &["✓ ad ref"],
            vec![cell("en", "", vec![clean("One.\n\nTwo.")], "accepts")],
        ),
    ];
    page("en", layout, &["JPN (turn 7)", "NZL (turn 8)"], rows)
}

fn japanese(layout: Layout) -> Page {
    let body = vec![
        clean("受領国は、当該情報に「"),
        inserted("JPN", "対応する"),
        clean("」区分を"),
        Run::Blank(Blank::Date),
        clean("までに表示する。"),
        bracket(&[("A", "極秘", &["JPN", "NZL"], 0), ("B", "秘", &[], 2)]),
    ];
    let cells = vec![cell("ja", "表示", body, "")];
    page(
        "ja",
        layout,
        &["日本"],
        vec![row("4", "第四条", &["[ ] 未合意"], cells)],
    )
}

const LOOKS: [Style; 3] = [
    Style {
        colour: false,
        plain: false,
    },
    Style {
        colour: true,
        plain: false,
    },
    Style {
        colour: true,
        plain: true,
    },
];

#[test]
fn columns_in_english() {
    let shown = terminal::render(&english(Layout::Columns), 76, LOOKS[0]);
    let expected = "\
Agreement on Information
turn 8

No   Status         JPN (turn 7)                 NZL (turn 8)
────────────────────────────────────────────────────────────────────────────
4.2  [ ] bracketed  Marking                      Marking
     JA stale       Mark it with the             Mark it[ at once (JPN) / —
                    +corresponding+ (JPN)        (NZL)].
                    -equivalent- (NZL) level
                    before [date: ____].
────────────────────────────────────────────────────────────────────────────
5    ✓ ad ref       One.

                    Two.
                    accepts
────────────────────────────────────────────────────────────────────────────

+x+ inserted
";
    assert_eq!(shown, expected);
    let plain = terminal::render(&english(Layout::Columns), 76, LOOKS[2]);
    assert_eq!(plain, expected.replace('─', "-"));
}

#[test]
fn columns_that_do_not_fit_stand_one_below_the_other() {
    let shown = terminal::render(&english(Layout::Columns), 40, LOOKS[0]);
    let expected = "\
Agreement on Information
turn 8

4.2  [ ] bracketed; JA stale
JPN (turn 7)
  Marking
  Mark it with the +corresponding+ (JPN)
  -equivalent- (NZL) level before
  [date: ____].

NZL (turn 8)
  Marking
  Mark it[ at once (JPN) / — (NZL)].

5  ✓ ad ref
JPN (turn 7)
  One.

  Two.
  accepts

+x+ inserted
";
    assert_eq!(shown, expected);
}

#[test]
fn columns_in_japanese() {
    let shown = terminal::render(&japanese(Layout::Columns), 50, LOOKS[0]);
    let expected = "\
情報保護協定
第8ターン

条      状態        日本
──────────────────────────────────────────────────
第四条  [ ] 未合意  表示
                    受領国は、当該情報に「+対応す
                    る+」区分を〔日付〕までに表示
                    する。[極秘 (JPN, NZL) / 秘]
──────────────────────────────────────────────────

+x+ 挿入
";
    assert_eq!(shown, expected);
}

#[test]
fn running_text_in_both_languages() {
    let shown = terminal::render(&japanese(Layout::Running), 26, LOOKS[0]);
    let expected = "\
情報保護協定
第8ターン

第四条  [ ] 未合意
  表示
  受領国は、当該情報に
  「+対応する+」区分を
  〔日付〕までに表示する。
  [極秘 (JPN, NZL) / 秘]

+x+ 挿入
";
    assert_eq!(shown, expected);
    let one = page(
        "en",
        Layout::Running,
        &["English"],
        vec![row(
            "5",
            "5",
            &[],
            vec![cell(
                "en",
                "Return",
                vec![inserted("NZL", "One.\n\nTwo.")],
                "",
            )],
        )],
    );
    let shown = terminal::render(&one, 40, LOOKS[0]);
    let expected = "\
Agreement on Information
turn 8

5
  Return
  +One.+

  +Two.+

+x+ inserted
";
    assert_eq!(shown, expected);
}

#[test]
fn colour_only_repeats_what_the_marks_say() {
    let coloured = terminal::render(&english(Layout::Running), 60, LOOKS[1]);
    assert!(coloured.contains("\u{1b}[4;32m+corresponding+\u{1b}[0m"));
    assert!(coloured.contains("\u{1b}[9;31m-equivalent-\u{1b}[0m"));
    let mut bare = String::new();
    let mut parts = coloured.split('\u{1b}');
    bare.push_str(parts.next().unwrap());
    for part in parts {
        bare.push_str(part.split_once('m').unwrap().1);
    }
    assert_eq!(
        bare,
        terminal::render(&english(Layout::Running), 60, LOOKS[0])
    );
    // No line leaves a look on for the next column or the prompt.
    for line in coloured.lines() {
        assert_eq!(line.matches('\u{1b}').count() % 2, 0, "{line}");
    }
}

#[test]
fn a_change_of_spacing_is_seen() {
    let body = vec![
        clean("a"),
        inserted("JPN", " "),
        clean("b"),
        deleted("JPN", "\n\n"),
        clean("c"),
    ];
    let one = page(
        "en",
        Layout::Running,
        &[],
        vec![row("1", "1", &[], vec![cell("en", "", body, "")])],
    );
    let shown = terminal::render(&one, 40, LOOKS[2]);
    assert!(shown.contains("  a+␣+b-¶¶-\n\n  c\n"), "{shown}");
}

fn main_of(document: &str) -> &str {
    document
        .split_once("<main>\n")
        .unwrap()
        .1
        .split_once("</main>")
        .unwrap()
        .0
}

#[test]
fn html_columns_in_english() {
    let document = html::render(&english(Layout::Columns));
    assert!(
        document
            .starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    );
    assert!(document.contains("<title>Agreement on Information</title>"));
    let expected = r#"<h1><span lang="en">Agreement on Information</span></h1>
<ul class="lead"><li>turn 8</li></ul>
<div class="scroll" role="region" tabindex="0" aria-label="Agreement on Information">
<table>
<thead><tr><th scope="col">No</th><th scope="col">Status</th><th scope="col">JPN (turn 7)</th><th scope="col">NZL (turn 8)</th></tr></thead>
<tbody>
<tr id="p4.2"><th scope="row">4.2</th><td><ul class="status"><li>[ ] bracketed</li><li>JA stale</li></ul></td><td lang="en"><p class="heading">Marking</p><p>Mark it with the <ins><span class="hidden" lang="en">inserted by JPN: </span>corresponding</ins><span class="who" aria-hidden="true">(JPN)</span> <del><span class="hidden" lang="en">deleted by NZL: </span>equivalent</del><span class="who" aria-hidden="true">(NZL)</span> level before <span class="blank">[date: ____]</span>.</p></td><td lang="en"><p class="heading">Marking</p><p>Mark it<span class="bracket"><span class="hidden" lang="en">not agreed, b3: </span><span class="edge">[</span><span role="list"><span role="listitem"><span class="hidden">A: </span> at once <span class="who">(JPN)</span><span class="hidden" lang="en"> since turn 7</span></span><span aria-hidden="true"> / </span><span role="listitem"><span class="hidden">B: </span><span aria-hidden="true">—</span><span class="hidden" lang="en">leave out</span> <span class="who">(NZL)</span><span class="hidden" lang="en"> since the proposal</span></span></span><span class="edge">]</span></span>.</p></td></tr>
<tr id="p5"><th scope="row">5</th><td><ul class="status"><li>✓ ad ref</li></ul></td><td lang="en"><p>One.</p><p>Two.</p><p class="remark" lang="en">accepts</p></td><td colspan="1"></td></tr>
</tbody>
</table>
</div>
<ul class="legend"><li>+x+ inserted</li></ul>
"#;
    assert_eq!(main_of(&document), expected);
}

#[test]
fn html_running_in_japanese() {
    let document = html::render(&japanese(Layout::Running));
    assert!(document.contains("<html lang=\"ja\">"));
    let expected = r#"<h1><span lang="ja">情報保護協定</span></h1>
<ul class="lead"><li>第8ターン</li></ul>
<section aria-labelledby="p4">
<h2 id="p4">第四条</h2>
<ul class="status"><li>[ ] 未合意</li></ul>
<div lang="ja"><h3>表示</h3><p>受領国は、当該情報に「<ins><span class="hidden" lang="ja">JPN が挿入： </span>対応する</ins><span class="who" aria-hidden="true">(JPN)</span>」区分を<span class="blank">〔日付〕</span>までに表示する。<span class="bracket"><span class="hidden" lang="ja">未合意 b3： </span><span class="edge">[</span><span role="list"><span role="listitem"><span class="hidden">A: </span>極秘 <span class="who">(JPN, NZL)</span><span class="hidden" lang="ja"> 当初案から</span></span><span aria-hidden="true"> / </span><span role="listitem"><span class="hidden">B: </span>秘<span class="hidden" lang="ja"> 第2ターンから</span></span></span><span class="edge">]</span></span></p></div>
</section>
<ul class="legend"><li>+x+ 挿入</li></ul>
"#;
    assert_eq!(main_of(&document), expected);
}

#[test]
fn html_asks_nobody_for_anything_and_prints() {
    for layout in [Layout::Columns, Layout::Running] {
        let document = html::render(&japanese(layout));
        for request in [
            "src=", "href=", "url(", "@import", "<script", "<link", "<img", "http:", "https:",
            "italic",
        ] {
            assert!(!document.contains(request), "{request}");
        }
        for rule in [
            "size: A4 landscape",
            ":lang(ja) { line-height: 1.75",
            "prefers-color-scheme: dark",
            "forced-colors: active",
            "text-decoration: line-through",
        ] {
            assert!(document.contains(rule), "{rule}");
        }
    }
}

#[test]
fn hostile_text_is_text() {
    let hostile = "<script>alert('x')</script> \"q\" & \u{1b}[2J\u{7}\r\u{202e}lanigiro\u{2066}\t\u{2028}\u{0}";
    let mut bad = english(Layout::Columns);
    bad.ui = "\"><script>".to_owned();
    bad.title
        .push(("x\" onload=\"y".to_owned(), hostile.to_owned()));
    for text in [&mut bad.number_title, &mut bad.status_title] {
        *text = hostile.to_owned();
    }
    bad.lead.push(hostile.to_owned());
    bad.legend.push(hostile.to_owned());
    bad.columns[0].title = hostile.to_owned();
    bad.rows[0].place = hostile.to_owned();
    bad.rows[0].status.push(hostile.to_owned());
    let first = &mut bad.rows[0].cells[0];
    first.lang = hostile.to_owned();
    first.remark = hostile.to_owned();
    first.heading = vec![clean(hostile), inserted("JPN", hostile)];
    first.body = vec![
        clean(hostile),
        deleted("NZL", hostile),
        bracket(&[(hostile, hostile, &["JPN"], 1)]),
    ];
    for layout in [Layout::Columns, Layout::Running] {
        bad.layout = layout;
        let document = html::render(&bad);
        assert!(!document.contains("<script"));
        assert!(!document.contains("onload=\"y"));
        assert!(document.contains("&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62; &#34;q&#34; &#38; \u{fffd}[2J\u{fffd}\u{fffd}\u{fffd}lanigiro\u{fffd}\u{fffd}\u{fffd}\u{fffd}"));
        assert!(document.contains("<html lang=\"und\">"));
        for text in [
            document,
            terminal::render(&bad, 100, LOOKS[0]),
            terminal::render(&bad, 30, LOOKS[2]),
        ] {
            for c in text.chars().filter(|c| *c != '\n') {
                assert!(
                    !c.is_control()
                        && !matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'),
                    "{c:?}"
                );
            }
        }
    }
}

#[test]
fn a_name_stands_once_on_a_page() {
    let mut page = english(Layout::Running);
    let again = page.rows.clone();
    page.rows.extend(again);
    let html = html::render(&page);
    let names: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let unique: std::collections::BTreeSet<&str> = names.iter().copied().collect();
    assert!(names.len() > 1);
    assert_eq!(names.len(), unique.len(), "{names:?}");
}
