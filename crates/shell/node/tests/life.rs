//! The life of an item through the real binary: consents, copies, recalls, levels, ends and the desk.

mod common;
use common::{
    Node,
    ready::{Ready, args},
};
use entente_engine::LogId;
use entente_store::{SqliteStore, Store};
use serde_json::Value;
use std::path::Path;

#[test]
fn consents_are_asked_narrowed_used_up_refused_and_taken_back() {
    let ready = Ready::new();
    let nzl = &ready.pair.nzl;
    let item = ready.held("plan.txt", b"the plan", "秘");
    let acme = "item pass R --name Acme --purpose maritime-safety";
    assert_eq!(nzl.refused(&args(acme, &item)), ("CONS-001".into(), 3));
    asked_and_narrowed(&ready, &item);
    let other = "item pass R --name Other --purpose maritime-safety";
    assert_eq!(nzl.refused(&args(other, &item)), ("CONS-001".into(), 3));
    let purpose = "item pass R --name Acme --purpose disaster-response";
    assert_eq!(nzl.refused(&args(purpose, &item)), ("REG-008".into(), 3));
    let passed = nzl.ok(&args(acme, &item));
    assert_eq!(passed["consents"][0]["state"], "used-up");
    assert_eq!(nzl.refused(&args(acme, &item)), ("REG-011".into(), 3));
    refused_and_taken_back(&ready, &item);
    let trace = nzl.ok(&["item", "trace", &item]);
    let steps = trace["steps"].as_array().unwrap();
    let steps: Vec<&str> = steps.iter().map(|s| s["what"].as_str().unwrap()).collect();
    assert_eq!(
        steps[..5],
        ["released", "delivered", "receipted", "ask", "answer"]
    );
    assert!(steps.contains(&"onward") && steps.contains(&"withdraw") && steps.contains(&"use-for"));
    for lang in ["en", "ja"] {
        for line in ["consent list", "item trace R", "register show R", "status"] {
            let said = nzl.say(lang, &args(line, &item));
            assert!(said.status.success(), "{lang} {line}");
        }
    }
}

/// A question with sealed words, answered with less than was asked.
#[expect(clippy::indexing_slicing, reason = "part of a test")]
fn asked_and_narrowed(ready: &Ready, item: &str) {
    let (jpn, nzl) = (&ready.pair.jpn, &ready.pair.nzl);
    let ask = "consent ask R --for onward --name Acme --purpose maritime-safety --copies 2 --until 2028-12-31 --reason";
    nzl.ok(&[&args(ask, item)[..], &["needed at sea"]].concat());
    // Only the originator answers.
    let grant = ["consent", "grant", item];
    assert_eq!(nzl.refused(&grant), ("REG-001".into(), 3));
    let asked = waiting(ready);
    let row = &asked["consents"][0];
    assert_eq!(row["why"], "needed at sea");
    assert_eq!(
        (&row["item"], &row["ours_to_answer"]),
        (&item.into(), &true.into())
    );
    // A stranger who reads the record finds no word of it.
    let log = nzl.run(&["log", "show"]);
    assert!(!String::from_utf8_lossy(&log.stdout).contains("needed at sea"));
    let status = jpn.ok(&["status"]);
    assert_eq!(status["agreements"][0]["duties"]["to_answer"], 1);
    let wider = args("consent grant R --copies 5", item);
    assert_eq!(jpn.refused(&wider), ("REG-007".into(), 3));
    let try_it = jpn.ok(&["--dry-run", "consent", "grant", item]);
    assert_eq!(try_it["consents"][0]["state"], "open");
    let less = args("consent grant R --copies 1 --condition", item);
    jpn.ok(&[&less[..], &["not to be copied"]].concat());
    assert_eq!(jpn.refused(&grant), ("REG-006".into(), 3));
    let granted = ready.shows(nzl, item, |v| v["consents"][0]["state"] == "granted");
    let leave = &granted["consents"][0]["granted"];
    assert_eq!(
        (&leave["copies"], &leave["conditions"][0]),
        (&1.into(), &"not to be copied".into())
    );
    // What was not narrowed is exactly what was asked.
    assert_eq!(leave["until"], "2028-12-31");
}

