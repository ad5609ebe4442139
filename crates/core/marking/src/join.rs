//! What several marks make together: never less than any of them (M4, M5, M6, M15).

use crate::{
    Effect, Table, Vocabulary,
    parse::{Context, Parts},
    render,
};
use entente_model::{
    Label, LevelId, PartyId, Problem,
    label::{Rel, Tlp},
};

/// The label of what has parts with these labels, all of one party: highest level, every caveat
/// and codeword, and only who may have all of it. `None` for no labels.
///
/// # Errors
/// MARK-042 when the labels are of different parties; each is protected under its own.
pub fn join(
    table: &Table,
    vocabulary: &Vocabulary,
    labels: &[&Label],
) -> Result<Option<Label>, Problem> {
    let mut rest = labels.iter();
    let Some(first) = rest.next() else {
        return Ok(None);
    };
    let mut sum = (*first).clone();
    sum.written.clear();
    for label in rest {
        sum = both(table, vocabulary, &sum, label)?;
    }
    Ok(Some(home(vocabulary, sum)))
}

/// Two labels of one party.
fn both(table: &Table, vocabulary: &Vocabulary, a: &Label, b: &Label) -> Result<Label, Problem> {
    if a.level.party() != b.level.party() {
        return Err(Problem::refused("MARK-042")
            .with("first", &a.level)
            .with("second", &b.level));
    }
    let level = higher(table, &a.level, &b.level).clone();
    let parts = Parts {
        codewords: union(&a.codewords, &b.codewords),
        caveats: union(&a.caveats, &b.caveats),
        rel: narrower(a.rel.as_ref(), b.rel.as_ref()),
        originators: originators(a, b),
        joint: a.joint || b.joint,
        tlp: a.tlp.max(b.tlp),
        embargo: a.embargo.clone().max(b.embargo.clone()),
        created: a.created.max(b.created),
        review: earlier(a.review, b.review),
        // What never ends outlasts what ends.
        declassify: a.declassify.zip(b.declassify).map(|(x, y)| x.max(y)),
        aggregated: a.aggregated || b.aggregated,
        copy: a.copy.filter(|_| a.copy == b.copy),
    };
    Ok(home(vocabulary, parts.label(level, String::new())))
}

/// A word that keeps it at home leaves nobody abroad on the list.
fn home(vocabulary: &Vocabulary, mut label: Label) -> Label {
    let party = label.level.party().to_owned();
    let kept = vocabulary.with_effect(&party, &label.caveats, Effect::NoRelease);
    if let (Some(rel), Some(_)) = (&mut label.rel, kept) {
        rel.parties.retain(|p| p.as_str() == party);
        rel.groups.clear();
    }
    label
}

/// The higher level; of equal ones the stricter: that fewer rows lead out of, then the designated
/// one (M4).
#[must_use]
pub fn higher<'l>(table: &Table, a: &'l LevelId, b: &'l LevelId) -> &'l LevelId {
    let weight = |id: &LevelId| {
        let level = table.level(id);
        let rows = table.rows().filter(|r| &r.from == id).count();
        // A level that is not known outweighs all: nothing follows from it.
        (
            level.map_or(u32::MAX, |l| l.rank),
            std::cmp::Reverse(rows),
            level.is_some_and(|l| l.designated),
            id.clone(),
        )
    };
    if weight(a) >= weight(b) { a } else { b }
}

fn union<T: Clone + Ord>(a: &[T], b: &[T]) -> Vec<T> {
    let mut all: Vec<T> = a.iter().chain(b).cloned().collect();
    all.sort();
    all.dedup();
    all
}

/// All originators of both, the party itself among them once there is another.
fn originators(a: &Label, b: &Label) -> Vec<PartyId> {
    let mut all = union(&a.originators, &b.originators);
    if !all.is_empty()
        && let Ok(own) = a.level.party().parse()
        && !all.contains(&own)
    {
        all.push(own);
        all.sort();
    }
    all
}

/// Who is on both lists; a list that was not written limits nobody.
fn narrower(a: Option<&Rel>, b: Option<&Rel>) -> Option<Rel> {
    let (Some(a), Some(b)) = (a, b) else {
        return a.or(b).cloned();
    };
    let on_both = |p: &&PartyId| b.parties.contains(p);
    let parties: Vec<PartyId> = a.parties.iter().filter(on_both).cloned().collect();
    let groups = a.groups.iter().filter(|g| b.groups.contains(g));
    Some(Rel {
        groups: groups.cloned().collect(),
        parties,
    })
}

