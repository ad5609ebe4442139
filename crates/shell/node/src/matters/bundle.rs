//! What leaves the node of a dispute: the case, the accounts in clear, and the records beside them.

use super::{show, typed};
use crate::{dir, evidence, runtime::Node};
use entente_model::{AgreementId, Problem, case::CaseId, problem::Class};
use entente_words::{Lang, key, text};
use serde_json::{Value, json};
use std::{fmt::Write as _, path::Path};

/// The records, for `entente verify`.
const RECORDS: &str = "records.evidence";
/// The case with its words in clear.
const CASE: &str = "case.json";

/// Makes a directory with a dispute and what proves it. The words are in clear in it: it is for
/// whom the parties agreed to show them to.
///
/// # Errors
/// ITEM-006 when the directory exists; AGREE-006 before the partner has written; STORE-*.
pub(super) fn write(
    node: &Node,
    agreement: &AgreementId,
    id: &CaseId,
    to: &Path,
) -> Result<Value, Problem> {
    if to.exists() {
        return Err(Problem::new("ITEM-006", Class::Usage).with("file", to.display()));
    }
    let case = show::one(node, agreement, id)?;
    // Made under another name: nobody finds half of it.
    let mut temp = to.as_os_str().to_owned();
    temp.push(".part");
    let temp = Path::new(&temp);
    let made = fill(node, agreement, id, &case, temp)
        .and_then(|acts| {
            std::fs::rename(temp, to).map_err(|e| dir::machine(to, &e))?;
            Ok(acts)
        })
        .inspect_err(|_| {
            let _ = std::fs::remove_dir_all(temp);
        })?;
    Ok(json!({
        "case": typed(id), "dir": to, "acts": made, "files": ["README.en.txt", "README.ja.txt", CASE, RECORDS],
    }))
}

fn fill(
    node: &Node,
    agreement: &AgreementId,
    id: &CaseId,
    case: &Value,
    to: &Path,
) -> Result<Value, Problem> {
    let _ = std::fs::remove_dir_all(to);
    private_dir(to)?;
    let evidence = evidence::export(node, agreement, &to.join(RECORDS))?;
    let mut pretty = serde_json::to_string_pretty(case).unwrap_or_default();
    pretty.push('\n');
    dir::write_private(&to.join(CASE), pretty.as_bytes())?;
    for (lang, name) in [(Lang::En, "README.en.txt"), (Lang::Ja, "README.ja.txt")] {
        let page = readme(node, lang, id, case);
        dir::write_private(&to.join(name), page.as_bytes())?;
    }
    Ok(evidence.get("acts").cloned().unwrap_or_default())
}

fn private_dir(path: &Path) -> Result<(), Problem> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(path)
        .map_err(|e| dir::machine(path, &e))
}

/// What is in it and how to check it, then the accounts, each under its party's name.
fn readme(node: &Node, lang: Lang, id: &CaseId, case: &Value) -> String {
    let field = |of: &Value, name: &str| {
        let value = of.get(name).cloned().unwrap_or_default();
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let named = typed(id);
    let args = [
        ("case", named.as_str()),
        ("party", node.me.party().as_str()),
    ];
    let mut page = text(lang, key::CASECLI_BUNDLE, &args);
    page.push('\n');
    let accounts = case.get("accounts").and_then(Value::as_array);
    for account in accounts.into_iter().flatten() {
        let (by, n, on) = (
            field(account, "by"),
            field(account, "n"),
            field(account, "on"),
        );
        let head = [
            ("party", by.as_str()),
            ("entry", n.as_str()),
            ("on", on.as_str()),
        ];
        let _ = writeln!(page, "\n== {} ==", text(lang, key::CASECLI_ACCOUNT, &head));
        let _ = writeln!(page, "{}", said(lang, account));
        let agreed = account.get("agreed").and_then(Value::as_array);
        for one in agreed.into_iter().flatten() {
            let (by, n) = (field(one, "by"), field(one, "n"));
            let args = [("party", by.as_str()), ("entry", n.as_str())];
            let _ = writeln!(
                page,
                "-- {}\n{}",
                text(lang, key::CASECLI_AGREED, &args),
                said(lang, one)
            );
        }
    }
    page
}

fn said(lang: Lang, act: &Value) -> String {
    match act.get("text").and_then(Value::as_str) {
        Some(words) => words.to_owned(),
        None => text(lang, key::CASECLI_UNREADABLE, &[]),
    }
}
