//! The agreement's course after signature, through the real binary: pauses, updates, changes of
//! rules, a notice of termination and what both may make of it.

mod common;
use common::{Node, Pair};

const OFFICIAL: [&str; 2] = ["--official", "signatory-1"];

fn saying<'a>(id: &'a str, what: &[&'a str]) -> Vec<&'a str> {
    let start = ["agree", "say", id];
    start.iter().chain(what).chain(&OFFICIAL).copied().collect()
}

fn say(node: &Node, id: &str, what: &[&str]) -> serde_json::Value {
    node.ok(&saying(id, what))
}

fn refused(node: &Node, id: &str, what: &[&str]) -> (String, i32) {
    node.refused(&saying(id, what))
}

#[expect(clippy::unwrap_used, reason = "part of a test")]
fn ready(node: &Node, pair: &Pair, name: &str, level: &str) -> String {
    let file = pair.path(name);
    std::fs::write(&file, name).unwrap();
    let added = node.ok(&["item", "add", file.to_str().unwrap(), "--title", name]);
    let item = added
        .get("item")
        .and_then(|i| i.as_str())
        .unwrap()
        .to_owned();
    node.ok(&["item", "mark", &item, level]);
    item
}

fn release<'a>(item: &'a str, to: &'a str) -> Vec<&'a str> {
    vec![
        "item",
        "release",
        item,
        "--to",
        to,
        "--purpose",
        "maritime-safety",
    ]
}

#[test]
fn a_party_stops_its_own_releases_and_never_its_duties() {
    let mut pair = Pair::start();
    pair.pair();
    let id = pair.agree();
    pair.jump();
    let first = pair.release(&{
        let file = pair.path("first");
        std::fs::write(&file, "first").unwrap();
        file
    });
    say(&pair.jpn, &id, &["pause"]);
    assert_eq!(refused(&pair.jpn, &id, &["pause"]), ("LIFE-010".into(), 3));
    let held = ready(&pair.jpn, &pair, "held", "秘");
    assert_eq!(
        pair.jpn.refused(&release(&held, "NZL")),
        ("REL-015".into(), 3)
    );
    // The other side still releases, and receipts what it got before.
    let theirs = ready(&pair.nzl, &pair, "theirs", "CONFIDENTIAL");
    pair.nzl.ok(&release(&theirs, "JPN"));
    pair.nzl
        .until(&["receipt", "list"], |v| v["due"][0]["arrived"] == true);
    pair.nzl.ok(&["receipt", "sign", &first]);
    say(&pair.jpn, &id, &["resume"]);
    assert_eq!(refused(&pair.jpn, &id, &["resume"]), ("LIFE-010".into(), 3));
    pair.jpn.ok(&release(&held, "NZL"));
    pair.settle(&id);
    let course: Vec<_> = [&pair.jpn, &pair.nzl]
        .map(|n| n.ok(&["agree", "show", &id])["course"].clone())
        .into();
    assert_eq!(course[0], course[1]);
    assert_eq!(course[0].as_array().unwrap().len(), 2);
}

#[test]
fn a_notice_is_stayed_by_every_party_only() {
    let mut pair = Pair::start();
    pair.pair();
    let id = pair.agree();
    pair.jump();
    let note = [
        "agree",
        "note",
        &id,
        "--kind",
        "terminate",
        "--official",
        "signatory-1",
    ];
    pair.nzl.ok(&note);
    assert_eq!(pair.nzl.refused(&note), ("AGREE-013".into(), 3));
    let ends: Vec<_> = [&pair.jpn, &pair.nzl]
        .map(|n| n.until(&["agree", "show", &id], |v| v["end"].is_string())["end"].clone())
        .into();
    assert_eq!(ends[0], ends[1]);
    let stay = [
        "agree",
        "stay",
        &id,
        "--of",
        "NZL",
        "--void",
        "--official",
        "signatory-1",
    ];
    pair.nzl.ok(&stay);
    pair.settle(&id);
    for node in [&pair.jpn, &pair.nzl] {
        assert_eq!(
            node.ok(&["agree", "show", &id])["end"],
            ends[0],
            "one signature changes nothing"
        );
    }
    pair.jpn.ok(&stay);
    for node in [&pair.jpn, &pair.nzl] {
        let shown = node.until(&["agree", "show", &id], |v| v["end"].is_null());
        assert_eq!(shown["stage"], "in-force");
    }
    // Withdrawn by both, it may be given anew; the first stays in the record.
    pair.settle(&id);
    pair.nzl.ok(&note);
    for node in [&pair.jpn, &pair.nzl] {
        let shown = node.until(&["agree", "show", &id], |v| v["end"].is_string());
        let notes = shown["notes"].as_array().unwrap().iter();
        assert_eq!(notes.filter(|n| n["kind"] == "terminate").count(), 2);
    }
    // What nobody said cannot be stayed.
    let other = [
        "agree",
        "stay",
        &id,
        "--of",
        "JPN",
        "--void",
        "--official",
        "signatory-1",
    ];
    assert_eq!(pair.nzl.refused(&other), ("LIFE-010".into(), 3));
    pair.settle(&id);
    for node in [&pair.jpn, &pair.nzl] {
        node.ok(&["log", "verify"]);
    }
}

#[test]
fn updates_and_rules_are_their_owners() {
    let mut pair = Pair::start();
    pair.pair();
    let id = pair.agree();
    pair.jump();
    let unlisted = ["update", "--field", "level-names", "--value", "x"];
    assert_eq!(refused(&pair.jpn, &id, &unlisted), ("LIFE-002".into(), 3));
    say(
        &pair.jpn,
        &id,
        &[
            "update",
            "--field",
            "competent-authority",
            "--value",
            "Another ministry",
        ],
    );
    pair.settle(&id);
    say(&pair.nzl, &id, &["acknowledge"]);
    assert_eq!(
        refused(&pair.jpn, &id, &["acknowledge"]),
        ("LIFE-010".into(), 3)
    );
    say(&pair.nzl, &id, &["rules", "--version", "2027"]);
    pair.settle(&id);
    say(&pair.jpn, &id, &["answer", "accept"]);
    pair.settle(&id);
    let course: Vec<_> = [&pair.jpn, &pair.nzl]
        .map(|n| {
            n.ok(&["agree", "show", &id])["course"]
                .as_array()
                .map_or(0, Vec::len)
        })
        .into();
    assert_eq!(course, [4, 4]);
    // An outsider reads it from the evidence, in either language.
    let (file, keys) = (pair.path("course.evidence"), pair.path("keys"));
    let file = file.to_str().unwrap();
    pair.nzl.ok(&["evidence", "export", &id, "-o", file]);
    std::fs::create_dir(&keys).unwrap();
    for party in ["JPN.card", "NZL.card"] {
        std::fs::copy(pair.path(party), keys.join(party)).unwrap();
    }
    for (lang, line) in [
        ("en", "changes competent-authority on"),
        ("ja", "competent-authority を変更"),
    ] {
        let args = [
            "--lang",
            lang,
            "verify",
            file,
            "--keys",
            keys.to_str().unwrap(),
        ];
        let out = std::process::Command::new(common::ENTENTE)
            .args(args)
            .output()
            .unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        assert!(out.status.success() && text.contains(line), "{text}");
    }
}

#[test]
fn after_the_end_duties_go_on_and_releases_do_not() {
    let mut pair = Pair::start();
    pair.pair();
    let id = pair.agree();
    pair.jump();
    let file = pair.path("before");
    std::fs::write(&file, "before").unwrap();
    let before = pair.release(&file);
    pair.nzl
        .until(&["receipt", "list"], |v| v["due"][0]["arrived"] == true);
    // One party alone ends nothing; both name a day that has passed.
    let force = pair.jpn.ok(&["agree", "show", &id])["entry_into_force"].clone();
    let end = ["end", "--on", force.as_str().unwrap()];
    say(&pair.jpn, &id, &end);
    pair.settle(&id);
    assert!(pair.nzl.ok(&["agree", "show", &id])["end"].is_null());
    say(&pair.nzl, &id, &end);
    for node in [&pair.jpn, &pair.nzl] {
        node.until(&["agree", "show", &id], |v| v["stage"] == "ended");
    }
    let late = ready(&pair.jpn, &pair, "late", "秘");
    assert_eq!(
        pair.jpn.refused(&release(&late, "NZL")),
        ("REL-003".into(), 3)
    );
    // What was given is still receipted, opened and accounted for.
    pair.nzl.ok(&["receipt", "sign", &before]);
    let out = pair.path("before.out");
    pair.nzl
        .ok(&["item", "open", &before, "-o", out.to_str().unwrap()]);
    assert_eq!(std::fs::read(&out).unwrap(), b"before");
    pair.settle(&id);
    let (jpn, nzl) = pair.registers();
    assert_eq!(jpn, nzl);
}
