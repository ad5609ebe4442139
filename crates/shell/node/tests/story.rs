//! The main road and its refusals, through the real binary and real sockets.

mod common;
use common::{ENTENTE, Pair, words_of};
use std::process::Command;

#[test]
fn nothing_is_trusted_before_both_confirm() {
    let pair = Pair::start();
    let isa = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../instruments/jpn-nzl-model"
    );
    let propose = ["agree", "propose", "--with", "NZL", "--from", isa];
    assert_eq!(pair.jpn.refused(&propose), ("PARTY-001".into(), 4));
    for (a, b) in [(&pair.jpn, &pair.nzl), (&pair.nzl, &pair.jpn)] {
        let card = pair.path(&format!("{}.card", b.party));
        b.ok(&["party", "card", "-o", card.to_str().unwrap()]);
        a.ok(&["party", "add", card.to_str().unwrap()]);
    }
    assert_eq!(pair.jpn.refused(&propose), ("PARTY-002".into(), 3));
    // Words of another card, or one word too few, confirm nothing.
    assert_eq!(
        pair.jpn
            .refused(&["party", "confirm", "NZL", "--words", &words_of(&pair.jpn)]),
        ("PARTY-004".into(), 3)
    );
    let words = words_of(&pair.nzl);
    let fewer = words.rsplit_once(' ').unwrap().0;
    assert_eq!(
        pair.jpn
            .refused(&["party", "confirm", "NZL", "--words", fewer]),
        ("PARTY-004".into(), 3)
    );
    pair.jpn.ok(&["party", "confirm", "NZL", "--words", &words]);
    assert_eq!(pair.jpn.refused(&propose), ("PARTY-003".into(), 5));
    pair.nzl
        .ok(&["party", "confirm", "JPN", "--words", &words_of(&pair.jpn)]);
    pair.jpn.until(&["party", "list"], |v| {
        v["parties"][0]["confirmed_by_them"] == true
    });
    pair.jpn.ok(&propose);
}

#[test]
fn cards_that_are_not_what_they_should_be() {
    let pair = Pair::start();
    let path = pair.path("nzl.card");
    pair.nzl
        .ok(&["party", "card", "-o", path.to_str().unwrap()]);
    let card = std::fs::read_to_string(&path).unwrap();
    let add = |text: &str| {
        let file = pair.path("x.card");
        std::fs::write(&file, text).unwrap();
        pair.jpn.refused(&["party", "add", file.to_str().unwrap()])
    };
    assert_eq!(
        add(card.get(..card.len() / 2).unwrap()),
        ("CARD-001".into(), 2)
    );
    assert_eq!(add("not a card"), ("CARD-001".into(), 2));
    assert_eq!(add(""), ("CARD-001".into(), 2));
    // Another payload under the same signature.
    let own = pair.path("jpn.card");
    pair.jpn.ok(&["party", "card", "-o", own.to_str().unwrap()]);
    assert_eq!(
        add(&std::fs::read_to_string(&own).unwrap()),
        ("CARD-006".into(), 2)
    );
    let theirs: serde_json::Value = serde_json::from_str(&card).unwrap();
    let mut forged: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&own).unwrap()).unwrap();
    forged["signatures"] = theirs["signatures"].clone();
    let forged = serde_json::to_string_pretty(&forged).unwrap() + "\n";
    assert!(matches!(add(&forged).0.as_str(), "CARD-001" | "CARD-002"));
    // An ordinary node refuses a demonstration card.
    let home = pair.path("real");
    let sheet = pair.path("real.sheet");
    let run = |args: &[&str]| {
        Command::new(ENTENTE)
            .args(["--json", "--node"])
            .arg(&home)
            .arg("--key-file")
            .arg(&pair.jpn.key)
            .args(args)
            .output()
            .unwrap()
    };
    assert!(
        run(&[
            "init",
            "--party",
            "AUS",
            "--name",
            "Canberra",
            "--recovery-sheet",
            sheet.to_str().unwrap()
        ])
        .status
        .success()
    );
    let out = run(&["party", "add", path.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&out.stdout).contains("CARD-003"));
    // Private files are private, and the root seed is in none of them in clear.
    use std::os::unix::fs::PermissionsExt;
    for file in ["keys/root.key", "keys/node.key", "card.acc", "config.toml"] {
        assert_eq!(
            std::fs::metadata(home.join(file))
                .unwrap()
                .permissions()
                .mode()
                & 0o077,
            0,
            "{file}"
        );
    }
    let words = std::fs::read_to_string(&sheet).unwrap();
    let words = words
        .split_whitespace()
        .filter(|w| w.len() >= 3 && w.chars().all(|c| c.is_ascii_lowercase()))
        .count();
    assert!(words >= 24);
    let wrong = Command::new(ENTENTE)
        .args(["--json", "--node"])
        .arg(&home)
        .arg("--key-file")
        .arg(&pair.nzl.key)
        .arg("status")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&wrong.stdout).contains("NODE-004"));
}

