//! Acts of the house as inputs of a step.

use super::{
    House, Readable, Under,
    actor::SECURITY,
    may_read,
    read::{HOW, governing, utc},
};
use crate::{
    fold::Cards,
    input::{Answer, ReadAsked},
    state::State,
    step::{Along, Ctx, cards},
};
use entente_model::{
    AgreementId, Deed, Instant, OfficialId, Problem,
    act::Anchor,
    house::{Held, HouseAct, HouseDeed, NODE, Scope, VERSION, Who},
    problem::Class,
    time::Date,
};
use std::sync::Arc;

/// A person or position does something inside the house.
pub(crate) fn write(
    state: &mut State,
    ctx: &mut Ctx,
    by: String,
    deed: HouseDeed,
) -> Result<Answer, Problem> {
    let me = Arc::clone(&state.me);
    let day = utc(ctx.now.max(state.house.last_time))?;
    let under = Under {
        card: me.card.card(),
        day,
    };
    if by != NODE && by.parse::<OfficialId>().is_err() {
        let shown: String = by.chars().take(64).collect();
        return Err(Problem::new("HOUSE-020", Class::NotFound).with("person", shown));
    }
    state.house.check(&by, &deed, under)?;
    let tell = must_tell(state, &deed, ctx.now);
    let n = append(&mut state.house, ctx, by, deed)?;
    Ok(Answer::House { n, tell })
}

/// A person asks to read: decided by treaty and house, written down either way.
pub(crate) fn read(state: &mut State, ctx: &mut Ctx, asked: ReadAsked) -> Result<Answer, Problem> {
    let ReadAsked {
        person,
        position,
        item,
        how,
        purpose,
        facts,
        house,
    } = asked;
    if !HOW.contains(&how.as_str()) {
        let shown: String = how.chars().take(32).collect();
        return Err(Problem::new("READ-002", Class::Usage).with("how", shown));
    }
    let at = ctx.now.max(state.house.last_time);
    let decided = decide(
        state,
        &person,
        &position,
        &item,
        &facts,
        purpose.as_ref(),
        at,
    );
    // The treaty's refusal comes first: the house's own rules can only take away.
    let decided = decided.and_then(|mut rules| {
        rules.extend(house?);
        Ok(rules)
    });
    let by = position.to_string();
    match decided {
        Ok(rules) => {
            let deed = HouseDeed::Read {
                person,
                item,
                how,
                purpose,
                rules: rules.clone(),
            };
            let n = append(&mut state.house, ctx, by, deed)?;
            Ok(Answer::Read { n, rules })
        }
        Err(problem) => {
            let deed = HouseDeed::Refused {
                person,
                item: Some(item),
                how,
                code: problem.code.to_string(),
            };
            append(&mut state.house, ctx, by, deed)?;
            Err(problem)
        }
    }
}

fn decide(
    state: &State,
    person: &OfficialId,
    position: &OfficialId,
    item: &Held,
    facts: &Readable,
    purpose: Option<&entente_model::id::PurposeId>,
    at: Instant,
) -> Result<Vec<String>, Problem> {
    may_read(state, person, item, position, facts, purpose, at).map(|d| d.rules)
}

/// Writes an act whose rules were asked.
fn append(house: &mut House, ctx: &mut Ctx, by: String, deed: HouseDeed) -> Result<u64, Problem> {
    let act = HouseAct {
        v: VERSION,
        n: house.size(),
        at: ctx.now.max(house.last_time),
        by,
        deed,
    };
    let entry = act.to_entry()?;
    house.fold(&act);
    let entry = house.append(entry, &mut ctx.commit.tiles);
    ctx.commit.entries.push(entry);
    ctx.house_grew = true;
    Ok(act.n)
}

/// Notes in the house what was declared to the partners: these pairs of duties may be one
/// person's.
pub(crate) fn waive(
    state: &mut State,
    ctx: &mut Ctx,
    duties: Vec<String>,
    until: Option<Date>,
) -> Result<(), Problem> {
    for duties in duties {
        let deed = HouseDeed::Waive { duties, until };
        append(&mut state.house, ctx, NODE.to_owned(), deed)?;
    }
    Ok(())
}

/// Notes in the house each item whose key this step destroys.
pub(crate) fn note_shreds(state: &mut State, ctx: &mut Ctx) -> Result<(), Problem> {
    let given = ctx.commit.shreds.iter();
    let given = given.map(|(log, n)| Held::Given(log.agreement, log.author.clone(), *n));
    let own = ctx.commit.drafts.iter().filter(|(d, _)| d.shredded);
    let gone: Vec<Held> = own
        .map(|(d, _)| Held::Own(d.item.clone()))
        .chain(given)
        .collect();
    for item in gone {
        if !state.house.shredded(&item) {
            let deed = HouseDeed::Shred { item };
            append(&mut state.house, ctx, NODE.to_owned(), deed)?;
        }
    }
    Ok(())
}

