//! One provision over all turns: who, when, why, and every wording.

use super::{
    Say,
    authors::Authors,
    flow::{Eyes, Flow, Hands},
    ops::{self, Step},
    rows::remarked,
    title,
};
use crate::{
    negotiation::{Clause, Negotiation, Places, Record, Text},
    page::{Cell, Column, Layout, Page, PageRow, Run},
};
use entente_model::{
    PartyId, Problem, ProvisionId,
    problem::Class,
    turn::{Op, Spot, TERMS},
};

/// The page of a provision's history: a row for the proposal, and one for every turn that touched
/// it and every language it changed. A wording is compared with what the turn's author read
/// before; what a turn put and its author does not read after it has a row of its own, so nothing
/// anybody wrote is missing.
///
/// # Errors
/// AGREE-010 for a provision that never was.
pub fn history(
    talk: &Negotiation,
    id: &ProvisionId,
    ui: &str,
    lang: Option<&str>,
    say: &Say<'_>,
) -> Result<Page, Problem> {
    if talk.text().clause(id).is_none() && id.as_str() != TERMS {
        return Err(Problem::new("AGREE-010", Class::NotFound).with("id", id));
    }
    let mut text = talk.after(0);
    let none = Places::default();
    let story = Story {
        talk,
        id,
        ui,
        lang,
        say,
        authors: Authors::between(talk, usize::MAX, talk.text()),
    };
    let mut rows = story.proposal(&text, [&text.places(), &none]);
    for record in talk.turns() {
        if !story.touches(record) {
            talk.apply(&mut text, record);
            continue;
        }
        let before = text.clone();
        talk.apply(&mut text, record);
        rows.extend(story.turn(&before, &text, record));
    }
    Ok(Page {
        ui: ui.to_owned(),
        title: title(talk.text(), &talk.text().places()),
        lead: vec![say("talk-history", &[("place", story.place())])],
        layout: Layout::Columns,
        number_title: say("talk-history-turn", &[]),
        status_title: say("talk-history-done", &[]),
        columns: vec![Column {
            title: say("talk-history-wording", &[]),
        }],
        rows,
        legend: vec![say("talk-legend-changes", &[])],
    })
}

struct Story<'a> {
    talk: &'a Negotiation,
    id: &'a ProvisionId,
    ui: &'a str,
    lang: Option<&'a str>,
    say: &'a Say<'a>,
    authors: Authors,
}

