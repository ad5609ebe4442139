//! Visits, demands, requests, clearances, contracts and inspections through the real binary: what is
//! asked is complete, and what comes first comes first.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

mod common;
use common::{
    Node, Pair,
    matters::{case, day, duty, on_disk, refusal, shared},
};
use serde_json::Value;

#[test]
fn what_is_asked_is_complete_and_what_comes_first_comes_first() {
    let (pair, _id, item) = shared();
    visit(&pair);
    demand(&pair, &item);
    request(&pair, &item);
    clearance(&pair);
    contract(&pair);
    inspection(&pair);
    for node in [&pair.jpn, &pair.nzl] {
        assert!(!on_disk(&node.home, "A. Example"), "{}", node.party);
    }
}

const FORM: &str = "# two visitors
name: A. Example, B. Example
birth: 1980-01-01 Auckland, 1985-05-05 Nelson
nationality: NZL
document: LX000000, LX000001
post: Attaché
clearance: SECRET, 2028-03-31
dates: as asked
purpose: talks on maritime safety
level: 秘
places: Yokosuka
";

fn visit(pair: &Pair) {
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let (from, until) = (day(nzl, 40), day(nzl, 42));
    let file = pair.path("visit.txt");
    let form = |text: &str| std::fs::write(&file, text).unwrap();
    let asked = |from: &str, node: &Node| {
        let args = [
            "visit",
            "ask",
            "--host",
            "JPN",
            "--from",
            from,
            "--until",
            &until,
            "--level",
            "秘",
            "--purpose",
            "maritime-safety",
            "--place",
            "Yokosuka",
            "--visitors",
            "2",
            "--form",
            file.to_str().unwrap(),
        ];
        node.run(&args)
    };
    let told =
        |out: &std::process::Output| -> Value { serde_json::from_slice(&out.stdout).unwrap() };
    form(FORM);
    let out = asked(&from, nzl);
    assert_eq!(out.status.code(), Some(3));
    let problem = told(&out);
    assert_eq!(
        (&problem["code"], &problem["article"]),
        (&"VISIT-001".into(), &"10.1".into())
    );
    let left_out = problem["args"].to_string();
    assert!(
        left_out.contains("\"hosts\"") && !left_out.contains("name"),
        "{left_out}"
    );
    form(&format!("{FORM}shoes: 42\nhosts: Base command\n"));
    assert_eq!(told(&asked(&from, nzl))["code"], "CASE-009");
    form(&format!("{FORM}hosts: Base command\n"));
    let soon = asked(&day(nzl, 2), nzl);
    assert_eq!(soon.status.code(), Some(3), "three weeks are agreed");
    let out = asked(&from, nzl);
    assert!(out.status.success(), "{out:?}");
    let case = case(&told(&out));
    let show = ["visit", "show", case.as_str()];
    let seen = jpn.until(&show, |v| v["state"] == "open");
    let words = seen["acts"][0]["text"].as_str().unwrap();
    assert!(words.contains("A. Example, B. Example") && !words.contains('#'));
    assert!(duty(jpn, "answer", &case).unwrap()["due"].is_string());
    assert_eq!(
        nzl.refused(&["visit", "permit", &case]),
        ("CASE-002".into(), 3)
    );
    let late = day(nzl, 60);
    let permit = ["visit", "permit", &case, "--until", &late];
    assert_eq!(jpn.refused(&permit), ("VISIT-004".into(), 3));
    assert_eq!(jpn.ok(&["visit", "permit", &case])["state"], "granted");
    nzl.until(&show, |v| v["state"] == "granted");
    let report = ["visit", "report", &case, "--text", "It was held."];
    assert_eq!(nzl.refused(&report), ("VISIT-006".into(), 3));
    assert_eq!(jpn.ok(&["visit", "refuse", &case])["state"], "declined");
}

