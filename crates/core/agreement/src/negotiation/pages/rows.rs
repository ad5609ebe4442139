//! Rows of the views that go through the text provision by provision.

use super::super::places::Places;
use super::{
    Desk, View,
    flow::{self, Eyes, Flow, Hands},
    open, status,
};
use crate::{
    negotiation::{Clause, Field, FieldPart, State, clause::Texts},
    page::{Cell, PageRow, Run},
};
use entente_model::turn::Spot;

/// The rows of a provision.
pub(super) fn of(desk: &Desk<'_>, clause: &Clause) -> Vec<PageRow> {
    let before = desk.before.get(&clause.id).copied();
    let show = desk.show;
    if show.view == View::Brackets {
        return open::rows(desk, clause);
    }
    if show.view == View::Clean && clause.gone {
        return Vec::new();
    }
    if show.folded
        && show.provision.is_none()
        && show.view != View::Clean
        && let Some(row) = folded(desk, clause, before)
    {
        return vec![row];
    }
    let row = |cells: Vec<Cell>, lang: Option<&str>, first: bool| PageRow {
        id: clause.id.clone(),
        place: desk.place(&clause.id),
        status: status::lines(desk, clause, lang, first),
        cells,
    };
    if show.view == View::Aligned {
        let cells = clause
            .texts
            .iter()
            .map(|texts| standing(desk, clause, texts));
        return vec![row(cells.collect(), None, true)];
    }
    let wanted = |t: &&Texts| show.lang.is_none_or(|lang| t.lang == lang);
    let mut first = true;
    clause
        .texts
        .iter()
        .filter(wanted)
        .map(|texts| {
            let old = before.and_then(|b| b.texts.iter().find(|t| t.lang == texts.lang));
            let side = Side {
                desk,
                clause,
                old,
                new: texts,
            };
            let lang = Some(texts.lang.as_str());
            row(side.cells(), lang, std::mem::take(&mut first))
        })
        .collect()
}

/// One line for what is agreed, not reserved, and reads as in the base.
fn folded(desk: &Desk<'_>, clause: &Clause, before: Option<&Clause>) -> Option<PageRow> {
    let (pieces, all, said) = (desk.text.pieces(), desk.text.all(), &clause.said);
    let quiet = said.reservations.is_empty() && said.parked.is_none() && !clause.gone;
    if !quiet || clause.state(pieces, all) != State::Agreed {
        return None;
    }
    let before = before?;
    if before.moved != clause.moved || before.digest(desk.base.pieces()) != clause.digest(pieces) {
        return None;
    }
    let turn = said.consents.values().map(|c| c.no).max().unwrap_or(0);
    let turn = ("turn", turn.to_string());
    let remark = if clause.concordant(pieces) == all {
        let langs: Vec<String> = clause.texts.iter().map(|t| t.lang.to_uppercase()).collect();
        desk.say(
            "talk-folded-concordant",
            &[turn, ("langs", langs.join("/"))],
        )
    } else {
        desk.say("talk-folded", &[turn])
    };
    Some(PageRow {
        id: clause.id.clone(),
        place: desk.place(&clause.id),
        status: vec![desk.say("talk-agreed", &[])],
        cells: vec![remarked(desk.show.ui, remark)],
    })
}

/// A cell that says something instead of a text.
pub(super) fn remarked(lang: &str, remark: String) -> Cell {
    Cell {
        lang: lang.to_owned(),
        heading: Vec::new(),
        body: Vec::new(),
        remark,
    }
}

/// The text as it stands.
fn standing(desk: &Desk<'_>, clause: &Clause, texts: &Texts) -> Cell {
    if clause.gone {
        return remarked(&texts.lang, desk.say("talk-leave-out", &[]));
    }
    let eyes = desk.eyes(&texts.lang);
    Cell {
        lang: texts.lang.clone(),
        heading: eyes.plain(&texts.heading),
        body: eyes.plain(&texts.body),
        remark: String::new(),
    }
}

impl Desk<'_> {
    /// By which numbers links are shown; by none where they stay links.
    fn links<'d>(&'d self, places: [&'d Places; 2]) -> [&'d Places; 2] {
        if self.show.links {
            places
        } else {
            [&self.none, &self.none]
        }
    }

    /// How the present text is read.
    pub(super) fn eyes<'d>(&'d self, lang: &'d str) -> Eyes<'d> {
        Eyes {
            text: self.text,
            places: self.links([&self.now, &self.then]),
            lang,
            say: self.show.say,
        }
    }
}

/// A provision in one language, and the base's text of it.
struct Side<'d, 'a> {
    desk: &'d Desk<'a>,
    clause: &'d Clause,
    old: Option<&'d Texts>,
    new: &'d Texts,
}

