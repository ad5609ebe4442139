//! What is asked: one act, by whom, on which item, with what at hand.

use crate::terms::shape::words;
use crate::terms::{ChannelKind, Excluded, ItemForm, UpdateField};
use entente_model::{LevelId, PartyId, id::PurposeId, time::Date};

words! {
    /// The acts the terms decide.
    Action {
        /// A copy goes to the other party.
        Release = "release",
        /// Shown or told to the other party; no copy stays.
        Disclose = "disclose",
        /// The other party is asked for information.
        Request = "request",
        /// An item goes by a way of sending.
        Send = "send",
        /// An item is stored in a system.
        Store = "store",
        /// A person opens or uses an item.
        Open = "open",
        /// An item is passed on within the recipient before its receipt is signed.
        Forward = "forward",
        /// An item is used for another purpose than it was given for.
        UseFor = "use-for",
        /// An item goes on to a third.
        Onward = "onward",
        /// A party passes an item between two others (E3).
        Relay = "relay",
        /// A copy is made.
        Copy = "copy",
        /// A translation is made.
        Translate = "translate",
        /// The level is lowered or taken away.
        Downgrade = "downgrade",
        /// An item is destroyed.
        Destroy = "destroy",
        /// An item is destroyed in an emergency.
        EmergencyDestroy = "emergency-destroy",
        /// An item goes back to its originator.
        Return = "return",
        /// A court, parliament or other body gets an item.
        DiscloseOnDemand = "disclose-on-demand",
        /// An item goes to a contractor.
        Contract = "contract",
        /// A contractor passes an item to a subcontractor.
        Subcontract = "subcontract",
        /// Persons visit a site of the other party.
        Visit = "visit",
        /// Experts look at the other party's protection.
        SecurityVisit = "security-visit",
        /// An incident is closed.
        CloseIncident = "close-incident",
        /// A dispute is closed.
        CloseDispute = "close-dispute",
        /// The terms are changed.
        Amend = "amend",
        /// Talks on a change are asked for.
        AskTalks = "ask-talks",
        /// A party changes what is its own, by notice.
        Update = "update",
        /// A notice of termination is given.
        Terminate = "terminate",
        /// A notice is stayed or withdrawn.
        StayNotice = "stay-notice",
        /// A party stops its own releases.
        PauseReleases = "pause-releases",
        /// A party stops its duties on what it holds.
        PauseDuties = "pause-duties",
        /// Another party accedes.
        Accede = "accede",
        /// The old rules are asked for after a change of rules (A19).
        AskOldRules = "ask-old-rules",
        /// The originator discharges the recipient of what was lost (F8).
        Discharge = "discharge",
    }
}

words! {
    /// What is at hand when an act is asked for.
    Given {
        /// The releasing officer's own signature.
        OfficerSignature = "officer-signature",
        /// A second person's decision.
        SecondPerson = "second-person",
        /// The recipient's assurance for this unit.
        Assurance = "assurance",
        /// The originator's prior written consent.
        Consent = "consent",
        /// The consent of every originator.
        ConsentOfAll = "consent-of-all",
        /// The originator's express authorisation to destroy what must be returned.
        Authorisation = "authorisation",
        /// An agreement of the third with the originator.
        ThirdAgreement = "third-agreement",
        /// The registrar's receipt.
        Receipt = "receipt",
        /// A witness.
        Witness = "witness",
        /// A request or notice by the diplomatic channel.
        DiplomaticChannel = "diplomatic-channel",
        /// The host's prior written permission.
        HostPermission = "host-permission",
        /// Leave of both parties for third-country visitors.
        ThirdCountryLeave = "third-country-leave",
        /// The originator has been told.
        OriginatorTold = "originator-told",
        /// The originator has been heard.
        OriginatorHeard = "originator-heard",
        /// The order of a court.
        CourtOrder = "court-order",
        /// The facility's clearance, confirmed.
        FacilityClearance = "facility-clearance",
        /// The persons' clearances, confirmed.
        PersonClearance = "person-clearance",
        /// Security clause and classification guide.
        Guide = "guide",
        /// The first inspection.
        Inspection = "inspection",
        /// Foreign ownership.
        ForeignOwned = "foreign-owned",
        /// Signatures of every party.
        EveryParty = "every-party",
        /// Acknowledgement by the others.
        Acknowledged = "acknowledged",
        /// An invitation by all parties, or membership the text names.
        Invited = "invited",
        /// An emergency.
        Emergency = "emergency",
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
        /// A courier with certificate.
        CourierCertificate = "courier-certificate",
        /// A list with the parcel.
        Manifest = "manifest",
        /// A transport plan both authorities signed.
        TransportPlan = "transport-plan",
        /// Two covers.
        TwoCovers = "two-covers",
        /// Encrypted.
        Encrypted = "encrypted",
        /// Evidence of the authorised release.
        ReleaseEvidence = "release-evidence",
        /// Sealed.
        Sealed = "sealed",
        /// A letter naming the contact points of both sides.
        ContactLetter = "contact-letter",
        /// The originator has determined that it is destroyed.
        OriginatorDetermined = "originator-determined",
        /// Prior agreement on sending in clear, no approved means being there.
        ClearAgreed = "clear-agreed",
        /// Decided for this case.
        CaseByCase = "case-by-case",
        /// Every hop of the route has signed.
        HopsSigned = "hops-signed",
        /// The item bears the marks the originator puts before sending.
        Marked = "marked",
        /// The intention was told as long before as the terms ask.
        IntentionTold = "intention-told",
        /// National law allows it.
        LawAllows = "law-allows",
        /// The originator forbids or has determined otherwise for this item.
        OriginatorForbids = "originator-forbids",
        /// A publishing proceeding is the use.
        Publication = "publication",
    }
}

