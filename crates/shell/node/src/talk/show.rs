//! What people look at while they negotiate: pages, one provision, the draft as the other side
//! will see it.

use super::{
    At,
    draft::{self, Drafted},
    provision,
};
use crate::runtime::{Node, short_id};
use entente_agreement::{
    lint as bilingual,
    negotiation::{self, Clause, Negotiation, Show, Text, View, flow},
    page::{Cell, Page, PageRow, Run},
};
use entente_model::{
    Problem, ProvisionId,
    problem::Class,
    turn::{Op, Spot, TERMS},
};
use entente_words::Lang;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A comparison asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compared {
    /// Agreement.
    pub id: String,
    /// View.
    pub view: String,
    /// `6..7`: from after one turn to after another; by default the last turn.
    pub turns: Option<String>,
    /// Only this language.
    pub lang: Option<String>,
    /// Only this provision.
    pub provision: Option<String>,
    /// Agreed and unchanged provisions in full.
    pub all: bool,
    /// For a file that may come back edited: links stay links.
    pub file: bool,
    /// Language of titles and status words.
    pub ui: String,
}

/// Between which turns, and the text shown.
struct Span {
    from: usize,
    text: Text,
    from_name: String,
    to_name: String,
}

pub(super) fn compare(node: &Node, asked: &Compared) -> Result<Value, Problem> {
    let at = At::find(node, &asked.id)?;
    let view = View::parse(&asked.view).ok_or_else(|| {
        Problem::new("USE-002", Class::Usage)
            .with("value", &asked.view)
            .with("kind", "view: four, two, inline, ja-en, clean, brackets")
    })?;
    let span = span(&at.talk, asked.turns.as_deref(), &asked.ui)?;
    let only = asked
        .provision
        .as_deref()
        .map(|p| provision(&span.text, p))
        .transpose()?;
    let page = paged(&at, view, &span, asked, only.as_ref());
    let last = at.talk.turns().last();
    let changed_at = last.map(|t| t.at.to_string());
    Ok(json!({ "agreement": short_id(&at.id), "page": page, "changed_at": changed_at }))
}

fn paged(at: &At, view: View, span: &Span, asked: &Compared, only: Option<&ProvisionId>) -> Page {
    let say = |key: &str, args: &[(&str, String)]| said(&asked.ui, key, args);
    let mut page = negotiation::page(
        &at.talk,
        &Show {
            view,
            from: span.from,
            text: &span.text,
            title_from: &span.from_name,
            title_to: &span.to_name,
            lang: asked.lang.as_deref(),
            provision: only,
            ui: &asked.ui,
            lead: lead(at, &span.text, &asked.ui),
            folded: !asked.all && only.is_none(),
            links: !asked.file,
            say: &say,
        },
    );
    let whole = asked.all || only.is_some();
    if !whole && matches!(view, View::Four | View::Two | View::Inline) {
        page.rows.iter_mut().for_each(folded);
        // One line says it for all languages.
        page.rows
            .retain(|row| !row.cells.is_empty() || !row.status.is_empty());
    }
    if view == View::Brackets {
        let cells = page.rows.iter_mut().flat_map(|row| &mut row.cells);
        cells.flat_map(|cell| &mut cell.body).for_each(lettered);
    }
    page
}

/// The letters `support` and `withdraw` take.
fn lettered(run: &mut Run) {
    if let Run::Bracket { alternatives, .. } = run {
        for alternative in alternatives {
            let words = if alternative.text.is_empty() {
                "—"
            } else {
                alternative.text.trim()
            };
            alternative.text = format!("{}: {words}", alternative.label);
        }
    }
}

/// A row in which nothing moved and nothing competes is shown by its status alone.
fn folded(row: &mut PageRow) {
    let moves = |run: &Run| !matches!(run, Run::Clean(_));
    let runs = |cell: &Cell| cell.heading.iter().chain(&cell.body).any(moves);
    if !row.cells.iter().any(runs) {
        row.cells.clear();
    }
}

