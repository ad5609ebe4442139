//! What these tests share: everything two nodes must hold alike, edits, and forged acts.

use crate::common::{Side, carry, turn};
use entente_agreement::{
    Life,
    negotiation::{Clause, Field, FieldPart, Negotiation, Text, edit, flow},
};
use entente_engine::{
    Answer, Input, Log, LogId,
    wire::{Push, WireEntry},
};
use entente_model::{
    Act, AgreementId, Deed, Instant, PartyId, Problem, ProvisionId,
    keys::SecretKeys,
    merkle,
    turn::{Op, Spot},
};
use entente_record::checkpoint::{self, Checkpoint};

pub(crate) fn life<'a>(side: &'a Side, id: &AgreementId) -> &'a Life {
    &side.state.agreement(id).unwrap().life
}

pub(crate) fn talk<'a>(side: &'a Side, id: &AgreementId) -> &'a Negotiation {
    life(side, id).talk().unwrap()
}

pub(crate) fn provision(id: &str) -> ProvisionId {
    id.parse().unwrap()
}

pub(crate) fn spot(p: &str, lang: &str) -> Spot {
    Spot {
        p: provision(p),
        lang: lang.to_owned(),
        heading: false,
    }
}

pub(crate) fn code<T: std::fmt::Debug>(answer: Result<T, Problem>) -> String {
    answer.unwrap_err().code.into_owned()
}

/// The index an act was written at.
pub(crate) fn written(answer: Result<Answer, Problem>) -> u64 {
    match answer {
        Ok(Answer::Written { n, .. }) => n,
        other => unreachable!("{other:?}"),
    }
}

/// The operation that changes a body as a person would write it.
pub(crate) fn changed(
    side: &Side,
    id: &AgreementId,
    p: &str,
    lang: &str,
    how: impl Fn(&str) -> String,
) -> Op {
    let text = talk(side, id).text();
    let at = spot(p, lang);
    let now = flow(text.field(&at).unwrap(), text.pieces());
    edit(text, &at, &how(&now)).unwrap().unwrap()
}

/// Replaces a word of an English provision.
pub(crate) fn words(side: &Side, id: &AgreementId, p: &str, old: &str, new: &str) -> Input {
    turn(
        id,
        vec![changed(side, id, p, "en", |t| t.replacen(old, new, 1))],
    )
}

/// The void acts of a side, by author and index, with their codes.
pub(crate) fn voids(side: &Side, id: &AgreementId) -> Vec<(PartyId, u64, String)> {
    let held = side.state.agreement(id).unwrap();
    let all = held.voids.iter();
    all.map(|((party, n), p)| (party.clone(), *n, p.code.to_string()))
        .collect()
}

/// Carries everything there is, both ways, until nothing is left to carry.
pub(crate) fn heal(jpn: &mut Side, nzl: &mut Side, id: &AgreementId) {
    let behind = |from: &Side, to: &Side| {
        let (from, to) = (from.state.agreement(id), to.state.agreement(id));
        let size = from.map_or(0, |a| a.own.size());
        size > to.map_or(0, |a| a.theirs.size())
    };
    while behind(jpn, nzl) || behind(nzl, jpn) {
        if behind(jpn, nzl) {
            carry(jpn, nzl, id);
        }
        if behind(nzl, jpn) {
            carry(nzl, jpn, id);
        }
    }
}

/// Both sides hold the same, now and restored from their stores.
pub(crate) fn alike(jpn: &Side, nzl: &Side, id: &AgreementId) {
    let held = look(jpn, id);
    assert_eq!(held, look(nzl, id));
    for side in [jpn, nzl] {
        let again = side.restored();
        assert_eq!(held, look(&again, id));
        assert_eq!(voids(side, id), voids(&again, id));
    }
}

