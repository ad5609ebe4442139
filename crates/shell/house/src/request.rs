//! What is asked: who, acting as what, does what to which thing, when.

use entente_model::{
    AgreementId, Instant, LevelId, OfficialId, PartyId,
    id::{ItemRef, PurposeId},
    time::Date,
};

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// All, in the order of the schema.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name used in rules.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

names! {
    /// A role of a position (interface.md §1). In a rule: `Role::"reader"`.
    Role {
        /// Works on the text of an agreement.
        Negotiator = "negotiator",
        /// Advises on the text and certifies its languages.
        LegalAdviser = "legal-adviser",
        /// Signs.
        Signatory = "signatory",
        /// Keeps the register, receipts and custody.
        Registrar = "registrar",
        /// Approves releases.
        ReleasingOfficer = "releasing-officer",
        /// Finds and reads.
        Reader = "reader",
        /// Grants access, briefs, runs incidents.
        SecurityOfficer = "security-officer",
        /// Inspects and changes nothing.
        Inspector = "inspector",
        /// Runs the system and sees no content.
        Operator = "operator",
        /// Connects other systems.
        Integrator = "integrator",
        /// Carries packs.
        Courier = "courier",
    }
}

names! {
    /// What sort of thing is acted on. In a rule: `Kind::"item"`.
    Kind {
        /// Information under an agreement.
        Item = "item",
        /// An item not released yet.
        Draft = "draft",
        /// The register, or an entry of it.
        Register = "register",
        /// An incident, a dispute, an inspection's finding.
        Case = "case",
        /// The record of who read what.
        Audit = "audit",
        /// A statement for the public.
        Statement = "statement",
        /// The text of an agreement.
        Agreement = "agreement",
        /// A person's rights ([`Thing::about`] says whose).
        Person = "person",
        /// A carried pack.
        Pack = "pack",
        /// The installation: health, backup, versions.
        System = "system",
    }
}

names! {
    /// What is done. In a rule: `Action::"open"`; the groups `see`, `find`, `content`,
    /// `duplicate` and `alter` stand for several.
    Act {
        /// Have it in a list (`see`, `find`).
        List = "list",
        /// Find it by searching (`see`, `find`).
        Search = "search",
        /// Read its title, mark and history (`see`, `find`).
        Read = "read",
        /// Open its contents (`see`, `content`).
        Open = "open",
        /// Print it (`see`, `content`, `duplicate`).
        Print = "print",
        /// Take it off the node (`see`, `content`, `duplicate`).
        Export = "export",
        /// Make another copy (`see`, `content`, `duplicate`).
        Copy = "copy",
        /// Change it (`alter`).
        Change = "change",
        /// Approve its release or publication (`see`, `alter`).
        Approve = "approve",
        /// Sign it (`alter`).
        Sign = "sign",
        /// Register or receipt it (`alter`).
        Register = "register",
        /// Lend it inside the party (`see`, `alter`).
        Lend = "lend",
        /// Recall it (`alter`).
        Recall = "recall",
        /// Destroy it (`alter`).
        Destroy = "destroy",
        /// Grant or revoke access (`alter`).
        Grant = "grant",
        /// Run the system (`alter`).
        Administer = "administer",
        /// Take stock of it (`alter`).
        Muster = "muster",
        /// Inspect it.
        Inspect = "inspect",
        /// Report a doubt or an incident about it.
        Report = "report",
    }
}

/// A natural person, as this party's directory has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The directory's id; up to 512 bytes.
    pub id: String,
    /// The party they work for.
    pub party: PartyId,
    /// Every nationality held (D5).
    pub nationalities: Vec<PartyId>,
    /// Every position held.
    pub positions: Vec<OfficialId>,
    /// The roles of all positions held: what separation of duties looks at.
    pub roles: Vec<Role>,
    /// Need-to-know groups.
    pub groups: Vec<String>,
    /// Codewords they were read into.
    pub codewords: Vec<String>,
    /// The rank cleared for, on the scale of [`Thing::level_rank`] (D2).
    pub clearance_rank: Option<u32>,
    /// Last day of the clearance (D3).
    pub cleared_until_day: Option<Date>,
    /// Day of the last acknowledged briefing (D8).
    pub briefed: Option<Date>,
    /// Permanent staff; a contractor is not.
    pub staff: bool,
}

