//! Two real nodes on this machine: small items from release to receipt, start, memory, bytes.

use crate::{
    Failed, Figures, float,
    machine::{cpu, file_mib, loopback, resident_mib},
    median,
};
use entente_node::{
    command::{By, Command, FeedItem, Secret},
    control::Client,
};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command as Process, Stdio},
    time::{Duration, Instant},
};

const ITEMS: u64 = 20_000;
const BATCH: usize = 500;
const SIZE: usize = 1024;
/// Submitters at the same time.
const FEEDS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(300);

pub(crate) fn measure(figures: &mut Figures, raw_rate: f64) -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let program = std::env::current_exe()?.with_file_name("entente");
    let mut tokyo = Node::make(&program, dir.path(), "JPN")?;
    let mut wellington = Node::make(&program, dir.path(), "NZL")?;
    tokyo.start()?;
    wellington.start()?;
    let id = in_force(&mut tokyo, &mut wellington, dir.path())?;
    let mut starts = Vec::new();
    for _ in 0..7 {
        tokyo.stop()?;
        starts.push(tokyo.start()?.as_secs_f64() * 1000.0);
    }
    std::thread::sleep(Duration::from_secs(1));
    figures.put(
        "start_ms",
        median(starts),
        "process start to first answer, ms",
    );
    figures.put(
        "rss_idle_mib",
        resident_mib(tokyo.pid()?)?,
        "resident, idle, MiB",
    );
    figures.put("binary_mib", file_mib(&program)?, "the entente binary, MiB");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // The first batch pays for connections and caches.
    runtime.block_on(feed(&tokyo, &wellington, &id, 1000, 1000))?;
    let used = |a: &Node, b: &Node| -> Result<Duration, Failed> {
        Ok(cpu(a.pid()?)?.saturating_add(cpu(b.pid()?)?))
    };
    let (before, wire) = (used(&tokyo, &wellington)?, loopback()?);
    let begun = Instant::now();
    runtime.block_on(feed(
        &tokyo,
        &wellington,
        &id,
        ITEMS,
        ITEMS.saturating_add(1000),
    ))?;
    let seconds = begun.elapsed().as_secs_f64();
    let spent = used(&tokyo, &wellington)?.saturating_sub(before);
    let bytes = loopback()?.saturating_sub(wire);
    let items = float(ITEMS);
    figures.put(
        "e2e.items_per_s",
        items / seconds,
        "1 KiB items: release, both durable, receipted",
    );
    figures.put(
        "e2e.cpu_us_per_item",
        spent.as_secs_f64() * 1e6 / items,
        "CPU, both nodes together, µs",
    );
    figures.put(
        "e2e.ratio_sqlite",
        items / seconds / raw_rate,
        "items/s / raw batched SQLite rows/s",
    );
    figures.put(
        "wire.bytes_per_item",
        float(bytes) / items,
        "loopback bytes an item of 1024, headers included",
    );
    Ok(())
}

/// Feeds items to one node, receipts them at the other, until the first knows every receipt.
async fn feed(from: &Node, to: &Node, id: &str, items: u64, in_all: u64) -> Result<(), Failed> {
    let share = usize::try_from(items)?.div_ceil(FEEDS);
    let feeds = (0..FEEDS).map(|_| one_feed(from, share));
    let mut feeds = feeds.collect::<Vec<_>>().into_iter();
    let (Some(a), Some(b), Some(c)) = (feeds.next(), feeds.next(), feeds.next()) else {
        return Err("three feeds".into());
    };
    let extra = u64::try_from(share.saturating_mul(FEEDS))?.saturating_sub(items);
    let (a, b, c, d) = tokio::join!(
        a,
        b,
        c,
        receipts(from, to, id, in_all.saturating_add(extra))
    );
    a.and(b).and(c).and(d)
}

async fn one_feed(from: &Node, items: usize) -> Result<(), Failed> {
    let mut client = from.client().await?;
    let mut left = items;
    while left > 0 {
        let now = left.min(BATCH);
        left = left.saturating_sub(now);
        let batch = (0..now)
            .map(|_| FeedItem {
                title: String::new(),
                level: "秘".into(),
                data: vec![7; SIZE],
            })
            .collect();
        let answer = client
            .call(&Command::ItemFeed {
                items: batch,
                agreement: None,
                to: Some("NZL".parse().map_err(|_| "party")?),
                purpose: Some("maritime-safety".parse().map_err(|_| "purpose")?),
                by: By {
                    official: "releasing-officer".parse().map_err(|_| "official")?,
                    secret: None,
                },
                standing: None,
            })
            .await
            .map_err(|p| p.to_string())?;
        if answer.pointer("/released/0/entry").is_none() {
            return Err(format!("not released: {answer}").into());
        }
    }
    Ok(())
}

