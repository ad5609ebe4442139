//! An item's content, sealed into the node's directory and opened out of it.

use super::super::Session;
use crate::{
    cli::{Global, NewItem},
    clock::OsEntropy,
    command::{Command, NewFile},
    dir::{NodeDir, machine},
    life::portions,
    seal_file,
};
use entente_model::{
    Digest, Problem, b64,
    holding::Form,
    id::ItemRef,
    problem::{Class, Fault},
};
use entente_seal::segment::{self, Dek};
use entente_store::Blobs;
use serde_json::{Value, json};
use std::{
    io::Read,
    path::{Path, PathBuf},
};

pub(super) fn seal_in(
    global: &Global,
    dir: &NodeDir,
    file: &Path,
    title: String,
    new: NewItem,
) -> Result<Command, Problem> {
    let form: Form = new.form.into();
    let author = new.author.or_else(|| global.acting.clone());
    let said = NewFile {
        author: author.map(|a| a.to_string()).unwrap_or_default(),
        form,
        disclosed: new.disclose,
        copy: new.copy,
        source: new.from_source.map(|source| (source, new.without)),
        ..empty(title)
    };
    if !form.is_electronic() {
        if file.as_os_str() != "-" {
            return Err(Problem::new("ITEM-017", Class::Usage).with("form", form.word()));
        }
        return without_content(said);
    }
    let unreadable = |e: std::io::Error| {
        Problem::new("ITEM-005", Class::Usage)
            .with("file", file.display())
            .with("detail", e)
    };
    let blobs = Blobs::open(&dir.blobs()).map_err(|e| machine(&dir.blobs(), &e))?;
    let stdin = file.as_os_str() == "-";
    let (mut reader, mut length): (Box<dyn Read>, _) = if stdin {
        (Box::new(std::io::stdin()), None)
    } else {
        let opened = std::fs::File::open(file).map_err(unreadable)?;
        let meta = opened.metadata().map_err(unreadable)?;
        if meta.is_dir() {
            return Err(unreadable(std::io::Error::from(
                std::io::ErrorKind::IsADirectory,
            )));
        }
        (Box::new(opened), Some(meta.len()))
    };
    let mut portions = Vec::new();
    if new.portions {
        let mut text = Vec::new();
        let most = u64::try_from(portions::MAX).unwrap_or(u64::MAX);
        reader
            .take(most.saturating_add(1))
            .read_to_end(&mut text)
            .map_err(unreadable)?;
        portions = portions::marks(&text)?;
        length = u64::try_from(text.len()).ok();
        reader = Box::new(std::io::Cursor::new(text));
    }
    let name = file
        .file_name()
        .filter(|_| !stdin)
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let shown = file.display().to_string();
    let sealed = seal_file::seal(reader, &shown, length, &blobs, global.quiet)?;
    Ok(Command::ItemAdd(Box::new(NewFile {
        title: if said.title.is_empty() {
            name.clone()
        } else {
            said.title
        },
        media: media_type(&name).to_owned(),
        file: name,
        size: sealed.size,
        root: sealed.root,
        dek: b64::encode(sealed.dek.as_bytes()),
        inline: sealed.inline.map(|b| b64::encode(&b)),
        portions,
        ..said
    })))
}

/// Nothing but a title.
fn empty(title: String) -> NewFile {
    NewFile {
        title,
        file: String::new(),
        media: String::new(),
        size: 0,
        root: Digest::of(&[]),
        dek: String::new(),
        inline: None,
        author: String::new(),
        form: Form::Electronic,
        disclosed: false,
        copy: None,
        source: None,
        portions: Vec::new(),
    }
}

/// What is only accounted for: a key and the seal of nothing.
fn without_content(said: NewFile) -> Result<Command, Problem> {
    let dek = Dek::generate(&mut OsEntropy);
    let (sealed, root) = segment::seal_small(&dek, &[]).map_err(|_| crate::command::internal())?;
    Ok(Command::ItemAdd(Box::new(NewFile {
        root,
        dek: b64::encode(dek.as_bytes()),
        inline: Some(b64::encode(&sealed)),
        ..said
    })))
}

/// A claim by the file's name; nothing acts on it.
fn media_type(name: &str) -> &'static str {
    match name
        .rsplit('.')
        .next()
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("pdf") => "application/pdf",
        Some("txt") => "text/plain",
        Some("md") => "text/markdown",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("mp4") => "video/mp4",
        _ => "application/octet-stream",
    }
}

pub(super) async fn open_out(
    global: &Global,
    session: &Session,
    item: &ItemRef,
    reader: Option<crate::house::Reader>,
    output: &Path,
    force: bool,
) -> Result<(&'static str, Value), Problem> {
    if output.as_os_str() != "-" && output.exists() && !force {
        return Err(Problem::new("ITEM-006", Class::Usage).with("file", output.display()));
    }
    let view = session
        .call(Command::ItemOpen {
            item: item.clone(),
            reader,
        })
        .await?;
    let blob = blob(&view);
    let opening = opening(session, item, &view, &blob)?;
    seal_file::open(item.as_str(), &opening, output, force, global.quiet)?;
    Ok((
        "opened",
        json!({
            "item": item, "file": output, "size": opening.size, "title": view.get("title"), "display": view.get("display"),
            "to_stdout": output.as_os_str() == "-",
        }),
    ))
}

fn blob(view: &Value) -> PathBuf {
    let path = view.get("blob").and_then(Value::as_str);
    path.map(PathBuf::from).unwrap_or_default()
}

fn opening<'a>(
    session: &Session,
    item: &ItemRef,
    view: &Value,
    blob: &'a Path,
) -> Result<seal_file::Opening<'a>, Problem> {
    let damaged = || {
        Problem::new("SEAL-005", Class::Unexpected)
            .by(Fault::Machine)
            .with("item", item)
    };
    let blobs =
        Blobs::open(&session.dir().blobs()).map_err(|e| machine(&session.dir().blobs(), &e))?;
    let mut opening = seal_file::opening(view, blob, Vec::new()).ok_or_else(damaged)?;
    if opening.inline.is_none() {
        opening.hashes = blobs
            .hashes(&opening.root)
            .map_err(|e| machine(blob, &e))?
            .ok_or_else(damaged)?;
    }
    Ok(opening)
}

/// The content of an item in memory, never on disk.
pub(super) async fn open_bytes(
    session: &Session,
    item: &ItemRef,
    reader: Option<crate::house::Reader>,
    most: usize,
) -> Result<Vec<u8>, Problem> {
    let view = session
        .call(Command::ItemOpen {
            item: item.clone(),
            reader,
        })
        .await?;
    let blob = blob(&view);
    let opening = opening(session, item, &view, &blob)?;
    if opening.size > u64::try_from(most).unwrap_or(u64::MAX) {
        return Err(Problem::new("PORT-002", Class::Usage).with("max", most));
    }
    seal_file::open_bytes(item.as_str(), &opening)
}
