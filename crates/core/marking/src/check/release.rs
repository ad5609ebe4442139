//! What a marking says of a recipient: its words, its list, other originators, the row.

use super::{Ask, Consent, Equivalent, Line, Toward, Verdict};
use crate::{
    Effect, Equivalence, Level, Word,
    parse::{Note, Read},
    render::zoned,
};
use entente_model::{
    Label, LevelId, PartyId, Problem, ProvisionId, label::Embargo, problem::Class,
};

/// Judges the whole and each of its portions.
pub(super) fn toward(
    ask: &Ask<'_>,
    read: &Read,
    portions: &[Label],
    verdict: &mut Verdict,
) -> Result<(), Problem> {
    let Some(toward) = &ask.toward else {
        embargo_told(ask, read.parts.embargo.as_ref(), verdict);
        return Ok(());
    };
    if toward.held {
        if let (Some(_), Some(article)) = (&toward.standing, toward.duties) {
            verdict
                .notes
                .push(Note::new("duties").with("article", article));
        }
        reader(toward)?;
        embargo_told(ask, read.parts.embargo.as_ref(), verdict);
    } else {
        gives(ask, toward, read, portions, verdict)?;
    }
    if toward.to == ask.context.party {
        return Ok(());
    }
    if let Some(level) = &read.level {
        shown(ask, toward, level, verdict);
    }
    Ok(())
}

fn gives(
    ask: &Ask<'_>,
    toward: &Toward<'_>,
    read: &Read,
    portions: &[Label],
    verdict: &mut Verdict,
) -> Result<(), Problem> {
    let whole = verdict.banner.clone();
    let none = Vec::new();
    let caveats = whole.as_ref().map_or(&read.parts.caveats, |l| &l.caveats);
    let rel = whole.as_ref().map_or(&read.parts.rel, |l| &l.rel);
    let originators = whole.as_ref().map_or(&none, |l| &l.originators);
    words(ask, toward, caveats, verdict)?;
    if let Some(rel) = rel {
        verdict.rules.extend(["M5", "M8"]);
        if !rel.parties.contains(toward.to) && toward.to != ask.context.party {
            let list: Vec<&str> = rel.parties.iter().map(PartyId::as_str).collect();
            let list = if list.is_empty() {
                "-".to_owned()
            } else {
                list.join(", ")
            };
            return Err(Problem::refused("MARK-021")
                .with("party", toward.to)
                .with("list", list)
                .decided_by(ask.context.party));
        }
        let others = rel
            .parties
            .iter()
            .filter(|p| *p != toward.to && *p != ask.context.party);
        let others: Vec<&str> = others.map(PartyId::as_str).collect();
        if !others.is_empty() {
            let note = Note::new("others").with("parties", others.join(", "));
            verdict.notes.push(note.with("party", toward.to));
        }
    }
    embargo(ask, toward, verdict)?;
    consents(ask, toward, originators, verdict)?;
    if toward.by != ask.context.party {
        // What is passed on stands under the giver's own agreement with the third.
        let note = Note::new("cover")
            .with("giver", toward.by)
            .with("party", toward.to);
        verdict.notes.push(note);
        return Ok(());
    }
    let levels = read.level.iter().chain(portions.iter().map(|l| &l.level));
    for level in levels {
        row(ask, toward, level, verdict)?;
    }
    Ok(())
}

/// Words that keep it at home, or bind the recipient (C5, M9).
fn words(
    ask: &Ask<'_>,
    toward: &Toward<'_>,
    caveats: &[entente_model::id::PurposeId],
    verdict: &mut Verdict,
) -> Result<(), Problem> {
    let home = ask.context.party;
    if toward.to == home {
        return Ok(());
    }
    for code in caveats {
        let Some(word) = ask.context.vocabulary.word(home.as_str(), code) else {
            return Err(Problem::refused("MARK-005")
                .with("token", code)
                .with("party", home));
        };
        verdict.rules.insert("M9");
        let written = word.marks.first().map_or(code.as_str(), String::as_str);
        let article = word.basis.as_ref().map_or("-", ProvisionId::as_str);
        if word.effects.contains(&Effect::NoRelease) {
            let problem = Problem::refused("MARK-022")
                .with("token", written)
                .with("party", toward.to)
                .decided_by(home);
            return Err(match &word.basis {
                Some(basis) => problem.under(basis),
                None => problem,
            });
        }
        let named = word.parties.contains(toward.to);
        let onward = word.effects.contains(&Effect::NoOnward) && toward.by != home;
        let limited = word.effects.contains(&Effect::RecipientsOnly) && !named;
        if onward || limited {
            return Err(Problem::refused("REL-028")
                .with("caveat", written)
                .with("article", article)
                .under(article)
                .decided_by(home));
        }
        binds(toward, word, written, verdict)?;
    }
    Ok(())
}

