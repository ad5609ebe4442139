//! The commands of an agreement: its text, its turns, its signatures, its course.

use clap::{Args, Subcommand, ValueEnum};
use entente_model::{OfficialId, PartyId, time::Date};
use std::path::PathBuf;

/// See [`super::Noun::Agree`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente agree check instruments/jpn-nzl-model\n  entente agree try instruments/jpn-nzl-model --explain\n  entente agree compare instruments/aut-fra-2008 instruments/aut-esp-2011\n  entente agree propose --with NZL --from instruments/jpn-nzl-model\n  entente agree show AG-3\n  entente agree article AG-3 4.2 --in en --edit > 4.2.txt\n  entente agree redline AG-3 4.2 4.2.txt\n  entente agree compare AG-3 --view four\n  entente agree preview AG-3\n  entente agree send AG-3 --reply-by 2026-12-04\n  entente agree note AG-3 --kind completed --official signatory-1"
)]
pub enum Agree {
    /// Propose an instrument to a partner
    Propose {
        /// Partner
        #[arg(long, value_name = "PARTY")]
        with: PartyId,
        /// Directory with instrument.toml and one text.LANG.md a language
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// What every capital agreed to is settled; else nothing is agreed until everything is
        #[arg(long)]
        piecewise: bool,
    },
    /// Check an instrument directory without a node
    Check {
        /// Directory
        dir: PathBuf,
    },
    /// Agreements
    List,
    /// One agreement: stage, dates, signatures, rules
    Show {
        /// Agreement, or the beginning of its id
        id: String,
    },
    /// The whole text as it stands
    Text {
        /// Agreement
        id: String,
    },
    /// One provision in every language, with its brackets and what was said of it
    Article {
        /// Agreement
        id: String,
        /// Provision, by number
        article: String,
        /// Every wording it ever had: who, when, why
        #[arg(long, conflicts_with = "edit")]
        history: bool,
        /// Only this language
        #[arg(long = "in", value_name = "LANG")]
        language: Option<String>,
        /// Print one text alone, to edit and give to `agree redline`
        #[arg(long, requires = "language")]
        edit: bool,
        /// The heading instead of the body
        #[arg(long)]
        heading: bool,
    },
    /// Draft changed wording: an edited text, a Word file, or a whole instrument
    Redline {
        /// Agreement
        id: String,
        /// Provision; absent for a Word file or --from
        #[arg(value_name = "ARTICLE")]
        article: Option<String>,
        /// Edited text (see `agree article --edit`), or a .docx
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Language of FILE; as its first line says when absent, else en
        #[arg(long = "in", value_name = "LANG")]
        language: Option<String>,
        /// The heading instead of the body
        #[arg(long)]
        heading: bool,
        /// Directory with a whole instrument: everything that differs, terms too
        #[arg(long, value_name = "DIR", conflicts_with_all = ["article", "file"])]
        from: Option<PathBuf>,
        /// The Word file came from this party: show its changes, take nothing over
        #[arg(long, value_name = "PARTY", conflicts_with_all = ["from", "now"])]
        theirs: Option<PartyId>,
        /// A value of the terms that changes with the wording: FIELD=VALUE
        #[arg(long, value_name = "FIELD=VALUE")]
        term: Vec<String>,
        /// Send it alone, as a turn of its own
        #[command(flatten)]
        now: Now,
    },
    /// Draft a wording of your own: for an open bracket, or for some words
    Bracket {
        /// Agreement
        id: String,
        /// Bracket such as 4.2#b3, or a provision
        target: String,
        /// The words of the provision it is for
        #[arg(long)]
        words: Option<String>,
        /// Language of the words
        #[arg(long = "in", value_name = "LANG")]
        language: Option<String>,
        /// File with your wording; - for standard input
        #[arg(long, value_name = "FILE", conflicts_with = "with")]
        alt: Option<PathBuf>,
        /// Your wording; empty leaves the words out
        #[arg(long, value_name = "TEXT")]
        with: Option<String>,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft support for one alternative of a bracket
    Support {
        /// Agreement
        id: String,
        /// Bracket such as 4.2#b3
        bracket: String,
        /// Alternative: A, B, …
        label: String,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft the withdrawal of your own alternative
    Withdraw {
        /// Agreement
        id: String,
        /// Bracket such as 4.2#b3
        bracket: String,
        /// Alternative: A, B, …
        label: Option<String>,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft a reservation
    Reserve {
        /// Agreement
        id: String,
        /// Provision, title or terms
        article: String,
        /// Why
        #[arg(long)]
        kind: ReserveWord,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft the lifting of your reservations
    Lift {
        /// Agreement
        id: String,
        /// Provision, title or terms
        article: String,
        /// Only this one
        #[arg(long)]
        kind: Option<ReserveWord>,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft agreement to a provision, or to everything as it reads
    Agree {
        /// Agreement
        id: String,
        /// Provision, title or terms; everything when absent
        article: Option<String>,
        /// By the delegation, ad referendum; the capital's agreement when absent
        #[arg(long)]
        ad_ref: bool,
        /// Digest you read, or its first eight digits: refuses if the text moved
        #[arg(long, value_name = "DIGEST", conflicts_with = "article")]
        text: Option<String>,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft a value of the terms
    Term {
        /// Agreement
        id: String,
        /// Field such as termination.notice, or a JSON pointer
        field: String,
        /// Value: JSON, or plain words; leave the field out with --remove
        #[arg(required_unless_present = "remove")]
        value: Option<String>,
        /// Leave the field out
        #[arg(long, conflicts_with = "value")]
        remove: bool,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft a new provision: one text.LANG.md a language with `## - Heading` and its text
    Add {
        /// Agreement
        id: String,
        /// One file a language, named such as new.en.md
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// After this provision; at the beginning when absent
        #[arg(long, value_name = "ARTICLE")]
        after: Option<String>,
        /// 1 for an article, 2 for a paragraph
        #[arg(long, default_value_t = 2)]
        depth: u8,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft that a provision be left out
    Drop {
        /// Agreement
        id: String,
        /// Provision
        article: String,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft that a provision stay, against a proposal to leave it out
    Keep {
        /// Agreement
        id: String,
        /// Provision
        article: String,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft another place for a provision
    Move {
        /// Agreement
        id: String,
        /// Provision
        article: String,
        /// After this one; to the beginning when absent
        #[arg(long, value_name = "ARTICLE")]
        after: Option<String>,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft that a provision be put aside, or taken up again
    Park {
        /// Agreement
        id: String,
        /// Provision
        article: String,
        /// Until this day; taken up again when absent
        #[arg(long)]
        until: Option<Date>,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft the acceptance of a chair's text as a whole
    Accept {
        /// Agreement
        id: String,
        /// Its turn, such as 7 or 7-NZL
        turn: String,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// Draft that a chair's text is declined
    Decline {
        /// Agreement
        id: String,
        /// Its turn, such as 7 or 7-NZL
        turn: String,
        /// Send it alone
        #[command(flatten)]
        now: Now,
    },
    /// What the other side will see of your draft
    Preview {
        /// Agreement
        id: String,
        /// Throw the draft away instead
        #[arg(long)]
        discard: bool,
    },
    /// Send the draft as one turn
    Send {
        /// Agreement
        id: String,
        /// A reply is asked for by this day; nothing follows from silence
        #[arg(long, value_name = "DATE")]
        reply_by: Option<Date>,
        /// Offer it as a chair's text: accepted or not as a whole
        #[arg(long)]
        chair: bool,
        /// Why, in a sentence
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Warnings on numbers, dates, references, terms and languages
    Lint {
        /// Agreement
        id: String,
    },
    /// Certify, as a legal adviser, that the languages say the same
    Concord {
        /// Agreement
        id: String,
        /// Provisions; everything that is clean when absent
        articles: Vec<String>,
        /// Legal adviser; --as when absent, else legal-adviser
        #[arg(long)]
        official: Option<OfficialId>,
    },
    /// Open the negotiation of the next version
    Amend {
        /// Agreement
        id: String,
        /// Why, in a sentence
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Take a signing back before it is complete
    Abandon {
        /// Agreement
        id: String,
        /// Why, in a sentence
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Confirm the computed date of entry into force, as an official
    Force {
        /// Agreement
        id: String,
        /// Signatory; --as when absent
        #[arg(long)]
        official: Option<OfficialId>,
    },
    /// Stop your own releases, as an official; duties go on (the same as say pause)
    Suspend {
        /// Agreement
        id: String,
        /// First day; today when absent
        #[arg(long)]
        from: Option<Date>,
        /// Signatory; --as when absent
        #[arg(long)]
        official: Option<OfficialId>,
    },
    /// Freeze the agreed text for signature
    Freeze {
        /// Agreement
        id: String,
        /// Digest you read
        #[arg(long, value_name = "DIGEST")]
        text: Option<String>,
    },
    /// Sign the frozen text as an official
    Sign {
        /// Agreement
        id: String,
        /// Signatory; --as when absent
        #[arg(long)]
        official: Option<OfficialId>,
        /// Capacity as written under the signature
        #[arg(long, default_value = "")]
        capacity: String,
        /// Full powers shown: date and reference
        #[arg(long, default_value = "")]
        powers: String,
    },
    /// Notify the partner, as an official
    Note {
        /// Agreement
        id: String,
        /// What the note says
        #[arg(long)]
        kind: NoteWord,
        /// Date on the note; today when absent
        #[arg(long)]
        date: Option<Date>,
        /// Signatory; --as when absent
        #[arg(long)]
        official: Option<OfficialId>,
    },
    /// Try a wording: the answers a scenario expects, before anybody signs
    Try {
        /// Directory of the instrument
        dir: PathBuf,
        /// Scenario; DIR/scenario.toml when absent
        scenario: Option<PathBuf>,
        /// Print every rule that was asked
        #[arg(long)]
        explain: bool,
    },
    /// Every date that follows from facts, with its article
    Dates {
        /// Directory of the instrument
        dir: PathBuf,
        /// Facts or scenario; DIR/scenario.toml when absent
        facts: Option<PathBuf>,
    },
    /// The text in one of its views; or, with two directories, the terms that differ
    Compare {
        /// Agreement; or directory of one instrument
        a: String,
        /// Directory of the other instrument
        b: Option<PathBuf>,
        /// How to look at it
        #[arg(long, default_value = "two")]
        view: ViewWord,
        /// From after one turn to after another, such as 6..7 or 6-NZL..; the last turn when absent
        #[arg(long, value_name = "FROM..TO")]
        turn: Option<String>,
        /// Only this language of the text
        #[arg(long = "in", value_name = "LANG")]
        language: Option<String>,
        /// Only this provision
        #[arg(long, value_name = "ARTICLE")]
        article: Option<String>,
        /// Agreed and unchanged provisions in full
        #[arg(long)]
        all: bool,
        /// Write it as FILE.html or FILE.docx (with tracked changes)
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Write the frozen text as .pdf, .txt or .json, or the text as it stands as .html or .docx
    #[command(
        before_help = "Examples:\n  entente agree export AG-3 -o agreement.pdf --in ja --alternat JPN\n  entente agree export AG-3 -o agreement.json           the bytes the signatures cover\n  entente agree export AG-3 -o statement.pdf --statement --in en"
    )]
    Export {
        /// Agreement
        id: String,
        /// File: its ending says which form
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Language; the interface's when absent
        #[arg(long = "in", value_name = "LANG")]
        language: Option<String>,
        /// The alternat of this party, named first; ours when absent
        #[arg(long, value_name = "PARTY")]
        alternat: Option<PartyId>,
        /// Version; the newest when absent
        #[arg(long)]
        version: Option<u32>,
        /// The joint statement instead of the text
        #[arg(long)]
        statement: bool,
    },
    /// What a field of the terms means and takes
    Fields {
        /// Group or field, such as termination or copying.may; all groups when absent
        path: Option<String>,
    },
    /// Stay or withdraw a notice of termination; takes effect when every party said the same
    Stay {
        /// Agreement
        id: String,
        /// Whose notice
        #[arg(long, value_name = "PARTY")]
        of: PartyId,
        /// As if never given
        #[arg(long, conflicts_with_all = ["until", "revivable"])]
        void: bool,
        /// Without effect until the day after this one
        #[arg(long, value_name = "DATE", conflicts_with = "revivable")]
        until: Option<Date>,
        /// Without effect until its author revives it
        #[arg(long)]
        revivable: bool,
        /// Signatory; --as when absent
        #[arg(long)]
        official: Option<OfficialId>,
    },
    /// Say something else in the agreement's course, as an official
    Say {
        /// Agreement
        id: String,
        /// What
        #[command(subcommand)]
        what: Say,
        /// Signatory; --as when absent
        #[arg(long, global = true)]
        official: Option<OfficialId>,
    },
    /// What this party states for itself
    #[command(flatten)]
    Declare(super::Declare),
}

/// See [`Agree::Say`].
#[derive(Debug, Clone, Subcommand)]
pub enum Say {
    /// Revive your own stayed notice
    Revive {
        /// The day; today when absent
        #[arg(long)]
        on: Option<Date>,
    },
    /// Stop your own releases; duties go on
    Pause {
        /// First day; today when absent
        #[arg(long)]
        from: Option<Date>,
    },
    /// Resume your own releases
    Resume {
        /// First day; today when absent
        #[arg(long)]
        on: Option<Date>,
    },
    /// Change what is your own, where the terms let one party do so
    Update {
        /// What, such as competent-authority or contacts
        #[arg(long)]
        field: String,
        /// The new value
        #[arg(long)]
        value: String,
    },
    /// Acknowledge the partner's latest update
    Acknowledge,
    /// Tell a change of your protection rules
    Rules {
        /// Their version from then on
        #[arg(long)]
        version: String,
    },
    /// Answer the partner's latest change of rules
    Answer {
        /// accept, old-rules or stop-releasing
        answer: String,
    },
    /// Consent to the agreement's end; takes effect when every party named the same day
    End {
        /// The last day
        #[arg(long)]
        on: Date,
    },
    /// State that a condition of the first release is met
    Gate {
        /// arrangement or assessment-visit
        gate: String,
    },
}

/// Whether a move goes alone.
#[derive(Debug, Clone, Args)]
pub struct Now {
    /// Send it at once, as a turn of its own, beside the draft
    #[arg(long = "send")]
    pub now: bool,
    /// Why, in a sentence
    #[arg(long, default_value = "", requires = "now")]
    pub reason: String,
}

/// Why a provision is reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReserveWord {
    /// Still being examined.
    Scrutiny,
    /// One language's wording.
    Language,
    /// What it says.
    Substance,
    /// A parliament has to be asked.
    Parliament,
}

/// A view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ViewWord {
    /// Base, each party, the text as it stands.
    Four,
    /// Base and the text as it stands.
    Two,
    /// One text with what was inserted and deleted.
    Inline,
    /// The languages side by side.
    JaEn,
    /// What is clean.
    Clean,
    /// Open brackets only: the agenda of a meeting.
    Brackets,
}

/// What a note says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NoteWord {
    /// Internal procedures are completed.
    Completed,
    /// The agreement is terminated.
    Terminate,
    /// The agreement is not to be extended.
    NoRenewal,
}
