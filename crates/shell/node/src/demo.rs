//! `entente demo`: two real node processes, invented keys, the whole story in numbered steps with
//! what each side sees, and a tampered copy refused at the end. With `--no-input` it is the
//! acceptance test.

use crate::{
    cli::{self, Global},
    command::{By, Command, Secret},
    control::Client,
    print::Printer,
};
use entente_model::{
    OfficialId, Problem, b64,
    problem::{Class, Fault},
};
use entente_words::key;
use serde_json::{Value, json};
use std::{
    io::{BufRead, IsTerminal, Write},
    path::{Path, PathBuf},
    process::{Child, Command as Process, Stdio},
    time::{Duration, Instant},
};

mod acts;
mod after;
mod cases;
mod files;
mod story;

/// Runs the demonstration.
///
/// # Errors
/// The first step that did not go as the story says.
pub async fn run(global: &Global, demo: &cli::Demo, printer: &Printer) -> Result<(), Problem> {
    if demo.dir.exists() && std::fs::read_dir(&demo.dir).is_ok_and(|mut d| d.next().is_some()) {
        return Err(Problem::new("NODE-002", Class::Usage).with("dir", demo.dir.display()));
    }
    if let Some(file) = demo.file.as_ref().filter(|f| !f.is_file()) {
        return Err(Problem::new("ITEM-005", Class::Usage)
            .with("file", file.display())
            .with("detail", "-"));
    }
    std::fs::create_dir_all(demo.dir.join("keys"))
        .map_err(|e| crate::dir::machine(&demo.dir, &e))?;
    let dir = std::path::absolute(&demo.dir).map_err(|e| crate::dir::machine(&demo.dir, &e))?;
    let asks = !global.no_input && std::io::stdin().is_terminal() && !printer.is_json();
    let mut stage = Stage {
        dir,
        printer: printer.clone(),
        asks,
        step: 0,
        facts: Vec::new(),
        tokyo: None,
        wellington: None,
    };
    stage.say(key::DEMO_INTRO, &[]);
    let outcome = story::tell(&mut stage, demo.file.as_deref()).await;
    stage.stop();
    outcome?;
    let steps = stage.step;
    if printer.is_json() {
        printer.answer("demo", &json!({ "steps": stage.facts, "evidence": stage.dir.join("story.evidence"), "keys": stage.dir.join("keys") }));
    }
    let mut out = std::io::stdout().lock();
    if !printer.is_json() {
        let _ = writeln!(out, "demo: {steps} steps, evidence verified");
    }
    Ok(())
}

/// The two nodes and the counter of steps.
struct Stage {
    dir: PathBuf,
    printer: Printer,
    asks: bool,
    step: u32,
    facts: Vec<Value>,
    tokyo: Option<Side>,
    wellington: Option<Side>,
}

/// One node: its process and a connection to its control socket.
struct Side {
    home: PathBuf,
    key: PathBuf,
    child: Child,
    client: Client,
}

