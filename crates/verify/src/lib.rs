//! The stand-alone verifier of evidence and of what a party publishes: what an arbitrator or a
//! reader runs, with the parties' cards and no node, network or clock (record.md §6).
//!
//! An evidence file is a deterministic tar: its manifest names every file's digest and is signed
//! by the exporter (which proves who exported, not what is true); the two records are whole, with
//! checkpoints signed by their authors and cosigned by the other side. [`export`] writes one,
//! [`verify`] checks one, [`render`] tells its story.
//!
//! Architecture invariant: this crate links no store, link, engine or runtime.

pub mod bundle;
mod check;
mod deeds;
mod export;
pub mod publication;
mod timeline;

pub use check::{Failure, PartyReport, Report, verify};
pub use export::{LogMaterial, Material, export};
pub use publication::{Published, is_publication, render_publication, verify_publication};
pub use timeline::{Event, EventKind, course_words, render};

use entente_model::{AgreementId, Digest, PartyId};

/// Largest evidence file read, bytes: 1 GiB.
pub const MAX_EVIDENCE: u64 = 1 << 30;

/// A record's origin: its name in checkpoints (C2SP tlog-checkpoint).
#[must_use]
pub fn origin(party: &PartyId, agreement: &AgreementId) -> String {
    format!(
        "{}.entente/{agreement}",
        party.as_str().to_ascii_lowercase()
    )
}

/// A record's folder in the file.
#[must_use]
pub fn folder(origin: &str) -> String {
    format!("logs/{}", Digest::of(&[origin.as_bytes()]).hex())
}

/// The file for whoever opens the archive.
pub const README: &str = "\
This is evidence of an information-sharing agreement. It proves nothing by itself: verify it with
the parties' cards that you hold from your own side.

    entente-verify story.evidence --keys DIR      (DIR holds JPN.card, NZL.card, ...)

logs/ holds each party's record as C2SP tlog-tiles; any tlog verifier can audit it.

これは情報共有の取決めに関する証拠です。これだけでは何も証明しません。自分の側で持つ当事者のカードで
確認してください。

    entente-verify story.evidence --keys DIR      (DIR には JPN.card、NZL.card など)

logs/ は各当事者の記録（C2SP tlog-tiles 形式）で、どの tlog 検証器でも監査できます。
";
