//! Contradictions, each refused with the field and what would be accepted.

use super::{Kind, review};
use crate::{source, terms::Terms};

/// A small instrument that hangs together; tests change it.
pub(crate) const SMALL: &str = r#"schema = 2
id = "small"
title = { en = "Small" }
form = "treaty"
languages = ["en"]
zone = "Asia/Tokyo"

level = [
  { party = "JPN", scheme = "gov", version = "2014", code = "gokuhi", name = { en = "Gokuhi" }, short = "極秘", rank = 3, basis = "4.1" },
  { party = "JPN", scheme = "gov", version = "2014", code = "hi", name = { en = "Hi" }, short = "秘", rank = 2, basis = "4.1" },
  { party = "NZL", scheme = "psr", version = "2022", code = "secret", name = { en = "Secret" }, short = "SECRET", rank = 3, basis = "4.1" },
  { party = "NZL", scheme = "psr", version = "2022", code = "confidential", name = { en = "Confidential" }, short = "CONFIDENTIAL", rank = 2, basis = "4.1" },
]
equal = [
  { levels = ["JPN.gov.2014.gokuhi", "NZL.psr.2022.secret"], basis = "4.2" },
  { levels = ["JPN.gov.2014.hi", "NZL.psr.2022.confidential"], basis = "4.2" },
]

[[party]]
id = "JPN"
kind = "government"
name = { en = "Japan" }
basis = "1"

[[party]]
id = "NZL"
kind = "government"
name = { en = "New Zealand" }
basis = "1"

[scope]
subject = { en = "Defence" }
basis = "1"

[entry_into_force]
trigger = "last-notice-received"
offset = "none"
basis = "8"

[termination]
effect = "ends"
by_notice = true
notice = "P6M"
runs_from = "receipt"
basis = "8"
rests = { notice = "8.1" }

[[ceiling]]
party = "JPN"
paper = "JPN.gov.2014.gokuhi"
basis = "4"

[[ceiling]]
party = "NZL"
paper = "NZL.psr.2022.secret"
basis = "4"

[[copying]]
levels = "all"
may = "free"
basis = "5"

[[copying]]
levels = ["JPN.gov.2014.gokuhi", "NZL.psr.2022.secret"]
may = "consent"
basis = "5"

# [copying_none]
"#;

/// [`SMALL`], read.
pub(crate) fn small() -> Terms {
    source::terms("f", SMALL).unwrap()
}

/// Changes the small instrument and returns the message it is refused with.
pub(crate) fn refused(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    match source::terms("f", &SMALL.replacen(from, to, 1)) {
        Ok(_) => panic!("accepted: {to}"),
        Err(wrong) => wrong.to_string(),
    }
}

/// Adds to the small instrument and returns the message it is refused with.
fn with(more: &str) -> String {
    refused("# [copying_none]\n", more)
}

#[test]
fn small_hangs_together() {
    assert_eq!(small().level.len(), 4);
    let json = small().to_json().unwrap();
    assert_eq!(Terms::parse(&json).unwrap(), small());
}