impl Story<'_> {
    fn place(&self) -> String {
        let now = self.talk.text().places();
        super::place(&now, &Places::default(), self.id, self.say)
    }

    fn wants(&self, lang: &str) -> bool {
        self.lang.is_none_or(|l| l == lang)
    }

    fn row(&self, place: &str, status: Vec<String>, cell: Cell) -> PageRow {
        PageRow {
            id: self.id.clone(),
            place: place.to_owned(),
            status,
            cells: vec![cell],
        }
    }

    /// What the proposal said.
    fn proposal(&self, text: &Text, places: [&Places; 2]) -> Vec<PageRow> {
        let Some(clause) = text.clause(self.id) else {
            return Vec::new();
        };
        let by = self.talk.proposers();
        let mut status = vec![super::codes(by)];
        status.retain(|s| !s.is_empty());
        let place = (self.say)("talk-proposal", &[]);
        let texts = clause.texts.iter().filter(|t| self.wants(&t.lang));
        texts
            .map(|t| {
                let eyes = Eyes {
                    text,
                    places,
                    lang: &t.lang,
                    say: self.say,
                };
                let cell = Cell {
                    lang: t.lang.clone(),
                    heading: eyes.plain(&t.heading),
                    body: eyes.plain(&t.body),
                    remark: String::new(),
                };
                self.row(&place, std::mem::take(&mut status), cell)
            })
            .collect()
    }

    /// Whether a turn says anything about the provision.
    fn touches(&self, record: &Record) -> bool {
        record.turn.ops.iter().enumerate().any(|(at, op)| {
            self.is_about(op)
                || self.adds(record, at)
                || match op {
                    Op::AgreeAll { .. } => true,
                    Op::Chair { by, no, .. } => {
                        let mut turns = self.talk.turns();
                        let offer = turns.find(|r| r.by == *by && r.turn.no == *no);
                        offer.is_some_and(|offer| self.touches(offer))
                    }
                    _ => false,
                }
        })
    }

    fn is_about(&self, op: &Op) -> bool {
        match op {
            Op::Edit { at, .. } | Op::Back { at, .. } | Op::Withdraw { at, .. } => at.p == *self.id,
            Op::Keep { p }
            | Op::Drop { p }
            | Op::Move { p, .. }
            | Op::Agree { p, .. }
            | Op::Reserve { p, .. }
            | Op::Lift { p, .. }
            | Op::Park { p, .. } => p == self.id,
            Op::Term { .. } => self.id.as_str() == TERMS,
            Op::Add { .. } | Op::AgreeAll { .. } | Op::Chair { .. } => false,
        }
    }

    /// Whether the operation at a place adds the provision.
    fn adds(&self, record: &Record, at: usize) -> bool {
        let count = |op: &Op| match op {
            Op::Edit { hunks, .. } => hunks.len(),
            Op::Add { text, .. } => text.len().saturating_mul(2),
            _ => 0,
        };
        let ops = &record.turn.ops;
        let k: usize = ops
            .iter()
            .take(at)
            .map(count)
            .fold(0, usize::saturating_add);
        matches!(ops.get(at), Some(Op::Add { .. }))
            && self.id.as_str() == format!("{}.{}.{k}", record.by, record.turn.no)
    }

    /// The rows of a turn.
    fn turn(&self, before: &Text, after: &Text, record: &Record) -> Vec<PageRow> {
        let Some(by) = before.index(&record.by) else {
            return Vec::new();
        };
        let offered = ops::offered(self.talk, before, record);
        let step = Step {
            record,
            by,
            before,
            after,
            wanted: offered.as_ref().unwrap_or(after),
            places: [before.places(), after.places()],
            say: self.say,
        };
        let args = [
            ("number", record.turn.no.to_string()),
            ("party", record.by.to_string()),
        ];
        let place = (self.say)("talk-turn", &args);
        let mut status: Vec<String> = Vec::new();
        status.extend(record.at.date_in("UTC").map(|date| date.to_string()));
        status.extend(self.done(&step));
        let mut cells = self.wordings(&step);
        cells.extend(self.overtaken(&step));
        if cells.is_empty() {
            cells.push(remarked(self.ui, String::new()));
        }
        if let (Some(first), false) = (cells.first_mut(), record.turn.reason.is_empty()) {
            let said = [record.turn.reason.as_str(), first.remark.as_str()];
            first.remark = said
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join(" – ");
        }
        cells
            .into_iter()
            .map(|cell| self.row(&place, std::mem::take(&mut status), cell))
            .collect()
    }

    /// What was done besides wording, and the reopening of what others had agreed to.
    fn done(&self, step: &Step<'_>) -> Vec<String> {
        let turn = &step.record.turn;
        let reopened = |text: &Text| text.clause(self.id).and_then(|c| c.said.reopened);
        let mut lines = Vec::new();
        if reopened(step.after) != reopened(step.before)
            && reopened(step.after) == Some((step.by, turn.no))
        {
            let args = [
                ("party", step.record.by.to_string()),
                ("turn", turn.no.to_string()),
            ];
            lines.push(step.say("talk-reopened", &args));
        }
        if turn.chair {
            lines.push(step.say("talk-op-offer", &[]));
        }
        for (at, op) in turn.ops.iter().enumerate() {
            let whole = matches!(op, Op::AgreeAll { .. } | Op::Chair { .. });
            let edit = matches!(op, Op::Edit { .. });
            if whole || (self.is_about(op) && !edit) || self.adds(step.record, at) {
                lines.push(step.line(op));
            }
        }
        lines
    }

    /// Every language whose wording changed, with who changed it.
    fn wordings(&self, step: &Step<'_>) -> Vec<Cell> {
        let Some(clause) = step.wanted.clause(self.id) else {
            return Vec::new();
        };
        let accepted = step.record.turn.ops.iter().find_map(|op| match op {
            Op::Chair {
                by, accept: true, ..
            } => Some(by),
            _ => None,
        });
        let langs = clause.texts.iter().filter(|t| self.wants(&t.lang));
        langs
            .filter_map(|texts| {
                let by = accepted.unwrap_or(&step.record.by);
                let runs = |heading| self.change(step, clause, &texts.lang, heading, by);
                let (heading, body) = (runs(true), runs(false));
                (heading.is_some() || body.is_some()).then(|| Cell {
                    lang: texts.lang.clone(),
                    heading: heading.unwrap_or_default(),
                    body: body.unwrap_or_default(),
                    remark: String::new(),
                })
            })
            .collect()
    }

    fn change(
        &self,
        step: &Step<'_>,
        clause: &Clause,
        lang: &str,
        heading: bool,
        by: &PartyId,
    ) -> Option<Vec<Run>> {
        let at = Spot {
            p: clause.id.clone(),
            lang: lang.to_owned(),
            heading,
        };
        let (old, new) = step.readings(&at);
        if old == new {
            return None;
        }
        let eyes = self.eyes(step, lang);
        let hands = Hands {
            authors: &self.authors,
            at: &at,
            reader: None,
            only: Some(by),
        };
        let (old, new) = (Flow::words(&old, eyes), Flow::words(&new, eyes));
        Some(eyes.compared(&old, &new, &hands))
    }

    fn eyes<'d>(&'d self, step: &'d Step<'_>, lang: &'d str) -> Eyes<'d> {
        let [before, after] = &step.places;
        Eyes {
            text: step.wanted,
            places: [after, before],
            lang,
            say: self.say,
        }
    }

    /// What a turn put that its author does not read after it: another change of the same turn
    /// took its place.
    fn overtaken(&self, step: &Step<'_>) -> Vec<Cell> {
        let mut cells = Vec::new();
        for op in &step.record.turn.ops {
            let Op::Edit { at, hunks } = op else { continue };
            if at.p != *self.id || !self.wants(&at.lang) {
                continue;
            }
            let (_, reads) = step.readings(at);
            let lost = hunks.iter().filter(|h| !reads.contains(&h.put));
            for hunk in lost {
                let eyes = self.eyes(step, &at.lang);
                let by = step.record.by.clone();
                let text = eyes.in_words(&eyes.linked(&hunk.put));
                cells.push(Cell {
                    body: vec![Run::Inserted { by, text }],
                    ..remarked(&at.lang, step.say("talk-overtaken", &[]))
                });
            }
        }
        cells
    }
}
