//! The case table of markings (interface.md §3), on the model's terms. Cases 25, 48 and 50 are
//! tested where no agreement is needed, in `entente-marking`.

use crate::common;
use entente_agreement::{
    Rules,
    facts::{Dated, Pause, Timeline},
    marks::{self, Asked},
    permit::{Action, Ask, Item, Outcome as Permitted, permit},
    terms::ItemForm,
};
use entente_marking::{
    Vocabulary,
    check::{Consent, Line, Outcome, Subject, Verdict, changed},
    parse::Context,
};
use entente_model::{Instant, Label, LevelId, PartyId, time::Date};

/// 2026-11-25T00:00Z.
const NOW: Instant = Instant(1_795_564_800);

struct Model {
    rules: Rules,
    vocabulary: Vocabulary,
    time: Timeline,
}

fn party(code: &str) -> PartyId {
    code.parse().unwrap()
}

fn dated(date: &str, article: &str) -> Option<Dated> {
    Some(Dated {
        date: date.parse().unwrap(),
        article: article.parse().unwrap(),
        because: "stated".into(),
    })
}

fn model() -> Model {
    let rules = Rules::new(common::terms("jpn-nzl-model")).unwrap();
    let time = Timeline {
        parties: [party("JPN"), party("NZL")].into(),
        in_force: dated("2026-09-01", "13.1"),
        ..Timeline::default()
    };
    Model {
        vocabulary: marks::vocabulary(&rules),
        rules,
        time,
    }
}

impl Model {
    fn ask(&self, text: &str, from: &str, to: &str, with: impl Fn(&mut Asked<'_>)) -> Verdict {
        let (from, to) = (party(from), (!to.is_empty()).then(|| party(to)));
        let mut asked = Asked::new(&from, Subject::Text(text), NOW);
        asked.to = to.as_ref();
        with(&mut asked);
        marks::check(&self.rules, &self.vocabulary, &self.time, &asked)
    }

    fn plain(&self, text: &str, from: &str, to: &str) -> Verdict {
        self.ask(text, from, to, |_| {})
    }

    fn portions(&self, text: &str, portions: &[&str], why: Option<&str>) -> Verdict {
        let portions: Vec<String> = portions.iter().map(|p| (*p).to_owned()).collect();
        let from = party("NZL");
        let mut asked = Asked::new(&from, Subject::Text(text), NOW);
        asked.portions = &portions;
        asked.aggregation = why;
        marks::check(&self.rules, &self.vocabulary, &self.time, &asked)
    }
}

fn code(verdict: &Verdict) -> &str {
    verdict.problem.as_ref().map_or("", |p| p.code.as_ref())
}

fn arg<'v>(verdict: &'v Verdict, name: &str) -> &'v str {
    let args = &verdict.problem.as_ref().unwrap().args;
    &args.iter().find(|(n, _)| n == name).unwrap().1
}

fn decider(verdict: &Verdict) -> &str {
    verdict
        .problem
        .as_ref()
        .unwrap()
        .decider
        .as_deref()
        .unwrap_or("")
}

fn article(verdict: &Verdict) -> &str {
    verdict
        .problem
        .as_ref()
        .unwrap()
        .article
        .as_deref()
        .unwrap_or("")
}

fn notes(verdict: &Verdict) -> Vec<&str> {
    verdict.notes.iter().map(|n| n.code).collect()
}

fn marks_of(verdict: &Verdict) -> Vec<String> {
    let text = |line: &Line| match line {
        Line::Original { text, party } => format!("{text} ({party})"),
        Line::Equivalent { mark, basis } => format!("= {mark} {basis}"),
        Line::Handled { mark, basis } => format!("~ {mark} {basis}"),
        Line::Struck { text, .. } => format!("- {text}"),
        Line::Notation(text) | Line::Added(text) => text.clone(),
        Line::Tlp(tlp) => tlp.word().to_owned(),
    };
    verdict.lines.iter().map(text).collect()
}

#[test]
fn case_01_hi() {
    let v = model().plain("秘", "JPN", "NZL");
    assert_eq!(v.outcome, Outcome::Shown);
    assert_eq!(marks_of(&v), ["秘 (JPN)", "= CONFIDENTIAL A.1"]);
    assert_eq!(v.banner.unwrap().written, "秘");
}

#[test]
fn case_02_gokuhi() {
    assert_eq!(
        marks_of(&model().plain("極秘", "JPN", "NZL")),
        ["極秘 (JPN)", "= SECRET A.1"]
    );
}

