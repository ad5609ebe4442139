//! What holds for every marking: reading undoes writing, joining never lowers, hostile text is
//! answered.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure here fails the test"
)]

mod fixture;
use entente_marking::{
    check::{Ask, Outcome, Subject, check},
    export::{Slab, read_json, read_xml, write_json, write_xml},
    join::{join, page},
    parse::{MAX_MARK, Parts, parse},
    render::{Style, canonical, portion, render},
};
use entente_model::{
    Instant, Label, PartyId,
    label::{Embargo, Rel, Tlp},
};
use fixture::{World, party, world};
use proptest::{collection::vec, option, prelude::*, sample::subsequence};
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(world);
const STYLES: [Style; 5] = [
    Style::Generic,
    Style::Nzl,
    Style::Jpn,
    Style::Usa,
    Style::Aus,
];
const COUNTRIES: [&str; 7] = ["AUS", "CAN", "FRA", "GBR", "JPN", "NZL", "USA"];

fn words_of(code: &str) -> Vec<&'static str> {
    match code {
        "NZL" => vec![
            "accountable-material",
            "budget",
            "cabinet",
            "honours",
            "nz-eyes-only",
        ],
        "USA" => vec!["noforn", "orcon", "propin"],
        "AUS" => vec!["austeo", "cabinet"],
        "GBR" => vec!["sensitive", "uk-eyes-only"],
        _ => Vec::new(),
    }
}

fn rel(own: &'static str) -> impl Strategy<Value = Option<Rel>> {
    let list = (subsequence(COUNTRIES.to_vec(), 0..=5), any::<bool>());
    option::of(list).prop_map(move |chosen| {
        chosen.map(|(codes, group)| {
            let mut parties: Vec<PartyId> = codes.into_iter().map(party).collect();
            let mut groups = Vec::new();
            if group {
                let fvey = WORLD.vocabulary.group("FVEY").unwrap();
                parties.extend(fvey.members.iter().cloned());
                groups.push((fvey.code.clone(), fvey.basis.clone()));
            }
            if own == "USA" && !parties.is_empty() {
                parties.push(party("USA"));
            }
            parties.sort();
            parties.dedup();
            Rel { parties, groups }
        })
    })
}

fn label(own: &'static str) -> impl Strategy<Value = Label> {
    let levels: Vec<_> = WORLD
        .table
        .levels()
        .iter()
        .filter(|(id, level)| id.party() == own && level.legacy_until.is_none())
        .map(|(id, _)| id.clone())
        .collect();
    let words = words_of(own);
    let all = words.len();
    let day = (2015i16..2040, 1i8..=12, 1i8..=28)
        .prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}").parse().unwrap());
    let zone = prop::sample::select(vec!["Asia/Tokyo", "Pacific/Auckland", "UTC"]);
    let embargo = (1_700_000_000i64..2_000_000_000, zone).prop_map(|(at, zone)| Embargo {
        until: Instant(at),
        zone: zone.to_owned(),
    });
    (
        prop::sample::select(levels),
        subsequence(vec!["KIWI", "MOA"], 0..=2),
        subsequence(words, 0..=all),
        rel(own),
        subsequence(COUNTRIES.to_vec(), 0..=3),
        any::<bool>(),
        option::of(prop::sample::select(Tlp::ALL.to_vec())),
        option::of(embargo),
        (
            option::of(day.clone()),
            option::of(day.clone()),
            option::of(day),
        ),
        option::of(1u32..500),
    )
        .prop_map(
            move |(level, code, words, rel, from, joint, tlp, embargo, days, copy)| {
                let mut label = Label::of(level);
                label.codewords = code.into_iter().map(str::to_owned).collect();
                label.caveats = words.into_iter().map(|w| w.parse().unwrap()).collect();
                let top = label.level.as_str() == "NZL.psr.2022.top-secret";
                let accountable = "accountable-material".parse().unwrap();
                if top && !label.caveats.contains(&accountable) {
                    label.caveats.push(accountable);
                    label.caveats.sort();
                }
                let home = ["nz-eyes-only", "noforn", "austeo", "uk-eyes-only"];
                let kept = label.caveats.iter().any(|c| home.contains(&c.as_str()));
                label.rel = rel.filter(|rel| !kept || rel.parties.is_empty());
                let mut originators: Vec<PartyId> = from.into_iter().map(party).collect();
                if originators.iter().any(|p| p.as_str() != own)
                    && label.level.as_str() != "USA.eo.2009.unclassified"
                {
                    originators.push(party(own));
                    originators.sort();
                    originators.dedup();
                    label.originators = originators;
                    label.joint = joint;
                }
                label.tlp = tlp;
                label.embargo = embargo;
                (label.created, label.review, label.declassify) = days;
                label.copy = copy;
                label
            },
        )
}

