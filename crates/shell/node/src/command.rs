//! What can be asked of a node, by its command line or its control socket, and the one place
//! where each is carried out. Answers are JSON values: printed as they are with `--json`, else
//! rendered by [`crate::print`].

mod share;

pub use share::NewFile;

use crate::{
    course::SayNow,
    identity,
    life::LifeCommand,
    matters::{self, CaseCommand},
    private::PrivateCommand,
    runtime::{Node, find_agreement},
    statement::{self, StatementCommand},
    talk::Talk,
    views,
};
use entente_engine::{Acting, Answer, Input, items::Supposed};
use entente_model::{
    AgreementId, Digest, OfficialId, PartyId, Problem,
    act::NoteKind,
    b64,
    card::SignedCard,
    id::{ItemRef, PurposeId},
    instrument::Instrument,
    problem::{Class, Fault},
    time::Date,
};
use entente_seal::rest::Unlock;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{path::PathBuf, sync::Arc};

/// What unlocks an official's keys. Travels only over the node's own control socket.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Secret {
    /// A passphrase.
    Passphrase(String),
    /// A key file's content, base64.
    KeyFile(String),
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// As the seal crate takes it.
    ///
    /// # Errors
    /// NODE-004 for a key file that is not one.
    pub fn unlock(&self) -> Result<Unlock, Problem> {
        let wrong = || Problem::new("NODE-004", Class::Refused).by(Fault::You);
        match self {
            Self::Passphrase(words) => Ok(Unlock::passphrase(words)),
            Self::KeyFile(text) => {
                Unlock::key_file(&b64::decode(text).ok_or_else(wrong)?).map_err(|_| wrong())
            }
        }
    }
}

/// An official acting, as named on the command line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct By {
    /// Position.
    pub official: OfficialId,
    /// What unlocks the position's keys; absent when it only names the decider.
    pub secret: Option<Secret>,
}

/// One command.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each variant is the command of the same name; see `entente help`"
)]
pub enum Command {
    Status,
    Doctor,
    PartyCard,
    PartyAdd {
        card: String,
    },
    PartyList,
    PartyShow {
        party: PartyId,
    },
    PartyWords {
        party: PartyId,
    },
    PartyConfirm {
        party: PartyId,
        words: String,
    },
    AgreePropose {
        with: PartyId,
        instrument: Box<Instrument>,
        piecewise: bool,
    },
    AgreeList,
    AgreeShow {
        id: String,
    },
    AgreeText {
        id: String,
    },
    Talk(Box<Talk>),
    Statement(Box<StatementCommand>),
    Private(PrivateCommand),
    Life(Box<LifeCommand>),
    Case(Box<CaseCommand>),
    AgreeFreeze {
        id: String,
        text: Option<String>,
    },
    AgreeSign {
        id: String,
        by: By,
        capacity: String,
        powers: String,
    },
    AgreeNote {
        id: String,
        kind: NoteKind,
        date: Option<Date>,
        by: By,
    },
    AgreeCourse {
        id: String,
        what: SayNow,
        by: By,
    },
    ItemAdd(Box<NewFile>),
    ItemMark {
        item: ItemRef,
        level: String,
        agreement: Option<String>,
        #[serde(default)]
        portions: Vec<String>,
        #[serde(default)]
        aggregation: String,
    },
    ItemCheck {
        item: ItemRef,
        agreement: Option<String>,
        to: Option<PartyId>,
        purpose: Option<PurposeId>,
        #[serde(default)]
        unit: String,
        signed: bool,
        #[serde(default)]
        second: bool,
    },
    ItemRelease {
        items: Vec<ItemRef>,
        agreement: Option<String>,
        to: Option<PartyId>,
        purpose: Option<PurposeId>,
        #[serde(default)]
        unit: String,
        by: By,
        #[serde(default)]
        second: Option<By>,
    },
    ItemFeed {
        items: Vec<FeedItem>,
        agreement: Option<String>,
        to: Option<PartyId>,
        purpose: Option<PurposeId>,
        by: By,
        /// A releasing officer's standing decision, in place of an officer acting now.
        #[serde(default)]
        standing: Option<OfficialId>,
    },
    ItemList {
        agreement: Option<String>,
        #[serde(default)]
        reader: Option<crate::house::Reader>,
    },
    ItemShow {
        item: ItemRef,
        #[serde(default)]
        reader: Option<crate::house::Reader>,
    },
    ItemOpen {
        item: ItemRef,
        reader: Option<crate::house::Reader>,
    },
    House(Box<crate::house::HouseCommand>),
    ReceiptList,
    ReceiptSign {
        items: Vec<ItemRef>,
        all: bool,
        by: By,
    },
    LogShow {
        agreement: Option<String>,
        party: Option<PartyId>,
        after: Option<u64>,
        limit: usize,
    },
    LogVerify {
        agreement: Option<String>,
    },
    LogExport {
        agreement: Option<String>,
        dir: PathBuf,
    },
    LogResume {
        agreement: String,
    },
    EvidenceExport {
        agreement: Option<String>,
        to: PathBuf,
    },
    DemoClock {
        advance_s: i64,
    },
}

