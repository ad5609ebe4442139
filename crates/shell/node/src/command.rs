//! What can be asked of a node, by its command line or its control socket, and the one place
//! where each is carried out. Answers are JSON values: printed as they are with `--json`, else
//! rendered by [`crate::print`].

use crate::{
    course::SayNow,
    identity,
    private::PrivateCommand,
    runtime::{Node, find_agreement},
    talk::Talk,
    views,
};
use entente_engine::{
    Acting, Answer, Input,
    input::{NewItem, ReleaseOf, SealedItem},
};
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
use entente_seal::{rest::Unlock, segment::Dek};
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
    Private(PrivateCommand),
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
    ItemAdd {
        title: String,
        file: String,
        media: String,
        size: u64,
        root: Digest,
        dek: String,
        inline: Option<String>,
    },
    ItemMark {
        item: ItemRef,
        level: String,
        agreement: Option<String>,
    },
    ItemCheck {
        item: ItemRef,
        agreement: Option<String>,
        to: Option<PartyId>,
        purpose: Option<PurposeId>,
        signed: bool,
    },
    ItemRelease {
        items: Vec<ItemRef>,
        agreement: Option<String>,
        to: Option<PartyId>,
        purpose: Option<PurposeId>,
        by: By,
    },
    ItemFeed {
        items: Vec<FeedItem>,
        agreement: Option<String>,
        to: Option<PartyId>,
        purpose: Option<PurposeId>,
        by: By,
    },
    ItemList {
        agreement: Option<String>,
    },
    ItemShow {
        item: ItemRef,
    },
    ItemOpen {
        item: ItemRef,
    },
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
        Command::Status => Ok(views::status(node)),
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
            signed,
        } => {
            let id = which(node, agreement.as_deref(), to.as_ref())?;
            views::check(node, &item, &id, purpose.as_ref(), signed)
        }
        Command::ItemList { agreement } => views::items(node, agreement.as_deref()),
        Command::ItemShow { item } => views::item(node, &item),
        Command::ItemOpen { item } => views::open(node, &item),
        Command::ReceiptList => Ok(views::receipts(node)),
        Command::ItemAdd { .. }
        | Command::ItemMark { .. }
        | Command::ItemRelease { .. }
        | Command::ItemFeed { .. }
        | Command::ReceiptSign { .. } => share(node, command).await,
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

async fn share(node: &Arc<Node>, command: Command) -> Result<Value, Problem> {
    match command {
        Command::ItemAdd {
            title,
            file,
            media,
            size,
            root,
            dek,
            inline,
        } => item_add(node, title, file, media, size, root, &dek, inline).await,
        Command::ItemMark {
            item,
            level,
            agreement,
        } => {
            let agreement = agreement.map(|a| id_of(node, &a)).transpose()?;
            node.one(Input::ItemMark {
                item: item.clone(),
                level,
                agreement,
            })
            .await?;
            views::item(node, &item)
        }
        Command::ItemRelease {
            items,
            agreement,
            to,
            purpose,
            by,
        } => {
            let agreement = which(node, agreement.as_deref(), to.as_ref())?;
            let items = items
                .into_iter()
                .map(|item| with_payload(node, item))
                .collect::<Result<_, _>>()?;
            release(node, agreement, items, purpose, &by, 65_536).await
        }
        Command::ItemFeed {
            items,
            agreement,
            to,
            purpose,
            by,
        } => {
            let agreement = which(node, agreement.as_deref(), to.as_ref())?;
            let weight = items.iter().map(|i| i.data.len()).sum();
            let items = items
                .into_iter()
                .map(|i| {
                    ReleaseOf::New(NewItem {
                        title: i.title,
                        level: i.level,
                        plain: i.data,
                    })
                })
                .collect();
            release(node, agreement, items, purpose, &by, weight).await
        }
        Command::ReceiptSign { items, all, by } => receipt(node, &items, all, &by).await,
        _ => Err(internal()),
    }
}

