//! One function for every point at which a marking is looked at: entry, approval, seal, arrival,
//! reading, export. The same marking gets the same answer at all of them (M22).

mod release;
mod whole;

use crate::{
    Relation,
    parse::{Context, Note, Parts, Read, parse},
    render,
};
use entente_model::{
    Instant, Label, LevelId, PartyId, Problem, ProvisionId, label::Tlp, problem::Class, time::Date,
};
use std::collections::BTreeSet;

pub use whole::changed;

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A marking as somebody wrote it.
    Text(&'a str),
    /// A label, such as an act carries.
    Label(&'a Label),
    /// Nothing yet: the banner that follows from the portions.
    Portions,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// What markings are read with, and whose this one is.
    pub context: Context<'a>,
    /// The marking.
    pub subject: Subject<'a>,
    /// The markings of the portions.
    pub portions: &'a [String],
    /// Why the whole is marked above every portion.
    pub aggregation: Option<&'a str>,
    /// An item of before, taken over from an older register (M10).
    pub legacy: bool,
    /// Its date, where it is known.
    pub dated: Option<Date>,
    /// The instant at which it is looked at.
    pub now: Instant,
    /// The signature over it verified. Without, no marking is shown.
    pub verified: bool,
    /// Where it goes; `None`: the marking alone.
    pub toward: Option<Toward<'a>>,
}

impl<'a> Ask<'a> {
    /// A marking alone.
    #[must_use]
    pub fn new(context: Context<'a>, subject: Subject<'a>, now: Instant) -> Self {
        Self {
            context,
            subject,
            portions: &[],
            aggregation: None,
            legacy: false,
            dated: None,
            now,
            verified: true,
            toward: None,
        }
    }
}

/// Where an item goes, and what the agreement says of it.
#[derive(Debug, Clone)]
pub struct Toward<'a> {
    /// The recipient.
    pub to: &'a PartyId,
    /// Who gives it: its originator, or a holder that passes it on.
    pub by: &'a PartyId,
    /// Why nothing may be given now: not in force, suspended, ended.
    pub standing: Option<Problem>,
    /// The recipient holds it already: it is read, not given.
    pub held: bool,
    /// Where surviving duties stand.
    pub duties: Option<&'a ProvisionId>,
    /// The giver's highest level, with its provision (C2).
    pub ceiling: Option<(&'a LevelId, &'a ProvisionId)>,
    /// Where thirds are spoken of, and whether consent opens the way (E1).
    pub third: (Option<&'a ProvisionId>, bool),
    /// Where the agreement lets an originator set conditions; the words of its own rules bind the
    /// recipient there alone.
    pub conditions: Option<&'a ProvisionId>,
    /// Consents that were given.
    pub consents: &'a [Consent],
    /// The body whose reader asks.
    pub reader: Option<&'a str>,
    /// Zones dates are shown in, by party.
    pub zones: &'a [(PartyId, String)],
}

/// A party's consent (E1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Whose.
    pub party: PartyId,
    /// It has ended at this instant.
    pub until: Instant,
    /// The bodies it is for; none: the whole party.
    pub bodies: Vec<String>,
}

/// What it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The marking is shown as [`Verdict::lines`] say.
    Shown,
    /// Refused by a rule.
    Refused,
    /// Something is missing that can be had.
    Needs,
}

impl Outcome {
    /// As a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Refused => "refused",
            Self::Needs => "needs",
        }
    }
}

/// One line shown with an item, the original mark first (M2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The mark as its originator wrote it.
    Original {
        /// Text.
        text: String,
        /// Originator.
        party: PartyId,
    },
    /// A mark that stands no longer, with who changed it and when (M14).
    Struck {
        /// Text.
        text: String,
        /// Originator.
        party: PartyId,
        /// Day.
        on: Date,
        /// Authority.
        by: PartyId,
    },
    /// The recipient's mark, with the row that gives it.
    Equivalent {
        /// Text.
        mark: String,
        /// Provision.
        basis: ProvisionId,
    },
    /// No mark of the recipient's; protected as this level.
    Handled {
        /// Text.
        mark: String,
        /// Provision.
        basis: ProvisionId,
    },
    /// Words the row adds, in every language.
    Notation(String),
    /// Words added to the mark, such as ACCOUNTABLE MATERIAL.
    Added(String),
    /// Traffic Light Protocol, in a slot of its own (M12).
    Tlp(Tlp),
}

