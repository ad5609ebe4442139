//! Items given: added, marked, released, receipted.

use super::{By, Command, FeedItem, acting, id_of, internal, which};
use crate::{runtime::Node, views};
use entente_engine::{
    Answer, Input,
    input::{NewItem, ReleaseOf, SealedItem},
    level_in,
};
use entente_model::{
    AgreementId, Digest, Label, OfficialId, Problem, b64,
    holding::Form,
    id::{ItemRef, PurposeId},
    problem::Class,
};
use entente_seal::segment::Dek;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// An item's content, sealed by the command's own process, and what is said of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewFile {
    /// Title.
    pub title: String,
    /// File name.
    pub file: String,
    /// Media type, a claim.
    pub media: String,
    /// Plaintext length, bytes.
    pub size: u64,
    /// Payload root.
    pub root: Digest,
    /// Key, base64.
    pub dek: String,
    /// Ciphertext when small, base64; else it is a file in the node's directory.
    pub inline: Option<String>,
    /// Who made it; empty when nobody said.
    #[serde(default)]
    pub author: String,
    /// Form.
    #[serde(default)]
    pub form: Form,
    /// Shown or told; no copy stays.
    #[serde(default)]
    pub disclosed: bool,
    /// Number of this copy and how many there are.
    #[serde(default)]
    pub copy: Option<(u32, u32)>,
    /// The item this is a version of, with the portions left out.
    #[serde(default)]
    pub source: Option<(ItemRef, Vec<u32>)>,
    /// Marks of its portions, in order.
    #[serde(default)]
    pub portions: Vec<String>,
}

pub(super) async fn share(node: &Arc<Node>, command: Command) -> Result<Value, Problem> {
    match command {
        Command::ItemAdd(file) => item_add(node, *file).await,
        Command::ItemMark {
            item,
            level,
            agreement,
            portions,
            aggregation,
        } => {
            let agreement = agreement.map(|a| id_of(node, &a)).transpose()?;
            crate::life::find::draft(node, &item)?;
            let marking = crate::life::marking::Marking {
                text: level,
                portions,
                aggregation,
            };
            let input = crate::life::marking::read(node, &item, agreement, marking)?;
            node.one(input).await?;
            views::item(node, &item)
        }
        Command::ItemRelease {
            items,
            agreement,
            to,
            purpose,
            unit,
            by,
            second,
        } => {
            let agreement = which(node, agreement.as_deref(), to.as_ref())?;
            let items = items
                .into_iter()
                .map(|item| with_payload(node, item))
                .collect::<Result<_, _>>()?;
            let how = How {
                purpose,
                unit,
                by,
                second,
            };
            release(node, agreement, items, how, 65_536).await
        }
        Command::ItemFeed {
            items,
            agreement,
            to,
            purpose,
            by,
            standing,
        } => {
            let agreement = which(node, agreement.as_deref(), to.as_ref())?;
            let feed = Feed { items, purpose, by };
            match standing {
                None => give(node, agreement, feed, Vec::new()).await,
                Some(id) => {
                    let (feed, refused) = under_standing(node, &agreement, &id, feed)?;
                    give(node, agreement, feed, refused).await
                }
            }
        }
        Command::ReceiptSign { items, all, by } => receipt(node, &items, all, &by).await,
        _ => Err(internal()),
    }
}

/// Items of a feed, and who decides on them.
struct Feed {
    items: Vec<FeedItem>,
    purpose: Option<PurposeId>,
    by: By,
}

/// Releases what a feed gives; `refused` are those that were turned away before.
async fn give(
    node: &Arc<Node>,
    agreement: AgreementId,
    feed: Feed,
    refused: Vec<Problem>,
) -> Result<Value, Problem> {
    let refused: Vec<Value> = refused.iter().map(|p| json!({ "refused": p })).collect();
    if feed.items.is_empty() {
        return Ok(json!({ "agreement": agreement, "released": refused }));
    }
    let weight = feed.items.iter().map(|i| i.data.len()).sum();
    let items = feed
        .items
        .into_iter()
        .map(|i| {
            ReleaseOf::New(NewItem {
                title: i.title,
                level: i.level,
                plain: i.data,
            })
        })
        .collect();
    let how = How {
        purpose: feed.purpose,
        unit: String::new(),
        by: feed.by,
        second: None,
    };
    let mut view = release(node, agreement, items, how, weight).await?;
    if let Some(rows) = view.get_mut("released").and_then(Value::as_array_mut) {
        rows.extend(refused);
    }
    Ok(view)
}

