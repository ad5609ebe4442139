//! The party's own rules: those shipped, or a file of its own that fits the schema. Which are in
//! force is an act of the house; a file that is not the one the act names is not used.

use super::write;
use crate::{
    command::By,
    dir::{NodeDir, write_private},
    runtime::Node,
};
use entente_engine::State;
use entente_house::Rules;
use entente_model::{
    Digest, Problem,
    house::HouseDeed,
    problem::{Class, Fault},
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};

/// The rules as last read, with the digest the house names.
#[derive(Default)]
pub struct Own(Mutex<Option<(Option<Digest>, Arc<Rules>)>>);

impl Own {
    /// The rules in force.
    ///
    /// # Errors
    /// HOUSE-050 when the file is not the one that was put in force: then nobody reads.
    pub fn in_force(&self, node: &Node, state: &State) -> Result<Arc<Rules>, Problem> {
        let wanted = state.house.rules_in_force().copied();
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((digest, rules)) = held.as_ref()
            && *digest == wanted
        {
            return Ok(Arc::clone(rules));
        }
        let rules = match wanted {
            None => Rules::shipped()?,
            Some(digest) => read(&node.dir, &digest)?,
        };
        let rules = Arc::new(rules);
        *held = Some((wanted, Arc::clone(&rules)));
        Ok(rules)
    }
}

fn read(dir: &NodeDir, wanted: &Digest) -> Result<Rules, Problem> {
    let other = || {
        Problem::new("HOUSE-050", Class::Unverified)
            .by(Fault::Machine)
            .with("digest", wanted.hex())
            .decided_by("security-officer")
    };
    let text = std::fs::read_to_string(dir.rules()).map_err(|_| other())?;
    let rules = Rules::load(&text)?;
    if rules.digest() != *wanted {
        return Err(other());
    }
    Ok(rules)
}

/// The rules in force, each with what it says.
///
/// # Errors
/// HOUSE-*.
pub(super) fn show(node: &Node) -> Result<Value, Problem> {
    let state = node.state();
    let rules = node.own_rules.in_force(node, &state)?;
    let own = state.house.rules_in_force().is_some();
    let list: Vec<Value> = rules
        .list()
        .iter()
        .map(|r| json!({ "policy": r.id, "en": r.en, "ja": r.ja }))
        .collect();
    Ok(json!({ "own": own, "digest": rules.digest().hex(), "rules": list }))
}

/// Puts own rules in force, or those shipped.
///
/// # Errors
/// HOUSE-001 to HOUSE-010 for what does not fit; OFF-003; the engine's refusal.
pub(super) async fn load(
    node: &Arc<Node>,
    text: Option<String>,
    by: &By,
) -> Result<Value, Problem> {
    let digest = match &text {
        None => None,
        Some(text) => Some(Rules::load(text)?.digest()),
    };
    // The file first: the act names what is there.
    let before = std::fs::read(node.dir.rules()).ok();
    if let Some(text) = &text {
        write_private(&node.dir.rules(), text.as_bytes())?;
    }
    match write(node, by, HouseDeed::Rules(digest)).await {
        Ok(_) => show(node),
        Err(problem) => {
            if let (Some(_), Some(before)) = (&text, before) {
                write_private(&node.dir.rules(), &before)?;
            }
            Err(problem)
        }
    }
}
