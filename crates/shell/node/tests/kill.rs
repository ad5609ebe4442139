//! SIGKILL at random moments of the story: whatever was acknowledged stays, both registers and
//! both records agree afterwards.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

mod common;
use common::{Node, Pair};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;
use std::{
    path::Path,
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

/// Kills over all stories of this test.
const KILLS: u32 = 200;
/// A story that cannot end between kills is a failure, not slowness.
const STORY: Duration = Duration::from_secs(240);

/// A node other threads kill and start again.
struct Victim {
    home: Node,
    process: Mutex<Node>,
}

impl Victim {
    fn new(node: Node) -> Self {
        Self {
            home: node.same(),
            process: Mutex::new(node),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Node> {
        self.process.lock().unwrap()
    }

    /// Repeats a command until it was acknowledged, or the node says that it was done before.
    fn done(&self, args: &[&str], already: &[&str]) -> Value {
        let begun = Instant::now();
        loop {
            let out = self.home.run(args);
            let value: Value = serde_json::from_slice(&out.stdout).unwrap_or(Value::Null);
            if out.status.success() {
                return value;
            }
            let code = value["code"].as_str().unwrap_or_default();
            if already.contains(&code) {
                return Value::Null;
            }
            // Away, just now killed, or waiting for the other side: any other refusal is wrong.
            let waits = [
                "NODE-003",
                "PARTY-003",
                "AGREE-001",
                "AGREE-006",
                "AGREE-007",
                "AGREE-009",
                "AGREE-022",
                "REC-001",
                "ITEM-001",
                "ITEM-002",
            ]
            .contains(&code);
            assert!(
                waits && begun.elapsed() < STORY,
                "{} {args:?}: {}{}\n{}",
                self.home.party,
                String::from_utf8_lossy(&out.stdout),
                String::from_utf8_lossy(&out.stderr),
                self.home.log(),
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// What the commands of one story acknowledged.
#[derive(Default)]
struct Acknowledged {
    releases: Vec<(String, u64)>,
    receipts: Vec<u64>,
}

#[test]
fn two_hundred_kills_lose_nothing() {
    let seed = std::env::var("ENTENTE_SEED")
        .ok()
        .and_then(|s| s.parse().ok());
    let seed: u64 = seed.unwrap_or_else(|| {
        let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
        u64::try_from(now.as_nanos() & u128::from(u64::MAX)).unwrap()
    });
    println!("ENTENTE_SEED={seed}");
    let mut bytes = [0u8; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let kills = AtomicU32::new(0);
    let mut stories = 0;
    while kills.load(Ordering::Relaxed) < KILLS {
        story(&mut rng, &kills);
        stories += 1;
    }
    println!(
        "{} kills in {stories} stories",
        kills.load(Ordering::Relaxed)
    );
}

fn story(rng: &mut TestRng, kills: &AtomicU32) {
    let Pair { dir, jpn, nzl } = Pair::start();
    let files: Vec<_> = [900usize, 5_000_000]
        .iter()
        .enumerate()
        .map(|(i, size)| {
            let path = dir.path().join(format!("file-{i}"));
            std::fs::write(&path, vec![u8::try_from(i).unwrap(); *size]).unwrap();
            path
        })
        .collect();
    let (jpn, nzl) = (Victim::new(jpn), Victim::new(nzl));
    // The two halves of the story, each under fire; the clocks jump between them.
    let id = under_fire(rng, kills, [&jpn, &nzl], || agree(dir.path(), &jpn, &nzl));
    let mut pair = Pair {
        dir,
        jpn: jpn.process.into_inner().unwrap(),
        nzl: nzl.process.into_inner().unwrap(),
    };
    pair.jump();
    let Pair { dir, jpn, nzl } = pair;
    let (jpn, nzl) = (Victim::new(jpn), Victim::new(nzl));
    let said = under_fire(rng, kills, [&jpn, &nzl], || share(&files, &jpn, &nzl));
    let pair = Pair {
        dir,
        jpn: jpn.process.into_inner().unwrap(),
        nzl: nzl.process.into_inner().unwrap(),
    };
    check(&pair, &id, &said, &files);
}

/// Runs one half of the story while nodes are killed at random moments; both run at its end.
fn under_fire<T>(
    rng: &mut TestRng,
    kills: &AtomicU32,
    nodes: [&Victim; 2],
    half: impl FnOnce() -> T,
) -> T {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let wait = u64::from(rng.next_u32() % 250);
                std::thread::sleep(Duration::from_millis(wait));
                let mut node = nodes[usize::try_from(rng.next_u32() % 2).unwrap()].lock();
                node.kill();
                kills.fetch_add(1, Ordering::Relaxed);
                let away = u64::from(rng.next_u32() % 60);
                std::thread::sleep(Duration::from_millis(away));
                node.start();
            }
        });
        // A panic of this half must stop the other thread too.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(half));
        over.store(true, Ordering::Relaxed);
        match done {
            Ok(value) => value,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

fn agree(dir: &Path, jpn: &Victim, nzl: &Victim) -> String {
    let both = [(jpn, nzl), (nzl, jpn)];
    for (a, b) in both {
        let card = dir.join(format!("{}.card", b.home.party));
        let card = card.to_str().unwrap();
        b.done(&["party", "card", "-o", card], &["ITEM-006"]);
        a.done(&["party", "add", card], &[]);
    }
    for (a, b) in both {
        let words = shown_words(b);
        a.done(&["party", "confirm", &b.home.party, "--words", &words], &[]);
    }
    for node in [jpn, nzl] {
        node.home.until(&["party", "list"], |v| {
            v["parties"][0]["confirmed_by_us"] == true
                && v["parties"][0]["confirmed_by_them"] == true
        });
    }
    let isa = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../instruments/jpn-nzl-model"
    );
    let id = propose(jpn, isa);
    for node in [jpn, nzl] {
        node.done(&["agree", "concord", &id], &["AGREE-005", "AGREE-020"]);
    }
    for node in [jpn, nzl] {
        let sent = ["agree", "agree", &id, "--send"];
        node.done(&sent, &["AGREE-005", "TALK-007"]);
    }
    for node in [jpn, nzl] {
        node.done(&["agree", "freeze", &id], &["AGREE-005", "ACT-008"]);
    }
    for official in ["signatory-1", "signatory-2"] {
        for node in [jpn, nzl] {
            node.done(
                &["agree", "sign", &id, "--official", official],
                &["AGREE-008"],
            );
        }
    }
    for node in [jpn, nzl] {
        let note = [
            "agree",
            "note",
            &id,
            "--kind",
            "completed",
            "--official",
            "signatory-1",
        ];
        node.done(&note, &["AGREE-013"]);
    }
    let dates: Vec<Value> = [jpn, nzl]
        .iter()
        .map(|node| {
            let shown = node.home.until(&["agree", "show", &id], |v| {
                v["entry_into_force"].is_string()
            });
            shown["entry_into_force"].clone()
        })
        .collect();
    assert_eq!(dates[0], dates[1]);
    id
}

fn shown_words(node: &Victim) -> String {
    let shown = node.done(&["party", "show", &node.home.party], &[]);
    let words = shown["words_en"].as_array().unwrap().iter();
    let words: Vec<&str> = words.map(|w| w.as_str().unwrap()).collect();
    words.join(" ")
}

/// A proposal whose answer was lost may have been made: it is looked up before it is repeated.
fn propose(jpn: &Victim, isa: &str) -> String {
    let begun = Instant::now();
    loop {
        let out = jpn
            .home
            .run(&["agree", "propose", "--with", "NZL", "--from", isa]);
        let value: Value = serde_json::from_slice(&out.stdout).unwrap_or(Value::Null);
        if out.status.success() {
            return value["agreement"].as_str().unwrap().to_owned();
        }
        let listed = jpn.done(&["agree", "list"], &[]);
        if let Some(id) = listed["agreements"][0]["agreement"].as_str() {
            return id.to_owned();
        }
        assert!(begun.elapsed() < STORY, "{value}");
    }
}

fn share(files: &[std::path::PathBuf], jpn: &Victim, nzl: &Victim) -> Acknowledged {
    let mut said = Acknowledged::default();
    for file in files {
        let added = jpn.done(
            &["item", "add", file.to_str().unwrap(), "--title", "t"],
            &[],
        );
        let item = added["item"].as_str().unwrap().to_owned();
        jpn.done(&["item", "mark", &item, "秘"], &[]);
        let release = [
            "item",
            "release",
            &item,
            "--to",
            "NZL",
            "--purpose",
            "maritime-safety",
        ];
        let released = jpn.done(&release, &[]);
        let entry = released["released"][0]["entry"].as_u64().unwrap();
        said.releases.push((item.clone(), entry));
        nzl.home.until(&["receipt", "list"], |v| {
            v["due"].as_array().is_some_and(|due| {
                due.iter()
                    .any(|r| r["item"] == item.as_str() && r["arrived"] == true)
            })
        });
        nzl.done(&["receipt", "sign", &item], &["REC-002"]);
        said.receipts.push(entry);
    }
    said
}

fn check(pair: &Pair, id: &str, said: &Acknowledged, files: &[std::path::PathBuf]) {
    pair.settle(id);
    let (jpn, nzl) = pair.registers();
    assert_eq!(jpn, nzl);
    assert_eq!(said.releases.len(), files.len());
    assert_eq!(said.receipts.len(), files.len());
    for node in [&pair.jpn, &pair.nzl] {
        let list = node.ok(&["item", "list"]);
        let at = |item: &str| {
            let rows = list["register"].as_array().unwrap().iter();
            let mut entries = rows
                .filter(|r| r["item"] == item)
                .map(|r| r["entry"].clone());
            (entries.next(), entries.next())
        };
        // What was acknowledged stands where it was said to stand, once, on both sides.
        for ((item, entry), receipted) in said.releases.iter().zip(&said.receipts) {
            assert_eq!(entry, receipted);
            assert_eq!(
                at(item),
                (Some(Value::from(*entry)), None),
                "{}",
                node.party
            );
        }
    }
    for ((item, _), file) in said.releases.iter().zip(files) {
        let row = jpn.iter().find(|r| r.starts_with(item.as_str())).unwrap();
        assert!(row.ends_with("receipted"), "{row}");
        let out = pair.path(&format!("{item}.out"));
        pair.nzl
            .ok(&["item", "open", item, "-o", out.to_str().unwrap()]);
        assert!(
            std::fs::read(&out).unwrap() == std::fs::read(file).unwrap(),
            "{item}"
        );
    }
    let verified: Vec<Value> = [&pair.jpn, &pair.nzl]
        .map(|n| n.ok(&["log", "verify"])["records"].clone())
        .into();
    let roots = |v: &Value| {
        let mut rows: Vec<String> = v
            .as_array()
            .unwrap()
            .iter()
            .map(|r| format!("{} {} {}", r["origin"], r["size"], r["root"]))
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(roots(&verified[0]), roots(&verified[1]));
    let file = pair.path("story.evidence");
    pair.jpn
        .ok(&["evidence", "export", id, "-o", file.to_str().unwrap()]);
    pair.jpn.ok(&["verify", file.to_str().unwrap()]);
}