/// One item of a feed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedItem {
    /// Title, may be empty.
    #[serde(default)]
    pub title: String,
    /// Level word.
    pub level: String,
    /// Content, at most 64 KiB: base64.
    #[serde(with = "b64::bytes")]
    pub data: Vec<u8>,
}

/// Carries out a command.
///
/// # Errors
/// The problem, for the caller to render.
pub async fn execute(node: &Arc<Node>, command: Command) -> Result<Value, Problem> {
    match command {
        Command::Status => Ok(matters::with_duties(node, views::status(node))),
        Command::Doctor => views::doctor(node),
        Command::PartyCard => Ok(json!({ "card": node.me.card.envelope() })),
        Command::PartyList => Ok(views::parties(node)),
        Command::PartyShow { party } => views::party(node, &party),
        Command::PartyWords { party } => views::words(node, &party),
        Command::PartyAdd { card } => party_add(node, &card).await,
        Command::PartyConfirm { party, words } => party_confirm(node, &party, &words).await,
        Command::AgreeList => Ok(views::agreements(node)),
        Command::AgreeShow { id } => views::agreement(node, &id),
        Command::Talk(talk) => crate::talk::execute(node, *talk).await,
        Command::Private(command) => crate::private::execute(node, command),
        Command::Life(command) => crate::life::execute(node, *command).await,
        Command::Statement(command) => statement::execute(node, *command).await,
        Command::Case(command) => matters::execute(node, *command).await,
        Command::AgreeText { id } => views::text(node, &id),
        Command::DemoClock { advance_s } => demo_clock(node, advance_s),
        Command::AgreePropose { .. }
        | Command::AgreeFreeze { .. }
        | Command::AgreeSign { .. }
        | Command::AgreeNote { .. }
        | Command::AgreeCourse { .. } => negotiate(node, command).await,
        Command::ItemCheck {
            item,
            agreement,
            to,
            purpose,
            unit,
            signed,
            second,
        } => {
            let id = which(node, agreement.as_deref(), to.as_ref())?;
            let supposed = Supposed {
                purpose: purpose.as_ref(),
                unit: &unit,
                signed,
                second,
            };
            views::check(node, &item, &id, supposed)
        }
        Command::ItemList { agreement, reader } => {
            let all = views::items(node, agreement.as_deref())?;
            Ok(crate::house::listed(node, reader.as_ref(), all))
        }
        Command::ItemShow { item, reader } => {
            crate::house::shown(node, &item, reader.as_ref(), || views::item(node, &item))
        }
        Command::ItemOpen { item, reader } => open(node, &item, reader).await,
        Command::House(command) => crate::house::execute(node, *command).await,
        Command::ReceiptList => Ok(views::receipts(node)),
        Command::ItemAdd(_)
        | Command::ItemMark { .. }
        | Command::ItemRelease { .. }
        | Command::ItemFeed { .. }
        | Command::ReceiptSign { .. } => share::share(node, command).await,
        Command::LogShow {
            agreement,
            party,
            after,
            limit,
        } => views::log(node, agreement.as_deref(), party.as_ref(), after, limit),
        Command::LogVerify { agreement } => {
            crate::evidence::verify_logs(node, agreement.as_deref())
        }
        Command::LogExport { agreement, dir } => {
            crate::evidence::export_logs(node, agreement.as_deref(), &dir)
        }
        Command::LogResume { agreement } => {
            let id = id_of(node, &agreement)?;
            node.one(Input::Resume { agreement: id }).await?;
            Ok(json!({ "agreement": crate::runtime::short_id(&id) }))
        }
        Command::EvidenceExport { agreement, to } => {
            let id = which(node, agreement.as_deref(), None)?;
            let node = Arc::clone(node);
            tokio::task::spawn_blocking(move || crate::evidence::export(&node, &id, &to))
                .await
                .map_err(|_| internal())?
        }
    }
}