/// Who asks: a person in one of their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The person.
    pub person: Person,
    /// The acting position.
    pub position: OfficialId,
    /// The acting position's roles; each is also one of the person's.
    pub acting: Vec<Role>,
}

/// What is acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// Its sort.
    pub kind: Kind,
    /// Its id: an [`ItemRef`]'s text, or any other id of the caller's; up to 512 bytes.
    pub id: String,
    /// Originators.
    pub originators: Vec<PartyId>,
    /// Its level; `None` when it has none.
    pub level: Option<LevelId>,
    /// The rank it is handled as, on this party's scale of clearances. 0: not classified.
    pub level_rank: u32,
    /// Whether the terms ask for a clearance at this level (`clearance_from`, D2).
    pub clearance_needed: bool,
    /// Whether it is of the upper levels, where registrar and releasing officer are two people.
    pub top: bool,
    /// Caveats by code.
    pub caveats: Vec<PurposeId>,
    /// Codewords.
    pub codewords: Vec<String>,
    /// The purpose it was released for.
    pub purpose: Option<PurposeId>,
    /// The agreement it is under.
    pub agreement: Option<AgreementId>,
    /// Not before this instant (M13).
    pub embargo_until: Option<Instant>,
    /// Whether it is another party's information.
    pub foreign: bool,
    /// Whether it is on the register (and receipted, where it came from a partner).
    pub registered: bool,
    /// Whether its copies are numbered and never duplicated.
    pub accountable: bool,
    /// Need-to-know groups; empty: no list.
    pub groups: Vec<String>,
    /// Roles one of which is needed; empty: no list.
    pub roles: Vec<Role>,
    /// Nationals only of these; empty: no such caveat (D5).
    pub nationals: Vec<PartyId>,
    /// The id of the person who wrote it.
    pub author: Option<String>,
    /// The id of the person who approved its release.
    pub approver: Option<String>,
    /// The id of the person a grant is about.
    pub about: Option<String>,
}

impl Thing {
    /// A thing of a kind, not classified, with no restriction of its own.
    #[must_use]
    pub fn of(kind: Kind, id: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.into(),
            originators: Vec::new(),
            level: None,
            level_rank: 0,
            clearance_needed: false,
            top: false,
            caveats: Vec::new(),
            codewords: Vec::new(),
            purpose: None,
            agreement: None,
            embargo_until: None,
            foreign: false,
            registered: true,
            accountable: false,
            groups: Vec::new(),
            roles: Vec::new(),
            nationals: Vec::new(),
            author: None,
            approver: None,
            about: None,
        }
    }

    /// An item by its reference, not classified, with no restriction of its own.
    #[must_use]
    pub fn item(item: &ItemRef) -> Self {
        Self::of(Kind::Item, item.as_str())
    }
}

/// When and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The instant, as this node's clock has it.
    pub now: Instant,
    /// The civil day where this party is.
    pub day: Date,
    /// The task the access is for (D1). Blank text counts as none.
    pub need_to_know: Option<String>,
    /// What the agreement's terms decided; true where they say nothing against it. False is final.
    pub treaty_allowed: bool,
    /// Whether a recorded waiver lets this office combine roles (interface.md §1).
    pub waived: bool,
    /// Whether an open inspection covers this thing's contents.
    pub in_scope: bool,
}

/// One question to the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who.
    pub subject: Subject,
    /// Does what.
    pub act: Act,
    /// To what.
    pub thing: Thing,
    /// When and why.
    pub context: Context,
}
