//! Who and what: form, parties, depositary, scope, authorities, sources.

use super::period::Period;
use super::shape::{Basis, Field, Group, Rests, Shape, Takes, group, words};
use entente_marking::Texts;
use entente_model::{PartyId, time::Date};

words! {
    /// The form of the agreement (A1).
    Form {
        /// A treaty between states or governments.
        Treaty = "treaty",
        /// An exchange of notes: letter and reply together are the agreement.
        Notes = "notes",
        /// Between agencies or services.
        Agency = "agency",
        /// A memorandum of understanding.
        Mou = "mou",
        /// A treaty of more than two parties.
        Multilateral = "multilateral",
        /// An arrangement that is not itself a treaty.
        Arrangement = "arrangement",
    }
}

words! {
    /// What kind of party it is (A1).
    PartyKind {
        /// A state.
        State = "state",
        /// A government.
        Government = "government",
        /// A ministry.
        Ministry = "ministry",
        /// An agency or service.
        Agency = "agency",
        /// An international organisation.
        Organisation = "organisation",
    }
}

group! {
    /// A party (A1).
    Party {
        /// Its code: ISO 3166-1 alpha-3, or a chosen one for an organisation.
        id: PartyId,
        /// Its kind.
        kind: PartyKind,
        /// Its name in each language.
        name: Texts;
        optional
        /// The office that signs for it.
        signatory_office: Texts,
        /// IANA zone of its capital; dates of notices and receipts at its end are read in it.
        zone: String
    }
}

group! {
    /// How many officials sign for each party, and who holds the text (A1, A3).
    Signatures {
        /// Officials of each party who sign, 1 to 8.
        per_party: u32;
        flags
        /// Signatures may be put in different places on different days.
        at_distance
    }
}

group! {
    /// Who keeps the original and the deposited instruments (A1, A4).
    Depositary {
        /// Its name in each language.
        holder: Texts;
        optional
        /// Its code when it is one of the parties.
        party: PartyId;
        flags
        /// It passes notices on to the other parties.
        passes_on
    }
}

words! {
    /// Who may accede (A1).
    OpenTo {
        /// Nobody; a new party needs an amendment.
        Nobody = "nobody",
        /// Members of an organisation the text names.
        Members = "members",
        /// Whom all parties invite.
        Invited = "invited",
    }
}

group! {
    /// Accession of further parties (A1, A4).
    Accession {
        /// Who may accede.
        open_to: OpenTo;
        optional
        /// Days or months from the acceding party's own deposit until it is bound.
        bound_after: Period;
        flags
        /// Every party must consent.
        all_consent
    }
}

words! {
    /// What becomes of information given before entry into force (A6).
    PriorHoldings {
        /// Not covered.
        Excluded = "excluded",
        /// Covered: registered with its old reference and mark.
        Included = "included",
        /// Covered unless the parties agree otherwise for it.
        IncludedUnlessAgreed = "included-unless-agreed",
        /// Stays under the rules it was given under.
        EarlierRules = "earlier-rules",
    }
}

words! {
    /// Categories an agreement leaves out (C2).
    Excluded {
        /// Cryptographic information.
        Crypto = "crypto",
        /// Atomic or nuclear-weapon information.
        Atomic = "atomic",
        /// Communications security information.
        Comsec = "comsec",
        /// Special access programmes.
        SpecialAccess = "special-access",
        /// Information national law does not let be released.
        NonReleasable = "non-releasable",
        /// Intelligence sources and methods.
        Intelligence = "intelligence",
        /// Specially designated secrets.
        DesignatedSecret = "designated-secret",
        /// Personal data.
        Personal = "personal",
    }
}

words! {
    /// The form information takes (C1).
    ItemForm {
        /// Paper or another document on a carrier.
        Document = "document",
        /// Electronic data.
        Electronic = "electronic",
        /// Spoken.
        Oral = "oral",
        /// Seen.
        Visual = "visual",
        /// Equipment or material.
        Equipment = "equipment",
        /// Technology or know-how.
        Technology = "technology",
    }
}

group! {
    /// What the agreement covers (A6, A7, A8, C1, C2).
    Scope {
        /// Its subject.
        subject: Texts;
        optional
        /// The territory it holds for, in words.
        territory: Texts,
        /// The one party whose sites are limited; not given: every party's.
        sites_of: PartyId,
        /// What becomes of earlier holdings.
        prior_holdings: PriorHoldings;
        lists
        /// Codes of the territories whose sites may receive; none listed: no limit. A question that
        /// names no site is not about one.
        sites: String,
        /// Fields it is about, as codes.
        domains: PurposeCode,
        /// Categories left out.
        excluded: Excluded,
        /// Forms covered; none listed: every form.
        forms: ItemForm,
        /// Agreements it replaces.
        supersedes: String,
        /// Agreements it leaves untouched.
        without_prejudice_to: String
    }
}

/// A short code of a field of cooperation.
pub type PurposeCode = entente_model::id::PurposeId;

words! {
    /// The part an authority plays (B1 to B3).
    AuthorityRole {
        /// National security authority: the agreement's face.
        Nsa = "nsa",
        /// Competent security authority.
        Csa = "csa",
        /// Designated security authority, for industry.
        Dsa = "dsa",
        /// Registry: the point of entry and exit.
        Registry = "registry",
        /// Registry for the highest level.
        TopRegistry = "top-registry",
        /// Authority that decides on releases.
        ReleaseAuthority = "release-authority",
        /// Authority that approves cryptographic products.
        CryptoAuthority = "crypto-authority",
        /// Office that dispatches couriers.
        CourierOffice = "courier-office",
    }
}

group! {
    /// An authority a party names (B1, B2, B3).
    Authority {
        /// Whose it is.
        party: PartyId,
        /// Its part.
        role: AuthorityRole,
        /// Its name.
        holder: Texts;
        optional
        /// First day it acts.
        from: Date,
        /// Last day it acts.
        until: Date,
        /// Highest level it may decide on.
        ceiling: entente_model::LevelId;
        flags
        /// Named as one natural person.
        in_person,
        /// Only this authority may pass items of the highest level on.
        lateral_approval
    }
}

group! {
    /// An arrangement the competent authorities may conclude under the agreement (A20).
    Arrangement {
        /// Its name, as acts cite it.
        name: String;
        flags
        /// No release before it is concluded.
        gates_release,
        /// It exists already, when the instrument is written down.
        concluded
    }
}

group! {
    /// Registration with the United Nations (A21).
    Registration {
        /// The party that registers.
        by: PartyId;
        flags
        /// It tells the others the number.
        tells
    }
}

group! {
    /// Groups of fields that stand as in another agreement (A1, A20): they are taken from its
    /// terms when the instrument is read and become part of this one.
    Incorporated {
        /// Short name of the other instrument.
        from: String,
        /// Names of the groups taken.
        groups: Vec<String>
    }
}

group! {
    /// A provision, or several, without machine effect: stored, signed and shown, computed with by
    /// people alone.
    Human {
        /// What it is about, in a few words.
        topic: String
    }
}

group! { part
    /// Something the sources of a written-down instrument did not show.
    Unseen {
        /// Group or field it is about.
        field: String,
        /// What is missing and from where the value given comes.
        note: String
    }
}

group! { part
    /// Where a written-down instrument comes from; fictional ones say so.
    Provenance {
        /// A sentence on the sources.
        source: String;
        lists
        /// What they did not show.
        unseen: Unseen;
        flags
        /// Nothing in it was ever agreed by anybody.
        fictional
    }
}
