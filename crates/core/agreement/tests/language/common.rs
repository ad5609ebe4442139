//! The instruments of the repository, read as a node would read them.

use entente_agreement::{Rules, Terms, source};
use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../instruments")
}

/// Names of all instruments, sorted.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root())
        .unwrap()
        .filter_map(Result::ok)
        .filter(|e| e.path().join("instrument.toml").is_file())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

pub(crate) fn file(name: &str, file: &str) -> Option<String> {
    std::fs::read_to_string(root().join(name).join(file)).ok()
}

pub(crate) fn terms(name: &str) -> Terms {
    let toml = file(name, "instrument.toml").unwrap();
    source::terms_with("instrument.toml", &toml, &|other| {
        file(other, "instrument.toml")
    })
    .unwrap_or_else(|e| panic!("{name}: {e}"))
}

pub(crate) fn all() -> Vec<(String, Rules)> {
    names()
        .into_iter()
        .map(|name| {
            let rules = Rules::new(terms(&name)).unwrap();
            (name, rules)
        })
        .collect()
}

/// Cases of a property: 1,000, or as many as the long run asks for.
pub(crate) fn cases() -> u32 {
    std::env::var("ENTENTE_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1000)
}
