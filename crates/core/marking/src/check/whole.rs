//! The whole and its portions, and a mark that is changed.

use super::{Ask, Line, Verdict};
use crate::{
    join::join,
    parse::{Context, Note, Parts, Read, parse},
    render,
};
use entente_model::{Label, LevelId, PartyId, Problem, problem::Class, time::Date};

/// Most portions of one document.
const MAX_PORTIONS: usize = 4096;

/// The label that follows from the portions.
pub(super) fn joined(ask: &Ask<'_>) -> Result<Label, Problem> {
    let labels = labels(ask)?;
    let refs: Vec<&Label> = labels.iter().collect();
    join(ask.context.table, ask.context.vocabulary, &refs)?
        .ok_or_else(|| Problem::refused("MARK-004"))
}

fn labels(ask: &Ask<'_>) -> Result<Vec<Label>, Problem> {
    if ask.portions.len() > MAX_PORTIONS {
        return Err(Problem::refused("MARK-043").with("limit", MAX_PORTIONS));
    }
    let one = |text: &String| {
        let read = parse(&ask.context, text, true)?;
        let none = || Problem::refused("MARK-004");
        read.label().ok_or_else(none)
    };
    ask.portions.iter().map(one).collect()
}

/// Compares the banner with its portions, and joins in what they say (M5, M6). Gives the portions'
/// labels.
pub(super) fn portions(
    ask: &Ask<'_>,
    read: &Read,
    verdict: &mut Verdict,
) -> Result<Vec<Label>, Problem> {
    let labels = labels(ask)?;
    if labels.is_empty() {
        return Ok(labels);
    }
    verdict.rules.extend(["M4", "M5", "M6"]);
    let context = &ask.context;
    let Some(mut banner) = read.label() else {
        return Err(Problem::refused("MARK-004"));
    };
    let rank = |label: &Label| {
        context
            .table
            .level(&label.level)
            .map_or(u32::MAX, |l| l.rank)
    };
    let short = |id: &LevelId| context.table.level(id).map_or("", |l| l.short.as_str());
    let over = ask
        .portions
        .iter()
        .zip(&labels)
        .find(|(_, l)| rank(l) > rank(&banner));
    let refs: Vec<&Label> = labels.iter().collect();
    if let Some((text, _)) = over {
        let raised = join(context.table, context.vocabulary, &refs)?;
        let raised = raised.map(|l| render::canonical(context, Some(&l.level), &Parts::from(&l)));
        return Err(Problem::refused("MARK-028")
            .with("banner", short(&banner.level))
            .with("portion", text)
            .with("meant", raised.unwrap_or_default())
            .decided_by(context.party));
    }
    let top = labels.iter().map(rank).max().unwrap_or(0);
    if rank(&banner) > top {
        let Some(reason) = ask.aggregation.filter(|r| !r.trim().is_empty()) else {
            let top = labels.iter().find(|l| rank(l) == top);
            return Err(Problem::new("MARK-029", Class::Waiting)
                .with("banner", short(&banner.level))
                .with("portion", top.map_or("", |l| short(&l.level)))
                .decided_by(context.party));
        };
        banner.aggregated = true;
        verdict
            .notes
            .push(Note::new("aggregation").with("reason", crate::visible(reason)));
    }
    let all: Vec<&Label> = std::iter::once(&banner).chain(refs).collect();
    let joined = join(context.table, context.vocabulary, &all)?;
    if let Some(mut joined) = joined {
        let before = Parts::from(&banner);
        let after = Parts::from(&joined);
        if before != after {
            let text = render::canonical(context, Some(&joined.level), &after);
            verdict.notes.push(Note::new("banner").with("banner", text));
        } else {
            joined.written.clone_from(&banner.written);
        }
        verdict.banner = Some(joined);
    }
    Ok(labels)
}

/// What is shown after a change of level: the old mark struck, with day and authority, then the
/// new one (M14).
///
/// # Errors
/// MARK-044 when somebody else than an originator changes it; its next step is a request.
pub fn changed(
    context: &Context<'_>,
    old: &Label,
    new: &LevelId,
    on: Date,
    by: &PartyId,
) -> Result<Vec<Line>, Problem> {
    let owner = old.level.party();
    if by.as_str() != owner && !old.originators.contains(by) {
        return Err(Problem::refused("MARK-044")
            .with("party", owner)
            .decided_by(owner));
    }
    if new.party() != owner || context.table.level(new).is_none() {
        return Err(Problem::refused("MARK-001")
            .with("token", new)
            .with("party", owner));
    }
    let mut parts = Parts::from(old);
    parts.tlp = None;
    let text = if old.written.is_empty() {
        render::canonical(context, Some(&old.level), &parts)
    } else {
        old.written.trim().to_owned()
    };
    Ok(vec![
        Line::Struck {
            text,
            party: context.party.clone(),
            on,
            by: by.clone(),
        },
        Line::Original {
            text: render::canonical(context, Some(new), &parts),
            party: context.party.clone(),
        },
    ])
}
