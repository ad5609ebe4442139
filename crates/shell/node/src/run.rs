//! From the parsed command line to an exit status.

mod ask;
mod mark;
mod publication;
mod terms;
mod verify;

use crate::{
    cli::{
        Agree, Cli, Global, Init, Item, ItemLife, Log, Noun, Party, Private, Receipt, Register,
        Serve, house,
    },
    clock::Clock,
    command::{Command, Secret, execute},
    control,
    dir::{Config, LAYOUT, NodeDir, machine},
    host::Served,
    identity::{self, NewOfficial, NewParty},
    print::Printer,
    runtime::Node,
};
use entente_model::{
    OfficialId, Problem, b64,
    card::{Role, fit_to_show},
    problem::{Class, Fault},
};
use entente_store::SqliteStore;
use serde_json::{Value, json};
use std::{io::Read, path::Path, sync::Arc};

/// Most items of one `item release --stdin` command sent at a time.
const FEED_BATCH: usize = 1000;
/// Most bytes of content in one such batch.
const FEED_BYTES: usize = 4 * 1024 * 1024;

/// Fewest characters of a passphrase for new keys.
const PASSPHRASE_MIN: usize = 12;
/// Fewest bytes of a key file for new keys.
const KEY_FILE_MIN: usize = 32;

/// Runs the command and gives the exit status.
#[must_use]
pub fn main(cli: Cli) -> u8 {
    let printer = Printer::new(&cli.global);
    let verbose = matches!(cli.noun, Noun::Serve(_));
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(if verbose {
            tracing::Level::INFO
        } else {
            tracing::Level::ERROR
        })
        .with_target(false)
        .init();
    let threads = if matches!(cli.noun, Noun::Serve(_)) {
        2
    } else {
        1
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .max_blocking_threads(16)
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => {
            let outcome = runtime.block_on(dispatch(cli, &printer));
            runtime.shutdown_background();
            outcome
        }
        Err(e) => Err(machine(Path::new("runtime"), &e)),
    };
    match outcome {
        Ok(status) => status,
        Err(problem) => {
            printer.problem(&problem);
            problem.class.exit()
        }
    }
}

/// Gives the exit status: not 0 when some of what was asked for was refused.
async fn dispatch(cli: Cli, printer: &Printer) -> Result<u8, Problem> {
    let global = &cli.global;
    if global.dry_run && changes(&cli.noun) {
        return Err(Problem::new("USE-006", Class::Usage));
    }
    let done = match cli.noun {
        Noun::Init(init) => self::init(global, init, printer),
        Noun::Serve(serve) => self::serve(global, serve, printer).await,
        Noun::Demo(demo) => crate::demo::run(global, &demo, printer).await,
        Noun::Verify(verify) => return verify::verify(global, &verify, printer).await,
        Noun::Mark(asked) => return mark::run(printer, &asked),
        Noun::Explain { code } => printer.explain(&code),
        Noun::Completion { shell } => {
            crate::print::completion(shell);
            Ok(())
        }
        Noun::Man { dir } => crate::print::manual(dir.as_deref()),
        Noun::House(house::House::Shipped) => printer.page(entente_house::Rules::shipped_text()),
        Noun::House(house::House::Schema) => printer.page(entente_house::Rules::schema_text()),
        Noun::House(house::House::Check { file }) => ask::check_rules(&file, printer),
        Noun::Agree(Agree::Check { dir }) => terms::check(printer, &dir),
        Noun::Agree(Agree::Try {
            dir,
            scenario,
            explain,
        }) => terms::try_it(printer, &dir, scenario.as_deref(), explain),
        Noun::Agree(Agree::Dates { dir, facts }) => terms::dates(printer, &dir, facts.as_deref()),
        Noun::Agree(Agree::Compare { a, b: Some(b), .. }) => {
            terms::compare(printer, Path::new(&a), &b)
        }
        Noun::Agree(Agree::Fields { path }) => terms::describe(printer, path.as_deref()),
        noun => {
            let session = Session::open(global).await?;
            let (view, value) = ask::ask(global, &session, noun, printer).await?;
            printer.answer(view, &value);
            return Ok(refused_status(view, &value));
        }
    };
    done.map(|()| 0)
}

