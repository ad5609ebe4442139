//! Dates and periods that belong together: entry into force, duration, termination, calendars.

use super::{Mistake, mistake};
use crate::terms::{
    Calendar, DurationKind, EntryIntoForce, Offset, Period, RunsFrom, Terms, Trigger, Unit,
};

/// Most days or months an offset may add.
const MAX_OFFSET: u32 = 36_500;

pub(super) fn fit(terms: &Terms) -> Result<(), Mistake> {
    let Some(eif) = &terms.entry_into_force else {
        return Err(mistake(
            "entry_into_force",
            "missing: say when it enters into force",
        ));
    };
    entry(terms, eif)?;
    if let Some(amendment) = &terms.amendment {
        if let Some(own) = amendment.offset {
            offset("amendment", "n", own, amendment.n)?;
        }
        if let Some(trigger) = amendment.trigger {
            depositary(terms, "amendment.trigger", trigger)?;
        }
    }
    duration(terms)?;
    termination(terms)?;
    for (index, row) in terms.calendar.iter().enumerate() {
        calendar(&format!("calendar[{index}]"), row)?;
    }
    intervals(terms)
}

fn entry(terms: &Terms, eif: &EntryIntoForce) -> Result<(), Mistake> {
    let at =
        |field: &str, detail: String| Err(mistake(format!("entry_into_force.{field}"), detail));
    offset("entry_into_force", "n", eif.offset, eif.n)?;
    depositary(terms, "entry_into_force.trigger", eif.trigger)?;
    let nth = eif.trigger == Trigger::NthDeposit;
    match (nth, eif.nth) {
        (true, None | Some(0)) => return at("nth", "`nth-deposit` needs nth, from 1".to_owned()),
        (false, Some(_)) => return at("nth", format!("`{}` counts no deposits", eif.trigger)),
        (true, Some(n)) if terms.accession.is_none() && u64::from(n) > terms.party.len() as u64 => {
            return at(
                "nth",
                format!("{n} deposits, and there are {} parties", terms.party.len()),
            );
        }
        _ => {}
    }
    let single = matches!(
        eif.trigger,
        Trigger::SingleNoticeDated | Trigger::SingleNoticeReceived
    );
    match (single, &eif.party) {
        (true, None) => {
            return at(
                "party",
                format!("`{}` needs the party whose notice it is", eif.trigger),
            );
        }
        (false, Some(_)) => {
            return at(
                "party",
                format!("`{}` is not one party's notice", eif.trigger),
            );
        }
        _ => {}
    }
    match (eif.later_offset, eif.later_n) {
        (Some(later), n) => offset("entry_into_force", "later_n", later, n),
        (None, Some(_)) => at(
            "later_n",
            "needs later_offset, which says what is counted".to_owned(),
        ),
        (None, None) => Ok(()),
    }
}

fn offset(group: &str, field: &str, offset: Offset, n: Option<u32>) -> Result<(), Mistake> {
    let at = |detail: String| Err(mistake(format!("{group}.{field}"), detail));
    match (offset, n) {
        (Offset::None, None) => Ok(()),
        (Offset::None, Some(_)) => at("the offset `none` adds nothing; leave it out".to_owned()),
        (_, None) => at(format!("missing: the offset `{offset}` needs a number")),
        (Offset::FirstOfMonth, Some(0)) => {
            at("the first of the month that follows is 1".to_owned())
        }
        (_, Some(n)) if n > MAX_OFFSET => at(format!("{n} is more than {MAX_OFFSET}")),
        _ => Ok(()),
    }
}

/// What a depositary does needs one.
fn depositary(terms: &Terms, path: &str, trigger: Trigger) -> Result<(), Mistake> {
    let needed = matches!(trigger, Trigger::NthDeposit | Trigger::AllNotified);
    if needed && terms.depositary.is_none() {
        return Err(mistake(path, format!("`{trigger}` needs a [depositary]")));
    }
    Ok(())
}

