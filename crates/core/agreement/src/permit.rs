//! `permit`: terms × act → decision with articles. Sender and receiver ask the same function and
//! get the same answer; a refusal names the rule, a permission records which rules allowed it.

use crate::{Life, terms::Terms};
use entente_model::{Instant, LevelId, PartyId, Problem, ProvisionId, id::PurposeId};
use serde::{Deserialize, Serialize};

/// A release somebody asks for.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// Originator.
    pub from: &'a PartyId,
    /// Recipient.
    pub to: &'a PartyId,
    /// The originator's level.
    pub level: &'a LevelId,
    /// Purpose; `None` when none is stated yet.
    pub purpose: Option<&'a PurposeId>,
    /// Whether the releasing officer's own signature is there.
    pub signed: bool,
    /// When, by the author's clock.
    pub at: Instant,
}

/// One rule that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was asked, as a message key's tail: `in-force`, `party`, `level`, `ceiling`,
    /// `equivalence`, `purpose`, `officer`.
    pub rule: std::borrow::Cow<'static, str>,
    /// The provision it rests on.
    pub article: Option<ProvisionId>,
    /// Why not, if not.
    pub refusal: Option<Problem>,
}

/// The answer: every rule asked, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// The rules.
    pub checks: Vec<Check>,
}

impl Decision {
    /// The provisions that allowed it.
    ///
    /// # Errors
    /// The first refusal.
    pub fn allowed(&self) -> Result<Vec<ProvisionId>, Problem> {
        let mut rules = Vec::with_capacity(self.checks.len());
        for check in &self.checks {
            if let Some(refusal) = &check.refusal {
                return Err(refusal.clone());
            }
            if let Some(article) = &check.article
                && !rules.contains(article)
            {
                rules.push(article.clone());
            }
        }
        Ok(rules)
    }

    fn ask(&mut self, rule: &'static str, article: &ProvisionId, refusal: Option<Problem>) {
        self.checks.push(Check {
            rule: rule.into(),
            article: Some(article.clone()),
            refusal,
        });
    }
}

/// Decides a release under the agreement as its life stands.
#[must_use]
pub fn permit(life: &Life, ask: &Ask<'_>) -> Decision {
    let mut decision = Decision::default();
    let Some(agreed) = life.agreed_text() else {
        decision.checks.push(Check {
            rule: "in-force".into(),
            article: None,
            refusal: Some(not_yet(None)),
        });
        return decision;
    };
    let terms = &agreed.terms;
    decision.ask(
        "in-force",
        &terms.entry_into_force.basis,
        in_force(life, terms, ask.at),
    );
    decision.ask("party", &terms.release.basis, party(terms, ask));
    let level = agreed.table.level(ask.level);
    let (ceiling_basis, ceiling) = ceiling(agreed, ask, level.map(|l| l.rank));
    decision.ask(
        "ceiling",
        ceiling_basis.unwrap_or(&terms.release.basis),
        ceiling,
    );
    match agreed.table.equivalent(ask.level, ask.to) {
        Some(row) => decision.ask("equivalence", &row.basis, None),
        None => {
            let basis = terms
                .equivalence
                .first()
                .map_or(&terms.release.basis, |r| &r.basis);
            let refusal = Problem::refused("REL-014")
                .with(
                    "level",
                    level.map_or_else(|| ask.level.to_string(), |l| l.short.clone()),
                )
                .with("party", ask.to)
                .with("article", basis)
                .under(basis)
                .decided_by("negotiators");
            decision.ask("equivalence", basis, Some(refusal));
        }
    }
    let (purpose_basis, refusal) = purpose(terms, ask);
    decision.ask(
        "purpose",
        purpose_basis.unwrap_or(&terms.release.basis),
        refusal,
    );
    decision.ask(
        "officer",
        &terms.release.basis,
        officer(agreed, ask, level.map(|l| l.rank)),
    );
    decision
}

fn not_yet(article: Option<&ProvisionId>) -> Problem {
    let refusal = Problem::refused("REL-001")
        .with(
            "article",
            article.map_or_else(|| "-".to_owned(), ToString::to_string),
        )
        .decided_by("both-parties");
    match article {
        Some(article) => refusal.under(article),
        None => refusal,
    }
}

