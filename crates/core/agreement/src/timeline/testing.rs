//! What the tests share.

use crate::{facts::Facts, terms::Terms};
use entente_model::{PartyId, time::Date};
use jiff::ToSpan;
use proptest::prelude::*;

/// Cases of each property: `ENTENTE_CASES`, 1000 when not given.
pub(crate) fn cases() -> ProptestConfig {
    let cases = std::env::var("ENTENTE_CASES");
    ProptestConfig::with_cases(cases.ok().and_then(|c| c.parse().ok()).unwrap_or(1000))
}

/// Any date that can be written, often near the ends of the range and near today.
pub(crate) fn any_date() -> impl Strategy<Value = Date> {
    let days = Date::MIN.until(Date::MAX).unwrap().get_days();
    prop_oneof![
        (0..=days).prop_map(|n| Date::MIN.checked_add(n.days()).unwrap()),
        (0i32..800).prop_map(|n| Date::MAX.checked_sub(n.days()).unwrap()),
        (0i32..800).prop_map(|n| Date::MIN.checked_add(n.days()).unwrap()),
        (0i32..4000).prop_map(|n| jiff::civil::date(2020, 1, 1).checked_add(n.days()).unwrap()),
    ]
}

/// Terms of these parties, in this zone, with these groups.
pub(crate) fn terms(zone: &str, parties: &[&str], groups: &str) -> Terms {
    let mut text = format!(
        "schema = 2\nid = \"t\"\ntitle = {{ en = \"T\" }}\nform = \"treaty\"\nlanguages = [\"en\"]\nzone = \"{zone}\"\n"
    );
    for id in parties {
        text.push_str(&format!(
            "[[party]]\nid = \"{id}\"\nkind = \"state\"\nname = {{ en = \"{id}\" }}\nbasis = \"1\"\n"
        ));
    }
    text.push_str(groups);
    toml::from_str(&text).unwrap()
}

/// Facts, in TOML.
pub(crate) fn facts(text: &str) -> Facts {
    toml::from_str(text).unwrap()
}

/// A party.
pub(crate) fn party(id: &str) -> PartyId {
    id.parse().unwrap()
}

/// Japan–Korea 2016: articles 21.1 to 21.4, with the stay clause it did not have.
pub(crate) fn jp_kr() -> Terms {
    terms(
        "Asia/Seoul",
        &["JPN", "KOR"],
        r#"
        [entry_into_force]
        trigger = "last-notice-dated"
        offset = "none"
        basis = "21.1"
        [duration]
        kind = "fixed"
        term = "P1Y"
        auto_renew = "P1Y"
        no_renew_notice = "P90D"
        basis = "21.3"
        "#,
    )
}

/// Its entry into force.
pub(crate) const JP_KR: &str = r#"
signed = { JPN = "2016-11-23", KOR = "2016-11-23" }
[[notices]]
from = "JPN"
kind = "completed"
dated = "2016-11-23"
[[notices]]
from = "KOR"
kind = "completed"
dated = "2016-11-23"
"#;