/// A question of another's that is refused, one that is granted and taken back, and another purpose.
fn refused_and_taken_back(ready: &Ready, item: &str) {
    let (jpn, nzl) = (&ready.pair.jpn, &ready.pair.nzl);
    let again = args(
        "consent ask R --for onward --name Bolt --purpose maritime-safety",
        item,
    );
    let bolt = args("item pass R --name Bolt --purpose maritime-safety", item);
    let grant = ["consent", "grant", item];
    let state = |n: usize, state: &str| {
        let at = format!("/consents/{n}/state");
        ready.shows(nzl, item, |v| v.pointer(&at).is_some_and(|s| s == state));
    };
    nzl.ok(&again);
    waiting(ready);
    jpn.ok(&["consent", "refuse", item]);
    state(1, "refused");
    assert_eq!(nzl.refused(&bolt), ("CONS-001".into(), 3));
    nzl.ok(&again);
    waiting(ready);
    jpn.ok(&grant);
    jpn.ok(&["consent", "withdraw", item]);
    state(2, "withdrawn");
    assert_eq!(nzl.refused(&bolt), ("REG-010".into(), 3));
    // Another purpose needs a consent of its own.
    let elsewhere = args("item use R --purpose disaster-response", item);
    assert_eq!(nzl.refused(&elsewhere), ("CONS-001".into(), 3));
    nzl.ok(&args(
        "consent ask R --for use --purpose disaster-response",
        item,
    ));
    waiting(ready);
    jpn.ok(&grant);
    state(3, "granted");
    nzl.ok(&elsewhere);
    // A party that is no partner here.
    let away = args("item pass R --to AUS --purpose maritime-safety", item);
    assert_eq!(nzl.refused(&away), ("CONS-001".into(), 3));
}

/// Until a question has arrived at JPN.
fn waiting(ready: &Ready) -> Value {
    let open = |v: &Value| v.pointer("/consents/0").is_some();
    ready.pair.jpn.until(&["consent", "list", "--open"], open)
}

#[test]
fn copies_recall_levels_and_the_end_of_an_item() {
    let mut ready = Ready::new();
    let item = ready.held(
        "plan.txt",
        &b"plaintext that must not stay".repeat(40),
        "秘",
    );
    let secret = ready.held("secret.bin", &vec![7; 200_000], "極秘");
    let (jpn, nzl) = (&ready.pair.jpn, &ready.pair.nzl);
    // Copies are free at this level until they are forbidden; a translation wants a cleared person.
    let copied = nzl.ok(&["item", "copy", &item, "--count", "2"]);
    assert_eq!(copied["copies"].as_array().unwrap().len(), 3);
    let translate = ["item", "translate", &item, "--to-lang", "en"];
    assert_eq!(nzl.refused(&translate), ("HOLD-024".into(), 5));
    nzl.ok(&[&translate[..], &["--cleared"]].concat());
    ready.shows(jpn, &item, |v| {
        v["copies"].as_array().is_some_and(|c| c.len() == 4)
    });
    jpn.ok(&["item", "forbid-copies", &item]);
    ready.shows(nzl, &item, |v| v["copies_forbidden"] == true);
    assert_eq!(nzl.refused(&["item", "copy", &item]).1, 3);
    // At the higher level it takes a consent.
    assert_eq!(nzl.refused(&["item", "copy", &secret]).1, 5);
    nzl.ok(&["consent", "ask", &secret, "--for", "copy", "--copies", "1"]);
    jpn.until(&["consent", "list", "--open"], |v| {
        v["consents"][0].is_object()
    });
    jpn.ok(&["consent", "grant", &secret]);
    ready.shows(nzl, &secret, |v| v["consents"][0]["state"] == "granted");
    nzl.ok(&["item", "copy", &secret]);
    // Recalled, and answered with what is held and who read it.
    jpn.ok(&[
        "item",
        "recall",
        &item,
        "--want",
        "destroy",
        "--by",
        "2028-01-31",
    ]);
    nzl.until(&["status"], |v| {
        v["agreements"][0]["duties"]["recalls"] == 1
    });
    nzl.ok(&["item", "answer-recall", &item, "--readers", "3"]);
    let told = ready.shows(jpn, &item, |v| v["recalls"][0]["answer"].is_object());
    let answer = &told["recalls"][0]["answer"];
    assert_eq!(
        (answer["held"].as_u64(), answer["readers"].as_u64()),
        (Some(4), Some(3))
    );
    // The holder lowers no level; the originator does, and the other side sees it struck.
    let lower = [
        "item",
        "downgrade",
        &secret,
        "--to-level",
        "秘",
        "--authority",
        "review",
    ];
    assert_eq!(nzl.refused(&lower).1, 3);
    jpn.ok(&lower);
    let seen = ready.shows(nzl, &secret, |v| v["struck"] == true);
    assert_eq!(seen["display"]["original"], "極秘 (JPN)");
    assert_eq!(seen["now"]["original"], "秘 (JPN)");
    assert_eq!(seen["now"]["equivalent"], "CONFIDENTIAL");
    let said = nzl.say("en", &["register", "show", &secret]);
    assert!(String::from_utf8_lossy(&said.stdout).contains("~極秘 (JPN)"));
    let shown = nzl.ok(&["item", "show", &secret]);
    assert_eq!(shown["now"]["equivalent"], "CONFIDENTIAL");
    nzl.ok(&["item", "apply", &secret]);
    ready.shows(jpn, &secret, |v| v["orders"][0]["applied"] == true);
    destroyed_by_two(&mut ready, &item, &secret);
    emergency_offline(&mut ready);
}

