//! Commands of cases: incidents, inspections, visits, contracts, demands, disputes, requests,
//! clearances. A case is typed as it is shown: who opened it and the number, `NZL-12`.

use clap::{Args, Subcommand, ValueEnum};
use entente_model::{
    OfficialId, PartyId,
    id::{ItemRef, PurposeId},
    time::Date,
};
use std::path::PathBuf;

/// The nouns of cases.
#[derive(Debug, Subcommand)]
pub enum CaseNoun {
    /// Incidents: loss or compromise, or the suspicion of it
    #[command(subcommand)]
    Incident(Incident),
    /// Inspections of protection
    #[command(subcommand)]
    Inspect(Inspect),
    /// Visits that need the host's permission
    #[command(subcommand)]
    Visit(Visit),
    /// Contracts under which items go to a firm
    #[command(subcommand)]
    Contract(Contract),
    /// Demands of a court or another body for disclosure
    #[command(subcommand)]
    Demand(Demand),
    /// Disputes: each party's account beside the other's
    #[command(subcommand)]
    Dispute(Dispute),
    /// Requests for information
    #[command(subcommand)]
    Request(Request),
    /// Clearances: have one confirmed, tell that one ended
    #[command(subcommand)]
    Clearance(Clearance),
}

/// Who signs, on which day, under which agreement.
#[derive(Debug, Clone, Args)]
pub struct Signs {
    /// The day it is about; today when absent
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// Who signs; --as when absent, else the usual position
    #[arg(long, value_name = "POSITION")]
    pub official: Option<OfficialId>,
    /// Agreement, when there is more than one it could be
    #[arg(long, value_name = "AG")]
    pub agreement: Option<String>,
}

/// As [`Signs`], for what opens a case.
#[derive(Debug, Clone, Args)]
pub struct Opens {
    /// Words only the parties read; - for standard input
    #[arg(long, value_name = "WORDS")]
    pub text: String,
    /// The other party, when there is more than one agreement
    #[arg(long, value_name = "PARTY")]
    pub with: Option<PartyId>,
    /// Who signs; --as when absent, else the usual position
    #[arg(long, value_name = "POSITION")]
    pub official: Option<OfficialId>,
    /// Agreement, when there is more than one with that party
    #[arg(long, value_name = "AG")]
    pub agreement: Option<String>,
}

/// A step in a case.
#[derive(Debug, Clone, Args)]
pub struct Step {
    /// Case, such as NZL-12
    #[arg(value_name = "CASE")]
    pub case: String,
    /// Words only the parties read; - for standard input
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// Who signs, and when
    #[command(flatten)]
    pub signs: Signs,
}

/// A step in a case that says something.
#[derive(Debug, Clone, Args)]
pub struct Says {
    /// Case, such as NZL-12
    #[arg(value_name = "CASE")]
    pub case: String,
    /// Words only the parties read; - for standard input
    #[arg(long, value_name = "WORDS")]
    pub text: String,
    /// Who signs, and when
    #[command(flatten)]
    pub signs: Signs,
}

/// Yes to what was asked, until a day.
#[derive(Debug, Clone, Args)]
pub struct Until {
    /// Last day it holds
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// The step
    #[command(flatten)]
    pub step: Step,
}

/// Which cases are listed.
#[derive(Debug, Clone, Args)]
pub struct Listed {
    /// Only those that are open
    #[arg(long)]
    pub open: bool,
    /// One agreement only
    #[arg(long, value_name = "AG")]
    pub agreement: Option<String>,
}

/// One case.
#[derive(Debug, Clone, Args)]
pub struct One {
    /// Case, such as NZL-12
    #[arg(value_name = "CASE")]
    pub case: String,
    /// Agreement, when there is more than one it could be
    #[arg(long, value_name = "AG")]
    pub agreement: Option<String>,
}

/// What is known of an incident.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// It happened.
    Actual,
    /// It is suspected.
    Suspected,
    /// It is possible.
    Possible,
}

