//! The agreement's course in time: entry into force to end, changes, notices, clocks.

use super::period::Period;
use super::shape::{Basis, Field, Group, Levels, Rests, Shape, Takes, group, words};
use entente_marking::Texts;
use entente_model::{PartyId, time::Date};

words! {
    /// What starts the clock of entry into force (A4).
    Trigger {
        /// The last signature.
        Signature = "signature",
        /// The date written on the last party's notification.
        LastNoticeDated = "last-notice-dated",
        /// The day the last party's notification was received.
        LastNoticeReceived = "last-notice-received",
        /// The date written on one party's notification.
        SingleNoticeDated = "single-notice-dated",
        /// The day one party's notification was received.
        SingleNoticeReceived = "single-notice-received",
        /// The deposit of the n-th instrument.
        NthDeposit = "nth-deposit",
        /// The day the depositary had every party's notification.
        AllNotified = "all-notified",
        /// The day the agreement it belongs to entered into force.
        WithParent = "with-parent",
    }
}

words! {
    /// What is added to the day that starts a clock (A4).
    Offset {
        /// Nothing: the day itself.
        None = "none",
        /// `n` days.
        Days = "days",
        /// The first day of the `n`-th month that follows.
        FirstOfMonth = "first-of-month",
    }
}

group! {
    /// Entry into force (A4, A5).
    EntryIntoForce {
        /// What starts the clock.
        trigger: Trigger,
        /// What is added.
        offset: Offset;
        optional
        /// Days or months of the offset.
        n: u32,
        /// Which deposit, for `nth-deposit`.
        nth: u32,
        /// Which party's notice, for a single notice.
        party: PartyId,
        /// What is added to the own deposit of a party that comes later.
        later_offset: Offset,
        /// Days or months of that.
        later_n: u32,
        /// IANA zone its dates are read in; not given: the agreement's.
        zone: String;
        flags
        /// Applied provisionally from signature until then.
        provisional
    }
}

words! {
    /// How long the agreement lasts (A11).
    DurationKind {
        /// Until ended.
        Indefinite = "indefinite",
        /// For a term.
        Fixed = "fixed",
        /// As long as another agreement it belongs to.
        WithParent = "with-parent",
    }
}

group! {
    /// Duration and renewal (A11).
    Duration {
        /// Kind.
        kind: DurationKind;
        optional
        /// The first term, counted from entry into force.
        term: Period,
        /// By how much it extends itself when no party objects.
        auto_renew: Period,
        /// How long before the end of a term the notice that stops an extension must be given.
        no_renew_notice: Period,
        /// How that notice is given.
        no_renew_channel: NoticeChannel;
        flags
        /// The notice counts when received, not by its date.
        no_renew_on_receipt
    }
}

words! {
    /// What a notice period runs from (A12).
    RunsFrom {
        /// The day the notice was received.
        Receipt = "receipt",
        /// The date on the notice.
        Date = "date",
        /// The day the depositary received it.
        DepositaryReceipt = "depositary-receipt",
    }
}

words! {
    /// How notices are given (A11, A12).
    NoticeChannel {
        /// Diplomatic channel.
        Diplomatic = "diplomatic",
        /// In writing.
        Written = "written",
        /// To the depositary.
        Depositary = "depositary",
    }
}

words! {
    /// What one party's notice ends (A12).
    NoticeEffect {
        /// The agreement.
        Ends = "ends",
        /// That party's part in it.
        Leaves = "leaves",
    }
}

group! {
    /// Termination and withdrawal (A12). Not given: the text has no exit clause, and one party's
    /// notice has no effect.
    Termination {
        /// What a notice ends.
        effect: NoticeEffect;
        optional
        /// The notice period. The agreement ends with its last day: that day is still in force.
        notice: Period,
        /// What it runs from.
        runs_from: RunsFrom,
        /// How it is given.
        channel: NoticeChannel,
        /// IANA zone its dates are read in; not given: the agreement's.
        zone: String;
        flags
        /// One party may end it by notice.
        by_notice,
        /// All parties may end it at any time by consent.
        by_consent,
        /// A notice may name a later day than the period gives.
        minimum
    }
}

group! {
    /// Staying or withdrawing a notice of termination (A13). Always the act of every party; not
    /// given: the text is silent, and all may still agree on it.
    StayOfNotice {
        ;
        optional
        /// How many days after a stayed notice is revived it takes effect.
        revive_notice: Period
    }
}

words! {
    /// How long duties outlast the agreement (A15).
    SurvivalUntil {
        /// Until the originator releases the recipient from them.
        OriginatorRelease = "originator-release",
        /// As long as the information is classified.
        WhileClassified = "while-classified",
        /// Without end.
        Forever = "forever",
    }
}

group! {
    /// Duties that outlast the agreement (A15).
    Survival {
        ;
        optional
        /// How long; not given: as long as it is held.
        until: SurvivalUntil;
        flags
        /// Classified contracts under way go on under it.
        contracts_continue,
        /// Originators may demand their information back at the end.
        return_on_demand
    }
}

group! {
    /// Amendment (A9). It always needs every party.
    Amendment {
        ;
        optional
        /// What starts the clock of an amendment's entry into force; not given: as for the
        /// agreement itself.
        trigger: Trigger,
        /// What is added.
        offset: Offset,
        /// Days or months of the offset.
        n: u32;
        flags
        /// A party's written request opens talks.
        opens_talks
    }
}