/// Destruction takes two people, and the key goes with it.
#[expect(clippy::unwrap_used, reason = "part of a test")]
fn destroyed_by_two(ready: &mut Ready, item: &str, secret: &str) {
    let (wrapped, sealed) = stored(&mut ready.pair.nzl, item);
    let nzl = &ready.pair.nzl;
    assert!(found(&nzl.home, &wrapped) && found(&nzl.home, &sealed));
    let destroy = ["item", "destroy", item, "--method", "shredded"];
    let confirm = ["--confirm", item];
    assert_eq!(nzl.refused(&destroy), ("USE-004".into(), 2));
    let alone = [&destroy[..], &confirm].concat();
    assert_eq!(nzl.refused(&alone), ("HOLD-042".into(), 5));
    let same = [&alone[..], &["--witness", "registrar"]].concat();
    assert_eq!(nzl.refused(&same), ("OFF-005".into(), 3));
    assert!(found(&nzl.home, &wrapped), "a refusal destroys nothing");
    let two = [&alone[..], &["--witness", "security-officer"]].concat();
    nzl.ok(&two);
    let out = ready.pair.path("gone.txt");
    let open = ["item", "open", item, "-o", out.to_str().unwrap()];
    assert_eq!(nzl.refused(&open), ("ITEM-010".into(), 3));
    assert_eq!(nzl.refused(&["item", "copy", item]), ("ITEM-010".into(), 3));
    assert!(!found(&nzl.home, &wrapped), "the wrapped key is gone");
    assert!(!found(&nzl.home, &sealed), "the ciphertext is gone");
    assert!(!found(&nzl.home, b"plaintext that must not stay"));
    let end = ready.shows(&ready.pair.jpn, item, |v| v["open"] == 0);
    assert_eq!(end.pointer("/copies/3/state").unwrap(), "destroyed");
    // Sent back: open here while the originator waits, closed when it has it.
    let blobs = |node: &Node| std::fs::read_dir(node.home.join("blobs")).unwrap().count();
    assert!(blobs(nzl) > 0);
    nzl.ok(&["item", "return", secret, "--by", "link"]);
    assert_eq!(blobs(nzl), 0, "its ciphertext file is removed");
    ready.pair.jpn.until(&["status"], |v| {
        v.pointer("/agreements/0/duties/returns_to_confirm") == Some(&Value::from(1))
    });
    let back = ready.pair.jpn.ok(&["item", "back", secret]);
    assert_eq!(back.pointer("/open"), Some(&Value::from(0)));
    assert!(blobs(&ready.pair.jpn) > 0, "the originator keeps its own");
}

/// One key is enough, with no node and no partner reachable; the partner learns of it.
fn emergency_offline(ready: &mut Ready) {
    let item = ready.held("burn.txt", b"to be burnt", "秘");
    ready.pair.jpn.kill();
    ready.pair.nzl.kill();
    let burn = [
        "item",
        "destroy",
        &item,
        "--method",
        "burnt",
        "--emergency",
        "--confirm",
        &item,
    ];
    ready.pair.nzl.ok(&burn);
    let out = ready.pair.path("burnt.txt");
    let open = [
        "item",
        "open",
        &item,
        "-o",
        out.to_str().unwrap_or_default(),
    ];
    assert_eq!(ready.pair.nzl.refused(&open), ("ITEM-010".into(), 3));
    ready.pair.nzl.start();
    ready.pair.jpn.start();
    ready.shows(&ready.pair.jpn, &item, |v| v["open"] == 0);
}

/// What the node stored of a release to it: wrapped key and ciphertext.
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "part of a test"
)]
fn stored(node: &mut Node, item: &str) -> (Vec<u8>, Vec<u8>) {
    let shown = node.ok(&["register", "show", item]);
    let log = LogId {
        agreement: serde_json::from_value(shown["id"].clone()).unwrap(),
        author: "JPN".parse().unwrap(),
    };
    node.kill();
    let payload = {
        let store = SqliteStore::open(&node.home.join("store")).unwrap();
        let reader = store.reader().unwrap();
        reader
            .payload(&log, shown["entry"].as_u64().unwrap())
            .unwrap()
            .unwrap()
    };
    node.start();
    let (wrapped, sealed) = entente_engine::items::split_payload(&payload).unwrap();
    (wrapped.to_vec(), sealed[..64].to_vec())
}