fn duration(terms: &Terms) -> Result<(), Mistake> {
    let Some(duration) = &terms.duration else {
        return Ok(());
    };
    let at = |field: &str, detail: String| Err(mistake(format!("duration.{field}"), detail));
    match (duration.kind, duration.term) {
        (DurationKind::Fixed, None) => return at("term", "`fixed` needs a term".to_owned()),
        (DurationKind::Fixed, Some(_)) | (_, None) => {}
        (kind, Some(_)) => return at("term", format!("`{kind}` has no term")),
    }
    if duration.kind == DurationKind::WithParent && terms.parent.is_none() {
        return at(
            "kind",
            "`with-parent` needs parent, the agreement it belongs to".to_owned(),
        );
    }
    if duration.auto_renew.is_some() && duration.term.is_none() {
        return at("auto_renew", "there is no term to extend".to_owned());
    }
    for (field, period) in [("term", duration.term), ("auto_renew", duration.auto_renew)] {
        if let Some(period) = period
            && (period.n == 0 || period.unit == Unit::Hours)
        {
            return at(field, format!("{period} is no term; one day or more"));
        }
    }
    let Some(notice) = duration.no_renew_notice else {
        return Ok(());
    };
    if duration.auto_renew.is_none() {
        return at(
            "no_renew_notice",
            "nothing extends itself; auto_renew is not given".to_owned(),
        );
    }
    for (field, term) in [("term", duration.term), ("auto_renew", duration.auto_renew)] {
        if term.is_some_and(|term| longer(notice, term)) {
            let of = term.map(|t| t.to_string()).unwrap_or_default();
            return at(
                "no_renew_notice",
                format!(
                    "{notice} is longer than {field} = {of}: the notice would come before it begins"
                ),
            );
        }
    }
    Ok(())
}

fn termination(terms: &Terms) -> Result<(), Mistake> {
    let Some(rule) = &terms.termination else {
        return Ok(());
    };
    let at = |field: &str, detail: String| Err(mistake(format!("termination.{field}"), detail));
    if !rule.by_notice && !rule.by_consent {
        let detail =
            "neither by_notice nor by_consent: leave the group out when the text has no exit";
        return at("by_notice", detail.to_owned());
    }
    match (rule.by_notice, rule.notice, rule.runs_from) {
        (true, None, _) => return at("notice", "by_notice needs the notice period".to_owned()),
        (true, _, None) => {
            return at(
                "runs_from",
                "by_notice needs what the period runs from".to_owned(),
            );
        }
        (false, Some(_), _) => {
            return at("notice", "nobody gives notice without by_notice".to_owned());
        }
        (false, _, Some(_)) => {
            return at(
                "runs_from",
                "nobody gives notice without by_notice".to_owned(),
            );
        }
        _ => {}
    }
    if rule.minimum && !rule.by_notice {
        return at(
            "minimum",
            "nobody gives notice without by_notice".to_owned(),
        );
    }
    if rule.runs_from == Some(RunsFrom::DepositaryReceipt) && terms.depositary.is_none() {
        return at(
            "runs_from",
            "`depositary-receipt` needs a [depositary]".to_owned(),
        );
    }
    let term = terms.duration.as_ref().and_then(|d| d.term);
    match (rule.notice, term) {
        (Some(notice), Some(term)) if longer(notice, term) => at(
            "notice",
            format!("{notice} is longer than the term of {term}: it would end by itself before"),
        ),
        _ => Ok(()),
    }
}

fn longer(a: Period, b: Period) -> bool {
    a.about_days() > b.about_days()
}

fn calendar(path: &str, row: &Calendar) -> Result<(), Mistake> {
    if row.from > row.until {
        return Err(mistake(
            format!("{path}.until"),
            format!("before from = {}", row.from),
        ));
    }
    let mut days = row.weekend.clone();
    days.sort();
    days.dedup();
    if days.len() != row.weekend.len() {
        return Err(mistake(format!("{path}.weekend"), "a day is listed twice"));
    }
    if days.len() > 6 {
        return Err(mistake(
            format!("{path}.weekend"),
            "no day of the week would be worked",
        ));
    }
    for (index, day) in row.holidays.iter().enumerate() {
        if *day < row.from || *day > row.until {
            return Err(mistake(
                format!("{path}.holidays[{index}]"),
                format!(
                    "{day} is outside the calendar, {} to {}",
                    row.from, row.until
                ),
            ));
        }
        if row.holidays.iter().take(index).any(|known| known == day) {
            return Err(mistake(
                format!("{path}.holidays[{index}]"),
                format!("{day} is listed twice"),
            ));
        }
    }
    Ok(())
}

fn intervals(terms: &Terms) -> Result<(), Mistake> {
    for (index, row) in terms.authority.iter().enumerate() {
        if let (Some(from), Some(until)) = (row.from, row.until)
            && from > until
        {
            let path = format!("authority[{index}].until");
            return Err(mistake(path, format!("before from = {from}")));
        }
    }
    Ok(())
}
