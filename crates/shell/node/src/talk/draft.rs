//! A turn being drafted. It lies sealed among the delegation's own papers until it is sent.

use super::At;
use crate::{command::internal, runtime::Node};
use entente_agreement::negotiation::{Negotiation, Record, Said, Text};
use entente_model::{
    AgreementId, Digest, Fault, Instant, PartyId, Problem, ProvisionId,
    problem::Class,
    turn::{Op, Spot, TERMS, Turn},
};
use entente_private::Drawer;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// See the module.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    /// Version of the instrument.
    pub(super) version: u32,
    /// The number the turn had when somebody last looked at it.
    pub(super) expected: u32,
    /// What it does, in order.
    pub(super) done: Vec<Drafted>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Drafted {
    Edit(Edit),
    Op(Op),
    /// Its digest is taken when the turn is made: of what the provision reads after the rest.
    Agree {
        p: Option<ProvisionId>,
        ad_ref: bool,
    },
}

/// An edited text, as it was given.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    pub(super) at: Spot,
    pub(super) text: String,
    pub(super) op: Op,
}

impl Draft {
    pub(super) fn new(talk: &Negotiation, me: &PartyId, seen: &[(PartyId, u64)]) -> Self {
        Self {
            version: talk.version(),
            expected: talk.next_number(me, seen),
            done: Vec::new(),
        }
    }

    /// The operations: wording first, consents to what it makes last.
    pub(super) fn ops(
        &self,
        talk: &Negotiation,
        me: &PartyId,
        seen: &[(PartyId, u64)],
    ) -> Result<Vec<Op>, Problem> {
        if self.version != talk.version() {
            return Err(Problem::refused("TURN-006")
                .with("party", me)
                .with("version", self.version));
        }
        let mut ops: Vec<Op> = self
            .done
            .iter()
            .filter_map(|d| match d {
                Drafted::Edit(edit) => Some(edit.op.clone()),
                Drafted::Op(op) => Some(op.clone()),
                Drafted::Agree { .. } => None,
            })
            .collect();
        let text = if ops.is_empty() {
            talk.text().clone()
        } else {
            after(talk, me, seen, &ops)?.text().clone()
        };
        for done in &self.done {
            if let Drafted::Agree { p, ad_ref } = done {
                ops.push(agreed(&text, me, p.as_ref(), *ad_ref)?);
            }
        }
        Ok(ops)
    }
}

fn agreed(text: &Text, me: &PartyId, p: Option<&ProvisionId>, ad_ref: bool) -> Result<Op, Problem> {
    let contested = |what: &str| Problem::new("AGREE-004", Class::Refused).with("ids", what);
    let again = |what: &str| Problem::refused("TALK-007").with("id", what);
    let own = text.index(me).unwrap_or_default();
    let done = |said: &Said, digest: Option<Digest>| {
        digest.is_some_and(|d| said.agreed(&d, !ad_ref).has(own))
    };
    let terms = text.terms();
    let Some(p) = p else {
        let digest = text.instrument()?.digest();
        let mut clauses = std::iter::once(text.title()).chain(text.standing());
        let all = clauses.all(|c| done(&c.said, c.digest(text.pieces())));
        if all && done(&terms.said, terms.digest()) {
            return Err(again("0"));
        }
        return Ok(Op::AgreeAll {
            text: digest,
            ad_ref,
        });
    };
    let (digest, said) = if p.as_str() == TERMS {
        (terms.digest(), &terms.said)
    } else {
        let clause = text.clause(p).ok_or_else(|| contested(p.as_str()))?;
        (clause.digest(text.pieces()), &clause.said)
    };
    if done(said, digest) {
        return Err(again(p.as_str()));
    }
    Ok(Op::Agree {
        p: p.clone(),
        text: digest.ok_or_else(|| contested(p.as_str()))?,
        ad_ref,
    })
}

/// The negotiation after a turn of these operations by us.
pub(super) fn after(
    talk: &Negotiation,
    me: &PartyId,
    seen: &[(PartyId, u64)],
    ops: &[Op],
) -> Result<Negotiation, Problem> {
    let mut trial = talk.clone();
    trial.take(Record {
        by: me.clone(),
        n: u64::MAX,
        at: Instant::default(),
        seen: seen.to_vec(),
        turn: Arc::new(Turn {
            no: talk.next_number(me, seen),
            version: talk.version(),
            ops: ops.to_vec(),
            reason: String::new(),
            reply_by: None,
            chair: false,
        }),
    })?;
    Ok(trial)
}

pub(super) fn tried(at: &At, ops: &[Op]) -> Result<Negotiation, Problem> {
    after(&at.talk, &at.me, &at.seen, ops).map_err(own)
}

/// A turn of our own that is not in order is no partner's fault.
pub(super) fn own(problem: Problem) -> Problem {
    if problem.fault != Fault::Partner {
        return problem;
    }
    Problem {
        class: Class::Usage,
        ..problem.by(Fault::You)
    }
}

pub(super) fn load(node: &Node, id: &AgreementId) -> Result<Option<Draft>, Problem> {
    let Some(held) = drawer(node)?.draft(id)? else {
        return Ok(None);
    };
    let draft = serde_json::from_slice(held.read()).map_err(|_| internal())?;
    Ok(Some(draft))
}

pub(super) fn save(node: &Node, id: &AgreementId, draft: &Draft) -> Result<(), Problem> {
    let bytes = serde_json::to_vec(draft).map_err(|_| internal())?;
    drawer(node)?.set_draft(id, &bytes, &mut crate::clock::OsEntropy)
}

pub(super) fn clear(node: &Node, id: &AgreementId) -> Result<(), Problem> {
    drawer(node)?.clear_draft(id).map(|_| ())
}

/// The delegation's own papers.
pub(crate) fn drawer(node: &Node) -> Result<Drawer, Problem> {
    Drawer::open(
        &node.dir.private(),
        &node.me.storage,
        &mut crate::clock::OsEntropy,
    )
}
