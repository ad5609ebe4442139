//! The life of an item as commands: over the releasing officer's desk, copied, passed on, recalled,
//! returned, destroyed; consents; the register. People name items by reference; the indices that
//! acts carry are found here.

mod book;
mod consents;
mod csv;
pub mod desk;
mod doing;
mod extract;
pub mod find;
pub mod marking;
mod onward;
pub mod portions;
mod reconcile;
mod register;
mod said;
mod shred;
mod trace;

pub use doing::{Asking, Doing, Granting};
pub use onward::Pass;
pub use register::{Which, duties};
pub use said::Saying;
pub use said::declared;

use crate::{
    command::{By, acting, internal, which},
    runtime::{Node, short_id},
};
use entente_engine::{Answer, Input};
use entente_model::{
    PartyId, Problem,
    id::{ItemRef, PurposeId},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{path::PathBuf, sync::Arc};

/// Puts an item before a releasing officer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the options of the command of the same name")]
pub struct Submit {
    pub item: ItemRef,
    pub agreement: Option<String>,
    pub to: Option<PartyId>,
    pub purpose: PurposeId,
    pub by: String,
    pub dry_run: bool,
}

/// Approves or refuses.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the options of the command of the same name")]
pub struct Decide {
    pub item: ItemRef,
    pub agreement: Option<String>,
    pub to: Option<PartyId>,
    pub approved: bool,
    pub reason: String,
    pub by: By,
}

/// Something done with a released item.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the options of every such command")]
pub struct Do {
    pub item: ItemRef,
    pub agreement: Option<String>,
    pub with: Option<PartyId>,
    pub doing: Doing,
    /// Words only the parties read.
    #[serde(default)]
    pub text: String,
    pub by: By,
    /// Witnesses.
    #[serde(default)]
    pub witnesses: Vec<By>,
    #[serde(default)]
    pub dry_run: bool,
}

/// One command.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each variant is the command of the same name; see `entente help`"
)]
pub enum LifeCommand {
    Submit(Submit),
    Decide(Decide),
    Preview {
        item: ItemRef,
        agreement: Option<String>,
        to: Option<PartyId>,
        purpose: Option<PurposeId>,
    },
    Do(Do),
    Pass(Pass),
    /// Destroys the key of an item of ours that was never released.
    Shred {
        item: ItemRef,
    },
    Trace {
        item: ItemRef,
        agreement: Option<String>,
        with: Option<PartyId>,
    },
    Consents {
        open: bool,
    },
    Say {
        agreement: String,
        what: Saying,
        by: By,
    },
    Register(Which),
    RegisterShow {
        item: ItemRef,
        agreement: Option<String>,
        with: Option<PartyId>,
    },
    RegisterBook {
        year: i16,
        html: bool,
        ja: bool,
    },
    Duties {
        agreement: Option<String>,
    },
    Tally {
        agreement: String,
    },
    Reconcile {
        agreement: String,
        with: Option<PathBuf>,
    },
    Extract {
        item: Option<ItemRef>,
        agreement: Option<String>,
        proofs: bool,
        to: PathBuf,
    },
}

