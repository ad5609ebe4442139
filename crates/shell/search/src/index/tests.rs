//! Permission, languages, removal and bounds of the index.

use super::*;
use crate::snippet::Field;
use proptest::prelude::*;

fn document(key: &str, title: &str, body: &str) -> Document {
    Document {
        key: key.to_owned(),
        shelf: "s".to_owned(),
        mark: format!("mark-{key}"),
        title: title.to_owned(),
        body: vec![Portion {
            mark: None,
            text: body.to_owned(),
        }],
        ..Document::default()
    }
}

fn index(documents: &[Document]) -> Index {
    let mut index = Index::new(Ceiling::default()).unwrap();
    for document in documents {
        index.put(document.clone()).unwrap();
    }
    index
}

fn keys(index: &Index) -> BTreeSet<String> {
    index.cards.keys().cloned().collect()
}

fn found(index: &Index, query: &str) -> Vec<String> {
    let query = Query::read(query).unwrap();
    let answer = index.search(&query, &keys(index), 50, 0).unwrap();
    assert_eq!(answer.total, answer.hits.len());
    answer.hits.into_iter().map(|h| h.key).collect()
}

fn library() -> Index {
    index(&[
        document(
            "a",
            "海上の安全に関する覚書",
            "東京都で協議した。ｶﾞｲﾄﾞﾗｲﾝを定める。",
        ),
        document(
            "b",
            "Maritime safety",
            "特定秘密の保護。Ｆｕｌｌ－Ｗｉｄｔｈ letters and café.",
        ),
        document("c", "京都の会議", "safety of maritime traffic; 第４条"),
        Document {
            reference: "JP-2026/0012".to_owned(),
            parties: vec!["日本国".to_owned(), "Norland".to_owned()],
            purpose: "planning".to_owned(),
            level: "極秘".to_owned(),
            dates: vec!["2026-12-01".to_owned()],
            ..document("d", "", "")
        },
    ])
}

#[test]
fn japanese_and_english() {
    let index = library();
    for (query, expected) in [
        ("東京", "a"),
        ("東京都", "a"),
        // A word of its own comes before a part of another.
        ("京都", "c a"),
        ("海上の安全", "a"),
        ("ガイドライン", "a"),
        ("ｶﾞｲﾄﾞ", "a"),
        // With and without its voicing mark, a letter is another.
        ("カイト", ""),
        ("特定秘密", "b"),
        ("密", "b"),
        ("秘", "d b"),
        ("full-width", "b"),
        ("ｆｕｌｌ", "b"),
        ("café", "b"),
        ("cafe", ""),
        ("maritime safety", "b c"),
        ("\"maritime safety\"", "b"),
        ("marit*", "b c"),
        ("maritimes*", ""),
        ("planni*", "d"),
        ("maritime -traffic", "b"),
        ("第4条", "c"),
        ("\"traffic 第4条\"", "c"),
        ("JP-2026/0012", "d"),
        ("2026-12-01", "d"),
        ("norland 日本", "d"),
        ("安全 東京", "a"),
        ("京東", ""),
        // What looks like FTS5's language is words.
        ("body : maritime", ""),
        ("maritime OR planning", ""),
        ("{starts} : m", ""),
    ] {
        let expected: Vec<&str> = expected.split_whitespace().collect();
        assert_eq!(found(&index, query), expected, "{query}");
    }
}

#[test]
fn no_phrase_crosses_a_field_or_portion() {
    let mut two = document("k", "one two", "three");
    two.reference = "zero".to_owned();
    two.body.push(Portion {
        mark: Some("portion".to_owned()),
        text: "four".to_owned(),
    });
    let index = index(&[two]);
    for query in ["\"zero one\"", "\"two three\"", "\"three four\""] {
        assert!(found(&index, query).is_empty(), "{query}");
    }
    let query = Query::read("four").unwrap();
    let answer = index.search(&query, &keys(&index), 1, 0).unwrap();
    let snippet = &answer.hits[0].snippet;
    assert_eq!(snippet.field, Field::Body { portion: 1 });
    assert_eq!(
        (snippet.mark.as_str(), answer.hits[0].mark.as_str()),
        ("portion", "mark-k")
    );
    assert_eq!(snippet.pieces.len(), 1);
}