fn any_label() -> impl Strategy<Value = (&'static str, Label)> {
    prop_oneof![
        label("JPN").prop_map(|l| ("JPN", l)),
        label("NZL").prop_map(|l| ("NZL", l)),
        label("USA").prop_map(|l| ("USA", l)),
        label("AUS").prop_map(|l| ("AUS", l)),
        label("GBR").prop_map(|l| ("GBR", l)),
    ]
}

fn ranks(labels: &[&Label]) -> u32 {
    labels
        .iter()
        .map(|l| WORLD.table.level(&l.level).unwrap().rank)
        .max()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Every style reads back to the same structure, and the canonical form to itself.
    #[test]
    fn reading_undoes_writing((own, label) in any_label()) {
        let context = WORLD.of(own);
        let parts = Parts::from(&label);
        for style in STYLES {
            let text = render(&context, Some(&label.level), &parts, style);
            let read = parse(&context, &text, false)
                .map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
            prop_assert_eq!(read.level.as_ref(), Some(&label.level), "{}", text);
            prop_assert_eq!(&read.parts, &parts, "{}", text);
        }
        let text = canonical(&context, Some(&label.level), &parts);
        let read = parse(&context, &text, false).unwrap();
        prop_assert_eq!(canonical(&context, read.level.as_ref(), &read.parts), text);
        let text = portion(&context, Some(&label.level), &parts, Style::of(own));
        let read = parse(&context, &text, false).unwrap();
        prop_assert!(read.portion);
        prop_assert_eq!(&read.parts, &parts, "{}", text);
    }

    /// The order in which words and countries are written does not matter.
    #[test]
    fn order_does_not_matter(
        codes in subsequence(COUNTRIES.to_vec(), 2..=5).prop_shuffle(),
        words in subsequence(vec!["BUDGET", "CABINET", "HONOURS", "ACCOUNTABLE MATERIAL"], 0..=4).prop_shuffle(),
    ) {
        let context = WORLD.of("NZL");
        let written = |codes: &[&str], words: &[&str]| {
            format!("SECRET {} REL TO {}", words.join(" "), codes.join(", "))
        };
        let (mut sorted, mut in_order) = (codes.clone(), words.clone());
        sorted.sort_unstable();
        in_order.sort_unstable();
        let a = parse(&context, &written(&codes, &words), false).unwrap();
        let b = parse(&context, &written(&sorted, &in_order), false).unwrap();
        prop_assert_eq!(a.parts, b.parts);
    }

    /// A join is at least as high, keeps every word, and reaches nobody a part does not.
    #[test]
    fn joining_never_lowers(labels in vec(label("NZL"), 1..6)) {
        let refs: Vec<&Label> = labels.iter().collect();
        let sum = join(&WORLD.table, &WORLD.vocabulary, &refs).unwrap().unwrap();
        prop_assert!(ranks(&[&sum]) >= ranks(&refs));
        for one in &labels {
            prop_assert!(one.caveats.iter().all(|c| sum.caveats.contains(c)));
            prop_assert!(one.codewords.iter().all(|c| sum.codewords.contains(c)));
            prop_assert!(one.originators.iter().all(|c| sum.originators.contains(c)));
            prop_assert!(sum.tlp >= one.tlp);
            prop_assert!(sum.embargo >= one.embargo);
            if let Some(rel) = &one.rel {
                let all = sum.rel.as_ref().unwrap();
                prop_assert!(all.parties.iter().all(|p| rel.parties.contains(p)));
            }
        }
        let mut back: Vec<&Label> = labels.iter().collect();
        back.reverse();
        prop_assert_eq!(join(&WORLD.table, &WORLD.vocabulary, &back).unwrap(), Some(sum.clone()));
        let twice = join(&WORLD.table, &WORLD.vocabulary, &[&sum, &sum]).unwrap();
        prop_assert_eq!(twice, Some(sum.clone()));
        if let [first, rest @ ..] = refs.as_slice()
            && !rest.is_empty()
        {
            let tail = join(&WORLD.table, &WORLD.vocabulary, rest).unwrap().unwrap();
            let grouped = join(&WORLD.table, &WORLD.vocabulary, &[first, &tail]).unwrap();
            prop_assert_eq!(grouped, Some(sum));
        }
    }

    /// Both forms for other systems carry the whole label.
    #[test]
    fn exports_read_back((own, mut label) in any_label(), aggregated in any::<bool>()) {
        let context = WORLD.of(own);
        label.aggregated = aggregated;
        label.written = render(&context, Some(&label.level), &Parts::from(&label), Style::Generic);
        let slab = Slab::of(&WORLD.table, &label, &[]).unwrap();
        let xml = write_xml(&slab);
        let from_xml = read_xml(xml.as_bytes()).unwrap().label(&WORLD.table, &WORLD.vocabulary);
        prop_assert_eq!(from_xml.unwrap(), label.clone());
        let json = write_json(&slab).unwrap();
        let from_json = read_json(json.as_bytes()).unwrap().label(&WORLD.table, &WORLD.vocabulary);
        prop_assert_eq!(from_json.unwrap(), label.clone());
        prop_assert_eq!(check(&Ask::new(context, Subject::Label(&label), Instant(0))).problem, None);
    }

    /// A label that says less than what was written is refused on arrival.
    #[test]
    fn a_made_up_label_is_refused((own, label) in any_label(), other in label("NZL")) {
        let context = WORLD.of(own);
        let mut forged = label.clone();
        forged.written = canonical(&context, Some(&label.level), &Parts::from(&label));
        forged.codewords = if label.codewords.is_empty() { vec!["MOA".into()] } else { Vec::new() };
        let verdict = check(&Ask::new(context, Subject::Label(&forged), Instant(0)));
        prop_assert_eq!(verdict.problem.unwrap().code, "MARK-045");
        let foreign = check(&Ask::new(WORLD.of("JPN"), Subject::Label(&other), Instant(0)));
        prop_assert_eq!(foreign.problem.unwrap().code, "MARK-003");
    }

    /// Whatever the text, an answer; whatever is shown, its canonical form is read the same.
    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        for own in ["JPN", "NZL", "USA"] {
            let context = WORLD.of(own);
            if let Ok(read) = parse(&context, &text, false) {
                let form = canonical(&context, read.level.as_ref(), &read.parts);
                let again = parse(&context, &form, false).unwrap();
                prop_assert_eq!(again.parts, read.parts);
            }
        }
    }

    /// Words that mean something, in any order and number.
    #[test]
    fn any_words_are_answered(words in vec(prop::sample::select(vec![
        "SECRET", "秘", "極秘", "REL", "TO", "JPN", "NZL", "FVEY", "//", "/", ",", "(", ")", "TLP:", "RED",
        "TLP", "赤", "JOINT", "FGI", "NOFORN", "NZEO", "COPY", "3", "EMBARGOED", "UNTIL", "REVIEW", "ON",
        "2026-12-01", "2026-12-01T09:00[Asia/Tokyo]", "KIWI", "IN", "CONFIDENCE", "ＳＥＣＲＥＴ", "AMBER+STRICT",
    ]), 0..14)) {
        let text = words.join(" ");
        for own in ["JPN", "NZL", "USA"] {
            let context = WORLD.of(own);
            for portioned in [false, true] {
                let Ok(read) = parse(&context, &text, portioned) else { continue };
                let form = canonical(&context, read.level.as_ref(), &read.parts);
                let again = parse(&context, &form, false)
                    .map_err(|e| TestCaseError::fail(format!("{text} -> {form}: {e}")))?;
                prop_assert_eq!(&again.parts, &read.parts, "{} -> {}", text, form);
                prop_assert_eq!(&again.level, &read.level);
            }
        }
    }

    /// Labels of others: any bytes are refused or read.
    #[test]
    fn any_bytes_are_answered(bytes in vec(any::<u8>(), 0..400), cut in 0usize..600) {
        let _ = (read_xml(&bytes), read_json(&bytes));
        let mut label = Label::of("NZL.psr.2022.secret".parse().unwrap());
        label.tlp = Some(Tlp::Red);
        let whole = write_xml(&Slab::of(&WORLD.table, &label, &[]).unwrap());
        let half: Vec<u8> = whole.bytes().take(cut.min(whole.len() - 2)).collect();
        prop_assert!(read_xml(&half).is_err());
    }
}

