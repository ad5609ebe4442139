//! One function a noun: from the parsed command to the node's command and back.

mod agree;
mod case;
mod content;
mod export;
mod house;
mod life;
mod register;
mod statement;

use content::{open_bytes, open_out, seal_in};
pub(super) use house::check_rules;

use super::{FEED_BATCH, FEED_BYTES, Session, secret};
use crate::{
    cli::{Evidence, Global, Item, Log, Noun, Party, Private, Receipt, Under},
    command::{By, Command, FeedItem},
    dir::machine,
    print::Printer,
    private::PrivateCommand,
    source,
};
use entente_model::{OfficialId, Problem, id::ItemRef, problem::Class};
use serde_json::{Value, json};
use std::{
    io::{IsTerminal, Read, Write},
    path::{Path, PathBuf},
};

/// Carries out a command that needs the node; gives the view's name and the answer.
pub(super) async fn ask(
    global: &Global,
    session: &Session,
    noun: Noun,
    printer: &Printer,
) -> Result<(&'static str, Value), Problem> {
    match noun {
        Noun::Status => Ok(("status", session.call(Command::Status).await?)),
        Noun::Doctor => Ok(("doctor", session.call(Command::Doctor).await?)),
        Noun::Party(party) => ask_party(global, session, party).await,
        Noun::Agree(agree) => agree::ask(global, session, agree, printer).await,
        Noun::Item(item) => ask_item(global, session, item, printer).await,
        Noun::Consent(consent) => register::consent(global, session, consent).await,
        Noun::Register(register) => register::register(global, session, register, printer).await,
        Noun::Receipt(Receipt::List) => Ok(("receipts", session.call(Command::ReceiptList).await?)),
        Noun::Receipt(Receipt::Sign {
            items,
            all,
            official,
        }) => {
            let by = by(global, position(global, official, Some("registrar"))?, true)?;
            Ok((
                "receipted",
                session
                    .call(Command::ReceiptSign { items, all, by })
                    .await?,
            ))
        }
        Noun::User(user) => house::user(global, session, user).await,
        Noun::House(own) => house::house(global, session, own).await,
        Noun::Muster(muster) => house::muster(global, session, muster).await,
        Noun::Standing(standing) => house::standing(global, session, standing).await,
        Noun::Audit(audit) => house::audit(session, audit).await,
        Noun::Search(search) => house::search(global, session, search).await,
        Noun::Private(private) => ask_private(global, session, private).await,
        Noun::Case(noun) => case::ask(global, session, noun).await,
        Noun::Log(log) => ask_log(session, log).await,
        Noun::Statement(statement) => statement::ask(global, session, statement).await,
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

async fn ask_private(
    global: &Global,
    session: &Session,
    private: Private,
) -> Result<(&'static str, Value), Problem> {
    let (view, command) = match private {
        Private::Add {
            id,
            article,
            kind,
            text,
        } => {
            let text = match text {
                Some(text) => text,
                None => read_text(Path::new("-"))?.trim_end().to_owned(),
            };
            let by = position(global, None, Some("negotiator"))?;
            let add = PrivateCommand::Add {
                id,
                article,
                kind,
                text,
                by,
            };
            ("filed", add)
        }
        Private::List { id, article } => ("papers", PrivateCommand::List { id, article }),
        Private::Remove { id, paper } => ("filed", PrivateCommand::Remove { id, paper }),
    };
    Ok((view, session.call(Command::Private(command)).await?))
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

async fn ask_item(
    global: &Global,
    session: &Session,
    item: Item,
    printer: &Printer,
) -> Result<(&'static str, Value), Problem> {
    match item {
        Item::Add { file, title, new } => {
            let command = seal_in(global, session.dir(), &file, title, new)?;
            Ok(("added", session.call(command).await?))
        }
        Item::Life(item) => life::item(global, session, item).await,
        Item::Mark {
            item,
            level,
            under,
            portion,
            aggregation,
        } => {
            let command = Command::ItemMark {
                item,
                level,
                agreement: under,
                portions: portion,
                aggregation,
            };
            Ok(("item", session.call(command).await?))
        }
        Item::Check {
            item,
            under,
            unit,
            signed,
            second,
            explain: _,
        } => {
            let Under { to, under, purpose } = under;
            let command = Command::ItemCheck {
                item,
                agreement: under,
                to,
                purpose,
                unit,
                signed,
                second,
            };
            Ok(("check", session.call(command).await?))
        }
        Item::Release { .. } => release(global, session, item, printer).await,
        Item::List { under, person } => {
            let list = Command::ItemList {
                agreement: under,
                reader: person.and_then(looking),
            };
            Ok(("items", session.call(list).await?))
        }
        Item::Show { item, person } => {
            let reader = person.and_then(looking);
            let show = Command::ItemShow { item, reader };
            Ok(("item", session.call(show).await?))
        }
        Item::Open {
            item,
            output,
            force,
            by,
        } => {
            let reader = by.reader(global);
            open_out(global, session, &item, reader, &output, force).await
        }
        Item::Keep(keep) => house::keep(global, session, keep).await,
    }
}

/// Releases, or with standard input gives a feed.
async fn release(
    global: &Global,
    session: &Session,
    item: Item,
    printer: &Printer,
) -> Result<(&'static str, Value), Problem> {
    let Item::Release {
        items,
        under,
        official,
        sign,
        second,
        unit,
        stdin,
        standing,
    } = item
    else {
        return Err(crate::command::internal());
    };
    if global.dry_run {
        return would_release(session, items, under, &unit, sign, second.is_some()).await;
    }
    let officer = position(global, official, Some("releasing-officer"))?;
    // With a second person both sign.
    let by = by(global, officer, sign || second.is_some())?;
    let second = second.map(|s| self::by(global, s, true)).transpose()?;
    if stdin {
        return feed(session, under, by, standing, printer).await;
    }
    let Under { to, under, purpose } = under;
    let command = Command::ItemRelease {
        items,
        agreement: under,
        to,
        purpose,
        unit,
        by,
        second,
    };
    Ok(("released", session.call(command).await?))
}

/// A person who looks at the register.
fn looking(person: OfficialId) -> Option<crate::house::Reader> {
    Some(crate::house::Reader {
        person,
        position: "reader".parse().ok()?,
        purpose: None,
    })
}

/// Releases new items from standard input, many a command.
async fn feed(
    session: &Session,
    under: Under,
    by: By,
    standing: Option<OfficialId>,
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
                standing: standing.clone(),
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

/// The official meant: named, else the acting position, else the usual one.
fn position(
    global: &Global,
    named: Option<OfficialId>,
    usual: Option<&str>,
) -> Result<OfficialId, Problem> {
    named
        .or_else(|| global.acting.clone())
        .or_else(|| usual.and_then(|id| id.parse().ok()))
        .ok_or_else(|| Problem::new("USE-001", Class::Usage).with("what", "--official, --as"))
}

/// What a release would be answered: the rules asked of each item, and the first "no".
async fn would_release(
    session: &Session,
    items: Vec<ItemRef>,
    under: Under,
    unit: &str,
    signed: bool,
    second: bool,
) -> Result<(&'static str, Value), Problem> {
    let mut answers = Vec::with_capacity(items.len());
    for item in items {
        let command = Command::ItemCheck {
            item,
            agreement: under.under.clone(),
            to: under.to.clone(),
            purpose: under.purpose.clone(),
            unit: unit.to_owned(),
            signed: signed || second,
            second,
        };
        answers.push(session.call(command).await?);
    }
    match answers.len() {
        1 => Ok(("check", answers.pop().unwrap_or_default())),
        _ => Ok(("checks", json!({ "checks": answers }))),
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
