//! The terms: the machine-readable part every check is made from. Written by people as TOML
//! beside the texts, carried in acts as strict JSON, changed only by every party's act.
//!
//! This first cut covers the fields the main road needs (agreements.md §4: id, texts, eif,
//! duration, termination, levels, equivalence, ceiling, purposes, release, receipt).

use entente_marking::{Equivalence, Level, Table, Texts};
use entente_model::{LevelId, PartyId, ProvisionId, id::PurposeId};
use serde::{Deserialize, Serialize};

/// The terms as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Version of this schema, 1.
    pub schema: u32,
    /// Title by language.
    pub title: Texts,
    /// Authentic languages (A3).
    pub languages: Vec<String>,
    /// The language that prevails, or empty when all are equal.
    pub prevailing: String,
    /// The parties.
    pub parties: Vec<PartyId>,
    /// How many officials of each party sign.
    pub signatures_per_party: u32,
    /// Provision for the signatures.
    pub signatures_basis: ProvisionId,
    /// Levels of all parties.
    pub level: Vec<Level>,
    /// Directed equivalence (C3).
    pub equivalence: Vec<Equivalence>,
    /// Highest level each party may release (C2).
    pub ceiling: Vec<Ceiling>,
    /// Purposes information may be given for (E2).
    pub purpose: Vec<Purpose>,
    /// Entry into force (A4).
    pub entry_into_force: EntryIntoForce,
    /// Duration (A11).
    pub duration: Duration,
    /// Termination (A12).
    pub termination: Termination,
    /// Release (B3).
    pub release: ReleaseRule,
    /// Receipt (F4).
    pub receipt: ReceiptRule,
    /// Provisions without machine effect.
    pub human_only: HumanOnly,
}

/// See [`Terms::ceiling`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// The releasing party.
    pub party: PartyId,
    /// Its highest level.
    pub level: LevelId,
    /// Provision.
    pub basis: ProvisionId,
}

/// See [`Terms::purpose`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Code used in acts.
    pub code: PurposeId,
    /// Names by language.
    pub name: Texts,
    /// Provision.
    pub basis: ProvisionId,
}

/// What starts the clock of entry into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// The last signature.
    Signature,
    /// The date written on the last notification.
    LastNoticeDated,
    /// The day the last notification was received.
    LastNoticeReceived,
}

/// What is added to the trigger's date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offset {
    /// The day itself.
    None,
    /// `n` days later.
    Days,
    /// The first day of the `n`th month that follows.
    FirstOfMonth,
}

/// See [`Terms::entry_into_force`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryIntoForce {
    /// What starts it.
    pub trigger: Trigger,
    /// What is added.
    pub offset: Offset,
    /// Days or months; 0 with offset none.
    pub n: u32,
    /// IANA zone in which dates are read.
    pub zone: String,
    /// Provision.
    pub basis: ProvisionId,
}

/// How long the agreement lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DurationKind {
    /// Until terminated.
    Indefinite,
}

/// See [`Terms::duration`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duration {
    /// Kind.
    pub kind: DurationKind,
    /// Provision.
    pub basis: ProvisionId,
}

/// What a notice period runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunsFrom {
    /// The day the notice was received.
    Receipt,
    /// The date on the notice.
    Date,
}

/// See [`Terms::termination`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Termination {
    /// Whether one party may end it.
    pub allowed: bool,
    /// Calendar months of notice.
    pub months: u32,
    /// What they run from.
    pub runs_from: RunsFrom,
    /// Provision.
    pub basis: ProvisionId,
}

/// See [`Terms::release`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseRule {
    /// From this level of each party the releasing officer's own signature is needed.
    pub signed_from: Vec<SignedFrom>,
    /// Provision.
    pub basis: ProvisionId,
}

/// See [`ReleaseRule::signed_from`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedFrom {
    /// Party.
    pub party: PartyId,
    /// Its lowest level that needs the signature.
    pub level: LevelId,
}

/// See [`Terms::receipt`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRule {
    /// Days from release until the receipt is overdue.
    pub within_days: u32,
    /// Role that signs it.
    pub by: String,
    /// Provision.
    pub basis: ProvisionId,
}

