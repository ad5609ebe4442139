//! What a delegation writes for itself stays with it; and Word files go out and come back.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

mod common;
use common::{Node, Pair};
use entente_agreement::page::{Page, Run};
use entente_paper::docx;
use std::path::{Path, PathBuf};

/// Every file below a directory.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all
}

/// Whether some file below a directory holds these words, as they are or within JSON.
fn holds(dir: &Path, words: &str) -> bool {
    let has = |bytes: &[u8]| bytes.windows(words.len()).any(|w| w == words.as_bytes());
    files(dir)
        .iter()
        .any(|f| std::fs::read(f).is_ok_and(|bytes| has(&bytes)))
}

fn proposed() -> (Pair, String) {
    let pair = Pair::start();
    pair.pair();
    let id = pair.propose();
    pair.nzl.until(&["agree", "show", &id], |v| v["turn"] == 0);
    pair.settle(&id);
    (pair, id)
}

#[test]
fn private_papers_and_drafts_reach_nobody() {
    let (pair, id) = proposed();
    const INSTRUCTION: &str = "Zanzibar-instruction-not-below-48-hours";
    const FALLBACK: &str = "Zanzibar-fallback-36-hours";
    const DRAFT: &str = "Zanzibar-draft-wording";
    const SENT: &str = "Zanzibar-sent-wording";
    pair.jpn.ok(&[
        "private",
        "add",
        &id,
        "--article",
        "9.1",
        "--kind",
        "instruction",
        "--text",
        INSTRUCTION,
    ]);
    pair.jpn.ok(&[
        "private", "add", &id, "--kind", "fallback", "--text", FALLBACK,
    ]);
    let words = "twenty-four hours";
    pair.jpn.ok(&[
        "agree", "bracket", &id, "9.1", "--words", words, "--with", DRAFT,
    ]);
    // A turn beside the draft is sent, and only it.
    pair.jpn.ok(&[
        "agree",
        "bracket",
        &id,
        "8.4",
        "--words",
        "as soon as possible",
        "--with",
        SENT,
        "--send",
    ]);
    pair.settle(&id);
    pair.nzl.until(&["agree", "show", &id], |v| v["turn"] == 1);
    let listed = pair.jpn.ok(&["private", "list", &id]);
    let papers = listed["papers"].as_array().unwrap();
    assert_eq!(papers.len(), 2);
    assert_eq!(papers[0]["text"], INSTRUCTION);
    let about = pair.jpn.ok(&["private", "list", &id, "--article", "9.1"]);
    assert_eq!(about["papers"].as_array().unwrap().len(), 1);
    // What Wellington stored is everything Tokyo ever sent it.
    assert!(
        holds(&pair.nzl.home, SENT),
        "the search finds what was sent"
    );
    for words in [INSTRUCTION, FALLBACK, DRAFT] {
        assert!(!holds(&pair.nzl.home, words), "{words} left the node");
        assert!(!holds(&pair.jpn.home, words), "{words} lies in the clear");
    }
    // Evidence is given to others too.
    let bundle = pair.path("story.evidence");
    pair.nzl.ok(&[
        "agree", "reserve", &id, "3.1", "--kind", "scrutiny", "--send",
    ]);
    pair.settle(&id);
    pair.jpn
        .ok(&["evidence", "export", &id, "-o", bundle.to_str().unwrap()]);
    let evidence = std::fs::read(&bundle).unwrap();
    let has = |words: &str| evidence.windows(words.len()).any(|w| w == words.as_bytes());
    assert!(has(SENT));
    assert!(![INSTRUCTION, FALLBACK, DRAFT].iter().any(|w| has(w)));
    // Taken away, it is gone; the draft can be thrown away.
    let number = papers[1]["paper"].to_string();
    pair.jpn.ok(&["private", "remove", &id, &number]);
    assert_eq!(
        pair.jpn.refused(&["private", "remove", &id, &number]).0,
        "PRIV-005"
    );
    pair.jpn.ok(&["agree", "preview", &id, "--discard"]);
    assert_eq!(pair.jpn.refused(&["agree", "send", &id]).0, "TALK-001");
}

