//! Negotiating from the command line: a turn is drafted among the delegation's own papers, looked
//! at as the other side will see it, and sent whole.

mod draft;
mod export;
mod instrument;
mod said;
mod show;

use crate::{
    command::{By, acting, internal},
    runtime::{Node, short_id},
};
use draft::{Draft, Drafted, Edit};
use entente_agreement::negotiation::{Negotiation, Text, alternative, bracket_named, edit, flow};
use entente_engine::{Answer, Input, NewTurn};
use entente_model::{
    AgreementId, PartyId, Problem, ProvisionId,
    instrument::{Instrument, Wording},
    problem::Class,
    time::Date,
    turn::{Op, Reservation, Spot, TERMS, TITLE, wording_digest},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) use draft::drawer;
pub use show::Compared;
pub(crate) use show::{standing, titles};

/// An edited text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redline {
    /// Provision by place or id; `title`.
    pub provision: String,
    /// Language.
    pub lang: String,
    /// Heading instead of body.
    pub heading: bool,
    /// The text as edited.
    pub text: String,
    /// What the file says it read before; the turn it was made from is found by it.
    pub before: Option<String>,
    /// The turn it was made from, when that is known.
    pub turn: Option<String>,
}

/// What is drafted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the command of the same name")]
pub enum Move {
    Redline(Vec<Redline>),
    /// Everything that differs in a whole instrument.
    Whole(Box<Instrument>),
    /// A wording of one's own: for an open bracket, or for words of a text.
    Bracket {
        target: String,
        lang: Option<String>,
        words: Option<String>,
        wording: String,
    },
    Support {
        target: String,
        label: String,
    },
    Withdraw {
        target: String,
        label: Option<String>,
    },
    Reserve {
        provision: String,
        kind: Reservation,
    },
    Lift {
        provision: String,
        kind: Option<Reservation>,
    },
    Agree {
        provision: Option<String>,
        ad_ref: bool,
    },
    Term {
        field: String,
        value: Option<String>,
    },
    Add {
        after: Option<String>,
        depth: u8,
        text: Vec<Wording>,
    },
    Keep {
        provision: String,
    },
    Drop {
        provision: String,
    },
    Shift {
        provision: String,
        after: Option<String>,
    },
    Park {
        provision: String,
        until: Option<Date>,
    },
    Chair {
        turn: String,
        accept: bool,
    },
}

/// A command of negotiation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the command of the same name")]
pub enum Talk {
    /// Adds to the draft; with `now`, sends it as a turn of its own at once.
    Draft {
        id: String,
        what: Vec<Move>,
        now: bool,
        reason: String,
    },
    /// Throws the draft away.
    Discard {
        id: String,
    },
    /// What the other side will see.
    Preview {
        id: String,
        ui: String,
    },
    Send {
        id: String,
        reason: String,
        reply_by: Option<Date>,
        chair: bool,
    },
    Concord {
        id: String,
        provisions: Vec<String>,
        by: By,
    },
    Amend {
        id: String,
        reason: String,
    },
    Abandon {
        id: String,
        reason: String,
    },
    /// One provision: texts, alternatives, what was said.
    Article {
        id: String,
        provision: String,
        ui: String,
    },
    /// One text to edit.
    Edit {
        id: String,
        provision: String,
        lang: String,
        heading: bool,
    },
    History {
        id: String,
        provision: String,
        lang: Option<String>,
        ui: String,
    },
    Compare(Compared),
    /// What the lint says.
    Lint {
        id: String,
        ui: String,
    },
    /// A frozen version with what its papers need; the newest without a number.
    Paper {
        id: String,
        version: Option<u32>,
    },
}

