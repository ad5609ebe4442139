//! Reading a document in a child process that may do nothing else.
//!
//! The node gives the child one document on its standard input and takes one bounded answer from its
//! standard output. The child gives up, before it reads a byte ([`confine`]): memory beyond 512 MiB,
//! processor time beyond 20 seconds, files and sockets by number and, where the kernel has Landlock,
//! by rule. A reader that was taken over by a document can say something false about that one
//! document; it cannot read another, keep anything, or tell anybody.

mod child;

pub use child::{Confined, MAX_MEMORY, MAX_SECONDS, child_main, confine};

use crate::extract::{Extracted, Hint, MAX_INPUT, MAX_TEXT, refused};
use entente_model::problem::{Class, Problem};
use serde::{Deserialize, Serialize};
use std::{
    ffi::OsStr,
    io::{Read, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use zeroize::Zeroizing;

/// Seconds of wall-clock time a child is given.
pub const MAX_WAIT: u64 = 30;
/// Largest answer: the text, where JSON writes some characters as two.
const MAX_ANSWER: usize = 2 * MAX_TEXT + (64 << 10);
/// Largest line before the document.
const MAX_HEADER: usize = 16 << 10;

/// The line before the document's bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    hint: Hint,
    bytes: usize,
}

/// What the child answers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum Answer {
    Text(Extracted),
    Problem(Problem),
}

/// Takes a document's text out in a child process: `exe args…`, which calls [`child_main`].
///
/// The child has no environment and no error output, and is killed after [`MAX_WAIT`] seconds with
/// its process group. The document is wiped here once it was given. A node that runs as the superuser
/// gives its children the superuser's rights to start processes; it should not.
///
/// # Errors
/// `SEARCH-001` when it took too long, `SEARCH-002` when it refused the document or did not come
/// back with an answer, `SEARCH-003` when the document's kind is not read.
pub fn run(
    exe: &Path,
    args: &[&OsStr],
    hint: &Hint,
    document: Zeroizing<Vec<u8>>,
) -> Result<Extracted, Problem> {
    run_within(exe, args, hint, document, Duration::from_secs(MAX_WAIT))
}

/// As [`run`], with another wall-clock limit.
///
/// # Errors
/// As [`run`].
pub fn run_within(
    exe: &Path,
    args: &[&OsStr],
    hint: &Hint,
    document: Zeroizing<Vec<u8>>,
    wait: Duration,
) -> Result<Extracted, Problem> {
    if document.len() > MAX_INPUT {
        return Err(refused("larger than 128 MiB"));
    }
    let until = Instant::now().checked_add(wait);
    let mut child = start(exe, args).map_err(|_| refused("its reader cannot be started"))?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        end(&mut child);
        return Err(refused("its reader cannot be started"));
    };
    // Threads of their own, which nothing waits for: a process that outlived its reader and holds a
    // pipe could keep them, and must not keep the node.
    let hint = hint.clone();
    thread::spawn(move || give(input, &hint, &document));
    let (told, heard) = mpsc::channel();
    thread::spawn(move || told.send(take(output)));
    let answer = heard.recv_timeout(wait).ok();
    end(&mut child);
    let late = until.is_none_or(|u| Instant::now() >= u);
    let bytes = match answer {
        Some(bytes) => bytes,
        None if late => return Err(too_long(wait.as_secs())),
        None => return Err(refused("its reader did not answer")),
    };
    if bytes.is_empty() && out_of_time(&mut child) {
        return Err(too_long(MAX_SECONDS));
    }
    match serde_json::from_slice(&bytes) {
        Ok(Answer::Text(found)) => checked(found),
        Ok(Answer::Problem(problem)) => Err(known(&problem)),
        Err(_) => Err(refused("its reader did not answer")),
    }
}

fn start(exe: &Path, args: &[&OsStr]) -> std::io::Result<Child> {
    let mut command = Command::new(exe);
    command
        .args(args)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn()
}

fn give(mut input: ChildStdin, hint: &Hint, document: &[u8]) {
    let header = Header {
        hint: hint.clone(),
        bytes: document.len(),
    };
    let Ok(mut line) = serde_json::to_vec(&header) else {
        return;
    };
    line.push(b'\n');
    // A child that ended has closed its end; its answer, or its silence, says why.
    let _ = input
        .write_all(&line)
        .and_then(|()| input.write_all(document));
}

fn take(output: ChildStdout) -> Vec<u8> {
    let most = u64::try_from(MAX_ANSWER).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let _ = output.take(most).read_to_end(&mut bytes);
    bytes
}

fn end(child: &mut Child) {
    // It was not waited for yet, so its number is still its own, even if it has ended, and the group
    // of that number holds nothing but what it started.
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(unix)]
fn out_of_time(child: &mut Child) -> bool {
    use std::os::unix::process::ExitStatusExt;
    let signal = child.wait().ok().and_then(|s| s.signal());
    signal == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn out_of_time(_: &mut Child) -> bool {
    false
}

/// An answer is believed as far as a document is.
fn checked(mut found: Extracted) -> Result<Extracted, Problem> {
    if found.text.len() > MAX_TEXT {
        return Err(refused("its reader said more than it may"));
    }
    found
        .text
        .retain(|c| c == '\n' || c == '\t' || !c.is_control());
    Ok(found)
}

/// Of a child's problem the code counts, and a short word of it.
fn known(problem: &Problem) -> Problem {
    let value = |name: &str| {
        let found = problem.args.iter().find(|(n, _)| n == name);
        let text = found.map_or("?", |(_, v)| v.as_str());
        let plain = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
        plain.take(80).collect::<String>()
    };
    if problem.code == "SEARCH-003" {
        Problem::new("SEARCH-003", Class::Usage).with("kind", value("kind"))
    } else {
        refused(&value("detail"))
    }
}

fn too_long(seconds: u64) -> Problem {
    Problem::new("SEARCH-001", Class::Unexpected).with("seconds", seconds)
}
