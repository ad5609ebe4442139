//! Verifying an evidence file.

use crate::{
    README,
    bundle::{self, Files},
    export::{instrument_place, policy_for, signed_acts, tiles},
    folder, origin,
    timeline::{Event, EventKind, merge, neutral},
};
use entente_model::{
    Act, AgreementId, Deed, Digest, Instant, PartyId, Problem,
    card::{Card, Role, SignedCard},
    dsse::{Kind, Statement},
    instrument::Instrument,
    merkle,
};
use entente_record::{checkpoint, cosignature, note::Note, tile};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The manifest's body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) v: u8,
    pub(crate) format: String,
    pub(crate) agreement: AgreementId,
    pub(crate) exporter: PartyId,
    pub(crate) at: Instant,
    pub(crate) files: Vec<ManifestFile>,
}

/// One file in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManifestFile {
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) sha256: Digest,
}

/// What was verified of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyReport {
    /// Party.
    pub party: PartyId,
    /// Whether the verifier brought the party's card.
    pub anchored: bool,
    /// Size of its record.
    pub size: u64,
    /// Size and time (unix seconds) the other side says it durably stored.
    pub delivered: Option<(u64, u64)>,
}

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Agreement.
    pub agreement: AgreementId,
    /// Who exported.
    pub exporter: PartyId,
    /// When, by the exporter's clock.
    pub at: Instant,
    /// Title by language.
    pub title: Vec<(String, String)>,
    /// Digests of the frozen texts, oldest version first.
    pub instruments: Vec<Digest>,
    /// Parties.
    pub parties: Vec<PartyReport>,
    /// Every entry of every record, in causal order.
    pub events: Vec<Event>,
}

/// Why the file is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Code of the words.
    pub code: &'static str,
    /// File, or record and entry.
    pub place: String,
    /// What is wrong.
    pub detail: String,
}

impl Failure {
    /// As a problem: verification failed.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::new(self.code, entente_model::problem::Class::Unverified)
            .by(entente_model::Fault::Rule)
            .with("place", &self.place)
            .with("detail", &self.detail)
            .with("party", &self.place)
            .with("entry", &self.detail)
            .with("file", &self.place)
    }
}

/// Verifies an evidence file against the cards the verifier holds. Parties without a card are
/// reported as not anchored.
///
/// # Errors
/// [`Failure`]: the first thing that does not hold.
pub fn verify(bytes: &[u8], anchors: &[SignedCard]) -> Result<Report, Failure> {
    let files = bundle::open(bytes).map_err(|e| altered(&e.place, &e.detail))?;
    let index = bundle::index(&files);
    let (manifest, statement) = read_manifest(&index)?;
    let cards = read_cards(&index, anchors)?;
    let exporter = cards
        .iter()
        .find(|c| c.card().party == manifest.exporter)
        .ok_or_else(|| altered("MANIFEST", "exported by nobody here"))?;
    statement
        .verify_only(&exporter.card().record)
        .map_err(|e| altered("MANIFEST", &e.to_string()))?;
    check_files(&manifest, &files)?;
    let mut rebuilt: Files = vec![("README.txt".into(), README.as_bytes().to_vec())];
    rebuilt.push((
        "policy.tlog-policy".into(),
        policy_for(&manifest.agreement, &cards)
            .to_text()
            .into_bytes(),
    ));
    let mut parties = Vec::new();
    let mut events = BTreeMap::new();
    for card in &cards {
        let path = format!("keys/{}.card", card.card().party);
        rebuilt.push((path, card.envelope().as_bytes().to_vec()));
        let (party, told) = read_log(
            &index,
            &manifest.agreement,
            card,
            &cards,
            anchors,
            &mut rebuilt,
        )?;
        events.insert(party.party.clone(), told);
        parties.push(party);
    }
    claims(&mut events, &parties);
    let events = merge(&events);
    rebuilt.push(("timeline.txt".into(), neutral(&events).into_bytes()));
    let (title, instruments) = read_instruments(&index, &events)?;
    same_files(&index, &mut rebuilt, instruments.len())?;
    Ok(Report {
        agreement: manifest.agreement,
        exporter: manifest.exporter,
        at: manifest.at,
        title,
        instruments,
        parties,
        events,
    })
}

