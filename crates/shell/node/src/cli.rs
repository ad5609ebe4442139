//! The command line: noun verb (interface.md §2).

use clap::{Args, Parser, Subcommand, ValueEnum};
use entente_model::{
    OfficialId, PartyId,
    id::{ItemRef, PurposeId},
    time::Date,
};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  entente demo                                   see two nodes do the whole job
  entente init --party NZL --name \"Wellington\" --url https://127.0.0.1:7812 --key-file nzl.key
  entente serve --key-file nzl.key
  entente party add jpn.card                     then: party words JPN, party confirm JPN
  entente agree propose --with NZL --from instruments/jpn-nzl-model
  entente item add report.pdf --title \"Report\"   then: item mark, item check, item release
  entente receipt list                           what waits for your registrar
  entente evidence export -o story.evidence      then: entente verify story.evidence --keys DIR
  entente explain REL-014                        what a code means and what to do";

/// Makes an information-sharing agreement run: negotiate, sign, bring into force, share, receipt, prove.
#[derive(Debug, Parser)]
#[command(name = "entente", version, before_help = EXAMPLES, max_term_width = 100, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Cli {
    /// Options every command takes.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub noun: Noun,
}

/// Options every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Node directory
    #[arg(
        long,
        global = true,
        env = "ENTENTE_NODE",
        default_value = "entente-node",
        value_name = "DIR"
    )]
    pub node: PathBuf,
    /// Language of messages
    #[arg(long, global = true, value_name = "en|ja", value_parser = ["en", "ja"])]
    pub lang: Option<String>,
    /// Print the answer as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Print nothing but the answer
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Never ask; fail where a question would be asked
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Act in this position: the official whose command it is
    #[arg(long = "as", global = true, value_name = "POSITION")]
    pub acting: Option<OfficialId>,
    /// Lines of name, tab, value; nothing aligned, nothing that moves
    #[arg(long, global = true)]
    pub plain: bool,
    /// Say what would be done and do nothing, where a command can
    #[arg(long, short = 'n', global = true)]
    pub dry_run: bool,
    /// No colour (there is none but in help)
    #[arg(long, global = true)]
    pub no_color: bool,
    /// File whose content unlocks the keys (32 bytes or more)
    #[arg(
        long,
        global = true,
        env = "ENTENTE_KEY_FILE",
        value_name = "FILE",
        conflicts_with = "passphrase_stdin"
    )]
    pub key_file: Option<PathBuf>,
    /// Read the passphrase that unlocks the keys from standard input
    #[arg(long, global = true)]
    pub passphrase_stdin: bool,
}

/// Nouns.
#[derive(Debug, Subcommand)]
pub enum Noun {
    /// Make a node directory: keys, card and one recovery sheet
    Init(Init),
    /// Run the node: answer partners and carry acts to them
    Serve(Serve),
    /// Two real nodes do the whole job, with invented keys
    Demo(Demo),
    /// What waits, and for whom
    Status,
    /// Check this node: records, store, clock
    Doctor,
    /// Partners: cards, words, confirmation
    #[command(subcommand)]
    Party(Party),
    /// Agreements: propose, negotiate, sign, notify
    #[command(subcommand)]
    Agree(Agree),
    /// Items: add, mark, check, release, open
    #[command(subcommand)]
    Item(Item),
    /// Receipts
    #[command(subcommand)]
    Receipt(Receipt),
    /// Records
    #[command(subcommand)]
    Log(Log),
    /// Evidence
    #[command(subcommand)]
    Evidence(Evidence),
    /// Verify an evidence file, with no node and no network
    Verify(Verify),
    /// Explain a code such as REL-014
    Explain {
        /// Code
        code: String,
    },
    /// Print a completion script
    Completion {
        /// Shell
        shell: clap_complete::Shell,
    },
    /// Write manual pages
    Man {
        /// Directory; one page to standard output without it
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// See [`Noun::Init`].
#[derive(Debug, Args)]
#[command(
    before_help = "Example:\n  entente --node tokyo init --party JPN --name \"Tokyo\" --url https://127.0.0.1:7811 --key-file tokyo.key"
)]
pub struct Init {
    /// Party code: ISO 3166-1 alpha-3, or a chosen code
    #[arg(long)]
    pub party: PartyId,
    /// Name as shown
    #[arg(long)]
    pub name: String,
    /// Where partners reach this node
    #[arg(long, default_value = "https://127.0.0.1:8443")]
    pub url: String,
    /// Where to listen; the host and port of --url when absent
    #[arg(long)]
    pub listen: Option<String>,
    /// An official: ROLE:ID:NAME, ROLE one of signatory, releasing-officer, registrar. Repeat.
    /// Without any: signatory-1, signatory-2, releasing-officer, registrar
    #[arg(long, value_name = "ROLE:ID:NAME")]
    pub official: Vec<String>,
    /// Write the recovery sheet to this file instead of showing it
    #[arg(long, value_name = "FILE")]
    pub recovery_sheet: Option<PathBuf>,
    /// A demonstration party: public keys that every ordinary node refuses
    #[arg(long)]
    pub demo: bool,
}