#[test]
fn long_texts_are_refused_unread() {
    let context = WORLD.of("NZL");
    for text in [
        "SECRET ".repeat(200_000),
        "REL TO ".repeat(1000),
        "秘".repeat(MAX_MARK),
    ] {
        assert_eq!(parse(&context, &text, false).unwrap_err().code, "MARK-026");
    }
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"{}\">]><ConfidentialityLabel>&a;</ConfidentialityLabel>",
        "a".repeat(1000)
    );
    let deep = "<Metadata>".repeat(50);
    let many = format!(
        "<ConfidentialityLabel>{}</ConfidentialityLabel>",
        "<PrivacyMark>x</PrivacyMark>".repeat(2300)
    );
    for xml in [bomb, deep, many, "x".repeat(100_000)] {
        assert_eq!(read_xml(xml.as_bytes()).unwrap_err().code, "MARK-060");
    }
    let json = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    assert_eq!(read_json(json.as_bytes()).unwrap_err().code, "MARK-060");
}

#[test]
fn labels_as_others_write_them() {
    for root in [
        "originatorConfidentialityLabel",
        "OriginatorConfidentialityLabel",
        "ConfidentialityLabel",
    ] {
        let xml = format!(
            "<slab:{root} xmlns:slab=\"urn:nato:stanag:4774:confidentialitymetadatalabel:1:0\" \
             ReviewDateTime=\"2027-01-01T00:00:00Z\"><slab:ConfidentialityInformation>\
             <slab:PolicyIdentifier>NZL.psr.2022</slab:PolicyIdentifier>\
             <slab:Classification>SECRET</slab:Classification>\
             <slab:Category TagName=\"Releasable To\" Type=\"PERMISSIVE\"><slab:GenericValue>jpn</slab:GenericValue>\
             </slab:Category></slab:ConfidentialityInformation>\
             <slab:CreationDateTime>2026-11-23T12:30:00Z</slab:CreationDateTime></slab:{root}>"
        );
        let label = read_xml(xml.as_bytes())
            .unwrap()
            .label(&WORLD.table, &WORLD.vocabulary)
            .unwrap();
        assert_eq!(label.rel.unwrap().parties, [party("JPN")]);
        assert_eq!(label.review.unwrap().to_string(), "2027-01-01");
        let unknown = xml.replace("Type=\"PERMISSIVE\"", "Type=\"RESTRICTIVE\"");
        let refused = read_xml(unknown.as_bytes())
            .unwrap()
            .label(&WORLD.table, &WORLD.vocabulary);
        assert_eq!(refused.unwrap_err().code, "MARK-062");
        let nato = xml.replace("NZL.psr.2022", "NATO");
        let refused = read_xml(nato.as_bytes())
            .unwrap()
            .label(&WORLD.table, &WORLD.vocabulary);
        assert_eq!(refused.unwrap_err().code, "MARK-061");
    }
    let ocl = r#"{"ocl":{"pol":"NZL.psr.2022","cls":"SECRET","catl":[{"type":"P","name":"Releasable To","vals":["usa"]}],"dcr":"2024-10-21T20:47:36Z"},"context":{"@base":"urn:nato:stanag:5636:A:1:elements:json"}}"#;
    let label = read_json(ocl.as_bytes())
        .unwrap()
        .label(&WORLD.table, &WORLD.vocabulary)
        .unwrap();
    assert_eq!(label.created.unwrap().to_string(), "2024-10-21");
}

