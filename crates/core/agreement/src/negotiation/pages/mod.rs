//! Views of the text as pages (interface.md §4): four columns, two, inline, languages side by
//! side, clean, and brackets only, the agenda of a meeting; the history of one provision; what a
//! turn does, in lines.

mod authors;
mod flow;
mod history;
mod open;
mod ops;
#[cfg(test)]
mod props;
mod rows;
mod status;
mod summary;
mod terms;
#[cfg(test)]
mod tests;

pub use history::history;
pub use status::{Counts, counts};
pub use summary::summary;

use super::{Clause, Negotiation, Places, Text};
use crate::page::{Column, Layout, Page, PageRow};
use authors::Authors;
use entente_model::{
    PartyId, ProvisionId,
    turn::{TERMS, TITLE},
};
use std::collections::BTreeMap;

/// Words of the reader's language: a key and its values.
pub type Say<'a> = dyn Fn(&str, &[(&str, String)]) -> String + 'a;

/// Which view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Base, what each party would have it read, and the text.
    Four,
    /// Base and text.
    Two,
    /// The text with what changed.
    Inline,
    /// Languages side by side.
    Aligned,
    /// What nobody contests.
    Clean,
    /// What is open: the agenda.
    Brackets,
}

impl View {
    /// Every view.
    pub const ALL: [Self; 6] = [
        Self::Four,
        Self::Two,
        Self::Inline,
        Self::Aligned,
        Self::Clean,
        Self::Brackets,
    ];

    /// Its word in commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Four => "four",
            Self::Two => "two",
            Self::Inline => "inline",
            Self::Aligned => "ja-en",
            Self::Clean => "clean",
            Self::Brackets => "brackets",
        }
    }

    /// The view with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.word() == word)
    }
}

/// What a page shows.
pub struct Show<'a> {
    /// Which view.
    pub view: View,
    /// The base: the text after so many turns.
    pub from: usize,
    /// What is shown as the present text: after some turn, or a preview.
    pub text: &'a Text,
    /// What the present text is called, such as `turn 8 (NZL)`.
    pub title_to: &'a str,
    /// What the base is called.
    pub title_from: &'a str,
    /// Only this language of the text; none shows all, one row each.
    pub lang: Option<&'a str>,
    /// Only this provision; also `title` and `terms`.
    pub provision: Option<&'a ProvisionId>,
    /// Language of the words, `en` or `ja`.
    pub ui: &'a str,
    /// Lines under the title.
    pub lead: Vec<String>,
    /// What is agreed and has not changed since the base takes one line.
    pub folded: bool,
    /// Show links as numbers; else as they are written, for files that come back edited.
    pub links: bool,
    /// Words of that language.
    pub say: &'a Say<'a>,
}

/// The page of a view.
#[must_use]
pub fn page(talk: &Negotiation, show: &Show<'_>) -> Page {
    let base = talk.after(show.from);
    let desk = Desk {
        talk,
        show,
        text: show.text,
        base: &base,
        now: show.text.places(),
        then: base.places(),
        none: Places::default(),
        authors: Authors::between(talk, show.from, show.text),
        before: std::iter::once(base.title())
            .chain(base.standing())
            .map(|c| (&c.id, c))
            .collect(),
    };
    let mut rows: Vec<PageRow> = desk.clauses().flat_map(|c| rows::of(&desk, c)).collect();
    if show.provision.is_none_or(|p| p.as_str() == TERMS) {
        rows.extend(terms::rows(&desk));
    }
    Page {
        ui: show.ui.to_owned(),
        title: title(show.text, desk.places()),
        lead: show.lead.clone(),
        layout: match show.view {
            View::Inline | View::Clean => Layout::Running,
            _ => Layout::Columns,
        },
        number_title: desk.say("talk-number", &[]),
        status_title: desk.say("talk-status", &[]),
        columns: desk.columns(),
        rows,
        legend: desk.legend(),
    }
}

/// Title of the instrument in each language; what stood before its brackets where it is contested.
fn title(text: &Text, places: &Places) -> Vec<(String, String)> {
    let of = |t: &super::clause::Texts| {
        let words = flow::before(&t.body, text.pieces());
        (t.lang.clone(), places.linked(&words, &t.lang))
    };
    text.title().texts.iter().map(of).collect()
}

/// What is at hand while a page is made.
struct Desk<'a> {
    talk: &'a Negotiation,
    show: &'a Show<'a>,
    text: &'a Text,
    base: &'a Text,
    now: Places,
    then: Places,
    none: Places,
    authors: Authors,
    /// The provisions of the base, to be found without going through all of them.
    before: BTreeMap<&'a ProvisionId, &'a Clause>,
}

impl<'a> Desk<'a> {
    fn say(&self, key: &str, args: &[(&str, String)]) -> String {
        (self.show.say)(key, args)
    }

    fn places(&self) -> &Places {
        &self.now
    }

    /// What a row can be about: the title, what stands, and what stood in the base.
    fn clauses(&self) -> impl Iterator<Item = &'a Clause> {
        let wanted = self.show.provision;
        let text = self.text;
        std::iter::once(text.title())
            .chain(text.clauses())
            .filter(move |c| wanted.is_none_or(|p| *p == c.id))
            .filter(|c| !c.gone || self.before.contains_key(&c.id))
    }

    fn place(&self, id: &ProvisionId) -> String {
        place(&self.now, &self.then, id, self.show.say)
    }

    fn party(&self, index: usize) -> Option<&'a PartyId> {
        self.text.parties().get(index)
    }

    fn columns(&self) -> Vec<Column> {
        let show = self.show;
        let turn = |key: &str, turn: &str| self.say(key, &[("turn", turn.to_owned())]);
        let base = turn("talk-column-base", show.title_from);
        let text = turn("talk-column-text", show.title_to);
        let titles: Vec<String> = match show.view {
            View::Four => {
                let parties = self.text.parties().iter().map(ToString::to_string);
                std::iter::once(base).chain(parties).chain([text]).collect()
            }
            View::Two => vec![base, text],
            View::Inline => {
                let args = [
                    ("from", show.title_from.to_owned()),
                    ("to", show.title_to.to_owned()),
                ];
                vec![self.say("talk-column-changes", &args)]
            }
            View::Aligned => self.text.langs().iter().map(|l| l.to_uppercase()).collect(),
            View::Clean => vec![turn("talk-column-clean", show.title_to)],
            View::Brackets => vec![turn("talk-column-agenda", show.title_to)],
        };
        titles.into_iter().map(|title| Column { title }).collect()
    }

    fn legend(&self) -> Vec<String> {
        let keys: &[&str] = match self.show.view {
            View::Four | View::Two | View::Inline => {
                &["talk-legend-changes", "talk-legend-brackets"]
            }
            View::Aligned | View::Brackets => &["talk-legend-brackets"],
            View::Clean => &[],
        };
        keys.iter().map(|key| self.say(key, &[])).collect()
    }
}

/// The number of a provision as it is shown: where it stands, else where it stood.
fn place(now: &Places, then: &Places, id: &ProvisionId, say: &Say<'_>) -> String {
    match id.as_str() {
        TITLE => say("talk-title", &[]),
        TERMS => say("talk-terms", &[]),
        _ => match now.of_id(id) {
            own if own == id.as_str() => then.of_id(id).to_owned(),
            place => place.to_owned(),
        },
    }
}

/// The codes of parties as they are read.
fn codes<'a>(parties: impl IntoIterator<Item = &'a PartyId>) -> String {
    let all: Vec<&str> = parties.into_iter().map(PartyId::as_str).collect();
    all.join(", ")
}
