//! Visits, oversight, contractors, incidents.

use super::course::Within;
use super::period::Period;
use super::shape::{Basis, Field, Group, Levels, Rests, Shape, Takes, group, words};
use entente_model::PartyId;

words! {
    /// A field of a request for a visit (V1).
    VisitField {
        /// Name.
        Name = "name",
        /// Date and place of birth.
        Birth = "birth",
        /// Nationality.
        Nationality = "nationality",
        /// Passport or other document.
        Document = "document",
        /// Post and body represented.
        Post = "post",
        /// Clearance and its expiry.
        Clearance = "clearance",
        /// Dates.
        Dates = "dates",
        /// Purpose.
        Purpose = "purpose",
        /// Highest level expected.
        Level = "level",
        /// Places.
        Places = "places",
        /// Hosts.
        Hosts = "hosts",
        /// Official stamp.
        Stamp = "stamp",
    }
}

group! {
    /// Visits (V1).
    Visits {
        /// Levels whose access needs the host's prior written permission.
        levels: Levels;
        optional
        /// The one host it holds for; not given: every host without a row of its own.
        host: PartyId,
        /// How long before the visit the request must be there.
        lead: Period,
        /// The same in urgent cases.
        urgent: Period,
        /// How long before the visit the host answers.
        answer_before: Period,
        /// Longest validity of a permission.
        valid_max: Period,
        /// Longest validity of a list of visitors.
        list_max: Period,
        /// From these levels by the diplomatic channel.
        diplomatic_from: Levels,
        /// Visits under a contract up to this long need no permission.
        contract_exempt: Period,
        /// How long lists are kept.
        keep_lists: Period,
        /// Holiday calendar for working days.
        calendar: String,
        /// IANA zone of the host's days; not given: the agreement's.
        zone: String;
        lists
        /// What the request states.
        form: VisitField;
        flags
        /// Lists may be renewed.
        renewable,
        /// Visitors of a third country need both parties' leave.
        third_country_consent
    }
}

words! {
    /// What calls for an assessment visit (V2).
    VisitTrigger {
        /// The first release.
        FirstRelease = "first-release",
        /// A higher ceiling.
        LevelRaise = "level-raise",
        /// A major change of protection.
        MajorChange = "major-change",
        /// A serious incident.
        SeriousIncident = "serious-incident",
    }
}

group! {
    /// Security visits by the other party's experts (V2).
    Oversight {
        ;
        optional
        /// How long before it is announced.
        notice: Period;
        lists
        /// What calls for one.
        triggers: VisitTrigger;
        flags
        /// Experts of one party may see the other's protection.
        visits
    }
}

words! {
    /// Foreign ownership of contractors (V3).
    ForeignOwned {
        /// Excluded.
        Excluded = "excluded",
        /// Allowed with the originator's consent.
        Consent = "consent",
    }
}

group! {
    /// Contractors (V3).
    Contractors {
        ;
        optional
        /// From these levels the facility must be cleared and confirmed first.
        facility_from: Levels,
        /// From these levels persons must be cleared.
        person_from: Levels,
        /// Foreign ownership.
        foreign_owned: ForeignOwned,
        /// How often they are inspected.
        inspect_every: Period;
        flags
        /// Inspected at the start.
        inspect_first,
        /// Inspected from time to time, without a number.
        inspect_periodically,
        /// Capability is assessed first.
        capability,
        /// Persons are briefed.
        briefing,
        /// Office or clearance alone give no access there either.
        never_by_rank,
        /// A security clause and classification guide are annexed.
        guide,
        /// The other authority gets a copy.
        copy_to_authority,
        /// Subcontracts need consent.
        subcontract_consent,
        /// A responsible person is named.
        responsible_person,
        /// A list of those with access is kept.
        roster
    }
}

words! {
    /// What counts as an incident (I1).
    IncidentTrigger {
        /// It happened.
        Actual = "actual",
        /// It is suspected.
        Suspected = "suspected",
        /// It is possible.
        Possible = "possible",
    }
}

words! {
    /// Who investigates (I2).
    Investigator {
        /// The recipient.
        Recipient = "recipient",
        /// The party where it happened.
        PlaceOfBreach = "place-of-breach",
        /// Both together.
        Joint = "joint",
    }
}

words! {
    /// What a report contains (I1, I2).
    ReportOf {
        /// Circumstances.
        Circumstances = "circumstances",
        /// Enough to assess damage.
        Damage = "damage",
        /// Result of the investigation.
        Result = "result",
        /// Measures against repetition.
        Measures = "measures",
    }
}

group! {
    /// Incidents: loss and compromise (I1, I2).
    Incident {
        ;
        optional
        /// How soon the originator is told; the clock starts at discovery.
        notify: Within,
        /// Who investigates.
        investigate_by: Investigator,
        /// How soon the report follows.
        report: Within;
        lists
        /// What counts; none listed: what happened, is suspected or possible.
        trigger: IncidentTrigger,
        /// What is reported.
        content: ReportOf;
        flags
        /// In writing.
        written,
        /// Investigators are not those involved.
        independent,
        /// The other party helps on request.
        assist_on_request,
        /// The originator alone may close it; else every party together.
        originator_closes,
        /// The law of the place where it happened governs the investigation.
        law_of_place
    }
}
