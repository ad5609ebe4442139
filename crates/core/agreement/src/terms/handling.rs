//! How it is marked, sent, registered, copied and ended.

use super::course::{AutoDeclassification, Within};
use super::period::Period;
use super::shape::{Basis, Field, Group, Levels, Rests, Shape, Takes, group, words};
use entente_marking::Texts;

words! {
    /// Who puts the equivalent mark (C4).
    MarkingMode {
        /// The recipient adds its own.
        RecipientAdds = "recipient-adds",
        /// The originator marks for both before sending.
        OriginatorDual = "originator-dual",
        /// The originator marks with its own level alone before sending; nobody adds a mark.
        OriginatorAlone = "originator-alone",
    }
}

words! {
    /// Marks of what is derived (C4).
    OnDerived {
        /// Both marks.
        Both = "both",
        /// The equivalent alone.
        Equivalent = "equivalent",
        /// The original alone.
        Original = "original",
    }
}

group! {
    /// Marking (C4, C7).
    Marking {
        /// Who puts the equivalent.
        mode: MarkingMode;
        optional
        /// Words every item carries.
        legend: Texts,
        /// How soon after receipt.
        within: Within,
        /// Marks of derived items.
        on_derived: OnDerived;
        flags
        /// The country of origin is shown.
        country_of_origin,
        /// Conditions of release are shown.
        release_conditions,
        /// The agreement is named.
        names_agreement,
        /// Parts carry their own marks.
        portion_marks
    }
}

words! {
    /// A way information travels (F1 to F7).
    ChannelKind {
        /// Diplomatic bag or channel.
        Diplomatic = "diplomatic",
        /// Military courier.
        MilitaryCourier = "military-courier",
        /// Government to government by designated representatives.
        Government = "government",
        /// An approved electronic link.
        Link = "link",
        /// Hand carriage by a cleared person.
        Hand = "hand",
        /// Post.
        Post = "post",
        /// A commercial carrier.
        Commercial = "commercial",
        /// Freight of bulk or material.
        Freight = "freight",
        /// Paper by way of a named office.
        NamedOffice = "named-office",
        /// Another one the authorities agree on.
        AsAgreed = "as-agreed",
    }
}

words! {
    /// What a way of sending demands (F2, F3, F6, F7).
    ChannelCondition {
        /// Urgent.
        Urgent = "urgent",
        /// Under a contract.
        ContractOnly = "contract-only",
        /// Approved by both security authorities.
        Approved = "approved",
        /// The carrier is established in a party.
        CarrierInParty = "carrier-in-party",
        /// Tracked by signature.
        SignatureTracking = "signature-tracking",
        /// The carrier answers for its subcontractors.
        CarrierLiable = "carrier-liable",
        /// A courier with certificate, cleared to the level.
        CourierCertificate = "courier-certificate",
        /// A list travels with the parcel and one stays.
        Manifest = "manifest",
        /// A transport plan both authorities signed.
        TransportPlan = "transport-plan",
        /// Two covers, the inner one marked.
        TwoCovers = "two-covers",
        /// Encrypted.
        Encrypted = "encrypted",
        /// Evidence of the authorised release is seen first.
        ReleaseEvidence = "release-evidence",
        /// Sealed by the originator's rules.
        Sealed = "sealed",
        /// A letter names the contact points of both sides.
        ContactLetter = "contact-letter",
        /// Decided case by case.
        CaseByCase = "case-by-case",
    }
}

group! {
    /// A way information may travel (F1 to F7, F10). Of a level that any row covers, what no row
    /// allows is refused; of a level no row covers the text is silent.
    Channel {
        /// The way.
        kind: ChannelKind,
        /// Levels it is for, from these upwards.
        levels: Levels;
        optional
        /// Not above these levels, one a party.
        up_to: Vec<entente_model::LevelId>,
        /// How soon it must arrive.
        delivery: Period;
        lists
        /// What it demands, all of them.
        conditions: ChannelCondition,
        /// Hops in order, by name; each signs, the first after it saw the decision.
        route: String;
        flags
        /// For what goes under a contract alone.
        for_contracts,
        /// As a rule: another way needs the approval of both authorities.
        as_a_rule
    }
}

words! {
    /// Electronic handling (F5).
    ElectronicPolicy {
        /// No electronic storage, processing or sending at all.
        Forbidden = "forbidden",
        /// Nothing electronic but where it is explicitly provided.
        OnlyProvided = "only-provided",
        /// Encrypted by agreed means.
        AgreedCrypto = "agreed-crypto",
        /// By agreed security procedures.
        AgreedProcedures = "agreed-procedures",
        /// The text is silent.
        Unstated = "unstated",
    }
}

group! {
    /// Electronic handling (F5).
    Electronic {
        /// The rule.
        policy: ElectronicPolicy;
        optional
        /// Not above these levels, one a party.
        up_to: Vec<entente_model::LevelId>,
        /// In clear up to these levels, when no approved means is there and both agreed before.
        clear_up_to: Vec<entente_model::LevelId>;
        lists
        /// Approved means, by name; none listed: agreed outside the terms.
        approved: String;
        flags
        /// In clear only where national law allows it besides.
        clear_by_law,
        /// It may be sent but not stored in a system.
        no_storage
    }
}

