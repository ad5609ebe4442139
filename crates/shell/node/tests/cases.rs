//! Incidents and disputes through the real binary: from suspicion to closing by the originator, and
//! both accounts with what proves them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

mod common;
use common::{
    ENTENTE, Node, Pair,
    matters::{case, day, duty, on_disk, refusal, shared},
};
use serde_json::Value;
use std::{path::Path, process::Command};

const SUSPICION: &str = "The second copy is not in the safe of the registry.";
const REPORT: &str = "所在を確認しました。誤って別の棚に置かれていました。";
const OURS: &str = "Our watch read the notice on Tuesday.";
const THEIRS: &str = "通知は月曜日に届いていました。";

/// The agreement's words are actual and suspected; an item nobody released is nowhere.
fn reported(nzl: &Node, item: &str) -> String {
    let on = day(nzl, 0);
    let report = |item: &str, kind: &str| {
        let args = [
            "incident", "report", "--item", item, "--kind", kind, "--on", &on, "--text", SUSPICION,
        ];
        nzl.run(&args)
    };
    let code = |out: &std::process::Output| {
        let problem: Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
        (
            problem["code"].as_str().unwrap_or_default().to_owned(),
            out.status.code(),
        )
    };
    assert_eq!(code(&report(item, "possible")), ("INC-002".into(), Some(3)));
    assert_eq!(
        code(&report("JPN-2026-0999", "actual")),
        ("ITEM-001".into(), Some(4))
    );
    let opened = report(item, "suspected");
    assert!(opened.status.success(), "{opened:?}");
    let opened: Value = serde_json::from_slice(&opened.stdout).unwrap();
    assert_eq!(
        (&opened["state"], &opened["items"][0]),
        (&"open".into(), &item.into())
    );
    case(&opened)
}

#[test]
fn an_incident_from_suspicion_to_closing_by_the_originator() {
    let (pair, id, item) = shared();
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let case = reported(nzl, &item);
    let say = |node: &Node, verb: &str| {
        let args = ["incident", verb, &case, "--text", REPORT];
        node.ok(&args)
    };
    let no = |node: &Node, verb: &str| refusal(node, &["incident", verb, &case, "--text", REPORT]);
    let show = ["incident", "show", case.as_str()];
    let seen = jpn.until(&show, |v| v["acts"][0]["text"] == SUSPICION);
    assert_eq!(seen["acts"][0]["official"], "security-officer");
    // The report's clock runs for the holder, by the agreed number.
    let clock = duty(nzl, "report", &case).unwrap();
    assert_eq!(
        (&clock["within"], &clock["article"]),
        (&"P30D".into(), &"9.2".into())
    );
    assert_eq!(clock["standing"], "open");
    assert!(clock["due"].is_string() && duty(jpn, "report", &case).is_none());
    // The final report comes after a first one; the holder contains, nobody else.
    assert_eq!(
        no(nzl, "report-final"),
        ("CASE-006".into(), 3, "9.1".into())
    );
    assert_eq!(no(jpn, "contain"), ("CASE-002".into(), 3, "9.1".into()));
    for verb in ["contain", "notify", "report-final", "measures"] {
        say(nzl, verb);
    }
    assert!(duty(nzl, "report", &case).is_none());
    jpn.until(&show, |v| {
        v["acts"].as_array().is_some_and(|a| a.len() == 5)
    });
    say(jpn, "damage");
    // The holder's word is consent: the originator closes.
    let close = ["incident", "close", case.as_str()];
    let left = nzl.ok(&close);
    assert_eq!(
        (&left["state"], &left["closed_by"][0]),
        (&"open".into(), &"NZL".into())
    );
    assert_eq!(left["next"][0]["by"], "JPN");
    assert_eq!(left["next"][0]["article"], "9.2");
    assert_eq!(refusal(nzl, &close).0, "CASE-004");
    jpn.until(&show, |v| v["closed_by"][0] == "NZL");
    assert_eq!(duty(jpn, "close", &case).unwrap()["article"], "9.2");
    assert_eq!(jpn.ok(&close)["state"], "closed");
    assert!(duty(jpn, "close", &case).is_none());
    nzl.until(&show, |v| v["state"] == "closed");
    assert_eq!(no(nzl, "contain").1, 8, "what is over is over");
    let open = ["incident", "list", "--open"];
    assert_eq!(nzl.ok(&open)["cases"].as_array().unwrap().len(), 0);
    say(nzl, "reopen");
    assert_eq!(nzl.ok(&open)["cases"][0]["case"], case.as_str());
    people_read(nzl, &case);
    strangers(&pair, &id, &case);
    for node in [jpn, nzl] {
        for words in [SUSPICION, REPORT] {
            assert!(
                !on_disk(&node.home, words),
                "{} keeps {words} in clear",
                node.party
            );
        }
    }
}