/// The page as Word shows it, with a change a Word user would make: tracked, or typed over.
fn edited(node: &Node, id: &str, from: &str, to: &str, tracked: bool) -> Vec<u8> {
    let args = ["agree", "compare", id, "--view", "inline", "--all"];
    let shown = node.ok(&args);
    let mut page: Page = serde_json::from_value(shown["page"].clone()).unwrap();
    let mut found = 0;
    for cell in page.rows.iter_mut().flat_map(|r| &mut r.cells) {
        let mut body = Vec::new();
        for run in std::mem::take(&mut cell.body) {
            let split = match &run {
                Run::Clean(text) => text.split_once(from),
                _ => None,
            };
            let Some((head, tail)) = split else {
                body.push(run);
                continue;
            };
            found += 1;
            body.push(Run::Clean(head.to_owned()));
            if tracked {
                let by = "NZL".parse().unwrap();
                body.push(Run::Deleted {
                    by,
                    text: from.to_owned(),
                });
                let by = "NZL".parse().unwrap();
                body.push(Run::Inserted {
                    by,
                    text: to.to_owned(),
                });
            } else {
                body.push(Run::Clean(to.to_owned()));
            }
            body.push(Run::Clean(tail.to_owned()));
        }
        cell.body = body;
    }
    assert_eq!(found, 1, "{from}");
    let changed_at = "2027-01-02T03:04:05Z";
    docx::export(&docx::Export {
        page: &page,
        changed_at,
    })
    .unwrap()
}

