//! What the story's steps are made of: adding, releasing and receiving an item, and reading answers.

use super::{Stage, unexpected};
use crate::{
    command::{Command, NewFile},
    seal_file, source,
};
use entente_model::{
    PartyId, Problem,
    id::{ItemRef, PurposeId},
    instrument::Instrument,
};
use entente_words::key;
use serde_json::Value;
use std::path::{Path, PathBuf};

pub(super) async fn add(
    stage: &mut Stage,
    japan: bool,
    who: &str,
    file: &Path,
    title: &str,
    level: &str,
) -> Result<ItemRef, Problem> {
    let name = file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    stage.shell(who, &format!("item add {name} --title \"{title}\""));
    let command = {
        let dir = stage.side(japan)?.home.join("blobs");
        let blobs = entente_store::Blobs::open(&dir).map_err(|e| crate::dir::machine(&dir, &e))?;
        let source = std::fs::File::open(file).map_err(|e| crate::dir::machine(file, &e))?;
        let length = source.metadata().ok().map(|m| m.len());
        let sealed = seal_file::seal(Box::new(source), &name, length, &blobs, !stage.asks)?;
        Command::ItemAdd(Box::new(NewFile {
            title: title.to_owned(),
            file: name,
            media: String::new(),
            size: sealed.size,
            root: sealed.root,
            dek: entente_model::b64::encode(sealed.dek.as_bytes()),
            inline: sealed.inline.map(|b| entente_model::b64::encode(&b)),
            author: String::new(),
            form: entente_model::holding::Form::Electronic,
            disclosed: false,
            copy: None,
            source: None,
            portions: Vec::new(),
        }))
    };
    let added = stage.call(japan, command).await?;
    let item: ItemRef = text(&added, "item")?
        .parse()
        .map_err(|_| unexpected("reference"))?;
    stage.shell(who, &format!("item mark {item} \"{level}\""));
    stage
        .call(
            japan,
            Command::ItemMark {
                item: item.clone(),
                level: level.to_owned(),
                agreement: None,
                portions: Vec::new(),
                aggregation: String::new(),
            },
        )
        .await?;
    Ok(item)
}

pub(super) async fn release(
    stage: &mut Stage,
    japan: bool,
    item: &ItemRef,
    to: &str,
    sign: bool,
) -> Result<(), Problem> {
    let who = if japan { "Tokyo" } else { "Wellington" };
    let signs = if sign { " --sign" } else { "" };
    stage.shell(
        who,
        &format!("item release {item} --to {to} --purpose maritime-safety{signs}"),
    );
    let by = stage.by(japan, "releasing-officer", sign)?;
    let command = Command::ItemRelease {
        items: vec![item.clone()],
        agreement: None,
        to: Some(code(to)?),
        purpose: Some(purpose()?),
        unit: String::new(),
        by,
        second: None,
    };
    stage.call(japan, command).await.map(|_| ())
}

/// Opens an item as the node's owner: nobody is entered in the demonstration's houses.
fn open(item: &ItemRef) -> Command {
    Command::ItemOpen {
        item: item.clone(),
        reader: None,
    }
}

/// Waits for an item, receipts it, opens it, and compares it with the original.
pub(super) async fn receive(
    stage: &mut Stage,
    japan: bool,
    who: &str,
    item: &ItemRef,
    original: &Path,
    try_early: bool,
) -> Result<(), Problem> {
    let here = |v: &Value| {
        v.get("due").and_then(Value::as_array).is_some_and(|due| {
            due.iter()
                .any(|r| r.get("item").and_then(Value::as_str) == Some(item.as_str()))
        })
    };
    let due = stage.until(japan, Command::ReceiptList, here).await?;
    for row in due
        .get("due")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if let Some(display) = row
            .get("display")
            .filter(|_| row.get("item").and_then(Value::as_str) == Some(item.as_str()))
        {
            let shown = [text(display, "original"), text(display, "equivalent")]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ≙ ");
            stage.sees(who, &format!("{item}  {shown}"));
        }
    }
    if try_early {
        let early = stage.call(japan, open(item)).await;
        stage.refusal(who, "ITEM-004", early)?;
    }
    stage.shell(who, &format!("receipt sign {item}"));
    let by = stage.by(japan, "registrar", true)?;
    stage
        .call(
            japan,
            Command::ReceiptSign {
                items: vec![item.clone()],
                all: false,
                by,
            },
        )
        .await?;
    let out = stage.dir.join(format!("{}-{item}.out", who.to_lowercase()));
    stage.shell(
        who,
        &format!(
            "item open {item} -o {}",
            out.file_name().unwrap_or_default().to_string_lossy()
        ),
    );
    let view = stage.call(japan, open(item)).await?;
    let blob = view
        .get("blob")
        .and_then(Value::as_str)
        .map(PathBuf::from)
        .unwrap_or_default();
    let dir = stage.side(japan)?.home.join("blobs");
    let blobs = entente_store::Blobs::open(&dir).map_err(|e| crate::dir::machine(&dir, &e))?;
    let mut opening =
        seal_file::opening(&view, &blob, Vec::new()).ok_or_else(|| unexpected("opening"))?;
    opening.hashes = blobs
        .hashes(&opening.root)
        .ok()
        .flatten()
        .unwrap_or_default();
    seal_file::open(item.as_str(), &opening, &out, true, !stage.asks)?;
    let title = view
        .get("title")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if digest(&out)? != digest(original)? {
        return Err(unexpected("the opened file differs from the original"));
    }
    let said = stage.printer.words(
        key::DEMO_SEES_OPENED,
        &[("title", title), ("size", &opening.size.to_string())],
    );
    stage.sees(who, &said);
    Ok(())
}

pub(super) fn instrument(stage: &Stage) -> Result<Box<Instrument>, Problem> {
    let dir = stage.dir.join("instrument");
    super::files::write_instrument(&dir)?;
    source::read(&dir).map(Box::new)
}

pub(super) fn propose(instrument: Box<Instrument>) -> Command {
    // The code is a constant that parses.
    let with = code("NZL");
    match with {
        Ok(with) => Command::AgreePropose {
            with,
            instrument,
            piecewise: false,
        },
        Err(_) => Command::Status,
    }
}

pub(super) fn digest(path: &Path) -> Result<entente_model::Digest, Problem> {
    use std::io::Read;
    let mut file = std::fs::File::open(path).map_err(|e| crate::dir::machine(path, &e))?;
    let mut hasher = entente_model::hash::Hasher::default();
    let mut buffer = vec![0u8; 1 << 20];
    loop {
        let read = file
            .read(&mut buffer)
            .map_err(|e| crate::dir::machine(path, &e))?;
        match buffer.get(..read) {
            Some(bytes) if read > 0 => hasher.update(bytes),
            _ => return Ok(hasher.finish()),
        }
    }
}

pub(super) fn purpose() -> Result<PurposeId, Problem> {
    "maritime-safety".parse().map_err(|_| unexpected("purpose"))
}

pub(super) fn code(party: &str) -> Result<PartyId, Problem> {
    party.parse().map_err(|_| unexpected("party"))
}

pub(super) fn has(field: &'static str, wanted: &str) -> impl Fn(&Value) -> bool + use<> {
    let wanted = wanted.to_owned();
    move |value| value.get(field).and_then(Value::as_str) == Some(wanted.as_str())
}

pub(super) fn text(value: &Value, field: &str) -> Result<String, Problem> {
    value
        .get(field)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| unexpected(field))
}

pub(super) fn joined(value: &Value, field: &str) -> String {
    let words = value
        .get(field)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    words
        .filter_map(Value::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}
