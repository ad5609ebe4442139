//! The drawer: what it keeps, and what it refuses to open.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure here fails the test"
)]

use entente_model::{AgreementId, Instant, ProvisionId, problem::Class};
use entente_private::{
    About, Drawer, Filed, Kind, MAX_DRAFT_BYTES, MAX_PAPERS, MAX_TEXT_BYTES, Paper, PaperId,
    PrivateText,
};
use entente_seal::{Entropy, rest::StorageKey};
use rusqlite::{Connection, params};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const A: AgreementId = AgreementId([1; 16]);
const B: AgreementId = AgreementId([2; 16]);

/// Counts, so that no nonce comes twice in a test.
struct Counting(u64);
impl Entropy for Counting {
    fn fill(&mut self, out: &mut [u8]) {
        self.0 += 1;
        for (to, from) in out.iter_mut().zip(self.0.to_be_bytes().iter().cycle()) {
            *to = *from;
        }
    }
}

fn key() -> StorageKey {
    StorageKey::new([7; 32])
}

fn open(path: &Path) -> Drawer {
    Drawer::open(path, &key(), &mut Counting(0)).unwrap()
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("private.db");
    (dir, path)
}

fn paper(agreement: AgreementId, provision: Option<&str>, kind: Kind, text: &str) -> Paper {
    Paper {
        agreement,
        provision: provision.map(|p| p.parse().unwrap()),
        kind,
        text: PrivateText::new(text).unwrap(),
        by: "treaties-head".parse().unwrap(),
        at: Instant(1_790_000_000),
    }
}

fn texts(filed: &[Filed]) -> Vec<&str> {
    filed.iter().map(|f| f.paper.text.read()).collect()
}

#[test]
fn stays_after_reopening_in_the_order_filed() {
    let (_dir, path) = place();
    let mut entropy = Counting(100);
    let mut drawer = open(&path);
    let filed = [
        paper(A, Some("4.2"), Kind::Instruction, "obtain “equivalent”"),
        paper(A, None, Kind::Comment, "全体として良い"),
        paper(B, Some("4.2"), Kind::Fallback, "of the other agreement"),
        paper(A, Some("4.2"), Kind::Fallback, "“corresponding” will do"),
        paper(A, Some("4"), Kind::Draft, ""),
    ];
    let ids: Vec<PaperId> = filed
        .iter()
        .map(|p| drawer.add(p, &mut entropy).unwrap())
        .collect();
    assert_eq!(ids, [1, 2, 3, 4, 5].map(PaperId));
    drop(drawer);

    let drawer = open(&path);
    let all = drawer.list(&A, About::Any, None).unwrap();
    assert_eq!(all.iter().map(|f| f.id.0).collect::<Vec<_>>(), [1, 2, 4, 5]);
    for found in &all {
        let put = &filed[usize::try_from(found.id.0).unwrap() - 1];
        assert_eq!(found.paper.agreement, put.agreement);
        assert_eq!(found.paper.provision, put.provision);
        assert_eq!(found.paper.kind, put.kind);
        assert_eq!(found.paper.text.read(), put.text.read());
        assert_eq!(found.paper.by, put.by);
        assert_eq!(found.paper.at, put.at);
    }
    let four_two: ProvisionId = "4.2".parse().unwrap();
    let list = |about, kind| drawer.list(&A, about, kind).unwrap();
    assert_eq!(
        texts(&list(About::Provision(&four_two), None)),
        ["obtain “equivalent”", "“corresponding” will do"]
    );
    assert_eq!(
        texts(&list(About::Provision(&four_two), Some(Kind::Fallback))),
        ["“corresponding” will do"]
    );
    assert_eq!(texts(&list(About::Whole, None)), ["全体として良い"]);
    assert_eq!(texts(&list(About::Any, Some(Kind::Draft))), [""]);
    let nobody = drawer.list(&AgreementId([3; 16]), About::Any, None);
    assert!(nobody.unwrap().is_empty());
}

