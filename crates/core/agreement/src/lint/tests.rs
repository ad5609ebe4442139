//! The lint on short texts: each check where it must speak and where it must not.

use super::*;

/// Codes and arguments of a text in two languages, in the provision 7.1 of a text that also has
/// 4, 7.2 and Annex A.
fn between(one: (&str, &str), two: (&str, &str)) -> Vec<String> {
    let ids: Vec<ProvisionId> = ["7.1", "7.2", "4", "A.1"]
        .iter()
        .map(|id| id.parse().unwrap())
        .collect();
    let reading = |(lang, body)| Reading {
        lang,
        heading: "",
        body,
        brackets: 0,
        blanks: 0,
    };
    let pairs: Vec<Pair<'_>> = ids
        .iter()
        .map(|id| Pair {
            id,
            texts: if id.as_str() == "7.1" {
                vec![reading(one), reading(two)]
            } else {
                vec![]
            },
        })
        .collect();
    lint(&pairs, &built_in(), None)
        .iter()
        .map(|w| {
            let args: Vec<&str> = w.args.iter().map(|(_, v)| v.as_str()).collect();
            format!("{} {}", w.code, args.join("|"))
        })
        .collect()
}

fn en_ja(en: &str, ja: &str) -> Vec<String> {
    between(("en", en), ("ja", ja))
}

#[test]
fn numbers() {
    for (en, ja, found) in [
        (
            "within 24 hours",
            "七十二時間以内に",
            vec!["lint-number en|24 hours|ja|72 時間"],
        ),
        ("within twenty-four hours", "二十四時間以内に", vec![]),
        ("within sixty (60) days", "六十日以内に", vec![]),
        (
            "within sixty (90) days",
            "六十日以内に",
            vec!["lint-number en|90 days|ja|—"],
        ),
        (
            "six months",
            "六日",
            vec!["lint-number en|6 months|ja|6 日"],
        ),
        ("five working days", "五作業日", vec![]),
        (
            "five business days",
            "五日間",
            vec![
                "lint-number en|5 working days|ja|5 日",
                "lint-term en|working day|ja|作業日",
            ],
        ),
        ("three weeks", "二十一日", vec![]),
        ("two years", "二十四箇月", vec![]),
        ("a month", "一箇月", vec![]),
        ("one year and a day", "年", vec![]),
        ("the two Parties", "両締約国", vec![]),
        ("the two copies", "写し", vec!["lint-number en|2|ja|—"]),
        (
            "the other Party",
            "一方の締約国、第三者、統一、一般",
            vec!["lint-term ja|第三者|en|third party"],
        ),
        (
            "the first day of the second month",
            "二箇月目の月の初日",
            vec![],
        ),
        (
            "the first day of the second month",
            "三箇月目の月の初日",
            vec!["lint-number en|2 months|ja|3 月"],
        ),
        ("2,500 items", "二千五百件", vec![]),
        (
            "{{number}} days, 10 of them",
            "{{number}}日、うち十日",
            vec![],
        ),
    ] {
        assert_eq!(en_ja(en, ja), found, "{en} / {ja}");
    }
}

#[test]
fn numbers_where_words_are_not_read() {
    let none: Vec<String> = vec![];
    assert_eq!(between(("en", "thirty days"), ("fr", "trente jours")), none);
    assert_eq!(between(("en", "thirty days"), ("fr", "30 jours")), none);
    assert_eq!(between(("en", "30 days"), ("fr", "trente jours")), none);
    assert_eq!(
        between(("en", "30 days"), ("fr", "90 jours")),
        ["lint-number en|30 days|fr|90 jours"]
    );
    assert_eq!(
        between(("en", "days"), ("fr", "90 jours")),
        ["lint-number en|—|fr|90 jours"]
    );
    assert_eq!(
        between(("de", "30 Tage, Artikel 4"), ("nl", "30 dagen, artikel 4")),
        none
    );
    let found = between(("fr", "article 4"), ("es", "artículo 7"));
    assert_eq!(found, ["lint-reference fr|4|es|7"]);
}

#[test]
fn dates() {
    for (en, ja, found) in [
        ("of 13 March 2007", "二千七年三月十三日の", vec![]),
        ("of 13 March 2007", "2007年3月13日の", vec![]),
        ("on 2 December 2026", "令和八年十二月二日", vec![]),
        (
            "on 2 December 2026",
            "令和八年十二月三日",
            vec!["lint-date en|2026-12-02|ja|2026-12-03"],
        ),
        (
            "on 2 December 2026",
            "二日",
            vec!["lint-date en|2026-12-02|ja|—", "lint-number en|—|ja|2 日"],
        ),
        ("in 2026", "令和八年に", vec![]),
        ("in 2026", "二〇二六年に", vec![]),
        ("in 2026", "令和七年に", vec!["lint-number en|2026|ja|2025"]),
        ("signed on {{date}}", "{{date}}に署名した", vec![]),
        (
            "Done this seventeenth day of May 2012 in duplicate",
            "二千十二年五月十七日に本書二通を作成した",
            vec![],
        ),
    ] {
        assert_eq!(en_ja(en, ja), found, "{en} / {ja}");
    }
}