/// Whether bytes stand anywhere in a directory's files.
#[expect(clippy::unwrap_used, reason = "part of a test")]
fn found(dir: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return found(&path, bytes);
        }
        let Ok(content) = std::fs::read(&path) else {
            return false;
        };
        content.windows(bytes.len()).any(|w| w == bytes)
    })
}

#[test]
fn over_the_desk_in_every_form_and_never_by_its_author() {
    let ready = Ready::new();
    let item = by_its_author(&ready);
    let version = redacted(&ready, &item);
    destroyed_unreleased(&ready, &version);
    forms(&ready);
    strangers(&ready, &item);
}

const TO: [&str; 4] = ["--to", "NZL", "--purpose", "maritime-safety"];

/// Its author decides nothing, until the party tells the other that this is so here.
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "part of a test"
)]
fn by_its_author(ready: &Ready) -> String {
    let (jpn, nzl) = (&ready.pair.jpn, &ready.pair.nzl);
    let text = "（秘）First.\n\n(秘) Second, secret.\n\n(秘) Third.\n";
    let file = ready.file("memo.txt", text.as_bytes());
    let add = args(
        "item add R --title Memo --portions --as releasing-officer",
        file.to_str().unwrap(),
    );
    let added = jpn.ok(&add);
    let item = added["item"].as_str().unwrap().to_owned();
    assert_eq!(added["portions"], serde_json::json!(["秘", "秘", "秘"]));
    let with = |verb: &'static str| [&["item", verb, item.as_str()][..], &TO].concat();
    assert_eq!(jpn.refused(&with("preview")), ("REL-011".into(), 3));
    // Never below a portion.
    let low = ["item", "mark", &item, "秘", "--portion", "極秘"];
    assert_eq!(jpn.refused(&low), ("MARK-028".into(), 3));
    jpn.ok(&["item", "mark", &item, "秘"]);
    let seen = jpn.ok(&with("preview"));
    assert_eq!(seen["banner"], "秘 (JPN) / CONFIDENTIAL");
    assert_eq!(
        (&seen["title"], &seen["decision"]),
        (&"Memo".into(), &"none".into())
    );
    for (lang, form) in [("en", "electronic"), ("ja", "電子")] {
        let said = jpn.say(lang, &with("preview"));
        let said = String::from_utf8(said.stdout).unwrap();
        assert!(said.starts_with("[ 秘 (JPN) / CONFIDENTIAL ]\n"), "{said}");
        for words in [form, "秘 (JPN) ≙ CONFIDENTIAL", "Memo"] {
            assert!(said.contains(words), "{said}");
        }
    }
    jpn.ok(&with("submit"));
    let approve = ["item", "approve", &item, "--to", "NZL"];
    assert_eq!(jpn.refused(&approve), ("REL-040".into(), 3));
    assert_eq!(jpn.refused(&with("release")), ("REL-040".into(), 3));
    let waive = args(
        "agree waive R --duties author+releasing-officer --until 2028-12-31",
        &ready.id,
    );
    jpn.ok(&waive);
    let show = ["agree", "show", &ready.id];
    let shown = nzl.until(&show, |v| v["waivers"][0].is_object());
    assert_eq!(shown["waivers"][0]["duties"][0], "author+releasing-officer");
    let said = nzl.say("ja", &show);
    assert!(String::from_utf8_lossy(&said.stdout).contains("兼務の通知"));
    assert_eq!(jpn.ok(&approve)["decision"], "approved");
    item
}

/// A version with a portion left out: marked like its source until a person marks it anew; refused
/// with a reason, and so it stays as it stands.
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "part of a test"
)]
fn redacted(ready: &Ready, item: &str) -> String {
    let jpn = &ready.pair.jpn;
    let short = jpn.ok(&args("item redact R --without 2 --title Short", item));
    let version = short["item"].as_str().unwrap().to_owned();
    assert_eq!(short["portions"], serde_json::json!(["秘", "秘"]));
    assert_eq!(short["source"], serde_json::json!([item, [2]]));
    assert_eq!(short["level"], "JPN.gov.2014.hi");
    let out = ready.pair.path("short.txt");
    jpn.ok(&["item", "open", &version, "-o", out.to_str().unwrap()]);
    let text = std::fs::read_to_string(&out).unwrap();
    assert_eq!(text, "（秘）First.\n\n(秘) Third.\n");
    let more = args("item redact R --without 9", item);
    assert_eq!(jpn.refused(&more), ("PORT-003".into(), 2));
    jpn.ok(&[&["item", "submit", &version][..], &TO].concat());
    let refuse = args("item refuse R --to NZL --reason", &version);
    jpn.ok(&[&refuse[..], &["not ours to give"]].concat());
    let release = [&["item", "release", &version][..], &TO].concat();
    assert_eq!(jpn.refused(&release), ("REL-041".into(), 3));
    version
}