#[test]
fn case_03_tokutei_himitsu() {
    let v = model().plain("特定秘密", "JPN", "NZL");
    assert_eq!(marks_of(&v)[..2], ["特定秘密 (JPN)", "= SECRET A.1"]);
    assert!(marks_of(&v)[2].contains("designated in Japan"));
    assert_eq!(notes(&v), ["designated"]);
}

#[test]
fn case_04_secret_is_never_designated() {
    let v = model().plain("SECRET", "NZL", "JPN");
    assert_eq!(marks_of(&v), ["SECRET (NZL)", "= 極秘 A.1"]);
    assert_eq!(notes(&v), ["designation"]);
    // No row can say otherwise.
    let mut terms = common::terms("jpn-nzl-model");
    let row = terms
        .equivalence
        .iter_mut()
        .find(|r| r.from.as_str() == "NZL.psr.2022.secret");
    row.unwrap().mark = Some("JPN.sds.2014.tokutei-himitsu".parse().unwrap());
    assert!(Rules::new(terms).unwrap_err().contains("designation"));
}

#[test]
fn case_06_top_secret_has_no_row() {
    let v = model().plain("TOP SECRET", "NZL", "JPN");
    assert_eq!((v.outcome, code(&v)), (Outcome::Refused, "REL-014"));
    assert_eq!((article(&v), decider(&v)), ("A.2", "negotiators"));
}

#[test]
fn case_07_restricted() {
    let v = model().plain("RESTRICTED", "NZL", "JPN");
    assert_eq!(marks_of(&v)[..2], ["RESTRICTED (NZL)", "= 取扱注意 A.1"]);
    assert!(marks_of(&v)[2].contains("protect as Annex B"));
}

#[test]
fn case_09_sensitive() {
    let v = model().plain("SENSITIVE", "NZL", "JPN");
    assert_eq!((code(&v), article(&v)), ("REL-014", "A.2"));
}

#[test]
fn case_10_both_spellings() {
    let model = model();
    for text in ["IN CONFIDENCE", "IN-CONFIDENCE"] {
        let v = model.plain(text, "NZL", "");
        assert_eq!(v.outcome, Outcome::Shown);
        assert_eq!(marks_of(&v), [format!("{text} (NZL)")]);
        let label = v.banner.unwrap();
        assert_eq!(label.level.as_str(), "NZL.psr.2022.in-confidence");
        assert_eq!(label.written, text);
    }
}

#[test]
fn case_11_no_next_one_up() {
    let v = model().plain("CONFIDENTIAL", "NZL", "AUS");
    assert_eq!(
        (v.outcome, code(&v), arg(&v, "party")),
        (Outcome::Refused, "REL-014", "AUS")
    );
}

#[test]
fn case_12_protected() {
    let v = model().plain("PROTECTED", "AUS", "NZL");
    assert_eq!((v.outcome, code(&v)), (Outcome::Refused, "MARK-011"));
    assert_eq!(decider(&v), "national-security-authority");
    let v = model().plain("SECRET", "AUS", "NZL");
    assert_eq!(code(&v), "MARK-011");
}

#[test]
fn case_14_kimitsu() {
    let model = model();
    let v = model.plain("機密", "JPN", "");
    assert_eq!(
        (v.outcome, code(&v), arg(&v, "date")),
        (Outcome::Refused, "MARK-014", "2014-12-09")
    );
    let v = model.ask("機密", "JPN", "", |a| a.legacy = true);
    assert_eq!((v.outcome, notes(&v)), (Outcome::Shown, vec!["legacy"]));
    let later: Date = "2015-01-01".parse().unwrap();
    let v = model.ask("機密", "JPN", "", |a| {
        (a.legacy, a.dated) = (true, Some(later))
    });
    assert_eq!(code(&v), "MARK-014");
    let v = model.ask("機密", "JPN", "NZL", |a| a.legacy = true);
    assert_eq!(code(&v), "REL-014");
}