/// Gives an item's key to a person who may read it. Without one, while nobody is entered, to the
/// node's owner: what cannot be opened is then said before anything is written down.
async fn open(
    node: &Arc<Node>,
    item: &ItemRef,
    reader: Option<crate::house::Reader>,
) -> Result<Value, Problem> {
    if reader.is_none() {
        views::open(node, item)?;
    }
    crate::house::opened_by(node, item, reader.as_ref(), "open").await?;
    views::open(node, item)
}

async fn party_add(node: &Arc<Node>, text: &str) -> Result<Value, Problem> {
    use entente_model::card::CardError;
    let card = SignedCard::parse(text.as_bytes()).map_err(|e| match e {
        CardError::Malformed(detail) => {
            Problem::new("CARD-001", Class::Usage).with("detail", detail)
        }
        CardError::Signature => Problem::new("CARD-002", Class::Unverified).by(Fault::Partner),
    })?;
    if !node.me.card.card().demo && identity::has_demo_root(card.card()) {
        return Err(Problem::refused("CARD-003").with("party", &card.card().party));
    }
    let party = card.card().party.clone();
    node.one(Input::PartnerAdd(Box::new(card))).await?;
    node.refresh_peers();
    views::words(node, &party)
}

async fn party_confirm(node: &Arc<Node>, party: &PartyId, words: &str) -> Result<Value, Problem> {
    let fingerprint = {
        let state = node.state();
        let partner = state
            .partners
            .get(party)
            .ok_or_else(|| Problem::new("PARTY-001", Class::NotFound).with("party", party))?;
        partner.card.fingerprint()
    };
    if !crate::words::matches(&fingerprint, words) {
        return Err(Problem::refused("PARTY-004").with("party", party));
    }
    node.one(Input::PartnerConfirm {
        party: party.clone(),
        fingerprint,
    })
    .await?;
    views::party(node, party)
}

async fn negotiate(node: &Arc<Node>, command: Command) -> Result<Value, Problem> {
    let input = match command {
        Command::AgreePropose {
            with,
            instrument,
            piecewise,
        } => Input::Propose {
            with,
            instrument,
            piecewise,
        },
        Command::AgreeFreeze { id, text } => {
            let agreement = id_of(node, &id)?;
            Input::Freeze {
                agreement,
                text: digest_of(node, &agreement, text.as_deref())?,
            }
        }
        Command::AgreeSign {
            id,
            by,
            capacity,
            powers,
        } => Input::Sign {
            agreement: id_of(node, &id)?,
            acting: acting(node, &by).await?,
            capacity,
            powers,
        },
        Command::AgreeNote { id, kind, date, by } => Input::Note {
            agreement: id_of(node, &id)?,
            kind,
            date,
            acting: acting(node, &by).await?,
        },
        Command::AgreeCourse { id, what, by } => {
            let agreement = id_of(node, &id)?;
            let what = {
                let state = node.state();
                let now = node.clock.now();
                what.fill(state.agreement(&agreement)?, state.me.party(), now)?
            };
            Input::Course {
                agreement,
                what,
                acting: acting(node, &by).await?,
            }
        }
        _ => return Err(internal()),
    };
    match node.one(input).await? {
        Answer::Written { agreement, n } => {
            let mut view = views::agreement(node, &agreement.to_string())?;
            if let Some(map) = view.as_object_mut() {
                map.insert("entry".to_owned(), json!(n));
            }
            Ok(view)
        }
        _ => Err(internal()),
    }
}