/// A set of [`Given`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hand(u64);

impl Hand {
    /// Nothing.
    pub const EMPTY: Self = Self(0);

    /// With one more.
    #[must_use]
    pub fn with(self, given: Given) -> Self {
        Self(self.0 | Self::bit(given))
    }

    /// Whether it is there.
    #[must_use]
    pub fn has(self, given: Given) -> bool {
        self.0 & Self::bit(given) != 0
    }

    fn bit(given: Given) -> u64 {
        1u64.checked_shl(given as u32).unwrap_or(0)
    }
}

impl FromIterator<Given> for Hand {
    fn from_iter<I: IntoIterator<Item = Given>>(given: I) -> Self {
        given.into_iter().fold(Self::EMPTY, Self::with)
    }
}

/// An item, as far as the terms look at it.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// The originator's level.
    pub level: &'a LevelId,
    /// Its originators; more than one for joint information.
    pub originators: &'a [PartyId],
    /// Its form.
    pub form: ItemForm,
    /// Its date, for auto-declassification and earlier holdings.
    pub dated: Option<Date>,
    /// The day its originator marked for the end of its classification (C6).
    pub term: Option<Date>,
    /// The originator demanded that its classification goes on (C6).
    pub extended: bool,
    /// The day it was given to its holder; before entry into force it is an earlier holding (A6).
    pub given_on: Option<Date>,
    /// Categories it belongs to.
    pub categories: &'a [Excluded],
    /// Codes of its caveats.
    pub caveats: &'a [PurposeId],
}

impl<'a> Item<'a> {
    /// An item of which nothing else is known.
    #[must_use]
    pub fn new(level: &'a LevelId, originators: &'a [PartyId], form: ItemForm) -> Self {
        Self {
            level,
            originators,
            form,
            dated: None,
            term: None,
            extended: false,
            given_on: None,
            categories: &[],
            caveats: &[],
        }
    }
}

/// A person who is to have access.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// Country codes of nationality.
    pub nationalities: &'a [PartyId],
    /// Highest level the clearance is for, of its own party's scheme.
    pub cleared_to: Option<&'a LevelId>,
    /// Last day of the clearance.
    pub cleared_until: Option<Date>,
    /// Day of the last briefing.
    pub briefed: Option<Date>,
    /// Needs it for a task that is named.
    pub need_to_know: bool,
    /// Permanent staff.
    pub staff: bool,
    /// Years of residence.
    pub residence_years: u32,
}

/// A visit asked for.
#[derive(Debug, Clone, Copy)]
pub struct VisitAsked {
    /// The day the request was there.
    pub requested: Date,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// A list of visitors for repeated visits.
    pub list: bool,
    /// With visitors of a third country.
    pub third_country: bool,
}

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The act.
    pub action: Action,
    /// Who acts.
    pub by: &'a PartyId,
    /// The other party: recipient, host, originator asked. For acts on a held item, its holder's
    /// counterpart.
    pub to: &'a PartyId,
    /// The day, read in the agreement's zone.
    pub day: Date,
    /// The item, where there is one.
    pub item: Option<Item<'a>>,
    /// The purpose stated.
    pub purpose: Option<&'a PurposeId>,
    /// What is at hand.
    pub hand: Hand,
    /// The person, where there is one.
    pub person: Option<Person<'a>>,
    /// The way of sending.
    pub channel: Option<ChannelKind>,
    /// Approved means used, by name.
    pub means: Option<&'a str>,
    /// Code of the site that receives.
    pub site: Option<&'a str>,
    /// The visit.
    pub visit: Option<VisitAsked>,
    /// What a notified update changes.
    pub update: Option<UpdateField>,
    /// The third an item goes to, where it is a party to nothing here.
    pub third: Option<crate::terms::Third>,
    /// The level an item is lowered to.
    pub lower_to: Option<&'a LevelId>,
}

impl<'a> Ask<'a> {
    /// A question with nothing at hand.
    #[must_use]
    pub fn new(action: Action, by: &'a PartyId, to: &'a PartyId, day: Date) -> Self {
        Self {
            action,
            by,
            to,
            day,
            item: None,
            purpose: None,
            hand: Hand::EMPTY,
            person: None,
            channel: None,
            means: None,
            site: None,
            visit: None,
            update: None,
            third: None,
            lower_to: None,
        }
    }
}