group! {
    /// A means of encryption or a system approved for levels of its own (F5).
    Means {
        /// Its name.
        name: String;
        optional
        /// Not above these levels, one a party; not given: every level.
        up_to: Vec<entente_model::LevelId>
    }
}

words! {
    /// The form of a receipt or certificate (F4).
    ReceiptForm {
        /// In writing.
        Written = "written",
        /// Any.
        Any = "any",
    }
}

group! {
    /// Receipts (F4). The row with the highest level that covers the item decides.
    Receipt {
        /// Levels it is for, from these upwards.
        levels: Levels,
        /// How soon.
        within: Within;
        optional
        /// Role that signs it; not given: a registrar.
        by: String,
        /// Its form.
        form: ReceiptForm,
        /// After how long a tracer is sent.
        tracer_after: Period;
        flags
        /// The authority confirms first and passes on then.
        before_forwarding,
        /// The item may not be opened before the receipt.
        before_opening
    }
}

group! {
    /// The register (G1, G2, G7).
    Register {
        /// Levels entered, from these upwards.
        levels: Levels;
        optional
        /// From these levels copies are numbered.
        copy_numbers_from: Levels,
        /// How often both registers are compared.
        reconcile_every: Period,
        /// How long entries are kept.
        retain: Period,
        /// How often holders confirm what they hold.
        muster_every: Period;
        flags
        /// Both registers are compared from time to time, without a number.
        reconcile,
        /// Entered before dispatch.
        before_dispatch,
        /// An extract is given on request.
        extract_on_request,
        /// Each side's authority is told of a dispatch.
        tells_authorities
    }
}

words! {
    /// Whether something may be done (G3, G4).
    May {
        /// Never; more originals are asked for.
        Forbid = "forbid",
        /// With the originator's prior written consent.
        Consent = "consent",
        /// Freely.
        Free = "free",
    }
}

group! {
    /// Copying (G3). The row with the highest level that covers the item decides.
    Copying {
        /// Levels it is for, from these upwards.
        levels: Levels,
        /// Whether it may be done.
        may: May;
        flags
        /// No more than needed.
        minimum,
        /// The originator may forbid it for an item.
        originator_may_forbid
    }
}

group! {
    /// Translation (G4). The row with the highest level that covers the item decides.
    Translation {
        /// Levels it is for, from these upwards.
        levels: Levels,
        /// Whether it may be done.
        may: May;
        optional
        /// Note on the translation, in the language translated into.
        notice: Texts;
        flags
        /// By cleared persons alone.
        by_cleared,
        /// The translation keeps the level.
        same_level
    }
}

words! {
    /// What becomes of a certificate of destruction (G5).
    Certificate {
        /// Made and sent to the originator.
        Send = "send",
        /// Kept and shown on request.
        Hold = "hold",
        /// Sent on request.
        OnRequest = "on-request",
        /// None.
        None = "none",
    }
}

words! {
    /// What ends a recipient's holding (G5).
    Ending {
        /// It may be destroyed.
        Destroy = "destroy",
        /// It is not destroyed but returned.
        Return = "return",
        /// Destroyed or returned, as the recipient chooses.
        RecipientChooses = "recipient-chooses",
        /// Destroyed or returned, as the originator decides.
        OriginatorDecides = "originator-decides",
        /// Destroyed or returned, as the recipient chooses unless the originator has determined it.
        RecipientUnlessOriginator = "recipient-unless-originator",
        /// Destroyed or returned; the text does not say who chooses.
        Either = "either",
    }
}

group! {
    /// Destruction and return (G5). The row with the highest level that covers the item decides.
    Disposal {
        /// Levels it is for, from these upwards.
        levels: Levels,
        /// How a holding ends.
        ending: Ending;
        optional
        /// What becomes of the certificate.
        certificate: Certificate,
        /// How long it is kept.
        retain: Period;
        flags
        /// With the originator's prior consent; where it must be returned, express authorisation
        /// lets it be destroyed.
        consent,
        /// A witness signs.
        witness,
        /// The originator is told when it is done.
        tell
    }
}

group! {
    /// Destruction in an emergency (G6). Needs one key alone, overrides consent, always reported.
    Emergency {
        /// Levels whose emergency destruction is reported, from these upwards.
        notify_from: Levels,
        /// How soon.
        notify: Within
    }
}

group! {
    /// Downgrading and declassifying (C6). Only the originator, or with its prior consent.
    Reclassification {
        ;
        optional
        /// How soon a change is told.
        tell: Within,
        /// How long before it the intention is told.
        intent_notice: Period,
        /// How soon the recipient alters the mark.
        apply: Within,
        /// How often the originator reviews.
        review_every: Period,
        /// Automatic end.
        auto: AutoDeclassificationRow;
        flags
        /// The recipient must alter the mark when told.
        must_apply,
        /// Changes are told in writing.
        written,
        /// The intention is told where that is possible.
        intent_if_possible,
        /// A recipient's court may order it.
        court_order_exception
    }
}

/// See [`AutoDeclassification`].
pub type AutoDeclassificationRow = AutoDeclassification;

group! {
    /// Custody and accountability (F8, F9).
    Custody {
        ;
        flags
        /// The recipient answers for it from receipt.
        moves_on_receipt,
        /// The originator may discharge the recipient of accountability for what was lost.
        discharge,
        /// Direct transfer to users where both agree.
        direct_to_users
    }
}