#[test]
fn replaces_and_removes_and_never_gives_an_id_twice() {
    let (_dir, path) = place();
    let mut entropy = Counting(100);
    let mut drawer = open(&path);
    let id = drawer
        .add(&paper(A, Some("7"), Kind::Comment, "old"), &mut entropy)
        .unwrap();
    let text = PrivateText::new("new").unwrap();
    drawer
        .replace(
            id,
            text,
            "deputy".parse().unwrap(),
            Instant(5),
            &mut entropy,
        )
        .unwrap();
    let found = drawer.get(id).unwrap().paper;
    assert_eq!(found.text.read(), "new");
    assert_eq!(found.by.as_str(), "deputy");
    assert_eq!(found.at, Instant(5));
    assert_eq!(found.provision, Some("7".parse().unwrap()));
    drawer.remove(id).unwrap();
    let again = drawer.remove(id).unwrap_err();
    assert_eq!((&*again.code, again.class), ("PRIV-005", Class::NotFound));
    assert_eq!(drawer.get(id).unwrap_err().code, "PRIV-005");
    assert_eq!(drawer.get(PaperId(u64::MAX)).unwrap_err().code, "PRIV-005");
    let text = PrivateText::new("x").unwrap();
    let problem = drawer.replace(
        id,
        text,
        "deputy".parse().unwrap(),
        Instant(5),
        &mut entropy,
    );
    assert_eq!(problem.unwrap_err().code, "PRIV-005");
    drop(drawer);
    let next = open(&path)
        .add(&paper(A, None, Kind::Comment, "next"), &mut entropy)
        .unwrap();
    assert_eq!(next, PaperId(2));
}

#[test]
fn keeps_one_unsent_turn_an_agreement() {
    let (_dir, path) = place();
    let mut entropy = Counting(100);
    let mut drawer = open(&path);
    assert!(drawer.draft(&A).unwrap().is_none());
    drawer.set_draft(&A, b"one", &mut entropy).unwrap();
    drawer.set_draft(&A, b"two", &mut entropy).unwrap();
    drawer.set_draft(&B, b"", &mut entropy).unwrap();
    drop(drawer);
    let mut drawer = open(&path);
    assert_eq!(drawer.draft(&A).unwrap().unwrap().read(), b"two");
    assert_eq!(drawer.take_draft(&A).unwrap().unwrap().read(), b"two");
    assert!(drawer.take_draft(&A).unwrap().is_none());
    assert!(drawer.clear_draft(&B).unwrap());
    assert!(!drawer.clear_draft(&B).unwrap());
}

#[test]
fn refuses_what_is_too_much() {
    assert!(PrivateText::new("x".repeat(MAX_TEXT_BYTES)).is_ok());
    let problem = PrivateText::new("あ".repeat(MAX_TEXT_BYTES / 3 + 1)).unwrap_err();
    assert_eq!(
        (&*problem.code, problem.class),
        ("PRIV-003", Class::Refused)
    );
    let (_dir, path) = place();
    let mut entropy = Counting(100);
    let mut drawer = open(&path);
    let long = drawer
        .set_draft(&A, &vec![0; MAX_DRAFT_BYTES + 1], &mut entropy)
        .unwrap_err();
    assert_eq!(long.to_string(), "PRIV-003 bytes=16777217 limit=16777216");
    drawer
        .add(&paper(A, None, Kind::Comment, "first"), &mut entropy)
        .unwrap();
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch(&format!(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {MAX_PAPERS})
             INSERT INTO paper (agreement, kind, sealed) SELECT p.agreement, 3, x'' FROM n, paper p"
        ))
        .unwrap();
    let full = drawer
        .add(&paper(A, None, Kind::Comment, "one more"), &mut entropy)
        .unwrap_err();
    assert_eq!((&*full.code, full.class), ("PRIV-004", Class::Refused));
    drawer
        .add(&paper(B, None, Kind::Comment, "elsewhere"), &mut entropy)
        .unwrap();
    drawer.remove(PaperId(1)).unwrap();
    drawer
        .add(&paper(A, None, Kind::Comment, "room again"), &mut entropy)
        .unwrap();
}

#[test]
fn another_key_does_not_open_it() {
    let (_dir, path) = place();
    drop(open(&path));
    let problem = Drawer::open(&path, &StorageKey::new([8; 32]), &mut Counting(0)).unwrap_err();
    assert_eq!((&*problem.code, problem.class), ("PRIV-001", Class::Usage));
}

