//! Wrong facts, skipped days, amendments, clocks and duties.

use super::testing::{JP_KR, facts, jp_kr, party, terms};
use super::tests::{ESA, SAME_DAY, SIGNED, day, eif, esa, exit, line, notice, wrong};
use super::*;
use entente_model::LevelId;
use jiff::civil::date;

#[test]
fn wrong_facts_are_named() {
    let es = exit("receipt", "");
    let refused = |more: String| wrong(&es, &(SIGNED.to_owned() + &more));
    let stranger = refused(notice("FRA", "terminate", "2026-01-01", ""));
    assert!(stranger.to_string().contains("of FRA dated 2026-01-01"));
    let to = refused(notice(
        "NZL",
        "terminate",
        "2026-01-01",
        "FRA = \"2026-01-01\"",
    ));
    assert!(matches!(to, FactError::Stranger { .. }));
    let none = notice(
        "NZL",
        "terminate",
        "2026-01-01",
        "DEPOSITARY = \"2026-01-01\"",
    );
    assert!(matches!(refused(none), FactError::Stranger { .. }));
    let own = refused(notice(
        "NZL",
        "terminate",
        "2026-01-01",
        "NZL = \"2026-01-01\"",
    ));
    assert!(matches!(own, FactError::OwnReceipt { .. }));
    // Zones may differ by a day or two, no more.
    let zones = notice("NZL", "terminate", "2026-01-03", "ESP = \"2026-01-01\"");
    assert!(timeline(&es, &facts(&(SIGNED.to_owned() + &zones))).is_ok());
    let early = refused(notice(
        "NZL",
        "terminate",
        "2026-01-04",
        "ESP = \"2026-01-01\"",
    ));
    assert!(matches!(early, FactError::BeforeItsDate { .. }));
    let before = refused(notice(
        "NZL",
        "terminate",
        "2018-01-01",
        "ESP = \"2018-01-01\"",
    ));
    assert!(matches!(before, FactError::EndsBeforeItBegins { .. }));
    let pause = "[[pauses]]\nby = \"NZL\"\nfrom = \"2026-02-01\"\nuntil = \"2026-01-01\"\n";
    assert!(matches!(
        refused(pause.into()),
        FactError::EndsBeforeItBegins { .. }
    ));
    let twice = notice(
        "DEU",
        "terminate",
        "2010-01-01",
        "FRA = \"2010-01-04\", DEPOSITARY = \"2010-01-05\"",
    );
    let twice = wrong(&esa(), &(ESA.to_owned() + &twice));
    assert!(matches!(twice, FactError::Contradiction { .. }));
    // Nobody may accede where the text does not say so.
    let joins = refused(notice("FRA", "deposited", "2026-01-01", ""));
    assert!(matches!(joins, FactError::Stranger { .. }));
}

#[test]
fn a_day_the_zone_skipped_is_refused() {
    let at = |zone: &str| terms(zone, &["NZL", "WSM"], &eif("signature", SAME_DAY));
    let signed = facts("signed = { NZL = \"2011-12-29\", WSM = \"2011-12-30\" }");
    assert!(matches!(
        timeline(&at("Pacific/Apia"), &signed),
        Err(DateError::NoSuchDay { .. })
    ));
    assert!(timeline(&at("Pacific/Auckland"), &signed).is_ok());
    // A computed day is refused as well.
    let eve = facts("signed = { NZL = \"2011-12-29\", WSM = \"2011-12-29\" }");
    let next = terms(
        "Pacific/Apia",
        &["NZL", "WSM"],
        &eif("signature", "offset = \"days\"\nn = 1"),
    );
    assert!(matches!(
        timeline(&next, &eve),
        Err(DateError::NoSuchDay { .. })
    ));
    assert!(matches!(
        timeline(&at("Pacific/Nowhere"), &eve),
        Err(DateError::UnknownZone { .. })
    ));
}