#[test]
fn contradictions_of_time() {
    for (from, to, says) in [
        (
            "offset = \"none\"",
            "offset = \"days\"",
            "f:35: entry_into_force.n: missing: the offset `days` needs a number",
        ),
        (
            "offset = \"none\"",
            "offset = \"none\"\nn = 2",
            "f:38: entry_into_force.n: the offset `none` adds nothing",
        ),
        (
            "offset = \"none\"",
            "offset = \"days\"\nn = 99999",
            "is more than 36500",
        ),
        (
            "offset = \"none\"",
            "offset = \"first-of-month\"\nn = 0",
            "is 1",
        ),
        (
            "\"last-notice-received\"",
            "\"nth-deposit\"",
            "entry_into_force.trigger: `nth-deposit` needs a [depositary]",
        ),
        (
            "\"last-notice-received\"",
            "\"single-notice-dated\"",
            "entry_into_force.party: `single-notice-dated` needs the party",
        ),
        (
            "offset = \"none\"",
            "offset = \"none\"\nparty = \"JPN\"",
            "is not one party's notice",
        ),
        (
            "offset = \"none\"",
            "offset = \"none\"\nlater_n = 2",
            "later_n: needs later_offset",
        ),
        (
            "notice = \"P6M\"\n",
            "",
            "termination.notice: by_notice needs the notice period",
        ),
        (
            "runs_from = \"receipt\"",
            "runs_from = \"depositary-receipt\"",
            "needs a [depositary]",
        ),
        (
            "by_notice = true\n",
            "",
            "termination.by_notice: neither by_notice nor by_consent",
        ),
        (
            "by_notice = true\n",
            "by_consent = true\n",
            "nobody gives notice without by_notice",
        ),
        (
            "notice = \"P6M\"",
            "notice = \"P10D working\"",
            "f:43: termination.notice: working days need a `calendar`",
        ),
    ] {
        let message = refused(from, to);
        assert!(message.contains(says), "{message}\nwants {says}");
    }
}

#[test]
fn contradictions_of_duration() {
    for (more, says) in [
        (
            "[duration]\nkind = \"fixed\"\nbasis = \"8\"",
            "duration.term: `fixed` needs a term",
        ),
        (
            "[duration]\nkind = \"indefinite\"\nterm = \"P1Y\"\nbasis = \"8\"",
            "`indefinite` has no term",
        ),
        (
            "[duration]\nkind = \"with-parent\"\nbasis = \"8\"",
            "needs parent",
        ),
        (
            "[duration]\nkind = \"fixed\"\nterm = \"P3M\"\nbasis = \"8\"",
            "f:43: termination.notice: P6M is longer than the term of P3M",
        ),
        (
            "[duration]\nkind = \"fixed\"\nterm = \"P0D\"\nbasis = \"8\"",
            "P0D is no term",
        ),
        (
            "[duration]\nkind = \"fixed\"\nterm = \"P1Y\"\nauto_renew = \"P1Y\"\nno_renew_notice = \"P400D\"\nbasis = \"8\"",
            "duration.no_renew_notice: P400D is longer than term = P1Y",
        ),
        (
            "[duration]\nkind = \"fixed\"\nterm = \"P1Y\"\nno_renew_notice = \"P90D\"\nbasis = \"8\"",
            "nothing extends itself",
        ),
        (
            "[[calendar]]\nid = \"x\"\nweekend = [\"sunday\"]\nfrom = \"2026-01-01\"\nuntil = \"2025-12-31\"\nbasis = \"8\"",
            "calendar[0].until: before",
        ),
        (
            "[[calendar]]\nid = \"x\"\nweekend = [\"sunday\"]\nfrom = \"2026-01-01\"\nuntil = \"2026-12-31\"\nholidays = [\"2027-01-01\"]\nbasis = \"8\"",
            "calendar[0].holidays[0]: 2027-01-01 is outside",
        ),
        (
            "[[calendar]]\nid = \"x\"\nweekend = [\"sunday\"]\nfrom = \"2026-02-30\"\nuntil = \"2026-12-31\"\nbasis = \"8\"",
            "calendar[0].from: ",
        ),
        (
            "[[calendar]]\nid = \"x\"\nweekend = [\"sunday\"]\nfrom = 2026-02-03\nuntil = \"2026-12-31\"\nbasis = \"8\"",
            "a date is written in quotes",
        ),
        (
            "[visits]\nlevels = \"all\"\nlead = \"P15D working\"\ncalendar = \"tokyo\"\nbasis = \"8\"",
            "visits.calendar: no holiday calendar `tokyo`",
        ),
    ] {
        let message = with(more);
        assert!(message.contains(says), "{message}\nwants {says}");
    }
}