/// In both languages, with the words opened and the clocks.
fn people_read(nzl: &Node, case: &str) {
    let show = ["incident", "show", case];
    for (lang, words) in [("en", "it is suspected"), ("ja", "被害の評価")] {
        let said = nzl.say(lang, &show);
        let said = String::from_utf8(said.stdout).unwrap();
        assert!(
            said.contains(words) && said.contains(SUSPICION) && said.contains(REPORT),
            "{said}"
        );
    }
    let said = String::from_utf8(nzl.say("ja", &show).stdout).unwrap();
    for line in [
        "  根拠                   第9.1条\n",
        "  判明していること: 疑いがある\n",
        "  NZL  発信者に知らせる（直ちに、24時間以内、期限 ",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let said = String::from_utf8(nzl.say("en", &["status"]).stdout).unwrap();
    assert!(
        said.contains("within 30 days") && said.contains(case),
        "{said}"
    );
}

/// A case of another agreement, an act that is no case and one that is nowhere: one answer.
fn strangers(pair: &Pair, id: &str, case: &str) {
    let nzl = &pair.nzl;
    let missing = ("CASE-001".to_owned(), 4);
    for other in ["NZL-99999", "JPN-0", "AUS-1"] {
        assert_eq!(
            nzl.refused(&["incident", "show", other]),
            missing,
            "{other}"
        );
        let close = ["incident", "close", other];
        assert_eq!(nzl.refused(&close), missing, "{other}");
    }
    let second = pair.propose();
    nzl.until(&["agree", "show", &second], |v| v["stage"] == "negotiating");
    let elsewhere = ["incident", "show", case, "--agreement", &second];
    assert_eq!(nzl.refused(&elsewhere), missing);
    nzl.ok(&["incident", "show", case, "--agreement", id]);
    nzl.ok(&["incident", "show", case]);
    assert_eq!(
        nzl.refused(&["visit", "show", case]),
        ("CASE-012".into(), 2)
    );
    assert_eq!(
        nzl.refused(&["incident", "show", "12"]),
        ("USE-002".into(), 2)
    );
    let dry = ["--dry-run", "incident", "close", case];
    assert_eq!(nzl.refused(&dry), ("USE-006".into(), 2));
}

#[test]
fn a_dispute_keeps_both_accounts_and_proves_them() {
    let (pair, id, item) = shared();
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let signed = |args: &[&'static str], more: &[&str]| -> Vec<String> {
        let all = args.iter().copied().chain(more.iter().copied());
        let all = all.chain(["--as", "signatory-1"]);
        all.map(str::to_owned).collect()
    };
    let ok = |node: &Node, args: Vec<String>| {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        node.ok(&args)
    };
    let no = |node: &Node, args: Vec<String>| {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        refusal(node, &args)
    };
    let open = |article: &str, more: &[&'static str]| {
        let named = [
            "--article",
            article,
            "--item",
            &item,
            "--text",
            "We differ.",
        ];
        let more: Vec<&str> = named.into_iter().chain(more.iter().copied()).collect();
        signed(&["dispute", "open"], &more)
    };
    assert_eq!(no(nzl, open("77.7", &[])).0, "AGREE-010");
    let case = case(&ok(nzl, open("5.2", &[])));
    jpn.until(&["dispute", "show", &case], |v| v["state"] == "open");
    let agree = || signed(&["dispute", "agree"], &[&case, "--text", "That it came."]);
    assert_eq!(no(jpn, agree()), ("CASE-006".into(), 3, "11.1".into()));
    ok(
        nzl,
        signed(&["dispute", "account"], &[&case, "--text", OURS]),
    );
    ok(
        jpn,
        signed(&["dispute", "account"], &[&case, "--text", THEIRS]),
    );
    let show = ["dispute", "show", case.as_str()];
    let both = |v: &Value| v["accounts"].as_array().is_some_and(|a| a.len() == 2);
    jpn.until(&show, both);
    ok(jpn, agree());
    let agreed = |v: &Value| both(v) && v["acts"].as_array().is_some_and(|a| a.len() == 4);
    let seen: Vec<Value> = [jpn, nzl]
        .map(|node| node.until(&show, agreed)["accounts"].clone())
        .into();
    assert_eq!(seen[0], seen[1]);
    let texts: Vec<&str> = seen[0]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["text"].as_str().unwrap())
        .collect();
    assert!(
        texts.contains(&OURS) && texts.contains(&THEIRS),
        "{texts:?}"
    );
    // No duty rests on a dispute; closed by one it stays open.
    let close = || signed(&["dispute", "close"], &[&case]);
    assert_eq!(ok(jpn, close())["state"], "open");
    assert_eq!(no(jpn, close()).0, "CASE-004");
    pair.settle(&id);
    bundle(&pair, &case);
    assert_eq!(ok(nzl, close())["state"], "closed");
    jpn.until(&show, |v| v["state"] == "closed");
    for node in [jpn, nzl] {
        for words in [OURS, THEIRS] {
            assert!(
                !on_disk(&node.home, words),
                "{} keeps {words} in clear",
                node.party
            );
        }
    }
}