#[test]
fn an_equivalent_goes_as_alternative_label() {
    let label = Label::of("JPN.gov.2014.gokuhi".parse().unwrap());
    let slab = Slab::of(
        &WORLD.table,
        &label,
        &["NZL.psr.2022.secret".parse().unwrap()],
    )
    .unwrap();
    let back = read_xml(write_xml(&slab).as_bytes()).unwrap();
    assert_eq!(
        back.alternatives,
        [("NZL.psr.2022".to_owned(), "SECRET".to_owned())]
    );
    assert_eq!(back.label(&WORLD.table, &WORLD.vocabulary).unwrap(), label);
}

/// Case 48: a page, a search result, a CSV file.
#[test]
fn case_48_page_banner() {
    let hi = Label::of("JPN.gov.2014.hi".parse().unwrap());
    let viewer = party("NZL");
    let banner = |labels: &[Option<&Label>]| page(&WORLD.table, &WORLD.vocabulary, &viewer, labels);
    let one = banner(&[None, Some(&hi), None]).unwrap().unwrap();
    assert_eq!(one.line(), "秘/CONFIDENTIAL");
    assert_eq!(banner(&[None]).unwrap(), None);
    let mut own = Label::of("NZL.psr.2022.secret".parse().unwrap());
    own.rel = Some(Rel {
        parties: vec![party("JPN")],
        groups: Vec::new(),
    });
    let two = banner(&[Some(&hi), Some(&own)]).unwrap().unwrap();
    assert_eq!(two.line(), "SECRET REL TO JPN");
    // A level without a row has no place on a common page.
    let kimitsu = Label::of("JPN.gov.2001.kimitsu".parse().unwrap());
    assert_eq!(banner(&[Some(&kimitsu)]).unwrap_err().code, "MARK-042");
}

