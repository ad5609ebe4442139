//! Real vectors of agreements.md A4, A11, A12, and the cases of A13.

use super::testing::{JP_KR, facts, jp_kr, party, terms};
use super::*;
use crate::facts::Status;
use jiff::civil::date;

pub(super) fn eif(trigger: &str, more: &str) -> String {
    format!("[entry_into_force]\ntrigger = \"{trigger}\"\nbasis = \"14.1\"\n{more}\n")
}

pub(super) fn notice(from: &str, kind: &str, dated: &str, received: &str) -> String {
    format!(
        "[[notices]]\nfrom = \"{from}\"\nkind = \"{kind}\"\ndated = \"{dated}\"\nreceived = {{ {received} }}\n"
    )
}

pub(super) fn line(terms: &Terms, text: &str) -> Timeline {
    timeline(terms, &facts(text)).unwrap()
}

pub(super) fn wrong(terms: &Terms, text: &str) -> FactError {
    match timeline(terms, &facts(text)) {
        Err(DateError::Fact(fact)) => fact,
        other => panic!("{other:?}"),
    }
}

pub(super) fn day(dated: &Option<Dated>) -> Option<Date> {
    dated.as_ref().map(|d| d.date)
}

pub(super) const FIRST_OF_2ND: &str = "offset = \"first-of-month\"\nn = 2";
pub(super) const SAME_DAY: &str = "offset = \"none\"";

#[test]
fn a4_on_signature() {
    let uy = terms(
        "Europe/Madrid",
        &["ESP", "URY"],
        &eif("signature", SAME_DAY),
    );
    let signed = line(
        &uy,
        "signed = { ESP = \"2025-07-04\", URY = \"2025-07-04\" }",
    );
    assert_eq!(day(&signed.in_force), Some(date(2025, 7, 4)));
    let one = line(&uy, "signed = { ESP = \"2025-07-04\" }");
    assert_eq!(one.in_force, None);
    assert_eq!(
        one.status(&party("ESP"), &party("URY"), date(2026, 1, 1)),
        Status::Unsigned
    );
    // Austria–Germany and Austria–United Nations: second month after signature.
    for (parties, on, first) in [
        (["AUT", "DEU"], "2007-04-18", date(2007, 6, 1)),
        (["AUT", "UN"], "2012-07-26", date(2012, 9, 1)),
    ] {
        let at = terms("Europe/Vienna", &parties, &eif("signature", FIRST_OF_2ND));
        let [a, b] = parties;
        let signed = line(
            &at,
            &format!("signed = {{ {a} = \"{on}\", {b} = \"{on}\" }}"),
        );
        assert_eq!(day(&signed.in_force), Some(first));
    }
}

#[test]
fn a4_last_notice() {
    let parties = ["AUT", "FRA"];
    let given = [
        "signed = { AUT = \"2008-01-01\", FRA = \"2008-01-01\" }\n",
        &notice("AUT", "completed", "2009-01-20", "FRA = \"2009-01-22\""),
        &notice("FRA", "completed", "2009-03-31", "AUT = \"2009-04-22\""),
    ]
    .concat();
    let received = terms(
        "Europe/Vienna",
        &parties,
        &eif("last-notice-received", FIRST_OF_2ND),
    );
    let fr = line(&received, &given);
    assert_eq!(day(&fr.in_force), Some(date(2009, 6, 1)));
    assert_eq!(fr.in_force.unwrap().article.as_str(), "14.1");
    // By the dates on the notices it would have been a month earlier.
    let by_date = terms(
        "Europe/Vienna",
        &parties,
        &eif("last-notice-dated", FIRST_OF_2ND),
    );
    assert_eq!(
        day(&line(&by_date, &given).in_force),
        Some(date(2009, 5, 1))
    );
    let es = given
        .replace("2009-03-31", "2012-07-30")
        .replace("2009-04-22", "2012-07-30");
    assert_eq!(day(&line(&received, &es).in_force), Some(date(2012, 9, 1)));

    let nz = terms(
        "Europe/Madrid",
        &["ESP", "NZL"],
        &eif("last-notice-received", SAME_DAY),
    );
    let mut given = "signed = { ESP = \"2019-12-16\", NZL = \"2019-12-16\" }\n".to_owned();
    given += &notice("NZL", "completed", "2020-11-01", "ESP = \"2020-11-03\"");
    assert_eq!(line(&nz, &given).in_force, None);
    let late = given.clone() + &notice("ESP", "completed", "2021-03-15", "");
    assert_eq!(line(&nz, &late).in_force, None);
    given += &notice("ESP", "completed", "2021-03-15", "NZL = \"2021-03-17\"");
    assert_eq!(day(&line(&nz, &given).in_force), Some(date(2021, 3, 17)));
    // A second notice of the kind has no effect.
    given += &notice("ESP", "completed", "2021-05-01", "NZL = \"2021-05-02\"");
    assert_eq!(day(&line(&nz, &given).in_force), Some(date(2021, 3, 17)));

    assert_eq!(
        day(&line(&jp_kr(), JP_KR).in_force),
        Some(date(2016, 11, 23))
    );
}

