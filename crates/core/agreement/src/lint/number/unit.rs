//! What is counted: units of time, and per cent.

use crate::lint::{
    lang::Lang,
    token::{Kind, Token, spells},
};

/// A unit a number may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::lint) enum Unit {
    Minutes,
    Hours,
    Days,
    WorkingDays,
    Weeks,
    Months,
    Years,
    Percent,
}

impl Unit {
    /// The word for it.
    pub(in crate::lint) fn word(self, lang: Lang) -> &'static str {
        let [minutes, hours, days, working, weeks, months, years] = match lang {
            Lang::Ja => ["分", "時間", "日", "作業日", "週間", "月", "年"],
            Lang::Fr => [
                "minutes",
                "heures",
                "jours",
                "jours ouvrables",
                "semaines",
                "mois",
                "ans",
            ],
            Lang::De => [
                "Minuten",
                "Stunden",
                "Tage",
                "Arbeitstage",
                "Wochen",
                "Monate",
                "Jahre",
            ],
            Lang::Es => [
                "minutos",
                "horas",
                "días",
                "días hábiles",
                "semanas",
                "meses",
                "años",
            ],
            Lang::Nl => [
                "minuten",
                "uren",
                "dagen",
                "werkdagen",
                "weken",
                "maanden",
                "jaren",
            ],
            Lang::En | Lang::Other => [
                "minutes",
                "hours",
                "days",
                "working days",
                "weeks",
                "months",
                "years",
            ],
        };
        match self {
            Self::Minutes => minutes,
            Self::Hours => hours,
            Self::Days => days,
            Self::WorkingDays => working,
            Self::Weeks => weeks,
            Self::Months => months,
            Self::Years => years,
            Self::Percent => "%",
        }
    }
}

/// The unit that follows a number, and where it ends.
pub(super) fn after(tokens: &[Token], at: usize, lang: Lang) -> Option<(Unit, usize)> {
    let here = tokens.get(at)?;
    if here.is('%') {
        return Some((Unit::Percent, at.checked_add(1)?));
    }
    match lang {
        Lang::Ja => JAPANESE.iter().find_map(|(text, unit)| {
            let end = at.checked_add(text.chars().count())?;
            spells(tokens, at, text).then_some((*unit, end))
        }),
        _ => word(tokens, at, lang),
    }
}

/// Longer ones first.
const JAPANESE: [(&str, Unit); 28] = [
    ("パーセント", Unit::Percent),
    ("作業日", Unit::WorkingDays),
    ("営業日", Unit::WorkingDays),
    ("就業日", Unit::WorkingDays),
    ("業務日", Unit::WorkingDays),
    ("執務日", Unit::WorkingDays),
    ("時間", Unit::Hours),
    ("分間", Unit::Minutes),
    ("暦日", Unit::Days),
    ("日", Unit::Days),
    ("週", Unit::Weeks),
    ("箇月", Unit::Months),
    ("カ月", Unit::Months),
    ("ヵ月", Unit::Months),
    ("ヶ月", Unit::Months),
    ("ケ月", Unit::Months),
    ("か月", Unit::Months),
    ("ヵ月", Unit::Months),
    ("個月", Unit::Months),
    ("暦月", Unit::Months),
    ("カ年", Unit::Years),
    ("ヵ年", Unit::Years),
    ("ヶ年", Unit::Years),
    ("か年", Unit::Years),
    ("箇年", Unit::Years),
    ("個年", Unit::Years),
    ("暦年", Unit::Years),
    ("年", Unit::Years),
];

/// Words that stand between a number and its unit.
const BETWEEN: [&str; 9] = [
    "calendar",
    "clear",
    "consecutive",
    "successive",
    "full",
    "further",
    "additional",
    "more",
    "whole",
];

fn word(tokens: &[Token], at: usize, lang: Lang) -> Option<(Unit, usize)> {
    let mut end = at;
    if tokens.get(end)?.is('-') {
        end = end.checked_add(1)?;
    }
    if lang == Lang::En {
        if tokens.get(end)?.is_word(&BETWEEN) {
            end = end.checked_add(1)?;
        }
        if tokens.get(end)?.is_word(&["per"]) {
            let next = end.checked_add(1)?;
            let cent = tokens.get(next)?.is_word(&["cent"]);
            return cent.then_some((Unit::Percent, next.checked_add(1)?));
        }
        if tokens.get(end)?.is_word(&["working", "business"]) {
            let next = end.checked_add(1)?;
            let days = tokens.get(next)?.is_word(&["day", "days"]);
            return days.then_some((Unit::WorkingDays, next.checked_add(1)?));
        }
    }
    let here = tokens.get(end).filter(|t| t.kind == Kind::Word)?;
    Some((named(&here.lower, lang)?, end.checked_add(1)?))
}

fn named(word: &str, lang: Lang) -> Option<Unit> {
    let unit = match (lang, word) {
        (Lang::En, "minute" | "minutes") | (Lang::Fr, "minute" | "minutes") => Unit::Minutes,
        (Lang::De, "minuten") | (Lang::Es, "minutos") | (Lang::Nl, "minuten") => Unit::Minutes,
        (Lang::En, "hour" | "hours") | (Lang::Fr, "heure" | "heures") => Unit::Hours,
        (Lang::De, "stunde" | "stunden") | (Lang::Es, "hora" | "horas") => Unit::Hours,
        (Lang::Nl, "uur" | "uren") => Unit::Hours,
        (Lang::En, "day" | "days") | (Lang::Fr, "jour" | "jours") => Unit::Days,
        (Lang::De, "tag" | "tage" | "tagen") | (Lang::Es, "día" | "días") => Unit::Days,
        (Lang::Nl, "dag" | "dagen") => Unit::Days,
        (Lang::De, "arbeitstage" | "arbeitstagen") | (Lang::Nl, "werkdagen") => Unit::WorkingDays,
        (Lang::En, "week" | "weeks") | (Lang::Fr, "semaine" | "semaines") => Unit::Weeks,
        (Lang::De, "woche" | "wochen") | (Lang::Es, "semana" | "semanas") => Unit::Weeks,
        (Lang::Nl, "week" | "weken") => Unit::Weeks,
        (Lang::En, "month" | "months") | (Lang::Fr, "mois") => Unit::Months,
        (Lang::De, "monat" | "monate" | "monaten") | (Lang::Es, "mes" | "meses") => Unit::Months,
        (Lang::Nl, "maand" | "maanden") => Unit::Months,
        (Lang::En, "year" | "years") | (Lang::Fr, "an" | "ans" | "année" | "années") => {
            Unit::Years
        }
        (Lang::De, "jahr" | "jahre" | "jahren") | (Lang::Es, "año" | "años") => Unit::Years,
        (Lang::Nl, "jaar" | "jaren") => Unit::Years,
        (Lang::En, "percent") | (Lang::De, "prozent") => Unit::Percent,
        _ => return None,
    };
    Some(unit)
}
