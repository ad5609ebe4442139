//! Every message people read, in English and Japanese (Project Fluent). A key that one language
//! lacks fails the build; a key that does not exist does not compile.

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// From a tag or locale such as `ja`, `en-NZ`, `ja_JP.UTF-8`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let is = |code: &str| {
            tag == code
                || tag
                    .strip_prefix(code)
                    .is_some_and(|r| r.starts_with(['-', '_', '.']))
        };
        if is("ja") {
            Some(Self::Ja)
        } else if is("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// From the locale's variables, the first that is set; English for any other language.
    #[must_use]
    pub fn from_locale(lc_all: Option<&str>, lang: Option<&str>) -> Self {
        lc_all.or(lang).and_then(Self::from_tag).unwrap_or(Self::En)
    }
}

/// Names a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(&'static str);

/// The words of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTexts {
    /// What happened.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// A message with its values. A value that was not given shows as its name in braces.
#[must_use]
pub fn text(lang: Lang, key: Key, args: &[(&str, &str)]) -> String {
    text_by_id(lang, key.0, args).unwrap_or_else(|| key.0.to_owned())
}

/// A message by its name.
#[must_use]
pub fn text_by_id(lang: Lang, id: &str, args: &[(&str, &str)]) -> Option<String> {
    let bundle = match lang {
        Lang::En => &*EN,
        Lang::Ja => &*JA,
    };
    let pattern = bundle.get_message(id)?.value()?;
    let mut values = FluentArgs::new();
    for (name, value) in args {
        values.set(*name, on_screen(value, ' '));
    }
    let mut mistakes = Vec::new();
    Some(
        bundle
            .format_pattern(pattern, Some(&values), &mut mistakes)
            .into_owned(),
    )
}

/// Text of any origin, safe to show on a terminal: control characters and those that change the
/// direction of writing are replaced, line ends by `line_end`.
#[must_use]
pub fn on_screen(text: &str, line_end: char) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => line_end,
            '\t' => ' ',
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// The words of a code such as `REL-014`, in either letter case.
#[must_use]
pub fn code_texts(lang: Lang, code: &str, args: &[(&str, &str)]) -> Option<CodeTexts> {
    let code = code.to_ascii_lowercase();
    Some(CodeTexts {
        what: text_by_id(lang, &format!("err-{code}"), args)?,
        remedy: text_by_id(lang, &format!("rec-{code}"), args)?,
    })
}

/// Every code there is.
#[must_use]
pub fn codes() -> &'static [&'static str] {
    CODES
}

/// The code nearest to what was typed.
#[must_use]
pub fn nearest_code(typed: &str) -> Option<&'static str> {
    let typed = typed.to_ascii_uppercase();
    CODES
        .iter()
        .copied()
        .min_by_key(|code| distance(&typed, code))
}

/// Characters that differ, by place, and the difference in length.
fn distance(a: &str, b: &str) -> usize {
    let differing = a.chars().zip(b.chars()).filter(|(x, y)| x != y).count();
    differing.saturating_add(a.chars().count().abs_diff(b.chars().count()))
}

type Bundle = FluentBundle<FluentResource>;

static EN: LazyLock<Bundle> = LazyLock::new(|| bundle("en", EN_FILES));
static JA: LazyLock<Bundle> = LazyLock::new(|| bundle("ja", JA_FILES));

fn bundle(tag: &str, files: &[&str]) -> Bundle {
    let lang = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![lang]);
    bundle.set_use_isolating(false);
    for source in files {
        // The build has parsed these very texts; what could not be read would be left out.
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _ = bundle.add_resource(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_in_both_languages() {
        for code in codes() {
            for lang in [Lang::En, Lang::Ja] {
                let texts = code_texts(lang, code, &[]).unwrap();
                assert!(!texts.what.is_empty() && !texts.remedy.is_empty(), "{code}");
            }
        }
        assert!(codes().len() > 70);
    }

    #[test]
    fn values_are_put_in_and_missing_ones_named() {
        let args = [
            ("level", "TOP SECRET"),
            ("ceiling", "SECRET"),
            ("article", "4.2"),
        ];
        let what = code_texts(Lang::En, "rel-004", &args).unwrap().what;
        assert_eq!(
            what,
            "TOP SECRET is above the ceiling SECRET of the agreement (Article 4.2)"
        );
        assert!(text(Lang::Ja, key::UI_UNDER, &[]).contains("{$article}"));
    }

    #[test]
    fn a_value_cannot_move_the_cursor_or_add_a_line() {
        let forged = "x\u{1b}[2J\u{202e}y\nVerified";
        let shown = text(
            Lang::En,
            key::TL_PROPOSE,
            &[("party", "NZL"), ("title", forged)],
        );
        assert_eq!(shown, "NZL proposes: x\u{fffd}[2J\u{fffd}y Verified");
        assert_eq!(on_screen("a\nb\r", '\n'), "a\nb\u{fffd}");
    }

    #[test]
    fn words_of_the_views_come_from_their_own_files() {
        let args = [("party", "NZL"), ("kind", "parliament"), ("turn", "6")];
        assert_eq!(
            text(Lang::En, key::TALK_RESERVED, &args),
            "⚑ reserved NZL (parliament) – since turn 6"
        );
        assert_eq!(
            text(Lang::Ja, key::TALK_AD_REF, &[]),
            "✓ 権限留保付き合意 (ad ref)"
        );
        let turn = text(
            Lang::Ja,
            key::TALK_TURN,
            &[("number", "7"), ("party", "NZL")],
        );
        assert_eq!(turn, "第7回 (NZL)");
        for (after, en) in [("none", "the beginning"), ("4.2", "4.2")] {
            let shown = text(Lang::En, key::TALK_OP_ADD, &[("after", after)]);
            assert_eq!(shown, format!("adds a provision after: {en}"));
        }
    }

    #[test]
    fn deciders_have_words_and_parties_stay_as_they_are() {
        for (decider, english, japanese) in [
            ("both-parties", "both parties", "両当事者"),
            ("releasing-officer", "a releasing officer", "提供承認者"),
            ("NZL", "NZL", "NZL"),
        ] {
            let args = [("decider", decider)];
            assert!(text(Lang::En, key::UI_DECIDER, &args).ends_with(english));
            assert!(text(Lang::Ja, key::UI_DECIDER, &args).ends_with(japanese));
        }
    }

    #[test]
    fn languages_and_near_codes() {
        assert_eq!(Lang::from_locale(None, Some("ja_JP.UTF-8")), Lang::Ja);
        assert_eq!(Lang::from_locale(Some("C"), Some("ja_JP.UTF-8")), Lang::En);
        assert_eq!(Lang::from_tag("japanese"), None);
        assert_eq!(nearest_code("rel-0144"), Some("REL-014"));
    }
}
