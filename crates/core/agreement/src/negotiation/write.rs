//! From what a person wrote to operations: an edited text is compared with the text as it stands,
//! where each open bracket is one mark, `{{bracket:b3}}`.

use super::{
    bracket::Bracket,
    field::{Field, Part},
    pieces::{Pieces, Seg},
    text::{MAX_CHANGES, Text},
};
use crate::redline;
use entente_model::{
    Problem, ProvisionId,
    problem::Class,
    turn::{Anchor, Cut, Hunk, Key, Op, Spot},
};

/// A text as it is given to edit: open brackets as marks.
#[must_use]
pub fn flow(field: &Field, pieces: &Pieces) -> String {
    field
        .parts()
        .map(|part| match part {
            Part::Clean(seg, _) => pieces.text(seg),
            Part::Bracket(bracket) => mark(bracket),
        })
        .collect()
}

/// The operation that makes a text read `new`; none when it reads so already. A mark
/// `{{bracket:b3}}` left in place leaves the bracket alone; `{{bracket:b3|wording}}`, or other
/// words in its place, is a new alternative.
///
/// # Errors
/// TURN-008 when a mark was copied or moved; TURN-011 for a text changed too often; AGREE-010 for
/// one that is not there.
pub fn edit(text: &Text, at: &Spot, new: &str) -> Result<Option<Op>, Problem> {
    let field = text
        .field(at)
        .ok_or_else(|| Problem::new("AGREE-010", Class::NotFound).with("id", &at.p))?;
    let pieces = text.pieces();
    let old = flow(field, pieces);
    let strewn = Strewn::of(field, pieces);
    let mut hunks = Vec::new();
    for change in redline::hunks(&old, new, &at.lang) {
        let put = unmarked(&change.put, &at.p)?;
        let (cut, mut place) = strewn.cut(change.at, change.cut);
        if cut.is_empty() && put.is_empty() {
            continue;
        }
        if !cut.is_empty() {
            place = None;
        }
        hunks.push(Hunk {
            cut,
            at: place,
            put,
        });
    }
    let clause = text.clause(&at.p);
    let texts = clause.and_then(|c| c.texts.iter().find(|t| t.lang == at.lang));
    let changes = texts.map_or(0, |t| t.changes).saturating_add(hunks.len());
    if changes > MAX_CHANGES {
        return Err(Problem::new("TURN-011", Class::Refused)
            .with("id", &at.p)
            .with("limit", MAX_CHANGES));
    }
    Ok((!hunks.is_empty()).then(|| Op::Edit {
        at: at.clone(),
        hunks,
    }))
}

/// The operation that proposes a wording of one's own for an open bracket.
#[must_use]
pub fn alternative(at: &Spot, bracket: &Key, wording: &str) -> Op {
    Op::Edit {
        at: at.clone(),
        hunks: vec![Hunk {
            cut: vec![Cut::Bracket(bracket.clone())],
            at: None,
            put: wording.to_owned(),
        }],
    }
}

/// A bracket found by its name.
#[derive(Debug)]
pub struct NamedBracket<'a> {
    /// Where it is.
    pub at: Spot,
    /// The bracket.
    pub bracket: &'a Bracket,
    /// A key that names it.
    pub key: Key,
}

/// The open bracket of a provision with this number.
#[must_use]
pub fn bracket_named<'a>(
    text: &'a Text,
    id: &ProvisionId,
    number: u32,
) -> Option<NamedBracket<'a>> {
    let clause = text.clause(id)?;
    clause.texts.iter().find_map(|texts| {
        [(true, &texts.heading), (false, &texts.body)]
            .into_iter()
            .find_map(|(heading, field)| {
                let bracket = field.brackets().find(|b| b.number == number)?;
                Some(NamedBracket {
                    at: Spot {
                        p: id.clone(),
                        lang: texts.lang.clone(),
                        heading,
                    },
                    key: bracket.key()?.clone(),
                    bracket,
                })
            })
    })
}

fn mark(bracket: &Bracket) -> String {
    format!("{{{{bracket:b{}}}}}", bracket.number)
}

/// What was written in place of a mark; a mark that turns up elsewhere is refused.
fn unmarked(put: &str, id: &ProvisionId) -> Result<String, Problem> {
    let mut out = String::new();
    let mut rest = put;
    while let Some((before, after)) = rest.split_once("{{bracket:") {
        out.push_str(before);
        let (inner, tail) = after.split_once("}}").unwrap_or((after, ""));
        let Some((_, wording)) = inner.split_once('|') else {
            return Err(Problem::new("TURN-008", Class::Usage)
                .with("id", id)
                .with("bracket", inner));
        };
        out.push_str(wording);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

/// Where each character of a flow comes from.
struct Strewn {
    parts: Vec<(usize, Source)>,
}

enum Source {
    Chars(Seg),
    Bracket(Key),
}

impl Strewn {
    fn of(field: &Field, pieces: &Pieces) -> Self {
        let parts = field.parts().filter_map(|part| match part {
            Part::Clean(seg, _) => {
                Some((pieces.text(seg).chars().count(), Source::Chars(seg.clone())))
            }
            Part::Bracket(b) => Some((mark(b).chars().count(), Source::Bracket(b.key()?.clone()))),
        });
        Self {
            parts: parts.collect(),
        }
    }

    /// The characters `at..at + count` by their keys, and what stands before them.
    fn cut(&self, at: usize, count: usize) -> (Vec<Cut>, Option<Anchor>) {
        let end = at.saturating_add(count);
        let (mut cuts, mut place, mut begin) = (Vec::new(), Some(Anchor::Start), 0usize);
        for (length, source) in &self.parts {
            let stop = begin.saturating_add(*length);
            match source {
                Source::Chars(seg) => {
                    let offset = |n: usize| {
                        let n = n.clamp(begin, stop).saturating_sub(begin);
                        seg.from
                            .saturating_add(u32::try_from(n).unwrap_or(u32::MAX))
                    };
                    let (from, to) = (offset(at), offset(end));
                    if from < to {
                        cuts.push(Cut::Chars(seg.key.clone(), from, to));
                    }
                    if begin < at && from > seg.from {
                        place = Some(Anchor::Char(seg.key.clone(), from.saturating_sub(1)));
                    }
                }
                Source::Bracket(key) => {
                    if begin < end && stop > at && count > 0 {
                        cuts.push(Cut::Bracket(key.clone()));
                    } else if stop <= at {
                        place = Some(Anchor::Bracket(key.clone()));
                    }
                }
            }
            begin = stop;
        }
        (cuts, place)
    }
}
