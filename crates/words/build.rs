//! Reads both languages' messages and fails the build when they do not fit: a key or a variable
//! that one language lacks, an `err-` without its `rec-`, a key that stands twice, a line that is
//! not Fluent. The files of a language are one set.

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    process::ExitCode,
};

type Messages = BTreeMap<String, BTreeSet<String>>;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=text");
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(mistake) => {
            println!("cargo::error={mistake}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let (en_files, ja_files) = (files("en.ftl")?, files("ja.ftl")?);
    let (en, ja) = (read(&en_files)?, read(&ja_files)?);
    for (ours, theirs, lang) in [(&en, &ja, "ja"), (&ja, &en, "en")] {
        for (key, variables) in ours {
            match theirs.get(key) {
                None => return Err(format!("text, {lang}: no message `{key}`")),
                Some(found) if found != variables => {
                    return Err(format!(
                        "text, {lang}: `{key}` uses {found:?}, the other language {variables:?}"
                    ));
                }
                Some(_) => {}
            }
        }
    }
    for key in en.keys() {
        let pair = key
            .strip_prefix("err-")
            .map(|c| format!("rec-{c}"))
            .or_else(|| key.strip_prefix("rec-").map(|c| format!("err-{c}")));
        if let Some(pair) = pair.filter(|p| !en.contains_key(p)) {
            return Err(format!("text, en: `{key}` has no `{pair}`"));
        }
    }
    let mut out = String::from("/// Every message, by name.\npub mod key {\n    use super::Key;\n");
    for key in en.keys() {
        let name = key.replace('-', "_").to_uppercase();
        let _ = writeln!(
            out,
            "    /// `{key}`\n    pub const {name}: Key = Key(\"{key}\");"
        );
    }
    out.push_str("}\n\nconst CODES: &[&str] = &[");
    for code in en.keys().filter_map(|k| k.strip_prefix("err-")) {
        let _ = write!(out, "\"{}\", ", code.to_uppercase());
    }
    out.push_str("];\n");
    let root = std::env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?;
    for (name, files) in [("EN_FILES", &en_files), ("JA_FILES", &ja_files)] {
        let _ = write!(out, "\nconst {name}: &[&str] = &[");
        for file in files {
            let _ = write!(out, "include_str!(\"{root}/{file}\"), ");
        }
        out.push_str("];\n");
    }
    let dir = std::env::var("OUT_DIR").map_err(|e| e.to_string())?;
    std::fs::write(format!("{dir}/keys.rs"), out).map_err(|e| e.to_string())
}

/// The files of a language, `en.ftl` and `*.en.ftl`, in the order of the alphabet.
fn files(ending: &str) -> Result<Vec<String>, String> {
    let read = std::fs::read_dir("text").map_err(|e| format!("text: {e}"))?;
    let mut found = Vec::new();
    for entry in read {
        let name = entry.map_err(|e| format!("text: {e}"))?.file_name();
        let name = name.to_string_lossy().into_owned();
        if name == ending || name.ends_with(&format!(".{ending}")) {
            found.push(format!("text/{name}"));
        }
    }
    found.sort();
    Ok(found)
}

/// The messages of all files of a language.
fn read(files: &[String]) -> Result<Messages, String> {
    let mut messages = Messages::new();
    for file in files {
        add(file, &mut messages)?;
    }
    Ok(messages)
}

fn add(file: &str, messages: &mut Messages) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    let parsed =
        parser::parse(text).map_err(|(_, mistakes)| format!("{file}: {:?}", mistakes.first()))?;
    for entry in parsed.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        let mut variables = BTreeSet::new();
        if let Some(pattern) = &message.value {
            collect(pattern, &mut variables);
        }
        if messages
            .insert(message.id.name.clone(), variables)
            .is_some()
        {
            return Err(format!("{file}: `{}` stands twice", message.id.name));
        }
    }
    Ok(())
}

fn collect(pattern: &Pattern<String>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } = element
        {
            variables.insert(id.name.clone());
        }
    }
}