/// Everything both sides must hold alike, line by line.
pub(crate) fn look(side: &Side, id: &AgreementId) -> Vec<String> {
    let life = life(side, id);
    let mut all = Vec::new();
    if let Ok(talk) = life.talk() {
        let text = talk.text();
        all.push(format!(
            "version {} turns {}",
            talk.version(),
            talk.turns().len()
        ));
        for clause in std::iter::once(text.title()).chain(text.clauses()) {
            all.push(of_clause(text, clause));
        }
        let terms = text.terms();
        all.push(format!("{:?} {:?}", terms.json(), terms.said));
        all.push(format!("{:?}", terms.contested().collect::<Vec<_>>()));
        all.push(format!("{:?} {:?}", text.digest(), text.contested()));
        all.push(format!("{:?} {:?}", talk.pen(), talk.hindrances()));
        let offers = text.offers().iter();
        let offers = offers.map(|o| (o.by, o.no, o.accepted, o.declined, o.taken, o.superseded));
        all.push(format!("{:?}", offers.collect::<Vec<_>>()));
    }
    all.push(format!("{:?} {:?}", life.stage(), life.amendment_stage()));
    all.push(format!("{:?}", life.frozen()));
    for version in life.versions() {
        let mut signatures = version.signatures.clone();
        signatures.sort_by_key(|s| (s.party.clone(), s.n));
        let digest = version.text.digest;
        all.push(format!("{} {digest:?} {signatures:?}", version.number));
    }
    let mut abandoned: Vec<String> = life.abandoned().iter().map(|a| format!("{a:?}")).collect();
    abandoned.sort();
    all.extend(abandoned);
    let mut notes: Vec<String> = life.notes().iter().map(|n| format!("{n:?}")).collect();
    notes.sort();
    all.extend(notes);
    all.push(format!("{:?}", life.timeline()));
    all
}

fn of_clause(text: &Text, clause: &Clause) -> String {
    let mut out = format!(
        "{} gone {} {:?} {:?}",
        clause.id,
        clause.gone,
        clause.state(text.pieces(), text.all()),
        clause.said,
    );
    for texts in &clause.texts {
        for field in [&texts.heading, &texts.body] {
            out.push_str(&format!("\n  {}: {}", texts.lang, shown(text, field)));
        }
    }
    out
}

fn shown(text: &Text, field: &Field) -> String {
    field
        .parts()
        .map(|part| match part {
            FieldPart::Clean(seg, backers) => format!("{}/{backers:?}", text.pieces().text(seg)),
            FieldPart::Bracket(b) => {
                format!(
                    "[b{} {:?} {:?}]",
                    b.number,
                    b.ids,
                    b.alternatives(text.pieces())
                )
            }
        })
        .collect()
}

/// An act as a hostile node would write it: what it claims to have seen, and who signs.
pub(crate) struct Forged {
    pub(crate) deed: Deed,
    pub(crate) seen: u64,
    pub(crate) keys: Option<SecretKeys>,
}

impl Forged {
    /// Claims to have seen all there is.
    pub(crate) fn new(from: &Side, id: &AgreementId, deed: Deed, keys: Option<SecretKeys>) -> Self {
        let seen = from.state.agreement(id).unwrap().theirs.size();
        Self { deed, seen, keys }
    }
}

/// Forged acts as the next entries of a record, rightly checkpointed.
pub(crate) fn forged(from: &Side, id: &AgreementId, acts: Vec<Forged>) -> Push {
    let size = from.state.agreement(id).unwrap().own.size();
    forged_at(from, id, usize::try_from(size).unwrap(), acts)
}

/// As [`forged`], in place of what the record has from this index on.
pub(crate) fn forged_at(from: &Side, id: &AgreementId, start: usize, acts: Vec<Forged>) -> Push {
    let partner = &from.state.agreement(id).unwrap().partner;
    let entries = acts.into_iter().zip(start..).map(|(act, n)| {
        let seen = (act.seen > 0).then(|| (partner.clone(), act.seen));
        let written = Act {
            v: entente_model::act::VERSION,
            ag: *id,
            by: from.party(),
            n: u64::try_from(n).unwrap(),
            at: Instant(from.now),
            seen: seen.into_iter().collect(),
            deed: act.deed,
        };
        let mut statement = written.to_statement().unwrap();
        if let Some(keys) = act.keys {
            statement.sign(&keys).unwrap();
        }
        WireEntry {
            entry: statement.to_frame().unwrap(),
            payload: None,
        }
    });
    resealed(from, id, start, entries.collect())
}

/// A push of these entries after the first `start` of a record, under a checkpoint of its author.
pub(crate) fn resealed(
    from: &Side,
    id: &AgreementId,
    start: usize,
    entries: Vec<WireEntry>,
) -> Push {
    let mut log = Log::new(LogId {
        agreement: *id,
        author: from.party(),
    });
    let kept = from.push_from(id, 0).entries;
    let mut unused = Vec::new();
    for entry in kept.iter().take(start).chain(&entries) {
        log.push(merkle::leaf_hash(&entry.entry), &mut unused);
    }
    let head = Checkpoint {
        origin: log.id().origin(),
        size: log.size(),
        root: log.root(),
    };
    let note = checkpoint::sign(&head, &from.me.record, 1_900_000_000).unwrap();
    Push {
        agreement: *id,
        start: u64::try_from(start).unwrap(),
        entries,
        checkpoint: note.to_bytes(),
    }
}