#[test]
fn a9_amendments() {
    let mut es = exit("receipt", "");
    let base = SIGNED.to_owned()
        + "[[amendments]]\nname = \"one\"\nsigned = { ESP = \"2022-02-01\", NZL = \"2022-03-10\" }\n\
           [[amendments]]\nname = \"two\"\nsigned = { ESP = \"2022-02-01\" }\n";
    let amended = line(&es, &base);
    assert_eq!(amended.amendments["one"].date, date(2022, 3, 10));
    assert!(!amended.amendments.contains_key("two"));
    let own =
        "trigger = \"last-notice-received\"\noffset = \"first-of-month\"\nn = 2\nbasis = \"19.2\"";
    es.amendment = Some(toml::from_str(own).unwrap());
    assert!(line(&es, &base).amendments.is_empty());
    let notices = notice("ESP", "completed", "2022-04-01", "NZL = \"2022-04-02\"")
        + &notice("NZL", "completed", "2022-04-05", "ESP = \"2022-04-22\"");
    let notices = notices.replace("[[notices]]", "[[amendments.notices]]");
    let signed = base.split("[[amendments]]\nname = \"two\"").next().unwrap();
    let amended = line(&es, &(signed.to_owned() + &notices));
    let one = &amended.amendments["one"];
    assert_eq!((one.date, one.article.as_str()), (date(2022, 6, 1), "19.2"));
    let twice = base.replace("two", "one");
    assert!(matches!(
        wrong(&es, &twice),
        FactError::Contradiction { .. }
    ));
}

fn clocks() -> Terms {
    terms(
        "Europe/Madrid",
        &["ESP", "URY"],
        &(eif("signature", SAME_DAY)
            + r#"
            [[level]]
            party = "ESP"
            scheme = "s"
            version = "1"
            code = "low"
            name = { en = "Low" }
            short = "LOW"
            rank = 1
            basis = "2"
            [[level]]
            party = "ESP"
            scheme = "s"
            version = "1"
            code = "high"
            name = { en = "High" }
            short = "HIGH"
            rank = 3
            basis = "2"
            [reclassification]
            review_every = "P5Y"
            basis = "4"
            [reclassification.auto]
            after = "P30Y"
            levels = ["ESP.s.1.high"]
            from_next_january = true
            basis = "4.4"
            [visits]
            levels = "all"
            lead = "P15D working"
            answer_before = "P10D working"
            urgent = "P3W"
            calendar = "uy"
            basis = "8"
            rests = { answer_before = "8.3" }
            [[calendar]]
            id = "uy"
            weekend = ["saturday", "sunday"]
            from = "2026-01-01"
            until = "2026-12-31"
            holidays = ["2026-05-01"]
            basis = "8"
            [incident]
            trigger = ["possible"]
            notify = { word = "immediately", max = "PT24H" }
            basis = "9"
            [[receipt]]
            levels = "all"
            by = "registrar"
            within = { word = "without-delay" }
            basis = "6"
            [[receipt]]
            levels = ["ESP.s.1.high"]
            by = "registrar"
            within = { word = "without-delay", max = "P5D working", calendar = "uy" }
            tracer_after = "P30D"
            basis = "6.2"
            "#),
    )
}

#[test]
fn c6_v1_i1_clocks() {
    let t = clocks();
    let (low, high): (LevelId, LevelId) = (
        "ESP.s.1.low".parse().unwrap(),
        "ESP.s.1.high".parse().unwrap(),
    );
    let lifted = |d| day(&declassified_on(&t, &high, d).unwrap());
    assert_eq!(lifted(date(2008, 5, 1)), Some(date(2039, 1, 1)));
    assert_eq!(lifted(date(2008, 1, 1)), Some(date(2039, 1, 1)));
    assert_eq!(lifted(date(2008, 12, 31)), Some(date(2039, 1, 1)));
    assert_eq!(declassified_on(&t, &low, date(2008, 5, 1)), Ok(None));
    assert!(declassified_on(&t, &high, date(9999, 5, 1)).is_err());
    let visit = date(2026, 5, 22);
    assert_eq!(
        day(&visit_request_by(&t, visit).unwrap()),
        Some(date(2026, 4, 30))
    );
    assert_eq!(
        day(&visit_urgent_request_by(&t, visit).unwrap()),
        Some(date(2026, 5, 1))
    );
    let answer = visit_answer_by(&t, visit).unwrap().unwrap();
    assert_eq!(
        (answer.date, answer.article.as_str()),
        (date(2026, 5, 8), "8.3")
    );
    assert!(visit_request_by(&t, date(2026, 1, 5)).is_err());
    let told = day(&incident_notice_by(&t, date(2026, 12, 31)).unwrap());
    assert_eq!(told, Some(date(2027, 1, 1)));
    let due = |level, d| day(&receipt_due(&t, level, d).unwrap());
    assert_eq!(due(Some(&high), date(2026, 4, 30)), Some(date(2026, 5, 8)));
    assert_eq!(due(Some(&low), date(2026, 4, 30)), None);
    assert_eq!(due(None, date(2026, 4, 30)), None);
    let tracer = day(&tracer_due(&t, Some(&high), date(2026, 4, 30)).unwrap());
    assert_eq!(tracer, Some(date(2026, 5, 30)));
    assert_eq!(
        day(&review_due(&t, date(2024, 2, 29)).unwrap()),
        Some(date(2029, 2, 28))
    );
}

#[test]
fn a15_duties_outlast_the_end() {
    let mut es = exit("receipt", "");
    let given = SIGNED.to_owned() + "ended_by_consent = \"2026-12-31\"\n";
    let ended = line(&es, &given);
    let (a, b) = (party("ESP"), party("NZL"));
    let all = [
        Holding::Held,
        Holding::Returned,
        Holding::Destroyed,
        Holding::Declassified,
        Holding::Discharged,
    ];
    let mut row = |until: Option<&str>, on| {
        es.survival = until.map(|until| {
            toml::from_str(&format!("until = \"{until}\"\nbasis = \"19.6\"")).unwrap()
        });
        all.map(|item| duties(&es, &ended, (&a, &b), item, on).run)
    };
    for on in [date(2026, 12, 31), date(2060, 1, 1)] {
        assert_eq!(row(None, on), [true, false, false, false, false]);
        assert_eq!(
            row(Some("while-classified"), on),
            [true, true, true, false, false]
        );
        assert_eq!(
            row(Some("originator-release"), on),
            [true, true, true, true, false]
        );
        assert_eq!(row(Some("forever"), on), [true; 5]);
    }
    assert_eq!(row(Some("forever"), date(2019, 12, 31)), [false; 5]);
    let last = duties(&es, &ended, (&a, &b), Holding::Held, date(2026, 12, 31));
    let next = duties(&es, &ended, (&a, &b), Holding::Held, date(2027, 1, 1));
    assert_eq!((last.after_end, next.after_end), (false, true));
    assert_eq!(next.article.unwrap().as_str(), "19.6");
}

#[test]
fn every_date_is_listed_with_its_basis() {
    let text = JP_KR.to_owned() + &notice("KOR", "no-renewal", "2019-08-25", "");
    let all = all_dates(&jp_kr(), &facts(&text)).unwrap();
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "in-force",
            "provisional",
            "first-term-end",
            "end",
            "last-notice-day:1",
            "last-notice-day:2",
            "last-notice-day:3",
            "last-notice-day:4"
        ]
    );
    let because: Vec<_> = all.iter().filter_map(|(_, d)| d.as_ref().ok()).collect();
    assert!(because.iter().all(|d| {
        BECAUSE.contains(&d.because.as_str())
            || crate::terms::Trigger::ALL
                .iter()
                .any(|t| t.word() == d.because)
    }));
    let open = all_dates(&esa(), &Facts::default()).unwrap();
    assert!(open.iter().all(|(_, d)| d.is_err()));
}

