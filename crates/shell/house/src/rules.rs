//! A rule set, checked when loaded; and its verdicts.

use crate::{
    Request,
    cedar::Names,
    scan::{self, line_at},
};
use cedar_policy::{
    Authorizer, Decision, Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator,
};
use entente_model::{Digest, Problem, problem::Class};
use miette::Diagnostic;
use std::{collections::HashMap, fmt};

const SCHEMA: &str = include_str!("../policies/schema.cedarschema");
const SHIPPED: &str = include_str!("../policies/default.cedar");
const FLOOR: &str = include_str!("../policies/floor.cedar");
/// Rules whose name begins so are of this program.
const RESERVED: &str = "entente-";
/// Longest name of a rule, in bytes.
const MAX_NAME: usize = 64;
/// How much of another program's words goes into a message, in characters.
const MAX_DETAIL: usize = 300;

/// A checked rule set.
pub struct Rules {
    set: PolicySet,
    schema: Schema,
    names: Names,
    authorizer: Authorizer,
    digest: Digest,
}

/// One rule that decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// Its name (`@id`).
    pub id: String,
    /// What it says, in English (`@en`); the Japanese text where there is none.
    pub en: String,
    /// What it says, in Japanese (`@ja`); the English text where there is none.
    pub ja: String,
}

/// The answer to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may be done.
    pub allowed: bool,
    /// The names of the rules that decided, in the order of the alphabet. Allowed: those that
    /// permit. Refused: those that forbid; none when nothing permits.
    pub policies: Vec<String>,
    /// The same rules in words.
    pub reasons: Vec<Reason>,
    /// What could not be evaluated, in English. Any error refuses.
    pub errors: Vec<String>,
}

impl Rules {
    /// The rules a new installation starts with.
    ///
    /// # Errors
    /// As [`load`](Self::load), were the shipped text wrong; a test sees that it is not.
    pub fn shipped() -> Result<Self, Problem> {
        Self::load(SHIPPED)
    }

    /// The text of the shipped rules, to start one's own from.
    #[must_use]
    pub fn shipped_text() -> &'static str {
        SHIPPED
    }

    /// The Cedar schema rules are checked against.
    #[must_use]
    pub fn schema_text() -> &'static str {
        SCHEMA
    }

    /// A party's own rules in place of the shipped ones. Every rule has a name (`@id`, small
    /// letters, digits and hyphens, 1 to 64) and says what it does (`@en`, `@ja` or both).
    ///
    /// # Errors
    /// `HOUSE-001` not Cedar, `HOUSE-002` more than 256 KiB, `HOUSE-003` more than 2,000 rules,
    /// `HOUSE-004` does not fit the schema or can never apply, `HOUSE-005` no name, or not one a
    /// rule can have, `HOUSE-006` a name twice, `HOUSE-007` no words, `HOUSE-008` too long or deep,
    /// `HOUSE-009` a character that cannot be seen, `HOUSE-010` a template.
    pub fn load(text: &str) -> Result<Self, Problem> {
        let schema = schema()?;
        let lines = scan::lines(text)?;
        let own: PolicySet = text.parse().map_err(|e| unread(text, &e))?;
        if let Some(template) = own.templates().next() {
            return Err(usage("HOUSE-010").with("line", line_of(template.id(), &lines)));
        }
        // Cedar numbers rules in the order of the text; messages follow that order.
        let mut own: Vec<(u32, Policy)> = own
            .policies()
            .map(|p| (line_of(p.id(), &lines), p.clone()))
            .collect();
        own.sort_by_key(|(line, p)| (*line, position(p.id())));
        let mut set = PolicySet::new();
        let mut at = HashMap::new();
        for (line, policy) in own {
            let name = name(&policy, line)?;
            let id = PolicyId::new(&name);
            set.add(policy.new_id(id.clone()))
                .map_err(|_| usage("HOUSE-006").with("policy", &name).with("line", line))?;
            at.insert(id, line);
        }
        fits(&set, &schema, text, &at)?;
        floor(&mut set)?;
        Ok(Self {
            set,
            schema,
            names: Names::new().ok_or_else(|| broken("names"))?,
            authorizer: Authorizer::new(),
            digest: Digest::tagged(
                "entente house rules v1",
                &[SCHEMA.as_bytes(), FLOOR.as_bytes(), text.as_bytes()],
            ),
        })
    }

    /// The shipped rules with a party's own added. A `forbid` of either stands.
    ///
    /// # Errors
    /// As [`load`](Self::load), the shipped rules included in the bounds; a line is counted in
    /// the own text. A name of a shipped rule is taken (`HOUSE-006`).
    pub fn with_shipped(text: &str) -> Result<Self, Problem> {
        // By itself first: nothing at its end may swallow or change a shipped rule.
        Self::load(text)?;
        Self::load(&format!("{text}\n{SHIPPED}"))
    }

    /// Decides one request: refused unless a rule permits, no rule forbids, every rule could be
    /// evaluated, and the treaty allows.
    #[must_use]
    pub fn decide(&self, request: &Request) -> Verdict {
        let asked = match self.names.ask(request, &self.schema) {
            Ok(asked) => asked,
            Err(error) => return Verdict::failed(&error),
        };
        let answer = self
            .authorizer
            .is_authorized(&asked.request, &self.set, &asked.entities);
        let mut errors: Vec<String> = answer
            .diagnostics()
            .errors()
            .map(|e| short(&e.to_string()))
            .collect();
        errors.sort_unstable();
        let mut reasons: Vec<Reason> = answer
            .diagnostics()
            .reason()
            .map(|id| self.reason(id))
            .collect();
        reasons.sort_unstable();
        // Cedar leaves out a rule it cannot evaluate; were it a `forbid`, that would open a door.
        // The treaty is asked here, too, whatever the rules came to be.
        let allowed = answer.decision() == Decision::Allow
            && errors.is_empty()
            && request.context.treaty_allowed;
        if !allowed && answer.decision() == Decision::Allow {
            reasons.clear();
        }
        Verdict {
            allowed,
            policies: reasons.iter().map(|r| r.id.clone()).collect(),
            reasons,
            errors,
        }
    }

    /// Fingerprint of the rules: schema, floor and text, byte for byte. Belongs into the audit
    /// entry of a decision.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The names and words of all rules, the two fixed ones included, in the order of the alphabet.
    #[must_use]
    pub fn list(&self) -> Vec<Reason> {
        let mut list: Vec<Reason> = self.set.policies().map(|p| self.reason(p.id())).collect();
        list.sort_unstable();
        list
    }

    fn reason(&self, id: &PolicyId) -> Reason {
        let en = self.set.annotation(id, "en");
        let ja = self.set.annotation(id, "ja");
        Reason {
            id: id.to_string(),
            en: en.or(ja).unwrap_or_default().to_owned(),
            ja: ja.or(en).unwrap_or_default().to_owned(),
        }
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Rules({}, {})",
            self.set.num_of_policies(),
            self.digest.hex()
        )
    }
}

