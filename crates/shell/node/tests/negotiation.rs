//! Twenty-six months in a minute: from the first proposal to an amendment in force, through the
//! real binary and real sockets, with the cable cut where two capitals write at once. After every
//! step both nodes hold the same text, brackets and pen-holder; what people read is kept word for
//! word in both languages.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests: a failure here fails the test"
)]

mod common;
use common::{Node, Pair};
use serde_json::Value;
use std::{fmt::Write as _, path::PathBuf};

/// The story so far: what both sides agree on after each step, and what was printed.
struct Story {
    pair: Pair,
    id: String,
}

impl Story {
    fn begin() -> Self {
        let pair = Pair::start();
        pair.pair();
        let id = pair.propose();
        pair.nzl.until(&["agree", "show", &id], |v| v["turn"] == 0);
        pair.settle(&id);
        let story = Self { pair, id };
        story.equal();
        story
    }

    /// A file with this text.
    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.pair.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Gives a text to edit, changes it as a person would, and drafts the result.
    fn redline(&self, node: &Node, article: &str, lang: &str, from: &str, to: &str) {
        let given = node.ok(&[
            "agree", "article", &self.id, article, "--in", lang, "--edit",
        ]);
        let text = given["text"].as_str().unwrap();
        assert_eq!(
            text.matches(from).count(),
            1,
            "{article} {lang}: {from} in {text}"
        );
        let header = format!(
            "%% {article} {lang} @{}\n\n",
            given["turn"].as_str().unwrap()
        );
        let path = self.file("edited.txt", &(header + &text.replace(from, to)));
        let path = path.to_str().unwrap();
        node.ok(&["agree", "redline", &self.id, article, path, "--in", lang]);
    }

    fn draft(&self, node: &Node, args: &[&str]) {
        let mut all = vec!["agree", args[0], &self.id];
        all.extend(&args[1..]);
        node.ok(&all);
    }

    fn send(&self, node: &Node, reason: &str) -> Value {
        node.ok(&["agree", "send", &self.id, "--reason", reason])
    }

    /// Waits until everything is carried, then compares what both nodes hold.
    fn equal(&self) -> Value {
        let id = &self.id;
        for _ in 0..2 {
            self.pair.settle(id);
        }
        let view = |node: &Node| node.ok(&["agree", "show", id]);
        let fields = [
            "digest",
            "turn",
            "turns",
            "pen",
            "provisions",
            "agreed",
            "open",
            "offers",
            "counts",
            "contested",
            "stage",
            "frozen",
            "version",
            "reply_by",
            "amendment",
            "entry_into_force",
        ];
        let theirs = |v: &Value| -> Vec<Value> { fields.iter().map(|f| v[f].clone()).collect() };
        let (jpn, nzl) = (view(&self.pair.jpn), view(&self.pair.nzl));
        assert_eq!(theirs(&jpn), theirs(&nzl));
        for view in ["four", "ja-en", "brackets", "clean"] {
            let page = |node: &Node| {
                let args = [
                    "agree", "compare", id, "--view", view, "--turn", "0..", "--all",
                ];
                node.ok(&args)["page"].clone()
            };
            assert_eq!(page(&self.pair.jpn), page(&self.pair.nzl), "{view}");
        }
        jpn
    }

    /// What a person reads, without what differs from run to run.
    fn reads(&self, node: &Node, lang: &str, args: &[&str]) -> String {
        let out = node.say(lang, args);
        let shown = String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
        let steady = masked(&shown, &self.id);
        format!(
            "$ entente --lang {lang} {}\n{steady}\n",
            args.join(" ").replace(&self.id, "AG")
        )
    }

    /// Both cables out: each writes without having seen the other.
    fn cut(&mut self) {
        self.pair.jpn.kill();
        self.pair.nzl.kill();
    }

    fn heal(&mut self) {
        self.pair.jpn.start();
        self.pair.nzl.start();
    }

    fn official(&self, node: &Node, args: &[&str], official: &str) -> Value {
        let mut all = vec!["agree", args[0], &self.id];
        all.extend(&args[1..]);
        all.extend(["--official", official]);
        node.ok(&all)
    }

