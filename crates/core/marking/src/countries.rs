//! Country codes of ISO 3166-1 alpha-3, and what somebody meant who wrote another (M8).

/// Alpha-3 and alpha-2 code of every entry of ISO 3166-1, in the order of the alphabet.
#[rustfmt::skip]
pub const CODES: [(&str, &str); 249] = [
    ("ABW", "AW"), ("AFG", "AF"), ("AGO", "AO"), ("AIA", "AI"), ("ALA", "AX"), ("ALB", "AL"),
    ("AND", "AD"), ("ARE", "AE"), ("ARG", "AR"), ("ARM", "AM"), ("ASM", "AS"), ("ATA", "AQ"),
    ("ATF", "TF"), ("ATG", "AG"), ("AUS", "AU"), ("AUT", "AT"), ("AZE", "AZ"), ("BDI", "BI"),
    ("BEL", "BE"), ("BEN", "BJ"), ("BES", "BQ"), ("BFA", "BF"), ("BGD", "BD"), ("BGR", "BG"),
    ("BHR", "BH"), ("BHS", "BS"), ("BIH", "BA"), ("BLM", "BL"), ("BLR", "BY"), ("BLZ", "BZ"),
    ("BMU", "BM"), ("BOL", "BO"), ("BRA", "BR"), ("BRB", "BB"), ("BRN", "BN"), ("BTN", "BT"),
    ("BVT", "BV"), ("BWA", "BW"), ("CAF", "CF"), ("CAN", "CA"), ("CCK", "CC"), ("CHE", "CH"),
    ("CHL", "CL"), ("CHN", "CN"), ("CIV", "CI"), ("CMR", "CM"), ("COD", "CD"), ("COG", "CG"),
    ("COK", "CK"), ("COL", "CO"), ("COM", "KM"), ("CPV", "CV"), ("CRI", "CR"), ("CUB", "CU"),
    ("CUW", "CW"), ("CXR", "CX"), ("CYM", "KY"), ("CYP", "CY"), ("CZE", "CZ"), ("DEU", "DE"),
    ("DJI", "DJ"), ("DMA", "DM"), ("DNK", "DK"), ("DOM", "DO"), ("DZA", "DZ"), ("ECU", "EC"),
    ("EGY", "EG"), ("ERI", "ER"), ("ESH", "EH"), ("ESP", "ES"), ("EST", "EE"), ("ETH", "ET"),
    ("FIN", "FI"), ("FJI", "FJ"), ("FLK", "FK"), ("FRA", "FR"), ("FRO", "FO"), ("FSM", "FM"),
    ("GAB", "GA"), ("GBR", "GB"), ("GEO", "GE"), ("GGY", "GG"), ("GHA", "GH"), ("GIB", "GI"),
    ("GIN", "GN"), ("GLP", "GP"), ("GMB", "GM"), ("GNB", "GW"), ("GNQ", "GQ"), ("GRC", "GR"),
    ("GRD", "GD"), ("GRL", "GL"), ("GTM", "GT"), ("GUF", "GF"), ("GUM", "GU"), ("GUY", "GY"),
    ("HKG", "HK"), ("HMD", "HM"), ("HND", "HN"), ("HRV", "HR"), ("HTI", "HT"), ("HUN", "HU"),
    ("IDN", "ID"), ("IMN", "IM"), ("IND", "IN"), ("IOT", "IO"), ("IRL", "IE"), ("IRN", "IR"),
    ("IRQ", "IQ"), ("ISL", "IS"), ("ISR", "IL"), ("ITA", "IT"), ("JAM", "JM"), ("JEY", "JE"),
    ("JOR", "JO"), ("JPN", "JP"), ("KAZ", "KZ"), ("KEN", "KE"), ("KGZ", "KG"), ("KHM", "KH"),
    ("KIR", "KI"), ("KNA", "KN"), ("KOR", "KR"), ("KWT", "KW"), ("LAO", "LA"), ("LBN", "LB"),
    ("LBR", "LR"), ("LBY", "LY"), ("LCA", "LC"), ("LIE", "LI"), ("LKA", "LK"), ("LSO", "LS"),
    ("LTU", "LT"), ("LUX", "LU"), ("LVA", "LV"), ("MAC", "MO"), ("MAF", "MF"), ("MAR", "MA"),
    ("MCO", "MC"), ("MDA", "MD"), ("MDG", "MG"), ("MDV", "MV"), ("MEX", "MX"), ("MHL", "MH"),
    ("MKD", "MK"), ("MLI", "ML"), ("MLT", "MT"), ("MMR", "MM"), ("MNE", "ME"), ("MNG", "MN"),
    ("MNP", "MP"), ("MOZ", "MZ"), ("MRT", "MR"), ("MSR", "MS"), ("MTQ", "MQ"), ("MUS", "MU"),
    ("MWI", "MW"), ("MYS", "MY"), ("MYT", "YT"), ("NAM", "NA"), ("NCL", "NC"), ("NER", "NE"),
    ("NFK", "NF"), ("NGA", "NG"), ("NIC", "NI"), ("NIU", "NU"), ("NLD", "NL"), ("NOR", "NO"),
    ("NPL", "NP"), ("NRU", "NR"), ("NZL", "NZ"), ("OMN", "OM"), ("PAK", "PK"), ("PAN", "PA"),
    ("PCN", "PN"), ("PER", "PE"), ("PHL", "PH"), ("PLW", "PW"), ("PNG", "PG"), ("POL", "PL"),
    ("PRI", "PR"), ("PRK", "KP"), ("PRT", "PT"), ("PRY", "PY"), ("PSE", "PS"), ("PYF", "PF"),
    ("QAT", "QA"), ("REU", "RE"), ("ROU", "RO"), ("RUS", "RU"), ("RWA", "RW"), ("SAU", "SA"),
    ("SDN", "SD"), ("SEN", "SN"), ("SGP", "SG"), ("SGS", "GS"), ("SHN", "SH"), ("SJM", "SJ"),
    ("SLB", "SB"), ("SLE", "SL"), ("SLV", "SV"), ("SMR", "SM"), ("SOM", "SO"), ("SPM", "PM"),
    ("SRB", "RS"), ("SSD", "SS"), ("STP", "ST"), ("SUR", "SR"), ("SVK", "SK"), ("SVN", "SI"),
    ("SWE", "SE"), ("SWZ", "SZ"), ("SXM", "SX"), ("SYC", "SC"), ("SYR", "SY"), ("TCA", "TC"),
    ("TCD", "TD"), ("TGO", "TG"), ("THA", "TH"), ("TJK", "TJ"), ("TKL", "TK"), ("TKM", "TM"),
    ("TLS", "TL"), ("TON", "TO"), ("TTO", "TT"), ("TUN", "TN"), ("TUR", "TR"), ("TUV", "TV"),
    ("TWN", "TW"), ("TZA", "TZ"), ("UGA", "UG"), ("UKR", "UA"), ("UMI", "UM"), ("URY", "UY"),
    ("USA", "US"), ("UZB", "UZ"), ("VAT", "VA"), ("VCT", "VC"), ("VEN", "VE"), ("VGB", "VG"),
    ("VIR", "VI"), ("VNM", "VN"), ("VUT", "VU"), ("WLF", "WF"), ("WSM", "WS"), ("YEM", "YE"),
    ("ZAF", "ZA"), ("ZMB", "ZM"), ("ZWE", "ZW"),
];