#[test]
fn contradictions_of_levels() {
    let row =
        |levels: &str| format!("[[copying]]\nlevels = {levels}\nmay = \"free\"\nbasis = \"5\"\n");
    for (more, says) in [
        (row("[\"JPN.gov.2014.gokuhy\"]"), "copying[2].levels[0]: no level JPN.gov.2014.gokuhy; did you mean `JPN.gov.2014.gokuhi`?"),
        (row("[\"FRA.gov.2014.secret\"]"), "no level of FRA is listed"),
        (row("[]"), "copying[2].levels: an empty list; write \"none\""),
        (row("[\"JPN.gov.2014.hi\", \"JPN.gov.2014.gokuhi\"]"), "copying[2].levels[1]: a second level of JPN.gov"),
        (row("[\"JPN.gov.2014.gokuhi\"]"), "copying[2].levels: JPN.gov.2014.gokuhi is the threshold of copying[1] too"),
        (row("\"all\""), "\"all\" is the threshold of copying[0] too"),
        ("[[ceiling]]\nparty = \"JPN\"\nbasis = \"4\"".to_owned(), "ceiling[2].party: the same as in ceiling[0]"),
        ("[electronic]\npolicy = \"unstated\"\nup_to = [\"JPN.gov.2014.hi\", \"JPN.gov.2014.gokuhi\"]\nbasis = \"4\"".to_owned(), "electronic.up_to[1]: a second level of JPN"),
        ("[[authority]]\nparty = \"FRA\"\nrole = \"nsa\"\nholder = { en = \"x\" }\nbasis = \"4\"".to_owned(), "FRA is not a party; the parties are JPN, NZL"),
        ("[[purpose]]\ncode = \"a\"\nname = { en = \"A\" }\nbasis = \"1\"\n[[purpose]]\ncode = \"a\"\nname = { en = \"B\" }\nbasis = \"1\"".to_owned(), "purpose[1].code: the same as in purpose[0]"),
    ] {
        let message = with(&more);
        assert!(message.contains(says), "{message}\nwants {says}");
    }
    let message = refused(
        "paper = \"NZL.psr.2022.secret\"",
        "paper = \"JPN.gov.2014.hi\"",
    );
    assert!(
        message.contains("f:55: ceiling[1].paper: JPN.gov.2014.hi is not a level of NZL"),
        "{message}"
    );
    let message = refused("rests = { notice =", "rests = { notise =");
    assert!(
        message.contains("`notise` is not a field of this group; did you mean `notice`"),
        "{message}"
    );
}

#[test]
fn protection_is_never_lowered() {
    let crossed = refused(
        "{ levels = [\"JPN.gov.2014.gokuhi\", \"NZL.psr.2022.secret\"], basis = \"4.2\" },\n  { levels = [\"JPN.gov.2014.hi\", \"NZL.psr.2022.confidential\"], basis = \"4.2\" },",
        "{ levels = [\"JPN.gov.2014.gokuhi\", \"NZL.psr.2022.confidential\"], basis = \"4.2\" },\n  { levels = [\"JPN.gov.2014.hi\", \"NZL.psr.2022.secret\"], basis = \"4.2\" },",
    );
    assert!(
        crossed.contains("although it is the lower one"),
        "{crossed}"
    );
}

#[test]
fn there_and_back() {
    let message = refused(
        "\"JPN.gov.2014.gokuhi\", \"NZL.psr.2022.secret\"], basis = \"4.2\" },\n  { levels = [\"JPN.gov.2014.hi\", \"NZL.psr.2022.confidential\"]",
        "\"JPN.gov.2014.hi\", \"JPN.gov.2014.gokuhi\", \"NZL.psr.2022.secret\"]",
    );
    assert!(
        message.contains("JPN.gov.2014.gokuhi goes to NZL and would come back as JPN.gov.2014.hi"),
        "{message}"
    );
}

