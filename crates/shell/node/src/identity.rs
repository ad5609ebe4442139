//! Making a party's keys and card, and unlocking them again.

use crate::{
    clock::{OsEntropy, seed},
    dir::{NodeDir, read_private, write_private},
};
use entente_engine::Me;
use entente_model::{
    Digest, Instant, OfficialId, PartyId, Problem,
    card::{Card, Official, Role, SignedCard},
    keys::SecretKeys,
    problem::{Class, Fault},
    time::Date,
};
use entente_seal::{
    rest::{self, RestError, StorageKey, Unlock},
    slot::SealingSecret,
};
use std::sync::Arc;
use zeroize::Zeroizing;

/// An official to be named at `init`.
#[derive(Debug, Clone)]
pub struct NewOfficial {
    /// Position id.
    pub id: OfficialId,
    /// Name as shown.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// What `init` is given.
#[derive(Debug)]
pub struct NewParty {
    /// Party.
    pub party: PartyId,
    /// Name.
    pub name: String,
    /// Where partners reach us.
    pub url: String,
    /// Officials.
    pub officials: Vec<NewOfficial>,
    /// Demonstration keys.
    pub demo: bool,
    /// Now.
    pub now: Instant,
}

/// The working secrets of a node: TLS identity, record, mirror, sealing, storage.
struct NodeSeeds(Zeroizing<Vec<u8>>);

const SEEDS: usize = 5;

impl NodeSeeds {
    fn fresh() -> Self {
        let mut bytes = Zeroizing::new(Vec::with_capacity(SEEDS * 32));
        for _ in 0..SEEDS {
            bytes.extend_from_slice(seed().as_ref());
        }
        Self(bytes)
    }

