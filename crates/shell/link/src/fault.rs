//! The problems the link itself raises, and how problems travel.

use crate::{MAX_PROBLEM, Peer};
use entente_engine::wire;
use entente_model::{
    PartyId, Problem, b64,
    problem::{Class, Fault},
};
use hyper::StatusCode;
use std::{fmt, time::Duration};

/// PARTY-001: the caller's key is no known partner's.
pub(crate) fn stranger(key: &[u8; 32]) -> Problem {
    Problem::refused("PARTY-001").with("party", b64::hex(key))
}

/// PARTY-005: the server does not hold the key in the partner's card.
pub(crate) fn wrong_key(party: &PartyId) -> Problem {
    Problem::partner("PARTY-005").with("party", party)
}

/// LINK-001: no connection, or no answer.
pub(crate) fn unreachable(peer: &Peer, detail: impl fmt::Display) -> Problem {
    Problem::new("LINK-001", Class::Unreachable)
        .with("party", &peer.party)
        .with("url", &peer.url)
        .with("detail", detail)
}

/// LINK-002: larger than the protocol allows.
pub(crate) fn too_large() -> Problem {
    Problem::partner("LINK-002")
}

/// LINK-003: another protocol version.
pub(crate) fn version(party: &PartyId, theirs: u64) -> Problem {
    Problem::partner("LINK-003")
        .by(Fault::PartnerVersion)
        .with("party", party)
        .with("theirs", theirs)
        .with("ours", wire::PROTOCOL)
}

/// LINK-004: not something this protocol says.
pub(crate) fn unreadable(party: &PartyId, detail: impl fmt::Display) -> Problem {
    Problem::partner("LINK-004")
        .with("party", party)
        .with("detail", detail)
}

/// LINK-004, for a request rather than an answer.
pub(crate) fn bad_request(party: &PartyId, class: Class, detail: impl fmt::Display) -> Problem {
    Problem {
        class,
        ..unreadable(party, detail)
    }
}

/// LINK-005: too slow, or too much at once; try again.
pub(crate) fn late(after: Duration) -> Problem {
    let seconds = after.as_secs().max(1);
    Problem::new("LINK-005", Class::Waiting)
        .by(Fault::Partner)
        .with("seconds", seconds)
}

/// NODE-003: this program cannot go on.
pub(crate) fn internal() -> Problem {
    Problem::new("NODE-003", Class::Unexpected)
}

/// The HTTP status a problem travels with.
pub(crate) fn status(class: Class) -> StatusCode {
    match class {
        Class::Refused => StatusCode::FORBIDDEN,
        Class::NotFound => StatusCode::NOT_FOUND,
        Class::Waiting | Class::Stale => StatusCode::CONFLICT,
        Class::Unverified => StatusCode::UNPROCESSABLE_ENTITY,
        Class::Usage => StatusCode::BAD_REQUEST,
        Class::Unexpected => StatusCode::INTERNAL_SERVER_ERROR,
        Class::Unreachable => StatusCode::BAD_GATEWAY,
    }
}

/// The JSON of a problem, without its values if those are too long to travel.
pub(crate) fn encode(problem: &Problem) -> Vec<u8> {
    let whole = serde_json::to_vec(problem).unwrap_or_default();
    if !whole.is_empty() && whole.len() <= MAX_PROBLEM {
        return whole;
    }
    let bare = Problem {
        args: Vec::new(),
        article: None,
        decider: None,
        ..problem.clone()
    };
    serde_json::to_vec(&bare).unwrap_or_default()
}

/// A partner's problem, read strictly; `None` for anything else.
pub(crate) fn decode(bytes: &[u8]) -> Option<Problem> {
    if bytes.len() > MAX_PROBLEM {
        return None;
    }
    let problem: Problem = serde_json::from_slice(bytes).ok()?;
    let (letters, digits) = problem.code.split_once('-')?;
    let code = (2..=8).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && digits.len() == 3
        && digits.bytes().all(|b| b.is_ascii_digit());
    let names = problem.args.iter().all(|(name, _)| {
        name.len() <= 32
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    });
    (code && names && problem.args.len() <= 32).then_some(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_travel() {
        let problem = Problem::refused("REL-002")
            .with("item", "JPN-2026-0001")
            .under("6.1");
        assert_eq!(decode(&encode(&problem)), Some(problem));
        let long = Problem::refused("REL-002").with("item", "x".repeat(MAX_PROBLEM));
        assert_eq!(decode(&encode(&long)), Some(Problem::refused("REL-002")));
    }

    #[test]
    fn anything_else_is_no_problem() {
        for text in [
            "",
            "{}",
            "null",
            "<html>",
            r#"{"code":"rel-002","fault":"rule","class":"refused","args":[]}"#,
            r#"{"code":"REL-002","fault":"rule","class":"refused","args":[],"more":1}"#,
            r#"{"code":"REL-002","fault":"rule","class":"refused","args":[]} x"#,
            r#"{"code":"REL-002","fault":"rule","class":"refused","args":[["a b","c"]]}"#,
        ] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
    }
}