/// Carries out a command of negotiation.
///
/// # Errors
/// The problem, for the caller to render.
pub async fn execute(node: &Arc<Node>, talk: Talk) -> Result<Value, Problem> {
    match talk {
        Talk::Draft {
            id,
            what,
            now,
            reason,
        } => draft_move(node, &id, what, now, reason).await,
        Talk::Discard { id } => {
            let at = At::find(node, &id)?;
            draft::clear(node, &at.id)?;
            Ok(json!({ "agreement": short_id(&at.id), "discarded": true }))
        }
        Talk::Send {
            id,
            reason,
            reply_by,
            chair,
        } => {
            let at = At::find(node, &id)?;
            let drafted = draft::load(node, &at.id)?
                .ok_or_else(|| Problem::new("TALK-001", Class::NotFound).with("id", &id))?;
            let ops = drafted.ops(&at.talk, &at.me, &at.seen)?;
            let turn = NewTurn {
                ops,
                reason,
                reply_by,
                chair,
                expected: Some(drafted.expected),
            };
            match send(node, &at, turn).await {
                Ok(sent) => {
                    draft::clear(node, &at.id)?;
                    Ok(sent)
                }
                Err(problem) => Err(draft::own(problem)),
            }
        }
        Talk::Concord { id, provisions, by } => {
            let at = At::find(node, &id)?;
            let provisions = provisions
                .iter()
                .map(|p| provision(at.talk.text(), p))
                .collect::<Result<_, _>>()?;
            let input = Input::Concord {
                agreement: at.id,
                provisions,
                acting: acting(node, &by).await?,
            };
            written(node, input).await
        }
        Talk::Amend { id, reason } => {
            let agreement = crate::command::which(node, Some(&id), None)?;
            written(node, Input::Amend { agreement, reason }).await
        }
        Talk::Abandon { id, reason } => {
            let agreement = crate::command::which(node, Some(&id), None)?;
            written(node, Input::Abandon { agreement, reason }).await
        }
        Talk::Preview { id, ui } => show::preview(node, &id, &ui),
        Talk::Article { id, provision, ui } => show::article(node, &id, &provision, &ui),
        Talk::Edit {
            id,
            provision,
            lang,
            heading,
        } => show::to_edit(node, &id, &provision, &lang, heading),
        Talk::History {
            id,
            provision,
            lang,
            ui,
        } => show::history(node, &id, &provision, lang.as_deref(), &ui),
        Talk::Compare(compared) => show::compare(node, &compared),
        Talk::Lint { id, ui } => show::lint(node, &id, &ui),
        Talk::Paper { id, version } => export::paper(node, &id, version),
    }
}

/// The negotiation as it stands on this node, copied out of the state.
pub(crate) struct At {
    pub(crate) id: AgreementId,
    pub(crate) me: PartyId,
    pub(crate) seen: Vec<(PartyId, u64)>,
    pub(crate) talk: Negotiation,
}

impl At {
    pub(crate) fn find(node: &Node, named: &str) -> Result<Self, Problem> {
        let state = node.state();
        let agreement = crate::runtime::find_agreement(&state, named)?;
        Ok(Self {
            id: agreement.life.id(),
            me: state.me.party().clone(),
            seen: vec![(agreement.partner.clone(), agreement.theirs.size())],
            talk: agreement.life.talk()?.clone(),
        })
    }
}

async fn draft_move(
    node: &Arc<Node>,
    named: &str,
    what: Vec<Move>,
    now: bool,
    reason: String,
) -> Result<Value, Problem> {
    let at = At::find(node, named)?;
    let held = if now {
        None
    } else {
        draft::load(node, &at.id)?
    };
    let mut drafted = held.unwrap_or_else(|| Draft::new(&at.talk, &at.me, &at.seen));
    let mut noted = 0usize;
    for one in what {
        noted = noted.saturating_add(add(&at, &mut drafted, one)?);
    }
    if noted == 0 {
        return Err(Problem::new("TALK-002", Class::Usage).with("id", named));
    }
    if drafted.done.is_empty() {
        draft::clear(node, &at.id)?;
        return Ok(json!({
            "agreement": short_id(&at.id), "drafted": noted, "operations": 0, "turn": drafted.expected,
        }));
    }
    // Tried as the other side's node will try it, before it is kept.
    let ops = drafted.ops(&at.talk, &at.me, &at.seen)?;
    draft::tried(&at, &ops)?;
    if now {
        let turn = NewTurn {
            ops,
            reason,
            reply_by: None,
            chair: false,
            expected: None,
        };
        return send(node, &at, turn).await;
    }
    draft::save(node, &at.id, &drafted)?;
    Ok(json!({
        "agreement": short_id(&at.id), "drafted": noted, "operations": ops.len(), "turn": drafted.expected,
    }))
}

async fn send(node: &Arc<Node>, at: &At, turn: NewTurn) -> Result<Value, Problem> {
    let input = Input::Turn {
        agreement: at.id,
        turn: Box::new(turn),
    };
    written(node, input).await
}

async fn written(node: &Arc<Node>, input: Input) -> Result<Value, Problem> {
    match node.one(input).await? {
        Answer::Written { agreement, n } => {
            let mut view = crate::views::agreement(node, &agreement.to_string())?;
            if let Some(map) = view.as_object_mut() {
                map.insert("entry".to_owned(), json!(n));
            }
            Ok(view)
        }
        _ => Err(internal()),
    }
}

