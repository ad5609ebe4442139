//! A 2 GiB file: little memory, and no byte of it sent again after a kill on either side.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

mod common;
use common::{Node, Pair};
use serde_json::Value;
use std::{
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
    time::{Duration, Instant},
};

const SIZE: u64 = 2 << 30;
const SEGMENTS: u64 = SIZE / (2 << 20);
/// Peak resident memory a node may reach, kB.
const PEAK_KB: u64 = 200 * 1024;
/// What a node reads besides the payload: its database, and the segment in flight when it died.
const BESIDES: u64 = 32 << 20;

#[test]
fn two_gib_in_little_memory_resumed_on_both_sides() {
    let mut pair = Pair::start();
    pair.pair();
    let id = pair.agree();
    pair.jump();
    let file = pair.path("video");
    marked_file(&file);
    let item = pair.release(&file);
    // The recipient dies at half: the sender reads only the other half after that.
    let at_half = wait_for(&pair.nzl, &item, SEGMENTS / 2);
    under_the_limit(&pair.nzl);
    pair.nzl.kill();
    let before = bytes_read(&pair.jpn);
    pair.nzl.start();
    wait_for(&pair.nzl, &item, SEGMENTS * 3 / 4);
    under_the_limit(&pair.jpn);
    let second = bytes_read(&pair.jpn) - before;
    // The sender dies at three quarters.
    pair.jpn.kill();
    let stopped_at = wait_for(&pair.nzl, &item, 1);
    let third = (stopped_at.saturating_sub(at_half)) * (2 << 20);
    assert!(second <= third + BESIDES, "{second} > {third}");
    pair.jpn.start();
    let begun = bytes_read(&pair.jpn);
    pair.nzl.until(&["receipt", "list"], |v| {
        v["due"]
            .as_array()
            .is_some_and(|d| d.len() == 1 && d[0]["arrived"] == true)
    });
    let rest = (SEGMENTS - stopped_at) * (2 << 20);
    let last = bytes_read(&pair.jpn) - begun;
    assert!(last <= rest + BESIDES, "{last} > {rest}");
    for node in [&pair.jpn, &pair.nzl] {
        under_the_limit(node);
    }
    pair.nzl.ok(&["receipt", "sign", &item]);
    let out = pair.path("video.out");
    pair.nzl
        .ok(&["item", "open", &item, "-o", out.to_str().unwrap()]);
    same_content(&file, &out);
    pair.settle(&id);
    let (jpn, nzl) = pair.registers();
    assert_eq!(jpn, nzl);
}

/// Holes but for a word at the beginning, in the middle and at the end.
fn marked_file(path: &Path) {
    let mut file = std::fs::File::create(path).unwrap();
    file.set_len(SIZE).unwrap();
    for at in [0, SIZE / 2 - 3, SIZE - 6] {
        file.seek(SeekFrom::Start(at)).unwrap();
        file.write_all(b"marker").unwrap();
    }
}

fn same_content(a: &Path, b: &Path) {
    let (mut a, mut b) = (
        std::fs::File::open(a).unwrap(),
        std::fs::File::open(b).unwrap(),
    );
    let (mut left, mut right) = (vec![0u8; 1 << 20], vec![0u8; 1 << 20]);
    for _ in 0..SIZE >> 20 {
        a.read_exact(&mut left).unwrap();
        b.read_exact(&mut right).unwrap();
        assert!(left == right);
    }
    assert_eq!(a.read(&mut left).unwrap(), 0);
    assert_eq!(b.read(&mut right).unwrap(), 0);
}

/// Waits until the recipient has so many segments; gives how many it has.
fn wait_for(node: &Node, item: &str, segments: u64) -> u64 {
    let begun = Instant::now();
    loop {
        let out = node.run(&["item", "show", item]);
        let shown: Value = serde_json::from_slice(&out.stdout).unwrap_or(Value::Null);
        let have = shown["segments"]["have"].as_u64().unwrap_or(0);
        if have >= segments {
            return have;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(300),
            "{shown} {}",
            node.log()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn under_the_limit(node: &Node) {
    let status = std::fs::read_to_string(format!("/proc/{}/status", node.pid())).unwrap();
    let peak = status
        .lines()
        .find_map(|l| l.strip_prefix("VmHWM:"))
        .unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    println!("{} peak {} MiB", node.party, peak / 1024);
    assert!(peak < PEAK_KB, "{} used {peak} kB", node.party);
}

/// Bytes the process read from files so far; the sender reads a segment each time it sends it.
fn bytes_read(node: &Node) -> u64 {
    let io = std::fs::read_to_string(format!("/proc/{}/io", node.pid())).unwrap();
    let read = io.lines().find_map(|l| l.strip_prefix("rchar: ")).unwrap();
    read.trim().parse().unwrap()
}
