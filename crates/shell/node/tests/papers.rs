//! Papers through the real binary: written, given back, and told apart from what is not authentic.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of a test: a failure here fails the test"
)]

mod common;
use common::{ENTENTE, Pair};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// One agreement for all tests of this file, frozen papers written before and signed ones after.
struct Story {
    pair: Pair,
    id: String,
    keys: PathBuf,
    evidence: PathBuf,
}

fn story() -> Story {
    let pair = Pair::start();
    pair.pair();
    let id = pair.propose();
    for node in [&pair.jpn, &pair.nzl] {
        node.until(&["agree", "show", &id], |v| v["stage"] == "negotiating");
        node.ok(&["agree", "concord", &id]);
    }
    let out = pair.path("early.pdf");
    let early = ["agree", "export", &id, "-o", out.to_str().unwrap()];
    assert_eq!(pair.jpn.refused(&early), ("AGREE-007".into(), 5));
    // What is still negotiated can be printed as it stands.
    for name in ["clean.html", "clean.docx"] {
        let out = pair.path(name);
        pair.jpn
            .ok(&["agree", "export", &id, "-o", out.to_str().unwrap()]);
        assert!(std::fs::metadata(&out).unwrap().len() > 1000);
    }
    for node in [&pair.jpn, &pair.nzl] {
        node.until(&["agree", "show", &id], |v| {
            v["counts"]["concordant"] == v["counts"]["of"]
        });
        node.ok(&["agree", "agree", &id, "--send"]);
    }
    for node in [&pair.jpn, &pair.nzl] {
        node.until(&["agree", "show", &id], |v| {
            v["stage"] == "text-agreed" || v["stage"] == "frozen"
        });
        node.ok(&["agree", "freeze", &id]);
    }
    for node in [&pair.jpn, &pair.nzl] {
        node.until(&["agree", "show", &id], |v| {
            v["stage"] == "frozen" || v["stage"] == "signed"
        });
    }
    let export = |name: &str, rest: &[&str]| {
        let out = pair.path(name);
        let args = ["agree", "export", &id, "-o", out.to_str().unwrap()];
        pair.jpn.run(&[&args[..], rest].concat())
    };
    assert!(export("blank.pdf", &["--in", "en"]).status.success());
    sign(&pair, &id, "signatory-1");
    let half = export("half.pdf", &["--statement"]);
    let problem: Value = serde_json::from_slice(&half.stdout).unwrap();
    assert_eq!(
        (problem["code"].as_str(), half.status.code()),
        (Some("AGREE-009"), Some(5))
    );
    // Some signatures are none: the paper has blank lines still.
    assert!(export("half.pdf", &["--in", "en"]).status.success());
    let [blank, half] = ["blank.pdf", "half.pdf"].map(|f| std::fs::read(pair.path(f)).unwrap());
    assert!(blank == half);
    sign(&pair, &id, "signatory-2");
    for node in [&pair.jpn, &pair.nzl] {
        node.until(&["agree", "show", &id], |v| {
            v["signatures"].as_array().is_some_and(|s| s.len() == 4)
        });
    }
    pair.settle(&id);
    let evidence = pair.path("story.evidence");
    pair.jpn
        .ok(&["evidence", "export", &id, "-o", evidence.to_str().unwrap()]);
    let keys = pair.path("keys");
    std::fs::create_dir(&keys).unwrap();
    for node in [&pair.jpn, &pair.nzl] {
        let card = keys.join(format!("{}.card", node.party));
        node.ok(&["party", "card", "-o", card.to_str().unwrap()]);
    }
    Story {
        pair,
        id,
        keys,
        evidence,
    }
}

/// One story, whose nodes end with it.
#[test]
fn papers() {
    let story = story();
    every_language_and_alternat_is_authentic_and_the_same_again(&story);
    the_json_is_what_the_signatures_cover(&story);
    what_was_changed_is_told(&story);
    a_translation_is_no_authentic_text(&story);
    against_evidence_and_against_an_instrument(&story);
    mistakes_are_told(&story);
    what_people_read(&story);
    the_text_in_both_languages(&story);
    the_joint_statement_in_both_languages(&story);
}