    /// Concordance, agreement by both capitals, freezing, four signatures.
    fn conclude(&self) {
        for node in [&self.pair.jpn, &self.pair.nzl] {
            self.official(node, &["concord"], "legal-adviser");
        }
        self.equal();
        for node in [&self.pair.jpn, &self.pair.nzl] {
            self.draft(node, &["agree"]);
            self.send(node, "The capital agrees.");
            self.equal();
        }
        for node in [&self.pair.jpn, &self.pair.nzl] {
            self.draft(node, &["freeze"]);
            self.equal();
        }
        for node in [&self.pair.jpn, &self.pair.nzl] {
            for official in ["signatory-1", "signatory-2"] {
                let powers = "Full powers of 1 December 2026";
                self.official(node, &["sign", "--powers", powers], official);
            }
        }
        self.equal();
        for node in [&self.pair.jpn, &self.pair.nzl] {
            self.official(node, &["note", "--kind", "completed"], "signatory-1");
        }
        self.equal();
    }
}

/// Ids, digests, fingerprints, dates and sizes that differ from run to run.
fn masked(text: &str, id: &str) -> String {
    let mut out = String::new();
    for line in text.replace(id, "AG").lines() {
        let words = line.contains("fingerprint") || line.contains("指紋");
        let line = if words { "(fingerprint)" } else { line };
        let hex = |w: &str| w.len() >= 12 && w.bytes().all(|b| b.is_ascii_hexdigit());
        let mut kept = String::new();
        for word in line.split_inclusive([' ', '(', ')', '"', ',']) {
            let bare = word.trim_end_matches([' ', '(', ')', '"', ',']);
            if hex(bare) {
                kept.push_str("(digest)");
                kept.push_str(word.strip_prefix(bare).unwrap());
            } else {
                kept.push_str(word);
            }
        }
        let _ = writeln!(out, "{}", dates(&kept).trim_end());
    }
    out
}

/// Dates of the run itself.
fn dates(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("20") {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let date = tail.get(..10).filter(|d| {
            d.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            })
        });
        match date {
            Some(_) => {
                out.push_str("(date)");
                rest = &tail[10..];
            }
            None => {
                out.push_str("20");
                rest = &tail[2..];
            }
        }
    }
    out + rest
}

#[test]
fn from_first_proposal_to_an_amendment_in_force() {
    let mut story = Story::begin();
    let mut read = String::new();
    opening_turns(&story, &mut read);
    crossing(&mut story, &mut read);
    towards_agreement(&story, &mut read);
    insta::assert_snapshot!("negotiation", read);
    story.conclude();
    let shown = story.equal();
    let date = shown["entry_into_force"].as_str().unwrap().to_owned();
    for node in [&story.pair.jpn, &story.pair.nzl] {
        story.official(node, &["force"], "signatory-1");
    }
    let wrong = story.pair.jpn.refused(&["agree", "amend", "AG-00000000"]);
    assert_eq!(wrong.0, "AGREE-001");
    story.pair.jump();
    let shown = story.equal();
    assert_eq!(shown["in_force"], true);
    assert_eq!(shown["entry_into_force"], date.as_str());
    let mut read = String::new();
    amended(&story, &mut read);
    story.conclude();
    let shown = story.equal();
    assert_eq!(shown["amendment"]["stage"], "notified");
    let date = shown["amendment"]["in_force"].as_str().unwrap();
    assert!(date > shown["entry_into_force"].as_str().unwrap());
    for node in [&story.pair.jpn, &story.pair.nzl] {
        story.official(node, &["force"], "signatory-1");
    }
    // Under the old text until that day, under the new one from it on.
    let report = |story: &Story| {
        let rules = story.pair.nzl.ok(&["agree", "show", &story.id]);
        rules["rules"]["purpose"].as_array().unwrap().len()
    };
    assert_eq!(report(&story), 3);
    story.pair.ahead(3 * 5_443_200);
    let item = story
        .pair
        .release(&story.file("after.txt", "after the amendment"));
    story.pair.nzl.until(&["item", "list"], |v| {
        v["register"].as_array().is_some_and(|r| r.len() == 1)
    });
    story.equal();
    assert_eq!(report(&story), 2);
    story.pair.nzl.ok(&["receipt", "sign", &item]);
    let out = story.pair.path("after.out");
    story
        .pair
        .nzl
        .ok(&["item", "open", &item, "-o", out.to_str().unwrap()]);
    let (ours, theirs) = story.pair.registers();
    assert_eq!(ours, theirs);
    insta::assert_snapshot!("amendment", read);
}