impl Drop for Side {
    fn drop(&mut self) {
        // Only our own child, by its own id.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Stage {
    /// Begins a numbered step: says what happens, waits for Enter when asked to.
    fn begin(&mut self, key: entente_words::Key, args: &[(&str, &str)]) {
        self.step = self.step.saturating_add(1);
        let title = self.printer.words(key, args);
        self.facts
            .push(json!({ "step": self.step, "title": title }));
        if self.printer.is_json() {
            return;
        }
        println_out(&format!("\n{:>2}  {title}", self.step));
        if self.asks {
            let _ = write!(std::io::stderr().lock(), "    [Enter] ");
            let _ = std::io::stderr().lock().flush();
            let mut line = String::new();
            let _ = std::io::stdin().lock().read_line(&mut line);
        }
    }

    /// Says a message.
    fn say(&self, key: entente_words::Key, args: &[(&str, &str)]) {
        self.line(&self.printer.words(key, args));
    }

    /// Shows the command a person would type on one side.
    fn shell(&self, who: &str, command: &str) {
        self.line(&format!("    {who:<10} $ entente {command}"));
    }

    /// Shows what one side sees.
    fn sees(&self, who: &str, what: &str) {
        for line in what.lines().filter(|l| !l.trim().is_empty()) {
            self.line(&format!("    {who:<10} | {line}"));
        }
    }

    fn line(&self, line: &str) {
        if !self.printer.is_json() {
            println_out(line);
        }
    }

    /// Shows a refusal that the story expects, and checks its code.
    fn refusal<T>(
        &self,
        who: &str,
        code: &str,
        outcome: Result<T, Problem>,
    ) -> Result<(), Problem> {
        match outcome {
            Err(problem) if problem.code == code => {
                self.sees(who, &self.printer.problem_text(&problem));
                Ok(())
            }
            Err(problem) => Err(problem),
            Ok(_) => Err(unexpected(&format!("{code} was expected"))),
        }
    }

    fn side(&mut self, japan: bool) -> Result<&mut Side, Problem> {
        let side = if japan {
            self.tokyo.as_mut()
        } else {
            self.wellington.as_mut()
        };
        side.ok_or_else(|| unexpected("node not started"))
    }

    async fn call(&mut self, japan: bool, command: Command) -> Result<Value, Problem> {
        self.side(japan)?.client.call(&command).await
    }

    /// Waits until a side's answer satisfies a condition: the acts are on their way.
    async fn until(
        &mut self,
        japan: bool,
        command: Command,
        ready: impl Fn(&Value) -> bool,
    ) -> Result<Value, Problem> {
        let begun = Instant::now();
        loop {
            let last = self.call(japan, command.clone()).await;
            if let Ok(value) = &last
                && ready(value)
            {
                return last;
            }
            if begun.elapsed() > Duration::from_secs(60) {
                return Err(last
                    .err()
                    .unwrap_or_else(|| unexpected("waited a minute in vain")));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// An official of a side acting with its own keys.
    fn by(&mut self, japan: bool, official: &str, sign: bool) -> Result<By, Problem> {
        let path = self.side(japan)?.key.clone();
        let bytes = std::fs::read(&path).map_err(|e| crate::dir::machine(&path, &e))?;
        let official: OfficialId = official.parse().map_err(|_| unexpected("official"))?;
        Ok(By {
            official,
            secret: sign.then(|| Secret::KeyFile(b64::encode(&bytes))),
        })
    }

    fn stop(&mut self) {
        self.tokyo = None;
        self.wellington = None;
    }
}

/// Makes and starts one node as its own process.
async fn start(dir: &Path, party: &str, place: &str, name: &str) -> Result<Side, Problem> {
    let home = dir.join(place);
    let key = dir.join(format!("{place}.key"));
    crate::dir::write_private(&key, crate::clock::seed().as_ref())?;
    let port = free_port(dir)?;
    let exe = std::env::current_exe().map_err(|e| crate::dir::machine(dir, &e))?;
    let officials: Vec<String> = match place {
        "tokyo" => [
            "signatory:foreign-minister:外務大臣 (Foreign Minister)",
            "signatory:defence-minister:防衛大臣 (Defence Minister)",
            "releasing-officer:releasing-officer:提供承認者",
            "registrar:registrar:登録官",
            "legal-adviser:treaties-director:国際法局長 (Treaties Director)",
            "security-officer:security-officer:保全責任者",
        ],
        _ => [
            "signatory:foreign-minister:Minister of Foreign Affairs",
            "signatory:defence-minister:Minister of Defence",
            "releasing-officer:releasing-officer:Releasing officer",
            "registrar:registrar:Registrar",
            "legal-adviser:treaties-director:Director of Treaties",
            "security-officer:security-officer:Security officer",
        ],
    }
    .into_iter()
    .flat_map(|o| ["--official".to_owned(), o.to_owned()])
    .collect();
    let sheet = dir.join(format!("{place}-recovery.txt"));
    let made = Process::new(&exe)
        .args(["--quiet", "--json", "--node"])
        .arg(&home)
        .arg("--key-file")
        .arg(&key)
        .args(["init", "--demo", "--party", party, "--name", name, "--url"])
        .arg(format!("https://127.0.0.1:{port}"))
        .arg("--recovery-sheet")
        .arg(&sheet)
        .args(officials)
        .stdout(Stdio::null())
        .status()
        .map_err(|e| crate::dir::machine(&home, &e))?;
    if !made.success() {
        return Err(unexpected("init failed"));
    }
    let log = std::fs::File::create(dir.join(format!("{place}.log")))
        .map_err(|e| crate::dir::machine(dir, &e))?;
    let child = Process::new(&exe)
        .args(["--quiet", "--node"])
        .arg(&home)
        .arg("--key-file")
        .arg(&key)
        .arg("serve")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .map_err(|e| crate::dir::machine(&home, &e))?;
    let client = connect(&home.join("control.sock")).await;
    match client {
        Ok(client) => Ok(Side {
            home,
            key,
            child,
            client,
        }),
        Err(problem) => {
            let mut child = child;
            let _ = child.kill();
            let _ = child.wait();
            Err(problem)
        }
    }
}

async fn connect(socket: &Path) -> Result<Client, Problem> {
    let begun = Instant::now();
    loop {
        match Client::connect(socket).await {
            Ok(client) => return Ok(client),
            Err(problem) if begun.elapsed() > Duration::from_secs(20) => return Err(problem),
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

fn free_port(dir: &Path) -> Result<u16, Problem> {
    std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|l| l.local_addr())
        .map(|a| a.port())
        .map_err(|e| crate::dir::machine(dir, &e))
}

fn unexpected(detail: &str) -> Problem {
    Problem::new("STORE-002", Class::Unexpected)
        .by(Fault::Machine)
        .with("detail", detail)
}

fn println_out(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
