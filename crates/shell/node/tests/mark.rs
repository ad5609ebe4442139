//! Markings through the program itself: JSON for machines, lines for people, in both languages.

mod common;
use common::ENTENTE;
use serde_json::Value;
use std::process::Command;

const MODEL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../instruments/jpn-nzl-model"
);

/// Standard output, and the exit status.
#[expect(clippy::unwrap_used, reason = "part of tests")]
fn run(args: &[&str]) -> (String, i32) {
    let out = Command::new(ENTENTE)
        .arg("mark")
        .args(args)
        .args(["--instrument", MODEL])
        .env("COLUMNS", "100")
        .env_remove("LANG")
        .env_remove("LC_ALL")
        .env_remove("ENTENTE_NODE")
        .env_remove("ENTENTE_KEY_FILE")
        .output()
        .unwrap();
    (
        String::from_utf8(out.stdout).unwrap(),
        out.status.code().unwrap(),
    )
}

#[expect(clippy::unwrap_used, reason = "part of tests")]
fn json(args: &[&str]) -> (Value, i32) {
    let mut all = args.to_vec();
    all.push("--json");
    let (out, status) = run(&all);
    (serde_json::from_str(&out).unwrap(), status)
}

#[test]
fn shown_as_json() {
    let (v, status) = json(&["check", "秘", "--from", "JPN", "--to", "NZL"]);
    assert_eq!(status, 0);
    assert_eq!(v["outcome"], "shown");
    assert_eq!(v["canonical"], "秘");
    assert_eq!(v["equivalent"], "CONFIDENTIAL");
    assert_eq!(v["display"][0], "秘 (JAPAN)");
    assert_eq!(
        v["display"][1],
        "CONFIDENTIAL equivalent – jpn-nzl-model Annex A.1"
    );
    assert_eq!(v["article"], "A.1");
    assert_eq!(v["label"]["level"], "JPN.gov.2014.hi");
    for key in ["code", "decider", "next"] {
        assert_eq!(v[key], Value::Null, "{key}");
    }
    let (v, _) = json(&["check", "SECRET", "--from", "NZL", "--to", "JPN"]);
    assert_eq!(v["display"][1], "極秘に相当 – jpn-nzl-model 附属書A.1");
    let (v, _) = json(&[
        "check",
        "TLP: amber + strict SECRET",
        "--from",
        "NZL",
        "--to",
        "JPN",
    ]);
    assert_eq!(v["display"][0], "SECRET (NEW ZEALAND)");
    assert_eq!(v["display"][2], "TLP:AMBER+STRICT");
}

/// Arguments of `mark check`, with the code and exit status they end in.
const REFUSED: [(&str, &str, i32); 16] = [
    ("TOP SECRET|--from|NZL|--to|JPN", "REL-014", 3),
    ("SECRET|--from|JPN|--to|NZL|--state|signed", "REL-001", 3),
    (
        "極秘|--from|JPN|--to|NZL|--state|signed:2999-01-01",
        "REL-002",
        3,
    ),
    ("極秘|--from|JPN|--to|NZL|--state|ended", "MARK-018", 3),
    (
        "極秘|--from|JPN|--to|NZL|--state|ended:2020-01-01",
        "REL-003",
        3,
    ),
    (
        "SECRET|--from|JPN|--to|NZL|--state|suspended:NZL:NV-7",
        "MARK-017",
        3,
    ),
    (
        "極秘|--from|JPN|--to|NZL|--state|suspended:JPN",
        "REL-015",
        3,
    ),
    ("NZEO REL TO JPN|--from|NZL", "MARK-019", 3),
    ("SECRET REL TO UK|--from|NZL", "MARK-023", 3),
    ("機密|--from|JPN", "MARK-014", 3),
    ("PROTECTED|--from|AUS|--to|NZL", "MARK-011", 3),
    ("SECRET|--from|NZL|--portion|(C)", "MARK-029", 5),
    ("CONFIDENTIAL|--from|NZL|--portion|(S)", "MARK-028", 3),
    ("秘|--from|JPN|--to|AUS|--by|NZL", "HOLD-010", 3),
    ("|--from|NZL", "MARK-004", 3),
    ("SEC\u{202e}RET|--from|NZL", "MARK-002", 3),
];

#[test]
fn refused_as_json() {
    for (args, code, exit) in REFUSED {
        let mut all = vec!["check"];
        all.extend(args.split('|'));
        let (v, status) = json(&all);
        assert_eq!((v["code"].as_str(), status), (Some(code), exit), "{args}");
        let outcome = if exit == 5 { "needs" } else { "refused" };
        assert_eq!(v["outcome"], outcome);
        for key in ["message", "next"] {
            let said = v[key].as_str().unwrap_or_default();
            assert!(
                !said.is_empty() && !said.contains("{ $"),
                "{args} {key}: {said}"
            );
        }
        all.extend(["--lang", "ja"]);
        let (v, _) = json(&all);
        let said = v["message"].as_str().unwrap_or_default();
        let kana = |c: char| ('\u{3040}'..'\u{30ff}').contains(&c);
        assert!(said.contains(kana), "{said}");
    }
}

