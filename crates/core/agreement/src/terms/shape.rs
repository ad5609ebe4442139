//! How the terms describe themselves: every group and word list carries its own documentation, so
//! the reference page, `agree fields` and the mistakes' hints come from the types.

use entente_marking::{Equal, Equivalence, Level, Texts};
use entente_model::{LevelId, PartyId, ProvisionId, id::PurposeId, time::Date};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::collections::BTreeMap;

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// A value, in words.
    Value(&'static str),
    /// One of these words, each with what it means.
    Words(&'static [(&'static str, &'static str)]),
    /// A table of these fields.
    Table(&'static [Field]),
    /// A list of what follows.
    List(&'static Takes),
}

/// One field of a group.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in TOML and JSON.
    pub name: &'static str,
    /// What it means, with the rows of agreements.md it comes from in brackets.
    pub doc: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// What it takes.
    pub takes: Takes,
}

/// A type a field can have.
pub trait Shape {
    /// What it takes.
    const TAKES: Takes;
}

/// A group of fields that rests on provisions of the text.
pub trait Group {
    /// The first provision the whole rests on.
    fn first(&self) -> &ProvisionId;
    /// Every provision it or one of its fields rests on.
    fn provisions(&self) -> Vec<&ProvisionId>;
    /// Fields that rest on other provisions than the whole.
    fn rests(&self) -> Option<&Rests>;
    /// Its fields.
    fn fields(&self) -> &'static [Field];
    /// Lets the whole, and every field of it, rest on other provisions: those of the text that
    /// takes the group over (A1, A20).
    fn rebase(&mut self, basis: &Basis);

    /// The provision one field rests on: its own, else the group's first.
    fn rule(&self, field: &str) -> &ProvisionId {
        self.rests()
            .and_then(|rests| rests.0.get(field))
            .unwrap_or_else(|| self.first())
    }
}

/// One or more provisions, written as a text or a list of texts; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis(ProvisionId, Vec<ProvisionId>);

impl Basis {
    /// Of one provision.
    #[must_use]
    pub fn one(provision: ProvisionId) -> Self {
        Self(provision, Vec::new())
    }

    /// The first provision.
    #[must_use]
    pub fn first(&self) -> &ProvisionId {
        &self.0
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &ProvisionId> {
        std::iter::once(&self.0).chain(&self.1)
    }
}

impl Serialize for Basis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.1.is_empty() {
            self.0.serialize(serializer)
        } else {
            serializer.collect_seq(self.iter())
        }
    }
}

impl<'de> Deserialize<'de> for Basis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut all = one_or_many::<ProvisionId, D>(deserializer)?.into_iter();
        let first = all
            .next()
            .ok_or_else(|| D::Error::custom("basis: at least one provision is needed"))?;
        Ok(Self(first, all.collect()))
    }
}

/// Field name to the provision it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rests(pub BTreeMap<String, ProvisionId>);

impl Rests {
    /// Whether no field rests elsewhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reads `x` as `[x]`, and refuses a list with the same value twice.
fn one_or_many<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de> + PartialEq + std::str::FromStr,
    T::Err: std::fmt::Display,
    D: Deserializer<'de>,
{
    struct Visit<T>(std::marker::PhantomData<T>);
    impl<'de, T> serde::de::Visitor<'de> for Visit<T>
    where
        T: Deserialize<'de> + PartialEq + std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a text or a list of texts")
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Vec<T>, E> {
            text.parse().map(|one| vec![one]).map_err(E::custom)
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
            let mut all = Vec::new();
            while let Some(next) = seq.next_element::<T>()? {
                if all.contains(&next) {
                    return Err(A::Error::custom("the same value twice in one list"));
                }
                all.push(next);
            }
            Ok(all)
        }
    }
    deserializer.deserialize_any(Visit(std::marker::PhantomData))
}

/// Levels a rule holds for, of each party that has levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Levels {
    /// Every level, and information without one.
    All,
    /// No level.
    None,
    /// From these levels upwards, one a party and scheme; a scheme without one is not covered.
    From(Vec<LevelId>),
}

impl Serialize for Levels {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::None => serializer.serialize_str("none"),
            Self::From(levels) => levels.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(PartialEq)]
        struct Word(String);
        impl std::str::FromStr for Word {
            type Err = std::convert::Infallible;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(text.to_owned()))
            }
        }
        impl<'de> Deserialize<'de> for Word {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d).map(Self)
            }
        }
        let words = one_or_many::<Word, D>(deserializer)?;
        match words.as_slice() {
            [Word(only)] if only == "all" => return Ok(Self::All),
            [Word(only)] if only == "none" => return Ok(Self::None),
            _ => {}
        }
        words
            .iter()
            .map(|Word(text)| text.parse::<LevelId>().map_err(D::Error::custom))
            .collect::<Result<Vec<_>, _>>()
            .map(Self::From)
    }
}

