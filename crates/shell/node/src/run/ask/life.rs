//! The commands for the life of an item: from what was typed to what the node is asked.

use super::{super::Session, by, open_bytes, position};
use crate::{
    cli::{Global, Held, ItemLife},
    command::{By, Command, NewFile, Secret},
    dir::machine,
    life::{Decide, Do, Doing, LifeCommand, Pass, Submit, portions},
};
use entente_model::{
    OfficialId, Problem, b64,
    holding::{Form, Made, Third},
    id::ItemRef,
    problem::Class,
};
use entente_seal::segment::{self, Dek};
use serde_json::{Value, json};

pub(super) type Asked = Result<(&'static str, Value), Problem>;

const RELEASES: &str = "releasing-officer";
const REGISTERS: &str = "registrar";

pub(super) async fn item(global: &Global, session: &Session, item: ItemLife) -> Asked {
    match item {
        ItemLife::Submit { item, under } => {
            let purpose = under
                .purpose
                .ok_or_else(|| Problem::new("USE-001", Class::Usage).with("what", "--purpose"))?;
            let by = global.acting.as_ref().map(ToString::to_string);
            let submit = Submit {
                item,
                agreement: under.under,
                to: under.to,
                purpose,
                by: by.unwrap_or_default(),
                dry_run: global.dry_run,
            };
            Ok((
                "item-preview",
                life(session, LifeCommand::Submit(submit)).await?,
            ))
        }
        ItemLife::Approve { item, under } => {
            if global.dry_run {
                return preview(session, item, under).await;
            }
            decide(global, session, item, under, None).await
        }
        ItemLife::Refuse {
            item,
            under,
            reason,
        } => {
            if global.dry_run {
                return preview(session, item, under).await;
            }
            decide(global, session, item, under, Some(reason)).await
        }
        ItemLife::Preview { item, under } => preview(session, item, under).await,
        ItemLife::Redact {
            item,
            without,
            title,
        } => redact(global, session, item, without, title).await,
        ItemLife::Pass { .. } => pass(global, session, item).await,
        ItemLife::Trace { held } => {
            let trace = LifeCommand::Trace {
                item: held.item,
                agreement: held.under,
                with: held.with,
            };
            Ok(("trace", life(session, trace).await?))
        }
        ItemLife::Destroy { .. } => destroy(global, session, item).await,
        rest => {
            let (held, doing) = doing(rest)?;
            act(global, session, held, doing, String::new()).await
        }
    }
}

pub(super) async fn life(session: &Session, command: LifeCommand) -> Result<Value, Problem> {
    session.call(Command::Life(Box::new(command))).await
}

/// Whose business it usually is, as the engine asks.
fn usual(doing: &Doing) -> &'static str {
    match doing {
        Doing::Make { .. }
        | Doing::Apply { .. }
        | Doing::AnswerRecall { .. }
        | Doing::Return { .. }
        | Doing::Back { .. }
        | Doing::Destroy { .. }
        | Doing::Lost { .. }
        | Doing::Chase => REGISTERS,
        _ => RELEASES,
    }
}

pub(super) async fn act(
    global: &Global,
    session: &Session,
    held: Held,
    doing: Doing,
    text: String,
) -> Asked {
    let by = by(
        global,
        position(global, None, Some(usual(&doing)))?,
        !global.dry_run,
    )?;
    let command = Do {
        item: held.item,
        agreement: held.under,
        with: held.with,
        doing,
        text,
        by,
        witnesses: Vec::new(),
        dry_run: global.dry_run,
    };
    Ok(("deed", life(session, LifeCommand::Do(command)).await?))
}