#[test]
fn nothing_before_the_last_signature() {
    let nz = terms(
        "Europe/Madrid",
        &["ESP", "NZL"],
        &eif("last-notice-dated", SAME_DAY),
    );
    let given = "signed = { ESP = \"2022-01-01\", NZL = \"2019-12-16\" }\n".to_owned()
        + &notice("ESP", "completed", "2021-03-15", "")
        + &notice("NZL", "completed", "2020-11-01", "");
    assert_eq!(day(&line(&nz, &given).in_force), Some(date(2022, 1, 1)));
}

#[test]
fn who_has_left_need_not_receive() {
    let mut three = terms(
        "Europe/Paris",
        &["FRA", "DEU", "ITA"],
        &eif("signature", SAME_DAY),
    );
    three.termination = exit("receipt", "").termination;
    if let Some(exit) = &mut three.termination {
        exit.effect = crate::terms::NoticeEffect::Leaves;
    }
    let signed = "signed = { FRA = \"2001-01-01\", DEU = \"2001-01-01\", ITA = \"2001-01-01\" }\n";
    let first = notice(
        "FRA",
        "terminate",
        "2010-01-01",
        "DEU = \"2010-01-02\", ITA = \"2010-01-05\"",
    );
    let second = notice("DEU", "terminate", "2012-01-01", "ITA = \"2012-01-03\"");
    for both in [first.clone() + &second, second.clone() + &first] {
        let line = line(&three, &(signed.to_owned() + &both));
        assert_eq!(line.left[&party("FRA")].date, date(2010, 7, 5));
        assert_eq!(line.left[&party("DEU")].date, date(2012, 7, 3));
        assert_eq!(line.end, None);
    }
}