/// Words of national rules bind the recipient only where the agreement lets the originator set
/// conditions.
fn binds(
    toward: &Toward<'_>,
    word: &Word,
    written: &str,
    verdict: &mut Verdict,
) -> Result<(), Problem> {
    if word.party.is_none() || word.effects.iter().all(|e| *e == Effect::Notice) {
        return Ok(());
    }
    let Some(article) = toward.conditions else {
        return Err(Problem::refused("REL-028")
            .with("caveat", written)
            .with("article", "-")
            .decided_by("negotiators"));
    };
    verdict.notes.push(
        Note::new("condition")
            .with("token", written)
            .with("article", article),
    );
    Ok(())
}

fn embargo(ask: &Ask<'_>, toward: &Toward<'_>, verdict: &mut Verdict) -> Result<(), Problem> {
    let Some(banner) = &verdict.banner else {
        return Ok(());
    };
    let held = banner.embargo.clone().filter(|e| ask.now < e.until);
    match held {
        Some(embargo) => {
            verdict.rules.insert("M13");
            Err(Problem::new("MARK-034", Class::Waiting)
                .with(
                    "until",
                    in_zones(ask, toward, embargo.until, Some(&embargo.zone)),
                )
                .decided_by(ask.context.party))
        }
        None => {
            let embargo = banner.embargo.clone();
            embargo_told(ask, embargo.as_ref(), verdict);
            Ok(())
        }
    }
}

/// The lapse removes the embargo and nothing else (M13).
fn embargo_told(ask: &Ask<'_>, embargo: Option<&Embargo>, verdict: &mut Verdict) {
    let Some(embargo) = embargo else { return };
    verdict.rules.insert("M13");
    let code = if ask.now < embargo.until {
        "embargo"
    } else {
        "embargo-lapsed"
    };
    let until = zoned(embargo.until, &embargo.zone);
    verdict.notes.push(Note::new(code).with("until", until));
}

/// Consents: of every other originator, of the originator where it is passed on, and whatever
/// consent was named as needed (C8, E1).
fn consents(
    ask: &Ask<'_>,
    toward: &Toward<'_>,
    originators: &[PartyId],
    verdict: &mut Verdict,
) -> Result<(), Problem> {
    let home = ask.context.party;
    if let Some(ended) = toward.consents.iter().find(|c| c.until <= ask.now) {
        return Err(Problem::refused("MARK-031")
            .with("party", &ended.party)
            .with("until", in_zones(ask, toward, ended.until, None))
            .decided_by(&ended.party));
    }
    reader(toward)?;
    for consent in toward.consents {
        let until = in_zones(ask, toward, consent.until, None);
        let note = Note::new("consent").with("party", &consent.party);
        verdict.notes.push(note.with("until", until));
    }
    let given = |party: &PartyId| toward.consents.iter().any(|c| &c.party == party);
    let onward = toward.by != home && toward.to != home;
    let mut needed: Vec<&PartyId> = originators
        .iter()
        .filter(|p| *p != toward.by && *p != toward.to)
        .filter(|p| onward || *p != home)
        .collect();
    if onward && !needed.contains(&home) {
        needed.insert(0, home);
    }
    let Some(missing) = needed.into_iter().find(|p| !given(p)) else {
        return Ok(());
    };
    let (article, opens) = toward.third;
    let problem = match (onward, opens) {
        (true, false) => Problem::refused("HOLD-011"),
        (true, true) => Problem::refused("HOLD-010"),
        (false, _) => Problem::refused("MARK-033").with("party", missing),
    };
    let problem = problem.decided_by(missing);
    Err(match article {
        Some(article) => problem.with("article", article).under(article),
        None => problem.with("article", "-"),
    })
}

/// A consent for some bodies opens nothing to the others.
fn reader(toward: &Toward<'_>) -> Result<(), Problem> {
    let Some(reader) = toward.reader else {
        return Ok(());
    };
    let bars = |c: &&Consent| !c.bodies.is_empty() && !c.bodies.iter().any(|b| b == reader);
    match toward.consents.iter().find(bars) {
        Some(consent) => Err(Problem::refused("MARK-032")
            .with("party", &consent.party)
            .with("bodies", consent.bodies.join(", "))
            .with("reader", crate::visible(reader))
            .decided_by(&consent.party)),
        None => Ok(()),
    }
}