#[test]
fn a_moved_or_edited_row_is_named() {
    let edits: [(&str, &str); 6] = [
        (
            "CREATE TEMP TABLE was AS SELECT id, sealed FROM paper;
             UPDATE paper SET sealed = (SELECT w.sealed FROM was w WHERE w.id = 3 - paper.id) WHERE id < 3",
            "1",
        ),
        (
            "UPDATE paper SET agreement = x'01010101010101010101010101010101' WHERE id = 3",
            "3",
        ),
        ("UPDATE paper SET kind = 1 WHERE id = 2", "2"),
        ("UPDATE paper SET kind = 9 WHERE id = 2", "2"),
        ("UPDATE paper SET sealed = x'00' WHERE id = 1", "1"),
        (
            "UPDATE paper SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB) WHERE id = 2",
            "2",
        ),
    ];
    for (edit, row) in edits {
        let (_dir, path) = place();
        let mut entropy = Counting(100);
        let mut drawer = open(&path);
        for (agreement, text) in [(A, "one"), (A, "two"), (B, "three")] {
            drawer
                .add(&paper(agreement, None, Kind::Comment, text), &mut entropy)
                .unwrap();
        }
        Connection::open(&path)
            .unwrap()
            .execute_batch(edit)
            .unwrap();
        let problem = drawer.list(&A, About::Any, None).unwrap_err();
        assert_eq!(
            problem.to_string(),
            format!("PRIV-002 row={row} agreement={A}"),
            "{edit}"
        );
        assert_eq!(problem.class, Class::Unverified);
        // The row can be taken away, and does not stop the others for ever.
        drawer.remove(PaperId(row.parse().unwrap())).unwrap();
    }
}

#[test]
fn a_moved_draft_is_named() {
    let (_dir, path) = place();
    let mut entropy = Counting(100);
    let mut drawer = open(&path);
    drawer.set_draft(&A, b"one", &mut entropy).unwrap();
    Connection::open(&path)
        .unwrap()
        .execute("UPDATE draft SET agreement = ?1", params![&B.0[..]])
        .unwrap();
    let problem = drawer.take_draft(&B).unwrap_err();
    assert_eq!(
        problem.to_string(),
        format!("PRIV-002 row=draft agreement={B}")
    );
    assert!(drawer.clear_draft(&B).unwrap());
}

#[test]
fn a_row_of_another_drawer_does_not_open() {
    let (dir, path) = place();
    let other = dir.path().join("other.db");
    let mut entropy = Counting(100);
    let text = paper(A, None, Kind::Fallback, "same place, same node");
    for file in [&path, &other] {
        let mut drawer = Drawer::open(file, &key(), &mut entropy).unwrap();
        drawer.add(&text, &mut entropy).unwrap();
    }
    let db = Connection::open(&path).unwrap();
    db.execute("ATTACH ?1 AS other", [other.to_str()]).unwrap();
    db.execute_batch("UPDATE paper SET sealed = (SELECT sealed FROM other.paper)")
        .unwrap();
    let problem = open(&path).get(PaperId(1)).unwrap_err();
    assert_eq!(problem.to_string(), format!("PRIV-002 row=1 agreement={A}"));
}

#[test]
fn a_newer_or_foreign_file_is_refused() {
    let (_dir, path) = place();
    drop(open(&path));
    let version = |n: i64| {
        Connection::open(&path)
            .unwrap()
            .pragma_update(None, "user_version", n)
            .unwrap();
        Drawer::open(&path, &key(), &mut Counting(0)).unwrap_err()
    };
    assert_eq!(version(2).to_string(), "PRIV-006 found=2 known=1");
    assert_eq!(version(0).code, "STORE-004");
    assert_eq!(version(-1).code, "STORE-004");
    fs::write(&path, "instructions: none").unwrap();
    let problem = Drawer::open(&path, &key(), &mut Counting(0)).unwrap_err();
    assert_eq!(problem.code, "STORE-004");
}

#[test]
fn a_file_cut_off_anywhere_is_a_problem_and_never_an_empty_drawer() {
    let (dir, path) = place();
    let mut entropy = Counting(100);
    let mut drawer = open(&path);
    for n in 0..40 {
        drawer
            .add(
                &paper(A, None, Kind::Comment, &format!("{n} {}", "x".repeat(600))),
                &mut entropy,
            )
            .unwrap();
    }
    drop(drawer);
    let whole = fs::read(&path).unwrap();
    let cut = dir.path().join("cut.db");
    let mut lengths: Vec<usize> = (0..whole.len()).step_by(1013).collect();
    lengths.extend([1, 15, 16, 99, 100, 4096, 8192, whole.len() - 1]);
    for length in lengths {
        fs::write(&cut, &whole[..length]).unwrap();
        let outcome = Drawer::open(&cut, &key(), &mut Counting(0))
            .and_then(|drawer| drawer.list(&A, About::Any, None).map(|l| l.len()));
        // Part of the last page reads as zeros: then it is the seal of a row that notices.
        let last_page = length / 4096 == (whole.len() - 1) / 4096;
        match outcome.map_err(|p| p.code) {
            Err(code) => assert!(code == "STORE-004" || (last_page && code == "PRIV-002")),
            Ok(count) => assert!(last_page && count == 40, "{length}: {count}"),
        }
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(dir.path().join(format!("cut.db{ending}")));
        }
    }
}