/// See [`CaseNoun::Incident`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente incident report --item JPN-2026-0001 --kind suspected --on 2026-11-25 --text \"A copy is missing from the safe.\"\n  entente incident contain NZL-12 --text \"The room is sealed.\"\n  entente incident list --open"
)]
pub enum Incident {
    /// Tell the other party, on suspicion
    Report {
        /// Items it concerns
        #[arg(long = "item", value_name = "ITEM", required = true)]
        items: Vec<ItemRef>,
        /// What is known
        #[arg(long)]
        kind: Kind,
        /// Day of discovery
        #[arg(long, value_name = "DATE")]
        on: Date,
        /// Words and who signs
        #[command(flatten)]
        opens: Opens,
    },
    /// First report
    Notify(Says),
    /// What was done to contain it
    Contain(Says),
    /// What the damage is, as the originator sees it
    Damage(Says),
    /// Report of the investigation
    ReportFinal(Says),
    /// Measures against repetition
    Measures(Says),
    /// Ask for help, or give what was asked for
    Help(Says),
    /// Close it; consent to its closing where another decides
    Close(Step),
    /// Open it again after new facts
    Reopen(Says),
    /// Incidents
    List(Listed),
    /// One incident
    Show(One),
}

/// See [`CaseNoun::Inspect`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente inspect open --on 2027-02-01 --text \"Registry and strong room, two experts.\"\n  entente inspect finding JPN-12 --text \"The log of the strong room has a gap.\"\n  entente inspect measures JPN-12 --text \"The log is complete again.\""
)]
pub enum Inspect {
    /// Announce an inspection
    Open {
        /// Day of the inspection
        #[arg(long, value_name = "DATE")]
        on: Date,
        /// What calls for it: a word of the agreement, such as serious-incident
        #[arg(long, default_value = "")]
        trigger: String,
        /// Words and who signs
        #[command(flatten)]
        opens: Opens,
    },
    /// Permit it, where the agreement leaves it to the party inspected
    Permit(Step),
    /// Refuse it, where the agreement leaves it to the party inspected
    Refuse(Step),
    /// Take the announcement back
    Withdraw(Step),
    /// A finding
    Finding(Says),
    /// What was put right, by the party inspected
    Measures(Says),
    /// Report
    Final(Says),
    /// Close it
    Close(Step),
    /// Open it again after new facts
    Reopen(Says),
    /// Inspections
    List(Listed),
    /// One inspection
    Show(One),
}

/// A visit as it is asked for.
#[derive(Debug, Args)]
pub struct Asked {
    /// Host
    #[arg(long, value_name = "PARTY")]
    pub host: PartyId,
    /// First day
    #[arg(long, value_name = "DATE")]
    pub from: Date,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub until: Date,
    /// Highest level expected, a word of the host's
    #[arg(long)]
    pub level: String,
    /// Purpose
    #[arg(long)]
    pub purpose: PurposeId,
    /// A place; repeat
    #[arg(long = "place", required = true)]
    pub places: Vec<String>,
    /// How many visitors
    #[arg(long, value_name = "N")]
    pub visitors: u32,
    /// A list for repeated visits
    #[arg(long)]
    pub list: bool,
    /// Urgent
    #[arg(long)]
    pub urgent: bool,
    /// Visitors of a third country are among them
    #[arg(long)]
    pub third_country: bool,
    /// Asked by the diplomatic channel
    #[arg(long)]
    pub diplomatic: bool,
    /// The agreement's form filled in: `field: value` lines, sealed to the host; - for standard
    /// input
    #[arg(long, value_name = "FILE")]
    pub form: PathBuf,
    /// Who signs; --as when absent, else security-officer
    #[arg(long, value_name = "POSITION")]
    pub official: Option<OfficialId>,
    /// Agreement, when there is more than one with the host
    #[arg(long, value_name = "AG")]
    pub agreement: Option<String>,
}

/// See [`CaseNoun::Visit`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente visit ask --host JPN --from 2027-02-01 --until 2027-02-03 --level 秘 --purpose maritime-safety --place Yokosuka --visitors 2 --form visit.txt\n  entente visit permit NZL-12\n\nThe form has one `field: value` line for each field the agreement lists:\n  name: A. Example, B. Example\n  birth: 1980-01-01 Auckland, 1985-05-05 Nelson"
)]
pub enum Visit {
    /// Ask the host
    Ask(Box<Asked>),
    /// Permit it
    Permit(Until),
    /// Refuse it, or take the permission back
    Refuse(Step),
    /// Take the question back
    Withdraw(Step),
    /// Report after the visit
    Report(Says),
    /// Close it
    Close(Step),
    /// Visits
    List(Listed),
    /// One visit
    Show(One),
}