#[test]
fn a4_a5_single_notice() {
    for (trigger, first) in [
        ("single-notice-dated", date(1984, 5, 2)),
        ("single-notice-received", date(1984, 5, 7)),
    ] {
        let more = format!("{SAME_DAY}\nparty = \"NLD\"\nprovisional = true");
        let nl = terms("Europe/Amsterdam", &["NLD", "SWE"], &eif(trigger, &more));
        let mut given = "signed = { NLD = \"1984-03-01\", SWE = \"1984-03-04\" }\n".to_owned();
        given += &notice("NLD", "completed", "1984-05-02", "SWE = \"1984-05-07\"");
        let line = line(&nl, &given);
        assert_eq!(day(&line.in_force), Some(first));
        assert_eq!(day(&line.provisional), Some(date(1984, 3, 4)));
        let status = line.status(&party("NLD"), &party("SWE"), date(1984, 4, 1));
        assert!(matches!(status, Status::Provisional(_)));
    }
}

#[test]
fn a4_all_notified() {
    let eu = "[depositary]\nholder = { en = \"Secretary-General\" }\nbasis = \"13.1\"\n";
    let eu = eif("all-notified", FIRST_OF_2ND) + eu;
    let eu = terms("Europe/Brussels", &["BEL", "FRA", "HRV"], &eu);
    let mut given =
        "signed = { BEL = \"2011-05-25\", FRA = \"2011-05-25\", HRV = \"2011-05-25\" }\n"
            .to_owned();
    given += &notice(
        "BEL",
        "completed",
        "2013-01-01",
        "DEPOSITARY = \"2013-01-02\"",
    );
    given += &notice(
        "FRA",
        "completed",
        "2012-01-01",
        "DEPOSITARY = \"2012-01-02\"",
    );
    assert_eq!(line(&eu, &given).in_force, None);
    given += &notice(
        "HRV",
        "completed",
        "2015-10-20",
        "DEPOSITARY = \"2015-10-23\"",
    );
    assert_eq!(day(&line(&eu, &given).in_force), Some(date(2015, 12, 1)));
}

pub(super) fn esa() -> Terms {
    let more = "offset = \"days\"\nn = 30\nnth = 2\nlater_offset = \"days\"\nlater_n = 30\n\
        [depositary]\nholder = { en = \"France\" }\nparty = \"FRA\"\nbasis = \"11\"\n\
        [accession]\nopen_to = \"members\"\nbound_after = \"P1M\"\nbasis = \"10.3\"\n\
        [termination]\neffect = \"leaves\"\nnotice = \"P1Y\"\nruns_from = \"depositary-receipt\"\n\
        by_notice = true\nbasis = \"12\"\n";
    let eif = eif("nth-deposit", more);
    terms("Europe/Paris", &["FRA", "DEU", "ITA"], &eif)
}

pub(super) const ESA: &str = r#"
[[notices]]
from = "FRA"
kind = "deposited"
dated = "2003-01-10"
[[notices]]
from = "DEU"
kind = "deposited"
dated = "2003-05-20"
received = { FRA = "2003-05-21" }
[[notices]]
from = "ITA"
kind = "deposited"
dated = "2004-02-01"
[[notices]]
from = "PRT"
kind = "deposited"
dated = "2005-01-31"
"#;

#[test]
fn a4_deposits_accession_and_leaving() {
    let line = line(&esa(), ESA);
    assert_eq!(day(&line.in_force), Some(date(2003, 6, 20)));
    let bound = |p| line.bound.get(&party(p)).map(|d| d.date);
    assert_eq!(bound("FRA"), Some(date(2003, 6, 20)));
    assert_eq!(bound("ITA"), Some(date(2004, 3, 2)));
    assert_eq!(bound("PRT"), Some(date(2005, 2, 28)));
    assert_eq!(line.bound[&party("PRT")].article.as_str(), "10.3");
    let (fra, deu, ita) = (party("FRA"), party("DEU"), party("ITA"));
    assert_eq!(line.status(&fra, &deu, date(2003, 7, 1)), Status::InForce);
    assert!(matches!(
        line.status(&fra, &ita, date(2004, 2, 9)),
        Status::From(_)
    ));

    let early = ESA.split("[[notices]]\nfrom = \"ITA\"").next().unwrap();
    let early = super::tests::line(&esa(), early);
    assert_eq!(early.bound_from(&ita), None);

    let mut given = ESA.to_owned();
    given += &notice("DEU", "terminate", "2010-01-01", "FRA = \"2010-01-04\"");
    let left = super::tests::line(&esa(), &given);
    assert_eq!(left.left[&deu].date, date(2011, 1, 4));
    assert_eq!(left.end, None);
    assert!(matches!(
        left.status(&fra, &deu, date(2011, 1, 5)),
        Status::Ended(_)
    ));
    assert_eq!(left.status(&fra, &ita, date(2011, 1, 5)), Status::InForce);
}