/// An item of ours that nobody has goes with its key, and nothing can be done with it any more.
fn destroyed_unreleased(ready: &Ready, version: &str) {
    let jpn = &ready.pair.jpn;
    let recall = args("item recall R --want return", version);
    assert_eq!(jpn.refused(&recall), ("ITEM-011".into(), 3));
    jpn.ok(&args("item destroy R --confirm R", version));
    for line in [
        "item open R -o gone",
        "item mark R 秘",
        "item redact R --without 1",
        "item preview R --to NZL",
        "item submit R --to NZL --purpose maritime-safety",
        "item approve R --to NZL",
        "item check R --to NZL",
        "item release R --to NZL --purpose maritime-safety",
    ] {
        let gone = ("ITEM-010".to_owned(), 3);
        assert_eq!(jpn.refused(&args(line, version)), gone, "{line}");
    }
}

/// Told and carried by hand: accounted for and receipted, with no content here.
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "part of a test"
)]
fn forms(ready: &Ready) {
    let (jpn, nzl) = (&ready.pair.jpn, &ready.pair.nzl);
    let oral = ready.add(&["--form", "oral", "--disclose", "--title", "Briefing"]);
    let paper = ready.add(&["--form", "document", "--copy", "1/2", "--title", "Map"]);
    let file = ready.file("map.txt", b"map");
    let path = file.to_str().unwrap();
    assert_eq!(
        jpn.refused(&["item", "add", path, "--form", "document"]),
        ("ITEM-017".into(), 2)
    );
    for (item, state) in [(&oral, "disclosed"), (&paper, "held")] {
        jpn.ok(&["item", "mark", item, "秘"]);
        ready.give(item);
        let seen = ready.shows(jpn, item, |v| v["receipt"].is_u64());
        assert_eq!(seen["copies"][0]["state"], state);
        let shown = nzl.ok(&["item", "show", item]);
        assert!(shown["title"].is_string());
    }
    assert_eq!(nzl.refused(&["item", "copy", &oral]), ("REG-015".into(), 3));
    let paper = ready.shows(nzl, &paper, |_| true);
    assert_eq!(
        (paper["form"].as_str(), paper["copy"][1].as_u64()),
        (Some("document"), Some(2))
    );
}

/// What is another's is answered as what is not there, on every way to write.
fn strangers(ready: &Ready, item: &str) {
    let (jpn, nzl) = (&ready.pair.jpn, &ready.pair.nzl);
    let with_party = [
        "item copy R",
        "item translate R --to-lang ja",
        "item derive R --extract",
        "item recall R --want return",
        "item answer-recall R --readers 1",
        "item downgrade R --to-level 秘",
        "item declassify R",
        "item intend R",
        "item apply R",
        "item return R --by link",
        "item back R",
        "item determine R --want destroy",
        "item forbid-copies R",
        "item discharge R",
        "item lost R --numbers 0",
        "item chase R",
        "item use R --purpose maritime-safety",
        "consent grant R",
        "consent refuse R",
        "consent withdraw R",
        "register show R",
        "item trace R",
        "item destroy R --method burnt --witness security-officer --confirm R",
    ];
    let alone = [
        "item submit R --to NZL --purpose maritime-safety",
        "item approve R --to NZL",
        "item refuse R --to NZL --reason no",
        "item redact R --without 1",
        "item preview R --to NZL",
        "item pass R --name Acme --purpose maritime-safety",
        "item pass R --to AUS --purpose maritime-safety",
        "consent ask R --for copy",
        "item mark R 秘",
        "receipt sign R",
        "register extract R -o nothing.jsonl",
    ];
    let missing = ("ITEM-001".to_owned(), 4);
    for line in with_party.iter().chain(&alone) {
        assert_eq!(nzl.refused(&args(line, "AUS-2026-0001")), missing, "{line}");
    }
    // There, but not with that party.
    ready.give(item);
    for line in with_party {
        for node in [jpn, nzl] {
            let foreign = [args(line, item), vec!["--to", "AUS"]].concat();
            assert_eq!(node.refused(&foreign), missing, "{line}");
        }
    }
}