/// An instant in the zones of both sides.
fn in_zones(
    ask: &Ask<'_>,
    toward: &Toward<'_>,
    at: entente_model::Instant,
    own: Option<&str>,
) -> String {
    let of = |party: &PartyId| toward.zones.iter().find(|(p, _)| p == party);
    let zones = [ask.context.party, toward.by, toward.to];
    let zones = zones
        .into_iter()
        .filter_map(of)
        .map(|(_, zone)| zone.as_str());
    let mut all: Vec<String> = Vec::new();
    for zone in own.into_iter().chain(zones) {
        let text = zoned(at, zone);
        if !all.contains(&text) {
            all.push(text);
        }
    }
    if all.is_empty() {
        return at.to_string();
    }
    all.join(" = ")
}

/// The row from a level to the recipient: none, no release; never another's, never backwards (M3).
fn row(
    ask: &Ask<'_>,
    toward: &Toward<'_>,
    id: &LevelId,
    verdict: &mut Verdict,
) -> Result<(), Problem> {
    if toward.to == ask.context.party {
        return Ok(());
    }
    verdict.rules.insert("M3");
    let Some(level) = ask.context.table.level(id) else {
        return Err(Problem::refused("MARK-001")
            .with("token", id)
            .with("party", ask.context.party));
    };
    if ask.context.table.equivalent(id, toward.to).is_none() {
        return Err(Problem::refused("REL-014")
            .with("level", &level.short)
            .with("party", toward.to)
            .with("article", &level.basis)
            .under(&level.basis)
            .decided_by("negotiators"));
    }
    ceiling(ask, toward, level)
}

fn ceiling(ask: &Ask<'_>, toward: &Toward<'_>, level: &Level) -> Result<(), Problem> {
    let Some((top, article)) = toward.ceiling else {
        return Ok(());
    };
    match ask.context.table.level(top) {
        Some(top) if level.rank > top.rank => Err(Problem::refused("REL-004")
            .with("level", &level.short)
            .with("ceiling", &top.short)
            .with("article", article)
            .under(article)
            .decided_by("negotiators")),
        _ => Ok(()),
    }
}

/// The lines a recipient sees besides the original.
fn shown(ask: &Ask<'_>, toward: &Toward<'_>, level: &LevelId, verdict: &mut Verdict) {
    let table = ask.context.table;
    let Some(row) = table.equivalent(level, toward.to) else {
        return;
    };
    let short = |id: &LevelId| table.level(id).map(|l| l.short.clone());
    verdict.rules.insert("M3");
    let mark = row.mark.as_ref().and_then(short);
    let handled = row.handle_as.as_ref().and_then(short);
    let basis = row.basis.clone();
    match (&mark, handled) {
        (Some(mark), _) => verdict.lines.push(Line::Equivalent {
            mark: mark.clone(),
            basis,
        }),
        (None, Some(mark)) => verdict.lines.push(Line::Handled { mark, basis }),
        (None, None) => {}
    }
    let notation: Vec<(String, String)> = row.notation.iter().cloned().collect();
    if !notation.is_empty() {
        let all: Vec<&str> = notation.iter().map(|(_, t)| t.as_str()).collect();
        verdict.lines.push(Line::Notation(all.join(" / ")));
    }
    designation(ask, toward, row, verdict);
    verdict.equivalent = Some(Equivalent {
        mark,
        handle_as: row.handle_as.clone(),
        notation,
        relation: row.relation,
        basis: row.basis.clone(),
    });
}

/// A level of the same rank that is conferred by designation alone is not added; who can, is said.
fn designation(ask: &Ask<'_>, toward: &Toward<'_>, row: &Equivalence, verdict: &mut Verdict) {
    let table = ask.context.table;
    let Some(mark) = row.mark.as_ref().and_then(|id| table.level(id)) else {
        return;
    };
    let conferred = table
        .levels_of(toward.to)
        .into_iter()
        .find(|l| l.designated && l.rank == mark.rank);
    if let Some(level) = conferred {
        verdict.notes.push(
            Note::new("designation")
                .with("level", &level.short)
                .with("party", toward.to),
        );
    }
}