#[test]
fn consents_legacy_and_holdings() {
    let base = [
        "check",
        "秘",
        "--from",
        "JPN",
        "--to",
        "NZL",
        "--at",
        "2026-11-25",
    ];
    let with = |more: &[&str]| {
        let mut args = base.to_vec();
        args.extend(more);
        json(&args)
    };
    let (v, status) = with(&["--consent", "AUS:2026-11-24"]);
    assert_eq!((v["code"].as_str(), status), (Some("MARK-031"), 3));
    let said = v["message"].as_str().unwrap_or_default();
    assert!(
        said.contains("Asia/Tokyo") && said.contains("Pacific/Auckland"),
        "{said}"
    );
    assert_eq!(with(&["--consent", "AUS:2026-11-25"]).1, 0);
    let body = ["--consent", "AUS:2027-01-01:NZL MoD", "--reader", "police"];
    assert_eq!(with(&body).0["code"], "MARK-032");
    assert_eq!(with(&["--state", "ended:2026-10-01", "--held"]).1, 0);
    assert_eq!(json(&["check", "機密", "--from", "JPN", "--legacy"]).1, 0);
    let codeword = ["check", "SECRET KIWI", "--from", "NZL"];
    assert_eq!(json(&codeword).0["code"], "MARK-005");
    let known = [
        "check",
        "SECRET KIWI",
        "--from",
        "NZL",
        "--codeword",
        "kiwi",
    ];
    assert_eq!(json(&known).0["label"]["codewords"][0], "KIWI");
    assert_eq!(
        run(&["check", "秘", "--from", "JPN", "--state", "sleeping"]).1,
        2
    );
}

#[test]
fn banner_of_portions() {
    let portions = ["--portion", "(S REL JPN,NZL)", "--portion", "(S REL NZL)"];
    let mut args = vec!["check", "--from", "NZL"];
    args.extend(portions);
    assert_eq!(json(&args).0["banner"], "SECRET REL TO NZL");
    let mut args = vec!["check", "SECRET", "--from", "NZL"];
    args.extend(portions);
    assert_eq!(json(&args).0["banner"], "SECRET REL TO NZL");
}

#[test]
fn rendered() {
    let render = |args: &[&str]| {
        let mut all = vec!["render"];
        all.extend(args);
        run(&all).0
    };
    let rel = ["REL TO USA NZL AUS", "--from", "NZL", "--style"];
    for (style, text) in [
        ("usa", "REL TO USA, AUS, NZL\n"),
        ("aus", "REL AUS/NZL/USA\n"),
    ] {
        let mut args = rel.to_vec();
        args.push(style);
        assert_eq!(render(&args), text);
    }
    let xml = render(&[
        "極秘 REL TO NZL",
        "--from",
        "JPN",
        "--to",
        "NZL",
        "--format",
        "4774",
    ]);
    assert!(
        xml.contains("alternativeConfidentialityLabel") && xml.contains("PERMISSIVE"),
        "{xml}"
    );
    let ocl = render(&["極秘", "--from", "JPN", "--format", "5636"]);
    assert!(
        ocl.starts_with("{\"ocl\":{\"pol\":\"JPN.gov.2014\",\"cls\":\"極秘\""),
        "{ocl}"
    );
}

/// What people read, word for word.
#[test]
fn text() {
    let mut all = String::new();
    let asked: [&[&str]; 10] = [
        &["check", "秘", "--from", "JPN", "--to", "NZL"],
        &["check", "特定秘密", "--from", "JPN", "--to", "NZL"],
        &["check", "SECRET", "--from", "NZL", "--to", "JPN"],
        &[
            "check",
            "TLP: amber RESTRICTED",
            "--from",
            "NZL",
            "--to",
            "JPN",
        ],
        &["check", "TOP SECRET", "--from", "NZL", "--to", "JPN"],
        &["check", "SECRET NZEO REL TO JPN", "--from", "NZL"],
        &["check", "SECRET REL TO NZA", "--from", "NZL"],
        &["check", "TLP:赤", "--from", "NZL"],
        &[
            "check",
            "SECRET",
            "--from",
            "NZL",
            "--portion",
            "(C REL TO JPN)",
        ],
        &["explain", "SECRET REL TO FVEY", "--from", "NZL"],
    ];
    for args in asked {
        for lang in ["en", "ja"] {
            let mut args = args.to_vec();
            args.extend(["--lang", lang]);
            let (out, status) = run(&args);
            all += &format!("$ entente mark {}\n{out}[{status}]\n", args.join(" "));
        }
    }
    insta::assert_snapshot!(all);
}

/// The words of a command line, double quotes undone.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(index, part)| {
            if index % 2 == 1 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        })
        .collect()
}

/// Every sample of the guide is what the program says.
#[test]
fn guide() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../..");
    let mut samples = 0;
    for lang in ["en", "ja"] {
        let page = std::fs::read_to_string(format!("{root}/docs/guide/marking.{lang}.md")).unwrap();
        for block in page.split("```").skip(1).step_by(2) {
            for sample in block.split("$ entente ").skip(1) {
                let (line, said) = sample.split_once('\n').unwrap();
                let out = Command::new(ENTENTE)
                    .args(words(line))
                    .current_dir(root)
                    .env_remove("LANG")
                    .env_remove("LC_ALL")
                    .output()
                    .unwrap();
                assert_eq!(String::from_utf8(out.stdout).unwrap(), said, "{line}");
                samples += 1;
            }
        }
    }
    assert_eq!(samples, 12);
}