/// The entries of a record as events; what does not hold as an act is void, with its reason.
pub(crate) fn events_of(
    author: &PartyId,
    agreement: &AgreementId,
    entries: &[Vec<u8>],
    cards: &[SignedCard],
) -> Vec<Event> {
    let card = cards
        .iter()
        .map(SignedCard::card)
        .find(|c| &c.party == author);
    let mut last = Instant::default();
    let mut events = Vec::with_capacity(entries.len());
    for (n, entry) in (0u64..).zip(entries) {
        let held = Act::from_entry(author, entry).and_then(|(act, statement)| {
            hold(author, agreement, n, &act, &statement, card)?;
            Ok(act)
        });
        let kind = match held {
            Ok(act) => {
                last = act.at;
                EventKind::Act(Box::new(act))
            }
            Err(problem) => EventKind::Void(problem.code.into_owned()),
        };
        events.push(Event {
            at: last,
            party: author.clone(),
            n,
            kind,
        });
    }
    events
}

/// What can be checked of an act without the terms: place, author, officials' signatures.
fn hold(
    author: &PartyId,
    agreement: &AgreementId,
    n: u64,
    act: &Act,
    statement: &Statement,
    card: Option<&Card>,
) -> Result<(), Problem> {
    if act.ag != *agreement || act.by != *author {
        return Err(Problem::partner("ACT-002").with("party", author));
    }
    if act.n != n {
        return Err(Problem::partner("ACT-003").with("party", author));
    }
    let (official, role) = match &act.deed {
        Deed::Sign(d) => (&d.official, Role::Signatory),
        Deed::Note(d) => (&d.official, Role::Signatory),
        Deed::Course(d) => (&d.official, Role::Signatory),
        Deed::Receipt(d) => (&d.official, Role::Registrar),
        Deed::Release(d) if !statement.signatures.is_empty() => {
            (&d.officer, Role::ReleasingOfficer)
        }
        _ => return Ok(()),
    };
    let refused = || {
        Problem::partner("ACT-007")
            .with("party", author)
            .with("official", official)
    };
    let official = card
        .and_then(|c| c.official(official))
        .ok_or_else(refused)?;
    let day = act.at.date_in("UTC").unwrap_or(official.until);
    if !official.roles.contains(&role) || day < official.from || day > official.until {
        return Err(refused());
    }
    statement.verify_only(&official.keys).map_err(|_| refused())
}

fn read_manifest(index: &BTreeMap<&str, &[u8]>) -> Result<(Manifest, Statement), Failure> {
    let bad = |detail: &str| altered("MANIFEST", detail);
    let bytes = index.get("MANIFEST").ok_or_else(|| bad("missing"))?;
    let text = std::str::from_utf8(bytes).map_err(|_| bad("not readable as text"))?;
    let statement =
        Statement::from_envelope(Kind::Manifest, text).map_err(|e| bad(&e.to_string()))?;
    let manifest: Manifest =
        serde_json::from_slice(&statement.body).map_err(|e| bad(&e.to_string()))?;
    if manifest.v != 1 || manifest.format != "entente-evidence" {
        return Err(Failure {
            code: "VERIFY-002",
            place: "MANIFEST".into(),
            detail: manifest.format,
        });
    }
    Ok((manifest, statement))
}

