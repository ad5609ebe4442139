//! What was done and what was refused, by code.

use entente_engine::Answer;
use entente_model::{
    Problem,
    problem::{Class, Fault},
};
use std::collections::BTreeMap;

/// Refusals that cite no provision of an agreement, and why.
const WITHOUT_ARTICLE: [(&str, &str); 9] = [
    // What happens inside a party follows its own rules; the refusal names the duty or what stands
    // against it, and the security officer, registrar or releasing officer who can put it right.
    ("HOUSE-", "the house's own rules"),
    ("READ-001", "positions are the house's"),
    ("READ-003", "a destroyed key opens for nobody"),
    ("READ-004", "the giver's purpose in the act itself"),
    // Who may sign for a party is on its card, with the term of each appointment.
    ("OFF-", "the party's card"),
    // What the originator wrote on its label binds whatever the terms say.
    ("MARK-05", "the originator's label"),
    // The item is gone or not marked yet: nothing that an agreement could speak of.
    ("ITEM-010", "a destroyed key opens for nobody"),
    (
        "REL-011",
        "no level, so no rule of an agreement applies yet",
    ),
    // A bound of this implementation, the same for every agreement.
    ("CASE-005", "a bound on memory"),
];

/// Refusals about the day of an act in a case: usage, whatever the terms.
const USAGE: [&str; 1] = ["CASE-008"];

#[derive(Default)]
pub(crate) struct Book {
    /// What took place, by kind.
    pub(crate) done: BTreeMap<&'static str, u64>,
    /// What did not, by code: how many and the first.
    pub(crate) noes: BTreeMap<String, (u64, &'static str, Problem)>,
}

impl Book {
    pub(crate) fn note(&mut self, kind: &'static str, answer: &Result<Answer, Problem>) {
        match answer {
            Ok(Answer::Released(all)) => {
                for one in all {
                    match one {
                        Ok(_) => self.did(kind),
                        Err(problem) => self.no(kind, problem),
                    }
                }
            }
            Ok(_) => self.did(kind),
            Err(problem) => self.no(kind, problem),
        }
    }

    pub(crate) fn did(&mut self, kind: &'static str) {
        *self.done.entry(kind).or_default() += 1;
    }

    pub(crate) fn no(&mut self, kind: &'static str, problem: &Problem) {
        let code = problem.code.to_string();
        let all = self.noes.entry(code);
        let seen = all.or_insert_with(|| (0, kind, problem.clone()));
        seen.0 += 1;
        // The first that lacks something is the one to be shown.
        if lacks(&seen.2).is_none() && lacks(problem).is_some() {
            (seen.1, seen.2) = (kind, problem.clone());
        }
    }

    /// Refusals that say neither under which provision nor who decides.
    pub(crate) fn lacking(&self) -> Vec<String> {
        let all = self.noes.values();
        all.filter_map(|(_, kind, problem)| {
            let what = lacks(problem)?;
            Some(format!("{kind}: {problem} has no {what}"))
        })
        .collect()
    }

    pub(crate) fn print(&self) {
        println!("what took place:");
        for (kind, count) in &self.done {
            println!("  {count:>7}  {kind}");
        }
        println!("what was refused:");
        for (code, (count, kind, problem)) in &self.noes {
            let article = problem.article.as_deref().unwrap_or("-");
            let decider = problem.decider.as_deref().unwrap_or("-");
            println!("  {count:>7}  {code:<10} {article:<6} {decider:<22} {kind}");
        }
    }
}

/// What a refusal by a rule does not say.
fn lacks(problem: &Problem) -> Option<&'static str> {
    let rule = problem.class == Class::Refused
        || (problem.class == Class::Waiting && problem.fault == Fault::Rule);
    if !rule {
        return None;
    }
    if problem.decider.is_none() {
        return Some("decider");
    }
    let elsewhere = WITHOUT_ARTICLE.iter().map(|(code, _)| code);
    let known = elsewhere.chain(&USAGE).any(|c| problem.code.starts_with(c));
    (problem.article.is_none() && !known).then_some("article")
}
