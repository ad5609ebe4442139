//! Markings under an agreement: its words, its rows, whether it is in force. The function every
//! point of an item's way asks (M22).

use crate::{
    facts::Timeline,
    permit::{self, Action, permit},
    rules::Rules,
    terms::{CaveatEffect, Group as _, ItemForm},
};
use entente_marking::{
    Effect, Group, Vocabulary, Word,
    check::{self, Consent, Subject, Toward, Verdict},
    parse::Context,
};
use entente_model::{Instant, LevelId, PartyId, Problem, ProvisionId, time::Date};

/// What a caveat's effect is to a marking.
#[must_use]
pub fn effect(effect: CaveatEffect) -> Effect {
    match effect {
        CaveatEffect::NationalsOnly => Effect::NationalsOnly,
        CaveatEffect::NoOnward => Effect::NoOnward,
        CaveatEffect::OriginatorControl => Effect::OriginatorControl,
        CaveatEffect::RecipientsOnly => Effect::RecipientsOnly,
        CaveatEffect::NoCopy => Effect::NoCopy,
        CaveatEffect::NoElectronic => Effect::NoElectronic,
        CaveatEffect::Accountable => Effect::Accountable,
        CaveatEffect::NoRelease => Effect::NoRelease,
        CaveatEffect::Notice => Effect::Notice,
    }
}

/// The words a marking may have under an agreement: its caveats and groups, and those of its
/// parties' own rules.
#[must_use]
pub fn vocabulary(rules: &Rules) -> Vocabulary {
    let terms = &rules.terms;
    let words = terms.caveat.iter().map(|row| Word {
        code: row.code.clone(),
        party: None,
        marks: row
            .text
            .iter()
            .map(|(_, text)| text.clone())
            .chain(row.marks.iter().cloned())
            .collect(),
        portions: Vec::new(),
        effects: row.effects.iter().map(|e| effect(*e)).collect(),
        parties: row.parties.clone(),
        basis: Some(row.basis.first().clone()),
    });
    let groups = terms.country_group.iter().map(|row| Group {
        code: row.code.clone(),
        members: row.members.clone(),
        basis: row.basis.first().clone(),
    });
    let parties = terms.party.iter().map(|p| p.id.clone()).collect();
    Vocabulary::new(words.collect(), groups.collect(), parties)
}

/// A marking, and where it is to go.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Whose marking it is.
    pub from: &'a PartyId,
    /// Where it goes; `None`: the marking alone.
    pub to: Option<&'a PartyId>,
    /// Who gives it, where that is not its originator.
    pub by: Option<&'a PartyId>,
    /// The marking.
    pub subject: Subject<'a>,
    /// The portions' markings.
    pub portions: &'a [String],
    /// Why the whole is marked above its portions.
    pub aggregation: Option<&'a str>,
    /// An item of before, taken over.
    pub legacy: bool,
    /// Its date.
    pub dated: Option<Date>,
    /// Its form, which decides the ceiling.
    pub form: ItemForm,
    /// The instant.
    pub now: Instant,
    /// Its signature verified.
    pub verified: bool,
    /// The recipient holds it already.
    pub held: bool,
    /// The other party told that it suspends: who, and the reference of its note.
    pub suspended: Option<(&'a PartyId, &'a str)>,
    /// Consents.
    pub consents: &'a [Consent],
    /// The body whose reader asks.
    pub reader: Option<&'a str>,
}

impl<'a> Asked<'a> {
    /// A marking alone.
    #[must_use]
    pub fn new(from: &'a PartyId, subject: Subject<'a>, now: Instant) -> Self {
        Self {
            from,
            to: None,
            by: None,
            subject,
            portions: &[],
            aggregation: None,
            legacy: false,
            dated: None,
            form: ItemForm::Document,
            now,
            verified: true,
            held: false,
            suspended: None,
            consents: &[],
            reader: None,
        }
    }

    /// Towards a recipient.
    #[must_use]
    pub fn to(mut self, to: &'a PartyId) -> Self {
        self.to = Some(to);
        self
    }
}