fn read_cards(
    index: &BTreeMap<&str, &[u8]>,
    anchors: &[SignedCard],
) -> Result<Vec<SignedCard>, Failure> {
    let mut cards = Vec::new();
    for (path, bytes) in index.iter().filter(|(p, _)| p.starts_with("keys/")) {
        let card = SignedCard::parse(bytes).map_err(|e| altered(path, &e.to_string()))?;
        let party = &card.card().party;
        if **path != format!("keys/{party}.card") {
            return Err(altered(path, "card of another party"));
        }
        if let Some(anchor) = anchors.iter().find(|a| a.card().party == *party)
            && anchor.fingerprint() != card.fingerprint()
        {
            return Err(Failure {
                code: "VERIFY-004",
                place: party.to_string(),
                detail: "root key".into(),
            });
        }
        cards.push(card);
    }
    if cards.len() < 2 {
        return Err(altered("keys", "fewer than two cards"));
    }
    Ok(cards)
}

fn check_files(manifest: &Manifest, files: &Files) -> Result<(), Failure> {
    let mut listed = manifest.files.iter();
    for (path, content) in files.iter().skip(1) {
        let Some(file) = listed.next().filter(|f| f.path == *path) else {
            return Err(altered(path, "not in the manifest"));
        };
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if file.size != size || file.sha256 != bundle::digest(content) {
            return Err(differs(path, content, files));
        }
    }
    match listed.next() {
        Some(file) => Err(altered(&file.path, "missing")),
        None => Ok(()),
    }
}

/// Names the entry, where the hash tile beside a changed bundle can tell which one it is.
fn differs(path: &str, content: &[u8], files: &Files) -> Failure {
    let found = path
        .split_once("/tile/entries/")
        .and_then(|(folder, place)| {
            let entries = tile::parse_bundle(content).ok()?;
            let hashes = files
                .iter()
                .find(|(p, _)| *p == format!("{folder}/tile/0/{place}"))?;
            let hashes = tile::parse_tile(&hashes.1).ok()?;
            let wrong = entries
                .iter()
                .zip(hashes)
                .position(|(e, h)| merkle::leaf_hash(e) != h)?;
            let first = tile::TilePath::parse(&format!("tile/entries/{place}"))?
                .index
                .saturating_mul(tile::WIDTH);
            let origin = files
                .iter()
                .find(|(p, _)| *p == format!("{folder}/origin"))?;
            let number = first.saturating_add(u64::try_from(wrong).ok()?);
            Some((String::from_utf8_lossy(&origin.1).trim().to_owned(), number))
        });
    match found {
        Some((origin, n)) => altered(
            &format!("{origin} entry {n}"),
            "not the entry that was logged",
        ),
        None => altered(path, "differs from the manifest"),
    }
}

fn read_log(
    index: &BTreeMap<&str, &[u8]>,
    agreement: &AgreementId,
    card: &SignedCard,
    cards: &[SignedCard],
    anchors: &[SignedCard],
    rebuilt: &mut Files,
) -> Result<(PartyReport, Vec<Event>), Failure> {
    let party = card.card().party.clone();
    let origin = origin(&party, agreement);
    let folder = folder(&origin);
    let get = |name: &str| {
        let path = format!("{folder}/{name}");
        index
            .get(path.as_str())
            .copied()
            .ok_or_else(|| altered(&path, "missing"))
    };
    rebuilt.push((
        format!("{folder}/origin"),
        format!("{origin}\n").into_bytes(),
    ));
    let latest = get("checkpoint")?;
    let head = read_checkpoint(latest, &origin, card, &format!("{folder}/checkpoint"))?;
    rebuilt.push((format!("{folder}/checkpoint"), latest.to_vec()));
    let entries = read_entries(&folder, index, head.1)?;
    check_root(&party, &entries, head.1, &head.2)?;
    tiles(&folder, &entries, rebuilt).map_err(|e| altered(&folder, &e.to_string()))?;
    rebuilt.extend(signed_acts(&party, &entries));
    let mut delivered = cosigned(&head.0, card, cards, &folder)?.map(|time| (head.1, time));
    if let Ok(older) = get("checkpoint.cosigned") {
        let place = format!("{folder}/checkpoint.cosigned");
        let (note, size, root) = read_checkpoint(older, &origin, card, &place)?;
        let few = usize::try_from(size)
            .ok()
            .and_then(|s| entries.get(..s))
            .ok_or_else(|| altered(&place, "larger than the record"))?;
        check_root(&party, few, size, &root)?;
        let time = cosigned(&note, card, cards, &folder)?;
        delivered = delivered.or(time.map(|time| (size, time)));
        rebuilt.push((place, older.to_vec()));
    }
    let events = events_of(&party, agreement, &entries, cards);
    let anchored = anchors.iter().any(|a| a.card().party == party);
    Ok((
        PartyReport {
            party,
            anchored,
            size: head.1,
            delivered,
        },
        events,
    ))
}