/// See [`Noun::Serve`].
#[derive(Debug, Args)]
#[command(before_help = "Example:\n  entente --node tokyo serve --key-file tokyo.key")]
pub struct Serve {
    /// Listen here instead of the configured address
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
}

/// See [`Noun::Demo`].
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  entente demo                          step by step, Enter for the next\n  entente demo --no-input --dir demo    run it through\n  entente demo --file report.pdf        with a file of your own"
)]
pub struct Demo {
    /// Where the two nodes and the evidence go; must be new or empty
    #[arg(long, value_name = "DIR", default_value = "entente-demo")]
    pub dir: PathBuf,
    /// A file of your own to share
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// See [`Noun::Party`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente party card -o tokyo.card\n  entente party add wellington.card\n  entente party words NZL                     read them to each other\n  entente party confirm NZL"
)]
pub enum Party {
    /// Write our card to a file, to give to a partner
    Card {
        /// File; standard output when absent
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Know a partner's card (trusts nothing yet)
    Add {
        /// Card file; - for standard input
        card: PathBuf,
    },
    /// Partners
    List,
    /// One party, also our own
    Show {
        /// Party
        party: PartyId,
    },
    /// The fingerprints in words, to compare by voice
    Words {
        /// Party
        party: PartyId,
    },
    /// Confirm that the words the partner read out are its card's
    Confirm {
        /// Party
        party: PartyId,
        /// The words the partner read out, in English or Japanese
        #[arg(long)]
        words: Option<String>,
    },
}

/// See [`Noun::Agree`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente agree check instruments/jpn-nzl-model\n  entente agree try instruments/jpn-nzl-model --explain\n  entente agree compare instruments/aut-fra-2008 instruments/aut-esp-2011\n  entente agree propose --with NZL --from instruments/jpn-nzl-model\n  entente agree show AG-3\n  entente agree note AG-3 --kind completed --official signatory-1"
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
    /// One provision in every language
    Article {
        /// Agreement
        id: String,
        /// Provision
        article: String,
    },
    /// Counter-propose: replace provisions, or everything that differs in a directory
    Counter {
        /// Agreement
        id: String,
        /// Provision whose wording FILE replaces
        #[arg(long, requires = "text_file")]
        article: Option<String>,
        /// Language of FILE (the other languages keep their wording)
        #[arg(long = "in", value_name = "LANG", default_value = "en")]
        language: String,
        /// File with the new wording
        #[arg(value_name = "FILE")]
        text_file: Option<PathBuf>,
        /// Directory with a whole instrument: what differs is proposed, terms too
        #[arg(long, value_name = "DIR", conflicts_with = "article")]
        from: Option<PathBuf>,
        /// Why, in a sentence
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Agree to the text as it stands
    Agree {
        /// Agreement
        id: String,
        /// Digest you read, or its first eight digits: refuses if the text moved
        #[arg(long, value_name = "DIGEST")]
        text: Option<String>,
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
    /// Terms that differ between two instruments
    Compare {
        /// Directory of one
        a: PathBuf,
        /// Directory of the other
        b: PathBuf,
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

/// Which agreement and purpose.
#[derive(Debug, Clone, Args)]
pub struct Under {
    /// Recipient
    #[arg(long, value_name = "PARTY")]
    pub to: Option<PartyId>,
    /// Agreement, when there is more than one with the recipient
    #[arg(long, value_name = "AG")]
    pub under: Option<String>,
    /// Purpose it is given for
    #[arg(long)]
    pub purpose: Option<PurposeId>,
}

/// See [`Noun::Item`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente item add report.pdf --title \"Report\"\n  entente item mark JPN-2026-0001 秘\n  entente item check JPN-2026-0001 --to NZL --purpose maritime-safety\n  entente item release JPN-2026-0001 --to NZL --purpose maritime-safety\n  entente item open NZL-2026-0001 -o report.pdf"
)]
pub enum Item {
    /// Seal a file into our register
    Add {
        /// File of any size; - for standard input
        file: PathBuf,
        /// Title; sealed, never sent in clear
        #[arg(long, default_value = "")]
        title: String,
    },
    /// Mark an item with a level of ours
    Mark {
        /// Item
        item: ItemRef,
        /// Level, by mark, code or name
        level: String,
        /// Agreement whose levels are meant
        #[arg(long, value_name = "AG")]
        under: Option<String>,
    },
    /// Ask the rules, without releasing
    Check {
        /// Item
        item: ItemRef,
        /// Recipient, agreement, purpose
        #[command(flatten)]
        under: Under,
        /// As if a releasing officer had signed
        #[arg(long)]
        signed: bool,
        /// Every rule asked (always shown; kept for scripts)
        #[arg(long)]
        explain: bool,
    },
    /// Release items, as a releasing officer
    Release {
        /// Items
        #[arg(required_unless_present = "stdin")]
        items: Vec<ItemRef>,
        /// Recipient, agreement, purpose
        #[command(flatten)]
        under: Under,
        /// Releasing officer; --as when absent, else releasing-officer
        #[arg(long)]
        official: Option<OfficialId>,
        /// Sign with the officer's own key (needed from the level the terms set)
        #[arg(long)]
        sign: bool,
        /// Take new items from standard input, one JSON object a line: {"title","level","data"(base64)}
        #[arg(long)]
        stdin: bool,
    },
    /// The register
    List {
        /// One agreement only
        #[arg(long, value_name = "AG")]
        under: Option<String>,
    },
    /// One item
    Show {
        /// Item
        item: ItemRef,
    },
    /// Open an item: verify, decrypt, write to a file
    Open {
        /// Item
        item: ItemRef,
        /// File to write; - for standard output
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
        /// Replace an existing file
        #[arg(long)]
        force: bool,
    },
}

/// See [`Noun::Receipt`].
#[derive(Debug, Subcommand)]
#[command(before_help = "Examples:\n  entente receipt list\n  entente receipt sign NZL-2026-0001")]
pub enum Receipt {
    /// What waits for our registrar
    List,
    /// Receipt items, as a registrar
    Sign {
        /// Items
        #[arg(required_unless_present = "all")]
        items: Vec<ItemRef>,
        /// All that wait
        #[arg(long)]
        all: bool,
        /// Registrar; --as when absent, else registrar
        #[arg(long)]
        official: Option<OfficialId>,
    },
}

/// See [`Noun::Log`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente log show AG-3\n  entente log verify\n  entente log export AG-3 records"
)]
pub enum Log {
    /// Acts of a record
    Show {
        /// Agreement
        id: Option<String>,
        /// Whose record; ours when absent
        #[arg(long)]
        party: Option<PartyId>,
        /// After this entry
        #[arg(long)]
        after: Option<u64>,
        /// At most this many
        #[arg(long, default_value_t = 1000)]
        limit: usize,
    },
    /// Hash every entry again and check every signature on the heads
    Verify {
        /// Agreement
        id: Option<String>,
    },
    /// Write the records as C2SP tlog-tiles directories
    Export {
        /// Agreement
        id: Option<String>,
        /// Directory
        #[arg(long, short, value_name = "DIR")]
        output: PathBuf,
    },
    /// Go on after an alarm, by a person's decision
    Resume {
        /// Agreement
        id: String,
        /// The agreement's id again
        #[arg(long, value_name = "ID")]
        confirm: Option<String>,
    },
}

/// See [`Noun::Evidence`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente evidence export AG-3 -o story.evidence\n  entente verify story.evidence --keys keys"
)]
pub enum Evidence {
    /// Write one file that anybody with the parties' cards can verify
    Export {
        /// Agreement
        id: Option<String>,
        /// File
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
    },
}

/// See [`Noun::Verify`].
#[derive(Debug, Args)]
#[command(before_help = "Example:\n  entente verify story.evidence --keys keys/")]
pub struct Verify {
    /// Evidence file
    pub file: PathBuf,
    /// Directory with the parties' cards (*.card), from your own side
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// Show every act
    #[arg(long)]
    pub all: bool,
}