/// Carries out a command.
///
/// # Errors
/// The problem, with items named by reference.
pub async fn execute(node: &Arc<Node>, command: LifeCommand) -> Result<Value, Problem> {
    match command {
        LifeCommand::Submit(submit) => desk::submit(node, submit).await,
        LifeCommand::Decide(decide) => desk::decide(node, decide).await,
        LifeCommand::Preview {
            item,
            agreement,
            to,
            purpose,
        } => {
            find::draft(node, &item)?;
            let id = which(node, agreement.as_deref(), to.as_ref())?;
            desk::preview(node, &item, &id, purpose.as_ref())
        }
        LifeCommand::Do(doing) => done(node, doing).await,
        LifeCommand::Pass(pass) => onward::pass(node, pass).await,
        LifeCommand::Shred { item } => shred_own(node, &item).await,
        LifeCommand::Trace {
            item,
            agreement,
            with,
        } => {
            let among = find::Among {
                with: with.as_ref(),
                under: agreement.as_deref(),
            };
            let at = find::release(node, &item, among, find::Side::Held)?;
            trace::trace(node, &item, &at)
        }
        LifeCommand::Consents { open } => consents::list(node, open),
        LifeCommand::Say {
            agreement,
            what,
            by,
        } => said::say(node, &agreement, what, &by).await,
        LifeCommand::Register(which) => register::list(node, &which),
        LifeCommand::RegisterShow {
            item,
            agreement,
            with,
        } => {
            let among = find::Among {
                with: with.as_ref(),
                under: agreement.as_deref(),
            };
            let at = find::release(node, &item, among, find::Side::Held)?;
            register::show(node, &item, &at)
        }
        LifeCommand::RegisterBook { year, html, ja } => book::print(node, year, html, ja),
        LifeCommand::Duties { agreement } => register::due(node, agreement.as_deref()),
        LifeCommand::Tally { agreement } => reconcile::tally(node, &agreement).await,
        LifeCommand::Reconcile { agreement, with } => {
            let node = Arc::clone(node);
            blocking(move || reconcile::reconcile(&node, &agreement, with.as_deref())).await
        }
        LifeCommand::Extract {
            item,
            agreement,
            proofs,
            to,
        } => {
            let node = Arc::clone(node);
            blocking(move || {
                extract::extract(&node, item.as_ref(), agreement.as_deref(), proofs, &to)
            })
            .await
        }
    }
}

/// Reading a whole register is not done on the runtime's threads.
async fn blocking(
    work: impl FnOnce() -> Result<Value, Problem> + Send + 'static,
) -> Result<Value, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| internal())?
}

/// Finds what is meant, fills in what the record knows, writes the act, and removes the ciphertext
/// of what ended.
async fn done(node: &Arc<Node>, asked: Do) -> Result<Value, Problem> {
    let among = find::Among {
        with: asked.with.as_ref(),
        under: asked.agreement.as_deref(),
    };
    let at = find::release(node, &asked.item, among, asked.doing.side())?;
    if asked.doing.needs_content() && shred::ended(node, &at)?.is_some() {
        return Err(find::gone(&asked.item));
    }
    let id = at.log.agreement;
    let named = |problem| find::named(node, &id, problem);
    let witnesses: Vec<_> = asked.witnesses.iter().map(|w| w.official.clone()).collect();
    let official = asked.by.official.clone();
    let what = doing::fill(node, &at, asked.doing, witnesses).map_err(named)?;
    let name = what.name();
    if asked.dry_run {
        doing::dry(node, &at, what, official).map_err(named)?;
        let mut view = register::show(node, &asked.item, &at)?;
        add(&mut view, json!({ "deed": name, "dry_run": true }));
        return Ok(view);
    }
    let acting = acting(node, &asked.by).await?;
    let mut with = Vec::with_capacity(asked.witnesses.len());
    for witness in &asked.witnesses {
        with.push(crate::command::acting(node, witness).await?);
    }
    let input = Input::Item {
        agreement: id,
        from: at.log.author.clone(),
        of: vec![at.n],
        what: Box::new(what),
        text: asked.text,
        acting,
        with,
    };
    let Answer::Items { n, shredded } = node.one(input).await.map_err(named)? else {
        return Err(internal());
    };
    shred::remains(node, &at, shredded)?;
    let mut view = register::show(node, &asked.item, &at)?;
    add(
        &mut view,
        json!({ "deed": name, "act": n, "official": official }),
    );
    Ok(view)
}

async fn shred_own(node: &Arc<Node>, item: &ItemRef) -> Result<Value, Problem> {
    let draft = find::draft(node, item)?;
    if !draft.released.is_empty() {
        return Err(Problem::refused("ITEM-014").with("item", item));
    }
    let input = Input::ItemShred { item: item.clone() };
    let Answer::Items { shredded, .. } = node.one(input).await? else {
        return Err(internal());
    };
    shred::sweep(node, &shredded)?;
    Ok(json!({ "item": item, "shredded": true }))
}

pub(crate) fn add(view: &mut Value, more: Value) {
    if let (Some(map), Value::Object(more)) = (view.as_object_mut(), more) {
        map.extend(more);
    }
}

/// Agreement and id as every answer about one names them.
fn agreement_fields(id: &entente_model::AgreementId) -> Value {
    json!({ "agreement": short_id(id), "id": id })
}