/// What is no more than a reference and what is said of it.
fn doing(item: ItemLife) -> Result<(Held, Doing), Problem> {
    Ok(match item {
        ItemLife::Copy {
            held,
            count,
            consent,
        } => (held, make(Made::Copy, count, false, consent)),
        ItemLife::Translate {
            held,
            to_lang,
            cleared,
            consent,
        } => (held, make(Made::Translation(to_lang), 1, cleared, consent)),
        ItemLife::Derive {
            held,
            work,
            extract: _,
            consent,
        } => {
            let what = work.map_or(Made::Extract, Made::Work);
            (held, make(what, 1, false, consent))
        }
        ItemLife::Recall { held, want, by } => {
            let wanted = want.into();
            (held, Doing::Recall { wanted, by })
        }
        ItemLife::AnswerRecall {
            held,
            readers,
            order,
        } => (held, Doing::AnswerRecall { order, readers }),
        ItemLife::Downgrade {
            held,
            to_level,
            on,
            authority,
        } => {
            let to = Some(to_level);
            (held, Doing::Reclass { to, on, authority })
        }
        ItemLife::Declassify {
            held,
            on,
            authority,
        } => {
            let to = None;
            (held, Doing::Reclass { to, on, authority })
        }
        ItemLife::Intend {
            held,
            to_level: to,
            on,
            authority,
        } => (held, Doing::Intend { to, on, authority }),
        ItemLife::Apply { held, order } => (held, Doing::Apply { order }),
        ItemLife::Return { held, numbers, by } => (held, Doing::Return { numbers, by }),
        ItemLife::Back { held, sent } => (held, Doing::Back { sent }),
        ItemLife::Determine { held, want } => {
            let wanted = want.into();
            (held, Doing::Determine { wanted })
        }
        ItemLife::ForbidCopies { held } => (held, Doing::ForbidCopies),
        ItemLife::Discharge { held, numbers } => (held, Doing::Discharge { numbers }),
        ItemLife::Lost { held, numbers } => (held, Doing::Lost { numbers }),
        ItemLife::Chase { held } => (held, Doing::Chase),
        ItemLife::Use {
            held,
            purpose,
            consent,
        } => (held, Doing::UseFor { purpose, consent }),
        _ => return Err(crate::command::internal()),
    })
}

fn make(what: Made, count: u32, by_cleared: bool, consent: Option<u64>) -> Doing {
    Doing::Make {
        what,
        count,
        by_cleared,
        consent,
    }
}

async fn preview(session: &Session, item: ItemRef, under: crate::cli::Under) -> Asked {
    let preview = LifeCommand::Preview {
        item,
        agreement: under.under,
        to: under.to,
        purpose: under.purpose,
    };
    Ok(("item-preview", life(session, preview).await?))
}

async fn decide(
    global: &Global,
    session: &Session,
    item: ItemRef,
    under: crate::cli::Under,
    refused: Option<String>,
) -> Asked {
    let by = by(global, position(global, None, Some(RELEASES))?, true)?;
    let decide = Decide {
        item,
        agreement: under.under,
        to: under.to,
        approved: refused.is_none(),
        reason: refused.unwrap_or_default(),
        by,
    };
    Ok((
        "item-preview",
        life(session, LifeCommand::Decide(decide)).await?,
    ))
}

async fn pass(global: &Global, session: &Session, item: ItemLife) -> Asked {
    let ItemLife::Pass {
        item,
        to,
        name,
        kind,
        purpose,
        unit,
        consent,
        copies,
        under,
    } = item
    else {
        return Err(crate::command::internal());
    };
    let Some(to) = to else {
        let to = Third {
            kind,
            party: None,
            name: name.unwrap_or_default(),
            unit: (!unit.is_empty()).then_some(unit),
        };
        let doing = Doing::GivenOn {
            to,
            purpose,
            copies,
            consent,
        };
        let held = Held {
            item,
            with: None,
            under,
        };
        return act(global, session, held, doing, String::new()).await;
    };
    if global.dry_run {
        return Err(Problem::new("USE-006", Class::Usage));
    }
    let pass = Pass {
        item,
        to,
        agreement: under,
        purpose,
        unit,
        consent,
        by: by(global, position(global, None, Some(RELEASES))?, true)?,
    };
    Ok(("released", life(session, LifeCommand::Pass(pass)).await?))
}

async fn destroy(global: &Global, session: &Session, item: ItemLife) -> Asked {
    let ItemLife::Destroy {
        held,
        method,
        witness,
        witness_key_file,
        numbers,
        emergency,
        consent,
        confirm,
    } = item
    else {
        return Err(crate::command::internal());
    };
    let wanted = held.item.to_string();
    if confirm.as_deref() != Some(wanted.as_str()) && !global.dry_run {
        let what = format!("--confirm={wanted}");
        return Err(Problem::new("USE-004", Class::Usage).with("what", what));
    }
    let unreleased = own_unreleased(session, &held.item).await?;
    if unreleased {
        if global.dry_run {
            return Ok(("shredded", json!({ "item": held.item, "dry_run": true })));
        }
        let shred = LifeCommand::Shred { item: held.item };
        return Ok(("shredded", life(session, shred).await?));
    }
    let witnesses = witnesses(global, witness, &witness_key_file)?;
    let doing = Doing::Destroy {
        numbers,
        method,
        emergency,
        consent,
    };
    let command = Do {
        item: held.item,
        agreement: held.under,
        with: held.with,
        doing,
        text: String::new(),
        by: by(
            global,
            position(global, None, Some(REGISTERS))?,
            !global.dry_run,
        )?,
        witnesses,
        dry_run: global.dry_run,
    };
    Ok(("deed", life(session, LifeCommand::Do(command)).await?))
}

