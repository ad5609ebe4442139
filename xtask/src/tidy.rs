//! `cargo xtask tidy`: the house's rules that the compiler does not check.

use crate::run;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

/// Longest source file.
const MAX_FILE: usize = 700;
/// Longest function.
const MAX_FUNCTION: usize = 100;

/// What each room may import (ARCHITECTURE.md, code map).
const MAY_IMPORT: [(&str, &[&str]); 17] = [
    ("entente-model", &[]),
    ("entente-marking", &["model"]),
    ("entente-agreement", &["model", "marking"]),
    ("entente-seal", &["model"]),
    ("entente-record", &["model"]),
    (
        "entente-engine",
        &["model", "marking", "agreement", "seal", "record"],
    ),
    ("entente-store", &["model", "record", "engine"]),
    ("entente-link", &["model", "seal", "record", "engine"]),
    ("entente-paper", &["model", "agreement"]),
    ("entente-private", &["model", "seal"]),
    ("entente-house", &["model"]),
    ("entente-search", &["model", "paper"]),
    ("entente-words", &[]),
    ("entente-verify", &["model", "record", "seal", "words"]),
    (
        "entente-node",
        &[
            "model",
            "marking",
            "agreement",
            "seal",
            "record",
            "engine",
            "store",
            "link",
            "paper",
            "private",
            "house",
            "search",
            "words",
            "verify",
        ],
    ),
    (
        "entente-bench",
        &[
            "model",
            "agreement",
            "seal",
            "record",
            "engine",
            "store",
            "paper",
            "node",
        ],
    ),
    ("xtask", &[]),
];
/// What no room under crates/core may use.
const NOT_IN_CORE: [&str; 8] = [
    "tokio",
    "getrandom",
    "rusqlite",
    "hyper",
    "axum",
    "reqwest",
    "rustls",
    "rand",
];
const PAGES: [&str; 5] = [
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "deny.toml",
];

/// Prints every finding; true when there is none.
pub(crate) fn report() -> bool {
    let mut findings = Vec::new();
    let metadata = metadata();
    imports(&metadata, &mut findings);
    licences(&metadata, &mut findings);
    let root = run::root();
    let mut sources = Vec::new();
    for dir in ["crates", "xtask"] {
        walk(&root.join(dir), "rs", &mut sources);
    }
    for file in &sources {
        source(&root, file, &mut findings);
    }
    reachable(&sources, &root, &mut findings);
    pages(&root, &mut findings);
    for finding in &findings {
        println!("tidy: {finding}");
    }
    println!("tidy: {} files, {} findings", sources.len(), findings.len());
    findings.is_empty()
}

fn metadata() -> Value {
    let out = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(run::root())
        .output();
    out.ok()
        .and_then(|o| serde_json::from_slice(&o.stdout).ok())
        .unwrap_or_default()
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn imports(metadata: &Value, findings: &mut Vec<String>) {
    let members: Vec<&Value> = packages(metadata)
        .filter(|p| p["source"].is_null())
        .collect();
    if members.len() != MAY_IMPORT.len() {
        findings.push(format!(
            "{} rooms, {} in the table — name the new room in xtask/src/tidy.rs",
            members.len(),
            MAY_IMPORT.len()
        ));
    }
    for package in members {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(room, _)| *room == name) else {
            findings.push(format!(
                "{name}: not a room of the house — name it in xtask/src/tidy.rs"
            ));
            continue;
        };
        let core = package["manifest_path"]
            .as_str()
            .is_some_and(|p| p.contains("/crates/core/"));
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            let test_only = dependency["kind"] == "dev";
            if let Some(room) = to.strip_prefix("entente-")
                && !allowed.contains(&room)
                && !test_only
            {
                findings.push(format!(
                    "{name} imports {to} — imports point one way, see ARCHITECTURE.md"
                ));
            }
            if core && !test_only && NOT_IN_CORE.contains(&to) {
                findings.push(format!(
                    "{name} uses {to} — a core room takes time, randomness and I/O as parameters"
                ));
            }
        }
    }
}

fn licences(metadata: &Value, findings: &mut Vec<String>) {
    let deny = std::fs::read_to_string(run::root().join("deny.toml")).unwrap_or_default();
    let allowed: BTreeSet<&str> = list(&deny, "allow");
    let skipped: BTreeSet<&str> = list(&deny, "skip");
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages(metadata).filter(|p| !p["source"].is_null()) {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or("none");
        if !fits(licence, &allowed) {
            findings.push(format!("{name}: licence `{licence}` is not in deny.toml — choose another crate, or decide and add it"));
        }
        versions
            .entry(name)
            .or_default()
            .insert(package["version"].as_str().unwrap_or_default());
    }
    for (name, found) in versions {
        if found.len() > 1 && !skipped.contains(name) {
            let found: Vec<&str> = found.into_iter().collect();
            findings.push(format!(
                "{name} in {} versions ({}) — align them, or add it to deny.toml's skip",
                found.len(),
                found.join(", ")
            ));
        }
    }
}

/// One of the alternatives must be allowed whole.
fn fits(licence: &str, allowed: &BTreeSet<&str>) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    plain
        .split(" AND ")
        .all(|all| all.split(" OR ").any(|one| allowed.contains(one.trim())))
}

