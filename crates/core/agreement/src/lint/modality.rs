//! What is forbidden and what is allowed: warned of only where one language forbids or allows and
//! the other has no word that could.

use super::{NOTHING, Report, Said, lang::Lang, token::Token};

/// What a language says: what surely forbids or allows, and what could.
struct Modals {
    /// Prohibitions no reader doubts.
    forbids: usize,
    /// Words that negate or restrict at all.
    negates: usize,
    /// Permissions no reader doubts.
    allows: usize,
    /// Words of ability or permission at all.
    enables: usize,
}

/// Warns where only one of two languages forbids or allows.
pub(super) fn compare(a: &Said, b: &Said, report: &mut Report<'_>) {
    let (Some(here), Some(there)) = (Modals::of(a), Modals::of(b)) else {
        return;
    };
    for (lang, other, one, two) in [(a, b, &here, &there), (b, a, &there, &here)] {
        let mut differ = |kind: &str, says: usize, finds: usize| {
            let args = vec![
                ("lang", lang.tag.clone()),
                ("other", other.tag.clone()),
                ("kind", kind.to_owned()),
                ("count", says.to_string()),
                (
                    "other_count",
                    if finds == 0 {
                        NOTHING.to_owned()
                    } else {
                        finds.to_string()
                    },
                ),
            ];
            report.add("lint-modality", args);
        };
        // Every prohibition needs a negation of its own.
        if one.forbids > two.negates {
            differ("prohibition", one.forbids, two.negates);
        }
        if one.allows > 0 && two.enables == 0 {
            differ("permission", one.allows, two.enables);
        }
    }
}

impl Modals {
    fn of(said: &Said) -> Option<Self> {
        match said.lang {
            Lang::En => Some(Self::english(&said.tokens)),
            Lang::Ja => Some(Self::japanese(&said.folded)),
            _ => None,
        }
    }

    fn english(tokens: &[Token]) -> Self {
        let count = |words: &[&str]| tokens.iter().filter(|t| t.is_word(words)).count();
        let next = |at: usize| tokens.get(at.saturating_add(1));
        let modal = |words: &[&str], negated: bool| {
            let is = |(at, token): &(usize, &Token)| {
                let not = next(*at).is_some_and(|t| t.is_word(&["not"]));
                token.is_word(words) && token.text.starts_with(char::is_lowercase) && not == negated
            };
            tokens.iter().enumerate().filter(is).count()
        };
        let forbids = modal(&["shall", "may", "must"], true);
        let allows = modal(&["may"], false);
        Self {
            forbids,
            negates: count(&NEGATES),
            allows,
            enables: allows.saturating_add(count(&ENABLES)),
        }
    }

    fn japanese(folded: &str) -> Self {
        let count = |words: &[&str]| -> usize {
            words.iter().map(|word| folded.matches(word).count()).sum()
        };
        Self {
            forbids: count(&["てはならな", "ではならな", "てはならず", "ではならず"]),
            negates: count(&[
                "ない",
                "なか",
                "ならず",
                "せず",
                "ずに",
                "なく",
                "なし",
                "のみ",
                "限",
                "禁",
                "除",
                "不",
                "無",
                "未",
                "非",
                "拒",
            ]),
            allows: count(&["ことができる"]),
            enables: count(&["でき", "得る", "てもよい", "差し支え", "可能", "許"]),
        }
    }
}

/// English words that negate or restrict.
const NEGATES: [&str; 24] = [
    "not",
    "no",
    "none",
    "nor",
    "neither",
    "never",
    "nothing",
    "nobody",
    "cannot",
    "without",
    "unless",
    "only",
    "except",
    "alone",
    "other",
    "prohibited",
    "prohibit",
    "forbidden",
    "forbid",
    "refuse",
    "refrain",
    "prevent",
    "unable",
    "exclude",
];

/// English words of ability or permission.
const ENABLES: [&str; 24] = [
    "can",
    "could",
    "able",
    "might",
    "permit",
    "permits",
    "permitted",
    "allow",
    "allows",
    "allowed",
    "entitled",
    "right",
    "free",
    "authorise",
    "authorised",
    "authorize",
    "authorized",
    "option",
    "possible",
    "only",
    "liberty",
    "cannot",
    "eligible",
    "empowered",
];