macro_rules! shape {
    ($($ty:ty => $words:literal),* $(,)?) => {
        $(impl Shape for $ty { const TAKES: Takes = Takes::Value($words); })*
    };
}
shape! {
    String => "text",
    bool => "true or false (false when not given)",
    u32 => "a whole number",
    Texts => "a text in each language, such as { en = \"…\", ja = \"…\" }",
    PartyId => "a party's code, 2 to 12 capital letters or digits",
    LevelId => "a level, PARTY.scheme.version.code",
    ProvisionId => "a provision of the text, such as \"4.2\"",
    PurposeId => "a code: small letters, digits, hyphens",
    Date => "a date, \"YYYY-MM-DD\"",
    Basis => "a provision, such as \"4.2\", or a list of them",
    Rests => "field = \"provision\", for fields that rest on another provision than the whole group",
    Levels => "\"all\", \"none\", or a list of levels: from each of them upwards in its party's scheme",
}
impl<T: Shape> Shape for Vec<T> {
    const TAKES: Takes = Takes::List(&T::TAKES);
}

macro_rules! table_row {
    ($ty:ty { $($name:literal $required:literal $doc:literal $takes:expr),* $(,)? }) => {
        impl Shape for $ty {
            const TAKES: Takes = Takes::Table(&[
                $(Field { name: $name, doc: $doc, required: $required, takes: $takes }),*
            ]);
        }
        impl Group for $ty {
            fn first(&self) -> &ProvisionId { &self.basis }
            fn provisions(&self) -> Vec<&ProvisionId> { vec![&self.basis] }
            fn rests(&self) -> Option<&Rests> { None }
            fn fields(&self) -> &'static [Field] {
                match <Self as Shape>::TAKES { Takes::Table(fields) => fields, _ => &[] }
            }
            fn rebase(&mut self, basis: &Basis) { self.basis = basis.first().clone(); }
        }
    };
}
table_row!(Level {
    "party" true "The party whose level it is." <PartyId as Shape>::TAKES,
    "scheme" true "Scheme; small letters, digits, hyphens." <String as Shape>::TAKES,
    "version" true "Version of the scheme: schemes change over time." <String as Shape>::TAKES,
    "code" true "Code in the scheme." <String as Shape>::TAKES,
    "name" true "Names by language." <Texts as Shape>::TAKES,
    "short" true "The mark as written on the item, in its own script." <String as Shape>::TAKES,
    "also_short" false "Other words for the same mark." Takes::List(&<String as Shape>::TAKES),
    "rank" true "Order among all levels of the party; higher protects more, equal ranks protect alike." <u32 as Shape>::TAKES,
    "not_classification" false "A handling caution or controlled category (C9)." <bool as Shape>::TAKES,
    "designated" false "Conferred by designation under its party's law alone: no row adds it to what came from another." <bool as Shape>::TAKES,
    "legacy_until" false "Last day on which new items could be marked so." <Date as Shape>::TAKES,
    "harm" false "What disclosure would do; nothing is computed from it." <Texts as Shape>::TAKES,
    "basis" true "The provision it rests on." <ProvisionId as Shape>::TAKES,
});
table_row!(Equal {
    "levels" true "Levels that correspond to each other between different parties, in every direction; where a party has several, the first is the mark it adds (C3, n:1)." Takes::List(&<LevelId as Shape>::TAKES),
    "basis" true "The provision it rests on." <ProvisionId as Shape>::TAKES,
});
table_row!(Equivalence {
    "from" true "The originator's level." <LevelId as Shape>::TAKES,
    "to" true "The recipient." <PartyId as Shape>::TAKES,
    "relation" true "How they relate." Takes::Words(&[
        ("equal", "The levels correspond."),
        ("upward", "The recipient has no such level and protects it as a higher one."),
        ("notation-only", "No mark at the recipient: the original mark and a notation stand alone."),
        ("handling-only", "Not a classification at the originator, handled as one by the recipient."),
    ]),
    "mark" false "The mark the recipient adds; none: nothing is shown beside the original." <LevelId as Shape>::TAKES,
    "handle_as" false "The level it is protected as: the recipient's, or one of a scheme both know, listed as a level of its owner (such as NATO, though no party). Needed for equal, upward and handling-only; with notation-only it decides who needs a clearance." <LevelId as Shape>::TAKES,
    "notation" false "Words added, in each language; needed for notation-only." <Texts as Shape>::TAKES,
    "also_marks" false "Marks another authority of the recipient adds instead (parallel scales)." Takes::List(&<LevelId as Shape>::TAKES),
    "returns_original_only" false "Sent back to its originator it carries the original mark alone." <bool as Shape>::TAKES,
    "basis" true "The provision it rests on." <ProvisionId as Shape>::TAKES,
});

/// Whether a flag is off, for leaving it out when written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(crate) fn off(flag: &bool) -> bool {
    !*flag
}

/// One list of words a field takes; written with hyphens.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[doc = $vdoc])+ #[serde(rename = $word)] $variant),* }
        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The word as written.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
        impl $crate::terms::shape::Shape for $name {
            const TAKES: $crate::terms::shape::Takes =
                $crate::terms::shape::Takes::Words(&[$(($word, concat!($($vdoc),+))),*]);
        }
    };
}
pub(crate) use words;

