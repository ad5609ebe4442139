//! Facts checked against the terms, and what is read from notices.

use super::{Open, Stop};
use crate::{
    dates::{DateError, must_exist, zone_at},
    facts::{Facts, Notice, NoticeKind},
    terms::{EntryIntoForce, OpenTo, Terms, Trigger},
};
use entente_model::{PartyId, time::Date};
use std::collections::BTreeSet;

/// The depositary's name among days of receipt, when it is no party (A1).
pub(crate) const DEPOSITARY: &str = "DEPOSITARY";

/// Days a receipt may lie before the date on the notice: zones differ by up to 26 hours.
const ZONES_APART: i32 = 2;

/// A fact that is wrong or contradicts another, and which.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// Somebody acts who is no party and cannot become one.
    #[error("{fact}: {who} is not a party")]
    Stranger {
        /// Who.
        who: String,
        /// The fact.
        fact: String,
    },
    /// A party is said to have received its own notice.
    #[error("{fact}: received by its own author")]
    OwnReceipt {
        /// The fact.
        fact: String,
    },
    /// Received long before it was written.
    #[error("{fact}: received by {by} on {received}, before its date")]
    BeforeItsDate {
        /// The fact.
        fact: String,
        /// Who received it.
        by: String,
        /// When.
        received: Date,
    },
    /// The same day stated twice, differently.
    #[error("{fact}: stated twice, differently")]
    Contradiction {
        /// The fact.
        fact: String,
    },
    /// The notice names a day for its effect, and the terms do not let it, or the day lies before
    /// its date.
    #[error("{fact}: it may not name {effective} for its effect")]
    Effective {
        /// The fact.
        fact: String,
        /// The day it names.
        effective: Date,
    },
    /// There is no such notice to stay or revive.
    #[error("{fact}: there is no such notice")]
    NoSuchNotice {
        /// The fact.
        fact: String,
    },
    /// A notice is stayed that is void, or revived that is not stayed to be revived.
    #[error("{fact}: the notice does not stand so")]
    NotSo {
        /// The fact.
        fact: String,
    },
    /// A stay was completed after the notice had taken effect.
    #[error("{fact}: the notice had taken effect on {end}")]
    TooLate {
        /// The fact.
        fact: String,
        /// Last day in force.
        end: Date,
    },
    /// Somebody else than the author revives a notice.
    #[error("{fact}: only its author revives a notice, not {by}")]
    NotItsAuthor {
        /// The fact.
        fact: String,
        /// Who did.
        by: PartyId,
    },
    /// An end before the beginning.
    #[error("{fact}: ends on {end}, before it begins on {begin}")]
    EndsBeforeItBegins {
        /// The fact.
        fact: String,
        /// First day.
        begin: Date,
        /// Last day.
        end: Date,
    },
    /// Nothing of this agreement is ever renewed.
    #[error("{fact}: the agreement is not extended by time")]
    NothingToRenew {
        /// The fact.
        fact: String,
    },
}

/// Names a notice in messages.
pub(crate) fn name(notice: &Notice) -> String {
    let (from, kind, dated) = (&notice.from, notice.kind.word(), notice.dated);
    format!("notice `{kind}` of {from} dated {dated}")
}

/// Terms and facts that fit together.
pub(crate) struct Case<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) facts: &'a Facts,
    pub(crate) eif: &'a EntryIntoForce,
    /// Parties the agreement was made between, in code order.
    pub(crate) originals: BTreeSet<&'a PartyId>,
    /// Parties that acceded.
    pub(crate) acceders: BTreeSet<&'a PartyId>,
}

impl<'a> Case<'a> {
    pub(crate) fn new(terms: &'a Terms, facts: &'a Facts) -> Result<Self, DateError> {
        let eif = terms.entry_into_force.as_ref();
        let originals: BTreeSet<_> = terms.party.iter().map(|p| &p.id).collect();
        let open = terms
            .accession
            .as_ref()
            .is_some_and(|a| a.open_to != OpenTo::Nobody);
        let acceders = facts.notices.iter().filter_map(|n| {
            let joins = open && n.kind == NoticeKind::Deposited && !originals.contains(&n.from);
            joins.then_some(&n.from)
        });
        let case = Self {
            terms,
            facts,
            eif: eif.ok_or(DateError::Missing {
                field: "entry_into_force",
            })?,
            acceders: acceders.collect(),
            originals,
        };
        case.check()?;
        Ok(case)
    }

    /// Whether each party is bound by its own deposit (NATO97, ESA02).
    pub(crate) fn by_deposit(&self) -> bool {
        self.eif.trigger == Trigger::NthDeposit
    }

    /// Who has signed, deposited or acceded.
    pub(crate) fn joined(&self) -> BTreeSet<PartyId> {
        let deposits = self.facts.notices.iter();
        let deposited = deposits
            .filter(|n| n.kind == NoticeKind::Deposited)
            .map(|n| &n.from);
        self.facts.signed.keys().chain(deposited).cloned().collect()
    }