/// Codes and words that are often written for a country and are not its alpha-3 code.
const WORDS: &[(&str, &str)] = &[
    ("UK", "GBR"),
    ("GREAT BRITAIN", "GBR"),
    ("BRITAIN", "GBR"),
    ("ENG", "GBR"),
    ("UNITED KINGDOM", "GBR"),
    ("AMERICA", "USA"),
    ("JAP", "JPN"),
    ("JAPAN", "JPN"),
    ("日本", "JPN"),
    ("日本国", "JPN"),
    ("米国", "USA"),
    ("英国", "GBR"),
    ("豪州", "AUS"),
    ("韓国", "KOR"),
    ("大韓民国", "KOR"),
    ("ニュージーランド", "NZL"),
    ("AUSTRALIA", "AUS"),
    ("KOREA", "KOR"),
    ("ROK", "KOR"),
    ("GERMANY", "DEU"),
    ("GER", "DEU"),
    ("FRANCE", "FRA"),
    ("CANADA", "CAN"),
    ("SPAIN", "ESP"),
    ("NETHERLANDS", "NLD"),
    ("HOLLAND", "NLD"),
    ("NETH", "NLD"),
    ("SWITZERLAND", "CHE"),
];

/// Whether a code is one of the list.
#[must_use]
pub fn known(code: &str) -> bool {
    CODES
        .binary_search_by(|(three, _)| (*three).cmp(code))
        .is_ok()
}

/// The alpha-3 code somebody may have meant: by alpha-2 code, a common word, or one letter that is
/// wrong. `None` when nothing is near, or more than one country is as near.
#[must_use]
pub fn suggest(word: &str) -> Option<&'static str> {
    let word: String = word.chars().take(40).collect::<String>().to_uppercase();
    if let Some((three, _)) = CODES.iter().find(|(three, _)| *three == word) {
        return Some(three);
    }
    if let Some((_, three)) = WORDS.iter().find(|(from, _)| *from == word) {
        return Some(three);
    }
    if let Some((three, _)) = CODES.iter().find(|(_, two)| *two == word) {
        return Some(three);
    }
    nearest(&word)
}

/// Of the codes that differ in the last letter, else in any one, the one whose alpha-2 code fits
/// the beginning; a code with its letters in another order counts as near too.
fn nearest(word: &str) -> Option<&'static str> {
    if word.chars().count() != 3 || !word.is_ascii() {
        return None;
    }
    let two: String = word.chars().take(2).collect();
    let wrong = |three: &str| {
        three
            .chars()
            .zip(word.chars())
            .filter(|(a, b)| a != b)
            .count()
    };
    let begun = CODES
        .iter()
        .find(|(three, code)| *code == two && wrong(three) == 1);
    if let Some((three, _)) = begun {
        return Some(three);
    }
    let mut near = CODES.iter().filter(|(three, _)| wrong(three) == 1);
    match (near.next(), near.next()) {
        (Some((only, _)), None) => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_order_and_whole() {
        assert!(CODES.windows(2).all(|w| w[0].0 < w[1].0));
        for code in ["NZL", "JPN", "GBR", "USA", "KOR", "AUS"] {
            assert!(known(code), "{code}");
        }
        for code in ["NZA", "UK", "nzl", "", "FVEY"] {
            assert!(!known(code), "{code}");
        }
    }

    #[test]
    fn did_you_mean() {
        let meant = [
            ("NZA", "NZL"),
            ("UK", "GBR"),
            ("GB", "GBR"),
            ("US", "USA"),
            ("JP", "JPN"),
            ("NZ", "NZL"),
            ("AUZ", "AUS"),
            ("jpn", "JPN"),
            ("日本", "JPN"),
            ("JPM", "JPN"),
        ];
        for (wrote, code) in meant {
            assert_eq!(suggest(wrote), Some(code), "{wrote}");
        }
        assert_eq!(suggest("QQQ"), None);
        assert_eq!(suggest(&"A".repeat(100_000)), None);
    }
}