#[test]
fn names_that_deceive() {
    for (from, to, says) in [
        (
            "short = \"SECRET\"",
            "short = \"S\\u0415CRET\"",
            "mixes letters of scripts",
        ),
        (
            "short = \"SECRET\"",
            "short = \"SEC\\u200bRET\"",
            "hidden or direction-changing",
        ),
        (
            "short = \"SECRET\"",
            "short = \"SECRE\\u0301T\"",
            "not in normal form C",
        ),
        (
            "short = \"CONFIDENTIAL\"",
            "short = \"SECRET\"",
            "look the same",
        ),
        (
            "en = \"New Zealand\"",
            "en = \"New \\u202eZealand\"",
            "party[1].name: `New \\u{202e}Zealand` has the hidden character U+202E",
        ),
        (
            "en = \"Defence\"",
            "en = \"De\\u0007fence\"",
            "scope.subject: ",
        ),
        (
            "zone = \"Asia/Tokyo\"",
            "zone = \"Asia/Tokio\"",
            "f:6: zone: `Asia/Tokio` is not a zone of the IANA database",
        ),
        (
            "zone = \"Asia/Tokyo\"",
            "zone = \"asia/tokyo\"",
            "zone: `asia/tokyo` is written `Asia/Tokyo`",
        ),
        (
            "languages = [\"en\"]",
            "languages = [\"../en\"]",
            "f:5: languages[0]: not a language tag",
        ),
        (
            "languages = [\"en\"]",
            "languages = [\"en\", \"en\"]",
            "`en` is listed twice",
        ),
        (
            "form = \"treaty\"",
            "form = \"treaty\"\nprevailing = \"fr\"",
            "prevailing: must be one of the languages: en",
        ),
        ("schema = 2", "schema = 3", "f:1: schema: 3 is not known"),
    ] {
        let message = refused(from, to);
        assert!(message.contains(says), "{message}\nwants {says}");
    }
}

fn codes(terms: &Terms, provisions: &[&str]) -> Vec<(Kind, String, &'static str)> {
    let provisions: Vec<_> = provisions.iter().map(|p| p.parse().unwrap()).collect();
    review(terms, &provisions)
        .into_iter()
        .map(|f| {
            (
                f.kind,
                f.provision.map_or(f.path, |p| p.to_string()),
                f.code,
            )
        })
        .collect()
}

#[test]
fn provisions_and_fields() {
    let found = codes(&small(), &["1", "4.1", "4.2", "5", "8", "8.1", "9"]);
    let errors: Vec<_> = found.iter().filter(|f| f.0 == Kind::Error).collect();
    assert_eq!(
        errors,
        [&(Kind::Error, "9".to_owned(), "provision-without-field")]
    );
    let found = codes(&small(), &["1", "4.1", "4.2", "8"]);
    assert!(
        found.contains(&(Kind::Error, "5".into(), "basis-not-in-text")),
        "{found:?}"
    );
    assert!(found.contains(&(Kind::Error, "8.1".into(), "basis-not-in-text")));
    assert!(found.contains(&(Kind::Note, "incident".into(), "not-given")));
}

#[test]
fn gaps_are_found() {
    let text = SMALL
        .replace(
            "  { levels = [\"JPN.gov.2014.gokuhi\", \"NZL.psr.2022.secret\"], basis = \"4.2\" },\n",
            "",
        )
        .replace(
            "levels = [\"JPN.gov.2014.gokuhi\", \"NZL.psr.2022.secret\"]\nmay",
            "levels = [\"JPN.gov.2014.gokuhi\"]\nmay",
        )
        .replace(
            "[[ceiling]]\nparty = \"NZL\"\npaper = \"NZL.psr.2022.secret\"\nbasis = \"4\"\n",
            "",
        );
    let terms = source::terms("f", &text).unwrap();
    let found: Vec<_> = review(&terms, &[])
        .into_iter()
        .filter(|f| f.kind != Kind::Error)
        .collect();
    let has = |path: &str, code: &str| found.iter().any(|f| f.path == path && f.code == code);
    assert!(has("level[0]", "level-unmapped") && has("level[2]", "level-unmapped"));
    assert!(has("ceiling[0].paper", "ceiling-above-table"));
    assert!(has("copying[1].levels", "threshold-leaves-out"));
    assert!(has("party[1]", "party-without-ceiling"));
    assert!(!has("level[1]", "level-unmapped"));
}