/// Both accounts in clear, and the records beside them that anybody can verify.
fn bundle(pair: &Pair, case: &str) {
    let dir = pair.path("dispute");
    let make = ["dispute", "evidence", case, "-o", dir.to_str().unwrap()];
    pair.nzl.ok(&make);
    assert_eq!(pair.nzl.refused(&make), ("ITEM-006".into(), 2));
    let read = |name: &str| std::fs::read_to_string(dir.join(name)).unwrap();
    for file in ["case.json", "README.en.txt", "README.ja.txt"] {
        let text = read(file);
        assert!(
            text.contains(OURS) && text.contains(THEIRS),
            "{file}: {text}"
        );
    }
    let told: Value = serde_json::from_str(&read("case.json")).unwrap();
    assert_eq!(told["accounts"].as_array().unwrap().len(), 2);
    let keys = pair.path("keys");
    std::fs::create_dir(&keys).unwrap();
    for node in [&pair.jpn, &pair.nzl] {
        let card = keys.join(format!("{}.card", node.party));
        node.ok(&["party", "card", "-o", card.to_str().unwrap()]);
    }
    let records = dir.join("records.evidence");
    let verify = |file: &Path| {
        let out = Command::new(ENTENTE)
            .args(["--json", "verify"])
            .arg(file)
            .arg("--keys")
            .arg(&keys)
            .output()
            .unwrap();
        let told: Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
        (out.status.code(), told)
    };
    let (status, verified) = verify(&records);
    assert_eq!((status, &verified["anchored"]), (Some(0), &true.into()));
    // Every act of the case is one of the verified acts.
    let events = verified["events"].as_array().unwrap();
    for act in told["acts"].as_array().unwrap() {
        let there = |e: &&Value| e["party"] == act["by"] && e["n"] == act["n"];
        assert_eq!(events.iter().find(there).unwrap()["deed"], "case", "{act}");
    }
    let mut bytes = std::fs::read(&records).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let changed = pair.path("changed.evidence");
    std::fs::write(&changed, bytes).unwrap();
    assert_eq!(verify(&changed).0, Some(6));
    let parties = [&pair.jpn, &pair.nzl].map(|node| on_disk(&node.home, OURS));
    assert_eq!(parties, [false, false]);
}

/// Every noun says what it is for, with examples, and every verb explains itself.
#[test]
fn every_command_has_help() {
    let help = |args: &[&str]| {
        let out = Command::new(ENTENTE)
            .args(args)
            .arg("--help")
            .output()
            .unwrap();
        assert!(out.status.success(), "{args:?}");
        String::from_utf8(out.stdout).unwrap()
    };
    let nouns = [
        (
            "incident",
            "report notify contain damage report-final measures help close reopen",
        ),
        (
            "inspect",
            "open permit refuse withdraw finding measures final close reopen",
        ),
        ("visit", "ask permit refuse withdraw report close"),
        ("contract", "new confirm refuse withdraw finding done close"),
        ("demand", "open tell heard consent refuse done close reopen"),
        ("dispute", "open account agree close reopen evidence"),
        ("request", "new answer withdraw"),
        ("clearance", "ask confirm refuse withdraw ended acknowledge"),
    ];
    for (noun, verbs) in nouns {
        let page = help(&[noun]);
        let example = format!("entente {noun} ");
        assert!(
            page.contains("Examples:") && page.contains(&example),
            "{page}"
        );
        for verb in verbs.split(' ').chain(["list", "show"]) {
            assert!(
                page.contains(&format!("\n  {verb} ")),
                "{noun} {verb}: {page}"
            );
            assert!(help(&[noun, verb]).contains("Usage:"));
        }
    }
}