/// The provision at a place, else the one with that id.
pub(crate) fn provision(text: &Text, named: &str) -> Result<ProvisionId, Problem> {
    let unknown = || Problem::new("AGREE-010", Class::NotFound).with("id", named);
    // An id as such, as files of ours carry it: never another provision that now has this number.
    if let Some(id) = named.strip_prefix('#') {
        let id: ProvisionId = id.parse().map_err(|_| unknown())?;
        return text.clause(&id).map(|c| c.id.clone()).ok_or_else(unknown);
    }
    if named == TITLE || named == TERMS {
        return named.parse().map_err(|_| unknown());
    }
    let found = text.places().find(named).cloned();
    let gone = || {
        let id: ProvisionId = named.parse().ok()?;
        text.clause(&id).map(|c| c.id.clone())
    };
    found.or_else(gone).ok_or_else(unknown)
}

/// `4.2#b3`: a provision and the number of a bracket.
fn bracket<'t>(
    text: &'t Text,
    target: &str,
) -> Result<entente_agreement::negotiation::NamedBracket<'t>, Problem> {
    let unknown = || Problem::new("TALK-003", Class::NotFound).with("bracket", target);
    let (place, name) = target.split_once('#').ok_or_else(unknown)?;
    let number = name.strip_prefix('b').and_then(|n| n.parse::<u32>().ok());
    let id = provision(text, place)?;
    bracket_named(text, &id, number.ok_or_else(unknown)?).ok_or_else(unknown)
}

/// Adds what is asked for to the draft; gives how much.
fn add(at: &At, draft: &mut Draft, what: Move) -> Result<usize, Problem> {
    let text = at.talk.text();
    let mut push = |op: Op| {
        draft.done.push(Drafted::Op(op));
        Ok(1)
    };
    match what {
        Move::Redline(redlines) => {
            let before = redlines.iter().filter_map(|r| {
                let spot = spot(text, r).ok()?;
                Some((spot, r.before.clone()?))
            });
            let before: Vec<(Spot, String)> = before.collect();
            let base =
                (!before.is_empty()).then(|| at.talk.after(show::made_from(&at.talk, &before)));
            let mut count = 0usize;
            for redline in redlines {
                count = count.saturating_add(redlined(at, draft, redline, base.as_ref())?);
            }
            Ok(count)
        }
        Move::Whole(instrument) => instrument::differences(at, draft, &instrument),
        Move::Bracket {
            target,
            lang,
            words,
            wording,
        } => own_wording(at, draft, &target, lang, words.as_deref(), &wording),
        Move::Support { target, label } => {
            let named = bracket(text, &target)?;
            let all = named.bracket.alternatives(text.pieces());
            let wording = labelled(&all, &target, &label)?;
            push(Op::Back {
                at: named.at,
                bracket: named.key,
                text: wording_digest(&wording.text),
            })
        }
        Move::Withdraw { target, label } => {
            let named = bracket(text, &target)?;
            let all = named.bracket.alternatives(text.pieces());
            let own = text.index(&at.me);
            let mine = all.iter().find(|w| own.is_some_and(|p| w.backers.has(p)));
            let theirs = match &label {
                Some(label) => Some(labelled(&all, &target, label)?) != mine,
                None => mine.is_none(),
            };
            if theirs {
                return Err(Problem::refused("TURN-003").with("bracket", &target));
            }
            push(Op::Withdraw {
                at: named.at,
                bracket: named.key,
            })
        }
        Move::Reserve { provision: p, kind } => push(Op::Reserve {
            p: provision(text, &p)?,
            kind,
        }),
        Move::Lift { provision: p, kind } => said::lift(at, draft, &p, kind),
        Move::Agree {
            provision: p,
            ad_ref,
        } => {
            let p = p.map(|p| provision(text, &p)).transpose()?;
            draft.done.push(Drafted::Agree { p, ad_ref });
            Ok(1)
        }
        Move::Term { field, value } => said::term(at, draft, &field, value.as_deref()),
        Move::Add {
            after,
            depth,
            text: wordings,
        } => {
            let after = after.map(|a| provision(text, &a)).transpose()?;
            push(Op::Add {
                after,
                depth,
                text: wordings,
            })
        }
        other => {
            let op = structural(at, other)?;
            push(op)
        }
    }
}

/// Places and presence of provisions; a chair's text.
fn structural(at: &At, what: Move) -> Result<Op, Problem> {
    let text = at.talk.text();
    Ok(match what {
        Move::Keep { provision: p } => Op::Keep {
            p: provision(text, &p)?,
        },
        Move::Drop { provision: p } => Op::Drop {
            p: provision(text, &p)?,
        },
        Move::Shift {
            provision: p,
            after,
        } => Op::Move {
            after: after.map(|a| provision(text, &a)).transpose()?,
            p: provision(text, &p)?,
        },
        Move::Park {
            provision: p,
            until,
        } => Op::Park {
            p: provision(text, &p)?,
            until,
        },
        Move::Chair { turn, accept } => {
            let index = at.talk.turn_named(&turn)?;
            let record = index.checked_sub(1).and_then(|i| at.talk.turns().nth(i));
            let record = record.ok_or_else(|| {
                Problem::new("TURN-007", Class::NotFound)
                    .with("turn", &turn)
                    .with("last", at.talk.turns().len())
            })?;
            Op::Chair {
                by: record.by.clone(),
                no: record.turn.no,
                accept,
            }
        }
        _ => return Err(internal()),
    })
}