/// M7: one structure, each country's way of writing it.
#[test]
fn case_25_styles() {
    let context = WORLD.of("NZL");
    let read = parse(&context, "REL TO USA NZL AUS", false).unwrap();
    let text = |style| render(&context, None, &read.parts, style);
    assert_eq!(text(Style::Usa), "REL TO USA, AUS, NZL");
    assert_eq!(text(Style::Aus), "REL AUS/NZL/USA");
    assert_eq!(text(Style::Generic), "REL TO AUS, NZL, USA");
    let usa = WORLD.of("USA");
    for (written, form) in [
        (
            "SECRET//REL TO USA, AUS, NZL",
            "SECRET//REL TO USA, AUS, NZL",
        ),
        ("SECRET//REL TO NZL, AUS", "SECRET//REL TO USA, AUS, NZL"),
        ("(S//REL TO USA, GBR)", "SECRET//REL TO USA, GBR"),
        ("(C)", "CONFIDENTIAL"),
        ("(TS//OC/NF)", "TOP SECRET//NOFORN/ORCON"),
        ("//JOINT SECRET USA GBR CAN", "//JOINT SECRET CAN GBR USA"),
        ("SECRET//FGI NZL JPN//NOFORN", "SECRET//FGI JPN NZL//NOFORN"),
        ("SECRET//REL TO USA, FVEY", "SECRET//REL TO USA, FVEY"),
    ] {
        let read = parse(&usa, written, false).unwrap();
        assert_eq!(
            canonical(&usa, read.level.as_ref(), &read.parts),
            form,
            "{written}"
        );
    }
}

