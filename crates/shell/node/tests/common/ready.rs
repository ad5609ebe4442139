//! Two nodes with the agreement in force, and items on their way, for the stories of an item.

use super::{Node, Pair};
use serde_json::Value;
use std::path::PathBuf;

/// Two nodes with the agreement in force.
pub(crate) struct Ready {
    pub(crate) pair: Pair,
    pub(crate) id: String,
}

impl Ready {
    pub(crate) fn new() -> Self {
        let mut pair = Pair::start();
        pair.pair();
        let id = pair.agree();
        pair.jump();
        Self { pair, id }
    }

    pub(crate) fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.pair.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Adds, marks and releases a file of JPN's, and receipts it at NZL.
    pub(crate) fn held(&self, name: &str, content: &[u8], level: &str) -> String {
        let file = self.file(name, content);
        let item = self.add(&[file.to_str().unwrap(), "--title", "t"]);
        self.pair.jpn.ok(&["item", "mark", &item, level]);
        self.give(&item);
        item
    }

    pub(crate) fn add(&self, args: &[&str]) -> String {
        let added = self.pair.jpn.ok(&[&["item", "add"], args].concat());
        added["item"].as_str().unwrap().to_owned()
    }

    pub(crate) fn give(&self, item: &str) {
        let release = [
            "item",
            "release",
            item,
            "--to",
            "NZL",
            "--purpose",
            "maritime-safety",
            "--sign",
        ];
        self.pair.jpn.ok(&release);
        self.pair.nzl.until(&["receipt", "list"], |v| {
            v["due"].as_array().is_some_and(|due| {
                due.iter()
                    .any(|r| r["item"] == item && r["arrived"] == true)
            })
        });
        self.pair.nzl.ok(&["receipt", "sign", item]);
    }

    pub(crate) fn shows(&self, node: &Node, item: &str, ready: impl Fn(&Value) -> bool) -> Value {
        node.until(&["register", "show", item], ready)
    }
}

/// A command's words, with the item's reference for R.
pub(crate) fn args<'a>(line: &'a str, item: &'a str) -> Vec<&'a str> {
    let word = |w: &'a str| if w == "R" { item } else { w };
    line.split_whitespace().map(word).collect()
}