/// Looks at a marking under an agreement as it stands.
#[must_use]
pub fn check(
    rules: &Rules,
    vocabulary: &Vocabulary,
    time: &Timeline,
    asked: &Asked<'_>,
) -> Verdict {
    let terms = &rules.terms;
    let zones: Vec<(PartyId, String)> = terms
        .party
        .iter()
        .map(|p| {
            let zone = p.zone.clone().unwrap_or_else(|| terms.zone.clone());
            (p.id.clone(), zone)
        })
        .collect();
    let context = Context {
        table: &rules.table,
        vocabulary,
        party: asked.from,
    };
    let limits = terms.use_limits.as_ref();
    let conditions = limits.filter(|g| g.originator_conditions);
    let toward = asked.to.map(|to| {
        let by = asked.by.unwrap_or(asked.from);
        Toward {
            to,
            by,
            standing: standing(rules, time, asked, by, to),
            held: asked.held,
            duties: terms.survival.as_ref().map(|g| g.basis.first()),
            ceiling: ceiling(rules, asked.from, asked.form),
            third: (
                terms.third_party.as_ref().map(|g| g.basis.first()),
                terms.third_party.as_ref().is_some_and(|g| g.with_consent),
            ),
            conditions: conditions.map(|g| g.rule("originator_conditions")),
            consents: asked.consents,
            reader: asked.reader,
            zones: &zones,
        }
    });
    check::check(&check::Ask {
        context,
        subject: asked.subject,
        portions: asked.portions,
        aggregation: asked.aggregation,
        legacy: asked.legacy,
        dated: asked.dated,
        now: asked.now,
        verified: asked.verified,
        toward,
    })
}

/// A refusal of a marking as an act's: with the provision that lists its level, else the levels, and
/// with its originator as decider, where it names none.
#[must_use]
pub fn cited(
    rules: &Rules,
    level: &LevelId,
    originator: &PartyId,
    mut problem: Problem,
) -> Problem {
    let listed = rules.level(level).or_else(|| rules.terms.level.first());
    if let (None, Some(level)) = (&problem.article, listed) {
        problem.article = Some(level.basis.to_string());
    }
    if problem.decider.is_none() {
        problem.decider = Some(originator.to_string());
    }
    problem
}

/// Why nothing may be given now, as [`permit`] says it; for parties of the agreement alone.
fn standing(
    rules: &Rules,
    time: &Timeline,
    asked: &Asked<'_>,
    by: &PartyId,
    to: &PartyId,
) -> Option<Problem> {
    let party = |id: &PartyId| rules.terms.party.iter().any(|p| &p.id == id);
    if !party(by) || !party(to) || by == to {
        return None;
    }
    let day = rules.day(asked.now)?;
    let ask = permit::Ask::new(Action::Release, by, to, day);
    let decision = permit(rules, time, &ask);
    let stands = decision
        .explain()
        .into_iter()
        .filter(|check| check.rule == "in-force" || check.rule == "pause")
        .find_map(|check| check.refusal);
    if stands.is_some() {
        return stands;
    }
    let (who, note) = asked.suspended?;
    let article = suspension(rules);
    let text = article.map_or("-", ProvisionId::as_str);
    let problem = Problem::refused("MARK-017")
        .with("party", who)
        .with("note", entente_marking::visible(note))
        .with("article", text)
        .decided_by(who);
    Some(match article {
        Some(article) => problem.under(article),
        None => problem,
    })
}

fn suspension(rules: &Rules) -> Option<&ProvisionId> {
    let own = rules.terms.own_pause.as_ref().map(|g| g.basis.first());
    own.or_else(|| {
        rules
            .terms
            .release
            .as_ref()
            .map(|g| g.rule("no_duty_to_share"))
    })
}

/// A party's highest level for a form, and where it stands (C2).
fn ceiling<'r>(
    rules: &'r Rules,
    from: &PartyId,
    form: ItemForm,
) -> Option<(&'r LevelId, &'r ProvisionId)> {
    let row = rules.terms.ceiling.iter().find(|c| &c.party == from)?;
    let top = match form {
        ItemForm::Oral | ItemForm::Visual => row.oral.as_ref(),
        ItemForm::Electronic => row.electronic.as_ref(),
        ItemForm::Document | ItemForm::Equipment | ItemForm::Technology => row.paper.as_ref(),
    };
    Some((top.or(row.paper.as_ref())?, row.basis.first()))
}
