//! Fingerprints and the recovery sheet in words (BIP 39 lists, English and Japanese).

use bip39::Language;
use entente_model::Digest;

/// Words compared when pairing: 10 × 11 bits = 110 bits of the fingerprint, so that no card can
/// be made to match another's words.
pub const WORDS: usize = 10;

/// The first [`WORDS`] words of a fingerprint.
#[must_use]
pub fn fingerprint(digest: &Digest, japanese: bool) -> Vec<&'static str> {
    let list = language(japanese).word_list();
    groups(digest.as_bytes())
        .take(WORDS)
        .filter_map(|i| list.get(i).copied())
        .collect()
}

/// Whether words typed or read out, in either language, are the fingerprint's.
#[must_use]
pub fn matches(digest: &Digest, typed: &str) -> bool {
    let typed: Vec<String> = typed
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | '、' | '・'))
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    [false, true].into_iter().any(|japanese| {
        let words = fingerprint(digest, japanese);
        words.len() == typed.len() && words.iter().zip(&typed).all(|(a, b)| same(a, b))
    })
}

/// The recovery sheet's 24 words of a 32-byte seed, and back.
#[must_use]
pub fn recovery(seed: &[u8; 32]) -> Vec<&'static str> {
    bip39::Mnemonic::from_entropy(seed)
        .map(|m| m.words().collect())
        .unwrap_or_default()
}

/// Japanese kana may be typed composed or decomposed; compare without the difference.
fn same(a: &str, b: &str) -> bool {
    decomposed(a) == decomposed(b)
}

fn decomposed(text: &str) -> String {
    text.chars()
        .flat_map(|c| match voiced(c) {
            Some((base, mark)) => vec![base, mark],
            None => vec![c],
        })
        .collect()
}

/// Voiced kana as base and combining mark (Unicode NFD for the hiragana block).
fn voiced(c: char) -> Option<(char, char)> {
    const VOICED: &str = "がぎぐげござじずぜぞだぢづでどばびぶべぼ";
    const PLAIN: &str = "かきくけこさしすせそたちつてとはひふへほ";
    const SEMI: &str = "ぱぴぷぺぽ";
    const SEMI_PLAIN: &str = "はひふへほ";
    let find = |from: &str, to: &str, mark: char| {
        from.chars()
            .zip(to.chars())
            .find(|(v, _)| *v == c)
            .map(|(_, p)| (p, mark))
    };
    find(VOICED, PLAIN, '\u{3099}').or_else(|| find(SEMI, SEMI_PLAIN, '\u{309a}'))
}

fn language(japanese: bool) -> Language {
    if japanese {
        Language::Japanese
    } else {
        Language::English
    }
}

/// Successive groups of 11 bits, most significant first.
fn groups(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let bit = |i: usize| {
        let byte = bytes.get(i / 8).copied().unwrap_or(0);
        usize::from(byte >> (7 - i % 8) & 1)
    };
    (0..bytes.len() * 8 / 11).map(move |g| (0..11).fold(0, |n, b| (n << 1) | bit(g * 11 + b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_in_both_languages_and_only_for_their_card() {
        let digest = Digest::of(&[b"a card"]);
        let (en, ja) = (fingerprint(&digest, false), fingerprint(&digest, true));
        assert_eq!((en.len(), ja.len()), (WORDS, WORDS));
        assert!(matches(&digest, &en.join(" ")) && matches(&digest, &en.join("-").to_uppercase()));
        assert!(matches(&digest, &ja.join("　")));
        let composed: String = ja.join(" ").chars().collect();
        assert!(matches(&digest, &composed));
        assert!(!matches(&Digest::of(&[b"another card"]), &en.join(" ")));
        assert!(!matches(&digest, &en[..9].join(" ")));
        assert!(!matches(&digest, ""));
    }

    #[test]
    fn recovery_words_give_the_seed_back() {
        let words = recovery(&[7; 32]);
        assert_eq!(words.len(), 24);
        let back: bip39::Mnemonic = words.join(" ").parse().unwrap();
        assert_eq!(back.to_entropy_array().0[..32], [7; 32]);
    }
}