/// Cases nobody listed, decided by M1 and M4.
#[test]
fn further_cases() {
    let refused = [
        ("NZL", "", "MARK-004"),
        ("NZL", "   ", "MARK-004"),
        ("NZL", "//", "MARK-004"),
        ("NZL", "S//NF", "MARK-006"),
        ("USA", "S//NF", "MARK-006"),
        ("NZL", "SECRET NOFORN REL TO NZL", "MARK-007"),
        ("USA", "SECRET//NOFORN//REL TO USA, NZL", "MARK-019"),
        ("NZL", "SECRET CONFIDENTIAL", "MARK-009"),
        ("NZL", "SECRET SECRET", "MARK-009"),
        ("JPN", "秘//SECRET", "MARK-003"),
        ("NZL", "SECRET REL TO JPN REL TO AUS", "MARK-019"),
        ("NZL", "SECRET REL TO", "MARK-025"),
        ("NZL", "SECRET REL TO SEVENEYES", "MARK-024"),
        ("NZL", "SECRET KEA", "MARK-005"),
        ("NZL", "SEСRET", "MARK-010"),
        ("NZL", "ЅЕСRЕТ", "MARK-010"),
        ("NZL", "ΑPPOINTMENTS", "MARK-010"),
        ("NZL", "SECRET TLP:WHITE", "MARK-041"),
        ("NZL", "TLP:AMBER TLP:RED SECRET", "MARK-019"),
        ("NZL", "SECRET EMBARGOED FOR RELEASE", "MARK-016"),
        ("NZL", "SECRET EMBARGO 2026-12-01T09:00:00Z", "MARK-016"),
        (
            "NZL",
            "SECRET EMBARGO 2026-04-05T02:30[Pacific/Auckland]",
            "MARK-016",
        ),
        ("NZL", "SECRET REVIEW 2026-13-01", "MARK-015"),
        (
            "NZL",
            "SECRET REVIEW 2026-12-01 REVIEW 2027-12-01",
            "MARK-008",
        ),
        ("NZL", "SECRET COPY X", "MARK-005"),
        ("NZL", "//JOINT SECRET CAN GBR", "MARK-013"),
        ("NZL", "JOINT CAN NZL", "MARK-001"),
        ("NZL", "//GBR SECRET", "MARK-001"),
        ("USA", "UNCLASSIFIED//FGI JPN", "MARK-012"),
        ("NZL", "SECRET (JPN)", "MARK-005"),
        ("NZL", "UNCLASSIFIED", "MARK-003"),
        ("NZL", "SECRET REL TO 日本", "MARK-023"),
    ];
    for (own, text, code) in refused {
        let context = WORLD.of(own);
        let read = parse(&context, text, false);
        assert_eq!(
            read.as_ref().err().map(|e| e.code.as_ref()),
            Some(code),
            "{own} {text:?}: {read:?}"
        );
    }
    let read = [
        ("NZL", "secret", "SECRET"),
        ("NZL", "ＳＥＣＲＥＴ", "SECRET"),
        ("NZL", "  SECRET  ", "SECRET"),
        ("NZL", "SECRET REL TO NZL", "SECRET REL TO NZL"),
        ("NZL", "SECRET REL TO JPN, JPN", "SECRET REL TO JPN"),
        ("NZL", "SECRET REL TO FVEY, AUS", "SECRET REL TO FVEY"),
        ("NZL", "SECRET REL TO JPN REL TO JPN", "SECRET REL TO JPN"),
        ("NZL", "SECRET KIWI", "SECRET KIWI"),
        ("NZL", "NZEO SECRET", "SECRET NEW ZEALAND EYES ONLY"),
        ("JPN", "秘　REL TO NZL", "秘 REL TO NZL"),
        ("GBR", "OFFICIAL-SENSITIVE", "OFFICIAL SENSITIVE"),
        ("NZL", "TLP:RED", "TLP:RED"),
        ("NZL", "TLP: amber + strict", "TLP:AMBER+STRICT"),
        (
            "NZL",
            "DEPARTMENT(S) USE ONLY SECRET",
            "SECRET DEPARTMENT(S) USE ONLY",
        ),
        ("GBR", "//GBR SECRET", "SECRET"),
        ("NZL", "SECRET 国外提供不可", "SECRET NO FOREIGN RELEASE"),
    ];
    for (own, text, form) in read {
        let context = WORLD.of(own);
        let read = parse(&context, text, false).unwrap_or_else(|e| unreachable!("{text}: {e}"));
        assert_eq!(
            canonical(&context, read.level.as_ref(), &read.parts),
            form,
            "{text}"
        );
        assert_eq!(read.written, text);
    }
    let named = parse(&WORLD.of("NZL"), "SECRET ΒUDGET", false).unwrap_err();
    assert!(named.args.iter().any(|(_, v)| v == "ΒUDGET"));
}

/// An item whose signature does not verify shows no marking as trusted (case 50).
#[test]
fn case_50_unverified_arrival() {
    let label = Label::of("JPN.gov.2014.hi".parse().unwrap());
    let mut ask = Ask::new(WORLD.of("JPN"), Subject::Label(&label), Instant(0));
    ask.verified = false;
    let verdict = check(&ask);
    assert_eq!(verdict.outcome, Outcome::Refused);
    assert_eq!(verdict.problem.unwrap().code, "MARK-050");
    assert!(verdict.lines.is_empty() && verdict.canonical.is_none() && verdict.banner.is_none());
}