/// The exit status of an answer to many items: that of the first one refused.
fn refused_status(view: &str, value: &Value) -> u8 {
    let rows = |field: &str| {
        let rows = value.get(field).and_then(Value::as_array);
        rows.into_iter().flatten()
    };
    let first = match view {
        "released" => rows("released").find_map(|row| row.get("refused")),
        "fed" => rows("refused").next(),
        // The two registers differ: shown, and never repaired.
        "reconciled" if value.get("same") == Some(&Value::Bool(false)) => {
            return Class::Unverified.exit();
        }
        _ => None,
    };
    first
        .and_then(|problem| serde_json::from_value::<Problem>(problem.clone()).ok())
        .map_or(0, |problem| problem.class.exit())
}

/// Whether a command changes something and cannot say beforehand what it would do.
fn changes(noun: &Noun) -> bool {
    match noun {
        Noun::Init(_) | Noun::Serve(_) | Noun::Demo(_) | Noun::Evidence(_) => true,
        Noun::Party(party) => matches!(party, Party::Add { .. } | Party::Confirm { .. }),
        Noun::Agree(agree) => !matches!(
            agree,
            Agree::Check { .. }
                | Agree::Try { .. }
                | Agree::Dates { .. }
                | Agree::Compare { output: None, .. }
                | Agree::Fields { .. }
                | Agree::List
                | Agree::Show { .. }
                | Agree::Text { .. }
                | Agree::Article { .. }
                | Agree::Preview { discard: false, .. }
                | Agree::Lint { .. }
        ),
        Noun::Private(private) => !matches!(private, Private::List { .. }),
        Noun::User(user) => !matches!(user, house::User::List | house::User::Show { .. }),
        Noun::House(own) => matches!(own, house::House::Load { .. } | house::House::Reset),
        Noun::Muster(muster) => !matches!(muster, house::Muster::List),
        Noun::Standing(standing) => !matches!(standing, house::Standing::List),
        Noun::Audit(audit) => matches!(audit, house::Audit::Anchor),
        Noun::Item(item) => matches!(
            item,
            Item::Add { .. }
                | Item::Mark { .. }
                | Item::Open { .. }
                | Item::Keep(_)
                | Item::Release { stdin: true, .. }
                | Item::Life(ItemLife::Pass { to: Some(_), .. })
        ),
        Noun::Register(register) => matches!(register, Register::Extract { .. }),
        Noun::Case(case) => case.changes(),
        Noun::Receipt(receipt) => matches!(receipt, Receipt::Sign { .. }),
        Noun::Log(log) => !matches!(log, Log::Show { .. } | Log::Verify { .. }),
        Noun::Statement(statement) => statement.changes(),
        _ => false,
    }
}

/// Where commands are carried out: the process that runs the node, or this one.
pub enum Session {
    /// Another process runs the node.
    Running(NodeDir),
    /// This one does, until the command is done.
    Here(Arc<Node>, std::fs::File),
}

impl Session {
    async fn open(global: &Global) -> Result<Self, Problem> {
        let (dir, config) = NodeDir::open(&global.node)?;
        match dir.lock()? {
            None => Ok(Self::Running(dir)),
            Some(lock) => {
                let node = open_node(global, dir, config)?.0;
                Ok(Self::Here(node, lock))
            }
        }
    }

    fn dir(&self) -> &NodeDir {
        match self {
            Self::Running(dir) => dir,
            Self::Here(node, _) => &node.dir,
        }
    }

    async fn call(&self, command: Command) -> Result<Value, Problem> {
        match self {
            Self::Running(dir) => control::call(dir, &command).await,
            Self::Here(node, _) => execute(node, command).await,
        }
    }
}

