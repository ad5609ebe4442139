//! The languages that are read, and the few words of them that are needed.

/// A language, by the first part of its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lang {
    En,
    Ja,
    Fr,
    De,
    Es,
    Nl,
    Other,
}

impl Lang {
    pub(super) fn of(tag: &str) -> Self {
        let first = tag.split('-').next().unwrap_or_default();
        match first.to_ascii_lowercase().as_str() {
            "en" => Self::En,
            "ja" => Self::Ja,
            "fr" => Self::Fr,
            "de" => Self::De,
            "es" => Self::Es,
            "nl" => Self::Nl,
            _ => Self::Other,
        }
    }

    /// Whether numbers written in words are understood.
    pub(super) fn reads_words(self) -> bool {
        matches!(self, Self::En | Self::Ja)
    }

    /// Whether the decimal sign is a comma, and a point groups digits.
    pub(super) fn decimal_comma(self) -> bool {
        matches!(self, Self::Fr | Self::De | Self::Es | Self::Nl)
    }

    /// Words before the number of an article.
    pub(super) fn article(self) -> &'static [&'static str] {
        match self {
            Self::En | Self::Fr => &["article", "articles"],
            Self::De => &["artikel", "artikels", "artikeln", "art"],
            Self::Es => &["artículo", "artículos", "articulo", "articulos"],
            Self::Nl => &["artikel", "artikelen"],
            Self::Ja | Self::Other => &[],
        }
    }

    /// Words before the number of a paragraph.
    pub(super) fn paragraph(self) -> &'static [&'static str] {
        match self {
            Self::En => &["paragraph", "paragraphs"],
            Self::Fr => &["paragraphe", "paragraphes"],
            Self::De => &["absatz", "absätze", "absätzen", "abs"],
            Self::Es => &["apartado", "apartados", "párrafo", "párrafos"],
            Self::Nl => &["lid", "leden"],
            Self::Ja | Self::Other => &[],
        }
    }

    /// Words before the letter of an annex.
    pub(super) fn annex(self) -> &'static [&'static str] {
        match self {
            Self::En => &["annex", "annexes"],
            Self::Fr => &["annexe", "annexes"],
            Self::De => &["anhang", "anhänge", "anhängen", "anlage", "anlagen"],
            Self::Es => &["anexo", "anexos"],
            Self::Nl => &["bijlage", "bijlagen"],
            Self::Ja | Self::Other => &[],
        }
    }

    /// Words between two numbers of a list or range.
    pub(super) fn joins(self) -> &'static [&'static str] {
        match self {
            Self::En => &["and", "or", "to", "through"],
            Self::Fr => &["et", "ou", "à"],
            Self::De => &["und", "oder", "bis"],
            Self::Es => &["y", "o", "a"],
            Self::Nl => &["en", "of", "tot"],
            Self::Ja | Self::Other => &[],
        }
    }

    /// Words that lead from a part to its whole.
    pub(super) fn of_words(self) -> &'static [&'static str] {
        match self {
            Self::En => &["of"],
            Self::Fr => &["de", "du", "des"],
            Self::De => &["der", "des", "von", "vom"],
            Self::Es => &["de", "del"],
            Self::Nl => &["van"],
            Self::Ja | Self::Other => &[],
        }
    }

    /// Words for "this", by which a text means itself.
    pub(super) fn this(self) -> &'static [&'static str] {
        match self {
            Self::En => &["this", "present"],
            Self::Fr => &["présent", "présente", "cet", "ce", "cette"],
            Self::De => &["dieses", "dieser", "diesem", "vorliegenden"],
            Self::Es => &["presente", "este", "esta"],
            Self::Nl => &["dit", "deze", "onderhavige"],
            Self::Ja | Self::Other => &[],
        }
    }

    /// Signs that a text speaks of both without a number.
    pub(super) fn both(self) -> &'static [&'static str] {
        match self {
            Self::En => &[
                "both",
                "either",
                "each other",
                "bilateral",
                "mutual",
                "duplicate",
            ],
            Self::Ja => &["両", "双方", "二国", "互", "いずれ", "一方"],
            Self::Fr | Self::De | Self::Es | Self::Nl | Self::Other => &[],
        }
    }

    /// The month a word names.
    pub(super) fn month(self, word: &str) -> Option<u32> {
        let names: [&str; 12] = match self {
            Self::En => [
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december",
            ],
            Self::Fr => [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
            Self::De => [
                "januar",
                "februar",
                "märz",
                "april",
                "mai",
                "juni",
                "juli",
                "august",
                "september",
                "oktober",
                "november",
                "dezember",
            ],
            Self::Es => [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
            Self::Nl => [
                "januari",
                "februari",
                "maart",
                "april",
                "mei",
                "juni",
                "juli",
                "augustus",
                "september",
                "oktober",
                "november",
                "december",
            ],
            Self::Ja | Self::Other => return None,
        };
        (1..)
            .zip(names)
            .find(|(_, name)| *name == word)
            .map(|(n, _)| n)
    }
}