#[test]
fn a11_terms_and_the_last_day_of_notice() {
    let jk = jp_kr();
    let base = line(&jk, JP_KR);
    let term = base.term.clone().unwrap();
    assert_eq!(term.first_end.date, date(2017, 11, 22));
    assert_eq!(term.stopped, None);
    assert_eq!(base.end, None);
    let last = |n| day(&last_notice_day(&jk, &base, n).unwrap());
    assert_eq!(last(3), Some(date(2019, 8, 24)));
    assert_eq!(last(1), Some(date(2017, 8, 24)));
    assert_eq!(
        (last(0), day(&term_end(&jk, &base, 3).unwrap())),
        (None, Some(date(2019, 11, 22)))
    );
    assert!(last_notice_day(&jk, &base, u32::MAX).is_err());
    for (on, end) in [
        ("2019-08-23", date(2019, 11, 22)),
        ("2019-08-24", date(2019, 11, 22)),
        ("2019-08-25", date(2020, 11, 22)),
    ] {
        let ended = line(
            &jk,
            &(JP_KR.to_owned() + &notice("KOR", "no-renewal", on, "")),
        );
        assert_eq!(day(&ended.end), Some(end), "{on}");
        assert_eq!(day(&ended.term.unwrap().stopped), Some(end));
    }
}

#[test]
fn a11_fixed_and_with_parent() {
    let fixed = "[duration]\nkind = \"fixed\"\nterm = \"P1Y\"\nbasis = \"15\"\n";
    let once = terms(
        "UTC",
        &["AAA", "BBB"],
        &(eif("signature", SAME_DAY) + fixed),
    );
    let leap = line(
        &once,
        "signed = { AAA = \"2024-02-29\", BBB = \"2024-01-01\" }",
    );
    assert_eq!(day(&leap.end), Some(date(2025, 2, 28)));
    let stranger = "signed = { AAA = \"2024-02-29\", BBB = \"2024-01-01\" }\n".to_owned();
    let refused = wrong(
        &once,
        &(stranger + &notice("AAA", "no-renewal", "2024-03-01", "")),
    );
    assert!(matches!(refused, FactError::NothingToRenew { .. }));
    let last = timeline(
        &once,
        &facts("signed = { AAA = \"9999-06-01\", BBB = \"9999-06-01\" }"),
    );
    assert!(matches!(last, Err(DateError::OutOfRange { .. })));

    let parent = "[duration]\nkind = \"with-parent\"\nbasis = \"15\"\n";
    let child = terms(
        "UTC",
        &["AAA", "BBB"],
        &(eif("signature", SAME_DAY) + parent),
    );
    let ended =
        "signed = { AAA = \"2020-01-01\", BBB = \"2020-01-01\" }\nparent_ended = \"2022-05-01\"";
    let ended = line(&child, ended);
    assert_eq!(day(&ended.end), Some(date(2022, 5, 1)));
}

pub(super) fn exit(runs_from: &str, more: &str) -> Terms {
    let exit = format!(
        "[termination]\neffect = \"ends\"\nnotice = \"P6M\"\nruns_from = \"{runs_from}\"\n\
         by_notice = true\nby_consent = true\n{more}\nbasis = \"19.5\"\n"
    );
    terms(
        "Europe/Madrid",
        &["ESP", "NZL"],
        &(eif("signature", SAME_DAY) + &exit),
    )
}

pub(super) const SIGNED: &str = "signed = { ESP = \"2020-01-01\", NZL = \"2020-01-01\" }\n";

fn ended(terms: &Terms, more: &str) -> Option<Date> {
    day(&line(terms, &(SIGNED.to_owned() + more)).end)
}