fn read_checkpoint(
    bytes: &[u8],
    origin: &str,
    card: &SignedCard,
    place: &str,
) -> Result<(Note, u64, Digest), Failure> {
    let note = Note::parse(bytes).map_err(|e| altered(place, &e.to_string()))?;
    let verified = checkpoint::verify(&note, origin, &card.card().record)
        .map_err(|e| altered(place, &e.to_string()))?;
    Ok((note, verified.checkpoint.size, verified.checkpoint.root))
}

fn read_entries(
    folder: &str,
    index: &BTreeMap<&str, &[u8]>,
    size: u64,
) -> Result<Vec<Vec<u8>>, Failure> {
    let mut entries = Vec::new();
    for place in tile::tiles_for(size).take_while(|p| p.level.is_none()) {
        let path = format!("{folder}/{}", place.to_path());
        let bytes = index
            .get(path.as_str())
            .ok_or_else(|| altered(&path, "missing"))?;
        let read = tile::parse_bundle(bytes).map_err(|e| altered(&path, &e.to_string()))?;
        if u64::try_from(read.len()).ok() != Some(place.width) {
            return Err(altered(&path, "wrong number of entries"));
        }
        entries.extend(read.into_iter().map(<[u8]>::to_vec));
    }
    Ok(entries)
}

/// The entries must give the signed root; the tiles, which the manifest covers, help to say where
/// they first do not.
fn check_root(
    party: &PartyId,
    entries: &[Vec<u8>],
    size: u64,
    root: &Digest,
) -> Result<(), Failure> {
    let mut tree = merkle::Frontier::default();
    entries.iter().for_each(|e| tree.push(merkle::leaf_hash(e)));
    if tree.size() == size && tree.root() == *root {
        return Ok(());
    }
    let first = (0u64..)
        .zip(entries)
        .find(|(n, e)| Act::from_entry(party, e).map_or(true, |(act, _)| act.n != *n));
    let entry = first.map_or_else(
        || format!("0–{}", size.saturating_sub(1)),
        |(n, _)| n.to_string(),
    );
    Err(Failure {
        code: "VERIFY-005",
        place: party.to_string(),
        detail: entry,
    })
}

/// The time of another party's mirror cosignature on a checkpoint, if there is one.
fn cosigned(
    note: &Note,
    card: &SignedCard,
    cards: &[SignedCard],
    folder: &str,
) -> Result<Option<u64>, Failure> {
    let mut found = None;
    for other in cards
        .iter()
        .map(SignedCard::card)
        .filter(|c| c.party != card.card().party)
    {
        let name = other.mirror_name();
        if note.signatures.iter().any(|s| s.name == name) {
            let time = cosignature::verify(&note.text, &name, &other.mirror, &note.signatures)
                .map_err(|e| altered(folder, &format!("cosignature of {}: {e}", other.party)))?;
            found = Some(time);
        }
    }
    // Beside the log's own two lines only cosignatures that were verified may stand there.
    let known = 2usize.saturating_add(if found.is_some() { 2 } else { 0 });
    if note.signatures.len() != known {
        return Err(altered(folder, "signature lines nobody here made"));
    }
    Ok(found)
}

