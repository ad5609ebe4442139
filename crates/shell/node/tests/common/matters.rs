//! What the stories about cases share.

use super::{Node, Pair};
use entente_model::time::Date;
use serde_json::Value;
use std::path::Path;

/// In force, one item of JPN's at NZL, receipted.
pub(crate) fn shared() -> (Pair, String, String) {
    let mut pair = Pair::start();
    pair.pair();
    let id = pair.agree();
    pair.jump();
    let file = pair.path("plan");
    std::fs::write(&file, b"a plan").unwrap();
    let item = pair.release(&file);
    pair.nzl
        .until(&["receipt", "list"], |v| v["due"][0]["arrived"] == true);
    pair.nzl.ok(&["receipt", "sign", &item]);
    pair.settle(&id);
    (pair, id, item)
}

/// So many days from the node's day, which is not after the agreement's.
pub(crate) fn day(node: &Node, ahead: i64) -> String {
    let now = node.ok(&["status"])["now"].as_str().unwrap().to_owned();
    let today: Date = now.get(..10).unwrap().parse().unwrap();
    let day = today.saturating_add(jiff::Span::new().days(ahead));
    day.to_string()
}

pub(crate) fn case(value: &Value) -> String {
    value["case"].as_str().unwrap().to_owned()
}

/// What a refusal says: code, exit status, article.
pub(crate) fn refusal(node: &Node, args: &[&str]) -> (String, i32, String) {
    let out = node.run(args);
    let problem: Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
    let field = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    (field("code"), out.status.code().unwrap(), field("article"))
}

pub(crate) fn duty(node: &Node, what: &str, case: &str) -> Option<Value> {
    let status = node.ok(&["status"]);
    let all = status["duties"].as_array().unwrap().clone();
    all.into_iter()
        .find(|d| d["what"] == what && d["case"] == case)
}

/// Whether any file below a directory has these bytes in it.
pub(crate) fn on_disk(dir: &Path, words: &str) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return on_disk(&path, words);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        let words = words.as_bytes();
        bytes.windows(words.len()).any(|w| w == words)
    })
}