/// See [`Terms::human_only`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HumanOnly {
    /// Their ids.
    pub provisions: Vec<ProvisionId>,
}

impl Terms {
    /// Reads terms as carried in acts and checks that they hang together.
    ///
    /// # Errors
    /// A sentence saying what does not fit and what would.
    pub fn parse(json: &str) -> Result<Self, String> {
        let terms: Self = serde_json::from_str(json).map_err(|e| e.to_string())?;
        terms.check()?;
        Ok(terms)
    }

    /// The bytes carried in acts.
    ///
    /// # Errors
    /// A sentence; not caused by terms that passed [`Self::check`].
    pub fn to_json(&self) -> Result<String, String> {
        serde_json::to_string(self).map_err(|e| e.to_string())
    }

    /// The table of levels and rows.
    ///
    /// # Errors
    /// A sentence; see [`Table::new`].
    pub fn table(&self) -> Result<Table, String> {
        Table::new(&self.level, &self.equivalence)
    }

    /// Every provision a field rests on, and every provision said to be human-only.
    pub fn bases(&self) -> impl Iterator<Item = &ProvisionId> {
        let single = [
            &self.signatures_basis,
            &self.entry_into_force.basis,
            &self.duration.basis,
            &self.termination.basis,
            &self.release.basis,
            &self.receipt.basis,
        ];
        single
            .into_iter()
            .chain(self.equivalence.iter().map(|r| &r.basis))
            .chain(self.ceiling.iter().map(|c| &c.basis))
            .chain(self.purpose.iter().map(|p| &p.basis))
            .chain(self.human_only.provisions.iter())
    }

    /// Checks that the fields hang together.
    ///
    /// # Errors
    /// A sentence naming the field.
    pub fn check(&self) -> Result<(), String> {
        if self.schema != 1 {
            return Err(format!(
                "schema {} is not known; this version reads schema 1",
                self.schema
            ));
        }
        let mut parties = self.parties.clone();
        parties.sort();
        parties.dedup();
        if parties.len() != 2 || self.parties.len() != 2 {
            return Err("parties: two different parties are needed".to_owned());
        }
        if self.languages.is_empty()
            || !(self.prevailing.is_empty() || self.languages.contains(&self.prevailing))
        {
            return Err("prevailing: must be one of the languages, or empty".to_owned());
        }
        if !(1..=8).contains(&self.signatures_per_party) {
            return Err("signatures_per_party: 1 to 8".to_owned());
        }
        let table = self.table()?;
        let party = |p: &PartyId, field: &str| {
            if self.parties.contains(p) {
                Ok(())
            } else {
                Err(format!("{field}: {p} is not a party"))
            }
        };
        for level in &self.level {
            party(&level.party, "level")?;
        }
        for row in &self.equivalence {
            party(&row.to, "equivalence")?;
        }
        let own = |p: &PartyId, level: &LevelId, field: &str| {
            party(p, field)?;
            if table.level(level).is_none() || level.party() != p.as_str() {
                return Err(format!("{field}: {level} is not a level of {p}"));
            }
            Ok(())
        };
        for p in &self.parties {
            let many = self.ceiling.iter().filter(|c| &c.party == p).count();
            if many != 1 {
                return Err(format!("ceiling: exactly one for {p}, found {many}"));
            }
        }
        for c in &self.ceiling {
            own(&c.party, &c.level, "ceiling")?;
        }
        for s in &self.release.signed_from {
            own(&s.party, &s.level, "release.signed_from")?;
        }
        if self.purpose.is_empty() {
            return Err("purpose: at least one is needed".to_owned());
        }
        if jiff_zone_unknown(&self.entry_into_force.zone) {
            return Err(format!(
                "entry_into_force.zone: `{}` is not an IANA time zone",
                self.entry_into_force.zone
            ));
        }
        if self.entry_into_force.n > 1200
            || self.termination.months > 1200
            || self.receipt.within_days > 36_500
        {
            return Err("a period is longer than a hundred years".to_owned());
        }
        Ok(())
    }
}

fn jiff_zone_unknown(zone: &str) -> bool {
    entente_model::Instant(0).date_in(zone).is_none()
}