fn demand(pair: &Pair, item: &str) {
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let by = day(nzl, 20);
    let open = [
        "demand",
        "open",
        "--body",
        "court",
        "--item",
        item,
        "--answer-by",
        &by,
        "--text",
        "An order of the court.",
    ];
    assert_eq!(
        jpn.refused(&open),
        ("CASE-011".into(), 3),
        "JPN does not hold it"
    );
    let case = case(&nzl.ok(&open));
    let say = |verb: &'static str| ["demand", verb, case.as_str(), "--text", "As it is."];
    let tell = duty(nzl, "tell", &case).unwrap();
    assert_eq!(
        (&tell["word"], &tell["due"], &tell["standing"]),
        (&"immediately".into(), &Value::Null, &"open".into())
    );
    // Waiting, not refused for good: the originator has to be told first.
    let first = refusal(nzl, &say("done"));
    assert_eq!(first, ("HOLD-060".into(), 5, "6.2".into()));
    nzl.ok(&say("tell"));
    assert_eq!(refusal(nzl, &say("done")).1, 5, "told, not yet heard");
    jpn.until(&["demand", "show", &case], |v| {
        v["acts"].as_array().is_some_and(|a| a.len() == 2)
    });
    assert!(duty(jpn, "hear", &case).is_some());
    let close = ["demand", "close", case.as_str()];
    assert_eq!(refusal(jpn, &close), ("CASE-002".into(), 3, "6.2".into()));
    jpn.ok(&say("heard"));
    nzl.until(&["demand", "show", &case], |v| {
        v["acts"].as_array().is_some_and(|a| a.len() == 3)
    });
    nzl.ok(&say("done"));
    assert_eq!(nzl.ok(&close)["state"], "closed");
}