impl<'d> Side<'d, '_> {
    fn cells(&self) -> Vec<Cell> {
        let text = || standing(self.desk, self.clause, self.new);
        match self.desk.show.view {
            View::Four => {
                let parties = 0..self.desk.text.parties().len();
                let parties = parties.map(|party| self.party(party));
                std::iter::once(self.base())
                    .chain(parties)
                    .chain([text()])
                    .collect()
            }
            View::Two => vec![self.base(), self.since()],
            View::Inline => vec![self.since()],
            View::Clean => match self.clause.clean(self.desk.text.pieces()) {
                Some(_) => vec![text()],
                None => {
                    let count = status::contested(self.clause).to_string();
                    let remark = self.desk.say("talk-bracketed-remark", &[("count", count)]);
                    vec![remarked(&self.new.lang, remark)]
                }
            },
            View::Aligned | View::Brackets => Vec::new(),
        }
    }

    /// The base as it was read then.
    fn base(&self) -> Cell {
        let desk = self.desk;
        let eyes = Eyes {
            text: desk.base,
            places: desk.links([&desk.then, &desk.now]),
            lang: &self.new.lang,
            say: desk.show.say,
        };
        let runs = |of: fn(&Texts) -> &Field| self.old.map(|t| eyes.plain(of(t)));
        Cell {
            lang: self.new.lang.clone(),
            heading: runs(|t| &t.heading).unwrap_or_default(),
            body: runs(|t| &t.body).unwrap_or_default(),
            remark: String::new(),
        }
    }

    fn spot(&self, heading: bool) -> Spot {
        Spot {
            p: self.clause.id.clone(),
            lang: self.new.lang.clone(),
            heading,
        }
    }

    fn old_flow(&self, of: fn(&Texts) -> &Field) -> Flow<'d> {
        let eyes = Eyes {
            text: self.desk.base,
            ..self.desk.eyes(&self.new.lang)
        };
        self.old.map_or_else(Flow::default, |texts| {
            Flow::of(of(texts), eyes, &|b| b.before(eyes.text.pieces()))
        })
    }

    /// The text with what changed in it since the base, and its brackets.
    fn since(&self) -> Cell {
        let runs = |heading: bool, of: fn(&Texts) -> &Field| {
            let desk = self.desk;
            let (eyes, field) = (desk.eyes(&self.new.lang), of(self.new));
            let pieces = eyes.text.pieces();
            let old = self.old.map(|t| flow::before(of(t), desk.base.pieces()));
            if !self.clause.gone && old == Some(flow::before(field, pieces)) {
                return eyes.plain(field);
            }
            let new = if self.clause.gone {
                Flow::default()
            } else {
                Flow::of(field, eyes, &|b| b.before(pieces))
            };
            let out = self.clause.presence.iter().find(|(_, keep)| !**keep);
            let hands = Hands {
                authors: &desk.authors,
                at: &self.spot(heading),
                reader: None,
                only: out
                    .filter(|_| self.clause.gone)
                    .and_then(|(party, _)| desk.party(*party)),
            };
            eyes.compared(&self.old_flow(of), &new, &hands)
        };
        let out = self
            .clause
            .gone
            .then(|| self.desk.say("talk-leave-out", &[]));
        Cell {
            lang: self.new.lang.clone(),
            heading: runs(true, |t| &t.heading),
            body: runs(false, |t| &t.body),
            remark: out.unwrap_or_default(),
        }
    }

    /// What one party would have it read, against the base. What others changed in clean text is
    /// not put into its mouth: it accepts that, or has not said a word on it.
    fn party(&self, party: usize) -> Cell {
        let desk = self.desk;
        let lang = &self.new.lang;
        let remark = |key: &str| remarked(lang, desk.say(key, &[]));
        if self.clause.presence.get(&party) == Some(&false) {
            return remark("talk-leave-out");
        }
        let pieces = desk.text.pieces();
        let consented = self
            .clause
            .digest(pieces)
            .is_some_and(|d| self.clause.said.agreed(&d, false).has(party));
        let same = |of: fn(&Texts) -> &Field| {
            let old = self.old.map(|t| flow::before(of(t), desk.base.pieces()));
            old == Some(of(self.new).reading(party, pieces))
        };
        if same(|t| &t.heading) && same(|t| &t.body) {
            return remark(if consented {
                "talk-accepts"
            } else {
                "talk-unchanged"
            });
        }
        let accepts = consented || self.backs(party);
        let runs = |heading: bool, of: fn(&Texts) -> &Field| {
            let eyes = desk.eyes(lang);
            let new = Flow::of(of(self.new), eyes, &|b| flow::reading(b, party, pieces));
            let hands = Hands {
                authors: &desk.authors,
                at: &self.spot(heading),
                reader: desk.party(party),
                only: None,
            };
            eyes.compared(&self.old_flow(of), &new, &hands)
        };
        let (heading, body) = (runs(true, |t| &t.heading), runs(false, |t| &t.body));
        let own = |run: &Run| match run {
            Run::Inserted { by, .. } | Run::Deleted { by, .. } => Some(by) == desk.party(party),
            _ => false,
        };
        if !heading.iter().chain(&body).any(own) {
            return remark(if accepts {
                "talk-accepts"
            } else {
                "talk-silent"
            });
        }
        let accepted = consented.then(|| desk.say("talk-accepts", &[]));
        Cell {
            lang: lang.clone(),
            heading,
            body,
            remark: accepted.unwrap_or_default(),
        }
    }

    /// Whether a party stands behind every word.
    fn backs(&self, party: usize) -> bool {
        [&self.new.heading, &self.new.body]
            .into_iter()
            .flat_map(Field::parts)
            .all(|part| match part {
                FieldPart::Clean(_, backers) => backers.has(party),
                FieldPart::Bracket(_) => false,
            })
    }
}