#[test]
fn the_whole_road_with_its_refusals() {
    let mut pair = Pair::start();
    pair.pair();
    let file = pair.path("plan.bin");
    std::fs::write(&file, vec![7u8; 300_000]).unwrap();
    let id = pair.agree();
    let added = pair
        .jpn
        .ok(&["item", "add", file.to_str().unwrap(), "--title", "Plan"]);
    let item = added["item"].as_str().unwrap().to_owned();
    let release = [
        "item",
        "release",
        &item,
        "--to",
        "NZL",
        "--purpose",
        "maritime-safety",
    ];
    assert_eq!(pair.jpn.refused(&release), ("REL-011".into(), 3));
    assert_eq!(
        pair.jpn.refused(&["item", "mark", &item, "SECRET"]),
        ("MARK-003".into(), 3)
    );
    assert_eq!(
        pair.jpn.refused(&["item", "mark", &item, "機密"]),
        ("MARK-014".into(), 3)
    );
    assert_eq!(
        pair.jpn.refused(&["item", "mark", &item, "秘\u{202e}"]),
        ("MARK-002".into(), 3)
    );
    pair.jpn.ok(&["item", "mark", &item, "秘"]);
    // The date is fixed and equal on both sides, and lies ahead.
    let dates: Vec<_> = [&pair.jpn, &pair.nzl]
        .map(|n| n.ok(&["agree", "show", &id])["entry_into_force"].clone())
        .into();
    assert_eq!(dates[0], dates[1]);
    assert_eq!(pair.jpn.refused(&release), ("REL-002".into(), 3));
    pair.jump();
    assert_eq!(
        pair.jpn.refused(&["item", "release", &item, "--to", "NZL"]),
        ("REL-006".into(), 3)
    );
    assert_eq!(
        pair.jpn.refused(&[
            "item",
            "release",
            &item,
            "--to",
            "NZL",
            "--purpose",
            "trade"
        ]),
        ("REL-005".into(), 3)
    );
    assert_eq!(
        pair.jpn.refused(&[
            "item",
            "release",
            &item,
            "--to",
            "AUS",
            "--purpose",
            "trade"
        ]),
        ("AGREE-001".into(), 4)
    );
    let check = pair.jpn.ok(&[
        "item",
        "check",
        &item,
        "--to",
        "NZL",
        "--purpose",
        "maritime-safety",
    ]);
    assert_eq!(
        (
            check["allowed"].as_bool(),
            check["display"]["equivalent"].as_str()
        ),
        (Some(true), Some("CONFIDENTIAL"))
    );
    pair.jpn.ok(&release);
    // Again: the same release, not a second one.
    let again = pair.jpn.ok(&release);
    let entry = again["released"][0]["entry"].clone();
    receipted_and_opened(&pair, &id, &item, &file, &entry);
}

/// The recipient's half: wait, receipt, open, compare.
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "part of a test"
)]
fn receipted_and_opened(
    pair: &Pair,
    id: &str,
    item: &str,
    file: &std::path::Path,
    entry: &serde_json::Value,
) {
    let due = pair.nzl.until(&["receipt", "list"], |v| {
        v["due"]
            .as_array()
            .is_some_and(|d| d.len() == 1 && d[0]["arrived"] == true)
    });
    assert_eq!(due["due"][0]["entry"], *entry);
    let out = pair.path("opened.bin");
    let open = ["item", "open", item, "-o", out.to_str().unwrap()];
    assert_eq!(pair.nzl.refused(&open), ("ITEM-004".into(), 3));
    assert_eq!(
        pair.nzl
            .refused(&["receipt", "sign", item, "--official", "signatory-1"]),
        ("OFF-002".into(), 3)
    );
    pair.nzl.ok(&["receipt", "sign", item]);
    assert_eq!(
        pair.nzl.refused(&["receipt", "sign", item]),
        ("REC-002".into(), 3)
    );
    pair.nzl.ok(&open);
    assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(file).unwrap());
    assert_eq!(pair.nzl.refused(&open), ("ITEM-006".into(), 2));
    assert_eq!(
        pair.nzl.refused(&["item", "show", "JPN-2026-9999"]),
        ("ITEM-001".into(), 4)
    );
    pair.settle(id);
    let (jpn, nzl) = pair.registers();
    assert_eq!(jpn, nzl);
    assert!(jpn[0].ends_with("receipted"), "{jpn:?}");
    for node in [&pair.jpn, &pair.nzl] {
        node.ok(&["log", "verify"]);
        node.ok(&["doctor"]);
    }
}

#[test]
fn files_of_every_shape() {
    let mut pair = Pair::start();
    pair.pair();
    pair.agree();
    pair.jump();
    for (name, bytes) in [
        ("empty", vec![]),
        ("one", vec![1]),
        ("edge", vec![2; 65_536]),
        ("over", vec![3; 65_537]),
        ("segment", vec![4; 2 * 1024 * 1024]),
        ("more", vec![5; 2 * 1024 * 1024 + 1]),
    ] {
        let file = pair.path(name);
        std::fs::write(&file, &bytes).unwrap();
        let item = pair.release(&file);
        pair.nzl.until(&["receipt", "list"], |v| {
            v["due"].as_array().is_some_and(|d| {
                d.iter()
                    .any(|r| r["item"] == item.as_str() && r["arrived"] == true)
            })
        });
        pair.nzl.ok(&["receipt", "sign", &item]);
        let out = pair.path(&format!("{name}.out"));
        pair.nzl
            .ok(&["item", "open", &item, "-o", out.to_str().unwrap()]);
        assert!(std::fs::read(&out).unwrap() == bytes, "{name}");
    }
}