fn request(pair: &Pair, item: &str) {
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let new = |more: &[&str]| {
        let args = [
            "request",
            "new",
            "--purpose",
            "maritime-safety",
            "--text",
            "Tracks of October.",
        ];
        let args: Vec<&str> = args.into_iter().chain(more.iter().copied()).collect();
        nzl.run(&args)
    };
    let third = new(&["--originator", "AUS"]);
    assert_eq!(
        third.status.code(),
        Some(3),
        "what a third made is not asked for"
    );
    let ask = || {
        let out = new(&[]);
        assert!(out.status.success(), "{out:?}");
        let case = case(&serde_json::from_slice(&out.stdout).unwrap());
        let show = ["request", "show", case.as_str()];
        assert_eq!(
            jpn.until(&show, |v| v["state"] == "open")["acts"][0]["text"],
            "Tracks of October."
        );
        case
    };
    let refused = ask();
    assert_eq!(
        nzl.refused(&["request", "answer", &refused, "--refuse"]),
        ("CASE-002".into(), 3)
    );
    assert_eq!(
        jpn.ok(&["request", "answer", &refused, "--refuse"])["state"],
        "declined"
    );
    let seen = nzl.until(&["request", "show", &refused], |v| v["state"] == "declined");
    assert!(
        seen["acts"][1].get("text").is_none(),
        "no reason is asked for"
    );
    let met = ask();
    jpn.ok(&["request", "answer", &met, "--item", item]);
    let seen = nzl.until(&["request", "show", &met], |v| v["state"] == "granted");
    assert_eq!(seen["acts"][1]["items"][0], item);
    let back = ask();
    assert_eq!(
        nzl.ok(&["request", "withdraw", &back])["state"],
        "withdrawn"
    );
    let rows = nzl.ok(&["request", "list"])["cases"].clone();
    let rows: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["case"].as_str().unwrap())
        .collect();
    assert_eq!(rows, [&refused, &met, &back]);
    assert_eq!(
        nzl.ok(&["request", "list", "--open"])["cases"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

fn clearance(pair: &Pair) {
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let asked = nzl.ok(&["clearance", "ask", "--level", "秘", "--text", "A. Example"]);
    let case_id = case(&asked);
    jpn.until(&["clearance", "show", &case_id], |v| v["state"] == "open");
    let clock = duty(jpn, "answer", &case_id).unwrap();
    assert_eq!(
        (&clock["within"], &clock["article"]),
        (&"P30D".into(), &"6.3".into())
    );
    let confirm = ["clearance", "confirm", case_id.as_str()];
    assert_eq!(jpn.refused(&confirm), ("CASE-010".into(), 3));
    let until = day(jpn, 400);
    let yes = jpn.ok(&["clearance", "confirm", &case_id, "--until", &until]);
    assert_eq!(
        (&yes["state"], &yes["until"]),
        (&"granted".into(), &until.as_str().into())
    );
    let ended = case(&nzl.ok(&["clearance", "ended", "--text", "A. Example"]));
    jpn.until(&["clearance", "show", &ended], |v| v["state"] == "open");
    assert!(duty(jpn, "acknowledge", &ended).is_some());
    assert_eq!(
        jpn.ok(&["clearance", "acknowledge", &ended])["state"],
        "closed"
    );
    nzl.until(&["clearance", "show", &ended], |v| v["state"] == "closed");
}

fn contract(pair: &Pair) {
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let guide = pair.path("guide.txt");
    std::fs::write(&guide, b"the guide").unwrap();
    let new = |level: &str, more: &[&str]| {
        let args = [
            "contract",
            "new",
            "--firm",
            "Example Marine Ltd",
            "--level",
            level,
            "--facility",
            "FSC-77",
            "--guide",
            guide.to_str().unwrap(),
        ];
        let args: Vec<&str> = args.into_iter().chain(more.iter().copied()).collect();
        jpn.run(&args)
    };
    let told =
        |out: &std::process::Output| -> Value { serde_json::from_slice(&out.stdout).unwrap() };
    let first = new("秘", &[]);
    assert!(first.status.success(), "{first:?}");
    let first = case(&told(&first));
    let sub = ["--under", first.as_str()];
    assert_eq!(told(&new("秘", &sub))["code"], "CON-008", "not confirmed");
    nzl.until(&["contract", "show", &first], |v| v["state"] == "open");
    let until = day(nzl, 300);
    nzl.ok(&["contract", "confirm", &first, "--until", &until]);
    let seen = jpn.until(&["contract", "show", &first], |v| v["state"] == "granted");
    let digest = entente_model::Digest::of(&[b"the guide"]).hex();
    assert_eq!(seen["about"]["guide"], digest.as_str());
    assert!(duty(nzl, "inspect-firm", &first).is_some());
    assert_eq!(told(&new("極秘", &sub))["code"], "CON-007");
    let second = new("秘", &sub);
    assert!(second.status.success(), "{second:?}");
    assert_eq!(told(&second)["about"]["under"], first.as_str());
    nzl.ok(&["contract", "done", &first, "--text", "Inspected."]);
    assert_eq!(jpn.ok(&["contract", "close", &first])["state"], "closed");
}

fn inspection(pair: &Pair) {
    let (jpn, nzl) = (&pair.jpn, &pair.nzl);
    let (past, on) = (day(jpn, -1), day(jpn, 45));
    let open = |on: &str, trigger: &str| {
        let args = [
            "inspect",
            "open",
            "--on",
            on,
            "--trigger",
            trigger,
            "--text",
            "The registry.",
        ];
        jpn.run(&args)
    };
    let code = |out: &std::process::Output| -> Value {
        serde_json::from_slice::<Value>(&out.stdout).unwrap()["code"].clone()
    };
    assert_eq!(
        code(&open(&on, "level-raise")),
        "VISIT-003",
        "not named in the agreement"
    );
    assert_eq!(code(&open(&past, "major-change")), "VISIT-005");
    let opened = open(&on, "major-change");
    assert!(opened.status.success(), "{opened:?}");
    let case = case(&serde_json::from_slice(&opened.stdout).unwrap());
    nzl.until(&["inspect", "show", &case], |v| {
        v["about"]["visit"] == on.as_str()
    });
    let finding = ["inspect", "finding", &case, "--text", "A gap."];
    assert_eq!(jpn.refused(&finding), ("VISIT-006".into(), 3));
    assert_eq!(nzl.refused(&finding), ("CASE-002".into(), 3));
    assert_eq!(
        jpn.ok(&["inspect", "withdraw", &case])["state"],
        "withdrawn"
    );
}