#[test]
fn case_15_signed_not_in_force() {
    let mut model = model();
    model.time.in_force = None;
    for text in ["SECRET", "極秘"] {
        let v = model.plain(text, "JPN", "NZL");
        assert_eq!(
            (v.outcome, code(&v), article(&v)),
            (Outcome::Refused, "REL-001", "13.1")
        );
    }
    model.time.in_force = dated("2027-02-01", "13.1");
    let v = model.plain("極秘", "JPN", "NZL");
    assert_eq!((code(&v), arg(&v, "date")), ("REL-002", "2027-02-01"));
    // A text that deceives is named as one, whatever the state.
    assert_eq!(code(&model.plain("極\u{200b}秘", "JPN", "NZL")), "MARK-002");
}

#[test]
fn case_16_ended() {
    let mut model = model();
    model.time.end = dated("2026-10-01", "13.2");
    let v = model.plain("極秘", "JPN", "NZL");
    assert_eq!(
        (v.outcome, code(&v), article(&v)),
        (Outcome::Refused, "REL-003", "13.2")
    );
    let v = model.ask("極秘", "JPN", "NZL", |a| a.held = true);
    assert_eq!(marks_of(&v), ["極秘 (JPN)", "= SECRET A.1"]);
    assert_eq!(notes(&v), ["duties"]);
}

#[test]
fn case_17_suspended_by_one() {
    let mut model = model();
    let nzl = party("NZL");
    let v = model.plain("極秘", "JPN", "NZL");
    assert_eq!(v.outcome, Outcome::Shown);
    let jpn = party("JPN");
    let mut asked = Asked::new(&jpn, Subject::Text("SECRET"), NOW).to(&nzl);
    asked.suspended = Some((&nzl, "NV-7/26"));
    let v = marks::check(&model.rules, &model.vocabulary, &model.time, &asked);
    assert_eq!((v.outcome, code(&v)), (Outcome::Refused, "MARK-017"));
    assert_eq!((arg(&v, "note"), decider(&v)), ("NV-7/26", "NZL"));
    model.time.pauses.push(Pause {
        by: nzl,
        from: "2026-11-01".parse().unwrap(),
        until: None,
    });
    assert_eq!(code(&model.plain("SECRET", "NZL", "JPN")), "REL-015");
}

#[test]
fn case_19_contradiction() {
    let v = model().plain("SECRET NZEO REL TO JPN", "NZL", "");
    assert_eq!((v.outcome, code(&v)), (Outcome::Refused, "MARK-019"));
    assert_eq!(
        (arg(&v, "first"), arg(&v, "second")),
        ("NZEO", "REL TO JPN")
    );
    let v = model().plain("NZEO + REL TO JPN", "NZL", "");
    assert_eq!((code(&v), arg(&v, "second")), ("MARK-019", "REL TO JPN"));
    assert_eq!(
        code(&model().plain("NZEO REL TO JPN", "NZL", "JPN")),
        "MARK-019"
    );
}

#[test]
fn case_20_rel_to_two() {
    for text in ["SECRET REL TO JPN, KOR", "REL TO JPN, KOR"] {
        let v = model().plain(text, "NZL", "JPN");
        assert_eq!(v.outcome, Outcome::Shown);
        assert!(v.canonical.as_ref().unwrap().ends_with("REL TO JPN, KOR"));
        assert!(notes(&v).contains(&"others"));
    }
}

#[test]
fn case_21_not_listed() {
    let v = model().plain("秘 REL TO AUS, NZL", "JPN", "USA");
    assert_eq!((v.outcome, code(&v)), (Outcome::Refused, "MARK-021"));
    assert_eq!((arg(&v, "party"), arg(&v, "list")), ("USA", "AUS, NZL"));
}

#[test]
fn case_23_nza() {
    let v = model().plain("SECRET REL TO NZA", "NZL", "");
    assert_eq!(
        (code(&v), arg(&v, "token"), arg(&v, "meant")),
        ("MARK-023", "NZA", "NZL")
    );
}

#[test]
fn case_24_uk() {
    let v = model().plain("SECRET REL TO UK", "NZL", "");
    assert_eq!(
        (code(&v), arg(&v, "token"), arg(&v, "meant")),
        ("MARK-023", "UK", "GBR")
    );
}

#[test]
fn case_26_intersection() {
    let v = model().portions("SECRET", &["(S REL JPN,NZL)", "(S REL NZL)"], None);
    let banner = v.banner.unwrap();
    assert_eq!(banner.rel.unwrap().parties, [party("NZL")]);
    assert!(
        v.notes
            .iter()
            .any(|n| n.args.contains(&("banner", "SECRET REL TO NZL".to_owned())))
    );
    let v = model().portions("SECRET", &["(S REL JPN)", "(S REL AUS)"], None);
    assert_eq!(v.banner.unwrap().rel.unwrap().parties, []);
    assert!(v.notes.iter().any(|n| {
        n.args
            .contains(&("banner", "SECRET NO FOREIGN RELEASE".to_owned()))
    }));
}