#[test]
fn a_drawer_half_made_is_made_again() {
    let (dir, path) = place();
    fs::write(dir.path().join("private.db.new"), "half").unwrap();
    fs::write(dir.path().join("private.db.new-wal"), "half").unwrap();
    drop(open(&path));
    let names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names, ["private.db"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn nothing_readable_lies_on_disk() {
    let (dir, path) = place();
    let mut entropy = Counting(100);
    let mut drawer = open(&path);
    let secrets = [
        "settle for twenty-four hours",
        "七十二時間までは可",
        "q77z9",
        "treaties-head",
    ];
    drawer
        .add(
            &paper(A, Some("q77z9"), Kind::Fallback, secrets[0]),
            &mut entropy,
        )
        .unwrap();
    let id = drawer
        .add(&paper(A, None, Kind::Instruction, secrets[1]), &mut entropy)
        .unwrap();
    drawer
        .set_draft(&A, secrets[0].as_bytes(), &mut entropy)
        .unwrap();
    drawer.remove(id).unwrap();
    let look = |expect_log: bool| {
        let mut names = Vec::new();
        for entry in fs::read_dir(dir.path()).unwrap() {
            let entry = entry.unwrap();
            let bytes = fs::read(entry.path()).unwrap();
            names.push(entry.file_name().into_string().unwrap());
            for secret in secrets {
                let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
                assert!(!found, "{secret} in {names:?}");
            }
        }
        assert_eq!(names.contains(&"private.db-wal".to_owned()), expect_log);
    };
    look(true);
    drop(drawer);
    look(false);
}

#[test]
fn what_was_removed_is_overwritten_when_the_drawer_is_closed() {
    let (_dir, path) = place();
    let mut entropy = Counting(100);
    let mut drawer = open(&path);
    let id = drawer
        .add(&paper(A, None, Kind::Fallback, "once"), &mut entropy)
        .unwrap();
    let sealed: Vec<u8> = Connection::open(&path)
        .unwrap()
        .query_row("SELECT sealed FROM paper", [], |r| r.get(0))
        .unwrap();
    let on_disk = || {
        let bytes = fs::read(&path).unwrap();
        bytes.windows(sealed.len()).any(|w| w == sealed)
    };
    drop(drawer);
    assert!(on_disk());
    let mut drawer = open(&path);
    drawer.remove(id).unwrap();
    drop(drawer);
    assert!(!on_disk());
}

/// The other half of the next test, in a process of its own; does nothing by itself.
#[test]
fn child_that_files_until_it_is_killed() {
    let Some(path) = std::env::var_os("PRIVATE_TEST_CHILD") else {
        return;
    };
    let mut drawer = open(Path::new(&path));
    let mut entropy = Counting(u64::from(std::process::id()) << 32);
    loop {
        let id = drawer
            .add(
                &paper(A, None, Kind::Comment, &"kept ".repeat(200)),
                &mut entropy,
            )
            .unwrap();
        drawer
            .set_draft(&A, id.to_string().as_bytes(), &mut entropy)
            .unwrap();
        println!("filed {id}");
    }
}

#[test]
fn killed_at_any_moment_it_keeps_what_it_answered() {
    let (_dir, path) = place();
    let mut last = 0;
    for round in 0..5 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "child_that_files_until_it_is_killed",
                "--nocapture",
            ])
            .env("PRIVATE_TEST_CHILD", &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines
            .map_while(Result::ok)
            .filter_map(|l| {
                l.rsplit_once("filed ")
                    .and_then(|(_, id)| id.parse::<u64>().ok())
            })
            .take(7 + round * 3)
        {
            last = line;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let drawer = open(&path);
        let all = drawer.list(&A, About::Any, None).unwrap();
        let found: Vec<u64> = all.iter().map(|f| f.id.0).collect();
        assert!(found.len() as u64 >= last && last > 0);
        assert_eq!(found, (1..=found.len() as u64).collect::<Vec<_>>());
        assert!(all.iter().all(|f| f.paper.text.read().len() == 1000));
        let draft = drawer.draft(&A).unwrap().unwrap();
        let draft: u64 = std::str::from_utf8(draft.read()).unwrap().parse().unwrap();
        assert!(draft >= last && draft <= found.len() as u64);
    }
}