fn earlier<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The banner of a page that shows marks of several parties: in its viewer's terms (M5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// The viewer's level it is protected as.
    pub level: LevelId,
    /// The original marks that make it so, and the viewer's: `秘/CONFIDENTIAL`.
    pub marks: Vec<String>,
    /// Every word of every mark, as its party writes it.
    pub words: Vec<String>,
    /// Who may have all of it; `None`: not stated. Empty: nobody abroad.
    pub rel: Option<Vec<PartyId>>,
    /// Traffic Light Protocol.
    pub tlp: Option<Tlp>,
}

impl Banner {
    /// As one line, without its Traffic Light Protocol.
    #[must_use]
    pub fn line(&self) -> String {
        let mut all = vec![self.marks.join("/")];
        all.extend(self.words.iter().cloned());
        match &self.rel {
            Some(list) if list.is_empty() => {
                let [english, _] = crate::parse::NO_FOREIGN;
                all.push(english.to_owned());
            }
            Some(list) => {
                let list: Vec<&str> = list.iter().map(PartyId::as_str).collect();
                all.push(format!("REL TO {}", list.join(", ")));
            }
            None => {}
        }
        all.join(" ")
    }
}

/// The banner of what a page shows: everything on it, titles and counts too. `None` marks nothing;
/// without any label there is no banner. A file written out has the same one (M18).
///
/// # Errors
/// MARK-042 when no row gives a label's level in the viewer's terms: it is shown on no common page.
pub fn page(
    table: &Table,
    vocabulary: &Vocabulary,
    viewer: &PartyId,
    labels: &[Option<&Label>],
) -> Result<Option<Banner>, Problem> {
    let mut banner: Option<Banner> = None;
    for label in labels.iter().flatten() {
        let level = viewed(table, viewer, &label.level)?;
        let one = single(table, vocabulary, label, level);
        banner = Some(match banner.take() {
            None => one,
            Some(held) => together(table, held, one),
        });
    }
    Ok(banner)
}

fn viewed(table: &Table, viewer: &PartyId, level: &LevelId) -> Result<LevelId, Problem> {
    if level.party() == viewer.as_str() && table.level(level).is_some() {
        return Ok(level.clone());
    }
    table
        .equivalent(level, viewer)
        .and_then(|row| row.handle_as.clone().or_else(|| row.mark.clone()))
        .filter(|id| id.party() == viewer.as_str())
        .ok_or_else(|| {
            Problem::refused("MARK-042")
                .with("first", level)
                .with("second", viewer)
        })
}

fn single(table: &Table, vocabulary: &Vocabulary, label: &Label, level: LevelId) -> Banner {
    let short = |id: &LevelId| {
        table
            .level(id)
            .map_or_else(|| id.to_string(), |l| l.short.clone())
    };
    let mut marks = vec![short(&label.level)];
    if level != label.level {
        marks.push(short(&level));
    }
    let own: Option<PartyId> = label.level.party().parse().ok();
    let words = own.map(|party| {
        let context = Context {
            table,
            vocabulary,
            party: &party,
        };
        let parts = Parts {
            codewords: label.codewords.clone(),
            caveats: label.caveats.clone(),
            ..Parts::default()
        };
        render::canonical(&context, None, &parts)
    });
    let home = home(vocabulary, label.clone());
    Banner {
        level,
        marks,
        words: words.into_iter().filter(|w| !w.is_empty()).collect(),
        rel: home.rel.map(|rel| rel.parties),
        tlp: label.tlp,
    }
}

fn together(table: &Table, a: Banner, b: Banner) -> Banner {
    let rank = |banner: &Banner| table.level(&banner.level).map_or(u32::MAX, |l| l.rank);
    let (mut high, low) = if rank(&a) >= rank(&b) { (a, b) } else { (b, a) };
    if rank(&high) == rank(&low) {
        high.level = higher(table, &high.level, &low.level).clone();
        for mark in low.marks {
            if !high.marks.contains(&mark) {
                high.marks.push(mark);
            }
        }
    }
    high.words = union(&high.words, &low.words);
    high.rel = match (high.rel, low.rel) {
        (Some(a), Some(b)) => Some(a.into_iter().filter(|p| b.contains(p)).collect()),
        (a, b) => a.or(b),
    };
    high.tlp = high.tlp.max(low.tlp);
    high
}