#[test]
fn pages_of_answers() {
    let many: Vec<Document> = (0..30)
        .map(|n| document(&format!("{n:02}"), "same title", ""))
        .collect();
    let index = index(&many);
    let query = Query::read("same").unwrap();
    let page = |offset| index.search(&query, &keys(&index), 10, offset).unwrap();
    assert_eq!((page(0).total, page(0).hits[0].key.as_str()), (30, "00"));
    assert_eq!((page(20).hits.len(), page(25).hits.len()), (10, 5));
    assert!(page(30).hits.is_empty() && page(usize::MAX).hits.is_empty());
}

#[test]
fn suggestions_are_words_of_what_may_be_seen() {
    let index = library();
    let all = keys(&index);
    assert_eq!(index.suggest("mar", &all, 5), ["maritime"]);
    assert_eq!(index.suggest("海", &all, 5), ["海上"]);
    assert_eq!(index.suggest("Ｎｏｒ", &all, 5), ["norland"]);
    assert!(index.suggest("", &all, 5).is_empty());
    let only = BTreeSet::from(["a".to_owned()]);
    assert!(index.suggest("mar", &only, 5).is_empty());
}

#[test]
fn what_is_removed_leaves_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    let mut index = Index::over(Connection::open(&path).unwrap(), Ceiling::default()).unwrap();
    index
        .put(document("a", "ordinary title", "common words here"))
        .unwrap();
    let secret = "zebracrossing 玄関番 quokka42 ".repeat(500);
    index.put(document("b", "walruses", &secret)).unwrap();
    index
        .put(document("c", "last", "common closing words"))
        .unwrap();
    let traces = |path: &std::path::Path| {
        let bytes = std::fs::read(path).unwrap();
        let words = [
            "zebracrossing",
            "玄関",
            "quokka42",
            "walruses",
            "walrus",
            "quok",
        ];
        let there = words.map(|w| bytes.windows(w.len()).any(|x| x == w.as_bytes()));
        there.iter().filter(|t| **t).count()
    };
    assert!(traces(&path) > 3);
    assert!(index.remove("b").unwrap() && !index.remove("b").unwrap());
    assert_eq!(traces(&path), 0);
    assert!(found(&index, "zebracrossing").is_empty());
    assert_eq!(found(&index, "common"), ["a", "c"]);
    // Replacing is removing.
    index.put(document("a", "walruses", "quokka42")).unwrap();
    index.put(document("a", "ordinary", "")).unwrap();
    assert_eq!(traces(&path), 0);
    assert_eq!(index.remove_shelf("s").unwrap(), 2);
    assert!(index.is_empty() && index.bytes().unwrap() < 200_000);
}

#[test]
fn memory_is_bounded() {
    let ceiling = Ceiling {
        documents: 500,
        bytes: 2 << 20,
    };
    let mut index = Index::new(ceiling).unwrap();
    let text: String = (0..800).map(|n| format!("word{n} 海{n}上 ")).collect();
    let (mut whole, mut out) = (0, 0);
    let mut refused = 0;
    for n in 0..600 {
        let title = format!("title{n}");
        match index.put(document(&format!("{n:04}"), &title, &text)) {
            Ok(Body::Whole) => whole += 1,
            Ok(Body::LeftOut) => out += 1,
            Ok(other) => panic!("{other:?}"),
            Err(problem) => {
                assert_eq!(problem.code, "SEARCH-007");
                refused += 1;
            }
        }
        assert!(index.bytes().unwrap() <= ceiling.bytes);
    }
    assert!(whole > 1 && out > 50, "{whole} {out} {refused}");
    // By its register fields a document is found all the same.
    assert_eq!(found(&index, "title40"), ["0040"]);
}