/// Agreements whose partner must be told what a deed does to a clearance (D4): the end or lowering
/// of it, where the text in force says how soon, and the person had access under that agreement.
/// Asked before the deed takes effect.
pub(crate) fn must_tell(state: &State, deed: &HouseDeed, at: Instant) -> Vec<AgreementId> {
    let house = &state.house;
    let known = |id: &OfficialId| house.person(id).filter(|k| k.cleared.is_some());
    let person = match deed {
        HouseDeed::Leave(id) | HouseDeed::Unclear { person: id, .. } => known(id),
        HouseDeed::Clear { person, level, .. } => {
            known(person).filter(|k| k.cleared.as_ref().is_some_and(|(to, _)| to != level))
        }
        _ => None,
    };
    let Some(known) = person else {
        return Vec::new();
    };
    let id = &known.person.id;
    let under = |agreement: &AgreementId| {
        let of = |held: &Held| matches!(held, Held::Given(a, ..) if a == agreement);
        let granted = house.grants().any(|(who, scope, _)| {
            let theirs = match who {
                Who::Person(p) => p == id,
                Who::Group(g) => known.groups.contains(g),
            };
            theirs
                && match scope {
                    Scope::Item(held) => of(held),
                    Scope::Purpose(a, _) => a == agreement,
                }
        });
        known.briefed(agreement).is_some()
            || granted
            || house
                .readers
                .iter()
                .any(|(held, r)| of(held) && r.persons.contains(id))
    };
    let all = state.agreements.iter();
    all.filter(|(_, a)| {
        governing(a, at).is_ok_and(|text| {
            let access = text.rules.terms.access.as_ref();
            let lowered = match deed {
                HouseDeed::Clear { level, .. } => {
                    let ranks = [known.cleared.as_ref().map(|(to, _)| to), Some(level)];
                    match ranks.map(|l| l.and_then(|l| text.rules.level(l)).map(|l| l.rank)) {
                        [Some(before), Some(after)] => after < before,
                        _ => true,
                    }
                }
                _ => true,
            };
            lowered && access.is_some_and(|a| a.revocation.is_some())
        })
    })
    .map(|(id, _)| *id)
    .filter(under)
    .collect()
}

/// Anchors the house in every record that can be written and whose anchor is behind.
pub(crate) fn anchor_all(state: &mut State, ctx: &mut Ctx) -> Result<Answer, Problem> {
    let ids: Vec<AgreementId> = state.agreements.keys().copied().collect();
    let mut written = Vec::new();
    for id in ids {
        if let Some(n) = anchor(state, ctx, &id)? {
            written.push((id, n));
        }
    }
    Ok(Answer::Anchored(written))
}

/// Anchors the house in the records that grew in this step, where the house grew since the last.
pub(crate) fn anchor_grown(state: &mut State, ctx: &mut Ctx) -> Result<(), Problem> {
    if state.house.size() == 0 {
        return Ok(());
    }
    for id in ctx.grown() {
        anchor(state, ctx, &id)?;
    }
    Ok(())
}

/// One anchor, if the house grew since the last one there. None where the record has not begun,
/// exchange is stopped or the partner is not confirmed.
fn anchor(state: &mut State, ctx: &mut Ctx, id: &AgreementId) -> Result<Option<u64>, Problem> {
    let me = Arc::clone(&state.me);
    let State {
        agreements,
        partners,
        house,
        ..
    } = state;
    let Some(agreement) = agreements.get_mut(id) else {
        return Ok(None);
    };
    if house.size() <= house.anchored_size(id)
        || agreement.own.size() == 0
        || agreement.clear_of_alarm().is_err()
    {
        return Ok(None);
    }
    let Ok(cards): Result<Cards<'_>, Problem> = cards(&me, partners, &agreement.partner) else {
        return Ok(None);
    };
    let head = house.anchor();
    let deed = Deed::Anchor(Anchor { head });
    let n = ctx.act(&me, agreement, cards, deed, Along::default())?;
    house.note_anchor(*id, n, &head);
    Ok(Some(n))
}

impl State {
    /// Agreements whose partner is to be told of a deed before it is done; see
    /// [`Answer::House`].
    #[must_use]
    pub fn must_tell_partners(&self, deed: &HouseDeed, at: Instant) -> Vec<AgreementId> {
        must_tell(self, deed, at)
    }

    /// Whether a person or position has the security officer's duty on the day.
    #[must_use]
    pub fn is_security_officer(&self, by: &str, at: Instant) -> bool {
        utc(at).is_ok_and(|day| {
            let card = self.me.card.card();
            self.house.has(by, SECURITY, Under { card, day })
        })
    }
}
