//! The reader's process for real: this program is started again as its own child, which reads
//! documents, or tries what a reader taken over by a document would try.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test program without the usual harness"
)]

use entente_model::Problem;
use entente_search::{
    extract::{Extracted, Hint, Kind, MAX_TEXT},
    sandbox::{child_main, confine, run, run_within},
};
use std::{
    ffi::OsStr,
    net::{TcpStream, UdpSocket},
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};
use zeroize::Zeroizing;

fn main() -> ExitCode {
    let role = std::env::args().nth(1).unwrap_or_default();
    match role.as_str() {
        "extract" => child_main(),
        child if child.starts_with("child-") => misbehave(child),
        filter if !filter.starts_with('-') && !filter.is_empty() && !"sandbox".contains(filter) => {
            ExitCode::SUCCESS
        }
        _ => {
            tests();
            ExitCode::SUCCESS
        }
    }
}

/// What the children do. One that gets what it should not answers with a text that says so.
#[expect(
    clippy::zombie_processes,
    reason = "a child that leaves its own child behind is what is tried"
)]
fn misbehave(child: &str) -> ExitCode {
    if child == "child-environment" {
        let names: Vec<String> = std::env::vars().map(|(n, _)| n).collect();
        let at = std::env::current_dir().unwrap();
        return say(&format!("{names:?} {}", at.display()));
    }
    if child == "child-reach" {
        return reach();
    }
    if child == "child-leave" {
        // Its own child is in another group, and keeps the pipes open.
        let mut nap = std::process::Command::new(me());
        let nap = std::os::unix::process::CommandExt::process_group(&mut nap, 0);
        nap.arg("child-nap").spawn().unwrap();
        return ExitCode::SUCCESS;
    }
    confine();
    match child {
        "child-allocate" => {
            let mut all: Vec<Vec<u8>> = Vec::new();
            for _ in 0..4096 {
                all.push(vec![1u8; 1 << 20]);
            }
            say(&format!("got {} MiB", all.len()))
        }
        "child-loop" => loop {
            std::hint::spin_loop();
        },
        "child-sleep" => {
            std::thread::sleep(Duration::from_secs(60));
            say("woke up")
        }
        "child-nap" => {
            std::thread::sleep(Duration::from_secs(8));
            ExitCode::SUCCESS
        }
        "child-processor" => {
            let second = rustix::process::Rlimit {
                current: Some(1),
                maximum: Some(2),
            };
            rustix::process::setrlimit(rustix::process::Resource::Cpu, second).unwrap();
            loop {
                std::hint::spin_loop();
            }
        }
        "child-talk" => {
            let text = "x".repeat(3 * MAX_TEXT);
            say(&text)
        }
        "child-garbage" => {
            print!("{{\"text\":");
            ExitCode::SUCCESS
        }
        "child-abort" => std::process::abort(),
        other => panic!("{other}"),
    }
}

/// Tries to get out; says what it got.
fn reach() -> ExitCode {
    let place = std::env::temp_dir().join(format!("entente-search-{}", std::process::id()));
    std::fs::write(&place, "x").unwrap();
    let stream = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = stream.local_addr().unwrap();
    let confined = confine();
    let mut got = Vec::new();
    let mut tried = |what: &'static str, ok: bool| {
        if ok {
            got.push(what);
        }
    };
    tried("file", std::fs::read("/etc/passwd").is_ok());
    tried("folder", std::fs::read_dir("/").is_ok());
    tried("write", std::fs::write(&place, "y").is_ok());
    tried("udp", UdpSocket::bind("127.0.0.1:0").is_ok());
    tried("tcp", TcpStream::connect(address).is_ok());
    // A number that became free is no way in.
    drop(stream);
    tried("file again", std::fs::read("/etc/passwd").is_ok());
    let more = rustix::process::Rlimit {
        current: Some(64),
        maximum: Some(64),
    };
    let raised = rustix::process::setrlimit(rustix::process::Resource::Nofile, more).is_ok();
    // The superuser may raise limits again; Landlock holds for it too.
    tried("file then", raised && std::fs::read("/etc/passwd").is_ok());
    tried(
        "tcp then",
        raised
            && TcpStream::connect(address)
                .is_err_and(|e| e.kind() == std::io::ErrorKind::ConnectionRefused),
    );
    tried(
        "process",
        std::process::Command::new("/bin/true").status().is_ok(),
    );
    // Without a file's number: what only a rule keeps away.
    tried(
        "rename",
        std::fs::rename(&place, place.with_extension("moved")).is_ok(),
    );
    tried("remove", std::fs::remove_file(&place).is_ok());
    say(&format!(
        "{got:?} {confined:?} raised: {raised} at {}",
        place.display()
    ))
}