async fn receipts(from: &Node, to: &Node, id: &str, items: u64) -> Result<(), Failed> {
    let (mut sender, mut recipient) = (from.client().await?, to.client().await?);
    let show = Command::AgreeShow { id: id.to_owned() };
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let there = recipient.call(&show).await.map_err(|p| p.to_string())?;
        if number(&there, "receipts_due") > 0 {
            let sign = Command::ReceiptSign {
                items: Vec::new(),
                all: true,
                by: By {
                    official: "registrar".parse().map_err(|_| "official")?,
                    secret: Some(to.secret()?),
                },
            };
            recipient.call(&sign).await.map_err(|p| p.to_string())?;
        }
        let here = sender.call(&show).await.map_err(|p| p.to_string())?;
        if number(&here, "released_receipted") >= items {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    Err("the receipts never came".into())
}

fn number(value: &Value, field: &str) -> u64 {
    value.get(field).and_then(Value::as_u64).unwrap_or(0)
}

struct Node {
    program: PathBuf,
    home: PathBuf,
    key: PathBuf,
    process: Option<Child>,
}

impl Drop for Node {
    fn drop(&mut self) {
        // Nothing to be done about a process that is gone already.
        let _ = self.stop();
    }
}

impl Node {
    fn make(program: &Path, dir: &Path, party: &str) -> Result<Self, Failed> {
        let node = Self {
            program: program.to_owned(),
            home: dir.join(party),
            key: dir.join(format!("{party}.key")),
            process: None,
        };
        std::fs::write(&node.key, [7; 48])?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?
            .local_addr()?
            .port();
        let url = format!("https://127.0.0.1:{port}");
        let sheet = dir.join(format!("{party}.sheet")).display().to_string();
        node.run(&[
            "init",
            "--demo",
            "--party",
            party,
            "--name",
            party,
            "--url",
            &url,
            "--recovery-sheet",
            &sheet,
        ])?;
        Ok(node)
    }

    /// Starts the process; gives the time until it answered.
    fn start(&mut self) -> Result<Duration, Failed> {
        let begun = Instant::now();
        let child = Process::new(&self.program)
            .args(["--quiet", "--node"])
            .arg(&self.home)
            .arg("--key-file")
            .arg(&self.key)
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        self.process = Some(child);
        while std::os::unix::net::UnixStream::connect(self.home.join("control.sock")).is_err() {
            if begun.elapsed() > Duration::from_secs(30) {
                return Err("a node does not start".into());
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        Ok(begun.elapsed())
    }

    fn stop(&mut self) -> Result<(), Failed> {
        if let Some(mut child) = self.process.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    fn pid(&self) -> Result<u32, Failed> {
        Ok(self.process.as_ref().ok_or("not started")?.id())
    }

    fn secret(&self) -> Result<Secret, Failed> {
        Ok(Secret::KeyFile(entente_model::b64::encode(&std::fs::read(
            &self.key,
        )?)))
    }

    async fn client(&self) -> Result<Client, Failed> {
        Client::connect(&self.home.join("control.sock"))
            .await
            .map_err(|p| p.to_string().into())
    }

    fn run(&self, args: &[&str]) -> Result<Value, Failed> {
        let out = Process::new(&self.program)
            .args(["--json", "--no-input", "--node"])
            .arg(&self.home)
            .arg("--key-file")
            .arg(&self.key)
            .args(args)
            .stdin(Stdio::null())
            .output()?;
        if !out.status.success() {
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            return Err(format!("{args:?}: {said}").into());
        }
        Ok(serde_json::from_slice(&out.stdout).unwrap_or(Value::Null))
    }

    /// Repeats a command until it succeeds.
    fn eventually(&self, args: &[&str]) -> Result<Value, Failed> {
        let begun = Instant::now();
        loop {
            match self.run(args) {
                Err(error) if begun.elapsed() > Duration::from_secs(30) => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(30)),
                done => return done,
            }
        }
    }
}

/// Pairs two nodes and brings the model agreement into force; gives its id.
fn in_force(tokyo: &mut Node, wellington: &mut Node, dir: &Path) -> Result<String, Failed> {
    let sides = [
        (&*tokyo, &*wellington, "NZL"),
        (&*wellington, &*tokyo, "JPN"),
    ];
    for (node, other, party) in sides {
        let card = dir.join(format!("{party}.card")).display().to_string();
        other.run(&["party", "card", "-o", &card])?;
        node.run(&["party", "add", &card])?;
    }
    for (node, other, party) in sides {
        let shown = other.run(&["party", "show", party])?;
        let words: Vec<&str> = shown
            .get("words_en")
            .and_then(Value::as_array)
            .ok_or("words")?
            .iter()
            .filter_map(Value::as_str)
            .collect();
        node.run(&["party", "confirm", party, "--words", &words.join(" ")])?;
    }
    let isa = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../instruments/jpn-nzl-model"
    );
    let proposed = tokyo.eventually(&["agree", "propose", "--with", "NZL", "--from", isa])?;
    let id = proposed
        .get("agreement")
        .and_then(Value::as_str)
        .ok_or("agreement")?
        .to_owned();
    for step in [
        &["concord", &id][..],
        &["agree", &id, "--send"],
        &["freeze", &id],
    ] {
        for (node, ..) in sides {
            node.eventually(&[&["agree"], step].concat())?;
        }
    }
    for official in ["signatory-1", "signatory-2"] {
        for (node, ..) in sides {
            node.eventually(&["agree", "sign", &id, "--official", official])?;
        }
    }
    for (node, ..) in sides {
        node.eventually(&[
            "agree",
            "note",
            &id,
            "--kind",
            "completed",
            "--official",
            "signatory-1",
        ])?;
    }
    for (node, ..) in sides {
        let begun = Instant::now();
        while node
            .run(&["agree", "show", &id])?
            .get("entry_into_force")
            .is_none_or(Value::is_null)
        {
            if begun.elapsed() > Duration::from_secs(30) {
                return Err("no date of entry into force".into());
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }
    for node in [tokyo, wellington] {
        node.stop()?;
        let path = node.home.join("config.toml");
        let text = std::fs::read_to_string(&path)?;
        std::fs::write(
            &path,
            text.replace("demo_clock_ahead_s = 0", "demo_clock_ahead_s = 5443200"),
        )?;
        node.start()?;
    }
    Ok(id)
}