/// Turns 1 to 4: a redline in both languages, a reservation, terms that travel with the text.
fn opening_turns(story: &Story, read: &mut String) {
    let (jpn, nzl, id) = (&story.pair.jpn, &story.pair.nzl, story.id.as_str());
    story.redline(nzl, "9.1", "en", "twenty-four hours", "seventy-two hours");
    *read += &story.reads(nzl, "en", &["agree", "preview", id]);
    story.redline(nzl, "9.1", "ja", "二十四時間", "七十二時間");
    story.draft(nzl, &["reserve", "13.2", "--kind", "parliament"]);
    *read += &story.reads(nzl, "en", &["agree", "preview", id]);
    *read += &story.reads(nzl, "ja", &["agree", "preview", id]);
    // Nothing of a draft is on the other side.
    assert_eq!(story.equal()["turn"], 0);
    let sent = nzl.ok(&[
        "agree",
        "send",
        id,
        "--reason",
        "Wellington needs three days.",
        "--reply-by",
        "2027-01-15",
    ]);
    assert_eq!(sent["turn"], 1);
    assert_eq!(story.equal()["pen"], serde_json::json!(["JPN"]));
    for lang in ["en", "ja"] {
        *read += &story.reads(
            jpn,
            lang,
            &["agree", "compare", id, "--view", "four", "--in", "en"],
        );
        *read += &story.reads(jpn, lang, &["agree", "compare", id, "--view", "brackets"]);
        *read += &story.reads(jpn, lang, &["agree", "article", id, "9.1"]);
    }
    // A bracket is not one side's to close: Japan's alternative is not New Zealand's to withdraw.
    let theirs = nzl.refused(&["agree", "withdraw", id, "9.1#b1", "A"]);
    assert_eq!(theirs, ("TURN-003".into(), 3));
    // Turn 2: Tokyo answers with a wording of its own.
    let own = story.file("own.txt", "forty-eight");
    story.draft(jpn, &["bracket", "9.1#b1", "--alt", own.to_str().unwrap()]);
    story.send(jpn, "");
    story.equal();
    // Turn 3: Wellington takes it, in both languages, and the terms go with the text.
    story.draft(nzl, &["support", "9.1#b1", "B"]);
    story.draft(nzl, &["bracket", "9.1#b2", "--with", "四十八時間"]);
    let group = nzl.refused(&["agree", "term", id, "incident.notify", "PT48H"]);
    assert_eq!(group.0, "AGREE-014");
    story.draft(nzl, &["term", "incident.notify.max", "PT48H"]);
    story.send(nzl, "");
    story.equal();
}

/// Turns while the cable is cut: one run edited by both becomes one bracket.
fn crossing(story: &mut Story, read: &mut String) {
    let id = story.id.clone();
    story.cut();
    {
        let (jpn, nzl) = (&story.pair.jpn, &story.pair.nzl);
        story.redline(jpn, "7.2", "en", "Within seven days", "Within ten days");
        story.redline(jpn, "8.4", "en", "as soon as possible", "immediately");
        story.send(jpn, "");
        story.redline(
            nzl,
            "7.2",
            "en",
            "Within seven days",
            "Within five working days",
        );
        story.redline(nzl, "8.3", "en", "five years", "ten years");
        story.send(nzl, "");
    }
    story.heal();
    let shown = story.equal();
    assert_eq!(shown["pen"], serde_json::json!(["JPN", "NZL"]));
    let (jpn, nzl) = (&story.pair.jpn, &story.pair.nzl);
    let views = |node: &Node| node.ok(&["agree", "article", &id, "7.2"])["provision"].clone();
    assert_eq!(views(jpn), views(nzl));
    let alternatives = &views(jpn)["texts"][0]["body"]["brackets"][0]["alternatives"];
    assert_eq!(alternatives[0]["backers"], serde_json::json!(["JPN"]));
    assert_eq!(alternatives[1]["backers"], serde_json::json!(["NZL"]));
    for lang in ["en", "ja"] {
        for view in ["two", "inline", "ja-en"] {
            let args = ["agree", "compare", &id, "--view", view, "--article", "7.2"];
            *read += &story.reads(jpn, lang, &args);
        }
        *read += &story.reads(nzl, lang, &["agree", "show", &id]);
        *read += &story.reads(nzl, lang, &["agree", "article", &id, "9.1", "--history"]);
        *read += &story.reads(nzl, lang, &["agree", "lint", &id]);
    }
    // A draft made before another turn arrived is not sent unread.
    story.draft(jpn, &["reserve", "3.5", "--kind", "scrutiny"]);
    story.draft(nzl, &["reserve", "3.5", "--kind", "language", "--send"]);
    story.equal();
    assert_eq!(jpn.refused(&["agree", "send", &id]), ("TURN-009".into(), 8));
    jpn.ok(&["agree", "preview", &id]);
    story.send(jpn, "");
    story.equal();
}