/// The provisions a turn touches, the ones it adds included.
fn touched(ops: &[Op], at: &At) -> Vec<ProvisionId> {
    let text = at.talk.text();
    let mut ids: Vec<ProvisionId> = Vec::new();
    for op in ops {
        match op {
            Op::Edit { at, .. } | Op::Back { at, .. } | Op::Withdraw { at, .. } => {
                ids.push(at.p.clone());
            }
            Op::Keep { p } | Op::Drop { p } | Op::Move { p, .. } => ids.push(p.clone()),
            Op::Agree { p, .. } | Op::Reserve { p, .. } => ids.push(p.clone()),
            Op::Lift { p, .. } | Op::Park { p, .. } => ids.push(p.clone()),
            Op::Term { .. } => ids.extend(TERMS.parse()),
            Op::Add { .. } => {
                let own = format!("{}.", at.me);
                let added = text
                    .clauses()
                    .iter()
                    .filter(|c| c.id.as_str().starts_with(&own));
                ids.extend(added.map(|c| c.id.clone()));
            }
            Op::Chair { by, no, .. } => {
                let offer = at.talk.turns().find(|t| t.by == *by && t.turn.no == *no);
                ids.extend(
                    offer
                        .map(|t| touched(&t.turn.ops, at))
                        .into_iter()
                        .flatten(),
                );
            }
            Op::AgreeAll { .. } => {}
        }
    }
    ids
}

/// A message of the words by its name.
fn said(ui: &str, key: &str, args: &[(&str, String)]) -> String {
    let lang = Lang::from_tag(ui).unwrap_or(Lang::En);
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    entente_words::text_by_id(lang, key, &args).unwrap_or_else(|| key.to_owned())
}

/// The lines under the title.
fn lead(at: &At, text: &Text, ui: &str) -> Vec<String> {
    let pen = at.talk.pen();
    let pen: Vec<&str> = pen.iter().map(entente_model::PartyId::as_str).collect();
    let turn = at.talk.turns().last().map_or(0, |t| t.turn.no);
    let mut lines = vec![said(
        ui,
        "talk-lead",
        &[
            ("agreement", short_id(&at.id)),
            ("version", at.talk.version().to_string()),
            ("turn", turn.to_string()),
            ("pen", pen.join(", ")),
        ],
    )];
    if let Some(digest) = text.digest() {
        let words = crate::words::fingerprint(&digest, ui == "ja").join("-");
        lines.push(said(
            ui,
            "talk-lead-digest",
            &[("digest", digest.hex()), ("words", words)],
        ));
    }
    lines
}

/// `6..7`, `..7`, `6..`; without one, the last turn against what was before it.
fn span(talk: &Negotiation, asked: Option<&str>, ui: &str) -> Result<Span, Problem> {
    let last = talk.turns().len();
    let (from, to) = match asked {
        None => (last.saturating_sub(1), last),
        Some(asked) => {
            let (a, b) = asked.split_once("..").unwrap_or((asked, ""));
            let named = |name: &str, otherwise: usize| {
                if name.is_empty() {
                    Ok(otherwise)
                } else {
                    talk.turn_named(name)
                }
            };
            (named(a, 0)?, named(b, last)?)
        }
    };
    let text = if to == last {
        talk.text().clone()
    } else {
        talk.after(to)
    };
    Ok(Span {
        from,
        text,
        from_name: turn_name(talk, from, ui),
        to_name: turn_name(talk, to, ui),
    })
}

fn turn_name(talk: &Negotiation, count: usize, ui: &str) -> String {
    match count.checked_sub(1).and_then(|i| talk.turns().nth(i)) {
        None => said(ui, "talk-opening", &[]),
        Some(record) => said(
            ui,
            "talk-turn-of",
            &[
                ("turn", record.turn.no.to_string()),
                ("party", record.by.to_string()),
            ],
        ),
    }
}