words! {
    /// What a party may change by notice alone (A10).
    UpdateField {
        /// The competent authority.
        CompetentAuthority = "competent-authority",
        /// Contact data.
        Contacts = "contacts",
        /// Names of its own levels.
        LevelNames = "level-names",
        /// Keys and officials of its registry.
        RegistryKeys = "registry-keys",
        /// Its row of the classification annex.
        ClassificationAnnex = "classification-annex",
        /// Days of its holiday calendar.
        Calendar = "calendar",
        /// Units that may receive directly.
        RecipientUnits = "recipient-units",
    }
}

group! {
    /// A notified update: not an amendment (A10). Any other change by one party is refused.
    Update {
        /// What may change.
        field: UpdateField;
        flags
        /// It takes effect when the others have acknowledged it.
        ack_required,
        /// It goes to the depositary.
        to_depositary,
        /// In writing.
        written,
        /// By the diplomatic channel.
        diplomatic
    }
}

words! {
    /// When a change of rules must be told (A19).
    ChangeOn {
        /// When it is decided.
        Decision = "decision",
        /// When it takes effect.
        Effect = "effect",
    }
}

words! {
    /// What the other party may answer to a change of rules (A19).
    ChangeAnswer {
        /// Accept the new rules.
        Accept = "accept",
        /// Ask that the old rules go on for what was given under them.
        OldRules = "old-rules",
        /// Stop releasing.
        StopReleasing = "stop-releasing",
    }
}

group! {
    /// Changes of a party's own protection rules (A19).
    RulesChange {
        /// How soon.
        notify: Within;
        optional
        /// When it must be told.
        on: ChangeOn;
        lists
        /// Answers the text gives the other party; stopping its own releases is always one.
        answers: ChangeAnswer;
        flags
        /// Laws and regulations are told on request.
        laws_on_request
    }
}

words! {
    /// The treaty's word for how soon (agreements.md, time standards).
    Soon {
        /// Immediately.
        Immediately = "immediately",
        /// Without delay.
        WithoutDelay = "without-delay",
        /// Promptly.
        Promptly = "promptly",
        /// As soon as possible.
        Asap = "as-soon-as-possible",
        /// Quickly.
        Quickly = "quickly",
        /// In advance.
        InAdvance = "in-advance",
        /// The text has only a number, or no word at all.
        Unstated = "unstated",
    }
}

words! {
    /// What a clock starts from.
    From {
        /// Discovery of what happened.
        Discovery = "discovery",
        /// Receipt of the information or request.
        Receipt = "receipt",
        /// The decision.
        Decision = "decision",
        /// Dispatch.
        Dispatch = "dispatch",
        /// The event itself.
        Event = "event",
    }
}

group! { part
    /// How soon: the treaty's word, and a number where one was agreed. Without a number elapsed
    /// time is shown and no verdict given.
    Within {
        /// The word.
        word: Soon;
        optional
        /// The number.
        max: Period,
        /// What it starts from; not given: the event.
        from: From,
        /// The holiday calendar for working days.
        calendar: String,
        /// IANA zone its days are read in; not given: the agreement's.
        zone: String,
        /// How it is told.
        channel: NoticeChannel
    }
}

group! {
    /// A party may stop its own releases at any time, and never its duties (A13, A14). It holds
    /// whether or not the text says so; this names where it does.
    OwnPause {
        ;
        flags
        /// The other party is told.
        told
    }
}

words! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

group! {
    /// A named holiday calendar for clocks in working days (V1). Part of the terms, so that all
    /// nodes count alike; its days may be a notified update.
    Calendar {
        /// Name the clocks use.
        id: String,
        /// Days of the week that are not worked.
        weekend: Vec<Weekday>,
        /// First day it knows.
        from: Date,
        /// Last day it knows; a clock that runs past it is refused, not guessed.
        until: Date;
        lists
        /// Days not worked besides the weekend.
        holidays: Date
    }
}

group! {
    /// Disputes (A16). Duties go on meanwhile; a dispute is closed by all parties alone.
    Dispute {
        ;
        optional
        /// How they are settled.
        method: DisputeMethod;
        flags
        /// Only so: no court, no third party.
        exclusively,
        /// The text itself says that duties go on.
        duties_continue
    }
}

words! {
    /// How disputes are settled (A16).
    DisputeMethod {
        /// Consultation.
        Consultation = "consultation",
        /// Direct talks.
        Talks = "talks",
        /// Diplomatic channel.
        Diplomatic = "diplomatic",
        /// Talks or the diplomatic channel.
        TalksOrDiplomatic = "talks-or-diplomatic",
    }
}

words! {
    /// What costs are meant (A17).
    CostOf {
        /// Of carrying it out.
        All = "all",
        /// Of visits.
        Visits = "visits",
        /// Of investigations.
        Investigations = "investigations",
        /// Of inspections.
        Inspections = "inspections",
        /// Of help rendered.
        Help = "help",
    }
}

words! {
    /// Who bears costs (A17).
    CostRule {
        /// Each its own.
        Own = "own",
        /// Each its own, within available funds.
        OwnWithinFunds = "own-within-funds",
        /// The visiting side pays for visits.
        VisitorPays = "visitor-pays",
        /// The side that renders help pays.
        RendererPays = "renderer-pays",
    }
}

group! {
    /// Costs (A17). Shown; nothing is computed from it.
    Cost {
        /// The rule.
        rule: CostRule;
        optional
        /// What costs are meant; not given: all others.
        of: CostOf,
        /// More in words.
        note: Texts
    }
}

group! {
    /// Automatic end of a classification, by time (C6).
    AutoDeclassification {
        /// After how long.
        after: Period;
        optional
        /// Levels it holds for; not given: all.
        levels: Levels;
        flags
        /// Counted from 1 January after the item's date.
        from_next_january,
        /// The originator may demand an extension.
        extendable
    }
}
