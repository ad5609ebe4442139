//! Visits, incidents and disputes.

use super::decision::Answer;
use super::{Arg, Decider, Given, No, Question, VisitAsked};
use crate::terms::{Period, Visits};

impl<'q> Question<'q> {
    /// A visit to the other party (V1).
    pub(super) fn visit(&mut self) {
        let rows = &self.rules.terms.host_visits;
        let own = rows.iter().find(|v| v.host.as_ref() == Some(self.ask.to));
        let Some(group) = own.or(self.rules.terms.visits.as_ref()) else {
            return;
        };
        let level = self.ask.item.and_then(|i| self.rules.level(i.level));
        if level.is_some_and(|l| !self.rules.covers(&group.levels, l)) {
            self.rule("visit", group, "visits.levels", Answer::Pass);
            return;
        }
        let Some(visit) = self.ask.visit else {
            let no = No::new("RULE-004", Decider::Role("you"));
            self.silent("visit", None, no.no());
            return;
        };
        if self.exempt(group, &visit) {
            self.rule("visit", group, "visits.contract_exempt", Answer::Pass);
            return;
        }
        let host = Decider::Party(self.ask.to);
        let answer = self.wants(Given::HostPermission, "VIS-001", host);
        self.rule("permission", group, "visits.levels", answer);
        self.lead(group, &visit);
        self.validity(group, &visit);
        if visit.third_country && group.third_country_consent {
            let answer = self.wants(Given::ThirdCountryLeave, "VIS-004", host);
            self.rule(
                "third-country",
                group,
                "visits.third_country_consent",
                answer,
            );
        }
        if let Some(from) = &group.diplomatic_from
            && level.is_some_and(|l| self.rules.covers(from, l))
        {
            let answer = self.wants(
                Given::DiplomaticChannel,
                "VIS-005",
                Decider::Party(self.ask.by),
            );
            self.rule("diplomatic", group, "visits.diplomatic_from", answer);
        }
    }

    fn exempt(&self, group: &Visits, visit: &VisitAsked) -> bool {
        let Some(longest) = group.contract_exempt else {
            return false;
        };
        self.has(Given::ContractOnly) && self.fits(visit, longest)
    }

    /// Whether a visit, both days counted, is no longer than a period.
    fn fits(&self, visit: &VisitAsked, longest: Period) -> bool {
        self.after(visit.from, longest)
            .is_some_and(|after| visit.until < after)
    }

    fn lead(&mut self, group: &'q Visits, visit: &VisitAsked) {
        let (field, lead) = match (group.urgent, self.has(Given::Urgent)) {
            (Some(urgent), true) => ("visits.urgent", urgent),
            _ => match group.lead {
                Some(lead) => ("visits.lead", lead),
                None => return,
            },
        };
        let calendar = group.calendar.as_deref();
        let answer =
            match crate::dates::before(lead, visit.from, &self.rules.terms.calendar, calendar) {
                Ok(by) if visit.requested <= by => Answer::Pass,
                Ok(by) => No::new("VIS-002", Decider::Party(self.ask.to))
                    .with("date", Arg::Date(by))
                    .no(),
                Err(_) => No::new("VIS-007", Decider::Role("negotiators")).no(),
            };
        self.rule("lead", group, field, answer);
    }

    fn validity(&mut self, group: &'q Visits, visit: &VisitAsked) {
        let (field, longest) = if visit.list {
            ("visits.list_max", group.list_max)
        } else {
            ("visits.valid_max", group.valid_max)
        };
        let Some(longest) = longest else { return };
        let answer = if visit.until >= visit.from && self.fits(visit, longest) {
            Answer::Pass
        } else {
            No::new("VIS-003", Decider::Party(self.ask.to)).no()
        };
        self.rule("validity", group, field, answer);
    }

    /// The other party's experts look at protection (V2).
    pub(super) fn security_visit(&mut self) {
        let Some(group) = &self.rules.terms.oversight else {
            let no = No::new("VIS-006", Decider::Party(self.ask.to));
            self.silent("security-visit", None, no.needs());
            return;
        };
        let answer = if group.visits {
            Answer::Pass
        } else {
            No::new("VIS-006", Decider::Party(self.ask.to)).needs()
        };
        self.rule("security-visit", group, "oversight.visits", answer);
        if let (Some(notice), Some(visit)) = (group.notice, self.ask.visit) {
            let answer =
                match crate::dates::before(notice, visit.from, &self.rules.terms.calendar, None) {
                    Ok(by) if visit.requested <= by => Answer::Pass,
                    Ok(by) => No::new("VIS-002", Decider::Party(self.ask.to))
                        .with("date", Arg::Date(by))
                        .no(),
                    Err(_) => No::new("VIS-007", Decider::Role("negotiators")).no(),
                };
            self.rule("notice", group, "oversight.notice", answer);
        }
    }

    /// Nobody closes an incident alone but, where the text says so, its originator (I2).
    pub(super) fn close_incident(&mut self) {
        let group = self.rules.terms.incident.as_ref();
        let answer = if self.originator() && group.is_some_and(|g| g.originator_closes)
            || self.has(Given::EveryParty)
        {
            Answer::Pass
        } else {
            No::new("INC-001", self.consenting()).no()
        };
        match group {
            Some(group) if group.originator_closes => {
                self.rule("incident", group, "incident.originator_closes", answer);
            }
            Some(group) => self.always("incident", group, "basis", answer),
            None => self.silent("incident", None, answer),
        }
    }

    /// Opened by one, closed by all (A16).
    pub(super) fn close_dispute(&mut self) {
        let answer = if self.has(Given::EveryParty) {
            Answer::Pass
        } else {
            No::new("LIFE-006", Decider::Role("every-party")).no()
        };
        match &self.rules.terms.dispute {
            Some(group) => self.always("dispute", group, "method", answer),
            None => self.silent("dispute", None, answer),
        }
    }
}