#[test]
fn references() {
    for (en, ja, found) in [
        ("Article 4 applies", "第四条の規定を適用", vec![]),
        ("Article 4 applies", "第４条の規定を適用", vec![]),
        ("Articles 4 and 7", "第四条及び第七条", vec![]),
        ("paragraph 2 of Article 7", "第七条2", vec![]),
        ("Article 7, paragraph 2", "第七条第二項", vec![]),
        ("Article 7(2)", "第七条２の規定", vec![]),
        ("Article 7.2 and 30 days", "第七条2の規定及び三十日", vec![]),
        ("paragraphs 1 and 2", "1及び2に規定する", vec![]),
        ("Articles 7.1 and 7.2", "この条の１及び２", vec![]),
        ("under Annex A", "附属書Ａの規定", vec![]),
        ("Annex 1", "附属書一", vec![]),
        ("Annex 4", "第四条", vec!["lint-reference en|annex-4|ja|4"]),
        ("under {{7.2}}", "{{7.2}}の下で", vec![]),
        ("under {{7.2}}", "第七条2の下で", vec![]),
        (
            "under {{7.2}}",
            "{{4}}の下で",
            vec!["lint-reference en|7.2|ja|4"],
        ),
        ("Article 4", "第七条", vec!["lint-reference en|4|ja|7"]),
        ("Article 7.2", "第七条", vec!["lint-reference en|7.2|ja|7"]),
        (
            "Article 9",
            "第九条",
            vec!["lint-reference-missing en|9", "lint-reference-missing ja|9"],
        ),
        (
            "Annex C",
            "附属書Ｃ",
            vec!["lint-reference-missing en|C", "lint-reference-missing ja|C"],
        ),
        (
            "Article 7.9",
            "第七条9",
            vec![
                "lint-reference-missing en|7.9",
                "lint-reference-missing ja|7.9",
            ],
        ),
        ("Article 4.9", "第四条9", vec![]),
        ("Article 102 of the Charter", "憲章第百二条", vec![]),
        (
            "Articles 31 and 32 of the Convention",
            "条約第三十一条及び第三十二条",
            vec![],
        ),
        (
            "Article 9 of the Agreement between them",
            "「旧協定」第九条",
            vec![],
        ),
        ("Article 4 of this Agreement", "この協定第四条", vec![]),
        (
            "Article 9 of this Agreement",
            "この協定第九条",
            vec!["lint-reference-missing en|9", "lint-reference-missing ja|9"],
        ),
    ] {
        assert_eq!(en_ja(en, ja), found, "{en} / {ja}");
    }
}

#[test]
fn layout_and_brackets() {
    for (en, ja, found) in [
        ("Here.\n\nThere.\nStill.", "甲。\n\n乙。", vec![]),
        ("A.\n\nB.", "甲。", vec!["lint-paragraphs en|2|ja|1|0|0"]),
        ("(a) x;\n\n(b) y", "（ａ）甲\n\n（ｂ）乙", vec![]),
        ("(a) x;\n(b) y", "イ　甲\nロ　乙", vec![]),
        ("1. The text\n\n2. More", "１　本文\n\n２　続き", vec![]),
        ("(1) x\n(2) y", "一　甲\n二　乙", vec![]),
        (
            "(a) x;\n(b) y",
            "（ａ）甲",
            vec!["lint-paragraphs en|1|ja|1|2|1"],
        ),
        (
            "[do] so",
            "［する］",
            vec!["lint-literal-bracket en|[]", "lint-literal-bracket ja|［］"],
        ),
    ] {
        assert_eq!(en_ja(en, ja), found, "{en} / {ja}");
    }
    let id: ProvisionId = "4".parse().unwrap();
    let reading = |lang, brackets, blanks| Reading {
        lang,
        heading: "",
        body: "x",
        brackets,
        blanks,
    };
    let lint = |a, b| {
        lint(
            &[Pair {
                id: &id,
                texts: vec![a, b],
            }],
            &[],
            None,
        )
    };
    assert!(lint(reading("en", 2, 1), reading("ja", 2, 1)).is_empty());
    let found = lint(reading("en", 1, 0), reading("ja", 0, 0));
    assert_eq!(found[0].code, "lint-brackets");
    assert_eq!(lint(reading("en", 0, 0), reading("ja", 0, 1)).len(), 1);
}

