//! Evidence of a real story: accepted as it is, refused with any byte changed.

mod common;
use common::{ENTENTE, Pair};
use entente_model::card::SignedCard;
use proptest::prelude::*;
use std::{path::PathBuf, process::Command, sync::OnceLock};

struct Exported {
    _dir: tempfile::TempDir,
    file: PathBuf,
    keys: PathBuf,
    bytes: Vec<u8>,
    /// The same story exported by the other side.
    theirs: Vec<u8>,
    anchors: Vec<SignedCard>,
}

/// One story for all tests of this file.
#[expect(clippy::unwrap_used, reason = "part of tests")]
fn exported() -> &'static Exported {
    static STORY: OnceLock<Exported> = OnceLock::new();
    STORY.get_or_init(|| {
        let mut pair = Pair::start();
        pair.pair();
        let id = pair.agree();
        pair.jump();
        let file = pair.path("plan");
        std::fs::write(&file, b"a small item").unwrap();
        let item = pair.release(&file);
        pair.nzl.until(&["receipt", "list"], |v| {
            v["due"].as_array().is_some_and(|d| d.len() == 1)
        });
        pair.nzl.ok(&["receipt", "sign", &item]);
        pair.settle(&id);
        let evidence = pair.path("story.evidence");
        pair.jpn
            .ok(&["evidence", "export", &id, "-o", evidence.to_str().unwrap()]);
        let theirs = pair.path("theirs.evidence");
        pair.nzl
            .ok(&["evidence", "export", &id, "-o", theirs.to_str().unwrap()]);
        let keys = pair.path("keys");
        std::fs::create_dir(&keys).unwrap();
        let mut anchors = Vec::new();
        for node in [&pair.jpn, &pair.nzl] {
            let card = keys.join(format!("{}.card", node.party));
            node.ok(&["party", "card", "-o", card.to_str().unwrap()]);
            anchors.push(SignedCard::parse(&std::fs::read(&card).unwrap()).unwrap());
        }
        Exported {
            bytes: std::fs::read(&evidence).unwrap(),
            theirs: std::fs::read(&theirs).unwrap(),
            file: evidence,
            keys,
            anchors,
            _dir: pair.dir,
        }
    })
}

#[expect(clippy::unwrap_used, reason = "part of tests")]
fn verify(args: &[&std::ffi::OsStr]) -> (Option<i32>, String, String) {
    let out = Command::new(ENTENTE)
        .arg("verify")
        .args(args)
        .output()
        .unwrap();
    (
        out.status.code(),
        String::from_utf8(out.stdout).unwrap(),
        String::from_utf8(out.stderr).unwrap(),
    )
}

#[test]
fn accepted_as_it_is_in_both_languages() {
    let story = exported();
    let (keys, file) = (story.keys.as_os_str(), story.file.as_os_str());
    let (status, english, said) = verify(&[
        file,
        "--keys".as_ref(),
        keys,
        "--lang".as_ref(),
        "en".as_ref(),
    ]);
    assert_eq!((status, said.as_str()), (Some(0), ""));
    assert!(
        english.contains("JPN-") && english.contains("maritime-safety"),
        "{english}"
    );
    let (status, japanese, _) = verify(&[
        file,
        "--keys".as_ref(),
        keys,
        "--lang".as_ref(),
        "ja".as_ref(),
    ]);
    assert_eq!(status, Some(0));
    assert_ne!(english, japanese);
    assert!(japanese.chars().any(|c| ('ぁ'..='ん').contains(&c)));
    // Without the verifier's own keys it says so.
    let (status, _, said) = verify(&[file]);
    assert_eq!(status, Some(0));
    assert!(said.contains("UNANCHORED"), "{said}");
}

#[test]
fn either_side_can_export_the_same_story() {
    let story = exported();
    let (ours, theirs) = (&story.bytes, &story.theirs);
    let told = [ours, theirs].map(|b| entente_verify::verify(b, &story.anchors));
    let [Ok(ours), Ok(theirs)] = told else {
        unreachable!("{told:?}")
    };
    assert_eq!(ours.instruments, theirs.instruments);
    assert!(ours.events == theirs.events && !ours.events.is_empty());
    assert_eq!(
        (ours.exporter.as_str(), theirs.exporter.as_str()),
        ("JPN", "NZL")
    );
}

#[test]
fn another_partys_root_is_not_accepted() {
    let story = exported();
    let dir = tempfile::tempdir().unwrap();
    // A card of the same name made by somebody else.
    let home = dir.path().join("false");
    let key = dir.path().join("k");
    std::fs::write(&key, [9; 48]).unwrap();
    let keys = dir.path().join("keys");
    std::fs::create_dir(&keys).unwrap();
    let run = |args: &[&std::ffi::OsStr]| {
        let out = Command::new(ENTENTE)
            .arg("--node")
            .arg(&home)
            .arg("--key-file")
            .arg(&key)
            .args(args)
            .output()
            .unwrap();
        assert!(out.status.success(), "{out:?}");
    };
    let sheet = dir.path().join("sheet");
    run(&[
        "init".as_ref(),
        "--party".as_ref(),
        "NZL".as_ref(),
        "--name".as_ref(),
        "x".as_ref(),
        "--recovery-sheet".as_ref(),
        sheet.as_os_str(),
    ]);
    run(&[
        "party".as_ref(),
        "card".as_ref(),
        "-o".as_ref(),
        keys.join("NZL.card").as_os_str(),
    ]);
    let (status, _, said) = verify(&[story.file.as_os_str(), "--keys".as_ref(), keys.as_os_str()]);
    assert_eq!(status, Some(6), "{said}");
    assert!(said.contains("VERIFY-004"), "{said}");
}

#[test]
fn truncated_lengthened_and_empty_files() {
    let story = exported();
    let bytes = &story.bytes;
    for cut in [
        0,
        1,
        511,
        512,
        bytes.len() / 2,
        bytes.len() - 512,
        bytes.len() - 1,
    ] {
        assert!(
            entente_verify::verify(&bytes[..cut], &story.anchors).is_err(),
            "{cut}"
        );
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(entente_verify::verify(&longer, &story.anchors).is_err());
    // Through the real binary, with its exit status and a reason.
    let dir = tempfile::tempdir().unwrap();
    for at in (0..bytes.len()).step_by(bytes.len() / 20) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let file = dir.path().join("changed");
        std::fs::write(&file, &changed).unwrap();
        let (status, _, said) =
            verify(&[file.as_os_str(), "--keys".as_ref(), story.keys.as_os_str()]);
        assert_eq!(status, Some(6), "byte {at}: {said}");
        assert!(said.contains("VERIFY-"), "{said}");
    }
}

/// More for a release: `PROPTEST_CASES=100000`.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(1500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_byte_can_be_changed(at in any::<prop::sample::Index>(), mask in 1u8..) {
        let story = exported();
        let mut changed = story.bytes.clone();
        let at = at.index(changed.len());
        changed[at] ^= mask;
        let verdict = entente_verify::verify(&changed, &story.anchors);
        let failure = verdict.err();
        prop_assert!(failure.is_some(), "byte {at} ^ {mask}");
        prop_assert!(failure.is_some_and(|f| !f.place.is_empty()));
    }
}