    /// The first notice of a party of these kinds (A4).
    pub(crate) fn first<'n>(
        notices: &'n [Notice],
        from: &PartyId,
        kinds: &[NoticeKind],
    ) -> Result<&'n Notice, Open> {
        notices
            .iter()
            .find(|n| &n.from == from && kinds.contains(&n.kind))
            .ok_or_else(|| Open::NoNotice(from.clone()))
    }

    /// The day the last of the others received a notice (A4).
    pub(crate) fn received(notice: &Notice, by: &BTreeSet<&PartyId>) -> Result<Date, Stop> {
        let mut last = None;
        for party in by.iter().filter(|p| ***p != notice.from) {
            let day = notice.received.get(party.as_str()).copied();
            let day = day.ok_or_else(|| not_received(notice, party.as_str()))?;
            last = last.max(Some(day));
        }
        last.ok_or_else(|| not_received(notice, "any other party").into())
    }

    /// The day the depositary had a notice; its own it had when it wrote it. Without a depositary
    /// the day the last of the others received it (A4, A12).
    pub(crate) fn at_depositary(
        &self,
        notice: &Notice,
        by: &BTreeSet<&PartyId>,
    ) -> Result<Date, Stop> {
        if self.terms.depositary.is_none() {
            return Self::received(notice, by);
        }
        let own = self.depositary() == Some(&notice.from);
        let day = self.depositary_receipt(notice);
        day.or(own.then_some(notice.dated))
            .ok_or_else(|| not_received(notice, DEPOSITARY).into())
    }

    /// The day of a deposit: when the depositary stated it, else the date on the instrument (A4).
    pub(crate) fn deposit_day(&self, notice: &Notice) -> Date {
        self.depositary_receipt(notice).unwrap_or(notice.dated)
    }

    fn depositary(&self) -> Option<&'a PartyId> {
        self.terms.depositary.as_ref()?.party.as_ref()
    }

    fn depositary_receipt(&self, notice: &Notice) -> Option<Date> {
        let by_code = self.depositary().map(PartyId::as_str);
        let by_code = by_code.and_then(|code| notice.received.get(code));
        by_code.or(notice.received.get(DEPOSITARY)).copied()
    }

    fn check(&self) -> Result<(), DateError> {
        must_exist_zone(&self.terms.zone)?;
        let signed = self.facts.signed.iter();
        for (party, day) in signed {
            self.original(party, "signature")?;
            self.day(*day, self.eif.zone.as_deref(), Some(party))?;
        }
        for notice in &self.facts.notices {
            self.notice(notice)?;
        }
        self.stays()?;
        self.own_acts()?;
        for amendment in &self.facts.amendments {
            let name = format!("amendment `{}`", amendment.name);
            let all = self.facts.amendments.iter();
            if all.filter(|a| a.name == amendment.name).count() > 1 {
                return Err(FactError::Contradiction { fact: name }.into());
            }
            for (party, day) in &amendment.signed {
                self.party(party, &name)?;
                self.day(*day, self.eif.zone.as_deref(), Some(party))?;
            }
            for notice in &amendment.notices {
                self.notice(notice)?;
            }
        }
        Ok(())
    }

    fn notice(&self, notice: &Notice) -> Result<(), DateError> {
        let fact = name(notice);
        self.party(&notice.from, &fact)?;
        let zone = self.zone_of(notice.kind);
        self.day(notice.dated, zone, Some(&notice.from))?;
        for (by, received) in &notice.received {
            self.receipt(notice, by, *received)?;
        }
        if let (Some(code), Some(literal)) = (self.depositary(), notice.received.get(DEPOSITARY)) {
            let other = notice.received.get(code.as_str());
            if other.is_some_and(|day| day != literal) {
                return Err(FactError::Contradiction { fact }.into());
            }
        }
        let may = notice.kind == NoticeKind::Terminate
            && self.terms.termination.as_ref().is_none_or(|t| t.minimum);
        match notice.effective {
            Some(effective) if !may || effective < notice.dated => {
                Err(FactError::Effective { fact, effective }.into())
            }
            Some(effective) => self.day(effective, zone, None),
            None => Ok(()),
        }
    }

    fn receipt(&self, notice: &Notice, by: &str, received: Date) -> Result<(), DateError> {
        let fact = || name(notice);
        let mut parties = self.originals.iter().chain(&self.acceders);
        let party = parties.find(|p| p.as_str() == by);
        let depositary = self.depositary().is_some_and(|p| p.as_str() == by)
            || (by == DEPOSITARY && self.terms.depositary.is_some());
        if party.is_none() && !depositary {
            let (who, fact) = (by.to_owned(), fact());
            return Err(FactError::Stranger { who, fact }.into());
        }
        if by == notice.from.as_str() && !depositary {
            return Err(FactError::OwnReceipt { fact: fact() }.into());
        }
        let early = notice
            .dated
            .since(received)
            .map_or(i32::MAX, |span| span.get_days());
        if early > ZONES_APART {
            let (fact, by) = (fact(), by.to_owned());
            return Err(FactError::BeforeItsDate { fact, by, received }.into());
        }
        self.day(received, self.zone_of(notice.kind), party.copied())
    }

    fn stays(&self) -> Result<(), DateError> {
        let zone = self.zone_of(NoticeKind::Terminate);
        for stay in &self.facts.stays {
            let fact = format!("stay of the notice of {} dated {}", stay.of, stay.dated);
            self.stayable(&stay.of, stay.dated, &fact)?;
            for (party, day) in &stay.signed {
                self.party(party, &fact)?;
                self.day(*day, zone, Some(party))?;
            }
            if let crate::facts::StayTo::Until(until) = stay.to {
                self.day(until, zone, None)?;
            }
        }
        for revival in &self.facts.revivals {
            let (of, dated) = (&revival.of, revival.dated);
            let fact = format!("revival of the notice of {of} dated {dated}");
            self.stayable(of, dated, &fact)?;
            self.day(revival.on, zone, Some(&revival.by))?;
            if &revival.by != of {
                let by = revival.by.clone();
                return Err(FactError::NotItsAuthor { fact, by }.into());
            }
        }
        Ok(())
    }

    fn stayable(&self, of: &PartyId, dated: Date, fact: &str) -> Result<(), DateError> {
        let there = self.facts.notices.iter().any(|n| {
            let ends = matches!(n.kind, NoticeKind::Terminate | NoticeKind::NoRenewal);
            ends && &n.from == of && n.dated == dated
        });
        if there {
            return Ok(());
        }
        let fact = fact.to_owned();
        Err(FactError::NoSuchNotice { fact }.into())
    }

    /// Pauses (A13), notified updates (A10), changes of rules (A19), gates (A20).
    fn own_acts(&self) -> Result<(), DateError> {
        for pause in &self.facts.pauses {
            let fact = format!("pause of {}", pause.by);
            self.party(&pause.by, &fact)?;
            self.day(pause.from, None, Some(&pause.by))?;
            if let Some(until) = pause.until {
                self.day(until, None, Some(&pause.by))?;
                begins_first(&fact, pause.from, until)?;
            }
        }
        for update in &self.facts.updates {
            let fact = format!("update `{}` of {}", update.field, update.by);
            self.party(&update.by, &fact)?;
            self.day(update.on, None, Some(&update.by))?;
            for (party, day) in &update.acknowledged {
                self.party(party, &fact)?;
                self.day(*day, None, Some(party))?;
            }
        }
        for change in &self.facts.rule_changes {
            let fact = format!("rules `{}` of {}", change.version, change.by);
            self.party(&change.by, &fact)?;
            self.day(change.on, None, Some(&change.by))?;
            for party in change.answers.keys() {
                self.party(party, &fact)?;
            }
        }
        for (_, day) in &self.facts.gates {
            self.day(*day, None, None)?;
        }
        Ok(())
    }

    fn original(&self, party: &PartyId, fact: &str) -> Result<(), DateError> {
        if self.originals.contains(party) {
            return Ok(());
        }
        let (who, fact) = (party.to_string(), fact.to_owned());
        Err(FactError::Stranger { who, fact }.into())
    }

    fn party(&self, party: &PartyId, fact: &str) -> Result<(), DateError> {
        if self.acceders.contains(party) {
            return Ok(());
        }
        self.original(party, fact)
    }

    fn day(&self, day: Date, clock: Option<&str>, at: Option<&PartyId>) -> Result<(), DateError> {
        must_exist(day, zone_at(self.terms, clock, at)).map(|_| ())
    }

    fn zone_of(&self, kind: NoticeKind) -> Option<&'a str> {
        match kind {
            NoticeKind::Completed | NoticeKind::Deposited => self.eif.zone.as_deref(),
            NoticeKind::Terminate | NoticeKind::NoRenewal => {
                self.terms.termination.as_ref()?.zone.as_deref()
            }
        }
    }
}

/// Refuses an end before its beginning.
pub(crate) fn begins_first(fact: &str, begin: Date, end: Date) -> Result<(), DateError> {
    if begin <= end {
        return Ok(());
    }
    let fact = fact.to_owned();
    Err(FactError::EndsBeforeItBegins { fact, begin, end }.into())
}

fn must_exist_zone(zone: &str) -> Result<(), DateError> {
    crate::dates::exists_in(Date::ZERO, zone).map(|_| ())
}

fn not_received(notice: &Notice, by: &str) -> Open {
    Open::NotReceived {
        from: notice.from.clone(),
        by: by.to_owned(),
    }
}
