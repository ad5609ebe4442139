//! Writing an evidence file.

use crate::{
    README,
    bundle::{self, Files},
    check::{Manifest, ManifestFile, events_of},
    folder, origin,
    timeline::{merge, neutral},
};
use entente_model::{
    Act, AgreementId, Deed, Digest, Instant, PartyId, Problem,
    card::SignedCard,
    dsse::{Kind, Statement},
    instrument::Instrument,
    keys::SecretKeys,
    merkle,
    problem::{Class, Fault},
};
use entente_record::{
    checkpoint, cosignature,
    policy::Policy,
    tile::{self, TilePath, tiles_for},
};
use std::collections::BTreeMap;

/// One record, whole.
#[derive(Debug, Clone)]
pub struct LogMaterial {
    /// Author.
    pub author: PartyId,
    /// Latest signed checkpoint note; with the other side's mirror cosignature if it covers it.
    pub checkpoint: Vec<u8>,
    /// Latest cosigned checkpoint, when that is an older one.
    pub cosigned: Option<Vec<u8>>,
    /// Every entry, in order.
    pub entries: Vec<Vec<u8>>,
}

/// What an evidence file is made from.
#[derive(Debug, Clone)]
pub struct Material {
    /// Agreement.
    pub agreement: AgreementId,
    /// Who exports.
    pub exporter: PartyId,
    /// When, by the exporter's clock.
    pub at: Instant,
    /// The parties' cards.
    pub cards: Vec<SignedCard>,
    /// The frozen texts, oldest version first.
    pub instruments: Vec<Instrument>,
    /// The parties' records.
    pub logs: Vec<LogMaterial>,
}

/// Makes the file's bytes; signed with the exporter's record keys.
///
/// # Errors
/// STORE-002 when something does not fit the format; not caused by what a node stores.
pub fn export(material: &Material, keys: &SecretKeys) -> Result<Vec<u8>, Problem> {
    let mut files: Files = vec![("README.txt".into(), README.as_bytes().to_vec())];
    files.push((
        "policy.tlog-policy".into(),
        policy(material).to_text().into_bytes(),
    ));
    for card in &material.cards {
        files.push((
            format!("keys/{}.card", card.card().party),
            card.envelope().as_bytes().to_vec(),
        ));
    }
    for (version, instrument) in (1..).zip(&material.instruments) {
        files.push((instrument_place(version), json(instrument)?));
    }
    let mut events = BTreeMap::new();
    for log in &material.logs {
        let origin = origin(&log.author, &material.agreement);
        let folder = folder(&origin);
        files.push((
            format!("{folder}/origin"),
            format!("{origin}\n").into_bytes(),
        ));
        files.push((format!("{folder}/checkpoint"), log.checkpoint.clone()));
        if let Some(older) = &log.cosigned {
            files.push((format!("{folder}/checkpoint.cosigned"), older.clone()));
        }
        tiles(&folder, &log.entries, &mut files)?;
        files.extend(signed_acts(&log.author, &log.entries));
        events.insert(
            log.author.clone(),
            events_of(
                &log.author,
                &material.agreement,
                &log.entries,
                &material.cards,
            ),
        );
    }
    files.push(("timeline.txt".into(), neutral(&merge(&events)).into_bytes()));
    files.sort();
    let manifest = manifest(material, &files, keys)?;
    files.insert(0, ("MANIFEST".into(), manifest));
    bundle::build(&files).map_err(|e| broken(&e.detail))
}

/// Where the text of a version lies.
pub(crate) fn instrument_place(version: u32) -> String {
    match version {
        0 | 1 => "agreement/instrument.json".to_owned(),
        later => format!("agreement/instrument-{later}.json"),
    }
}

/// The keys a tlog verifier needs: both records' and both mirrors'.
pub(crate) fn policy(material: &Material) -> Policy {
    policy_for(&material.agreement, &material.cards)
}