/// A contract as its firm's authority is asked to confirm it.
#[derive(Debug, Args)]
pub struct NewContract {
    /// The firm
    #[arg(long, value_name = "NAME")]
    pub firm: String,
    /// The party whose authority is over the firm; the other party when absent
    #[arg(long = "in", value_name = "PARTY")]
    pub place: Option<PartyId>,
    /// Highest level under it, a word of yours
    #[arg(long)]
    pub level: String,
    /// Reference of the facility clearance
    #[arg(long, value_name = "REF", default_value = "")]
    pub facility: String,
    /// Security clause and classification guide; its digest is stated
    #[arg(long, value_name = "FILE")]
    pub guide: Option<PathBuf>,
    /// The contract it is under
    #[arg(long, value_name = "CASE")]
    pub under: Option<String>,
    /// The firm is foreign-owned
    #[arg(long)]
    pub foreign_owned: bool,
    /// Words only the parties read; - for standard input
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// The other party, when there is more than one agreement
    #[arg(long, value_name = "PARTY")]
    pub with: Option<PartyId>,
    /// Who signs, and when
    #[command(flatten)]
    pub signs: Signs,
}

/// See [`CaseNoun::Contract`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente contract new --firm \"Example Marine Ltd\" --level 秘 --facility FSC-77 --guide guide.pdf\n  entente contract confirm JPN-12 --until 2028-03-31\n  entente contract done JPN-12 --text \"Inspected: in order.\""
)]
pub enum Contract {
    /// Ask the firm's authority to confirm it
    New(Box<NewContract>),
    /// Confirm the firm's clearance
    Confirm(Until),
    /// Refuse it, or take the confirmation back
    Refuse(Step),
    /// Take the question back
    Withdraw(Step),
    /// A finding of an inspection of the firm
    Finding(Says),
    /// The firm was inspected
    Done(Says),
    /// Close it
    Close(Step),
    /// Contracts
    List(Listed),
    /// One contract
    Show(One),
}

/// What demands disclosure.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Body {
    /// A court.
    Court,
    /// A parliament.
    Parliament,
    /// An authority.
    Authority,
    /// Another body.
    Other,
}

/// See [`CaseNoun::Demand`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente demand open --body court --item JPN-2026-0001 --answer-by 2026-12-20 --text \"Order of the High Court.\"\n  entente demand tell NZL-12 --text \"The order and its grounds.\"\n  entente demand heard NZL-12 --text \"We object.\""
)]
pub enum Demand {
    /// Write down a demand for items you hold
    Open {
        /// Who demands
        #[arg(long)]
        body: Body,
        /// Items it concerns
        #[arg(long = "item", value_name = "ITEM", required = true)]
        items: Vec<ItemRef>,
        /// It has to be answered by this day
        #[arg(long, value_name = "DATE")]
        answer_by: Option<Date>,
        /// The day it was received; today when absent
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Words and who signs
        #[command(flatten)]
        opens: Opens,
    },
    /// Tell the originator of it
    Tell(Says),
    /// What the originator thinks of it
    Heard(Says),
    /// The originator consents to the disclosure
    Consent(Step),
    /// The originator does not consent
    Refuse(Step),
    /// It was decided and disclosed
    Done(Says),
    /// Close it
    Close(Step),
    /// Open it again
    Reopen(Says),
    /// Demands
    List(Listed),
    /// One demand
    Show(One),
}

