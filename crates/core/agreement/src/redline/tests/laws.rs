//! What holds for every two texts.

use super::*;
use proptest::prelude::*;

/// Text of treaties and text of nobody: marks, emoji, line ends, braces in any state.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => prop::sample::select(vec![
            "The Parties", " shall", " ", "\n\n", "\n", "\r\n", "\r\n\r\n", "{{", "}}", "{{date}}", "{{4.2}}",
            "{", "}", "第四条", "二十日", "極祕", "極秘", "秘密情報", "の", "。", "、", "提供する", "は", "1", "１",
            "\u{301}", "\u{e0100}", "葛\u{e0100}", "e\u{301}", "\u{200d}", "👩\u{200d}🚀", "🇯🇵", "🇳", "ｶﾞ", "ニュージーランド",
            "\u{600}", "अनुच्छेद", "ข้อตกลง", "don’t", "1,000", ".",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

/// Two texts with something in common, as versions have.
fn versions() -> impl Strategy<Value = (String, String)> {
    let edited = (text(), text(), text(), text(), text())
        .prop_map(|(a, b, c, x, y)| (format!("{a}{b}{c}"), format!("{x}{a}{y}{c}")));
    prop_oneof![(text(), text()), edited]
}

fn lang() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["en", "ja", "zh-Hans", ""])
}

fn edges(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut all = vec![0];
    for cluster in words::graphemes(text) {
        at += cluster.chars().count();
        all.push(at);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn applied_it_is_the_new_text((old, new) in versions(), lang in lang()) {
        let all = hunks(&old, &new, lang);
        prop_assert_eq!(apply(&old, &all), new.clone());
        let (mut was, mut is) = (String::new(), String::new());
        let mut last_put = false;
        for piece in pieces(&old, &all) {
            match &piece {
                Piece::Same(text) => { was += text; is += text; }
                Piece::Cut(text) => { prop_assert!(!last_put); was += text; }
                Piece::Put(text) => is += text,
            }
            last_put = matches!(piece, Piece::Put(_));
        }
        prop_assert_eq!(was, old);
        prop_assert_eq!(is, new);
    }

    #[test]
    fn hunks_ascend_and_do_not_touch((old, new) in versions(), lang in lang()) {
        let all = hunks(&old, &new, lang);
        let edges = edges(&old);
        for pair in all.windows(2) {
            prop_assert!(pair[0].at + pair[0].cut < pair[1].at, "{:?}", all);
        }
        for hunk in &all {
            prop_assert!(hunk.cut > 0 || !hunk.put.is_empty());
            prop_assert!(edges.contains(&hunk.at) && edges.contains(&(hunk.at + hunk.cut)));
            let _ = kind(&old, hunk);
        }
        prop_assert_eq!(all.is_empty(), old == new);
    }

    #[test]
    fn nothing_differs_from_itself(text in text(), lang in lang()) {
        prop_assert_eq!(hunks(&text, &text, lang), []);
    }

    #[test]
    fn tokens_are_the_text(text in text(), lang in lang()) {
        let all = tokens(&text, lang);
        prop_assert_eq!(all.concat(), text.clone());
        prop_assert!(all.iter().all(|token| !token.is_empty()));
        let edges = edges(&text);
        let mut at = 0;
        for token in all {
            at += token.chars().count();
            prop_assert!(edges.contains(&at), "{token:?}");
        }
    }

    #[test]
    fn any_hunks_keep_the_old_text(
        old in text(),
        wild in prop::collection::vec((0usize..60, 0usize..60, "[a-z。]{0,3}"), 0..6),
    ) {
        let all: Vec<Hunk> = wild.into_iter().map(|(at, cut, put)| Hunk { at, cut, put }).collect();
        let was: String = pieces(&old, &all)
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Same(text) | Piece::Cut(text) => Some(text),
                Piece::Put(_) => None,
            })
            .collect();
        prop_assert_eq!(was, old);
    }
}

/// A generator of numbers, the same each time.
fn random(state: &mut u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn the_longest_texts_end() {
    let mut state = 7;
    let mut words = |from: &[&str], separator: &str| {
        let mut text = String::new();
        while text.len() < 64 * 1024 - 16 {
            let at = random(&mut state) % from.len() as u64;
            text.push_str(from[usize::try_from(at).unwrap()]);
            text.push_str(separator);
        }
        text
    };
    let cases = [
        (words(&["a", "b"], " "), words(&["a", "b"], " "), "en"),
        (
            words(&["{{a}}", "1", "x"], ""),
            words(&["{{a}}", "2", "y"], ""),
            "ja",
        ),
        (
            words(&["秘", "密", "の", "。", "第四条"], ""),
            words(&["秘", "密", "の", "条", "。"], ""),
            "ja",
        ),
        (
            words(&["a", "b", "c"], "\n\n"),
            words(&["a", "b", "c"], "\n\n"),
            "en",
        ),
        (
            words(&["\u{301}", "e"], ""),
            words(&["e", "\u{301}"], ""),
            "en",
        ),
        (words(&["a"], ""), words(&["a"], ""), "en"),
    ];
    for (old, new, lang) in cases {
        assert!(apply(&old, &hunks(&old, &new, lang)) == new, "{lang}");
    }
}

#[test]
fn a_long_text_with_few_changes_has_few_hunks() {
    let mut state = 3;
    let mut old = String::new();
    while old.len() < 60 * 1024 {
        let word = format!("w{} ", random(&mut state) % 400);
        old.push_str(&word);
    }
    // One word in each hundred, over the whole text.
    let mut changed = 0;
    let all: Vec<String> = old
        .split(' ')
        .enumerate()
        .map(|(at, word)| {
            if at % 100 == 50 {
                changed += 1;
                "other".to_owned()
            } else {
                word.to_owned()
            }
        })
        .collect();
    let new = all.join(" ");
    let found = hunks(&old, &new, "en");
    assert_eq!(found.len(), changed);
    assert!(found.iter().all(|hunk| hunk.put == "other"));
}