/// The recipient's side of a marking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equivalent {
    /// The mark it adds.
    pub mark: Option<String>,
    /// The level it is protected as.
    pub handle_as: Option<LevelId>,
    /// Words added, by language.
    pub notation: Vec<(String, String)>,
    /// How the levels relate.
    pub relation: Relation,
    /// The provision.
    pub basis: ProvisionId,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What it comes to.
    pub outcome: Outcome,
    /// Why not, or not yet.
    pub problem: Option<Problem>,
    /// The marking, where it could be read.
    pub read: Option<Read>,
    /// Its canonical form.
    pub canonical: Option<String>,
    /// What the whole is marked as, its portions joined in.
    pub banner: Option<Label>,
    /// The recipient's side.
    pub equivalent: Option<Equivalent>,
    /// What is shown, in order; none when nothing may be shown as trusted.
    pub lines: Vec<Line>,
    /// What was done and is worth knowing.
    pub notes: Vec<Note>,
    /// The rules that were applied.
    pub rules: BTreeSet<&'static str>,
}

/// Looks at a marking.
#[must_use]
pub fn check(ask: &Ask<'_>) -> Verdict {
    let mut verdict = Verdict {
        outcome: Outcome::Shown,
        problem: None,
        read: None,
        canonical: None,
        banner: None,
        equivalent: None,
        lines: Vec::new(),
        notes: Vec::new(),
        rules: BTreeSet::from(["M1", "M22"]),
    };
    if let Err(problem) = judge(ask, &mut verdict) {
        verdict.outcome = match problem.class {
            Class::Waiting => Outcome::Needs,
            _ => Outcome::Refused,
        };
        verdict.rules.extend(rule_of(&problem.code));
        verdict.problem = Some(problem);
    }
    verdict
}

/// The rule a refusal rests on.
fn rule_of(code: &str) -> Option<&'static str> {
    let rules = [
        ("M2", ["MARK-003", "MARK-045"].as_slice()),
        ("M3", ["REL-014", "MARK-042"].as_slice()),
        ("M6", ["MARK-028", "MARK-029"].as_slice()),
        ("M7", ["MARK-012", "MARK-013"].as_slice()),
        (
            "M8",
            ["MARK-021", "MARK-023", "MARK-024", "MARK-025"].as_slice(),
        ),
        ("M9", ["MARK-007", "MARK-019", "MARK-022"].as_slice()),
        ("M10", ["MARK-014"].as_slice()),
        ("M12", ["MARK-040", "MARK-041"].as_slice()),
        ("M13", ["MARK-016", "MARK-034"].as_slice()),
        ("M21", ["MARK-002", "MARK-010"].as_slice()),
    ];
    let hit = rules.into_iter().find(|(_, codes)| codes.contains(&code));
    hit.map(|(rule, _)| rule)
}

fn judge(ask: &Ask<'_>, verdict: &mut Verdict) -> Result<(), Problem> {
    if !ask.verified {
        return Err(Problem::new("MARK-050", Class::Unverified).with("party", ask.context.party));
    }
    let read = match read(ask) {
        Ok(read) => read,
        Err(problem) => return Err(first(ask, problem)),
    };
    verdict.rules.extend(read.rules.iter().copied());
    verdict.rules.insert("M2");
    verdict.notes.extend(read.notes.iter().cloned());
    let context = &ask.context;
    verdict.canonical = Some(render::canonical(context, read.level.as_ref(), &read.parts));
    shown(ask, &read, verdict);
    verdict.banner = read.label();
    verdict.read = Some(read.clone());
    if let Some(toward) = &ask.toward
        && let Some(standing) = &toward.standing
        && !toward.held
    {
        return Err(standing.clone());
    }
    legacy(ask, &read, verdict)?;
    let parts = whole::portions(ask, &read, verdict)?;
    release::toward(ask, &read, &parts, verdict)?;
    if let Some(tlp) = verdict.banner.as_ref().map_or(read.parts.tlp, |b| b.tlp) {
        verdict.rules.insert("M12");
        verdict.lines.push(Line::Tlp(tlp));
    }
    Ok(())
}

