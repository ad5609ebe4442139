//! From the parsed command line to an exit status.

use crate::{
    cli::{
        Agree, Cli, Evidence, Global, Init, Item, Log, NoteWord, Noun, Party, Receipt, Serve, Under,
    },
    clock::Clock,
    command::{By, Command, FeedItem, Secret, execute},
    control,
    dir::{Config, LAYOUT, NodeDir, machine},
    host::Served,
    identity::{self, NewOfficial, NewParty},
    print::Printer,
    runtime::Node,
    seal_file, source,
};
use entente_model::{
    OfficialId, Problem,
    act::NoteKind,
    b64,
    card::Role,
    id::ItemRef,
    problem::{Class, Fault},
};
use entente_store::{Blobs, SqliteStore};
use serde_json::{Value, json};
use std::{
    io::{IsTerminal, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Most items of one `item release --stdin` command sent at a time.
const FEED_BATCH: usize = 1000;
/// Most bytes of content in one such batch.
const FEED_BYTES: usize = 4 * 1024 * 1024;

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
        Ok(()) => 0,
        Err(problem) => {
            printer.problem(&problem);
            problem.class.exit()
        }
    }
}

async fn dispatch(cli: Cli, printer: &Printer) -> Result<(), Problem> {
    let global = &cli.global;
    match cli.noun {
        Noun::Init(init) => self::init(global, init, printer),
        Noun::Serve(serve) => self::serve(global, serve, printer).await,
        Noun::Demo(demo) => crate::demo::run(global, &demo, printer).await,
        Noun::Verify(verify) => crate::evidence::verify_file(&verify, printer),
        Noun::Explain { code } => printer.explain(&code),
        Noun::Completion { shell } => {
            crate::print::completion(shell);
            Ok(())
        }
        Noun::Man { dir } => crate::print::manual(dir.as_deref()),
        Noun::Agree(Agree::Check { dir }) => {
            let instrument = source::read(&dir)?;
            let digest = instrument.digest().hex();
            printer.answer("instrument", &json!({ "provisions": instrument.provisions.len(), "digest": digest, "title": instrument.title }));
            Ok(())
        }
        noun => {
            let session = Session::open(global).await?;
            let (view, value) = ask(global, &session, noun, printer).await?;
            printer.answer(view, &value);
            Ok(())
        }
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
    let unlock = secret(global)?
        .ok_or_else(|| Problem::new("NODE-005", Class::Usage))?
        .unlock()?;
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
        None => printer.notice(&sheet),
    }
    printer.answer("init", &view);
    Ok(())
}

