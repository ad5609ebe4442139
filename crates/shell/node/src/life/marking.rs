//! Marking an own item: the marking is read and judged by the same function as everywhere, portions
//! and all; what comes out is a label, never a text (M1, M6, M22).

use crate::runtime::Node;
use entente_agreement::marks;
use entente_engine::{Agreement, Input};
use entente_marking::check::Subject;
use entente_model::{AgreementId, Label, Problem, id::ItemRef};

/// A marking as a person gives it.
pub struct Marking {
    /// The text.
    pub text: String,
    /// The portions' markings; those kept with the item when empty.
    pub portions: Vec<String>,
    /// Why the whole is marked above them.
    pub aggregation: String,
}

/// Reads a marking with the agreement named, else with the first that knows its words.
///
/// # Errors
/// MARK-*; AGREE-001.
pub fn read(
    node: &Node,
    item: &ItemRef,
    agreement: Option<AgreementId>,
    marking: Marking,
) -> Result<Input, Problem> {
    let state = node.state();
    let portions = match (&marking.portions, state.drafts.get(item)) {
        (given, Some(draft)) if given.is_empty() => draft.portions.clone(),
        (given, _) => given.clone(),
    };
    let ids: Vec<AgreementId> = match agreement {
        Some(id) => vec![id],
        None => state.agreements.keys().copied().collect(),
    };
    let mut refusal = None;
    for id in ids {
        let held = state.agreement(&id)?;
        match label(node, held, &marking, &portions) {
            Ok(Some(label)) => {
                return Ok(Input::ItemLabel {
                    item: item.clone(),
                    agreement: id,
                    label: Box::new(label),
                    portions,
                    aggregation: marking.aggregation,
                });
            }
            // No text yet to read more than a level with.
            Ok(None) => {}
            Err(problem) => refusal = Some(problem),
        }
    }
    match refusal {
        Some(problem) => Err(problem),
        None => Ok(Input::ItemMark {
            item: item.clone(),
            level: marking.text,
            agreement,
        }),
    }
}

fn label(
    node: &Node,
    agreement: &Agreement,
    marking: &Marking,
    portions: &[String],
) -> Result<Option<Label>, Problem> {
    let now = node.clock.now();
    let Some(text) = agreement.life.text_at(now.max(agreement.last_time)) else {
        return Ok(None);
    };
    let rules = &text.rules;
    let me = node.me.party();
    let mut asked = marks::Asked::new(me, Subject::Text(&marking.text), now);
    asked.portions = portions;
    asked.aggregation = Some(marking.aggregation.as_str()).filter(|a| !a.trim().is_empty());
    let vocabulary = marks::vocabulary(rules);
    let verdict = marks::check(rules, &vocabulary, agreement.life.timeline(), &asked);
    if let Some(problem) = verdict.problem {
        return Err(problem);
    }
    let read = verdict.read.and_then(|read| read.label());
    let mut label = read.ok_or_else(|| {
        Problem::refused("MARK-001")
            .with("token", entente_marking::visible(&marking.text))
            .with("party", me)
    })?;
    // A level in its usual spelling, and nothing more, is no label of its own (M2).
    let plain = Label {
        written: String::new(),
        ..label.clone()
    };
    let usual = rules
        .level(&label.level)
        .is_some_and(|l| l.short == marking.text);
    if plain.is_plain() && usual {
        label = plain;
    }
    label.aggregated = asked.aggregation.is_some();
    Ok(Some(label))
}
