//! What is asked for in a wrong or half-possible way: the code, the exit status, nothing left behind.

mod common;
use common::{ENTENTE, Pair};
use std::process::{Command, Stdio};

/// Runs without a node; gives the exit status and all that was printed.
#[expect(clippy::unwrap_used, reason = "part of tests")]
fn run(dir: &std::path::Path, args: &[&str]) -> (i32, String) {
    let out = Command::new(ENTENTE)
        .args(args)
        .current_dir(dir)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let mut all = String::from_utf8(out.stdout).unwrap();
    all += &String::from_utf8(out.stderr).unwrap();
    (out.status.code().unwrap(), all)
}

#[test]
fn init_refuses_what_cannot_be_used_and_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("key"), [7; 32]).unwrap();
    std::fs::write(dir.path().join("small"), [7; 31]).unwrap();
    let good = ("key", "Wellington", "https://127.0.0.1:7812");
    for (key, name, url, code) in [
        ("small", good.1, good.2, "NODE-009"),
        (good.0, "", good.2, "USE-005"),
        (good.0, "x\u{1b}[31m", good.2, "USE-005"),
        (good.0, good.1, "ftp://127.0.0.1:1", "USE-002"),
    ] {
        let args = ["--node", "n", "init", "--party", "NZL", "--key-file", key];
        let args = [&args[..], &["--name", name, "--url", url]].concat();
        let (status, said) = run(dir.path(), &args);
        assert_eq!(status, 2, "{said}");
        assert!(said.contains(code), "{said}");
        assert!(!dir.path().join("n").exists());
    }
}

#[test]
fn the_recovery_sheet_is_shown_also_when_quiet() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("key"), [7; 32]).unwrap();
    let args = ["-q", "--node", "n", "--key-file", "key", "init"];
    let args = [&args[..], &["--party", "NZL", "--name", "W"]].concat();
    let (status, said) = run(dir.path(), &args);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("RECOVERY SHEET of NZL"), "{said}");
}

#[test]
fn one_refused_item_among_many_shows_in_the_exit_status() {
    let mut pair = Pair::start();
    pair.pair();
    pair.agree();
    pair.jump();
    let file = pair.path("f");
    std::fs::write(&file, b"x").unwrap();
    let mut items = Vec::new();
    for level in ["秘", "取扱注意"] {
        let added = pair.jpn.ok(&["item", "add", file.to_str().unwrap()]);
        let item = added["item"].as_str().unwrap().to_owned();
        pair.jpn.ok(&["item", "mark", &item, level]);
        items.push(item);
    }
    let args = ["item", "release", &items[0], &items[1], "--to", "NZL"];
    let out = pair
        .jpn
        .run(&[&args[..], &["--purpose", "maritime-safety"]].concat());
    assert_eq!(out.status.code(), Some(3));
    let answer: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert!(answer["released"][0]["entry"].is_number(), "{answer}");
    assert_eq!(answer["released"][1]["refused"]["code"], "REL-014");
    // A second process for the same node says so.
    let out = pair.jpn.run(&["serve"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stdout).contains("NODE-010"));
}

#[test]
fn what_an_agreement_says_and_waits_for_is_shown_before_anybody_agrees() {
    let pair = Pair::start();
    pair.pair();
    let isa = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../instruments/jpn-nzl-model"
    );
    let proposed = pair
        .jpn
        .ok(&["agree", "propose", "--with", "NZL", "--from", isa]);
    let id = proposed["agreement"].as_str().unwrap().to_owned();
    pair.nzl.until(&["agree", "show", &id], |_| true);
    let shown = |lang: &str| {
        let home = pair.nzl.home.to_str().unwrap();
        let args = ["--lang", lang, "--node", home, "agree", "show", &id];
        run(pair.dir.path(), &args).1
    };
    let english = shown("en");
    for line in [
        "waits for              NZL to agree to this text",
        "極秘 → SECRET  Art. A.1",
        "NZL  SECRET  Art. 4.2",
        "maritime-safety  maritime safety  Art. 3.2",
    ] {
        assert!(english.contains(line), "{english}");
    }
    assert!(!english.contains("in force from"), "{english}");
    assert!(shown("ja").contains("maritime-safety  海上の安全  第3.2条"));
    pair.nzl.ok(&["agree", "agree", &id, "--send"]);
    let english = shown("en");
    assert!(!english.contains("NZL to agree"), "{english}");
    assert!(english.contains("JPN to agree"), "{english}");
}
