//! What may be given, to whom and for what: ceiling, release, access, third parties, purposes.

use super::course::Within;
use super::period::Period;
use super::shape::{Basis, Field, Group, Levels, Rests, Shape, Takes, group, words};
use entente_marking::Texts;
use entente_model::{LevelId, PartyId, id::PurposeId};

words! {
    /// What a caveat does (C5, M-rules).
    CaveatEffect {
        /// Only nationals of the parties it names may have access.
        NationalsOnly = "nationals-only",
        /// No further party, whatever consent.
        NoOnward = "no-onward",
        /// Every further use needs the originator.
        OriginatorControl = "originator-control",
        /// Only the recipients named.
        RecipientsOnly = "recipients-only",
        /// No copies.
        NoCopy = "no-copy",
        /// No electronic storage or sending.
        NoElectronic = "no-electronic",
        /// Accounted for by number: never copied, printed or exported; the originator gives
        /// numbered copies (M9).
        Accountable = "accountable",
        /// Not to be released outside its originator's own service (M9).
        NoRelease = "no-release",
        /// Told to the reader; nothing is computed.
        Notice = "notice",
    }
}

group! {
    /// A group of countries that a marking may name, its members pinned by this agreement (M8).
    CountryGroup {
        /// Its code, such as `FVEY`; no country's.
        code: PartyId,
        /// Its members, by country code.
        members: Vec<PartyId>
    }
}

group! {
    /// A caveat: words on an item that limit its use (C5).
    Caveat {
        /// Its code.
        code: PurposeId,
        /// Its words, never translated where they are a mark.
        text: Texts,
        /// What it does.
        effects: Vec<CaveatEffect>;
        lists
        /// Other words for the same caveat.
        marks: String,
        /// Parties it names.
        parties: PartyId
    }
}

group! {
    /// The highest level one party may release, by form (C2). Not given for a party: its mapped
    /// levels have no ceiling.
    Ceiling {
        /// The releasing party.
        party: PartyId;
        optional
        /// On paper and in equipment.
        paper: LevelId,
        /// Electronically; not given: as on paper.
        electronic: LevelId,
        /// Spoken or seen; not given: as on paper.
        oral: LevelId;
        flags
        /// May be raised or lowered by both authorities after an assessment visit.
        by_assessment
    }
}

words! {
    /// What must be there before the first release (A20, V2).
    Gate {
        /// Technical or implementing arrangements concluded.
        Arrangement = "arrangement",
        /// An assessment visit with a positive report.
        AssessmentVisit = "assessment-visit",
    }
}

words! {
    /// Releasing leaves a copy, disclosing does not (C1).
    Mode {
        /// A copy stays with the recipient.
        Release = "release",
        /// Shown or told; no copy stays.
        Disclose = "disclose",
    }
}

group! {
    /// The decision to release (A14, B3, C1).
    Release {
        ;
        optional
        /// Who decides; always the originator's own side.
        decided_by: Decider,
        /// From these levels the officer's own signature is needed.
        signed_from: Levels,
        /// From these levels a second person decides with the officer.
        second_person_from: Levels,
        /// How soon a spoken or shown disclosure is put on file on both sides.
        oral_note: Within;
        lists
        /// What must be there first.
        gates: Gate,
        /// Ways it is given; none listed: both.
        modes: Mode;
        flags
        /// The text says that nothing obliges to share.
        no_duty_to_share,
        /// A request may be refused without a reason.
        refusal_without_reason,
        /// What came from a third may not be asked for.
        no_third_origin_requests,
        /// A cover note warns of a pending transfer.
        advance_warning,
        /// The level is said before it is spoken of (C1).
        level_said_first,
        /// What arrives outside the terms is set aside unopened and its originator told.
        set_aside_outside
    }
}

words! {
    /// Who decides a release (B3).
    Decider {
        /// A releasing officer of the originator.
        ReleasingOfficer = "releasing-officer",
        /// The originator's competent authority.
        CompetentAuthority = "competent-authority",
        /// The originating body itself.
        Originator = "originator",
    }
}

group! {
    /// The recipient's assurance before the first release to a unit (D7).
    Assurance {
        ;
        lists
        /// What it covers.
        covers: AssuranceOf;
        flags
        /// One a receiving unit; else one a party.
        per_unit,
        /// In writing.
        written
    }
}

words! {
    /// What an assurance covers (D7).
    AssuranceOf {
        /// Those who get it are cleared.
        Cleared = "cleared",
        /// They need it for official duties.
        OfficialNeed = "official-need",
        /// It gets equivalent protection.
        EquivalentProtection = "equivalent-protection",
        /// The facility is cleared.
        Facility = "facility",
        /// They are briefed.
        Briefed = "briefed",
        /// Receipt will be confirmed.
        Receipt = "receipt",
    }
}

words! {
    /// Whether a clearance of the other party counts (D3).
    Recognition {
        /// It counts.
        Mutual = "mutual",
        /// It may be accepted.
        May = "may",
        /// It does not.
        None = "none",
    }
}