#[test]
fn terms() {
    for (en, ja, found) in [
        ("Protected Information", "保護情報", vec![]),
        (
            "protected information",
            "秘密情報",
            vec![
                "lint-term en|protected information|ja|保護情報",
                "lint-term ja|秘密情報|en|classified information",
            ],
        ),
        ("the Providing Party", "提供締約国政府", vec![]),
        ("the competent authorities", "権限のある当局", vec![]),
        ("a need-to-know", "知る必要性", vec![]),
        ("a facility security clearance", "施設保全適格性", vec![]),
        ("Third Parties", "第三者", vec![]),
        (
            "third-party",
            "第三国",
            vec![
                "lint-term en|third party|ja|第三者",
                "lint-term ja|第三国|en|third state",
            ],
        ),
        ("partying", "会合", vec![]),
    ] {
        assert_eq!(en_ja(en, ja), found, "{en} / {ja}");
    }
}

#[test]
fn defined_terms() {
    for (en, ja, found) in [
        (
            "the Ministry (hereinafter referred to as \"the Office\") acts; The Office.",
            "省（以下「事務局」という。）は、事務局",
            vec![],
        ),
        (
            "the Ministry (hereinafter referred to as \"Office\") acts",
            "省（以下「事務局」という。）は",
            vec![
                "lint-defined-unused en|Office",
                "lint-defined-unused ja|事務局",
            ],
        ),
        (
            "\"Item\" means a thing.",
            "「品目」とは、物をいう。",
            vec!["lint-defined-unused en|Item", "lint-defined-unused ja|品目"],
        ),
        (
            "“Item” means a thing. Items.",
            "「品目」とは、物をいう。品目。",
            vec![],
        ),
        ("marked \"SECRET\"", "「SECRET」と表示", vec![]),
    ] {
        assert_eq!(en_ja(en, ja), found, "{en} / {ja}");
    }
}

#[test]
fn modality() {
    for (en, ja, found) in [
        ("It shall act.", "行うものとする。", vec![]),
        ("It shall act.", "行わなければならない。", vec![]),
        ("It may act.", "行うことができる。", vec![]),
        ("It may not act.", "行ってはならない。", vec![]),
        ("It shall not act.", "行わない。", vec![]),
        ("No one shall act.", "行ってはならない。", vec![]),
        (
            "It shall act only so.",
            "このときに限り、行うことができる。",
            vec![],
        ),
        (
            "It shall act.",
            "行うことができる。",
            vec!["lint-modality ja|en|permission|1|—"],
        ),
        (
            "It may act.",
            "行わなければならない。",
            vec!["lint-modality en|ja|permission|1|—"],
        ),
        (
            "It shall not act.",
            "行うものとする。",
            vec!["lint-modality en|ja|prohibition|1|—"],
        ),
        (
            "It shall act.",
            "行ってはならない。",
            vec!["lint-modality ja|en|prohibition|1|—"],
        ),
        (
            "It shall not act and shall not speak.",
            "行わず、話すものとする。",
            vec!["lint-modality en|ja|prohibition|2|—"],
        ),
    ] {
        assert_eq!(en_ja(en, ja), found, "{en} / {ja}");
    }
    assert!(between(("en", "It may act."), ("fr", "Elle agit.")).is_empty());
}

#[test]
fn several_languages_are_compared_with_the_first() {
    let id: ProvisionId = "4".parse().unwrap();
    let reading = |(lang, body)| Reading {
        lang,
        heading: "",
        body,
        brackets: 0,
        blanks: 0,
    };
    let all = [
        ("en", "30 days"),
        ("fr", "60 jours"),
        ("de", "60 Tage"),
        ("zh-Hant", "30 日"),
    ];
    let texts = all.map(reading).to_vec();
    let found = lint(&[Pair { id: &id, texts }], &[], None);
    let others: Vec<&str> = found.iter().map(|w| w.args[2].1.as_str()).collect();
    assert_eq!(others, ["fr", "de"]);
    assert!(
        lint(
            &[Pair {
                id: &id,
                texts: vec![]
            }],
            &built_in(),
            None
        )
        .is_empty()
    );
    assert!(lint(&[], &built_in(), None).is_empty());
}

#[test]
fn glossaries() {
    let read = glossary(
        "g.toml",
        "[[term]]\nen = [\"seal\"]\nja = [\"封\", \"封印\"]\n",
    )
    .unwrap();
    assert_eq!(
        read[0].forms[1],
        ("ja".to_owned(), vec!["封".to_owned(), "封印".to_owned()])
    );
    assert!(glossary("g.toml", "").unwrap().is_empty());
    for (wrong, line) in [
        ("[[term]]\nen = [\"a\"]\n", 1),
        ("[[term]]\nen = [\"a\"]\nja = []\n", 3),
        ("[[term]]\nen = [\"a\"]\nja = [\" \"]\n", 3),
        ("[[term]]\nen = [\"a\"]\nja = \"x\"\n", 3),
        ("[[term]]\n\"e n\" = [\"a\"]\nja = [\"x\"]\n", 2),
        ("[[word]]\n", 1),
        ("[[term\n", 1),
    ] {
        let error = glossary("g.toml", wrong).unwrap_err();
        assert_eq!(
            (error.file.as_str(), error.line),
            ("g.toml", line),
            "{wrong}: {error}"
        );
    }
}