/// The strings of a TOML list by its key.
fn list<'a>(toml: &'a str, key: &str) -> BTreeSet<&'a str> {
    let start = toml
        .find(&format!("\n{key} = ["))
        .map(|i| i.saturating_add(1));
    let body = start
        .and_then(|i| toml.get(i..))
        .and_then(|t| t.split_once('['))
        .and_then(|(_, t)| t.split_once("\n]"));
    body.map_or_else(BTreeSet::new, |(body, _)| {
        body.split('"').skip(1).step_by(2).collect()
    })
}

fn walk(dir: &Path, ending: &str, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(|e| Some(e.ok()?.path()))
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, ending, out);
        } else if path.extension().is_some_and(|e| e == ending) {
            out.push(path);
        }
    }
}

fn source(root: &Path, file: &Path, findings: &mut Vec<String>) {
    let name = file
        .strip_prefix(root)
        .unwrap_or(file)
        .display()
        .to_string();
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > MAX_FILE {
        findings.push(format!(
            "{name}: {} lines — at most {MAX_FILE}: is it one room, or two?",
            lines.len()
        ));
    }
    let is_test = name.contains("/tests/");
    if !is_test && !text.starts_with("//!") {
        findings.push(format!(
            "{name}:1 no `//!` — say in a line what this file is"
        ));
    }
    let words = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["X", "XX"].concat(),
        ["#[ign", "ore]"].concat(),
    ];
    for (number, line) in (1..).zip(&lines) {
        if words.iter().any(|w| line.contains(w.as_str())) {
            findings.push(format!(
                "{name}:{number} unfinished — finish it, or say so in the closing note"
            ));
        }
    }
    functions(&name, &lines, findings);
}

fn functions(name: &str, lines: &[&str], findings: &mut Vec<String>) {
    let mut open: Option<(usize, &str)> = None;
    for (index, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let indent = line.len().saturating_sub(code.len());
        let starts = [
            "fn ",
            "pub fn ",
            "pub(crate) fn ",
            "async fn ",
            "pub async fn ",
            "pub(crate) async fn ",
            "pub(super) async fn ",
            "pub(super) fn ",
        ];
        if starts.iter().any(|s| code.starts_with(s)) && !code.ends_with(';') {
            open = Some((index, line.get(..indent).unwrap_or_default()));
        }
        if let Some((start, margin)) = open
            && *line == format!("{margin}}}")
        {
            let length = index.saturating_sub(start);
            if length > MAX_FUNCTION {
                findings.push(format!(
                    "{name}:{} function of {length} lines — at most {MAX_FUNCTION}",
                    start.saturating_add(1)
                ));
            }
            open = None;
        }
    }
}

/// Every source file must be named by a `mod` beside it.
fn reachable(sources: &[PathBuf], root: &Path, findings: &mut Vec<String>) {
    let text = |p: &Path| std::fs::read_to_string(p).unwrap_or_default();
    for file in sources
        .iter()
        .filter(|f| f.components().any(|c| c.as_os_str() == "src"))
    {
        let stem = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if ["lib", "main", "mod", "build"].contains(&stem.as_str()) {
            continue;
        }
        let folder = file.parent().unwrap_or(root);
        let mut parents = vec![
            folder.join("lib.rs"),
            folder.join("main.rs"),
            folder.join("mod.rs"),
        ];
        parents.push(folder.with_extension("rs"));
        let named = parents.iter().any(|p| {
            text(p)
                .lines()
                .any(|l| l.trim_end_matches(';').ends_with(&format!("mod {stem}")))
        });
        if !named {
            findings.push(format!(
                "{}: no `mod {stem}` names it — delete it or use it",
                file.strip_prefix(root).unwrap_or(file).display()
            ));
        }
    }
}

fn pages(root: &Path, findings: &mut Vec<String>) {
    for page in PAGES.iter().filter(|p| !root.join(p).is_file()) {
        findings.push(format!("{page} is missing"));
    }
    let map = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap_or_default();
    for place in map
        .split(['`', ' ', '\n'])
        .filter(|w| w.starts_with("crates/"))
    {
        if !root
            .join(place.trim_end_matches(['.', ',', ':', '/']))
            .exists()
        {
            findings.push(format!("ARCHITECTURE.md names {place}, which is not there"));
        }
    }
    let mut guides = Vec::new();
    walk(&root.join("docs"), "md", &mut guides);
    for guide in &guides {
        let name = guide.display().to_string();
        let twin = if name.ends_with(".en.md") {
            name.replace(".en.md", ".ja.md")
        } else {
            name.replace(".ja.md", ".en.md")
        };
        if !Path::new(&twin).is_file() {
            findings.push(format!("{name} has no twin in the other language"));
        }
    }
    let tracked = Command::new("git")
        .args([
            "grep",
            "-nIE",
            "(^|[^a-z.])/(work|root|home)/[a-z]|crates\\.io|pypi\\.org",
            "--",
            ".",
            ":!*.lock",
            ":!interop/go/go.sum",
            ":!xtask/src/tidy.rs",
        ])
        .current_dir(root)
        .output();
    for line in String::from_utf8_lossy(&tracked.map(|o| o.stdout).unwrap_or_default()).lines() {
        findings.push(format!("{line} — no machine paths or registry hosts"));
    }
}
