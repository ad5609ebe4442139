//! The terms: the machine-readable part every check is made from. Written by people as TOML
//! beside the texts, carried in acts as strict JSON, changed only by every party's act.
//!
//! Every field of agreements.md §4. A group that is not given was not agreed: what follows then is
//! said in the group's documentation. Every group names the provision it rests on.

pub mod conduct;
pub mod course;
pub mod form;
pub mod handling;
pub mod period;
pub mod shape;
pub mod sharing;

pub use conduct::*;
pub use course::*;
pub use form::*;
pub use handling::*;
pub use period::{Period, Unit};
pub use shape::{Basis, Field, Group, Levels, Rests, Shape, Takes};
pub use sharing::*;

use entente_marking::{Equal, Equivalence, Level, Table, Texts};
use entente_model::{PartyId, ProvisionId};

/// Version of the schema this program reads and writes.
pub const SCHEMA: u32 = 2;

/// Most levels one agreement may list.
pub const MAX_LEVELS: usize = 256;

macro_rules! terms {
    (
        head { $($(#[doc = $hd:literal])+ $hf:ident : $ht:ty),* $(,)? }
        optional { $($(#[doc = $od:literal])+ $of:ident : $ot:ty),* $(,)? }
        lists { $($(#[doc = $ld:literal])+ $lf:ident : $lt:ty),* $(,)? }
    ) => {
        /// The terms as written.
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Terms {
            $($(#[doc = $hd])+ pub $hf: $ht,)*
            /// The language that prevails; not given: all are equal (A3).
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub prevailing: Option<String>,
            /// Authentic languages whose texts are not beside these terms (A3).
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub other_languages: Vec<String>,
            /// The agreement it belongs to, by the short name of its instrument, which need not be written down (A1, A20).
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub parent: Option<String>,
            /// Where a written-down instrument comes from.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub provenance: Option<Provenance>,
            $($(#[doc = $od])+ #[serde(default, skip_serializing_if = "Option::is_none")] pub $of: Option<$ot>,)*
            $($(#[doc = $ld])+ #[serde(default, skip_serializing_if = "Vec::is_empty")] pub $lf: Vec<$lt>,)*
        }

        impl Shape for Terms {
            const TAKES: Takes = Takes::Table(&[
                $(Field { name: stringify!($hf), doc: concat!($($hd),+), required: true, takes: <$ht as Shape>::TAKES },)*
                Field { name: "prevailing", doc: " The language that prevails; not given: all are equal (A3).", required: false, takes: <String as Shape>::TAKES },
                Field { name: "other_languages", doc: " Authentic languages whose texts are not beside these terms (A3).", required: false, takes: <Vec<String> as Shape>::TAKES },
                Field { name: "parent", doc: " The agreement it belongs to, by the short name of its instrument (A1, A20).", required: false, takes: <String as Shape>::TAKES },
                Field { name: "provenance", doc: " Where a written-down instrument comes from.", required: false, takes: <Provenance as Shape>::TAKES },
                $(Field { name: stringify!($of), doc: concat!($($od),+), required: false, takes: <$ot as Shape>::TAKES },)*
                $(Field { name: stringify!($lf), doc: concat!($($ld),+), required: false, takes: <Vec<$lt> as Shape>::TAKES },)*
            ]);
        }

        impl Terms {
            /// Every group that rests on provisions: its path, such as `termination` or
            /// `copying[1]`, and the group.
            #[must_use]
            pub fn groups(&self) -> Vec<(String, &dyn Group)> {
                let mut all: Vec<(String, &dyn Group)> = Vec::new();
                $(if let Some(group) = &self.$of { all.push((stringify!($of).to_owned(), group)); })*
                $(for (index, group) in self.$lf.iter().enumerate() {
                    all.push((format!(concat!(stringify!($lf), "[{}]"), index), group));
                })*
                all
            }

            /// Names of all groups.
            pub const GROUPS: &'static [&'static str] =
                &[$(stringify!($of),)* $(stringify!($lf)),*];

            /// Whether a group is given.
            #[must_use]
            pub fn has(&self, group: &str) -> bool {
                match group {
                    $(stringify!($of) => self.$of.is_some(),)*
                    $(stringify!($lf) => !self.$lf.is_empty(),)*
                    _ => false,
                }
            }

            /// Takes a group as it stands in other terms; it rests on `basis` from then on
            /// (A1, A20). Whatever it had of that group is replaced.
            pub fn take(&mut self, from: &Self, group: &str, basis: &Basis) {
                match group {
                    $(stringify!($of) => {
                        self.$of = from.$of.clone();
                        if let Some(group) = &mut self.$of { group.rebase(basis); }
                    })*
                    $(stringify!($lf) => {
                        self.$lf = from.$lf.clone();
                        for row in &mut self.$lf { row.rebase(basis); }
                    })*
                    _ => {}
                }
            }
        }
    };
}

terms! {
    head {
        /// Version of this schema, 2.
        schema: u32,
        /// Short name of the instrument, by which others refer to it.
        id: String,
        /// Title in each language.
        title: Texts,
        /// The form of the agreement (A1).
        form: Form,
        /// Authentic languages, BCP 47 tags (A3).
        languages: Vec<String>,
        /// IANA zone in which its dates are read, where a clock does not state its own.
        zone: String
    }
    optional {
        /// Signatures (A1, A3).
        signatures: Signatures,
        /// Depositary (A1).
        depositary: Depositary,
        /// Accession (A1). Not given: nobody may accede.
        accession: Accession,
        /// Scope (A6 to A8, C1, C2).
        scope: Scope,
        /// Entry into force (A4, A5). Always needed.
        entry_into_force: EntryIntoForce,
        /// Duration (A11).
        duration: Duration,
        /// Termination and withdrawal (A12).
        termination: Termination,
        /// Staying or withdrawing a notice (A13).
        stay_of_notice: StayOfNotice,
        /// Stopping own releases (A13, A14). Not given: it is allowed all the same.
        own_pause: OwnPause,
        /// Surviving duties (A15). Not given: duties go on as long as items are held.
        survival: Survival,
        /// Amendment (A9).
        amendment: Amendment,
        /// Changes of a party's rules (A19).
        rules_change: RulesChange,
        /// Disputes (A16).
        dispute: Dispute,
        /// Registration with the United Nations (A21).
        registration: Registration,
        /// The decision to release (B3).
        release: Release,
        /// Assurance before release (D7).
        assurance: Assurance,
        /// Access of persons (D1 to D3).
        access: Access,
        /// Nationality (D5). Not given: nationality does not matter.
        nationality: Nationality,
        /// Thirds (E1). Not given: nothing may go to a third.
        third_party: ThirdParty,
        /// Limits of use (E2).
        use_limits: Use,
        /// Demands for disclosure (A18).
        disclosure_demand: DisclosureDemand,
        /// Joint information (C8).
        joint: JointInformation,
        /// Protection (P1 to P3).
        protection: Protection,
        /// Marking (C4).
        marking: Marking,
        /// Electronic handling (F5). Not given: the text is silent, and the link between the
        /// registries, which is encrypted, may be used where no channels are listed.
        electronic: Electronic,
        /// The register (G1).
        register: Register,
        /// Emergency destruction (G6). Not given: allowed, and always reported.
        emergency: Emergency,
        /// Downgrading (C6). Not given: only the originator, or with its consent.
        reclassification: Reclassification,
        /// Custody (F8, F9).
        custody: Custody,
        /// Visits (V1).
        visits: Visits,
        /// Security visits (V2).
        oversight: Oversight,
        /// Contractors (V3). Not given: release to a contractor needs the originator's consent.
        contractors: Contractors,
        /// Incidents (I1, I2). Not given: always told, at once.
        incident: Incident
    }
    lists {
        /// The parties (A1). At least two.
        party: Party,
        /// Other instruments groups are taken from.
        incorporated: Incorporated,
        /// Levels of all parties (C3).
        level: Level,
        /// Levels that correspond to each other in every direction (C3).
        equal: Equal,
        /// Directed equivalence (C3).
        equivalence: Equivalence,
        /// Relays between other parties (E3).
        relay: Relay,
        /// Caveats (C5).
        caveat: Caveat,
        /// Groups of countries a marking may name (C5).
        country_group: CountryGroup,
        /// Highest levels (C2).
        ceiling: Ceiling,
        /// Authorities (B1).
        authority: Authority,
        /// Implementing arrangements (A20).
        arrangement: Arrangement,
        /// Purposes (E2). None: any purpose may be stated, and one must be.
        purpose: Purpose,
        /// Notified updates (A10). What is not listed needs an amendment.
        update: Update,
        /// Means approved for levels of their own (F5). None: those `electronic.approved` lists.
        means: Means,
        /// Ways of sending (F1). None: the text is silent. Of several rows for one way any one is
        /// enough; a row for contracts alone is the only one for what goes under a contract.
        channel: Channel,
        /// Visits to one host, where other rules hold than for the rest (V1).
        host_visits: Visits,
        /// Receipts (F4).
        receipt: Receipt,
        /// Copying (G3). None: free.
        copying: Copying,
        /// Translation (G4). None: free.
        translation: Translation,
        /// Destruction and return (G5).
        disposal: Disposal,
        /// Costs (A17).
        cost: Cost,
        /// Holiday calendars (V1).
        calendar: Calendar,
        /// Provisions without machine effect.
        human: Human
    }
}

impl Terms {
    /// Reads terms as carried in acts and checks that they hang together.
    ///
    /// # Errors
    /// A sentence saying what does not fit and what would.
    pub fn parse(json: &str) -> Result<Self, String> {
        let terms: Self = serde_json::from_str(json).map_err(|e| e.to_string())?;
        crate::check::coherent(&terms).map_err(|m| m.to_string())?;
        Ok(terms)
    }

    /// The bytes carried in acts.
    ///
    /// # Errors
    /// A sentence; not caused by terms that passed [`crate::check::coherent`].
    pub fn to_json(&self) -> Result<String, String> {
        serde_json::to_string(self).map_err(|e| e.to_string())
    }

    /// The parties' codes, in their order.
    #[must_use]
    pub fn parties(&self) -> Vec<PartyId> {
        self.party.iter().map(|p| p.id.clone()).collect()
    }

    /// The table of levels and rows.
    ///
    /// # Errors
    /// A sentence; see [`Table::new`].
    pub fn table(&self) -> Result<Table, String> {
        Table::new(&self.level, &self.equal, &self.equivalence)
    }

    /// Officials of each party who sign; 1 when the text is silent.
    #[must_use]
    pub fn signatures_per_party(&self) -> u32 {
        self.signatures.as_ref().map_or(1, |s| s.per_party)
    }

    /// Every provision a field rests on, and every provision said to be human-only.
    #[must_use]
    pub fn bases(&self) -> Vec<&ProvisionId> {
        self.groups()
            .into_iter()
            .flat_map(|(_, g)| g.provisions())
            .collect()
    }
}
