//! When amendments enter into force (A9). Notified updates (A10) and changes of a party's rules
//! (A19) are no amendments and have no such date.

use super::{
    Found, Stop, dated,
    ending::{Ending, members},
    force::{Force, Rule, last_signature, start},
    notices::Case,
    settle,
};
use crate::{
    dates::{self, DateError, zone_at},
    facts::{AmendmentFact, Dated},
    terms::Group,
};
use entente_model::time::Date;
use std::collections::BTreeMap;

pub(super) fn compute(
    case: &Case<'_>,
    force: &Force,
    ending: &Ending,
) -> Result<BTreeMap<String, Found>, DateError> {
    let mut all = BTreeMap::new();
    for amendment in &case.facts.amendments {
        let date = settle(first_day(case, force, ending, amendment))?;
        all.insert(amendment.name.clone(), date);
    }
    Ok(all)
}

/// By the amendment's own rule, else by that of the agreement; every party must have signed.
fn first_day(
    case: &Case<'_>,
    force: &Force,
    ending: &Ending,
    amendment: &AmendmentFact,
) -> Result<Dated, Stop> {
    let mut rule = Rule::from(case.eif);
    let (mut article, mut field) = (case.eif.rule("trigger"), "entry_into_force.n");
    if let Some(own) = &case.terms.amendment {
        rule.trigger = own.trigger.unwrap_or(rule.trigger);
        if let Some(offset) = own.offset {
            (rule.offset, rule.n, field) = (offset, own.n, "amendment.n");
        }
        article = own.rule("trigger");
    }
    let day = amendment.signed.values().max().copied();
    let parties = members(case, force, &ending.left, day.unwrap_or(Date::MAX));
    let signed = last_signature(&amendment.signed, &parties);
    let day = start(case, &rule, Some(&signed), &amendment.notices, &parties)?;
    let day = dates::offset(rule.offset, rule.n, day, field)?;
    let zone = zone_at(case.terms, case.eif.zone.as_deref(), None);
    Ok(dated(day, zone, article, rule.trigger.word())?)
}
