//! Names that cannot deceive the eye: no hidden characters, one normal form, no letters of another
//! script that look alike (M21; Unicode TR39).

use crate::{Level, hidden, visible};
use unicode_normalization::UnicodeNormalization;
use unicode_security::{
    RestrictionLevel, RestrictionLevelDetection, confusable_detection::skeleton,
};

/// Longest name, in characters.
pub const MAX_NAME: usize = 120;

/// Checks one name or mark.
///
/// # Errors
/// A sentence saying what is wrong with it and what would be accepted.
pub fn honest(text: &str) -> Result<(), String> {
    if text.trim().is_empty() || text.trim() != text {
        return Err(format!(
            "`{}` is empty or begins or ends with a space",
            visible(text)
        ));
    }
    if text.chars().count() > MAX_NAME {
        return Err(format!("longer than {MAX_NAME} characters"));
    }
    if hidden(text) {
        return Err(format!(
            "`{}` has hidden or direction-changing characters; write it without them",
            visible(text)
        ));
    }
    if !text.nfc().eq(text.chars()) {
        return Err(format!(
            "`{text}` is not in normal form C; write it as `{}`",
            text.nfc().collect::<String>()
        ));
    }
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        if word.detect_restriction_level() > RestrictionLevel::HighlyRestrictive {
            let foreign: Vec<String> = word
                .chars()
                .map(|c| format!("{c} (U+{:04X})", u32::from(c)))
                .collect();
            return Err(format!(
                "`{word}` mixes letters of scripts that are not written together: {}",
                foreign.join(" ")
            ));
        }
    }
    Ok(())
}

/// Checks that no two levels of one party have marks that look the same.
///
/// # Errors
/// A sentence naming both.
pub fn distinct(levels: &[Level]) -> Result<(), String> {
    let mut seen: std::collections::BTreeMap<(&str, String), &Level> =
        std::collections::BTreeMap::new();
    for level in levels {
        let looks: String = skeleton(&level.short)
            .flat_map(char::to_lowercase)
            .collect();
        let Some(other) = seen.insert((level.party.as_str(), looks), level) else {
            continue;
        };
        if (&other.scheme, &other.version) == (&level.scheme, &level.version) {
            return Err(format!(
                "the marks `{}` and `{}` of {} look the same",
                other.short, level.short, level.party
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_names() {
        for good in [
            "SECRET",
            "極秘",
            "군사II급비밀",
            "TRÈS SECRET DÉFENSE",
            "Строго секретно",
            "Άκρως Απόρρητο",
            "HEMLIG/TOP SECRET",
            "VS-NUR FÜR DEN DIENSTGEBRAUCH",
            "取扱注意",
        ] {
            assert_eq!(honest(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            " SECRET",
            "SEC\u{200b}RET",
            "\u{202e}TERCES",
            "S\u{0415}CRET",
            "DE\u{0301}FENSE",
            "C\u{0442}pо\u{0433}o",
        ] {
            assert!(honest(bad).is_err(), "{bad:?}");
        }
    }
}