fn open_node(
    global: &Global,
    dir: NodeDir,
    config: Config,
) -> Result<(Arc<Node>, entente_link::Identity), Problem> {
    let unlock = secret(global)?
        .ok_or_else(|| Problem::new("NODE-005", Class::Usage))?
        .unlock()?;
    let (me, identity) = identity::open(&dir, &unlock)?;
    let store = SqliteStore::open(&dir.store()).map_err(|e| e.problem())?;
    Ok((Node::start(dir, config, me, Box::new(store))?, identity))
}

/// What unlocks keys, as the global options say.
///
/// # Errors
/// ITEM-005, USE-005.
pub fn secret(global: &Global) -> Result<Option<Secret>, Problem> {
    if let Some(path) = &global.key_file {
        let bytes = std::fs::read(path).map_err(|e| {
            Problem::new("ITEM-005", Class::Usage)
                .with("file", path.display())
                .with("detail", e)
        })?;
        return Ok(Some(Secret::KeyFile(b64::encode(&bytes))));
    }
    if !global.passphrase_stdin {
        return Ok(None);
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .take(4096)
        .read_to_string(&mut line)
        .map_err(|e| machine(Path::new("-"), &e))?;
    let words = line.trim_end_matches(['\n', '\r']);
    if words.is_empty() {
        return Err(Problem::new("USE-001", Class::Usage).with("what", "passphrase"));
    }
    Ok(Some(Secret::Passphrase(words.to_owned())))
}

fn init(global: &Global, init: Init, printer: &Printer) -> Result<(), Problem> {
    let given = secret(global)?.ok_or_else(|| Problem::new("NODE-005", Class::Usage))?;
    strong(&given)?;
    let unlock = given.unlock()?;
    if entente_link::address(&init.url).is_none() {
        return Err(Problem::new("USE-002", Class::Usage)
            .with("value", &init.url)
            .with("kind", "https://HOST:PORT"));
    }
    let listen = init.listen.clone().unwrap_or_else(|| {
        init.url
            .trim_start_matches("https://")
            .trim_end_matches('/')
            .to_owned()
    });
    let config = Config {
        layout: LAYOUT,
        party: init.party.clone(),
        listen,
        url: init.url.clone(),
        demo: init.demo,
        demo_clock_ahead_s: 0,
        retry_max_s: if init.demo { 1 } else { 30 },
    };
    let officials = officials(&init.official)?;
    for name in officials.iter().map(|o| &o.name).chain([&init.name]) {
        if !fit_to_show(name) {
            return Err(Problem::new("USE-005", Class::Usage).with("name", name));
        }
    }
    let dir = NodeDir::create(&global.node, &config)?;
    let new = NewParty {
        party: init.party,
        name: init.name,
        url: init.url,
        officials,
        demo: init.demo,
        now: Clock::default().now(),
    };
    let (card, root_seed) = identity::create(&dir, new, &unlock)?;
    let sheet = printer.recovery_sheet(&card, &crate::words::recovery(&root_seed));
    let view = json!({
        "node": global.node, "party": card.card().party, "card": dir.card(), "url": card.card().url,
        "officials": card.card().officials.iter().map(|o| &o.id).collect::<Vec<_>>(),
        "fingerprint": card.fingerprint().hex(),
        "words_en": crate::words::fingerprint(&card.fingerprint(), false),
        "words_ja": crate::words::fingerprint(&card.fingerprint(), true),
    });
    match &init.recovery_sheet {
        Some(path) => crate::dir::write_private(path, sheet.as_bytes())?,
        // Shown even when asked to be quiet: it is the only copy.
        None => Printer::important(&sheet),
    }
    printer.answer("init", &view);
    Ok(())
}

/// New keys are not put under a secret that can be guessed.
fn strong(secret: &Secret) -> Result<(), Problem> {
    match secret {
        Secret::Passphrase(words) if words.chars().count() < PASSPHRASE_MIN => {
            Err(Problem::new("NODE-008", Class::Usage).with("least", PASSPHRASE_MIN))
        }
        Secret::KeyFile(text) if b64::decode(text).is_none_or(|b| b.len() < KEY_FILE_MIN) => {
            Err(Problem::new("NODE-009", Class::Usage).with("least", KEY_FILE_MIN))
        }
        Secret::Passphrase(_) | Secret::KeyFile(_) => Ok(()),
    }
}

fn officials(given: &[String]) -> Result<Vec<NewOfficial>, Problem> {
    let standard = [
        "signatory:signatory-1:Signatory 1",
        "signatory:signatory-2:Signatory 2",
        "releasing-officer:releasing-officer:Releasing officer",
        "registrar:registrar:Registrar",
        "legal-adviser:legal-adviser:Legal adviser",
        "security-officer:security-officer:Security officer",
    ];
    let list: Vec<&str> = if given.is_empty() {
        standard.to_vec()
    } else {
        given.iter().map(String::as_str).collect()
    };
    list.into_iter()
        .map(|text| {
            let wrong = |kind: &str| {
                Problem::new("USE-002", Class::Usage)
                    .with("value", text)
                    .with("kind", kind)
            };
            let mut parts = text.splitn(3, ':');
            let role = match parts.next() {
                Some("signatory") => Role::Signatory,
                Some("releasing-officer") => Role::ReleasingOfficer,
                Some("registrar") => Role::Registrar,
                Some("legal-adviser") => Role::LegalAdviser,
                Some("security-officer") => Role::SecurityOfficer,
                _ => {
                    return Err(wrong(
                        "ROLE:ID:NAME, ROLE = signatory | releasing-officer | registrar | legal-adviser | security-officer",
                    ));
                }
            };
            let id: OfficialId = parts
                .next()
                .and_then(|id| id.parse().ok())
                .ok_or_else(|| wrong("ROLE:ID:NAME, ID = a-z 0-9 -"))?;
            let name = parts
                .next()
                .filter(|n| !n.is_empty())
                .map_or_else(|| id.to_string(), str::to_owned);
            Ok(NewOfficial { id, name, role })
        })
        .collect()
}

async fn serve(global: &Global, serve: Serve, printer: &Printer) -> Result<(), Problem> {
    let (dir, config) = NodeDir::open(&global.node)?;
    let Some(_lock) = dir.lock()? else {
        return Err(Problem::new("NODE-010", Class::Usage).with("dir", dir.path().display()));
    };
    let listen = serve.listen.unwrap_or_else(|| config.listen.clone());
    let (node, identity) = open_node(global, dir, config)?;
    node.blobs
        .sweep()
        .map_err(|e| machine(&node.dir.blobs(), &e))?;
    let refused = |e: std::io::Error| machine(Path::new(&listen), &e);
    let listener = tokio::net::TcpListener::bind(&listen)
        .await
        .map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    printer.answer("serving", &json!({ "party": node.me.party(), "listening": address.to_string(), "url": node.config.url, "demo": node.config.demo, "node": node.dir.path() }));
    let host = Arc::new(Served(Arc::clone(&node)));
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let retry = entente_link::RetryPolicy {
        first: std::time::Duration::from_millis(100),
        max: std::time::Duration::from_secs(node.config.retry_max_s.max(1)),
    };
    let worker = entente_link::run(
        Arc::clone(&host),
        identity.clone(),
        node.peers.subscribe(),
        Arc::clone(&node.wake),
        retry,
    );
    let link = entente_link::serve(listener, &identity, host, stopped);
    let outcome = tokio::select! {
        done = link => done.map_err(|e| Problem::new("STORE-002", Class::Unexpected).by(Fault::Machine).with("detail", e)),
        () = worker => Ok(()),
        done = control::serve(Arc::clone(&node)) => done,
        () = crate::keeping::run(Arc::clone(&node)) => Ok(()),
        () = signalled() => Ok(()),
    };
    let _ = stop.send(true);
    let _ = std::fs::remove_file(node.dir.socket());
    outcome
}

async fn signalled() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}