pub(crate) async fn acting(node: &Arc<Node>, by: &By) -> Result<Acting, Problem> {
    let keys = match &by.secret {
        None => None,
        Some(secret) => {
            let (node, official, unlock) =
                (Arc::clone(node), by.official.clone(), secret.unlock()?);
            // A passphrase takes a tenth of a second to try: not on the runtime's threads.
            let keys = tokio::task::spawn_blocking(move || {
                identity::official(&node.dir, &official, &unlock)
            });
            Some(keys.await.map_err(|_| internal())??)
        }
    };
    Ok(Acting {
        official: by.official.clone(),
        keys,
    })
}

fn demo_clock(node: &Node, advance_s: i64) -> Result<Value, Problem> {
    if !node.config.demo {
        return Err(Problem::refused("CARD-004").with("party", &node.config.party));
    }
    let ahead = node.clock.advance(advance_s);
    let config = crate::dir::Config {
        demo_clock_ahead_s: ahead,
        ..node.config.clone()
    };
    node.dir.write_config(&config)?;
    Ok(json!({ "now": node.clock.now().to_string() }))
}

/// The agreement meant: by id, by partner, or the only one.
pub(crate) fn which(
    node: &Node,
    named: Option<&str>,
    to: Option<&PartyId>,
) -> Result<AgreementId, Problem> {
    let state = node.state();
    if let Some(named) = named {
        let found = find_agreement(&state, named)?;
        if let Some(to) = to.filter(|to| found.partner != **to) {
            return Err(Problem::refused("REL-008").with("party", to));
        }
        return Ok(found.life.id());
    }
    let mut fitting = state
        .agreements
        .iter()
        .filter(|(_, a)| to.is_none_or(|to| a.partner == *to));
    match (fitting.next(), fitting.next()) {
        (Some((id, _)), None) => Ok(*id),
        (None, _) => Err(Problem::new("AGREE-001", Class::NotFound)
            .with("id", to.map_or_else(|| "-".to_owned(), ToString::to_string))),
        _ => Err(Problem::new("AGREE-002", Class::Usage).with("id", "")),
    }
}

pub(crate) fn id_of(node: &Node, named: &str) -> Result<AgreementId, Problem> {
    which(node, Some(named), None)
}

/// A digest given as its first digits must be the draft's; anything else is stale.
pub(crate) fn digest_of(
    node: &Node,
    id: &AgreementId,
    named: Option<&str>,
) -> Result<Option<Digest>, Problem> {
    let Some(named) = named else { return Ok(None) };
    let state = node.state();
    let now = state
        .agreement(id)?
        .life
        .talk()?
        .text()
        .instrument()?
        .digest();
    if now.hex().starts_with(&named.to_ascii_lowercase()) && named.len() >= 8 {
        return Ok(Some(now));
    }
    Err(Problem::new("AGREE-003", Class::Stale)
        .with("now", entente_agreement::life::short(&now))
        .with("named", named))
}

pub(crate) fn internal() -> Problem {
    Problem::new("STORE-002", Class::Unexpected)
        .by(Fault::Machine)
        .with("detail", "internal")
}