pub(super) fn history(
    node: &Node,
    named: &str,
    named_provision: &str,
    lang: Option<&str>,
    ui: &str,
) -> Result<Value, Problem> {
    let at = At::find(node, named)?;
    let id = provision(at.talk.text(), named_provision)?;
    let say = |key: &str, args: &[(&str, String)]| said(ui, key, args);
    let page = negotiation::history(&at.talk, &id, ui, lang, &say)?;
    Ok(json!({ "agreement": short_id(&at.id), "page": page }))
}

/// The draft as the other side will see it: what it does, and every text it changes.
pub(super) fn preview(node: &Node, named: &str, ui: &str) -> Result<Value, Problem> {
    let at = At::find(node, named)?;
    let mut held = draft::load(node, &at.id)?
        .ok_or_else(|| Problem::new("TALK-001", Class::NotFound).with("id", named))?;
    let ops = held.ops(&at.talk, &at.me, &at.seen)?;
    let after = draft::tried(&at, &ops)?;
    let no = at.talk.next_number(&at.me, &at.seen);
    let arrived = no.saturating_sub(held.expected);
    if arrived > 0 {
        // Looked at now, so it may be sent as it is.
        held.expected = no;
        draft::save(node, &at.id, &held)?;
    }
    let say = |key: &str, args: &[(&str, String)]| said(ui, key, args);
    let place = after.turns().len();
    let position = (1usize..)
        .zip(after.turns())
        .find(|(_, t)| t.by == at.me && t.turn.no == no)
        .map_or(place, |(i, _)| i);
    let summary = negotiation::summary(&after, position, &say);
    let asked = Compared {
        id: named.to_owned(),
        view: "inline".into(),
        turns: None,
        lang: None,
        provision: None,
        all: true,
        file: false,
        ui: ui.to_owned(),
    };
    let span = Span {
        from: position.saturating_sub(1),
        text: after.text().clone(),
        from_name: turn_name(&after, position.saturating_sub(1), ui),
        to_name: turn_name(&after, position, ui),
    };
    let trial = At { talk: after, ..at };
    let mut page = paged(&trial, View::Inline, &span, &asked, None);
    // The other side reads what the turn touches; the rest has not moved.
    let touched = touched(&ops, &trial);
    page.rows.retain(|row| touched.contains(&row.id));
    let bytes = serde_json::to_vec(&ops).map_or(0, |b| b.len());
    Ok(json!({
        "agreement": short_id(&trial.id), "turn": no, "operations": ops.len(), "bytes": bytes,
        "arrived_since": arrived, "summary": summary, "page": page,
        "lint": warned(&trial, ui),
    }))
}

/// One provision in every language, with what was said of it.
pub(super) fn article(
    node: &Node,
    named: &str,
    named_provision: &str,
    ui: &str,
) -> Result<Value, Problem> {
    let at = At::find(node, named)?;
    let text = at.talk.text();
    let id = provision(text, named_provision)?;
    let clause = text
        .clause(&id)
        .ok_or_else(|| Problem::new("AGREE-010", Class::NotFound).with("id", named_provision))?;
    let span = Span {
        from: at.talk.turns().len(),
        text: text.clone(),
        from_name: String::new(),
        to_name: turn_name(&at.talk, at.talk.turns().len(), ui),
    };
    let asked = Compared {
        id: named.to_owned(),
        view: "inline".into(),
        turns: None,
        lang: None,
        provision: Some(named_provision.to_owned()),
        all: true,
        file: false,
        ui: ui.to_owned(),
    };
    Ok(json!({
        "agreement": short_id(&at.id), "article": text.places().of_id(&id), "provision": provision_json(text, clause),
        "page": paged(&at, View::Inline, &span, &asked, Some(&id)),
    }))
}