#[test]
fn a12_notice_of_termination() {
    let given = notice("NZL", "terminate", "2026-08-29", "ESP = \"2026-08-31\"");
    assert_eq!(ended(&exit("receipt", ""), &given), Some(date(2027, 2, 28)));
    assert_eq!(ended(&exit("date", ""), &given), Some(date(2027, 2, 28)));
    let leap = given.replace("2026-08", "2027-08");
    assert_eq!(ended(&exit("date", ""), &leap), Some(date(2028, 2, 29)));
    let on_its_way = notice("NZL", "terminate", "2026-08-29", "");
    assert_eq!(ended(&exit("receipt", ""), &on_its_way), None);
    // Crossing notices: the first end counts, whichever came first.
    let other = notice("ESP", "terminate", "2026-08-30", "NZL = \"2026-08-30\"");
    for both in [given.clone() + &other, other + &given] {
        assert_eq!(ended(&exit("date", ""), &both), Some(date(2027, 2, 28)));
    }
    // A minimum: a later day may be named.
    let later = given.clone() + "effective = \"2027-12-31\"\n";
    assert_eq!(
        ended(&exit("receipt", "minimum = true"), &later),
        Some(date(2027, 12, 31))
    );
    let sooner = given.clone() + "effective = \"2026-09-30\"\n";
    assert_eq!(
        ended(&exit("receipt", "minimum = true"), &sooner),
        Some(date(2027, 2, 28))
    );
    let refused = wrong(&exit("receipt", ""), &(SIGNED.to_owned() + &later));
    assert!(matches!(refused, FactError::Effective { .. }));
    let consent = "ended_by_consent = \"2026-12-31\"\n".to_owned() + &given;
    assert_eq!(
        ended(&exit("receipt", ""), &consent),
        Some(date(2026, 12, 31))
    );
    // NATO 1997, ESA 2002: a year from the depositary's receipt, above. No exit clause: no effect.
    let none = terms(
        "Europe/Madrid",
        &["ESP", "NZL"],
        &eif("signature", SAME_DAY),
    );
    assert_eq!(ended(&none, &given), None);
    let reasons = all_dates(&none, &facts(&(SIGNED.to_owned() + &given))).unwrap();
    assert!(reasons.contains(&("end".into(), Err(Open::NoExit(party("NZL"))))));
}

pub(super) fn stay(to: &str, signed: &str) -> String {
    format!("[[stays]]\nof = \"KOR\"\ndated = \"2019-08-23\"\nto = {to}\nsigned = {{ {signed} }}\n")
}

#[test]
fn a13_stays() {
    let jk = jp_kr();
    let end = |more: &str| {
        let notice = notice("KOR", "no-renewal", "2019-08-23", "JPN = \"2019-08-23\"");
        day(&line(&jk, &(JP_KR.to_owned() + &notice + more)).end)
    };
    let both = "JPN = \"2019-11-20\", KOR = \"2019-11-22\"";
    let own = Some(date(2019, 11, 22));
    assert_eq!(end(""), own);
    // One party alone changes nothing.
    assert_eq!(end(&stay("\"void\"", "KOR = \"2019-11-22\"")), own);
    assert_eq!(end(&stay("\"void\"", both)), None);
    assert_eq!(end(&stay("\"revivable\"", both)), None);
    // Nothing was left when the last party signed, so it ends on the day itself.
    let until = stay("{ until = \"2020-03-31\" }", both);
    assert_eq!(end(&until), Some(date(2020, 3, 31)));
    // Ten days were left.
    let until = until
        .replace("2019-11-20", "2019-11-12")
        .replace("2019-11-22", "2019-11-12");
    assert_eq!(end(&until), Some(date(2020, 4, 10)));
    let revival =
        "[[revivals]]\nof = \"KOR\"\ndated = \"2019-08-23\"\nby = \"KOR\"\non = \"2020-08-01\"\n";
    let revived = stay("\"revivable\"", both) + revival;
    assert_eq!(end(&revived), Some(date(2020, 10, 30)));
    let mut short = jk.clone();
    short.stay_of_notice =
        Some(toml::from_str("revive_notice = \"P10D\"\nbasis = \"21.5\"").unwrap());
    let base = JP_KR.to_owned() + &notice("KOR", "no-renewal", "2019-08-23", "");
    let ends = line(&short, &(base.clone() + &revived)).end.unwrap();
    assert_eq!(
        (ends.date, ends.article.as_str()),
        (date(2020, 8, 11), "21.5")
    );
    // A voided notice never was given: a new one counts.
    let again = stay("\"void\"", both) + &notice("KOR", "no-renewal", "2020-08-01", "");
    assert_eq!(end(&again), Some(date(2020, 11, 22)));

    let refused = |more: &str| wrong(&jk, &(base.clone() + more));
    assert!(matches!(refused(revival), FactError::NotSo { .. }));
    let by = revived.replace("by = \"KOR\"", "by = \"JPN\"");
    assert!(matches!(refused(&by), FactError::NotItsAuthor { .. }));
    let late = stay("\"void\"", &both.replace("2019-11-22", "2019-11-23"));
    assert!(matches!(refused(&late), FactError::TooLate { .. }));
    let other = stay("\"void\"", both).replace("2019-08-23", "2019-08-24");
    assert!(matches!(refused(&other), FactError::NoSuchNotice { .. }));
}
