//! The provision a refusal of the register rests on, and who can decide otherwise (DESIGN §2.8).

use crate::{Past, Rules, terms::Group};
use entente_model::{PartyId, Problem, ProvisionId};

/// A release as refusals name it; whoever shows them puts the reference there.
pub(super) fn named(from: &PartyId, n: u64) -> String {
    format!("{from}#{n}")
}

/// A refusal that names no provision, no decider or no item yet gets them.
pub(super) fn cite(
    rules: &Rules,
    past: &Past<'_>,
    from: &PartyId,
    n: u64,
    mut problem: Problem,
) -> Problem {
    if problem.article.is_none() {
        problem.article = basis(rules, &problem.code).map(ToString::to_string);
        let silent = problem
            .args
            .iter_mut()
            .find(|(name, v)| name == "article" && v == "-");
        if let (Some((_, words)), Some(article)) = (silent, &problem.article) {
            words.clone_from(article);
        }
    }
    if problem.decider.is_none() {
        // What its author can put right by itself, else what the giver can decide.
        let own = matches!(
            problem.code.as_ref(),
            "ACT-001"
                | "REG-003"
                | "REG-004"
                | "REG-012"
                | "REG-013"
                | "REG-014"
                | "REG-016"
                | "REG-017"
        );
        let decider = if own { past.by } else { from };
        problem.decider = Some(decider.to_string());
    }
    if !problem.args.iter().any(|(name, _)| name == "item") {
        problem = problem.with("item", named(from, n));
    }
    problem
}

/// Where the text speaks of the refusal's subject, else where it speaks of what is shared at all.
pub(super) fn basis<'r>(rules: &'r Rules, code: &str) -> Option<&'r ProvisionId> {
    let terms = &rules.terms;
    let third = terms.third_party.as_ref().map(Group::first);
    let custody = terms.custody.as_ref().map(Group::first);
    let disposal = terms.disposal.first().map(Group::first);
    let copying = terms.copying.first().map(Group::first);
    let receipt = terms.receipt.first().map(Group::first);
    let register = terms.register.as_ref().map(Group::first);
    let reclass = terms.reclassification.as_ref().map(Group::first);
    let own = match code {
        "REG-005" | "REG-006" | "REG-007" | "REG-008" | "REG-009" | "REG-010" | "REG-011"
        | "HOLD-010" | "HOLD-011" | "HOLD-012" | "HOLD-013" => third,
        "REG-002" | "REG-012" | "REG-016" | "REG-017" | "REG-021" => disposal.or(custody),
        "REG-003" | "REG-004" | "REG-015" => copying,
        "REG-018" | "REL-014" | "MARK-001" | "MARK-003" | "HOLD-030" | "HOLD-031" => reclass,
        "REG-019" => receipt,
        "HOLD-070" => custody,
        "REG-020" => terms.assurance.as_ref().map(Group::first),
        _ => None,
    };
    own.or(register)
        .or(custody)
        .or(third)
        .or_else(|| terms.release.as_ref().map(Group::first))
        .or_else(|| terms.party.first().map(Group::first))
}