/// Whether the agreement stands comes before what the marking says; a text that deceives, first.
fn first(ask: &Ask<'_>, problem: Problem) -> Problem {
    let deceives = ["MARK-002", "MARK-010", "MARK-026"].contains(&problem.code.as_ref());
    let standing = ask.toward.as_ref().filter(|t| !t.held);
    match standing.and_then(|t| t.standing.clone()) {
        Some(standing) if !deceives => standing,
        _ => problem,
    }
}

fn read(ask: &Ask<'_>) -> Result<Read, Problem> {
    let context = &ask.context;
    match ask.subject {
        Subject::Text(text) => parse(context, text, false),
        Subject::Label(label) => from_label(context, label),
        Subject::Portions => {
            let joined = whole::joined(ask)?;
            let parts = Parts::from(&joined);
            let text = render::canonical(context, Some(&joined.level), &parts);
            parse(context, &text, false)
        }
    }
}

/// A label reads as its canonical form does, and says what was written: otherwise it was made up.
fn from_label(context: &Context<'_>, label: &Label) -> Result<Read, Problem> {
    if label.level.party() != context.party.as_str() {
        return Err(Problem::refused("MARK-003")
            .with("token", &label.level)
            .with("party", label.level.party())
            .decided_by(label.level.party()));
    }
    let mut parts = Parts::from(label);
    let canonical = render::canonical(context, Some(&label.level), &parts);
    let read = parse(context, &canonical, false)?;
    parts.aggregated = false;
    let same = |read: &Read| read.level.as_ref() == Some(&label.level) && read.parts == parts;
    let differs = |token: &str| Problem::refused("MARK-045").with("token", token.to_owned());
    if !same(&read) {
        return Err(differs(&canonical));
    }
    let mut read = if label.written.is_empty() {
        read
    } else {
        let written = parse(context, &label.written, false)?;
        if !same(&written) {
            return Err(differs(&label.written));
        }
        written
    };
    read.parts.aggregated = label.aggregated;
    Ok(read)
}

/// The original mark, and what was added to it visibly.
fn shown(ask: &Ask<'_>, read: &Read, verdict: &mut Verdict) {
    if !read.original.is_empty() {
        verdict.lines.push(Line::Original {
            text: read.original.clone(),
            party: ask.context.party.clone(),
        });
    }
    if read.notes.iter().any(|n| n.code == "accountable-added") {
        let word = read.parts.caveats.iter().find_map(|code| {
            let word = ask
                .context
                .vocabulary
                .word(ask.context.party.as_str(), code)?;
            (code.as_str() == "accountable-material").then(|| word.marks.first().cloned())?
        });
        verdict.lines.extend(word.map(Line::Added));
    }
    let level = read
        .level
        .as_ref()
        .and_then(|id| ask.context.table.level(id));
    if let Some(level) = level.filter(|l| l.designated) {
        let note = Note::new("designated")
            .with("level", &level.short)
            .with("party", &level.party);
        verdict.notes.push(note);
    }
}

/// A mark no longer in use is taken over with an old item, and put on no new one (M10).
fn legacy(ask: &Ask<'_>, read: &Read, verdict: &mut Verdict) -> Result<(), Problem> {
    let level = read
        .level
        .as_ref()
        .and_then(|id| ask.context.table.level(id));
    let Some((level, last)) = level.and_then(|l| l.legacy_until.map(|last| (l, last))) else {
        return Ok(());
    };
    verdict.rules.insert("M10");
    let dated = read.parts.created.or(ask.dated);
    if !ask.legacy || dated.is_some_and(|day| day > last) {
        return Err(Problem::refused("MARK-014")
            .with("level", &level.short)
            .with("date", last)
            .with("article", &level.basis)
            .under(&level.basis)
            .decided_by(ask.context.party));
    }
    let note = Note::new("legacy")
        .with("level", &level.short)
        .with("date", last);
    verdict.notes.push(note);
    Ok(())
}
