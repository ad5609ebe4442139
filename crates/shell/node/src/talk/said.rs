//! What is said beside the wording: values of the terms, reservations lifted.

use super::{
    At,
    draft::{self, Draft, Drafted},
    provision, show,
};
use entente_agreement::negotiation::leaves;
use entente_model::{
    Problem,
    problem::Class,
    turn::{Op, Reservation, TERMS},
};

/// A value of the terms; a group takes a JSON object, or nothing to be left out whole.
pub(super) fn term(
    at: &At,
    draft: &mut Draft,
    named: &str,
    value: Option<&str>,
) -> Result<usize, Problem> {
    let wrong = |detail: String| Problem::new("AGREE-014", Class::Usage).with("detail", detail);
    let field = show::pointer(named);
    let given = match value {
        Some(value) => leaves(&field, value).map_err(|e| wrong(format!("{named}: {e}")))?,
        None => Vec::new(),
    };
    let under = format!("{field}/");
    let held = at.talk.text().terms().fields();
    let mut gone: Vec<String> = held
        .filter(|(path, _)| *path == field || path.starts_with(&under))
        .map(|(path, _)| path.to_owned())
        .collect();
    let plain = given.iter().any(|(path, _)| *path == field);
    if plain && gone.iter().any(|path| *path != field) {
        let within: Vec<&str> = gone.iter().map(String::as_str).collect();
        return Err(wrong(format!("{named} is a group: {}", within.join(", "))));
    }
    gone.retain(|path| !given.iter().any(|(new, _)| new == path));
    let set = given.into_iter().map(|(field, value)| (field, Some(value)));
    let all: Vec<(String, Option<String>)> = set
        .chain(gone.into_iter().map(|field| (field, None)))
        .collect();
    for (field, value) in &all {
        let (field, value) = (field.clone(), value.clone());
        draft.done.push(Drafted::Op(Op::Term { field, value }));
    }
    // Terms nobody could read are not proposed.
    let ops = draft.ops(&at.talk, &at.me, &at.seen)?;
    let text = draft::tried(at, &ops)?.text().clone();
    let own = text.index(&at.me).unwrap_or_default();
    let json = text.terms().json_as_read_by(own).unwrap_or_default();
    entente_agreement::Terms::parse(&json).map_err(wrong)?;
    Ok(all.len())
}

/// Without a kind all of one's own.
pub(super) fn lift(
    at: &At,
    draft: &mut Draft,
    named: &str,
    kind: Option<Reservation>,
) -> Result<usize, Problem> {
    let text = at.talk.text();
    let p = provision(text, named)?;
    let said = if p.as_str() == TERMS {
        Some(&text.terms().said)
    } else {
        text.clause(&p).map(|c| &c.said)
    };
    let own = text.index(&at.me);
    let kinds: Vec<Reservation> = said
        .into_iter()
        .flat_map(|s| s.reservations.keys())
        .filter(|(party, k)| Some(*party) == own && kind.is_none_or(|kind| *k == kind))
        .map(|(_, k)| *k)
        .collect();
    if kinds.is_empty() {
        return Err(Problem::refused("TALK-004").with("id", named));
    }
    let count = kinds.len();
    for kind in kinds {
        let p = p.clone();
        draft.done.push(Drafted::Op(Op::Lift { p, kind }));
    }
    Ok(count)
}