/// A provision as data: each text with its open brackets as marks, and the brackets.
pub(crate) fn provision_json(text: &Text, clause: &Clause) -> Value {
    let pieces = text.pieces();
    let field = |field: &negotiation::Field| {
        let brackets: Vec<Value> = field
            .brackets()
            .map(|b| {
                let alternatives: Vec<Value> = b
                    .alternatives(pieces)
                    .iter()
                    .map(|w| json!({ "text": w.text, "backers": text.codes(w.backers), "since": w.since }))
                    .collect();
                json!({ "name": format!("b{}", b.number), "alternatives": alternatives })
            })
            .collect();
        json!({ "text": flow(field, pieces), "brackets": brackets })
    };
    let texts: Vec<Value> = clause
        .texts
        .iter()
        .map(|t| json!({ "lang": t.lang, "heading": field(&t.heading), "body": field(&t.body) }))
        .collect();
    let reservations: Vec<Value> = clause
        .said
        .reservations
        .iter()
        .map(|((party, kind), since)| {
            json!({ "party": text.parties().get(*party), "kind": kind.word(), "since": since })
        })
        .collect();
    let consents: Vec<Value> = clause
        .said
        .consents
        .iter()
        .map(|(party, c)| {
            let now = clause.digest(pieces) == Some(c.text);
            json!({ "party": text.parties().get(*party), "capital": c.capital, "turn": c.no, "as_it_reads": now })
        })
        .collect();
    json!({
        "id": clause.id, "state": clause.state(pieces, text.all()).word(),
        "digest": clause.digest(pieces).map(|d| d.hex()), "texts": texts, "reservations": reservations,
        "consents": consents, "stale": clause.stale(pieces),
        "concordant": text.codes(clause.concordant(pieces)),
        "reopened": clause.said.reopened.map(|(p, no)| json!({ "party": text.parties().get(p), "turn": no })),
        "parked": clause.said.parked.map(|(p, day)| json!({ "party": text.parties().get(p), "until": day })),
        "gone": clause.gone,
    })
}

/// One text to edit, as the draft has it if it does.
pub(super) fn to_edit(
    node: &Node,
    named: &str,
    named_provision: &str,
    lang: &str,
    heading: bool,
) -> Result<Value, Problem> {
    let at = At::find(node, named)?;
    let text = at.talk.text();
    let spot = Spot {
        p: provision(text, named_provision)?,
        lang: lang.to_owned(),
        heading,
    };
    let field = text.field(&spot).ok_or_else(|| {
        Problem::new("USE-002", Class::Usage)
            .with("value", lang)
            .with("kind", "language of the text")
    })?;
    let drafted = draft::load(node, &at.id)?.and_then(|d| {
        d.done.into_iter().find_map(|d| match d {
            Drafted::Edit(edit) if edit.at == spot => Some(edit.text),
            _ => None,
        })
    });
    let turn = at
        .talk
        .turns()
        .last()
        .map_or_else(|| "0".to_owned(), |t| format!("{}-{}", t.turn.no, t.by));
    Ok(json!({
        "agreement": short_id(&at.id), "provision": text.places().of_id(&spot.p), "lang": lang,
        "turn": turn, "drafted": drafted.is_some(),
        "text": drafted.unwrap_or_else(|| flow(field, text.pieces())),
    }))
}

pub(super) fn lint(node: &Node, named: &str, ui: &str) -> Result<Value, Problem> {
    let at = At::find(node, named)?;
    Ok(json!({ "agreement": short_id(&at.id), "lint": warned(&at, ui) }))
}

fn warned(at: &At, ui: &str) -> Vec<Value> {
    let text = at.talk.text();
    let own = text.index(&at.me).unwrap_or_default();
    let places = text.places();
    negotiation::warnings(text, own, &bilingual::built_in())
        .iter()
        .map(|w| {
            let args: Vec<(&str, String)> = w.args.iter().map(|(k, v)| (*k, v.clone())).collect();
            json!({
                "code": w.code, "provision": places.of_id(&w.provision), "says": said(ui, w.code, &args),
            })
        })
        .collect()
}

/// The turn a file was made from: the latest after which most of its texts read as it says they
/// did. What was changed in it without tracking reads otherwise in every turn.
pub(super) fn made_from(talk: &Negotiation, texts: &[(Spot, String)]) -> usize {
    let mut best = (0usize, talk.turns().len());
    talk.unfold(|count, text| {
        let reads = |spot: &Spot, before: &String| {
            let field = text.field(spot);
            field.is_some_and(|f| flow(f, text.pieces()) == *before)
        };
        let same = texts
            .iter()
            .filter(|(spot, before)| reads(spot, before))
            .count();
        if same > 0 && same >= best.0 {
            best = (same, count);
        }
    });
    best.1
}