fn officials(given: &[String]) -> Result<Vec<NewOfficial>, Problem> {
    let standard = [
        "signatory:signatory-1:Signatory 1",
        "signatory:signatory-2:Signatory 2",
        "releasing-officer:releasing-officer:Releasing officer",
        "registrar:registrar:Registrar",
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
                _ => {
                    return Err(wrong(
                        "ROLE:ID:NAME, ROLE = signatory | releasing-officer | registrar",
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
        return Err(Problem::new("NODE-003", Class::Unexpected).by(Fault::You));
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

async fn ask(
    global: &Global,
    session: &Session,
    noun: Noun,
    printer: &Printer,
) -> Result<(&'static str, Value), Problem> {
    match noun {
        Noun::Status => Ok(("status", session.call(Command::Status).await?)),
        Noun::Doctor => Ok(("doctor", session.call(Command::Doctor).await?)),
        Noun::Party(party) => ask_party(global, session, party).await,
        Noun::Agree(agree) => ask_agree(global, session, agree).await,
        Noun::Item(item) => ask_item(global, session, item, printer).await,
        Noun::Receipt(Receipt::List) => Ok(("receipts", session.call(Command::ReceiptList).await?)),
        Noun::Receipt(Receipt::Sign {
            items,
            all,
            official,
        }) => {
            let by = by(global, official, true)?;
            Ok((
                "receipted",
                session
                    .call(Command::ReceiptSign { items, all, by })
                    .await?,
            ))
        }
        Noun::Log(log) => ask_log(session, log).await,
        Noun::Evidence(Evidence::Export { id, output }) => {
            let to = absolute(&output)?;
            Ok((
                "evidence",
                session
                    .call(Command::EvidenceExport { agreement: id, to })
                    .await?,
            ))
        }
        _ => Err(crate::command::internal()),
    }
}

async fn ask_party(
    global: &Global,
    session: &Session,
    party: Party,
) -> Result<(&'static str, Value), Problem> {
    match party {
        Party::Card { output } => {
            let value = session.call(Command::PartyCard).await?;
            let card = value
                .get("card")
                .and_then(Value::as_str)
                .unwrap_or_default();
            match output {
                Some(path) => {
                    std::fs::write(&path, card).map_err(|e| machine(&path, &e))?;
                    Ok(("card", json!({ "file": path })))
                }
                None => {
                    let _ = std::io::stdout().lock().write_all(card.as_bytes());
                    Ok(("nothing", Value::Null))
                }
            }
        }
        Party::Add { card } => {
            let text = read_text(&card)?;
            Ok((
                "words",
                session.call(Command::PartyAdd { card: text }).await?,
            ))
        }
        Party::List => Ok(("parties", session.call(Command::PartyList).await?)),
        Party::Show { party } => Ok(("party", session.call(Command::PartyShow { party }).await?)),
        Party::Words { party } => Ok(("words", session.call(Command::PartyWords { party }).await?)),
        Party::Confirm { party, words } => {
            let words = match words {
                Some(words) => words,
                None if global.no_input || !std::io::stdin().is_terminal() => {
                    return Err(Problem::new("USE-001", Class::Usage).with("what", "--words"));
                }
                None => prompt(&format!("{party}: "))?,
            };
            Ok((
                "confirmed",
                session.call(Command::PartyConfirm { party, words }).await?,
            ))
        }
    }
}

async fn ask_agree(
    global: &Global,
    session: &Session,
    agree: Agree,
) -> Result<(&'static str, Value), Problem> {
    let command = match agree {
        Agree::Propose { with, from } => {
            let instrument = Box::new(source::read(&from)?);
            Command::AgreePropose { with, instrument }
        }
        Agree::List => return Ok(("agreements", session.call(Command::AgreeList).await?)),
        Agree::Show { id } => {
            return Ok(("agreement", session.call(Command::AgreeShow { id }).await?));
        }
        Agree::Text { id } => return Ok(("text", session.call(Command::AgreeText { id }).await?)),
        Agree::Article { id, article } => {
            return Ok((
                "article",
                session.call(Command::AgreeArticle { id, article }).await?,
            ));
        }
        Agree::Counter {
            id,
            article,
            language,
            text_file,
            from,
            reason,
        } => counter(session, id, article, &language, text_file, from, reason).await?,
        Agree::Agree { id, text } => Command::AgreeAgree { id, text },
        Agree::Freeze { id, text } => Command::AgreeFreeze { id, text },
        Agree::Sign {
            id,
            official,
            capacity,
        } => Command::AgreeSign {
            id,
            by: by(global, official, true)?,
            capacity,
        },
        Agree::Note {
            id,
            kind,
            date,
            official,
        } => {
            let kind = match kind {
                NoteWord::Completed => NoteKind::Completed,
                NoteWord::Terminate => NoteKind::Terminate,
            };
            Command::AgreeNote {
                id,
                kind,
                date,
                by: by(global, official, true)?,
            }
        }
        Agree::Check { .. } => return Err(crate::command::internal()),
    };
    Ok(("written", session.call(command).await?))
}

async fn counter(
    session: &Session,
    id: String,
    article: Option<String>,
    language: &str,
    text_file: Option<PathBuf>,
    from: Option<PathBuf>,
    reason: String,
) -> Result<Command, Problem> {
    if let Some(dir) = from {
        let view = session.call(Command::AgreeText { id: id.clone() }).await?;
        let old = view.get("instrument").cloned().unwrap_or_default();
        let old = serde_json::from_value(old).map_err(|_| crate::command::internal())?;
        let (provisions, terms) = source::difference(&old, &source::read(&dir)?)?;
        return Ok(Command::AgreeCounter {
            id,
            provisions,
            terms,
            reason,
        });
    }
    let missing = |what: &str| Problem::new("USE-001", Class::Usage).with("what", what);
    let article = article.ok_or_else(|| missing("--article or --from"))?;
    let file = text_file.ok_or_else(|| missing("FILE"))?;
    let body = read_text(&file)?.trim().to_owned();
    let view = session
        .call(Command::AgreeArticle {
            id: id.clone(),
            article: article.clone(),
        })
        .await?;
    let first = view
        .pointer("/wordings/0/value")
        .cloned()
        .unwrap_or_default();
    let mut provision: entente_model::instrument::Provision =
        serde_json::from_value(first).map_err(|_| crate::command::internal())?;
    let wording = provision
        .text
        .iter_mut()
        .find(|w| w.lang == language)
        .ok_or_else(|| {
            Problem::new("USE-002", Class::Usage)
                .with("value", language)
                .with("kind", "language of the text")
        })?;
    wording.body = body;
    Ok(Command::AgreeCounter {
        id,
        provisions: vec![provision],
        terms: None,
        reason,
    })
}

async fn ask_item(
    global: &Global,
    session: &Session,
    item: Item,
    printer: &Printer,
) -> Result<(&'static str, Value), Problem> {
    match item {
        Item::Add { file, title } => {
            let command = seal_in(global, session.dir(), &file, title)?;
            Ok(("added", session.call(command).await?))
        }
        Item::Mark { item, level, under } => Ok((
            "item",
            session
                .call(Command::ItemMark {
                    item,
                    level,
                    agreement: under,
                })
                .await?,
        )),
        Item::Check {
            item,
            under,
            signed,
            explain: _,
        } => {
            let Under { to, under, purpose } = under;
            let command = Command::ItemCheck {
                item,
                agreement: under,
                to,
                purpose,
                signed,
            };
            Ok(("check", session.call(command).await?))
        }
        Item::Release {
            items,
            under,
            official,
            sign,
            stdin,
        } => {
            let by = by(global, official, sign)?;
            if stdin {
                return feed(session, under, by, printer).await;
            }
            let Under { to, under, purpose } = under;
            let command = Command::ItemRelease {
                items,
                agreement: under,
                to,
                purpose,
                by,
            };
            Ok(("released", session.call(command).await?))
        }
        Item::List { under } => Ok((
            "items",
            session.call(Command::ItemList { agreement: under }).await?,
        )),
        Item::Show { item } => Ok(("item", session.call(Command::ItemShow { item }).await?)),
        Item::Open {
            item,
            output,
            force,
        } => open_out(global, session, &item, &output, force).await,
    }
}

fn seal_in(global: &Global, dir: &NodeDir, file: &Path, title: String) -> Result<Command, Problem> {
    let unreadable = |e: std::io::Error| {
        Problem::new("ITEM-005", Class::Usage)
            .with("file", file.display())
            .with("detail", e)
    };
    let blobs = Blobs::open(&dir.blobs()).map_err(|e| machine(&dir.blobs(), &e))?;
    let stdin = file.as_os_str() == "-";
    let (reader, length): (Box<dyn Read>, _) = if stdin {
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
    let name = file
        .file_name()
        .filter(|_| !stdin)
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let sealed = seal_file::seal(
        reader,
        &file.display().to_string(),
        length,
        &blobs,
        global.quiet,
    )?;
    let media = media_type(&name).to_owned();
    Ok(Command::ItemAdd {
        title: if title.is_empty() {
            name.clone()
        } else {
            title
        },
        file: name,
        media,
        size: sealed.size,
        root: sealed.root,
        dek: b64::encode(sealed.dek.as_bytes()),
        inline: sealed.inline.map(|b| b64::encode(&b)),
    })
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

async fn open_out(
    global: &Global,
    session: &Session,
    item: &ItemRef,
    output: &Path,
    force: bool,
) -> Result<(&'static str, Value), Problem> {
    if output.as_os_str() != "-" && output.exists() && !force {
        return Err(Problem::new("ITEM-006", Class::Usage).with("file", output.display()));
    }
    let view = session
        .call(Command::ItemOpen { item: item.clone() })
        .await?;
    let blob = view
        .get("blob")
        .and_then(Value::as_str)
        .map(PathBuf::from)
        .unwrap_or_default();
    let damaged = || {
        Problem::new("SEAL-005", Class::Unexpected)
            .by(Fault::Machine)
            .with("item", item)
    };
    let blobs =
        Blobs::open(&session.dir().blobs()).map_err(|e| machine(&session.dir().blobs(), &e))?;
    let mut opening = seal_file::opening(&view, &blob, Vec::new()).ok_or_else(damaged)?;
    if opening.inline.is_none() {
        opening.hashes = blobs
            .hashes(&opening.root)
            .map_err(|e| machine(&blob, &e))?
            .ok_or_else(damaged)?;
    }
    seal_file::open(item.as_str(), &opening, output, force, global.quiet)?;
    Ok((
        "opened",
        json!({
            "item": item, "file": output, "size": opening.size, "title": view.get("title"), "display": view.get("display"),
            "to_stdout": output.as_os_str() == "-",
        }),
    ))
}

/// Releases new items from standard input, many a command.
async fn feed(
    session: &Session,
    under: Under,
    by: By,
    printer: &Printer,
) -> Result<(&'static str, Value), Problem> {
    let Under { to, under, purpose } = under;
    let (mut released, mut refused, mut line_number) = (0u64, Vec::new(), 0u64);
    let mut lines = std::io::stdin().lines();
    let mut batch: Vec<FeedItem> = Vec::new();
    let mut bytes = 0usize;
    loop {
        let line = lines
            .next()
            .transpose()
            .map_err(|e| machine(Path::new("-"), &e))?;
        let end = line.is_none();
        if let Some(line) = line.filter(|l| !l.trim().is_empty()) {
            line_number = line_number.saturating_add(1);
            let item: FeedItem = serde_json::from_str(&line).map_err(|e| {
                Problem::new("USE-002", Class::Usage)
                    .with("value", format!("line {line_number}: {e}"))
                    .with("kind", "item")
            })?;
            bytes = bytes.saturating_add(item.data.len());
            batch.push(item);
        }
        if !batch.is_empty() && (end || batch.len() >= FEED_BATCH || bytes >= FEED_BYTES) {
            bytes = 0;
            let command = Command::ItemFeed {
                items: std::mem::take(&mut batch),
                agreement: under.clone(),
                to: to.clone(),
                purpose: purpose.clone(),
                by: by.clone(),
            };
            let answer = session.call(command).await?;
            for row in answer
                .get("released")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                match row.get("refused") {
                    None => released = released.saturating_add(1),
                    Some(problem) => refused.push(problem.clone()),
                }
            }
            printer.progress(released);
        }
        if end {
            break;
        }
    }
    Ok(("fed", json!({ "released": released, "refused": refused })))
}

async fn ask_log(session: &Session, log: Log) -> Result<(&'static str, Value), Problem> {
    match log {
        Log::Show {
            id,
            party,
            after,
            limit,
        } => Ok((
            "log",
            session
                .call(Command::LogShow {
                    agreement: id,
                    party,
                    after,
                    limit,
                })
                .await?,
        )),
        Log::Verify { id } => Ok((
            "verified",
            session.call(Command::LogVerify { agreement: id }).await?,
        )),
        Log::Export { id, output } => {
            let dir = absolute(&output)?;
            Ok((
                "exported",
                session
                    .call(Command::LogExport { agreement: id, dir })
                    .await?,
            ))
        }
        Log::Resume { id, confirm } => {
            if confirm.as_deref() != Some(id.as_str()) {
                return Err(
                    Problem::new("USE-004", Class::Usage).with("what", format!("--confirm={id}"))
                );
            }
            Ok((
                "resumed",
                session.call(Command::LogResume { agreement: id }).await?,
            ))
        }
    }
}

fn by(global: &Global, official: OfficialId, sign: bool) -> Result<By, Problem> {
    let secret = if sign {
        Some(secret(global)?.ok_or_else(|| Problem::new("NODE-005", Class::Usage))?)
    } else {
        None
    };
    Ok(By { official, secret })
}

fn absolute(path: &Path) -> Result<PathBuf, Problem> {
    std::path::absolute(path).map_err(|e| machine(path, &e))
}

fn read_text(path: &Path) -> Result<String, Problem> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin()
            .lock()
            .take(4 * 1024 * 1024)
            .read_to_string(&mut text)
            .map_err(|e| machine(path, &e))?;
        return Ok(text);
    }
    source::read_file(path)
}

fn prompt(question: &str) -> Result<String, Problem> {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(question.as_bytes());
    let _ = err.flush();
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .map_err(|e| machine(Path::new("-"), &e))?;
    Ok(line.trim().to_owned())
}