#[test]
fn case_28_banner_below_portion() {
    let v = model().portions("CONFIDENTIAL", &["(C)", "(S)"], None);
    assert_eq!((v.outcome, code(&v)), (Outcome::Refused, "MARK-028"));
    assert_eq!((arg(&v, "portion"), arg(&v, "meant")), ("(S)", "SECRET"));
}

#[test]
fn case_29_aggregation() {
    let v = model().portions("SECRET", &["(C)", "(C)"], None);
    assert_eq!((v.outcome, code(&v)), (Outcome::Needs, "MARK-029"));
    let v = model().portions("SECRET", &["(C)", "(C)"], Some("routes and times together"));
    assert_eq!(v.outcome, Outcome::Shown);
    assert!(v.banner.unwrap().aggregated);
    assert_eq!(
        model().portions("SECRET", &["(C)"], Some(" ")).outcome,
        Outcome::Needs
    );
}

fn consent(of: &str, until: i64, bodies: &[&str]) -> [Consent; 1] {
    [Consent {
        party: party(of),
        until: Instant(until),
        bodies: bodies.iter().map(|b| (*b).to_owned()).collect(),
    }]
}

fn with_consent(model: &Model, consents: &[Consent], reader: Option<&str>) -> Verdict {
    let (jpn, nzl) = (party("JPN"), party("NZL"));
    let mut asked = Asked::new(&jpn, Subject::Text("極秘 FGI AUS"), NOW).to(&nzl);
    asked.consents = consents;
    asked.reader = reader;
    marks::check(&model.rules, &model.vocabulary, &model.time, &asked)
}

#[test]
fn case_31_consent_ended() {
    let model = model();
    let v = with_consent(&model, &consent("AUS", NOW.0 - 3600, &[]), None);
    assert_eq!(
        (v.outcome, code(&v), decider(&v)),
        (Outcome::Refused, "MARK-031", "AUS")
    );
    let until = arg(&v, "until");
    assert!(
        until.contains("[Asia/Tokyo]") && until.contains("[Pacific/Auckland]"),
        "{until}"
    );
    assert_eq!(code(&with_consent(&model, &[], None)), "MARK-033");
    assert_eq!(
        with_consent(&model, &consent("AUS", NOW.0 + 3600, &[]), None).outcome,
        Outcome::Shown
    );
}

#[test]
fn case_32_consent_for_one_body() {
    let model = model();
    let defence = consent("AUS", NOW.0 + 86_400, &["NZL MoD"]);
    let v = with_consent(&model, &defence, Some("police"));
    assert_eq!((v.outcome, code(&v)), (Outcome::Refused, "MARK-032"));
    assert_eq!((arg(&v, "bodies"), decider(&v)), ("NZL MoD", "AUS"));
    assert_eq!(
        with_consent(&model, &defence, Some("NZL MoD")).outcome,
        Outcome::Shown
    );
}

#[test]
fn case_33_third_party_rule() {
    let model = model();
    let (nzl, jpn, aus) = (party("NZL"), party("JPN"), party("AUS"));
    let mut asked = Asked::new(&jpn, Subject::Text("秘"), NOW).to(&aus);
    asked.by = Some(&nzl);
    let v = marks::check(&model.rules, &model.vocabulary, &model.time, &asked);
    assert_eq!((v.outcome, code(&v)), (Outcome::Refused, "HOLD-010"));
    assert_eq!((article(&v), decider(&v)), ("6.2", "JPN"));
    let given = consent("JPN", NOW.0 + 86_400, &[]);
    asked.consents = &given;
    let v = marks::check(&model.rules, &model.vocabulary, &model.time, &asked);
    assert_eq!(v.outcome, Outcome::Shown);
    assert!(notes(&v).contains(&"cover"));
    // Never a chain: no row from Japan to Australia, so no equivalent.
    assert_eq!(v.equivalent, None);
    asked.subject = Subject::Text("秘 日本国及びニュージーランド限り");
    let v = marks::check(&model.rules, &model.vocabulary, &model.time, &asked);
    assert_eq!(code(&v), "REL-028");
}