fn sign(pair: &Pair, id: &str, official: &str) {
    for node in [&pair.jpn, &pair.nzl] {
        let capacity = format!("Plenipotentiary of {}", node.party);
        node.ok(&[
            "agree",
            "sign",
            id,
            "--official",
            official,
            "--capacity",
            &capacity,
        ]);
    }
}

impl Story {
    /// A paper of JPN's; gives the path and its bytes.
    fn export(&self, name: &str, rest: &[&str]) -> (PathBuf, Vec<u8>) {
        let out = self.pair.path(name);
        let args = ["agree", "export", &self.id, "-o", out.to_str().unwrap()];
        self.pair.jpn.ok(&[&args[..], rest].concat());
        let bytes = std::fs::read(&out).unwrap();
        (out, bytes)
    }

    fn text(&self, lang: &str) -> String {
        let name = format!("paper-{lang}-{:?}.txt", std::thread::current().id());
        String::from_utf8(self.export(&name, &["--in", lang]).1).unwrap()
    }

    /// What a paper is, told by JPN's node; with its exit status.
    fn verify(&self, file: &Path, rest: &[&str]) -> (Value, Option<i32>) {
        let args = ["verify", file.to_str().unwrap()];
        let out = self.pair.jpn.run(&[&args[..], rest].concat());
        let value = serde_json::from_slice(&out.stdout).unwrap();
        (value, out.status.code())
    }

    /// The same of bytes.
    fn verdict(&self, bytes: &[u8]) -> (Value, Option<i32>) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        self.verify(file.path(), &[])
    }

    /// What people read, without a node.
    fn said(&self, lang: &str, file: &Path, rest: &[&str]) -> String {
        let out = Command::new(ENTENTE)
            .args(["--lang", lang, "verify"])
            .arg(file)
            .args(rest)
            .env("COLUMNS", "100")
            .env_remove("ENTENTE_NODE")
            .env_remove("ENTENTE_KEY_FILE")
            .current_dir(self.pair.dir.path())
            .output()
            .unwrap();
        let all = [out.stdout, out.stderr].map(|b| String::from_utf8(b).unwrap());
        let place = self.pair.dir.path().to_str().unwrap();
        let status = out.status.code().unwrap();
        format!("{}[{status}]\n", all.concat()).replace(&format!("{place}/"), "")
    }
}

fn every_language_and_alternat_is_authentic_and_the_same_again(story: &Story) {
    let mut seen = Vec::new();
    for lang in ["en", "ja"] {
        for party in ["JPN", "NZL"] {
            for ending in ["pdf", "txt"] {
                let name = format!("{lang}-{party}.{ending}");
                let args = ["--in", lang, "--alternat", party];
                let (file, bytes) = story.export(&name, &args);
                assert!(bytes == story.export(&format!("again-{name}"), &args).1);
                assert!(!seen.contains(&bytes));
                seen.push(bytes);
                let (told, status) = story.verify(&file, &[]);
                assert_eq!(
                    (told["verdict"].as_str(), status),
                    (Some("authentic"), Some(0))
                );
                assert_eq!(
                    (told["lang"].as_str(), told["alternat"].as_str()),
                    (Some(lang), Some(party))
                );
                assert_eq!(told["signed"], true);
            }
        }
    }
    // The other side writes the same bytes.
    let out = story.pair.path("theirs.pdf");
    let id = story.id.as_str();
    story.pair.nzl.ok(&[
        "agree",
        "export",
        id,
        "-o",
        out.to_str().unwrap(),
        "--in",
        "ja",
        "--alternat",
        "JPN",
    ]);
    assert!(seen.contains(&std::fs::read(&out).unwrap()));
}