/// See [`CaseNoun::Dispute`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente dispute open --article 5.2 --item JPN-2026-0001 --text \"We read 5.2 otherwise.\" --as signatory-1\n  entente dispute account NZL-12 --text \"What happened, as we know it.\" --as signatory-1\n  entente dispute show NZL-12\n  entente dispute evidence NZL-12 -o dispute"
)]
pub enum Dispute {
    /// Open a dispute; no duty changes by it
    Open {
        /// Provisions it is about
        #[arg(long = "article", value_name = "ARTICLE", required = true)]
        articles: Vec<String>,
        /// Items it is about
        #[arg(long = "item", value_name = "ITEM")]
        items: Vec<ItemRef>,
        /// Words and who signs
        #[command(flatten)]
        opens: Opens,
    },
    /// Your account of the facts; it stands beside the other party's
    Account(Says),
    /// Agree to a fact of the other party's account
    Agree(Says),
    /// Close it: it is over when every party has done so
    Close(Step),
    /// Open it again after new facts
    Reopen(Says),
    /// A directory with the case, both accounts in clear, and the records to verify
    Evidence {
        /// The case
        #[command(flatten)]
        case: One,
        /// Directory to make
        #[arg(long, short, value_name = "DIR")]
        output: PathBuf,
    },
    /// Disputes
    List(Listed),
    /// One dispute, the accounts side by side
    Show(One),
}

/// See [`CaseNoun::Request`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente request new --purpose maritime-safety --text \"Tracks of the northern route, October.\" --reply-by 2026-12-20\n  entente request answer NZL-12 --item JPN-2026-0004\n  entente request answer NZL-12 --refuse"
)]
pub enum Request {
    /// Ask the other party for information
    New {
        /// Purpose
        #[arg(long)]
        purpose: PurposeId,
        /// Reply wanted by
        #[arg(long, value_name = "DATE")]
        reply_by: Option<Date>,
        /// Who made what is asked for, where known; repeat
        #[arg(long = "originator", value_name = "PARTY")]
        originators: Vec<PartyId>,
        /// Words and who signs
        #[command(flatten)]
        opens: Opens,
    },
    /// Answer it; a refusal needs no reason
    Answer {
        /// Items given in answer, released before; repeat
        #[arg(long = "item", value_name = "ITEM", conflicts_with = "refuse")]
        items: Vec<ItemRef>,
        /// Refuse
        #[arg(long)]
        refuse: bool,
        /// The step
        #[command(flatten)]
        step: Step,
    },
    /// Take the question back
    Withdraw(Step),
    /// Requests
    List(Listed),
    /// One request
    Show(One),
}

/// See [`CaseNoun::Clearance`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente clearance ask --level 秘 --text \"A. Example, born 1980-01-01\"\n  entente clearance confirm NZL-12 --until 2028-03-31\n  entente clearance ended --text \"B. Example\"\n  entente clearance acknowledge NZL-14"
)]
pub enum Clearance {
    /// Ask the other party to confirm a clearance
    Ask {
        /// Up to this level of the party asked
        #[arg(long)]
        level: String,
        /// Words and who signs
        #[command(flatten)]
        opens: Opens,
    },
    /// Confirm it
    Confirm(Until),
    /// Do not confirm it
    Refuse(Step),
    /// Take the question back
    Withdraw(Step),
    /// Tell the other party that a clearance ended
    Ended {
        /// A facility's clearance, not a person's
        #[arg(long)]
        facility: bool,
        /// The day it ended; today when absent
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Words and who signs
        #[command(flatten)]
        opens: Opens,
    },
    /// Say that you know that a clearance ended
    Acknowledge(Step),
    /// Questions about clearances, and clearances that ended
    List(Listed),
    /// One of them
    Show(One),
}

impl CaseNoun {
    /// Whether it changes something.
    #[must_use]
    pub fn changes(&self) -> bool {
        !matches!(
            self,
            Self::Incident(Incident::List(_) | Incident::Show(_))
                | Self::Inspect(Inspect::List(_) | Inspect::Show(_))
                | Self::Visit(Visit::List(_) | Visit::Show(_))
                | Self::Contract(Contract::List(_) | Contract::Show(_))
                | Self::Demand(Demand::List(_) | Demand::Show(_))
                | Self::Dispute(Dispute::List(_) | Dispute::Show(_))
                | Self::Request(Request::List(_) | Request::Show(_))
                | Self::Clearance(Clearance::List(_) | Clearance::Show(_))
        )
    }
}