#[test]
fn texts_are_bounded() {
    let long = "長".repeat(MAX_BODY);
    let mut large = Index::new(Ceiling::default()).unwrap();
    assert_eq!(large.put(document("l", "", &long)).unwrap(), Body::Cut);
    let title = "t".repeat(10 * MAX_FIELDS);
    large.put(document("t", &title, "")).unwrap();
    assert_eq!(large.cards["t"].document.0.title.len(), MAX_FIELDS);
}

#[test]
fn after_the_bound_of_fields_the_rest_is_cut() {
    let mut many = document("k", "t", "");
    many.parties = vec!["p".repeat(1000); 100];
    bound(&mut many);
    assert_eq!(many.parties.len(), 17);
}

const WORDS: [&str; 12] = [
    "safety",
    "safe",
    "sea",
    "maritime",
    "東京",
    "東京都",
    "京都",
    "海上",
    "海上の安全",
    "安全",
    "2026",
    "draft",
];

fn texts() -> impl Strategy<Value = String> {
    let word = prop::sample::select(&WORDS[..]);
    prop::collection::vec(word, 0..12).prop_map(|w| w.join(" "))
}

fn queries() -> impl Strategy<Value = String> {
    let word = prop::sample::select(&WORDS[..]);
    let form = (word, 0..6u8).prop_map(|(w, form)| match form {
        0 => format!("-{w}"),
        1 => format!("{w}*"),
        2 => format!("\"{w} {w}\""),
        3 => w.chars().take(1).collect::<String>() + "*",
        _ => w.to_owned(),
    });
    prop::collection::vec(form, 1..4).prop_map(|w| w.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// What a person may not see does not exist: the answer is that of an index which never held it.
    #[test]
    fn the_forbidden_does_not_exist(
        entries in prop::collection::vec((texts(), texts(), any::<bool>(), any::<bool>()), 0..14),
        query in queries(),
        page in 0..3usize,
    ) {
        let all: Vec<Document> = entries
            .iter()
            .enumerate()
            .map(|(n, (title, body, _, _))| document(&format!("k{}", (n * 5) % 14), title, body))
            .collect();
        let mut both = index(&all);
        // Some forbidden ones came and went.
        for (entry, document) in entries.iter().zip(&all) {
            if entry.3 && !entry.2 {
                both.remove(&document.key).unwrap();
            }
        }
        let permitted = all.iter().zip(&entries).filter(|(_, e)| e.2);
        let permitted: Vec<Document> = permitted.map(|(d, _)| d.clone()).collect();
        let alone = index(&permitted);
        let mut allowed = keys(&alone);
        allowed.insert("unknown".to_owned());
        if let Ok(query) = Query::read(&query) {
            let one = both.search(&query, &allowed, 5, page * 5).unwrap();
            let other = alone.search(&query, &keys(&alone), 5, page * 5).unwrap();
            prop_assert_eq!(format!("{one:?}"), format!("{other:?}"));
        }
        for typed in ["s", "東", "mar"] {
            let one = both.suggest(typed, &allowed, 3);
            prop_assert_eq!(one, alone.suggest(typed, &keys(&alone), 3));
        }
    }

    /// Whatever is typed is no error of SQLite's.
    #[test]
    fn any_query_is_only_words(text in "[\\PC\"*\\-:(){}^+']{0,40}") {
        if let Ok(query) = Query::read(&text) {
            library().search(&query, &BTreeSet::from(["a".to_owned()]), 5, 0).unwrap();
        }
    }

    /// A hit shows what was looked for.
    #[test]
    fn a_hit_has_a_snippet(text in "\\PC{0,40}", word in "[a-z]{2,5}|[海上安全東京]{1,3}") {
        let index = index(&[document("k", "", &format!("{text} {word} {text}"))]);
        let query = Query::read(&word).unwrap();
        let answer = index.search(&query, &keys(&index), 5, 0).unwrap();
        prop_assert_eq!(answer.total, 1);
        prop_assert!(answer.hits[0].snippet.pieces.iter().any(|p| p.found));
    }
}