/// One group of fields: required ones, then `optional`, `lists` and `flags`; `basis` and `rests`
/// are added unless it is a part of another group (`part`).
macro_rules! group {
    (@fields $($(#[doc = $d:literal])+ $f:ident : $t:ty),* ; $($(#[doc = $od:literal])+ $of:ident : $ot:ty),* ;
             $($(#[doc = $ld:literal])+ $lf:ident : $lt:ty),* ; $($(#[doc = $bd:literal])+ $bf:ident),* ; $($tail:expr),*) => {
        &[
            $(Field { name: stringify!($f), doc: concat!($($d),+), required: true, takes: <$t as Shape>::TAKES },)*
            $(Field { name: stringify!($of), doc: concat!($($od),+), required: false, takes: <$ot as Shape>::TAKES },)*
            $(Field { name: stringify!($lf), doc: concat!($($ld),+), required: false, takes: <Vec<$lt> as Shape>::TAKES },)*
            $(Field { name: stringify!($bf), doc: concat!($($bd),+), required: false, takes: <bool as Shape>::TAKES },)*
            $($tail),*
        ]
    };
    ($(#[doc = $doc:literal])+ $name:ident {
        $($(#[doc = $d:literal])+ $f:ident : $t:ty),* $(,)?
        $(; optional $($(#[doc = $od:literal])+ $of:ident : $ot:ty),* $(,)?)?
        $(; lists $($(#[doc = $ld:literal])+ $lf:ident : $lt:ty),* $(,)?)?
        $(; flags $($(#[doc = $bd:literal])+ $bf:ident),* $(,)?)?
    }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[doc = $d])+ pub $f: $t,)*
            $($($(#[doc = $od])+ #[serde(default, skip_serializing_if = "Option::is_none")] pub $of: Option<$ot>,)*)?
            $($($(#[doc = $ld])+ #[serde(default, skip_serializing_if = "Vec::is_empty")] pub $lf: Vec<$lt>,)*)?
            $($($(#[doc = $bd])+ #[serde(default, skip_serializing_if = "crate::terms::shape::off")] pub $bf: bool,)*)?
            /// The provision or provisions it rests on.
            pub basis: Basis,
            /// Fields that rest on another provision than the whole.
            #[serde(default, skip_serializing_if = "Rests::is_empty")]
            pub rests: Rests,
        }
        impl Shape for $name {
            const TAKES: Takes = Takes::Table(group!(@fields
                $($(#[doc = $d])+ $f : $t),* ; $($($(#[doc = $od])+ $of : $ot),*)? ;
                $($($(#[doc = $ld])+ $lf : $lt),*)? ; $($($(#[doc = $bd])+ $bf),*)? ;
                Field { name: "basis", doc: "The provision or provisions it rests on.", required: true, takes: <Basis as Shape>::TAKES },
                Field { name: "rests", doc: "Fields that rest on another provision than the whole.", required: false, takes: <Rests as Shape>::TAKES }));
        }
        impl Group for $name {
            fn first(&self) -> &entente_model::ProvisionId { self.basis.first() }
            fn provisions(&self) -> Vec<&entente_model::ProvisionId> {
                self.basis.iter().chain(self.rests.0.values()).collect()
            }
            fn rests(&self) -> Option<&Rests> { Some(&self.rests) }
            fn fields(&self) -> &'static [Field] {
                match <Self as Shape>::TAKES { Takes::Table(fields) => fields, _ => &[] }
            }
            fn rebase(&mut self, basis: &Basis) {
                self.basis = basis.clone();
                self.rests = Rests::default();
            }
        }
    };
    (part $(#[doc = $doc:literal])+ $name:ident {
        $($(#[doc = $d:literal])+ $f:ident : $t:ty),* $(,)?
        $(; optional $($(#[doc = $od:literal])+ $of:ident : $ot:ty),* $(,)?)?
        $(; lists $($(#[doc = $ld:literal])+ $lf:ident : $lt:ty),* $(,)?)?
        $(; flags $($(#[doc = $bd:literal])+ $bf:ident),* $(,)?)?
    }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[doc = $d])+ pub $f: $t,)*
            $($($(#[doc = $od])+ #[serde(default, skip_serializing_if = "Option::is_none")] pub $of: Option<$ot>,)*)?
            $($($(#[doc = $ld])+ #[serde(default, skip_serializing_if = "Vec::is_empty")] pub $lf: Vec<$lt>,)*)?
            $($($(#[doc = $bd])+ #[serde(default, skip_serializing_if = "crate::terms::shape::off")] pub $bf: bool,)*)?
        }
        impl Shape for $name {
            const TAKES: Takes = Takes::Table(group!(@fields
                $($(#[doc = $d])+ $f : $t),* ; $($($(#[doc = $od])+ $of : $ot),*)? ;
                $($($(#[doc = $ld])+ $lf : $lt),*)? ; $($($(#[doc = $bd])+ $bf),*)? ;));
        }
    };
}
pub(crate) use group;
