//! What a party publishes, through the real binary: drafted, approved by two, signed, written as
//! pages, verified by anybody, and told apart from what was altered.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of a test: a failure here fails the test"
)]

mod common;
use common::{ENTENTE, Pair};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

const DAY: i64 = 86_400;

/// Seconds from the machine's clock to noon of the first of July of the next year but one.
fn to_july(pair: &Pair) -> (u32, i16) {
    let now: entente_model::time::Date = now(pair).parse().unwrap();
    let year = now.year() + 2;
    let july: entente_model::time::Date = format!("{year}-07-01").parse().unwrap();
    let days = i64::from(now.until(july).unwrap().get_days());
    (u32::try_from(days * DAY).unwrap(), year)
}

fn now(pair: &Pair) -> String {
    let status = pair.jpn.ok(&["status"]);
    status["now"]
        .as_str()
        .unwrap()
        .get(..10)
        .unwrap()
        .to_owned()
}

/// Two nodes with an agreement in force, seven items given, three of them receipted; a year later.
struct Story {
    pair: Pair,
    id: String,
    year: String,
    statement: String,
    keys: PathBuf,
    public: PathBuf,
}

fn story() -> Story {
    let mut pair = Pair::start();
    pair.pair();
    let id = pair.agree();
    let (july, year) = to_july(&pair);
    pair.ahead(july);
    let file = pair.path("f.txt");
    std::fs::write(&file, b"content").unwrap();
    let items: Vec<String> = (0..7).map(|_| pair.release(&file)).collect();
    pair.nzl.until(&["receipt", "list"], |v| {
        v["due"]
            .as_array()
            .is_some_and(|d| d.iter().filter(|r| r["arrived"] == true).count() == items.len())
    });
    let three = [&["receipt", "sign"][..], &[&items[0], &items[1], &items[2]]].concat();
    pair.nzl.ok(&three);
    pair.settle(&id);
    let running = ["statement", "draft", "--year", &year.to_string(), "--all"];
    // The year is not over.
    assert_eq!(pair.jpn.refused(&running), ("STAT-006".into(), 5));
    pair.ahead(july + 300 * 86_400);
    let keys = pair.path("keys");
    std::fs::create_dir(&keys).unwrap();
    std::fs::copy(pair.path("JPN.card"), keys.join("JPN.card")).unwrap();
    let (public, year) = (pair.path("public"), year.to_string());
    Story {
        statement: format!("{year}-statistics"),
        pair,
        id,
        year,
        keys,
        public,
    }
}

impl Story {
    fn jpn(&self, args: &[&str]) -> Value {
        self.pair.jpn.ok(args)
    }

    fn refused(&self, args: &[&str]) -> (String, i32) {
        self.pair.jpn.refused(args)
    }

    fn approve(&self, id: &str, official: &str) -> Value {
        let digest = self.jpn(&["statement", "show", id])["digest"]
            .as_str()
            .unwrap()
            .to_owned();
        self.jpn(&[
            "statement",
            "approve",
            id,
            "--digest",
            &digest,
            "--official",
            official,
        ])
    }

    fn publish(&self) -> Value {
        self.jpn(&["statement", "publish", "-o", self.public.to_str().unwrap()])
    }

    fn file(&self, name: &str) -> PathBuf {
        self.public.join(name)
    }

    /// Verified with no node: exit status, and the answer or the problem.
    fn verify(&self, file: &Path, rest: &[&str]) -> (Option<i32>, Value) {
        let out = Command::new(ENTENTE)
            .args(["--json", "--lang", "en", "--node", "nowhere", "verify"])
            .arg(file)
            .arg("--keys")
            .arg(&self.keys)
            .args(rest)
            .output()
            .unwrap();
        (
            out.status.code(),
            serde_json::from_slice(&out.stdout).unwrap_or_default(),
        )
    }

    fn verified_code(&self, file: &Path, rest: &[&str]) -> (Option<i32>, String) {
        let (status, said) = self.verify(file, rest);
        (status, said["code"].as_str().unwrap_or("ok").to_owned())
    }
}