impl Verdict {
    fn failed(error: &str) -> Self {
        Self {
            allowed: false,
            policies: Vec::new(),
            reasons: Vec::new(),
            errors: vec![short(error)],
        }
    }

    /// The refusal as a problem: `HOUSE-011` a rule forbids, `HOUSE-012` no rule permits,
    /// `HOUSE-013` the rules could not be evaluated. `None` when allowed. Where even existence is
    /// not to be told, the caller answers "not found" instead.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        if self.allowed {
            return None;
        }
        let problem = if let Some(error) = self.errors.first() {
            Problem::new("HOUSE-013", Class::Refused).with("detail", error)
        } else if self.policies.is_empty() {
            Problem::refused("HOUSE-012")
        } else {
            Problem::refused("HOUSE-011").with("rules", self.policies.join(", "))
        };
        Some(problem.decided_by("security-officer"))
    }
}

fn schema() -> Result<Schema, Problem> {
    Schema::from_cedarschema_str(SCHEMA)
        .map(|(schema, _)| schema)
        .map_err(broken)
}

/// Adds the two rules nobody can take out. Their names are reserved, so no own rule is in the way.
fn floor(set: &mut PolicySet) -> Result<(), Problem> {
    let floor: PolicySet = FLOOR.parse().map_err(|e| unread(FLOOR, &e))?;
    for policy in floor.policies() {
        let name = policy.annotation("id").unwrap_or_default();
        set.add(policy.new_id(PolicyId::new(name)))
            .map_err(broken)?;
    }
    Ok(())
}

fn fits(
    set: &PolicySet,
    schema: &Schema,
    text: &str,
    at: &HashMap<PolicyId, u32>,
) -> Result<(), Problem> {
    let result = Validator::new(schema.clone()).validate(set, ValidationMode::Strict);
    let errors = result
        .validation_errors()
        .map(|e| (e.policy_id().clone(), offset(e), e.to_string()));
    // A rule that can never apply is a mistake, and a `forbid` that never applies a hole.
    let warnings = result
        .validation_warnings()
        .map(|w| (w.policy_id().clone(), offset(w), w.to_string()));
    let first = errors
        .chain(warnings)
        .map(|(id, offset, what)| {
            let line = offset.map(|o| line_at(text, o));
            let line = line.or_else(|| at.get(&id).copied()).unwrap_or(1);
            (line, id.to_string(), what)
        })
        .min();
    first.map_or(Ok(()), |(line, policy, what)| {
        Err(usage("HOUSE-004")
            .with("line", line)
            .with("policy", policy)
            .with("detail", short(&what)))
    })
}

fn name(policy: &Policy, line: u32) -> Result<String, Problem> {
    let name = policy.annotation("id").unwrap_or_default();
    let fine = (1..=MAX_NAME).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !name.starts_with(RESERVED);
    if !fine {
        return Err(usage("HOUSE-005").with("line", line));
    }
    let says = |lang| {
        policy
            .annotation(lang)
            .is_some_and(|t| !t.trim().is_empty())
    };
    if !says("en") && !says("ja") {
        return Err(usage("HOUSE-007").with("policy", name).with("line", line));
    }
    Ok(name.to_owned())
}

/// Where in the text Cedar's `policy<n>` begins.
fn line_of(id: &PolicyId, lines: &[u32]) -> u32 {
    lines.get(position(id)).copied().unwrap_or(1)
}

fn position(id: &PolicyId) -> usize {
    let text: &str = id.as_ref();
    text.strip_prefix("policy")
        .and_then(|n| n.parse().ok())
        .unwrap_or(usize::MAX)
}

fn unread(text: &str, error: &cedar_policy::ParseErrors) -> Problem {
    let line = offset(error).map_or(1, |o| line_at(text, o));
    usage("HOUSE-001")
        .with("line", line)
        .with("detail", short(&error.to_string()))
}

fn offset(error: &dyn Diagnostic) -> Option<usize> {
    error.labels()?.next().map(|l| l.offset())
}

fn usage(code: &'static str) -> Problem {
    Problem::new(code, Class::Usage)
}

/// The shipped schema or floor does not read: this program is broken.
fn broken(detail: impl fmt::Display) -> Problem {
    Problem::new("HOUSE-013", Class::Unexpected).with("detail", short(&detail.to_string()))
}

fn short(text: &str) -> String {
    text.chars().take(MAX_DETAIL).collect()
}