/// Whether an item is of our own register and nobody else has it. What is not there is for the
/// command itself to say.
async fn own_unreleased(session: &Session, item: &ItemRef) -> Result<bool, Problem> {
    let shown = session
        .call(Command::ItemShow {
            item: item.clone(),
            reader: None,
        })
        .await;
    match shown {
        Ok(view) => {
            let released = view.get("released").and_then(Value::as_array);
            Ok(view.get("own") == Some(&Value::Bool(true)) && released.is_some_and(Vec::is_empty))
        }
        Err(problem) if problem.code == "ITEM-001" => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// Witnesses, each with what unlocks its keys.
fn witnesses(
    global: &Global,
    named: Vec<OfficialId>,
    files: &[std::path::PathBuf],
) -> Result<Vec<By>, Problem> {
    let mut files = files.iter();
    named
        .into_iter()
        .map(|official| match files.next() {
            _ if global.dry_run => by(global, official, false),
            None => by(global, official, true),
            Some(file) => {
                let bytes = std::fs::read(file).map_err(|e| {
                    Problem::new("ITEM-005", Class::Usage)
                        .with("file", file.display())
                        .with("detail", e)
                })?;
                let secret = Some(Secret::KeyFile(b64::encode(&bytes)));
                Ok(By { official, secret })
            }
        })
        .collect()
}

/// Opens an own text, leaves portions out and adds what is left as a new item.
async fn redact(
    global: &Global,
    session: &Session,
    source: ItemRef,
    without: Vec<u32>,
    title: String,
) -> Asked {
    let shown = session
        .call(Command::ItemShow {
            item: source.clone(),
            reader: None,
        })
        .await?;
    if shown.get("own") != Some(&Value::Bool(true)) {
        return Err(Problem::refused("ITEM-016").with("item", &source));
    }
    let reader = global.acting.clone().and_then(|person| {
        Some(crate::house::Reader {
            person,
            position: "author".parse().ok()?,
            purpose: None,
        })
    });
    let plain = open_bytes(session, &source, reader, portions::MAX).await?;
    let (text, marks) = portions::without(&plain, &without)?;
    if global.dry_run {
        return Ok((
            "portions",
            json!({ "item": source, "portions": marks, "without": without }),
        ));
    }
    let dek = Dek::generate(&mut crate::clock::OsEntropy);
    let (size, root, inline) = sealed(session, &dek, text.as_bytes())?;
    let said = |name: &str| {
        let value = shown.get(name).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let author = global.acting.as_ref().map(ToString::to_string);
    let new = NewFile {
        title: if title.is_empty() {
            said("title")
        } else {
            title
        },
        file: said("file"),
        media: "text/plain".to_owned(),
        size,
        root,
        dek: b64::encode(dek.as_bytes()),
        inline,
        author: author.unwrap_or_else(|| said("author")),
        form: Form::Electronic,
        disclosed: false,
        copy: None,
        source: Some((source, without)),
        portions: marks,
    };
    Ok((
        "added",
        session.call(Command::ItemAdd(Box::new(new))).await?,
    ))
}

type SealedText = (u64, entente_model::Digest, Option<String>);

/// Seals a text that is in memory: small ones travel with the command, others are a file.
fn sealed(session: &Session, dek: &Dek, plain: &[u8]) -> Result<SealedText, Problem> {
    let size = u64::try_from(plain.len()).unwrap_or(u64::MAX);
    let failed = |_| crate::command::internal();
    if plain.len() <= entente_engine::items::MAX_INLINE_PLAIN {
        let (sealed, root) = segment::seal_small(dek, plain).map_err(failed)?;
        return Ok((size, root, Some(b64::encode(&sealed))));
    }
    let dir = session.dir().blobs();
    let refused = |e: std::io::Error| machine(&dir, &e);
    let blobs = entente_store::Blobs::open(&dir).map_err(refused)?;
    let mut temp = blobs.create_temp().map_err(refused)?;
    let mut from = plain;
    let sealed = segment::seal_stream(dek, &mut from, temp.file(), &mut |_| {}).map_err(failed)?;
    blobs
        .finish(temp, &sealed.root, &sealed.hashes)
        .map_err(refused)?;
    Ok((size, sealed.root, None))
}