#[test]
fn counts_are_approved_by_two_published_and_verified() {
    let story = story();
    let draft = ["statement", "draft", "--year", &story.year];
    let year = story.year.as_str();
    let with = |rest: &[&'static str]| [&["statement", "draft", "--year", year], rest].concat();
    // Every signed agreement is named: shown, or left out for a reason.
    assert_eq!(story.refused(&draft), ("STAT-007".into(), 2));
    assert_eq!(
        story.refused(&with(&["--all", "--under", "2"])),
        ("STAT-012".into(), 2)
    );
    let drafted = story.jpn(&with(&["--all"]));
    let says = &drafted["publication"]["says"]["statistics"];
    // Seven given; of three receipted nothing is said but that they are few; none received.
    let cells = json!([
        {"is": 7}, "withheld", "withheld", {"is": 0}, {"is": 0}, {"is": 0},
        // Consents, recalls, destructions, incidents.
        {"is": 0}, {"is": 0}, {"is": 0}, {"is": 0}, {"is": 0},
    ]);
    assert_eq!(says["rows"][0]["cells"], cells, "{says:#}");
    assert_eq!(says["rows"][0]["zone"], "Asia/Tokyo");
    approvals(&story);
    let publish = ["statement", "publish", "-o", story.public.to_str().unwrap()];
    let dry = story.jpn(&[&publish[..], &["--dry-run"]].concat());
    assert!(!story.public.exists());
    let published = story.publish();
    assert_eq!(dry["files"], published["files"]);
    // What is published stays.
    assert_eq!(story.refused(&with(&["--all"])), ("STAT-005".into(), 3));
    assert_eq!(
        story.refused(&["statement", "discard", &story.statement]),
        ("STAT-005".into(), 3)
    );
    verified(&story);
    pages(&story);
    the_other_side_counts_the_same(&story);
}

/// Who may approve, and what.
fn approvals(story: &Story) {
    let id = story.statement.as_str();
    let digest = story.jpn(&["statement", "show", id])["digest"]
        .as_str()
        .unwrap()
        .to_owned();
    let approve = |digest: &str, official: &str| {
        story.refused(&[
            "statement",
            "approve",
            id,
            "--digest",
            digest,
            "--official",
            official,
        ])
    };
    assert_eq!(approve(&digest, "registrar"), ("STAT-002".into(), 3));
    assert_eq!(approve(&digest, "legal-adviser"), ("STAT-011".into(), 3));
    assert_eq!(approve(&digest, "nobody").1, 4);
    assert_eq!(approve("00000000", "signatory-1"), ("STAT-003".into(), 8));
    let publish = [
        "statement",
        "publish",
        id,
        "-o",
        story.public.to_str().unwrap(),
    ];
    assert_eq!(story.refused(&publish), ("STAT-004".into(), 5));
    story.approve(id, "signatory-1");
    assert_eq!(approve(&digest, "signatory-1"), ("STAT-009".into(), 3));
    assert_eq!(story.refused(&publish), ("STAT-004".into(), 5));
    // Drafted again with another rule, the approval is of something else, and void.
    let again = [
        "statement",
        "draft",
        "--year",
        &story.year,
        "--all",
        "--under",
        "6",
    ];
    assert_eq!(story.jpn(&again)["approvals_void"], 1);
    assert_eq!(approve(&digest, "signatory-1"), ("STAT-003".into(), 8));
    let again = story.jpn(&["statement", "draft", "--year", &story.year, "--all"]);
    assert_eq!(
        (again["approvals"].as_u64(), again["state"].as_str()),
        (Some(0), Some("draft"))
    );
    story.approve(id, "signatory-1");
    let two = story.approve(id, "releasing-officer");
    assert_eq!(
        (two["approvals"].as_u64(), two["state"].as_str()),
        (Some(2), Some("approved"))
    );
}

/// The signed file, as it is and altered.
fn verified(story: &Story) {
    let file = story.file(&format!("{}.publication.json", story.statement));
    let (status, said) = story.verify(&file, &[]);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(said["approved"][0]["official"], "signatory-1");
    assert_eq!(said["approved"][1]["official"], "releasing-officer");
    // A card from another side vouches for nothing.
    let other = story.pair.path("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::copy(story.pair.path("NZL.card"), other.join("NZL.card")).unwrap();
    let unanchored = Command::new(ENTENTE)
        .args(["--json", "verify"])
        .arg(&file)
        .arg("--keys")
        .arg(&other)
        .output()
        .unwrap();
    assert_eq!(unanchored.status.code(), Some(6));
    assert!(String::from_utf8_lossy(&unanchored.stdout).contains("VERIFY-003"));
    // Another number in the signed content.
    let text = std::fs::read_to_string(&file).unwrap();
    let mut envelope: Value = serde_json::from_str(&text).unwrap();
    let body = entente_model::b64::decode(envelope["payload"].as_str().unwrap()).unwrap();
    let body = String::from_utf8(body).unwrap();
    let more = body.replace("{\"is\":7}", "{\"is\":9}");
    assert_ne!(body, more);
    envelope["payload"] = json!(entente_model::b64::encode(more.as_bytes()));
    let forged = story.pair.path("forged.publication.json");
    std::fs::write(
        &forged,
        format!("{}\n", serde_json::to_string_pretty(&envelope).unwrap()),
    )
    .unwrap();
    assert_eq!(
        story.verified_code(&forged, &[]),
        (Some(6), "PUB-002".into())
    );
}

/// The pages: each says what the file says, and one with another number does not.
fn pages(story: &Story) {
    let file = story.file(&format!("{}.publication.json", story.statement));
    let against = ["--against", file.to_str().unwrap()];
    for lang in ["en", "ja"] {
        let name = format!("{}.{lang}.html", story.statement);
        let page = story.file(&name);
        let (status, said) = story.verify(&page, &against);
        assert_eq!(
            (status, said["verdict"].as_str()),
            (Some(0), Some("authentic")),
            "{said}"
        );
        let text = std::fs::read_to_string(&page).unwrap();
        assert!(text.contains(&format!("<html lang=\"{lang}\">")));
        assert!(
            !text.contains("<script") && !text.contains("http://") && !text.contains("https://")
        );
        let changed = story.pair.path(&name);
        std::fs::write(&changed, text.replace("<td>7</td>", "<td>8</td>")).unwrap();
        assert_eq!(
            story.verified_code(&changed, &against),
            (Some(6), "PUB-006".into())
        );
        // The same words under a style that shows others.
        let hides = text.replace(
            "* { box-sizing",
            "td::after { content: '9' } * { box-sizing",
        );
        assert_ne!(hides, text);
        std::fs::write(&changed, hides).unwrap();
        assert_eq!(
            story.verified_code(&changed, &against),
            (Some(6), "PUB-007".into())
        );
        // Other line ends.
        std::fs::write(&changed, text.replace("</p>", "</p>\n")).unwrap();
        let (status, said) = story.verify(&changed, &against);
        assert_eq!(
            (status, said["verdict"].as_str()),
            (Some(0), Some("text-authentic"))
        );
    }
    let csv = std::fs::read_to_string(story.file(&format!("{}.csv", story.statement))).unwrap();
    assert!(
        csv.contains("\"Items we released\",\"当方が提供した情報\",7,\r\n"),
        "{csv}"
    );
    let how = std::fs::read_to_string(story.file("verify.txt")).unwrap();
    assert!(how.contains("JPN.card") && how.contains("確認の方法"));
    // Another's directory is not written over.
    let taken = story.pair.path("taken");
    std::fs::create_dir(&taken).unwrap();
    std::fs::write(taken.join("index.html"), "<html>ours</html>").unwrap();
    let onto = ["statement", "publish", "-o", taken.to_str().unwrap()];
    assert_eq!(story.refused(&onto), ("STAT-008".into(), 2));
}

/// Both records tell the same: what one side gave, the other received.
fn the_other_side_counts_the_same(story: &Story) {
    let nzl = &story.pair.nzl;
    let drafted = nzl.ok(&[
        "statement",
        "draft",
        "--year",
        &story.year,
        "--agreement",
        &story.id,
    ]);
    let cells = &drafted["publication"]["says"]["statistics"]["rows"][0]["cells"];
    let expected = json!([
        {"is": 0}, {"is": 0}, {"is": 0}, {"is": 7}, "withheld", "withheld",
        {"is": 0}, {"is": 0}, {"is": 0}, {"is": 0}, {"is": 0},
    ]);
    assert_eq!(*cells, expected);
    // The year before nothing was given.
    let before = (story.year.parse::<i16>().unwrap() - 1).to_string();
    let none = nzl.ok(&["statement", "draft", "--year", &before, "--all"]);
    let row = &none["publication"]["says"]["statistics"]["rows"][0]["cells"];
    assert!(
        row.as_array().unwrap().iter().all(|c| c["is"] == 0),
        "{row}"
    );
    let out = nzl.ok(&[
        "statement",
        "draft",
        "--year",
        &before,
        "--leave-out",
        &story.id,
    ]);
    let says = &out["publication"]["says"]["statistics"];
    assert_eq!(says["left_out"], json!(["not-public"]));
    assert_eq!(says["rows"], json!([]));
    assert_eq!(
        nzl.ok(&["statement", "discard", &format!("{before}-statistics")])["discarded"],
        true
    );
    let gone = ["statement", "show", &format!("{before}-statistics")].map(str::to_owned);
    let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
    assert_eq!(nzl.refused(&gone), ("STAT-001".into(), 4));
}

#[test]
fn a_joint_statement_and_a_text_are_published_the_same_way() {
    let pair = Pair::start();
    pair.pair();
    let proposed = pair.propose();
    let early = ["statement", "draft", "--joint", &proposed];
    assert_eq!(pair.jpn.refused(&early).1, 5);
    drop(pair);
    let pair = Pair::start();
    pair.pair();
    let id = pair.agree();
    let keys = pair.path("keys");
    std::fs::create_dir(&keys).unwrap();
    std::fs::copy(pair.path("JPN.card"), keys.join("JPN.card")).unwrap();
    let public = pair.path("public");
    let story = Story {
        pair,
        id,
        year: String::new(),
        statement: String::new(),
        keys,
        public,
    };
    let joint = story.jpn(&["statement", "draft", "--joint", &story.id]);
    let text = story.jpn(&["statement", "draft", "--text", &story.id]);
    for draft in [&joint, &text] {
        let id = draft["id"].as_str().unwrap();
        story.approve(id, "signatory-2");
        story.approve(id, "releasing-officer");
    }
    let signed = &joint["publication"]["says"]["joint-statement"]["signed"];
    let parties: Vec<&str> = signed
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["party"].as_str().unwrap())
        .collect();
    assert_eq!(parties, ["JPN", "JPN", "NZL", "NZL"]);
    let published = story.publish();
    assert_eq!(published["new"].as_array().unwrap().len(), 2);
    for draft in [&joint, &text] {
        let id = draft["id"].as_str().unwrap();
        let file = story.file(&format!("{id}.publication.json"));
        assert_eq!(story.verified_code(&file, &[]), (Some(0), "ok".into()));
        for lang in ["en", "ja"] {
            let page = story.file(&format!("{id}.{lang}.html"));
            let against = ["--against", file.to_str().unwrap()];
            assert_eq!(story.verified_code(&page, &against), (Some(0), "ok".into()));
        }
    }
    let page = story.file(&format!("{}.en.html", text["id"].as_str().unwrap()));
    let page = std::fs::read_to_string(page).unwrap();
    let digest = text["publication"]["says"]["agreement-text"]["instrument"].clone();
    let instrument: entente_model::instrument::Instrument = serde_json::from_value(digest).unwrap();
    assert!(page.contains(&instrument.digest().hex()) && page.contains("lang=\"ja\""));
    what_people_read(&story, &joint);
}

/// The list word for word, in both languages; a statement with its signatures and its digest.
fn what_people_read(story: &Story, joint: &Value) {
    let id = joint["id"].as_str().unwrap();
    let say = |lang: &str, args: &[&str]| {
        let out = story.pair.jpn.say(lang, args);
        String::from_utf8(out.stdout).unwrap()
    };
    let lists = ["en", "ja"]
        .map(|lang| say(lang, &["statement", "list"]))
        .concat();
    let short = id.get(3..11).unwrap();
    insta::assert_snapshot!("list", lists.replace(short, "12345678"));
    for (lang, signed) in [("en", "Signed for NZL by"), ("ja", "NZLのための署名")] {
        let shown = say(lang, &["statement", "show", id]);
        assert_eq!(shown.matches(signed).count(), 2, "{shown}");
        assert!(shown.contains(joint["digest"].as_str().unwrap()), "{shown}");
    }
}

/// The page itself, word for word, from a publication that is the same on every run.
#[test]
fn the_pages_word_for_word() {
    use entente_model::publication::{
        Counter, LANGS, Left, Publication, Rule, Says, Statistics, Zeros,
    };
    use entente_verify::publication::{Approver, Published};
    let texts = |en: &str, ja: &str| {
        LANGS
            .iter()
            .zip([en, ja])
            .map(|(l, t)| ((*l).to_owned(), t.to_owned()))
            .collect::<Vec<_>>()
    };
    let counter = |name: &str, en: &str, ja: &str, of: Option<&str>| Counter {
        name: name.into(),
        title: texts(en, ja),
        of: of.map(Into::into),
    };
    let counters = vec![
        counter("released", "Items we released", "当方が提供した情報", None),
        counter("asked", "Consents asked", "求めた同意", None),
        counter("granted", "Of those, granted", "うち同意", Some("asked")),
        counter("refused", "Of those, refused", "うち不同意", Some("asked")),
    ];
    let party = |p: &str| p.parse().unwrap();
    let row = |en: &str, ja: &str, counts: [u64; 4]| {
        (
            texts(en, ja),
            vec![party("JPN"), party("NZL")],
            "Asia/Tokyo".to_owned(),
            counts.to_vec(),
        )
    };
    let counts = Statistics::of(
        2026,
        Rule {
            under: 5,
            zeros: Zeros::Shown,
        },
        counters,
        vec![
            row(
                "Agreement on maritime safety",
                "海上安全に関する協定",
                [1_204, 12, 7, 5],
            ),
            row("Agreement on <charts>", "海図に関する協定", [3, 0, 0, 0]),
            row("Agreement on weather", "気象に関する協定", [88, 9, 8, 1]),
        ],
        vec![Left::NotPublic],
    );
    assert_eq!(counts.check(), Ok(()));
    let publication = Publication {
        v: 1,
        id: "2026-statistics".parse().unwrap(),
        party: party("JPN"),
        name: "Tokyo".into(),
        title: texts("Transparency statement 2026", "2026年 透明性報告"),
        author: "registrar".parse().unwrap(),
        at: entente_model::Instant(1_800_000_000),
        demo: true,
        says: Says::Statistics(counts),
    };
    let approver = |id: &str, role| Approver {
        official: id.parse().unwrap(),
        name: "N. N.".into(),
        role,
    };
    let published = Published {
        digest: publication.digest(),
        publication,
        approvers: vec![
            approver("signatory-1", entente_model::card::Role::Signatory),
            approver(
                "releasing-officer",
                entente_model::card::Role::ReleasingOfficer,
            ),
        ],
    };
    for (lang, name) in [
        (entente_words::Lang::En, "en"),
        (entente_words::Lang::Ja, "ja"),
    ] {
        let page = entente_node::statement::page(&published, lang);
        insta::assert_snapshot!(name, page.split_once("<body>").unwrap().1);
    }
}