fn the_json_is_what_the_signatures_cover(story: &Story) {
    let (file, bytes) = story.export("whole.json", &[]);
    let read: entente_model::instrument::Instrument = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(serde_json::to_vec(&read).unwrap(), bytes);
    let shown = story.pair.jpn.ok(&["agree", "show", &story.id]);
    assert_eq!(shown["digest"], read.digest().hex());
    assert_eq!(story.verify(&file, &[]).0["verdict"], "authentic");
    let pretty = serde_json::to_vec_pretty(&read).unwrap();
    assert_eq!(story.verdict(&pretty).0["verdict"], "text-authentic");
    let mut other = read;
    other.provisions[3].text[1].body = other.provisions[3].text[1].body.replace("権限", "権利");
    other.terms = other.terms.replace("\"per_party\":2", "\"per_party\":1");
    let (told, status) = story.verdict(&serde_json::to_vec(&other).unwrap());
    assert_eq!(
        (told["verdict"].as_str(), status),
        (Some("differs"), Some(6))
    );
    let places: Vec<_> = told["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["provision"].as_str(), d["field"].as_str()))
        .collect();
    assert!(places.contains(&(Some("2.1"), None)), "{places:?}");
    assert!(
        places.contains(&(None, Some("/signatures/per_party"))),
        "{places:?}"
    );
}

fn what_was_changed_is_told(story: &Story) {
    let (_, pdf) = story.export("flip.pdf", &["--in", "en"]);
    for part in 1..12 {
        let mut other = pdf.clone();
        let at = pdf.len() * part / 12;
        other[at] ^= 1;
        let (told, status) = story.verdict(&other);
        assert_ne!(told["verdict"], "authentic");
        assert!(
            told["verdict"] == "text-authentic" || status == Some(6),
            "{told}"
        );
    }
    let (told, status) = story.verdict(&pdf[..pdf.len() / 2]);
    assert_eq!(
        (told["verdict"].as_str(), status),
        (Some("garbled"), Some(6))
    );
    assert_eq!(told["why"], "truncated");
    for (lang, word) in [("en", " prior written"), ("ja", "書面による事前の")] {
        let text = story.text(lang);
        assert!(text.contains(word), "{lang}");
        let (told, status) = story.verdict(text.replacen(word, "", 1).as_bytes());
        assert_eq!(
            (told["verdict"].as_str(), status),
            (Some("differs"), Some(6)),
            "{told}"
        );
        let first = &told["differences"][0];
        assert_eq!(first["provision"], "3.2", "{told}");
        assert!(first["expected"].as_str().unwrap().contains(word.trim()));
        let wrapped = text.replace([' ', '\n'], if lang == "ja" { "\r\n" } else { "\r\n " });
        let (told, status) = story.verdict(wrapped.as_bytes());
        assert_eq!(
            (told["verdict"].as_str(), status),
            (Some("text-authentic"), Some(0)),
            "{told}"
        );
    }
}

const FRENCH: &str = "Les parties protègent les informations transmises en vertu du présent accord et \
    ne les communiquent à aucun tiers sans le consentement écrit préalable de la partie d’origine.";
const RETRANSLATED: &str = "This convention concerns secrets. Both countries keep secret whatever was \
    given by either country, and no outsider learns of it unless whoever gave it says yes beforehand.";

fn a_translation_is_no_authentic_text(story: &Story) {
    let (told, status) = story.verdict(FRENCH.as_bytes());
    assert_eq!(
        (told["verdict"].as_str(), status),
        (Some("other-language"), Some(6))
    );
    // English again, by a machine from the Japanese: whatever it is called, it is not authentic.
    let (told, status) = story.verdict(RETRANSLATED.as_bytes());
    assert_eq!(
        (told["verdict"].as_str(), status),
        (Some("other-language"), Some(6)),
        "{told}"
    );
}

fn against_evidence_and_against_an_instrument(story: &Story) {
    let (pdf, _) = story.export("signed.pdf", &["--in", "ja"]);
    let (json, _) = story.export("against.json", &[]);
    let (evidence, keys) = (
        story.evidence.to_str().unwrap(),
        story.keys.to_str().unwrap(),
    );
    let with = ["--against", evidence, "--keys", keys];
    let (told, status) = story.verify(&pdf, &with);
    assert_eq!(
        (told["verdict"].as_str(), status),
        (Some("authentic"), Some(0)),
        "{told}"
    );
    assert_eq!(
        (&told["signed"], &told["against"]["anchored"]),
        (&true.into(), &true.into())
    );
    assert_eq!(story.verify(&json, &with).0["verdict"], "authentic");
    // Evidence that was altered is no original.
    let mut other = std::fs::read(&story.evidence).unwrap();
    let at = other.len() / 2;
    other[at] ^= 1;
    let file = story.pair.path("other.evidence");
    std::fs::write(&file, other).unwrap();
    let (told, status) = story.verify(&pdf, &["--against", file.to_str().unwrap()]);
    assert_eq!(
        (told["code"].as_str(), status),
        (Some("VERIFY-001"), Some(6))
    );
    // An instrument has no signatures: the paper with blank lines is its rendering.
    let with = ["--against", json.to_str().unwrap()];
    let (told, status) = story.verify(&story.pair.path("blank.pdf"), &with);
    assert_eq!(
        (told["verdict"].as_str(), status),
        (Some("authentic"), Some(0))
    );
    assert_eq!(told["signed"], false);
    let (told, status) = story.verify(&pdf, &with);
    assert_eq!(
        (told["verdict"].as_str(), status),
        (Some("differs"), Some(6))
    );
    assert_eq!(told["outside_only"], true, "{told}");
    for (with, code) in [
        (vec!["--against", keys], "VERIFY-006"),
        (vec!["--against", "/dev/null"], "PAPER-003"),
    ] {
        assert_eq!(story.verify(&pdf, &with).0["code"], code);
    }
    // The evidence itself is still verified as ever.
    assert_eq!(
        story.verify(&story.evidence, &["--keys", keys]).0["verified"],
        true
    );
}

fn mistakes_are_told(story: &Story) {
    let out = |name: &str| story.pair.path(name).to_str().unwrap().to_owned();
    for (name, rest, code) in [
        ("x.pdf", vec!["--in", "fr"], "PAPER-001"),
        ("x.pdf", vec!["--alternat", "AUT"], "PAPER-001"),
        ("x.pdf", vec!["--version", "7"], "AGREE-007"),
        ("x.odt", vec![], "USE-002"),
        ("x.html", vec!["--statement"], "USE-002"),
        ("x.html", vec!["--version", "1"], "USE-002"),
        ("x.pdf", vec!["--statement", "--in", "fr"], "PAPER-001"),
    ] {
        let file = out(name);
        let args = ["agree", "export", &story.id, "-o", &file];
        assert_eq!(
            story.pair.jpn.refused(&[&args[..], &rest].concat()).0,
            code,
            "{rest:?}"
        );
    }
}

/// Digests and days differ from run to run.
fn masked(text: &str, story: &Story) -> String {
    let out = story.pair.path("masked.json");
    let out = out.to_str().unwrap();
    let shown = story
        .pair
        .jpn
        .ok(&["agree", "export", &story.id, "-o", out]);
    let digest = shown["digest"].as_str().unwrap();
    let short: String = digest.chars().take(16).collect();
    let grouped = |hex: &str| {
        let all: Vec<char> = hex.chars().collect();
        let groups: Vec<String> = all.chunks(4).map(|c| c.iter().collect()).collect();
        groups.join(" ")
    };
    let mut out = text
        .replace(&grouped(digest), "DIGEST-GROUPED")
        .replace(&grouped(&short), "DIGEST-SHORT-GROUPED")
        .replace(digest, "DIGEST")
        .replace(&short, "DIGEST-SHORT")
        .replace(story.id.as_str(), "AG-ID");
    // On paper the Japanese words are composed, in the list they are not.
    let words = |above: &str, below: &str| {
        if matches!(above, "In words:" | "言葉：") {
            "DIGEST-WORDS".to_owned()
        } else {
            below.to_owned()
        }
    };
    let mut above = String::new();
    let mut lines: Vec<String> = Vec::new();
    for line in out.lines() {
        if line.is_empty() {
            lines.push(String::new());
        } else {
            lines.push(words(&above, line));
            line.clone_into(&mut above);
        }
    }
    out = lines.join("\n");
    for field in ["words_en", "words_ja"] {
        let words = shown[field].as_array().unwrap().iter();
        let words: Vec<&str> = words.map(|w| w.as_str().unwrap()).collect();
        out = out.replace(&words.join(" "), "DIGEST-WORDS");
    }
    let at = entente_node::clock::Clock::default().now();
    for day in
        [at.0 - 86_400, at.0].map(|t| entente_model::Instant(t).date_in("Asia/Tokyo").unwrap())
    {
        let months = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = usize::try_from(day.month()).unwrap();
        out = out
            .replace(
                &format!("{} {} {}", day.day(), months[month - 1], day.year()),
                "DAY",
            )
            .replace(&format!("{}年{month}月{}日", day.year(), day.day()), "DAY");
    }
    out
}

fn what_people_read(story: &Story) {
    let (pdf, _) = story.export("read.pdf", &["--in", "en"]);
    let (json, _) = story.export("read.json", &[]);
    let text = story.text("en");
    let files = [
        ("changed.txt", text.replacen(" prior written", "", 1)),
        ("wrapped.txt", text.replace(' ', "\n")),
        ("translated.txt", FRENCH.to_owned()),
        ("cut.txt", "\u{fffd}".to_owned()),
    ];
    for (name, text) in &files {
        std::fs::write(story.pair.path(name), text).unwrap();
    }
    let against = ["--against", "story.evidence", "--keys", "keys"];
    let mut all = String::new();
    for lang in ["en", "ja"] {
        all += &story.said(lang, &pdf, &against);
        for (name, _) in &files {
            all += &story.said(lang, Path::new(name), &against);
        }
        all += &story.said(lang, &pdf, &["--against", "read.json"]);
        all += &story.said(lang, &json, &["--against", "read.json"]);
        all += &story.said(lang, &pdf, &[]);
        all += &story.said(lang, &pdf, &["--against", "changed.txt"]);
    }
    insta::assert_snapshot!("what_people_read", masked(&all, story));
}

fn the_joint_statement_in_both_languages(story: &Story) {
    let mut all = String::new();
    for lang in ["en", "ja"] {
        let (_, pdf) = story.export(&format!("joint-{lang}.pdf"), &["--statement", "--in", lang]);
        assert!(pdf.starts_with(b"%PDF-1.7"));
        let args = ["--statement", "--in", lang, "--alternat", "NZL"];
        let (file, text) = story.export(&format!("joint-{lang}.txt"), &args);
        all += &String::from_utf8(text).unwrap();
        // It announces the agreement and is not its text.
        assert_eq!(story.verify(&file, &[]).1, Some(6));
    }
    // With both notes given the day of entry into force is fixed, and said.
    for node in [&story.pair.jpn, &story.pair.nzl] {
        let by = ["--kind", "completed", "--official", "signatory-1"];
        node.ok(&[&["agree", "note", &story.id][..], &by].concat());
    }
    let fixed = |v: &Value| v["entry_into_force"].is_string();
    let show = ["agree", "show", &story.id];
    story.pair.jpn.until(&show, fixed);
    for (lang, says) in [
        ("en", "It enters into force on "),
        ("ja", "に効力を生じます。"),
    ] {
        let (_, text) = story.export("force.txt", &["--statement", "--in", lang]);
        assert!(String::from_utf8(text).unwrap().contains(says));
    }
    insta::assert_snapshot!("the_joint_statement_in_both_languages", masked(&all, story));
}

fn the_text_in_both_languages(story: &Story) {
    let mut all = String::new();
    for lang in ["en", "ja"] {
        let text = story.text(lang);
        let lines: Vec<&str> = text.lines().collect();
        let (head, tail) = (&lines[..24], &lines[lines.len() - 40..]);
        all += &format!("{}\n[…]\n{}\n", head.join("\n"), tail.join("\n"));
    }
    insta::assert_snapshot!("the_text_in_both_languages", masked(&all, story));
}