/// `duration.initial` or `/duration/initial` as a JSON pointer.
pub(super) fn pointer(field: &str) -> String {
    if field.starts_with('/') {
        field.to_owned()
    } else {
        format!("/{}", field.replace('.', "/"))
    }
}

/// Where a negotiation stands, for `agree show`.
pub(crate) fn standing(talk: &Negotiation) -> Value {
    let text = talk.text();
    let pieces = text.pieces();
    let places = text.places();
    let counts = negotiation::counts(text);
    let provisions: Vec<Value> = text
        .standing()
        .map(|c| {
            let headings: Vec<String> = c
                .texts
                .iter()
                .map(|t| flow(&t.heading, pieces))
                .collect();
            json!({
                "id": places.of_id(&c.id), "headings": headings, "state": c.state(pieces, text.all()).word(),
                "brackets": c.open_brackets(),
            })
        })
        .collect();
    let agreed: Vec<Value> = (0..text.parties().len())
        .filter(|p| consents(text, *p))
        .filter_map(|p| {
            Some(json!({ "party": text.parties().get(p)?, "digest": text.digest()?.hex() }))
        })
        .collect();
    let certified: Vec<_> = (0..text.parties().len())
        .filter(|p| {
            let mut clauses = std::iter::once(text.title()).chain(text.standing());
            text.langs().len() < 2 || clauses.all(|c| c.concordant(pieces).has(*p))
        })
        .filter_map(|p| text.parties().get(p))
        .collect();
    let last = talk.turns().last();
    let open: Vec<Value> = talk
        .hindrances()
        .into_iter()
        .map(|(what, ids)| json!({ "what": what, "ids": ids }))
        .collect();
    let offers: Vec<Value> = text
        .offers()
        .iter()
        .filter(|o| !o.taken)
        .map(|o| {
            json!({
                "by": text.parties().get(o.by), "turn": o.no, "accepted": text.codes(o.accepted),
                "declined": text.codes(o.declined), "superseded": o.superseded,
            })
        })
        .collect();
    json!({
        "version": talk.version(), "piecewise": talk.is_piecewise(), "turns": talk.turns().len(), "turn": last.map_or(0, |t| t.turn.no),
        "last_by": last.map(|t| &t.by), "reply_by": last.and_then(|t| t.turn.reply_by), "pen": talk.pen(),
        "provisions": provisions, "agreed": agreed, "certified": certified, "open": open, "offers": offers,
        "counts": {
            "of": counts.of, "agreed": counts.agreed, "ad_ref": counts.ad_ref, "proposed": counts.proposed,
            "bracketed": counts.bracketed, "open": counts.open, "reserved": counts.reserved,
            "concordant": counts.concordant, "brackets": counts.brackets,
        },
    })
}

/// Whether a party's capital agreed to everything as it reads.
fn consents(text: &Text, party: usize) -> bool {
    let pieces = text.pieces();
    let clauses = std::iter::once(text.title()).chain(text.standing());
    let mut all = clauses.map(|c| (c.digest(pieces), &c.said));
    let terms = text.terms();
    let agreed = |digest: Option<entente_model::Digest>, said: &negotiation::Said| {
        digest.is_some_and(|d| said.agreed(&d, true).has(party))
    };
    all.all(|(digest, said)| agreed(digest, said)) && agreed(terms.digest(), &terms.said)
}

/// Title of the text as it is mostly read: the clean one, else as the proposer has it.
pub(crate) fn titles(talk: &Negotiation) -> Vec<(String, String)> {
    let text = talk.text();
    let own = text
        .title()
        .presence
        .keys()
        .next()
        .copied()
        .unwrap_or_default();
    text.title()
        .texts
        .iter()
        .map(|t| (t.lang.clone(), t.body.reading(own, text.pieces())))
        .collect()
}
