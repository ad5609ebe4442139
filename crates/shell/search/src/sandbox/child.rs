//! The child's side: it gives everything up first, then reads.

use super::{Answer, Header, MAX_HEADER};
use crate::extract::{MAX_INPUT, extract, refused};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::{
    io::{BufRead, Read, Write},
    process::ExitCode,
};

/// Memory of a child, in bytes of address space.
pub const MAX_MEMORY: u64 = 512 << 20;
/// Processor time of a child, in seconds.
pub const MAX_SECONDS: u64 = 20;
/// What is open stays open, and nothing else is opened: any file or socket would have a number beyond
/// this, that of a closed one too.
const MAX_FILES: u64 = 0;

/// What a process has given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confined {
    /// Every limit of resources holds.
    pub limits: bool,
    /// Landlock holds, as far as this kernel knows it: no file, no TCP, no abstract socket, no
    /// signal to another process.
    pub landlock: bool,
}

/// Gives up what reading a document does not need, for good. Best called before any thread is
/// started, since Landlock holds for the thread that calls and those it starts.
pub fn confine() -> Confined {
    // Landlock first: its rules are themselves a file for a moment.
    let landlock = landlock();
    let limits = [
        (Resource::As, MAX_MEMORY),
        (Resource::Cpu, MAX_SECONDS),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nproc, 0),
        (Resource::Nofile, MAX_FILES),
    ];
    let held = limits.map(|(resource, most)| {
        // The hard limit too, so that it cannot be raised again. That of the processor is a second
        // later: the first one ends with a signal that says why.
        let later = u64::from(resource == Resource::Cpu);
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most.saturating_add(later)),
        };
        setrlimit(resource, limit).is_ok()
    });
    Confined {
        limits: held.iter().all(|h| *h),
        landlock,
    }
}

/// The whole child: reads a document from standard input, as [`super::run`] gives it, and writes its
/// text to standard output. Refuses to read when a limit cannot be set. A kernel without Landlock is no
/// reason: the limits keep files and sockets from being opened. What they do not keep a reader from
/// that was taken over, and Landlock does, is to remove or rename files of its user, and to stop its
/// user's processes.
pub fn child_main() -> ExitCode {
    let answer = if confine().limits {
        read()
    } else {
        Answer::Problem(refused("its reader could not be confined"))
    };
    let written = serde_json::to_vec(&answer).map(|bytes| {
        let mut out = std::io::stdout().lock();
        out.write_all(&bytes).and_then(|()| out.flush())
    });
    match written {
        Ok(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn read() -> Answer {
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    let most = u64::try_from(MAX_HEADER).unwrap_or(0);
    let header = (&mut input).take(most).read_until(b'\n', &mut line);
    let header = header
        .ok()
        .and_then(|_| serde_json::from_slice::<Header>(&line).ok());
    let Some(header) = header.filter(|h| h.bytes <= MAX_INPUT) else {
        return Answer::Problem(refused("its reader was not given a document"));
    };
    let mut document = Vec::new();
    if document.try_reserve_exact(header.bytes).is_err() {
        return Answer::Problem(refused("there is no memory for it"));
    }
    let bytes = u64::try_from(header.bytes).unwrap_or(u64::MAX);
    let read = input.take(bytes).read_to_end(&mut document);
    if read.ok() != Some(header.bytes) {
        return Answer::Problem(refused("its reader was not given all of it"));
    }
    match extract(&header.hint, &document) {
        Ok(found) => Answer::Text(found),
        Err(problem) => Answer::Problem(problem),
    }
}

#[cfg(target_os = "linux")]
fn landlock() -> bool {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr,
        RulesetError, RulesetStatus, Scope,
    };
    let abi = ABI::V6;
    let restrict = || -> Result<RulesetStatus, RulesetError> {
        let rules = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(abi))?
            .handle_access(AccessNet::from_all(abi))?
            .scope(Scope::from_all(abi))?
            .create()?;
        Ok(rules.restrict_self()?.ruleset)
    };
    matches!(
        restrict(),
        Ok(RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced)
    )
}

#[cfg(not(target_os = "linux"))]
fn landlock() -> bool {
    false
}