/// What a standing decision covers of a feed, with the officer who took it; the rest is refused
/// item by item. Nobody signs: what needs an officer's signature is no matter for one.
fn under_standing(
    node: &Node,
    agreement: &AgreementId,
    id: &OfficialId,
    feed: Feed,
) -> Result<(Feed, Vec<Problem>), Problem> {
    let state = node.state();
    let decision = state
        .house
        .standings()
        .find(|(known, _, _)| *known == id)
        .map(|(_, standing, _)| standing.clone())
        .filter(|s| s.agreement == *agreement)
        .ok_or_else(|| Problem::new("HOUSE-029", Class::NotFound).with("id", id))?;
    let purpose = feed.purpose.unwrap_or_else(|| decision.purpose.clone());
    let held = state.agreement(agreement)?;
    let now = node.clock.now();
    let (mut covered, mut refused) = (Vec::new(), Vec::new());
    for item in feed.items {
        let level = level_in(held, state.me.party(), &item.level);
        let standing = level.and_then(|level| {
            let found = state.standing(agreement, &level, &purpose, now)?;
            // Another decision may cover it; it was this one that was named.
            if found.id == *id {
                return Ok(());
            }
            Err(Problem::refused("HOUSE-045")
                .with("agreement", agreement)
                .decided_by("releasing-officer"))
        });
        match standing {
            Ok(()) => covered.push(item),
            Err(problem) => refused.push(problem),
        }
    }
    let feed = Feed {
        items: covered,
        purpose: Some(purpose),
        by: By {
            official: decision.officer,
            secret: None,
        },
    };
    Ok((feed, refused))
}

async fn item_add(node: &Arc<Node>, new: NewFile) -> Result<Value, Problem> {
    let wrong = |what: &str| Problem::new("USE-001", Class::Usage).with("what", what);
    let dek: [u8; 32] = b64::decode(&new.dek)
        .and_then(|b| b.try_into().ok())
        .ok_or_else(|| wrong("key"))?;
    let dek = Dek::from_bytes(dek);
    let inline = new
        .inline
        .map(|t| {
            b64::decode(&t)
                .map(Into::into)
                .ok_or_else(|| wrong("payload"))
        })
        .transpose()?;
    if inline.is_none() && !node.blobs.exists(&new.root) {
        return Err(wrong("payload"));
    }
    let marking = match &new.source {
        Some((source, _)) => as_source(node, source)?,
        None => None,
    };
    let meta = entente_engine::items::Meta {
        title: new.title.clone(),
        file: new.file.clone(),
        media: new.media,
    };
    let meta = entente_engine::items::seal_meta(&dek, &meta)?;
    let wrapped = node
        .me
        .storage
        .wrap(&dek, new.root.as_bytes(), &mut crate::clock::OsEntropy)
        .map_err(|_| internal())?;
    let item = SealedItem {
        title: new.title,
        file: new.file,
        meta,
        size: new.size,
        root: new.root,
        dek: wrapped,
        inline,
        author: new.author,
        form: new.form,
        disclosed: new.disclosed,
        copy: new.copy,
        source: new.source,
        portions: new.portions.clone(),
    };
    let Answer::Item(item) = node.one(Input::ItemAdd(Box::new(item))).await? else {
        return Err(internal());
    };
    if let Some((agreement, label, aggregation)) = marking {
        node.one(Input::ItemLabel {
            item: item.clone(),
            agreement,
            label,
            portions: new.portions,
            aggregation,
        })
        .await?;
    }
    views::item(node, &item)
}

/// Agreement, label and reason on file of the item another one is made from.
type Marking = (AgreementId, Box<Label>, String);

/// What the source is marked with, for the version made of it: a marking is never lowered by
/// machine, the person marks it anew.
fn as_source(node: &Node, source: &ItemRef) -> Result<Option<Marking>, Problem> {
    let draft = crate::life::find::draft(node, source)?;
    let label = draft
        .label
        .or_else(|| draft.level.map(|level| Box::new(Label::of(level))));
    Ok(draft
        .agreement
        .zip(label)
        .map(|(agreement, label)| (agreement, label, draft.aggregation)))
}

/// How items are released: for what, to which unit, by whom.
struct How {
    purpose: Option<PurposeId>,
    unit: String,
    by: By,
    second: Option<By>,
}

async fn release(
    node: &Arc<Node>,
    agreement: AgreementId,
    items: Vec<ReleaseOf>,
    how: How,
    weight: usize,
) -> Result<Value, Problem> {
    let officer = acting(node, &how.by).await?;
    let second = match &how.second {
        Some(by) => Some(acting(node, by).await?),
        None => None,
    };
    let input = Input::Release {
        agreement,
        items,
        purpose: how.purpose,
        unit: how.unit,
        acting: officer,
        second,
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
        let outcome = node.one(input).await;
        let answer = outcome.map_err(|p| crate::life::find::named(node, &agreement, p))?;
        if let Answer::Receipted(entries) = answer {
            done.push(json!({ "agreement": agreement, "entries": entries }));
        }
    }
    Ok(json!({ "receipted": done }))
}

fn with_payload(node: &Node, item: ItemRef) -> Result<ReleaseOf, Problem> {
    crate::life::find::live(node, &item)?;
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