/// Chair's text, reopening, lifting, agreement ad referendum.
fn towards_agreement(story: &Story, read: &mut String) {
    let (jpn, nzl, id) = (&story.pair.jpn, &story.pair.nzl, story.id.as_str());
    story.draft(jpn, &["agree", "11.1", "--ad-ref"]);
    story.draft(jpn, &["lift", "3.5"]);
    story.send(jpn, "");
    story.draft(nzl, &["agree", "11.1", "--ad-ref"]);
    story.draft(nzl, &["lift", "3.5"]);
    story.draft(nzl, &["lift", "13.2"]);
    story.send(nzl, "Parliament has been told.");
    story.equal();
    // Agreed text is reopened visibly.
    story.redline(jpn, "11.1", "en", "Third Party", "third State");
    *read += &story.reads(jpn, "en", &["agree", "preview", id]);
    story.send(jpn, "");
    story.equal();
    for lang in ["en", "ja"] {
        *read += &story.reads(nzl, lang, &["agree", "article", id, "11.1"]);
    }
    // Wellington's chair offers one text for everything that is open.
    let brackets = nzl.ok(&["agree", "compare", id, "--view", "brackets"]);
    assert!(!brackets["page"]["rows"].as_array().unwrap().is_empty());
    for (target, wording) in [
        ("7.2#b1", "Within seven working days"),
        ("8.3#b1", "seven years"),
        ("9.1#b2", "四十八時間"),
        ("11.1#b1", "Third Party"),
    ] {
        story.draft(nzl, &["bracket", target, "--with", wording]);
    }
    nzl.ok(&[
        "agree",
        "send",
        id,
        "--chair",
        "--reason",
        "One text for all that is open.",
    ]);
    story.equal();
    let offered = jpn.ok(&["agree", "show", id]);
    let turn = offered["offers"][0]["turn"].to_string();
    story.draft(jpn, &["accept", &turn]);
    story.send(jpn, "");
    let shown = story.equal();
    assert_eq!(shown["offers"], serde_json::json!([]));
    // What only one language said is said in the other; support what is still open.
    for node in [jpn, nzl] {
        for row in ["b1", "b2", "b3", "b4"] {
            for article in ["7.2", "8.3", "8.4", "9.1", "11.1"] {
                let target = format!("{article}#{row}");
                let _ = node.run(&["agree", "support", id, &target, "A"]);
            }
        }
        let _ = node.run(&["agree", "term", id, "incident.notify.max", "PT48H"]);
        let _ = node.run(&["agree", "send", id]);
        story.equal();
    }
    *read += &story.reads(nzl, "en", &["agree", "compare", id, "--view", "brackets"]);
    let shown = story.equal();
    assert_eq!(shown["counts"]["brackets"], 0, "{shown:#}");
}

/// The same road again, for one provision.
fn amended(story: &Story, read: &mut String) {
    let (jpn, nzl, id) = (&story.pair.jpn, &story.pair.nzl, story.id.as_str());
    let text = nzl.ok(&["agree", "amend", id, "--reason", "Reports of incidents"]);
    assert_eq!(text["amendment"]["version"], 2);
    story.equal();
    assert_eq!(jpn.refused(&["agree", "amend", id]).0, "AGREE-021");
    // One that changes nothing is not frozen.
    assert_eq!(jpn.refused(&["agree", "freeze", id]).0, "AGREE-022");
    story.redline(nzl, "9.2", "en", "Within thirty days", "Within sixty days");
    story.redline(nzl, "9.2", "ja", "三十日以内", "六十日以内");
    story.send(nzl, "");
    story.equal();
    for target in ["9.2#b1", "9.2#b2"] {
        story.draft(jpn, &["support", target, "B"]);
    }
    // A purpose is given up, in the text's terms.
    let rules = jpn.ok(&["agree", "show", id])["rules"].clone();
    let fewer: Vec<&Value> = rules["purpose"]
        .as_array()
        .unwrap()
        .iter()
        .take(2)
        .collect();
    let fewer = serde_json::to_string(&fewer).unwrap();
    story.draft(jpn, &["term", "purpose", &fewer]);
    story.send(jpn, "");
    story.draft(nzl, &["term", "purpose", &fewer]);
    story.send(nzl, "");
    story.equal();
    for lang in ["en", "ja"] {
        *read += &story.reads(
            jpn,
            lang,
            &["agree", "compare", id, "--view", "inline", "--turn", "0.."],
        );
        *read += &story.reads(
            jpn,
            lang,
            &[
                "agree",
                "compare",
                id,
                "--view",
                "clean",
                "--article",
                "9.2",
            ],
        );
        *read += &story.reads(jpn, lang, &["agree", "show", id]);
    }
}
