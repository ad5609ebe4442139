//! How a language writes dates, provision numbers and signatures on paper. These words are part of
//! a rendering's bytes: changed, no earlier paper would be authentic any more. So they live here
//! and not among the messages, which may be reworded freely.

use entente_agreement::negotiation::written;
use entente_model::time::Date;

/// The language without its region.
pub(super) fn primary(lang: &str) -> &str {
    lang.split('-').next().unwrap_or(lang)
}

/// An official's name and capacity on one line.
pub(super) fn official(name: &str, capacity: &str, lang: &str) -> String {
    match (capacity.trim(), primary(lang)) {
        ("", _) => name.to_owned(),
        (capacity, "ja" | "zh") => format!("{name}　{capacity}"),
        (capacity, _) => format!("{name}, {capacity}"),
    }
}

/// A day; a language that is not known here gets 2027-04-01.
pub(super) fn date(day: Date, lang: &str) -> String {
    let (year, number) = (day.year(), day.day());
    let month = |names: [&'static str; 12]| {
        let at = usize::from(day.month().unsigned_abs()).saturating_sub(1);
        names.get(at).copied().unwrap_or_default()
    };
    match primary(lang) {
        "en" => format!("{number} {} {year}", month(EN)),
        "ja" => format!("{year}年{}月{number}日", day.month()),
        "de" => format!("{number}. {} {year}", month(DE)),
        "fr" if number == 1 => format!("1er {} {year}", month(FR)),
        "fr" => format!("{number} {} {year}", month(FR)),
        "es" => format!("{number} de {} de {year}", month(ES)),
        "nl" => format!("{number} {} {year}", month(NL)),
        _ => day.to_string(),
    }
}

const EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const FR: [&str; 12] = [
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
];
const ES: [&str; 12] = [
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
];
const NL: [&str; 12] = [
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
];

/// `4.2` as `Article 4.2` or 第四条2, `A.1` as `Annex A.1` or 附属書Ａの1. An id of another shape,
/// and an annex whose heading names it, stay as they are.
pub(super) fn place(id: &str, heading: &str, lang: &str) -> String {
    let (first, rest) = id.split_once('.').unwrap_or((id, ""));
    let (article, annex) = match primary(lang) {
        "en" => ("Article", "Annex"),
        "ja" => ("条", "附属書"),
        "de" => ("Artikel", "Anhang"),
        "fr" => ("Article", "Annexe"),
        "es" => ("Artículo", "Anexo"),
        "nl" => ("Artikel", "Bijlage"),
        _ => return id.to_owned(),
    };
    let japanese = primary(lang) == "ja";
    if first.chars().all(|c| c.is_ascii_digit()) {
        return match (japanese, rest) {
            (true, "") => format!("第{}条", written(id, "ja")),
            (true, _) => format!("第{}", written(id, "ja")),
            (false, _) => format!("{article} {id}"),
        };
    }
    let mut letters = first.chars();
    let letter = match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_uppercase() => letter,
        _ => return id.to_owned(),
    };
    if heading.starts_with(annex) {
        return id.to_owned();
    }
    match (japanese, rest) {
        (true, "") => format!("附属書{}", wide(letter)),
        (true, rest) => format!("附属書{}の{rest}", wide(letter)),
        (false, _) => format!("{annex} {id}"),
    }
}

fn wide(letter: char) -> char {
    char::from_u32(u32::from(letter).saturating_add(0xFEE0)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_as_each_language_writes_them() {
        for (id, heading, lang, shown) in [
            ("4.2", "", "en", "Article 4.2"),
            ("12", "", "en-NZ", "Article 12"),
            ("4.2", "", "ja", "第四条2"),
            ("12", "", "ja", "第十二条"),
            ("A.1", "", "ja", "附属書Ａの1"),
            ("A.1", "附属書Ａ（区分）", "ja", "A.1"),
            ("B", "Marks", "en", "Annex B"),
            ("Doc.4", "", "de", "Doc.4"),
            ("4.2", "", "ko", "4.2"),
        ] {
            assert_eq!(place(id, heading, lang), shown);
        }
        let day = Date::constant(2027, 4, 1);
        for (lang, shown) in [
            ("en", "1 April 2027"),
            ("ja", "2027年4月1日"),
            ("de-AT", "1. April 2027"),
            ("fr", "1er avril 2027"),
            ("es", "1 de abril de 2027"),
            ("nl", "1 april 2027"),
            ("ko", "2027-04-01"),
        ] {
            assert_eq!(date(day, lang), shown);
        }
    }
}