/// The same whoever exports: parties in their own order.
pub(crate) fn policy_for(agreement: &AgreementId, cards: &[SignedCard]) -> Policy {
    let mut cards: Vec<&SignedCard> = cards.iter().collect();
    cards.sort_by_key(|c| &c.card().party);
    let mut policy = Policy {
        logs: Vec::new(),
        witnesses: Vec::new(),
    };
    for card in cards.into_iter().map(SignedCard::card) {
        policy.logs.extend(checkpoint::vkeys(
            &origin(&card.party, agreement),
            &card.record,
        ));
        let name = card.party.as_str().to_ascii_lowercase();
        for (suffix, key) in ["ed25519", "mldsa44"]
            .iter()
            .zip(cosignature::vkeys(&card.mirror_name(), &card.mirror))
        {
            policy.witnesses.push((format!("{name}-{suffix}"), key));
        }
    }
    policy
}

/// Every tile and bundle of a record.
pub(crate) fn tiles(folder: &str, entries: &[Vec<u8>], files: &mut Files) -> Result<(), Problem> {
    let mut levels: Vec<Vec<Digest>> = vec![entries.iter().map(|e| merkle::leaf_hash(e)).collect()];
    while let Some(last) = levels.last().filter(|l| l.len() >= 256) {
        let up = last.chunks_exact(256).map(tile::tile_root).collect();
        levels.push(up);
    }
    let size = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    for place in tiles_for(size) {
        let content = content(&place, entries, &levels)?;
        files.push((format!("{folder}/{}", place.to_path()), content));
    }
    Ok(())
}

fn content(
    place: &TilePath,
    entries: &[Vec<u8>],
    levels: &[Vec<Digest>],
) -> Result<Vec<u8>, Problem> {
    let start = usize::try_from(place.index.saturating_mul(tile::WIDTH)).unwrap_or(usize::MAX);
    let end = start.saturating_add(usize::try_from(place.width).unwrap_or(0));
    match place.level {
        Some(level) => {
            let hashes = levels
                .get(usize::from(level))
                .and_then(|l| l.get(start..end));
            Ok(tile::tile_bytes(hashes.ok_or_else(|| broken("tile"))?))
        }
        None => {
            let mut bundle = Vec::new();
            for entry in entries.get(start..end).ok_or_else(|| broken("bundle"))? {
                tile::put_entry(&mut bundle, entry).map_err(|e| broken(&e.to_string()))?;
            }
            Ok(bundle)
        }
    }
}

/// The acts officials signed on the text, as standard envelopes.
pub(crate) fn signed_acts(author: &PartyId, entries: &[Vec<u8>]) -> Files {
    let mut files = Files::new();
    for (n, entry) in entries.iter().enumerate() {
        if let Ok((act, statement)) = Act::from_entry(author, entry)
            && matches!(act.deed, Deed::Sign(_) | Deed::Note(_) | Deed::Course(_))
        {
            files.push((
                format!("agreement/acts/{author}-{n}.dsse.json"),
                statement.to_envelope().into_bytes(),
            ));
        }
    }
    files
}

fn manifest(material: &Material, files: &Files, keys: &SecretKeys) -> Result<Vec<u8>, Problem> {
    let list = files
        .iter()
        .map(|(path, content)| ManifestFile {
            path: path.clone(),
            size: u64::try_from(content.len()).unwrap_or(u64::MAX),
            sha256: bundle::digest(content),
        })
        .collect();
    let body = json(&Manifest {
        v: 1,
        format: "entente-evidence".into(),
        agreement: material.agreement,
        exporter: material.exporter.clone(),
        at: material.at,
        files: list,
    })?;
    let mut statement = Statement::new(Kind::Manifest, body);
    statement.sign(keys).map_err(|e| broken(&e.to_string()))?;
    Ok(statement.to_envelope().into_bytes())
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(value).map_err(|e| broken(&e.to_string()))
}

fn broken(detail: &str) -> Problem {
    Problem::new("STORE-002", Class::Unexpected)
        .by(Fault::Machine)
        .with("detail", detail)
}
