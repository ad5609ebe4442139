//! The register through the real binary: listed, printed, stated, and compared with the partner's.

mod common;
use common::ready::Ready;
use serde_json::Value;
use std::path::Path;

#[test]
fn the_register_listed_printed_stated_and_compared() {
    let ready = Ready::new();
    let (jpn, nzl) = (&ready.pair.jpn, &ready.pair.nzl);
    let item = ready.held("a.txt", b"a", "秘");
    let other = ready.held("b.txt", b"b", "極秘");
    nzl.ok(&["item", "copy", &item]);
    ready.pair.settle(&ready.id);
    let csv = nzl.run(&["register", "list", "--csv", "--bom"]);
    assert!(csv.status.success());
    let all = jpn.ok(&["register", "list"]);
    assert_eq!(
        (all["of"].as_u64(), all["banner"].as_str()),
        (Some(3), Some("極秘 (JPN) / SECRET"))
    );
    assert_eq!(jpn.ok(&["register", "list", "--ended"])["of"], 0);
    assert_eq!(
        jpn.ok(&["register", "list", "--from", "2", "--limit", "1"])["lines"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let file = ready.pair.path("register.csv");
    nzl.ok(&[
        "register",
        "list",
        "--csv",
        "--bom",
        "-o",
        file.to_str().unwrap(),
    ]);
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(
        (lines.len(), lines[0], lines[4]),
        (6, "極秘 (JPN) / SECRET", lines[4])
    );
    assert_eq!(lines[0], lines[5], "the banner first and last");
    assert!(lines[1].starts_with("line,mark,item,"));
    assert!(lines[2].contains("秘 (JPN) / CONFIDENTIAL"));
    book(&ready);
    // The partner's last tally against ours; and copy by copy.
    assert_eq!(
        nzl.refused(&["register", "reconcile", &ready.id]),
        ("RECON-001".into(), 5)
    );
    jpn.ok(&["register", "tally", &ready.id]);
    let same = nzl.until(&["register", "reconcile", &ready.id], |v| v["same"] == true);
    assert_eq!(same["theirs"]["copies"], 3);
    let theirs = ready.pair.path("theirs.jsonl");
    jpn.ok(&[
        "register",
        "extract",
        "--all",
        "-o",
        theirs.to_str().unwrap(),
    ]);
    let with = [
        "register",
        "reconcile",
        &ready.id,
        "--with",
        theirs.to_str().unwrap(),
    ];
    let compared = nzl.ok(&with);
    assert_eq!(
        (
            compared["compared"].as_u64(),
            compared["differences"].as_u64()
        ),
        (Some(3), Some(0))
    );
    // What happens afterwards is no divergence: the extract says how much it had seen.
    nzl.ok(&["item", "copy", &item]);
    assert_eq!(nzl.ok(&with)["differences"], 0);
    planted(&ready, &theirs, &other);
    // One release with its acts, each provable.
    let one = ready.pair.path("one.jsonl");
    jpn.ok(&["register", "extract", &item, "-o", one.to_str().unwrap()]);
    let text = std::fs::read_to_string(&one).unwrap();
    let first: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    let acts = first["acts"].as_array().unwrap();
    assert!(acts.len() >= 3);
    for act in acts {
        let proof = act["proof"].as_str().unwrap();
        let proof = entente_record::proof::Proof::parse(proof.as_bytes()).unwrap();
        assert_eq!(Some(proof.index), act["n"].as_u64());
    }
    // An extract of one item says nothing of the others.
    let with = [
        "register",
        "reconcile",
        &ready.id,
        "--with",
        one.to_str().unwrap(),
    ];
    assert_eq!(nzl.ok(&with)["differences"], 0);
}

/// A changed line, a missing one and a strange one are each shown; nothing is repaired.
#[expect(clippy::unwrap_used, reason = "part of a test")]
fn planted(ready: &Ready, theirs: &Path, other: &str) {
    let nzl = &ready.pair.nzl;
    let text = std::fs::read_to_string(theirs).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let write = |lines: &[String]| std::fs::write(theirs, lines.join("\n") + "\n").unwrap();
    let run = || {
        let out = nzl.run(&[
            "register",
            "reconcile",
            &ready.id,
            "--with",
            theirs.to_str().unwrap(),
        ]);
        let value: Value = serde_json::from_slice(&out.stdout).unwrap();
        (out.status.code().unwrap(), value)
    };
    let changed = |line: &&str| match line.contains(other) {
        true => line.replace("\"state\":\"held\"", "\"state\":\"lost\""),
        false => (*line).to_owned(),
    };
    write(&lines.iter().map(changed).collect::<Vec<_>>());
    let (status, value) = run();
    assert_eq!(status, 6);
    assert_eq!(value.pointer("/divergences/0/item").unwrap(), other);
    assert_eq!(
        value.pointer("/divergences/0/fields/0/field").unwrap(),
        "state"
    );
    assert_eq!(
        value.pointer("/divergences/0/fields/0/ours").unwrap(),
        "held"
    );
    for (lang, word) in [("en", "differs"), ("ja", "相違")] {
        let said = nzl.say(
            lang,
            &[
                "register",
                "reconcile",
                &ready.id,
                "--with",
                theirs.to_str().unwrap(),
            ],
        );
        let text = String::from_utf8(said.stdout).unwrap();
        assert!(text.contains(word) && text.contains(other), "{text}");
        assert_eq!(said.status.code(), Some(6));
        let list = nzl.say(lang, &["register", "list"]);
        let text = String::from_utf8(list.stdout).unwrap();
        assert_eq!(
            text.lines().next(),
            text.lines().last(),
            "the banner first and last"
        );
    }
    let fewer: Vec<String> = lines
        .iter()
        .filter(|l| !l.contains(other))
        .map(|l| (*l).to_owned())
        .collect();
    write(&fewer);
    let (status, value) = run();
    assert_eq!(
        (
            status,
            value.pointer("/divergences/0/what").unwrap().as_str()
        ),
        (6, Some("not-with-them"))
    );
    write(&[fewer, vec!["{\"not\": \"a line\"}".to_owned()]].concat());
    assert_eq!(run().0, 2);
    // Ours is as it was.
    assert_eq!(
        nzl.ok(&["register", "show", other])
            .pointer("/copies/0/state")
            .unwrap(),
        "held"
    );
}

/// The bound book, as a page and as plain text, in both languages.
#[expect(clippy::unwrap_used, reason = "part of a test")]
fn book(ready: &Ready) {
    let nzl = &ready.pair.nzl;
    let list = nzl.ok(&["register", "list"]);
    let day = list.pointer("/lines/0/on").unwrap().as_str().unwrap();
    let year = day.split('-').next().unwrap();
    let file = ready.pair.path("book.html");
    nzl.ok(&[
        "register",
        "print",
        "--year",
        year,
        "-o",
        file.to_str().unwrap(),
    ]);
    let html = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        html.matches("<p class=\"mark\">極秘 (JPN) / SECRET</p>")
            .count(),
        2
    );
    assert_eq!(html.matches("<tr>").count(), 4);
    assert!(html.contains("page 1 of 1"));
    let plain = nzl.say("ja", &["register", "print", "--year", year]);
    let plain = String::from_utf8(plain.stdout).unwrap();
    assert!(
        plain.starts_with("極秘 (JPN) / SECRET\n") && plain.contains("1/1 頁"),
        "{plain}"
    );
}