    fn get(&self, index: usize) -> Result<[u8; 32], Problem> {
        self.0
            .chunks_exact(32)
            .nth(index)
            .and_then(|c| c.try_into().ok())
            .ok_or_else(|| broken("node.key"))
    }
}

/// Signing keys from one 32-byte seed: one seed each for the two algorithms.
///
/// # Errors
/// When the library refuses the seeds, which it does for none.
pub fn keys_from(seed: &[u8]) -> Result<SecretKeys, Problem> {
    let ed = Digest::tagged("entente seed ed25519 v1", &[seed]);
    let ml = Digest::tagged("entente seed mldsa44 v1", &[seed]);
    SecretKeys::from_seeds(&ed.0, &ml.0).map_err(|_| broken("seed"))
}

/// The root seed every demonstration of a party uses: public, so worthless, so refused.
#[must_use]
pub fn demo_root(party: &PartyId) -> Digest {
    Digest::tagged(
        "entente demo root v1: these keys protect nothing",
        &[party.as_str().as_bytes()],
    )
}

/// Whether a card uses the public demonstration root, whatever it says of itself.
#[must_use]
pub fn has_demo_root(card: &Card) -> bool {
    keys_from(demo_root(&card.party).as_bytes()).is_ok_and(|keys| *keys.public() == card.root)
}

/// Makes all keys, seals them into the directory, writes the card. Gives the card and the root
/// seed for the recovery sheet, which is shown once and kept nowhere else in clear.
///
/// # Errors
/// The machine's refusal.
pub fn create(
    dir: &NodeDir,
    new: NewParty,
    unlock: &Unlock,
) -> Result<(SignedCard, Zeroizing<[u8; 32]>), Problem> {
    let root_seed = if new.demo {
        Zeroizing::new(demo_root(&new.party).0)
    } else {
        seed()
    };
    let root = keys_from(root_seed.as_ref())?;
    let seeds = NodeSeeds::fresh();
    let mut officials = Vec::new();
    let today = new.now.date_in("UTC").ok_or_else(|| broken("clock"))?;
    for official in new.officials {
        let secret = seed();
        let keys = keys_from(secret.as_ref())?;
        let name = format!("official-{}", official.id);
        store(dir, &name, secret.as_ref(), unlock)?;
        officials.push(Official {
            id: official.id,
            name: official.name,
            roles: vec![official.role],
            keys: keys.public().clone(),
            from: today,
            until: years_later(today, 5),
        });
    }
    let tls = entente_link::Identity::new(&seeds.get(0)?).map_err(|_| broken("node key"))?;
    let sealing = SealingSecret::from_seed(&seeds.get(3)?).map_err(|_| broken("sealing key"))?;
    let card = Card {
        v: 1,
        party: new.party,
        name: new.name,
        url: new.url,
        root: root.public().clone(),
        node: tls.public().to_vec(),
        record: keys_from(&seeds.get(1)?)?.public().clone(),
        mirror: keys_from(&seeds.get(2)?)?.public().clone(),
        sealing: sealing.public().as_bytes().to_vec(),
        officials,
        demo: new.demo,
        issued: new.now,
    };
    let card = SignedCard::sign(card, &root).map_err(|_| broken("card"))?;
    store(dir, "root", root_seed.as_ref(), unlock)?;
    store(dir, "node", &seeds.0, unlock)?;
    write_private(&dir.card(), card.envelope().as_bytes())?;
    Ok((card, root_seed))
}

/// The unlocked node: working keys and TLS identity.
///
/// # Errors
/// NODE-001, NODE-004, NODE-006.
pub fn open(dir: &NodeDir, unlock: &Unlock) -> Result<(Arc<Me>, entente_link::Identity), Problem> {
    let card = SignedCard::parse(&read_private(&dir.card())?)
        .map_err(|e| Problem::new("CARD-001", Class::Usage).with("detail", e))?;
    let seeds = NodeSeeds(read(dir, "node", unlock)?);
    let tls = entente_link::Identity::new(&seeds.get(0)?).map_err(|_| broken("node key"))?;
    let me = Me {
        card,
        record: keys_from(&seeds.get(1)?)?,
        mirror: keys_from(&seeds.get(2)?)?,
        sealing: SealingSecret::from_seed(&seeds.get(3)?).map_err(|_| broken("sealing key"))?,
        storage: StorageKey::new(seeds.get(4)?),
    };
    Ok((Arc::new(me), tls))
}

/// An official's keys.
///
/// # Errors
/// OFF-001, OFF-003.
pub fn official(
    dir: &NodeDir,
    id: &OfficialId,
    unlock: &Unlock,
) -> Result<Arc<SecretKeys>, Problem> {
    let seed = read(dir, &format!("official-{id}"), unlock).map_err(|problem| {
        let code = if problem.code == "NODE-004" {
            "OFF-003"
        } else {
            "OFF-001"
        };
        let class = if code == "OFF-003" {
            Class::Refused
        } else {
            Class::NotFound
        };
        Problem::new(code, class).with("official", id)
    })?;
    Ok(Arc::new(keys_from(&seed)?))
}

fn store(dir: &NodeDir, name: &str, secret: &[u8], unlock: &Unlock) -> Result<(), Problem> {
    let sealed =
        rest::seal_secret(secret, name, unlock, &mut OsEntropy).map_err(|_| broken(name))?;
    write_private(&dir.key(name), sealed.as_bytes())
}

fn read(dir: &NodeDir, name: &str, unlock: &Unlock) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let bytes = read_private(&dir.key(name))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| broken(name))?;
    rest::open_secret(text, name, unlock).map_err(|e| match e {
        RestError::WrongKey => Problem::new("NODE-004", Class::Refused).by(Fault::You),
        _ => broken(name),
    })
}

fn years_later(day: Date, years: i16) -> Date {
    let target = day.year().saturating_add(years);
    Date::new(target, day.month(), day.day())
        .or_else(|_| Date::new(target, day.month(), 28))
        .unwrap_or(day)
}

fn broken(what: &str) -> Problem {
    Problem::new("STORE-004", Class::Unexpected)
        .by(Fault::Machine)
        .with("detail", what)
}
