//! The command line: noun verb (interface.md §2).

mod agree;
pub mod case;
pub mod house;
mod life;
mod mark;
mod register;
mod statement;

pub use agree::{Agree, NoteWord, Now, ReserveWord, Say, ViewWord};
use clap::{Args, Parser, Subcommand};
use entente_model::{
    OfficialId, PartyId,
    id::{ItemRef, PurposeId},
};
pub use life::{FormWord, Held, ItemLife, NewItem, WantWord};
pub use mark::{At, ConsentGiven, Mark, MarkCheck, MarkRender, State};
pub use register::{Consent, Declare, Register};
pub use statement::Statement;
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
    /// The delegation's own papers: instructions, fallbacks, comments; never sent
    #[command(subcommand)]
    Private(Private),
    /// Items: add, mark, check, release, open, and what becomes of them
    #[command(subcommand)]
    Item(Item),
    /// Markings: check, explain, render; no node needed
    #[command(subcommand)]
    Mark(Mark),
    /// Consents of originators: ask, grant, refuse, withdraw
    #[command(subcommand)]
    Consent(Consent),
    /// The register of both sides: list, show, print, compare
    #[command(subcommand)]
    Register(Register),
    /// Receipts
    #[command(subcommand)]
    Receipt(Receipt),
    /// Persons of the party: clearances, briefings, positions, needs to know
    #[command(subcommand)]
    User(house::User),
    /// The party's own rules on who may read what
    #[command(subcommand)]
    House(house::House),
    /// Musters: holders confirm what they hold
    #[command(subcommand)]
    Muster(house::Muster),
    /// Standing decisions for feeds
    #[command(subcommand)]
    Standing(house::Standing),
    /// The audit record: who read what
    #[command(subcommand)]
    Audit(house::Audit),
    /// Search in what one may see
    Search(house::Search),
    /// Reads one document on standard input and can do nothing else: started by the node itself
    #[command(hide = true)]
    Extract,
    /// Cases: what runs beside the items in stages
    #[command(flatten)]
    Case(case::CaseNoun),
    /// Records
    #[command(subcommand)]
    Log(Log),
    /// Evidence
    #[command(subcommand)]
    Evidence(Evidence),
    /// What we publish: counts, joint statements, texts; approved by two officials, signed
    #[command(subcommand)]
    Statement(Statement),
    /// Verify evidence or a publication, with no node and no network; or whether a paper is authentic
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
    /// An official: ROLE:ID:NAME, ROLE one of signatory, releasing-officer, registrar, legal-adviser,
    /// security-officer. Repeat. Without any: signatory-1, signatory-2, releasing-officer, registrar,
    /// legal-adviser, security-officer
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

/// See [`Noun::Private`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente private add AG-3 --article 7.1 --kind fallback --text \"48 hours, not less\"\n  entente private list AG-3"
)]
pub enum Private {
    /// File a paper; it stays on this node
    Add {
        /// Agreement
        id: String,
        /// Provision it is about
        #[arg(long)]
        article: Option<String>,
        /// instruction, fallback, comment or draft
        #[arg(long, default_value = "comment")]
        kind: String,
        /// The paper; from standard input when absent
        #[arg(long)]
        text: Option<String>,
    },
    /// Papers of an agreement
    List {
        /// Agreement
        id: String,
        /// Only about this provision
        #[arg(long)]
        article: Option<String>,
    },
    /// Take a paper away
    Remove {
        /// Agreement
        id: String,
        /// Number in the list
        paper: u64,
    },
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
        /// File of any size; - for standard input; none for what has no content here
        #[arg(default_value = "-", hide_default_value = true)]
        file: PathBuf,
        /// Title; sealed, never sent in clear
        #[arg(long, default_value = "")]
        title: String,
        /// What is said of it
        #[command(flatten)]
        new: NewItem,
    },
    /// Mark an item: a level of ours, and what else the marking says
    Mark {
        /// Item
        item: ItemRef,
        /// The marking: 秘, "SECRET REL TO JPN", "CONFIDENTIAL TLP:AMBER"
        level: String,
        /// Agreement whose levels are meant
        #[arg(long, value_name = "AG")]
        under: Option<String>,
        /// A portion's marking; repeat. Those the item was added with when absent
        #[arg(long, value_name = "MARKING")]
        portion: Vec<String>,
        /// Why the whole is marked above every portion
        #[arg(long, value_name = "REASON", default_value = "")]
        aggregation: String,
    },
    /// Ask the rules, without releasing
    Check {
        /// Item
        item: ItemRef,
        /// Recipient, agreement, purpose
        #[command(flatten)]
        under: Under,
        /// Receiving unit
        #[arg(long, default_value = "")]
        unit: String,
        /// As if a releasing officer had signed
        #[arg(long)]
        signed: bool,
        /// As if a second person had decided too
        #[arg(long)]
        second: bool,
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
        /// A second person who decides too; both sign
        #[arg(long, value_name = "POSITION")]
        second: Option<OfficialId>,
        /// Receiving unit
        #[arg(long, default_value = "")]
        unit: String,
        /// Take new items from standard input, one JSON object a line: {"title","level","data"(base64)}
        #[arg(long)]
        stdin: bool,
        /// Under a standing decision (entente standing), in place of an officer acting now
        #[arg(long, value_name = "ID", requires = "stdin", conflicts_with_all = ["official", "sign", "second"])]
        standing: Option<OfficialId>,
    },
    /// The register
    List {
        /// One agreement only
        #[arg(long, value_name = "AG")]
        under: Option<String>,
        /// Who looks; needed for titles once persons are entered
        #[arg(long, value_name = "PERSON")]
        person: Option<OfficialId>,
    },
    /// One item
    Show {
        /// Item
        item: ItemRef,
        /// Who looks; needed for the title once persons are entered
        #[arg(long, value_name = "PERSON")]
        person: Option<OfficialId>,
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
        /// Who reads
        #[command(flatten)]
        by: house::ReadBy,
    },
    /// Lending and places
    #[command(flatten)]
    Keep(house::Keep),
    /// What is done with it afterwards
    #[command(flatten)]
    Life(ItemLife),
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
#[command(
    before_help = "Examples:\n  entente verify story.evidence --keys keys/\n  entente verify agreement.pdf                                  compared with this node's agreements\n  entente verify agreement.pdf --against story.evidence --keys keys/\n  entente verify agreement.txt --against agreement.json         compare the words by voice\n  entente verify 2026-statistics.publication.json --keys keys/\n  entente verify 2026-statistics.en.html --against 2026-statistics.publication.json --keys keys/"
)]
pub struct Verify {
    /// Evidence or publication; or a PDF, text file, instrument's JSON or published page to compare
    /// with the authentic one
    pub file: PathBuf,
    /// Evidence, an instrument's JSON or a publication that a paper or page is compared with; this
    /// node's agreements when absent
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// Directory with the parties' cards (*.card), from your own side
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// Show every act
    #[arg(long)]
    pub all: bool,
}
