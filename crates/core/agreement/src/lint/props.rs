//! What holds of any text.

use super::*;
use proptest::prelude::*;

/// Texts made of what the checks look for, and any others.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "Article ",
            "Articles ",
            "paragraph ",
            "Annex ",
            "A",
            "4",
            "7.2",
            "(a)",
            "(2)",
            " and ",
            ", ",
            "sixty",
            "hundred",
            " thousand ",
            "second ",
            "days",
            " months",
            "may ",
            "not ",
            "shall ",
            "13",
            " March ",
            "2007",
            "\n\n",
            "\n",
            "第",
            "七条",
            "条",
            "項",
            "二千七年",
            "三月",
            "十三日",
            "令和",
            "元年",
            "一",
            "十",
            "百",
            "万",
            "箇月",
            "時間",
            "以下「",
            "」という",
            "「",
            "」とは",
            "\"",
            "\" means",
            "hereinafter \"",
            "附属書",
            "Ａ",
            "この条の",
            "１",
            "及び",
            "２",
            "の規定",
            "{{",
            "}}",
            "{{4.2}}",
            "{{date}}",
            "[",
            "］",
            "（",
            "）",
            "%",
            ".",
            "-",
            "保護情報",
            "Providing Party",
            "ことができる",
            "てはならない",
            "イ　",
            "一方",
            "十分",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read(
        texts in prop::collection::vec((any_text(), any_text(), any_text()), 0..4),
        tags in prop::sample::select(vec![["en", "ja", "fr"], ["ja", "en", "de"], ["es", "nl", "zh"], ["x", "", "ja-JP"]]),
    ) {
        let ids: Vec<ProvisionId> = (4..8).map(|n| n.to_string().parse().unwrap()).collect();
        let pairs: Vec<Pair<'_>> = ids.iter().zip(&texts).map(|(id, (a, b, c))| Pair {
            id,
            texts: tags.iter().zip([a, b, c]).map(|(lang, body)| Reading {
                lang,
                heading: a,
                body,
                brackets: 0,
                blanks: 0,
            }).collect(),
        }).collect();
        let found = lint(&pairs, &built_in(), None);
        let place = |w: &Warning| (ids.iter().position(|id| *id == w.provision), w.code);
        prop_assert!(found.is_sorted_by_key(place));
        prop_assert_eq!(&found, &lint(&pairs, &built_in(), None));
    }

    #[test]
    fn a_text_agrees_with_itself(
        text in any_text(),
        heading in any_text(),
        lang in prop::sample::select(vec!["en", "ja", "fr", "de", "es", "nl", "zh-Hant"]),
    ) {
        let id: ProvisionId = "7.1".parse().unwrap();
        let reading = Reading { lang, heading: &heading, body: &text, brackets: 1, blanks: 2 };
        let pair = Pair { id: &id, texts: vec![reading, reading] };
        let alone = ["lint-literal-bracket", "lint-defined-unused", "lint-reference-missing"];
        for warning in lint(&[pair], &built_in(), None) {
            prop_assert!(alone.contains(&warning.code), "{warning:?}");
        }
    }
}

#[test]
fn large_texts_take_no_longer_than_their_size() {
    let long = |piece: &str| piece.repeat(40_000 / piece.len());
    let id: ProvisionId = "1".parse().unwrap();
    for piece in [
        "一",
        "1、",
        "第一条",
        "第一条1及び",
        "(1)",
        "Article 1(1)",
        "1.",
        "two hundred ",
        "two ",
        "「x」とは",
        "\"x\" means ",
        "以下「",
        "{{",
        "令和一年",
        "[",
        "1 March ",
        "附属書Ａ及び",
        "(a)\n",
        "Providing ",
        "Article 1 and ",
        "二月",
        "may not ",
    ] {
        let text = long(piece);
        let texts = ["en", "ja"].map(|lang| Reading {
            lang,
            heading: &text,
            body: &text,
            brackets: 0,
            blanks: 0,
        });
        let started = std::time::Instant::now();
        let _ = lint(
            &[Pair {
                id: &id,
                texts: texts.to_vec(),
            }],
            &built_in(),
            None,
        );
        let took = started.elapsed().as_secs();
        assert!(took < 20, "{piece}: {took} s");
    }
}

#[test]
fn five_hundred_provisions_in_four_languages() {
    let ids: Vec<ProvisionId> = (1..=500).map(|n| n.to_string().parse().unwrap()).collect();
    let body = "Each Party shall inform the Providing Party within 30 days under Article 4.\n\n";
    let ja = "各締約国は、第四条の規定により、三十日以内に提供締約国に通報する。\n\n";
    let (body, ja) = (body.repeat(6), ja.repeat(6));
    let all = [("en", &body), ("ja", &ja), ("fr", &body), ("de", &body)];
    let texts = all.map(|(lang, body)| Reading {
        lang,
        heading: "Heading",
        body,
        brackets: 0,
        blanks: 0,
    });
    let pairs: Vec<Pair<'_>> = ids
        .iter()
        .map(|id| Pair {
            id,
            texts: texts.to_vec(),
        })
        .collect();
    let started = std::time::Instant::now();
    let _ = lint(&pairs, &built_in(), None);
    let took = started.elapsed();
    assert!(took.as_secs() < 20, "{took:?}");
}