fn labelled<'w>(
    all: &'w [entente_agreement::negotiation::Wording],
    target: &str,
    label: &str,
) -> Result<&'w entente_agreement::negotiation::Wording, Problem> {
    let mut letters = label.trim().chars();
    let index = match (letters.next(), letters.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => {
            u32::from(c.to_ascii_uppercase()).checked_sub(u32::from('A'))
        }
        _ => None,
    };
    index
        .and_then(|i| usize::try_from(i).ok())
        .and_then(|i| all.get(i))
        .ok_or_else(|| {
            Problem::new("TALK-003", Class::NotFound).with("bracket", format!("{target} {label}"))
        })
}

/// Which text a redline is of.
fn spot(text: &Text, redline: &Redline) -> Result<Spot, Problem> {
    let spot = Spot {
        p: provision(text, &redline.provision)?,
        lang: redline.lang.clone(),
        heading: redline.heading,
    };
    if text.field(&spot).is_none() {
        return Err(Problem::new("USE-002", Class::Usage)
            .with("value", &spot.lang)
            .with("kind", "language of the text"));
    }
    Ok(spot)
}

/// An edited text: compared with the turn it was made from, so that what arrived since stays.
fn redlined(
    at: &At,
    draft: &mut Draft,
    redline: Redline,
    base: Option<&Text>,
) -> Result<usize, Problem> {
    let now = at.talk.text();
    let spot = spot(now, &redline)?;
    let text = redline.text.trim_end_matches('\n').to_owned();
    let named = match &redline.turn {
        Some(turn) => Some(at.talk.after(at.talk.turn_named(turn)?)),
        None => None,
    };
    let op = edit(named.as_ref().or(base).unwrap_or(now), &spot, &text)?;
    let held = draft.done.len();
    let plain = redline.before.is_none();
    if op.is_some() || plain {
        draft
            .done
            .retain(|d| !matches!(d, Drafted::Edit(e) if e.at == spot));
    }
    // The text as it stands takes an earlier edit of it back.
    let Some(op) = op else {
        return Ok(held.saturating_sub(draft.done.len()));
    };
    draft.done.push(Drafted::Edit(Edit { at: spot, text, op }));
    Ok(1)
}

fn own_wording(
    at: &At,
    draft: &mut Draft,
    target: &str,
    lang: Option<String>,
    words: Option<&str>,
    wording: &str,
) -> Result<usize, Problem> {
    let text = at.talk.text();
    let wording = wording.trim_end_matches('\n');
    if target.contains('#') {
        let named = bracket(text, target)?;
        let op = alternative(&named.at, &named.key, wording);
        draft.done.push(Drafted::Op(op));
        return Ok(1);
    }
    let p = provision(text, target)?;
    let lang = lang
        .or_else(|| text.langs().first().cloned())
        .unwrap_or_default();
    let spot = Spot {
        p,
        lang: lang.clone(),
        heading: false,
    };
    let field = text
        .field(&spot)
        .ok_or_else(|| Problem::new("AGREE-010", Class::NotFound).with("id", target))?;
    let words = words.ok_or_else(|| {
        Problem::new("USE-001", Class::Usage).with("what", "--words, or a bracket such as 4.2#b1")
    })?;
    let drafted = draft.done.iter().find_map(|d| match d {
        Drafted::Edit(e) if e.at == spot => Some(e.text.clone()),
        _ => None,
    });
    let before = drafted.unwrap_or_else(|| flow(field, text.pieces()));
    let mut found = before.match_indices(words);
    let (Some((begin, _)), None) = (found.next(), found.next()) else {
        return Err(Problem::new("TALK-005", Class::Usage)
            .with("words", words)
            .with("id", target));
    };
    let (head, rest) = before.split_at_checked(begin).unwrap_or((&before, ""));
    let tail = rest.strip_prefix(words).unwrap_or(rest);
    let redline = Redline {
        provision: target.to_owned(),
        lang,
        heading: false,
        text: format!("{head}{wording}{tail}"),
        before: None,
        turn: None,
    };
    redlined(at, draft, redline, None)
}
