//! Two real nodes as processes on real sockets, for the stories.
#![expect(dead_code, reason = "each story uses its part")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

pub(crate) mod matters;
pub(crate) mod ready;

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

pub(crate) const ENTENTE: &str = env!("CARGO_BIN_EXE_entente");

/// A node directory, its key file, and its process while it runs.
pub(crate) struct Node {
    pub(crate) home: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) party: String,
    pub(crate) port: u16,
    child: Option<Child>,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Node {
    /// Makes a demonstration node (short retries, a clock that can be set).
    pub(crate) fn make(dir: &Path, party: &str) -> Self {
        let home = dir.join(party.to_lowercase());
        let key = dir.join(format!("{party}.key"));
        std::fs::write(&key, [party.as_bytes()[0]; 48]).unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let node = Self {
            home,
            key,
            party: party.to_owned(),
            port,
            child: None,
        };
        let sheet = dir.join(format!("{party}.sheet"));
        let url = format!("https://127.0.0.1:{port}");
        node.ok(&[
            "init",
            "--demo",
            "--party",
            party,
            "--name",
            party,
            "--url",
            &url,
            "--recovery-sheet",
            sheet.to_str().unwrap(),
        ]);
        node
    }

    /// The same node without its process, for commands from another thread.
    pub(crate) fn same(&self) -> Self {
        Self {
            home: self.home.clone(),
            key: self.key.clone(),
            party: self.party.clone(),
            port: self.port,
            child: None,
        }
    }

    /// Starts the process; while a command holds the directory it is tried again.
    pub(crate) fn start(&mut self) {
        assert!(self.child.is_none());
        let begun = Instant::now();
        self.spawn();
        while std::os::unix::net::UnixStream::connect(self.home.join("control.sock")).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "{} does not start: {}",
                self.party,
                self.log()
            );
            if !self.running() {
                self.child = None;
                self.spawn();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn spawn(&mut self) {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.home.join("serve.log"))
            .unwrap();
        let child = Command::new(ENTENTE)
            .args(["--quiet", "--node"])
            .arg(&self.home)
            .arg("--key-file")
            .arg(&self.key)
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        self.child = Some(child);
    }

    /// SIGKILL: no goodbye.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub(crate) fn running(&mut self) -> bool {
        self.child
            .as_mut()
            .is_some_and(|c| c.try_wait().unwrap().is_none())
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.home.join("serve.log")).unwrap_or_default()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        Command::new(ENTENTE)
            .args(["--json", "--no-input", "--lang", "en", "--node"])
            .arg(&self.home)
            .arg("--key-file")
            .arg(&self.key)
            .args(args)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Runs a command that reads what it is given from standard input.
    pub(crate) fn feed(&self, args: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new(ENTENTE)
            .args(["--json", "--no-input", "--lang", "en", "--node"])
            .arg(&self.home)
            .arg("--key-file")
            .arg(&self.key)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that refuses at once may close its end first.
        let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), input);
        child.wait_with_output().unwrap()
    }

    /// Runs a command as a person would, in a language.
    pub(crate) fn say(&self, lang: &str, args: &[&str]) -> Output {
        Command::new(ENTENTE)
            .args(["--no-input", "--lang", lang, "--node"])
            .arg(&self.home)
            .arg("--key-file")
            .arg(&self.key)
            .args(args)
            .env("COLUMNS", "140")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Runs a command that must succeed; gives its JSON.
    pub(crate) fn ok(&self, args: &[&str]) -> Value {
        let out = self.run(args);
        assert!(
            out.status.success(),
            "{} {args:?}: {}{}",
            self.party,
            String::from_utf8_lossy(&out.stderr),
            String::from_utf8_lossy(&out.stdout)
        );
        serde_json::from_slice(&out.stdout).unwrap_or(Value::Null)
    }

    /// Runs a command that must fail; gives its code and exit status.
    pub(crate) fn refused(&self, args: &[&str]) -> (String, i32) {
        let out = self.run(args);
        assert!(!out.status.success(), "{args:?} should be refused");
        let problem: Value = serde_json::from_slice(&out.stdout).unwrap_or(Value::Null);
        (
            problem["code"].as_str().unwrap_or_default().to_owned(),
            out.status.code().unwrap(),
        )
    }

    /// Repeats a read until it satisfies a condition.
    pub(crate) fn until(&self, args: &[&str], ready: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let out = self.run(args);
            if let Ok(value) = serde_json::from_slice::<Value>(&out.stdout)
                && out.status.success()
                && ready(&value)
            {
                return value;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(90),
                "{} {args:?} never became so: {}{}\n{}",
                self.party,
                String::from_utf8_lossy(&out.stdout),
                String::from_utf8_lossy(&out.stderr),
                self.log()
            );
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

/// Two started nodes.
pub(crate) struct Pair {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) jpn: Node,
    pub(crate) nzl: Node,
}

impl Pair {
    pub(crate) fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut jpn = Node::make(dir.path(), "JPN");
        let mut nzl = Node::make(dir.path(), "NZL");
        jpn.start();
        nzl.start();
        Self { dir, jpn, nzl }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Cards exchanged, words compared, both confirmed.
    pub(crate) fn pair(&self) {
        for (a, b) in [(&self.jpn, &self.nzl), (&self.nzl, &self.jpn)] {
            let card = self.path(&format!("{}.card", b.party));
            b.ok(&["party", "card", "-o", card.to_str().unwrap()]);
            a.ok(&["party", "add", card.to_str().unwrap()]);
        }
        for (a, b) in [(&self.jpn, &self.nzl), (&self.nzl, &self.jpn)] {
            a.ok(&["party", "confirm", &b.party, "--words", &words_of(b)]);
        }
        for node in [&self.jpn, &self.nzl] {
            node.until(&["party", "list"], |v| {
                v["parties"][0]["confirmed_by_us"] == true
                    && v["parties"][0]["confirmed_by_them"] == true
            });
        }
    }

    /// Proposed by JPN, agreed, frozen, signed 2 + 2, notified; in force after the clocks jump.
    pub(crate) fn agree(&self) -> String {
        let id = self.propose();
        for node in [&self.jpn, &self.nzl] {
            node.until(&["agree", "show", &id], |v| v["stage"] == "negotiating");
            node.ok(&["agree", "concord", &id]);
        }
        for node in [&self.jpn, &self.nzl] {
            node.until(&["agree", "show", &id], |v| {
                v["counts"]["concordant"] == v["counts"]["of"]
            });
            node.ok(&["agree", "agree", &id, "--send"]);
        }
        for node in [&self.jpn, &self.nzl] {
            node.until(&["agree", "show", &id], |v| {
                v["stage"] == "text-agreed" || v["stage"] == "frozen"
            });
            node.ok(&["agree", "freeze", &id]);
        }
        for node in [&self.jpn, &self.nzl] {
            node.until(&["agree", "show", &id], |v| {
                v["stage"] == "frozen" || v["stage"] == "signed"
            });
            for official in ["signatory-1", "signatory-2"] {
                node.ok(&["agree", "sign", &id, "--official", official]);
            }
        }
        for node in [&self.jpn, &self.nzl] {
            node.until(&["agree", "show", &id], |v| {
                v["signatures"].as_array().is_some_and(|s| s.len() == 4)
            });
            node.ok(&[
                "agree",
                "note",
                &id,
                "--kind",
                "completed",
                "--official",
                "signatory-1",
            ]);
        }
        for node in [&self.jpn, &self.nzl] {
            node.until(&["agree", "show", &id], |v| {
                v["entry_into_force"].is_string()
            });
        }
        id
    }

    pub(crate) fn propose(&self) -> String {
        let isa = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../instruments/jpn-nzl-model"
        );
        let proposed = self
            .jpn
            .ok(&["agree", "propose", "--with", "NZL", "--from", isa]);
        proposed["agreement"].as_str().unwrap().to_owned()
    }

    /// Sets both clocks past entry into force, as a demonstration node may.
    pub(crate) fn jump(&mut self) {
        self.ahead(5_443_200);
    }

    /// Sets both clocks so many seconds ahead of the machine's.
    pub(crate) fn ahead(&mut self, seconds: u32) {
        for node in [&mut self.jpn, &mut self.nzl] {
            node.kill();
            let path = node.home.join("config.toml");
            let text = std::fs::read_to_string(&path).unwrap();
            let lines = text.lines().map(|line| {
                if line.starts_with("demo_clock_ahead_s") {
                    format!("demo_clock_ahead_s = {seconds}\n")
                } else {
                    format!("{line}\n")
                }
            });
            std::fs::write(&path, lines.collect::<String>()).unwrap();
            node.start();
        }
    }

    /// Adds, marks and releases a file of JPN's; gives its reference.
    pub(crate) fn release(&self, file: &Path) -> String {
        let added = self
            .jpn
            .ok(&["item", "add", file.to_str().unwrap(), "--title", "t"]);
        let item = added["item"].as_str().unwrap().to_owned();
        self.jpn.ok(&["item", "mark", &item, "秘"]);
        self.jpn.ok(&[
            "item",
            "release",
            &item,
            "--to",
            "NZL",
            "--purpose",
            "maritime-safety",
        ]);
        item
    }

    /// Both registers, sorted, as both sides must have them.
    pub(crate) fn registers(&self) -> (Vec<String>, Vec<String>) {
        let rows = |node: &Node| {
            let list = node.ok(&["item", "list"]);
            let mut rows: Vec<String> = list["register"]
                .as_array()
                .unwrap()
                .iter()
                .map(entente_node::views::register_key)
                .collect();
            rows.sort();
            rows
        };
        (rows(&self.jpn), rows(&self.nzl))
    }

    /// Waits until each side's record is wholly stored by the other.
    pub(crate) fn settle(&self, id: &str) {
        for node in [&self.jpn, &self.nzl] {
            node.until(&["agree", "show", id], |v| {
                v["own_record"]["size"] == v["own_record"]["stored_by_partner"]
            });
        }
    }
}

pub(crate) fn words_of(node: &Node) -> String {
    let shown = node.ok(&["party", "show", &node.party]);
    let words: Vec<&str> = shown["words_en"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w.as_str().unwrap())
        .collect();
    words.join(" ")
}
