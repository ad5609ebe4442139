//! A trust policy (C2SP tlog-policy): which logs, which witnesses, which quorum.

use crate::note::parse_vkey;
use std::fmt::Write as _;

/// Most logs or witnesses.
const MAX: usize = 64;

/// A policy of the one shape we write: logs, witnesses, and all of the witnesses as the quorum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Log keys.
    pub logs: Vec<String>,
    /// Witness names and keys.
    pub witnesses: Vec<(String, String)>,
}

/// Why a text is not such a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("policy line {line}: {detail}")]
pub struct PolicyError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub detail: &'static str,
}

impl Policy {
    /// The text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        for log in &self.logs {
            let _ = writeln!(out, "log {log}");
        }
        for (name, key) in &self.witnesses {
            let _ = writeln!(out, "witness {name} {key}");
        }
        let names: Vec<&str> = self.witnesses.iter().map(|(n, _)| n.as_str()).collect();
        let _ = writeln!(out, "group parties all {}", names.join(" "));
        out.push_str("quorum parties\n");
        out
    }

    /// Reads the text; only the canonical form.
    ///
    /// # Errors
    /// [`PolicyError`].
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let mut policy = Self {
            logs: Vec::new(),
            witnesses: Vec::new(),
        };
        for (index, line) in text.lines().enumerate() {
            let bad = |detail| PolicyError {
                line: index.saturating_add(1),
                detail,
            };
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["log", key] if parse_vkey(key).is_some() => policy.logs.push((*key).to_owned()),
                ["witness", name, key] if parse_vkey(key).is_some() => {
                    policy
                        .witnesses
                        .push(((*name).to_owned(), (*key).to_owned()));
                }
                ["group", "parties", "all", ..] | ["quorum", "parties"] => {}
                _ => return Err(bad("not understood")),
            }
            if policy.logs.len() > MAX || policy.witnesses.len() > MAX {
                return Err(bad("too many"));
            }
        }
        if policy.to_text() != text {
            return Err(PolicyError {
                line: 0,
                detail: "not in canonical form",
            });
        }
        Ok(policy)
    }

    /// Whether these witnesses make the quorum: every one of the policy's.
    #[must_use]
    pub fn satisfied_by(&self, witnesses: &[&str]) -> bool {
        self.witnesses
            .iter()
            .all(|(name, _)| witnesses.contains(&name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{TYPE_COSIGNATURE, TYPE_ED25519, vkey};

    #[test]
    fn round_trip() {
        let policy = Policy {
            logs: vec![vkey("jpn.entente/0", TYPE_ED25519, &[1; 32])],
            witnesses: vec![(
                "nzl".into(),
                vkey("nzl.entente/mirror", TYPE_COSIGNATURE, &[2; 32]),
            )],
        };
        let text = policy.to_text();
        assert_eq!(Policy::parse(&text).unwrap(), policy);
        assert!(Policy::parse(&text.replace("quorum", "Quorum")).is_err());
        assert!(Policy::parse(&text.replace("all ", "any ")).is_err());
        assert!(policy.satisfied_by(&["nzl", "x"]) && !policy.satisfied_by(&["x"]));
    }
}