/// An act that claims to have seen more of a record than there is, or less than before, is void.
fn claims(events: &mut BTreeMap<PartyId, Vec<Event>>, parties: &[PartyReport]) {
    let sizes: BTreeMap<&PartyId, u64> = parties.iter().map(|p| (&p.party, p.size)).collect();
    for told in events.values_mut() {
        for event in told {
            if let EventKind::Act(act) = &event.kind
                && act
                    .seen
                    .iter()
                    .any(|(party, size)| sizes.get(party).is_none_or(|have| size > have))
            {
                event.kind = EventKind::Void("ACT-005".into());
            }
        }
    }
}

type Named = (Vec<(String, String)>, Vec<Digest>);

/// Each frozen text must be one that was signed, and each signed text must be there, but for one
/// whose signing was abandoned.
fn read_instruments(index: &BTreeMap<&str, &[u8]>, events: &[Event]) -> Result<Named, Failure> {
    let deeds = || {
        events.iter().filter_map(|e| match &e.kind {
            EventKind::Act(act) => Some(&act.deed),
            EventKind::Void(_) => None,
        })
    };
    let abandoned: Vec<Digest> = deeds()
        .filter_map(|deed| match deed {
            Deed::Abandon(d) => Some(d.text),
            _ => None,
        })
        .collect();
    let (mut title, mut digests) = (Vec::new(), Vec::new());
    for version in 1u32.. {
        let place = instrument_place(version);
        let Some(bytes) = index.get(place.as_str()) else {
            break;
        };
        let instrument: Instrument =
            serde_json::from_slice(bytes).map_err(|e| altered(&place, &e.to_string()))?;
        if serde_json::to_vec(&instrument).ok().as_deref() != Some(*bytes) {
            return Err(altered(&place, "not in canonical form"));
        }
        digests.push(instrument.digest());
        title = instrument.title;
    }
    let place = "agreement/instrument.json";
    for deed in deeds() {
        let Deed::Sign(sign) = deed else { continue };
        if !digests.contains(&sign.text) && !abandoned.contains(&sign.text) {
            let detail = if digests.is_empty() {
                "missing, but the text was signed"
            } else {
                "not the text that was signed"
            };
            return Err(altered(place, detail));
        }
    }
    let named =
        |text: &Digest| deeds().any(|deed| matches!(deed, Deed::Freeze(on) if on.text == *text));
    if let Some(at) = digests.iter().position(|d| !named(d)) {
        let version = u32::try_from(at).unwrap_or(0).saturating_add(1);
        return Err(altered(
            &instrument_place(version),
            "not a text that was frozen",
        ));
    }
    Ok((title, digests))
}

/// Everything derived must be there, byte for byte, and nothing else.
fn same_files(
    index: &BTreeMap<&str, &[u8]>,
    rebuilt: &mut Files,
    versions: usize,
) -> Result<(), Failure> {
    let texts: Vec<String> = (1u32..).take(versions).map(instrument_place).collect();
    rebuilt.sort();
    for (path, content) in rebuilt.iter() {
        match index.get(path.as_str()) {
            None => return Err(altered(path, "missing")),
            Some(found) if *found != content.as_slice() => {
                return Err(altered(path, "not what the records give"));
            }
            Some(_) => {}
        }
    }
    let expected: Vec<&str> = rebuilt.iter().map(|(p, _)| p.as_str()).collect();
    let free = |p: &str| p == "MANIFEST" || texts.iter().any(|t| t == p);
    match index.keys().find(|p| !free(p) && !expected.contains(*p)) {
        Some(path) => Err(altered(path, "does not belong here")),
        None => Ok(()),
    }
}

fn altered(place: &str, detail: &str) -> Failure {
    Failure {
        code: "VERIFY-001",
        place: place.to_owned(),
        detail: detail.to_owned(),
    }
}