group! {
    /// Access of persons (D1 to D3, D6, D8). Need to know is always required.
    Access {
        ;
        optional
        /// From these levels a clearance is needed; not given: the text asks for none.
        clearance_from: Levels,
        /// Below that.
        below: Below,
        /// Recognition of clearances.
        recognition: Recognition,
        /// How soon a request for confirmation is answered.
        confirm: Within,
        /// How soon the end of a clearance is told (D4).
        revocation: Within,
        /// How often a briefing is repeated.
        briefing_every: Period;
        flags
        /// Rank, office or clearance alone never give access.
        never_by_rank,
        /// Each site keeps a list of who has access.
        roster,
        /// Those with access are briefed first.
        briefing,
        /// The end of a clearance is told with reasons.
        revocation_reasons
    }
}

words! {
    /// Access below the level that needs a clearance (D2).
    Below {
        /// Persons must be briefed.
        Briefed = "briefed",
        /// Need to know is enough.
        NeedToKnow = "need-to-know",
    }
}

words! {
    /// Whose nationals may have access without consent (D5).
    NationalityRule {
        /// Nationality does not matter.
        Any = "any",
        /// Nationals of the parties alone; others need the originator's consent.
        Parties = "parties",
        /// Nationals of the recipient alone; others need the originator's consent.
        Recipient = "recipient",
    }
}

group! {
    /// Nationality (D5).
    Nationality {
        /// The rule.
        rule: NationalityRule;
        optional
        /// Levels it holds for; not given: all.
        levels: Levels,
        /// Not above this level of each party the nationals of `waiver_for` are let in.
        waiver_up_to: Vec<LevelId>,
        /// Years of residence needed besides, whatever the rule.
        residence_years: u32;
        lists
        /// Countries whose nationals the waiver lets in.
        waiver_for: PartyId;
        flags
        /// The waiver is for permanent staff alone; all its conditions must hold.
        waiver_staff_only
    }
}

words! {
    /// What counts as a third (E1).
    Third {
        /// A state that is not a party.
        State = "state",
        /// An international organisation.
        Organisation = "organisation",
        /// A person.
        Person = "person",
        /// A firm or other body.
        Firm = "firm",
        /// A national of a third state.
        NationalOfThird = "national-of-third",
    }
}

group! {
    /// Thirds (E1, E3, C8).
    ThirdParty {
        ;
        lists
        /// What counts as one; none listed: anybody who is not a party.
        definition: Third;
        flags
        /// The originator's prior written consent opens the way; without this flag nothing does.
        with_consent,
        /// The third must besides have an agreement with the originator.
        also_needs_agreement,
        /// Of joint information every originator must consent.
        joint_all
    }
}

group! {
    /// A party that passes information between others (E3). Direct release between them needs rows
    /// of its own.
    Relay {
        /// Who passes it on.
        through: PartyId,
        /// Between whom.
        between: Vec<PartyId>;
        lists
        /// Agreements that protect each leg, by name.
        under: String;
        flags
        /// The originator consents to each relay.
        with_consent
    }
}

group! {
    /// A purpose information may be given for (E2).
    Purpose {
        /// Its code, used in acts.
        code: PurposeId,
        /// Its name.
        name: Texts
    }
}

group! {
    /// Limits of use (E2, E4, C9).
    Use {
        ;
        flags
        /// Only for the purpose given; another needs the originator's consent.
        purpose_bound,
        /// The originator may set conditions.
        originator_conditions,
        /// Not in proceedings that publish.
        no_publication,
        /// Private rights such as patents and copyrights are respected.
        private_rights
    }
}

group! {
    /// A court, parliament or other body demands disclosure (A18).
    DisclosureDemand {
        /// How soon the originator is told.
        notify: Within;
        flags
        /// The originator is heard before anything is decided.
        consult_before,
        /// A court's order may be followed.
        court_order_exception
    }
}

group! {
    /// Information made jointly (C8).
    JointInformation {
        ;
        flags
        /// All parties that made it are originators, and every consent needs them all.
        all_originators,
        /// Its protection is that of exchanged information.
        same_protection
    }
}

words! {
    /// Standard of protection (P1).
    Standard {
        /// At least as the recipient's own of the corresponding level.
        OwnEquivalent = "own-equivalent",
        /// Substantially equivalent to the originator's.
        SubstantiallyEquivalent = "substantially-equivalent",
        /// At least the originator's.
        Originators = "originators",
        /// A common minimum.
        CommonMinimum = "common-minimum",
    }
}

words! {
    /// What a system that handles it must guarantee (P3).
    SystemProperty {
        /// Confidentiality.
        Confidentiality = "confidentiality",
        /// Integrity.
        Integrity = "integrity",
        /// Availability.
        Availability = "availability",
        /// Non-repudiation.
        NonRepudiation = "non-repudiation",
        /// Traceability.
        Traceability = "traceability",
        /// Authenticity.
        Authenticity = "authenticity",
    }
}

group! {
    /// Protection, storage and systems (P1 to P3).
    Protection {
        /// The standard.
        standard: Standard;
        optional
        /// How it is stored, in words.
        storage: Texts;
        lists
        /// What systems must guarantee.
        systems: SystemProperty;
        flags
        /// Systems are accredited to a highest level; items above it are refused there.
        accredited_systems,
        /// It may not leave the office it was given to.
        stays_in_office
    }
}
