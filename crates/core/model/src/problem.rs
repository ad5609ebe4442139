//! A "no" as a first-class answer: refusals by a rule, and faults that say who is at fault.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// Who can put it right, or who broke the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// Whoever gave this command or file.
    You,
    /// An agreed rule says no; nobody misbehaved.
    Rule,
    /// The partner's node or its operator broke the protocol or the agreement.
    Partner,
    /// The partner speaks a version this node does not.
    PartnerVersion,
    /// The disk, the clock, the network or this program.
    Machine,
}

/// What a command's caller should conclude; the process exit status (interface.md §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Exit 1.
    Unexpected,
    /// Exit 2.
    Usage,
    /// Exit 3: refused by a rule.
    Refused,
    /// Exit 4: not found, or not permitted to know.
    NotFound,
    /// Exit 5: waiting for another person or party.
    Waiting,
    /// Exit 6: verification failed.
    Unverified,
    /// Exit 7: partner unreachable.
    Unreachable,
    /// Exit 8: stale; read again and retry.
    Stale,
}

impl Class {
    /// The process exit status.
    #[must_use]
    pub fn exit(self) -> u8 {
        match self {
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::NotFound => 4,
            Self::Waiting => 5,
            Self::Unverified => 6,
            Self::Unreachable => 7,
            Self::Stale => 8,
        }
    }
}

/// One problem: a code whose words are in `entente-words`, who is at fault, the article it
/// rests on and who can decide otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Such as `REL-002`.
    pub code: Cow<'static, str>,
    /// Who is at fault.
    pub fault: Fault,
    /// What to conclude.
    pub class: Class,
    /// Values the words need.
    pub args: Vec<(Cow<'static, str>, String)>,
    /// The provision of the agreement that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Who can decide otherwise, by role or party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decider: Option<String>,
}

impl Problem {
    /// A problem of a class, with the fault that class usually has.
    #[must_use]
    pub fn new(code: &'static str, class: Class) -> Self {
        let fault = match class {
            Class::Refused => Fault::Rule,
            Class::Unexpected | Class::Unreachable => Fault::Machine,
            Class::Unverified => Fault::Partner,
            _ => Fault::You,
        };
        Self {
            code: Cow::Borrowed(code),
            fault,
            class,
            args: Vec::new(),
            article: None,
            decider: None,
        }
    }

    /// A refusal by a rule.
    #[must_use]
    pub fn refused(code: &'static str) -> Self {
        Self::new(code, Class::Refused)
    }

    /// Something the partner did that the protocol does not allow.
    #[must_use]
    pub fn partner(code: &'static str) -> Self {
        Self {
            fault: Fault::Partner,
            ..Self::new(code, Class::Unverified)
        }
    }

    /// Adds a value for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((Cow::Borrowed(name), value.to_string()));
        self
    }

    /// Says whose fault it is.
    #[must_use]
    pub fn by(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }

    /// Names the provision it rests on.
    #[must_use]
    pub fn under(mut self, article: impl fmt::Display) -> Self {
        self.article = Some(article.to_string());
        self
    }

    /// Names who can decide otherwise.
    #[must_use]
    pub fn decided_by(mut self, decider: impl fmt::Display) -> Self {
        self.decider = Some(decider.to_string());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