/// An answer as a reader gives it.
fn say(text: &str) -> ExitCode {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    println!(
        "{{\"text\":{{\"kind\":\"text\",\"text\":\"{text}\",\"pages\":null,\"truncated\":false,\"reason\":null}}}}"
    );
    ExitCode::SUCCESS
}

fn me() -> PathBuf {
    std::env::current_exe().unwrap()
}

fn child(role: &str, wait: u64) -> Result<Extracted, Problem> {
    let wait = Duration::from_secs(wait);
    run_within(
        &me(),
        &[OsStr::new(role)],
        &Hint::default(),
        Zeroizing::new(b"document".to_vec()),
        wait,
    )
}

fn read(bytes: &[u8]) -> Result<Extracted, Problem> {
    run(
        &me(),
        &[OsStr::new("extract")],
        &Hint::default(),
        Zeroizing::new(bytes.to_vec()),
    )
}

fn code(answer: Result<Extracted, Problem>) -> String {
    answer.unwrap_err().code.into_owned()
}

fn tests() {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");
    for (name, kind) in [
        ("note.pdf", Kind::Pdf),
        ("note.docx", Kind::Docx),
        ("list.xlsx", Kind::Xlsx),
        ("slides.odp", Kind::Odp),
    ] {
        let found = read(&std::fs::read(format!("{fixtures}{name}")).unwrap()).unwrap();
        assert_eq!(found.kind, kind);
        assert!(found.text.contains("海上の安全"), "{name}");
    }
    println!("documents are read: ok");

    assert_eq!(
        code(read(b"\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0")),
        "SEARCH-003"
    );
    assert_eq!(code(read(b"%PDF-1.7 nothing")), "SEARCH-002");
    let letters = "garbage\t\"".repeat(11_000_000);
    let found = read(letters.as_bytes()).unwrap();
    assert!(found.truncated && found.text.len() <= MAX_TEXT);
    println!("100 MB of garbage: ok");

    assert_eq!(code(child("child-allocate", 30)), "SEARCH-002");
    println!("4 GiB of memory are refused: ok");

    for role in ["child-loop", "child-sleep", "child-leave"] {
        let began = Instant::now();
        assert_eq!(code(child(role, 2)), "SEARCH-001");
        assert!(began.elapsed() < Duration::from_secs(7), "{role}");
    }
    assert_eq!(code(child("child-processor", 30)), "SEARCH-001");
    println!("time ends: ok");

    for role in ["child-talk", "child-garbage", "child-abort"] {
        assert_eq!(code(child(role, 10)), "SEARCH-002", "{role}");
    }
    let nowhere = run(
        &PathBuf::from("/nowhere"),
        &[],
        &Hint::default(),
        Zeroizing::new(b"x".to_vec()),
    );
    assert_eq!(code(nowhere), "SEARCH-002");
    println!("what answers otherwise is not believed: ok");

    assert_eq!(child("child-environment", 10).unwrap().text, "[] /");
    println!("no environment: ok");

    let reach = child("child-reach", 10).unwrap().text;
    let place = reach.rsplit(' ').next().unwrap();
    let _ = std::fs::remove_file(place);
    assert!(reach.contains("limits: true"), "{reach}");
    for what in [
        "\"file\"",
        "\"folder\"",
        "\"write\"",
        "\"udp\"",
        "\"tcp\"",
        "\"file again\"",
    ] {
        assert!(!reach.contains(what), "{reach}");
    }
    println!("no file and no socket is opened: ok");
    if reach.contains("landlock: true") {
        assert!(reach.starts_with("[] "), "{reach}");
        println!("no file, connection or process by rule: ok");
    } else {
        println!("no file, connection or process by rule: skipped, this kernel lacks Landlock");
    }
}
