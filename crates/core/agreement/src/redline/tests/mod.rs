//! Redlines as a negotiator reads them.

use super::*;
mod en;
mod ja;
mod laws;

/// The old text, the new, and the pieces: `=` in both, `-` cut, `+` put.
type Case<'a> = (&'a str, &'a str, &'a [(char, &'a str)]);

fn check(lang: &str, cases: &[Case<'_>]) {
    for (old, new, expected) in cases {
        let found = pieces(old, &hunks(old, new, lang));
        let found: Vec<(char, &str)> = found
            .iter()
            .map(|piece| match piece {
                Piece::Same(text) => ('=', text.as_str()),
                Piece::Cut(text) => ('-', text.as_str()),
                Piece::Put(text) => ('+', text.as_str()),
            })
            .collect();
        assert_eq!(found, *expected, "{old} → {new}");
    }
}

#[test]
fn hunks_beyond_the_text_are_taken_as_far_as_there_is_text() {
    let hunk = |at, cut, put: &str| Hunk {
        at,
        cut,
        put: put.to_owned(),
    };
    let wild = [
        hunk(1, 2, "X"),
        hunk(0, 1, ""),
        hunk(usize::MAX, usize::MAX, "Y"),
    ];
    assert_eq!(
        pieces("abcdé", &wild),
        [
            Piece::Same("a".to_owned()),
            Piece::Cut("bc".to_owned()),
            Piece::Put("X".to_owned()),
            Piece::Cut("d".to_owned()),
            Piece::Same("é".to_owned()),
            Piece::Put("Y".to_owned()),
        ]
    );
    assert_eq!(apply("abcdé", &wild), "aXéY");
    assert_eq!(pieces("", &[]), []);
}
