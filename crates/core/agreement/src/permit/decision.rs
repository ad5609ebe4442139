//! The answer: which rules were asked, what each said, and what that makes.

use arrayvec::ArrayVec;
use entente_model::{PartyId, Problem, ProvisionId, problem::Class, time::Date};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Most rules one question asks.
const MAX_STEPS: usize = 28;
/// Most rules of one question that say no or not yet.
const MAX_NOES: usize = 16;

/// What an answer amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Allowed.
    Allowed,
    /// Something is missing that can be had.
    Needs,
    /// Refused by a rule.
    Refused,
}

/// One rule that was asked.
#[derive(Debug, Clone, Copy)]
pub struct Step<'q> {
    /// What was asked, as a message key's tail: `in-force`, `ceiling`, …
    pub rule: &'static str,
    /// The field that answered, such as `copying.may`; empty where no field did.
    pub field: &'static str,
    /// The provision it rests on.
    pub article: Option<&'q ProvisionId>,
    /// What it said.
    pub outcome: Outcome,
}

/// A value in a refusal's words.
#[derive(Debug, Clone, Copy)]
pub enum Arg<'q> {
    /// A text.
    Text(&'q str),
    /// A date.
    Date(Date),
}

impl std::fmt::Display for Arg<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}

/// Who can decide otherwise, or must act.
#[derive(Debug, Clone, Copy)]
pub enum Decider<'q> {
    /// A role, as a word.
    Role(&'static str),
    /// A party.
    Party(&'q PartyId),
}

/// A "no" or "not yet".
#[derive(Debug, Clone)]
pub struct No<'q> {
    /// Its code; the words and the next step are messages of that name.
    pub code: &'static str,
    /// Who decides.
    pub decider: Decider<'q>,
    /// Values the words need.
    pub args: ArrayVec<(&'static str, Arg<'q>), 3>,
    step: usize,
}

/// The answer: every rule asked, in order.
#[derive(Debug, Clone, Default)]
pub struct Decision<'q> {
    steps: ArrayVec<Step<'q>, MAX_STEPS>,
    noes: ArrayVec<No<'q>, MAX_NOES>,
}

/// One rule that was asked, for showing and sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// See [`Step::rule`].
    pub rule: Cow<'static, str>,
    /// See [`Step::field`].
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub field: Cow<'static, str>,
    /// The provision it rests on.
    pub article: Option<ProvisionId>,
    /// Why not, or not yet, if not.
    pub refusal: Option<Problem>,
}

impl<'q> Decision<'q> {
    /// What it amounts to.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.steps
            .iter()
            .fold(Outcome::Allowed, |sum, step| match (sum, step.outcome) {
                (Outcome::Refused, _) | (_, Outcome::Refused) => Outcome::Refused,
                (Outcome::Needs, _) | (_, Outcome::Needs) => Outcome::Needs,
                _ => Outcome::Allowed,
            })
    }

    /// The rules in the order asked.
    #[must_use]
    pub fn steps(&self) -> &[Step<'q>] {
        &self.steps
    }

    /// The deciding "no": the first refusal, else the first thing missing.
    #[must_use]
    pub fn no(&self) -> Option<(&No<'q>, &Step<'q>)> {
        let with = |wanted: Outcome| {
            self.noes
                .iter()
                .filter_map(|no| self.steps.get(no.step).map(|step| (no, step)))
                .find(|(_, step)| step.outcome == wanted)
        };
        with(Outcome::Refused).or_else(|| with(Outcome::Needs))
    }

    /// The provisions that allowed it.
    ///
    /// # Errors
    /// The first refusal, else the first thing missing.
    pub fn allowed(&self) -> Result<Vec<ProvisionId>, Problem> {
        if let Some((no, step)) = self.no() {
            return Err(problem(no, step));
        }
        let mut rules: Vec<ProvisionId> = Vec::with_capacity(self.steps.len());
        for article in self.steps.iter().filter_map(|s| s.article) {
            if !rules.contains(article) {
                rules.push(article.clone());
            }
        }
        Ok(rules)
    }

    /// Every rule, for showing and sending.
    #[must_use]
    pub fn explain(&self) -> Vec<Check> {
        self.steps
            .iter()
            .enumerate()
            .map(|(at, step)| Check {
                rule: step.rule.into(),
                field: step.field.into(),
                article: step.article.cloned(),
                refusal: self
                    .noes
                    .iter()
                    .find(|no| no.step == at)
                    .map(|no| problem(no, step)),
            })
            .collect()
    }

    pub(super) fn step(
        &mut self,
        rule: &'static str,
        field: &'static str,
        article: Option<&'q ProvisionId>,
        answer: Answer<'q>,
    ) {
        let at = self.steps.len();
        let outcome = match &answer {
            Answer::Pass => Outcome::Allowed,
            Answer::Needs(_) => Outcome::Needs,
            Answer::No(_) => Outcome::Refused,
        };
        let step = Step {
            rule,
            field,
            article,
            outcome,
        };
        if self.steps.try_push(step).is_err() {
            // More rules than there is room for: the last place says no, so nothing slips through.
            if let Some(last) = self.steps.last_mut() {
                last.outcome = Outcome::Refused;
            }
            return;
        }
        if let Answer::Needs(mut no) | Answer::No(mut no) = answer {
            no.step = at;
            // The outcome stands in the step; only a later reason's words may be left out.
            let _ = self.noes.try_push(no);
        }
    }
}

/// What one rule says.
pub(super) enum Answer<'q> {
    /// Nothing against it.
    Pass,
    /// Something is missing.
    Needs(No<'q>),
    /// No.
    No(No<'q>),
}

impl<'q> No<'q> {
    pub(super) fn new(code: &'static str, decider: Decider<'q>) -> Self {
        Self {
            code,
            decider,
            args: ArrayVec::new(),
            step: usize::MAX,
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: Arg<'q>) -> Self {
        let _ = self.args.try_push((name, value));
        self
    }

    pub(super) fn text(self, name: &'static str, value: &'q str) -> Self {
        self.with(name, Arg::Text(value))
    }

    pub(super) fn no(self) -> Answer<'q> {
        Answer::No(self)
    }

    pub(super) fn needs(self) -> Answer<'q> {
        Answer::Needs(self)
    }
}

fn problem(no: &No<'_>, step: &Step<'_>) -> Problem {
    let class = match step.outcome {
        Outcome::Needs => Class::Waiting,
        _ => Class::Refused,
    };
    let mut problem = Problem::new(no.code, class).by(entente_model::Fault::Rule);
    for (name, value) in &no.args {
        problem = problem.with(name, value);
    }
    problem = match no.decider {
        Decider::Role(role) => problem.decided_by(role),
        Decider::Party(party) => problem.decided_by(party),
    };
    match step.article {
        Some(article) => problem.with("article", article).under(article),
        None => problem.with("article", "-"),
    }
}