#[test]
fn a_word_file_comes_back_as_the_operations_its_edits_are() {
    let (pair, id) = proposed();
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let path = pair.path("text.docx");
    let word = path.to_str().unwrap();
    for (from, to, tracked) in [
        ("twenty-four hours", "forty-eight hours", true),
        ("二十四時間", "四十八時間", true),
        (
            "within seven days thereafter",
            "within ten days thereafter",
            false,
        ),
    ] {
        std::fs::write(&path, edited(nzl, &id, from, to, tracked)).unwrap();
        // The other side's paper is looked at, not taken over.
        if !tracked {
            let shown = jpn.ok(&["agree", "redline", &id, word, "--theirs", "NZL"]);
            assert_eq!(shown["texts"][0]["tracked"], false);
            assert!(
                shown["texts"][0]["shown"]
                    .as_str()
                    .unwrap()
                    .contains("+ten+ (NZL)")
            );
            assert_eq!(jpn.refused(&["agree", "send", &id]).0, "TALK-001");
        }
        let drafted = nzl.ok(&["agree", "redline", &id, word]);
        assert_eq!(drafted["drafted"], 1, "{from}");
    }
    nzl.ok(&["agree", "send", &id]);
    pair.settle(&id);
    jpn.until(&["agree", "show", &id], |v| v["turn"] == 1);
    let alternatives = |article: &str, text: usize| {
        let shown = jpn.ok(&["agree", "article", &id, article]);
        let bracket = &shown["provision"]["texts"][text]["body"]["brackets"][0];
        [0, 1].map(|n| {
            bracket["alternatives"][n]["text"]
                .as_str()
                .unwrap()
                .to_owned()
        })
    };
    assert_eq!(alternatives("9.1", 0), ["twenty-four", "forty-eight"]);
    assert_eq!(alternatives("9.1", 1), ["二十四時間", "四十八時間"]);
    assert_eq!(alternatives("3.4", 0), ["seven", "ten"]);
    // A file with brackets in it: what is not touched stays, what is edited inside is a wording.
    jpn.ok(&["agree", "compare", &id, "--view", "inline", "-o", word]);
    let nothing = jpn.refused(&["agree", "redline", &id, word]);
    assert_eq!(nothing.0, "TALK-002");
    // Views for the desk and the mail.
    let html = pair.path("four.html");
    nzl.ok(&[
        "agree",
        "compare",
        &id,
        "--view",
        "four",
        "-o",
        html.to_str().unwrap(),
    ]);
    let page = std::fs::read_to_string(&html).unwrap();
    assert!(page.contains("<ins") && page.contains("<del") && page.contains("bracket"));
    // What is no Word file is refused, and nothing is drafted.
    for (bytes, name) in [
        (&b"PK\x03\x04 not really"[..], "torn"),
        (b"{\\rtf1}", "rtf"),
        (b"", "empty"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(
            nzl.refused(&["agree", "redline", &id, word]).0,
            "TALK-006",
            "{name}"
        );
    }
    assert_eq!(nzl.refused(&["agree", "send", &id]).0, "TALK-001");
}

#[test]
fn a_text_edited_before_another_turn_arrived_takes_nothing_back() {
    let (pair, id) = proposed();
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let given = nzl.ok(&["agree", "article", &id, "9.1", "--in", "en", "--edit"]);
    let text = given["text"].as_str().unwrap();
    let turn = given["turn"].as_str().unwrap();
    let path = pair.path("old.txt");
    let words = text.replace("immediately in writing", "at once in writing");
    std::fs::write(&path, format!("%% 9.1 en @{turn}\n\n{words}\n")).unwrap();
    // Meanwhile Tokyo changes its own proposal elsewhere in the provision.
    jpn.ok(&[
        "agree",
        "bracket",
        &id,
        "9.1",
        "--words",
        "without authority",
        "--with",
        "without permission",
        "--send",
    ]);
    pair.settle(&id);
    nzl.until(&["agree", "show", &id], |v| v["turn"] == 1);
    nzl.ok(&["agree", "redline", &id, "9.1", path.to_str().unwrap()]);
    nzl.ok(&["agree", "send", &id]);
    pair.settle(&id);
    jpn.until(&["agree", "show", &id], |v| v["turn"] == 2);
    let shown = jpn.ok(&["agree", "article", &id, "9.1"]);
    let body = shown["provision"]["texts"][0]["body"]["text"]
        .as_str()
        .unwrap();
    assert!(body.contains("without permission"), "{body}");
    assert!(body.contains("{{bracket:b1}}"), "{body}");
}

#[test]
fn files_are_taken_for_what_they_are() {
    let (pair, id) = proposed();
    let nzl = &pair.nzl;
    let write = |name: &str, text: &str| {
        let path = pair.path(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let en = write("new.en.md", "## - Languages\n\nSee Article {{7.2}}.\n");
    let ja = write("new.ja.md", "## - 言語\n\n第{{7.2}}を見よ。\n");
    nzl.ok(&["agree", "add", &id, &en, &ja, "--after", "7.2"]);
    nzl.ok(&["agree", "move", &id, "3.5", "--after", "3.2"]);
    nzl.ok(&["agree", "send", &id]);
    // Numbers moved and links are in it: untouched, the Word file changes nothing.
    let word = pair.path("moved.docx");
    let word = word.to_str().unwrap();
    for view in ["clean", "inline", "ja-en"] {
        nzl.ok(&["agree", "compare", &id, "--view", view, "-o", word]);
        assert_eq!(
            nzl.refused(&["agree", "redline", &id, word]).0,
            "TALK-002",
            "{view}"
        );
    }
    // A text says which it is.
    let given = nzl.ok(&["agree", "article", &id, "9.1", "--in", "ja", "--edit"]);
    let text = given["text"].as_str().unwrap();
    let words = text.replace("二十四時間", "七十二時間");
    let turn = given["turn"].as_str().unwrap();
    let file = write("9.1.txt", &format!("%% 9.1 ja @{turn}\n\n{words}\n"));
    assert_eq!(
        nzl.refused(&["agree", "redline", &id, "9.1", &file, "--in", "en"])
            .0,
        "TALK-008"
    );
    assert_eq!(
        nzl.refused(&["agree", "redline", &id, "9.2", &file]).0,
        "TALK-008"
    );
    nzl.ok(&["agree", "redline", &id, "9.1", &file]);
    // Given as it stands, the text takes the edit back.
    let same = write("same.txt", &format!("%% 9.1 ja @{turn}\n\n{text}\n"));
    assert_eq!(
        nzl.ok(&["agree", "redline", &id, "9.1", &same])["operations"],
        0
    );
    assert_eq!(nzl.refused(&["agree", "send", &id]).0, "TALK-001");
    // Two words of one provision are two changes.
    for (words, with) in [("five years", "ten years"), ("reconstruction", "recovery")] {
        nzl.ok(&[
            "agree", "bracket", &id, "8.3", "--words", words, "--with", with,
        ]);
    }
    let shown = nzl.ok(&["agree", "send", &id]);
    assert_eq!(shown["counts"]["brackets"], 2);
    // One's own draft that is not in order is nobody else's fault.
    nzl.ok(&["agree", "reserve", &id, "8.3", "--kind", "scrutiny"]);
    let chair = nzl.refused(&["agree", "send", &id, "--chair"]);
    assert_eq!(chair, ("TURN-005".into(), 2));
}