#[expect(clippy::too_many_arguments, reason = "the fields of the command")]
async fn item_add(
    node: &Arc<Node>,
    title: String,
    file: String,
    media: String,
    size: u64,
    root: Digest,
    dek: &str,
    inline: Option<String>,
) -> Result<Value, Problem> {
    let wrong = |what: &str| Problem::new("USE-001", Class::Usage).with("what", what);
    let dek: [u8; 32] = b64::decode(dek)
        .and_then(|b| b.try_into().ok())
        .ok_or_else(|| wrong("key"))?;
    let dek = Dek::from_bytes(dek);
    let inline = inline
        .map(|t| {
            b64::decode(&t)
                .map(Into::into)
                .ok_or_else(|| wrong("payload"))
        })
        .transpose()?;
    if inline.is_none() && !node.blobs.exists(&root) {
        return Err(wrong("payload"));
    }
    let meta = entente_engine::items::Meta {
        title: title.clone(),
        file: file.clone(),
        media,
    };
    let meta = entente_engine::items::seal_meta(&dek, &meta)?;
    let wrapped = node
        .me
        .storage
        .wrap(&dek, root.as_bytes(), &mut crate::clock::OsEntropy)
        .map_err(|_| internal())?;
    let item = SealedItem {
        title,
        file,
        meta,
        size,
        root,
        dek: wrapped,
        inline,
    };
    match node.one(Input::ItemAdd(Box::new(item))).await? {
        Answer::Item(item) => views::item(node, &item),
        _ => Err(internal()),
    }
}

async fn release(
    node: &Arc<Node>,
    agreement: AgreementId,
    items: Vec<ReleaseOf>,
    purpose: Option<PurposeId>,
    by: &By,
    weight: usize,
) -> Result<Value, Problem> {
    let acting = acting(node, by).await?;
    let input = Input::Release {
        agreement,
        items,
        purpose,
        acting,
    };
    let mut answers = node.submit(vec![input], weight).await?;
    match answers.pop() {
        Some(Ok(Answer::Released(outcomes))) => {
            let rows: Vec<Value> = outcomes
                .into_iter()
                .map(|outcome| match outcome {
                    Ok((item, n)) => json!({ "item": item, "entry": n }),
                    Err(problem) => json!({ "refused": problem }),
                })
                .collect();
            Ok(json!({ "agreement": agreement, "released": rows }))
        }
        Some(Err(problem)) => Err(problem),
        _ => Err(internal()),
    }
}

async fn receipt(
    node: &Arc<Node>,
    items: &[ItemRef],
    all: bool,
    by: &By,
) -> Result<Value, Problem> {
    let acting = acting(node, by).await?;
    let mut work: Vec<(AgreementId, Vec<u64>)> = Vec::new();
    if all {
        let state = node.state();
        work.extend(
            state
                .agreements
                .iter()
                .filter(|(_, a)| a.receipt_due().next().is_some())
                .map(|(id, _)| (*id, Vec::new())),
        );
        if work.is_empty() {
            return Err(Problem::new("REC-001", Class::NotFound));
        }
    }
    for item in items {
        let (log, n) = views::find_inbound(node, item)?;
        match work.iter_mut().find(|(id, _)| *id == log.agreement) {
            Some((_, numbers)) => numbers.push(n),
            None => work.push((log.agreement, vec![n])),
        }
    }
    let mut done = Vec::new();
    for (agreement, numbers) in work {
        let input = Input::Receipt {
            agreement,
            items: numbers,
            acting: acting.clone(),
        };
        if let Answer::Receipted(entries) = node.one(input).await? {
            done.push(json!({ "agreement": agreement, "entries": entries }));
        }
    }
    Ok(json!({ "receipted": done }))
}

fn with_payload(node: &Node, item: ItemRef) -> Result<ReleaseOf, Problem> {
    let small = node.state().drafts.get(&item).is_some_and(|d| d.inline);
    let inline = if small {
        node.reader()
            .draft_payload(&item)
            .map_err(|e| e.problem())?
            .map(Into::into)
    } else {
        None
    };
    Ok(ReleaseOf::Draft { item, inline })
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

fn id_of(node: &Node, named: &str) -> Result<AgreementId, Problem> {
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