fn in_force(life: &Life, terms: &Terms, at: Instant) -> Option<Problem> {
    let basis = &terms.entry_into_force.basis;
    let Some(from) = life.entry_into_force() else {
        return Some(not_yet(Some(basis)));
    };
    let Some(today) = at.date_in(&terms.entry_into_force.zone) else {
        return Some(not_yet(Some(basis)));
    };
    if today < from {
        return Some(
            Problem::refused("REL-002")
                .with("date", from)
                .with("article", basis)
                .under(basis)
                .decided_by("both-parties"),
        );
    }
    match life.end() {
        Some(end) if today > end => Some(
            Problem::refused("REL-003")
                .with("date", end)
                .with("article", &terms.termination.basis)
                .under(&terms.termination.basis)
                .decided_by("both-parties"),
        ),
        _ => None,
    }
}

fn party(terms: &Terms, ask: &Ask<'_>) -> Option<Problem> {
    let both = terms.parties.contains(ask.from) && terms.parties.contains(ask.to);
    (!both || ask.from == ask.to).then(|| {
        Problem::refused("REL-008")
            .with("party", ask.to)
            .under(&terms.release.basis)
            .decided_by("negotiators")
    })
}

fn ceiling<'a>(
    agreed: &'a crate::life::AgreedText,
    ask: &Ask<'_>,
    rank: Option<u32>,
) -> (Option<&'a ProvisionId>, Option<Problem>) {
    let Some(rule) = agreed.terms.ceiling.iter().find(|c| &c.party == ask.from) else {
        return (None, Some(unknown_level(ask)));
    };
    let top = agreed.table.level(&rule.level);
    let refusal = match (rank, top) {
        (Some(_), _) if ask.level.party() != ask.from.as_str() => Some(unknown_level(ask)),
        (Some(rank), Some(top)) if rank <= top.rank => None,
        (Some(_), Some(top)) => Some(
            Problem::refused("REL-004")
                .with(
                    "level",
                    agreed.table.level(ask.level).map_or("", |l| &l.short),
                )
                .with("ceiling", &top.short)
                .with("article", &rule.basis)
                .under(&rule.basis)
                .decided_by("negotiators"),
        ),
        _ => Some(unknown_level(ask)),
    };
    (Some(&rule.basis), refusal)
}

fn unknown_level(ask: &Ask<'_>) -> Problem {
    Problem::refused("MARK-001")
        .with("token", ask.level)
        .with("party", ask.from)
        .decided_by(ask.from)
}

fn purpose<'a>(terms: &'a Terms, ask: &Ask<'_>) -> (Option<&'a ProvisionId>, Option<Problem>) {
    let basis = terms.purpose.first().map(|p| &p.basis);
    let refusal = |problem: Problem| match basis {
        Some(basis) => problem
            .with("article", basis)
            .under(basis)
            .decided_by("negotiators"),
        None => problem,
    };
    match ask.purpose {
        None => (basis, Some(refusal(Problem::refused("REL-006")))),
        Some(wanted) => match terms.purpose.iter().find(|p| &p.code == wanted) {
            Some(known) => (Some(&known.basis), None),
            None => (
                basis,
                Some(refusal(Problem::refused("REL-005").with("purpose", wanted))),
            ),
        },
    }
}

fn officer(agreed: &crate::life::AgreedText, ask: &Ask<'_>, rank: Option<u32>) -> Option<Problem> {
    if ask.signed {
        return None;
    }
    let rule = agreed
        .terms
        .release
        .signed_from
        .iter()
        .find(|s| &s.party == ask.from)?;
    let from = agreed.table.level(&rule.level)?;
    (rank? >= from.rank).then(|| {
        Problem::refused("REL-009")
            .with(
                "level",
                agreed.table.level(ask.level).map_or("", |l| &l.short),
            )
            .with("article", &agreed.terms.release.basis)
            .under(&agreed.terms.release.basis)
            .decided_by("releasing-officer")
    })
}