#[test]
fn case_35_accountable_copy() {
    let model = model();
    let v = model.plain("SECRET ACCOUNTABLE MATERIAL COPY 3", "NZL", "JPN");
    assert_eq!(
        (v.outcome, v.banner.as_ref().unwrap().copy),
        (Outcome::Shown, Some(3))
    );
    assert!(notes(&v).contains(&"condition"));
    let (level, nzl, jpn): (LevelId, _, _) = (
        "NZL.psr.2022.confidential".parse().unwrap(),
        [party("NZL")],
        party("JPN"),
    );
    let item = Item {
        caveats: &["accountable-material".parse().unwrap()],
        ..Item::new(&level, &nzl, ItemForm::Document)
    };
    let day = "2026-11-25".parse().unwrap();
    let ask = Ask {
        item: Some(item),
        ..Ask::new(Action::Copy, &jpn, &nzl[0], day)
    };
    let decision = permit(&model.rules, &model.time, &ask);
    assert_eq!(decision.outcome(), Permitted::Refused);
    assert_eq!(decision.no().unwrap().0.code, "MARK-035");
    let plain = Item {
        caveats: &[],
        ..item
    };
    let ask = Ask {
        item: Some(plain),
        ..ask
    };
    assert_eq!(
        permit(&model.rules, &model.time, &ask).outcome(),
        Permitted::Allowed
    );
}

#[test]
fn case_36_top_secret_is_accountable() {
    let v = model().plain("TOP SECRET", "NZL", "");
    assert_eq!(v.outcome, Outcome::Shown);
    assert_eq!(marks_of(&v), ["TOP SECRET (NZL)", "ACCOUNTABLE MATERIAL"]);
    assert!(notes(&v).contains(&"accountable-added"));
    assert_eq!(v.canonical.unwrap(), "TOP SECRET ACCOUNTABLE MATERIAL");
}

#[test]
fn case_37_department_use_only() {
    let model = model();
    for text in [
        "SECRET DEPARTMENT(S) USE ONLY",
        "RESTRICTED DEPARTMENT USE ONLY",
    ] {
        let v = model.plain(text, "NZL", "JPN");
        assert_eq!(
            (v.outcome, code(&v), decider(&v)),
            (Outcome::Refused, "MARK-022", "NZL")
        );
        assert_eq!(model.plain(text, "NZL", "").outcome, Outcome::Shown);
    }
    // The decision on a release says the same.
    let (level, nzl, jpn): (LevelId, _, _) = (
        "NZL.psr.2022.confidential".parse().unwrap(),
        [party("NZL")],
        party("JPN"),
    );
    let item = Item {
        caveats: &["department-use-only".parse().unwrap()],
        ..Item::new(&level, &nzl, ItemForm::Document)
    };
    let day = "2026-11-25".parse().unwrap();
    let purpose = "maritime-safety".parse().unwrap();
    let ask = Ask {
        item: Some(item),
        purpose: Some(&purpose),
        ..Ask::new(Action::Release, &nzl[0], &jpn, day)
    };
    assert_eq!(
        permit(&model.rules, &model.time, &ask).no().unwrap().0.code,
        "REL-028"
    );
}

#[test]
fn case_38_tlp_normalised() {
    let v = model().plain("TLP: RED", "NZL", "");
    assert_eq!(
        (v.outcome, v.canonical.as_deref()),
        (Outcome::Shown, Some("TLP:RED"))
    );
    assert_eq!(notes(&v), ["tlp", "no-level"]);
}

#[test]
fn case_40_tlp_translated() {
    for text in ["TLP:赤", "TLP：赤", "SECRET TLP:赤"] {
        let v = model().plain(text, "NZL", "");
        assert_eq!((v.outcome, code(&v)), (Outcome::Refused, "MARK-040"));
    }
}

#[test]
fn case_41_two_slots() {
    let v = model().plain("TLP:AMBER SECRET", "NZL", "JPN");
    assert_eq!(marks_of(&v), ["SECRET (NZL)", "= 極秘 A.1", "TLP:AMBER"]);
    let v = model().plain("TLP:AMBER + SECRET", "NZL", "JPN");
    assert_eq!(marks_of(&v), ["SECRET (NZL)", "= 極秘 A.1", "TLP:AMBER"]);
    // The level decides; a wide label of the protocol opens nothing.
    assert_eq!(
        code(&model().plain("TLP:CLEAR SENSITIVE", "NZL", "JPN")),
        "REL-014"
    );
}

