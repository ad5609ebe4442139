//! Acts on items, cases, declarations in words, for the timeline.

use entente_model::{
    Act, Deed, PartyId,
    case::{CaseDeed, Declaration},
    holding::{ItemDeed, Leave, LeaveFor, Third},
};
use entente_words::Lang;

/// The line of an act that is neither text nor course nor release nor receipt; `None` for those.
pub(crate) fn line(
    act: &Act,
    lang: Lang,
    name: &dyn Fn(&PartyId, u64) -> String,
) -> Option<String> {
    let say = |id: &str, args: &[(&str, &str)]| {
        let mut all = vec![("party", act.by.as_str())];
        all.extend_from_slice(args);
        entente_words::text_by_id(lang, id, &all).map(|line| line.trim_end().to_owned())
    };
    match &act.deed {
        Deed::Item(item) => {
            let few: Vec<String> = item
                .of
                .iter()
                .take(8)
                .map(|n| name(&item.from, *n))
                .collect();
            let more = item.of.len().saturating_sub(few.len());
            let mut items = few.join(", ");
            if more > 0 {
                items.push_str(&format!(" … +{more}"));
            }
            say(
                &format!("deed-item-{}", item.what.name()),
                &[
                    ("items", &items),
                    ("official", item.official.as_str()),
                    ("what", &detail(&item.what)),
                ],
            )
        }
        Deed::Case(case) => {
            let (id, what) = match &case.what {
                CaseDeed::Open(matter) => ("deed-case-open", matter.word().to_owned()),
                CaseDeed::Report(stage) => ("deed-case-report", stage.word().to_owned()),
                CaseDeed::Answer { granted, .. } => (
                    "deed-case-answer",
                    if *granted { "+" } else { "-" }.to_owned(),
                ),
                CaseDeed::Withdraw => ("deed-case-withdraw", String::new()),
                CaseDeed::Close => ("deed-case-close", String::new()),
                CaseDeed::Reopen => ("deed-case-reopen", String::new()),
            };
            let of = case.case.as_ref().map_or_else(
                || format!("{}-{}", act.by, act.n),
                |c| format!("{}-{}", c.by, c.n),
            );
            say(
                id,
                &[
                    ("case", &of),
                    ("official", case.official.as_str()),
                    ("what", &what),
                    ("date", &case.on.to_string()),
                ],
            )
        }
        Deed::Declare(said) => {
            let (id, what) = match &said.what {
                Declaration::Assurance { unit, .. } => ("deed-declare-assurance", unit.clone()),
                Declaration::NoAssurance { unit } => ("deed-declare-no-assurance", unit.clone()),
                Declaration::Waiver { duties, .. } => ("deed-declare-waiver", duties.join(", ")),
            };
            let what = if what.is_empty() { "-" } else { &what };
            say(id, &[("official", said.official.as_str()), ("what", what)])
        }
        Deed::Anchor(anchor) => {
            let head: String = anchor.head.hex().chars().take(12).collect();
            say("deed-anchor", &[("head", &head)])
        }
        Deed::Tally(tally) => say(
            "deed-tally",
            &[
                ("copies", &tally.copies.to_string()),
                ("open", &tally.open.to_string()),
            ],
        ),
        _ => None,
    }
}

/// The same as facts, without language: names, indices, digests.
pub(crate) fn facts(deed: &Deed) -> String {
    let name = deed.name();
    match deed {
        Deed::Item(item) => {
            let of: Vec<String> = item.of.iter().map(ToString::to_string).collect();
            let detail = detail(&item.what);
            format!(
                "{name} {} {} {} {} {detail}",
                item.what.name(),
                item.from,
                of.join(","),
                item.official
            )
        }
        Deed::Case(case) => {
            let of = case
                .case
                .as_ref()
                .map_or_else(|| "new".to_owned(), |c| format!("{}-{}", c.by, c.n));
            let what = match &case.what {
                CaseDeed::Open(matter) => matter.word(),
                CaseDeed::Report(stage) => stage.word(),
                other => other.name(),
            };
            format!("{name} {of} {what} {} {}", case.on, case.official)
        }
        Deed::Declare(said) => format!("{name} {} {}", said.on, said.official),
        Deed::Anchor(anchor) => format!("{name} {}", anchor.head),
        Deed::Tally(tally) => format!("{name} {} {} {}", tally.copies, tally.open, tally.digest),
        other => other.name().to_owned(),
    }
}

/// What a deed on items says besides its name, as short as it can be said in either language.
fn detail(what: &ItemDeed) -> String {
    let text = match what {
        ItemDeed::Make { what, count, .. } => format!("{} ×{count}", what.word()),
        ItemDeed::Ask { leave, .. }
        | ItemDeed::Answer {
            leave: Some(leave), ..
        } => leave_words(leave),
        ItemDeed::Answer { leave: None, .. } => "-".to_owned(),
        ItemDeed::Onward { to, purpose, .. } => format!("{}, {purpose}", third(to)),
        ItemDeed::UseFor { purpose, .. } => purpose.to_string(),
        ItemDeed::Intend(r) | ItemDeed::Reclass(r) => {
            let to = r.to.as_ref().map_or("-", |l| l.as_str());
            format!("{to}, {}", r.on)
        }
        ItemDeed::Recall { wanted, by } => match by {
            Some(by) => format!("{}, {by}", wanted.word()),
            None => wanted.word().to_owned(),
        },
        ItemDeed::Recalled { held, readers, .. } => format!("{held}, {readers}"),
        ItemDeed::Return { by, on, .. } => format!("{by}, {on}"),
        ItemDeed::Destroy(d) => {
            let with: Vec<&str> = d.witnesses.iter().map(|w| w.as_str()).collect();
            match (&d.emergency, with.is_empty()) {
                (Some(at), _) => format!("{}, {at}", d.method),
                (None, true) => format!("{}, {}", d.method, d.on),
                (None, false) => format!("{}, {}, {}", d.method, d.on, with.join(", ")),
            }
        }
        ItemDeed::Determine { wanted } => wanted.word().to_owned(),
        ItemDeed::Lost { numbers } => {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            numbers.join(", ")
        }
        ItemDeed::Discharge { on, .. } => on.to_string(),
        ItemDeed::Withdraw { .. }
        | ItemDeed::Applied { .. }
        | ItemDeed::Back { .. }
        | ItemDeed::ForbidCopies
        | ItemDeed::Chase => String::new(),
    };
    entente_words::on_screen(&text, '\n')
}

fn leave_words(leave: &Leave) -> String {
    let mut out = match &leave.what {
        LeaveFor::Onward(to) | LeaveFor::Contract(to) => {
            format!("{} {}", leave.what.word(), third(to))
        }
        other => other.word().to_owned(),
    };
    for part in [
        leave.purpose.as_ref().map(ToString::to_string),
        leave.until.map(|d| format!("≤ {d}")),
        leave.copies.map(|n| format!("×{n}")),
    ]
    .into_iter()
    .flatten()
    {
        out.push_str(", ");
        out.push_str(&part);
    }
    out
}

fn third(to: &Third) -> String {
    let name = to.party.as_ref().map_or(to.name.as_str(), |p| p.as_str());
    match &to.unit {
        Some(unit) => format!("{name} ({unit})"),
        None => name.to_owned(),
    }
}