#[test]
fn case_44_45_who_changes_a_mark() {
    let model = model();
    let (jpn, nzl) = (party("JPN"), party("NZL"));
    let context = Context {
        table: &model.rules.table,
        vocabulary: &model.vocabulary,
        party: &jpn,
    };
    let old = Label::of("JPN.gov.2014.gokuhi".parse().unwrap());
    let new: LevelId = "JPN.gov.2014.hi".parse().unwrap();
    let on: Date = "2026-11-25".parse().unwrap();
    let refused = changed(&context, &old, &new, on, &nzl).unwrap_err();
    assert_eq!(
        (refused.code.as_ref(), refused.decider.as_deref()),
        ("MARK-044", Some("JPN"))
    );
    let lines = changed(&context, &old, &new, on, &jpn).unwrap();
    let struck = Line::Struck {
        text: "極秘".into(),
        party: jpn.clone(),
        on,
        by: jpn.clone(),
    };
    assert_eq!(
        lines,
        [
            struck,
            Line::Original {
                text: "秘".into(),
                party: jpn.clone()
            }
        ]
    );
    // The decision says the same of the recipient.
    let (level, own) = (old.level, [jpn.clone()]);
    let ask = Ask {
        item: Some(Item::new(&level, &own, ItemForm::Document)),
        lower_to: Some(&new),
        ..Ask::new(Action::Downgrade, &nzl, &jpn, on)
    };
    assert_ne!(
        permit(&model.rules, &model.time, &ask).outcome(),
        Permitted::Allowed
    );
}

/// An embargo's lapse removes the embargo alone.
#[test]
fn embargo() {
    let model = model();
    let v = model.plain(
        "SECRET EMBARGOED UNTIL 2026-12-01T09:00[Asia/Tokyo]",
        "NZL",
        "JPN",
    );
    assert_eq!((v.outcome, code(&v)), (Outcome::Needs, "MARK-034"));
    let v = model.plain(
        "SECRET EMBARGOED UNTIL 2026-11-01T09:00[Asia/Tokyo]",
        "NZL",
        "JPN",
    );
    assert_eq!(v.outcome, Outcome::Shown);
    assert!(notes(&v).contains(&"embargo-lapsed"));
}

/// A portion nobody may have keeps the whole at home, whatever the banner's own row.
#[test]
fn a_portion_without_a_row_is_not_released() {
    let portions = vec!["(SENSITIVE)".to_owned(), "(S)".to_owned()];
    let v = model().ask("SECRET", "NZL", "JPN", |_| {});
    assert_eq!(v.outcome, Outcome::Shown);
    let (nzl, jpn, model) = (party("NZL"), party("JPN"), model());
    let mut asked = Asked::new(&nzl, Subject::Text("SECRET"), NOW).to(&jpn);
    asked.portions = &portions;
    let v = marks::check(&model.rules, &model.vocabulary, &model.time, &asked);
    assert_eq!((code(&v), arg(&v, "level")), ("REL-014", "SENSITIVE"));
}

/// The caveat of the agreement, in either language, and a group it pins.
#[test]
fn agreed_words_and_groups() {
    let model = model();
    for text in [
        "SECRET JAPAN AND NEW ZEALAND ONLY",
        "SECRET 日本国及びニュージーランド限り",
    ] {
        let v = model.plain(text, "NZL", "JPN");
        assert_eq!(v.outcome, Outcome::Shown, "{:?}", v.problem);
        assert_eq!(
            v.banner.unwrap().caveats,
            ["two-parties-only".parse().unwrap()]
        );
    }
    let v = model.plain("SECRET REL TO FVEY", "NZL", "JPN");
    assert_eq!(code(&v), "MARK-021");
    let rel = v.banner.unwrap().rel.unwrap();
    assert_eq!(rel.parties.len(), 5);
    assert_eq!(rel.groups, [(party("FVEY"), "A.3".parse().unwrap())]);
    let mut terms = common::terms("jpn-nzl-model");
    terms.country_group.clear();
    let rules = Rules::new(terms).unwrap();
    let (vocabulary, nzl) = (marks::vocabulary(&rules), party("NZL"));
    let asked = Asked::new(&nzl, Subject::Text("SECRET REL TO FVEY"), NOW);
    assert_eq!(
        code(&marks::check(&rules, &vocabulary, &model.time, &asked)),
        "MARK-024"
    );
}
