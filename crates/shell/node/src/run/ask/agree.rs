//! The commands of an agreement: from what was typed to what the node is asked.

mod files;

use super::{
    super::Session,
    {by, position, read_text},
};
use crate::{
    cli::{Agree, Global, NoteWord, Now, ReserveWord, Say, ViewWord},
    command::Command,
    course::SayNow,
    dir::machine,
    print::Printer,
    source,
    talk::{Compared, Move, Talk},
};
use entente_agreement::page::Page;
use entente_model::{
    Problem,
    act::{NoteKind, StayTo},
    problem::Class,
    turn::Reservation,
};
use entente_paper::docx;
use entente_words::Lang;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub(super) async fn ask(
    global: &Global,
    session: &Session,
    agree: Agree,
    printer: &Printer,
) -> Result<(&'static str, Value), Problem> {
    let ui = tag(printer.lang).to_owned();
    let agree = match drafted(session, agree, &ui).await? {
        Asked::Answer(view, value) => return Ok((view, value)),
        Asked::Rest(agree) => *agree,
    };
    let (view, command) = match agree {
        Agree::Propose {
            with,
            from,
            piecewise,
        } => {
            let instrument = Box::new(source::read(&from)?);
            (
                "written",
                Command::AgreePropose {
                    with,
                    instrument,
                    piecewise,
                },
            )
        }
        Agree::List => ("agreements", Command::AgreeList),
        Agree::Declare(said) => return super::register::declare(global, session, said).await,
        Agree::Show { id } => ("agreement", Command::AgreeShow { id }),
        Agree::Text { id } => ("text", Command::AgreeText { id }),
        Agree::Article {
            id,
            article,
            history,
            language,
            edit,
            heading,
        } => return one(session, id, article, history, language, edit, heading, ui).await,
        Agree::Compare { .. } => return compared(session, agree, ui).await,
        Agree::Export { .. } => return super::export::export(session, agree, ui).await,
        Agree::Preview { id, discard: true } => ("discarded", talk(Talk::Discard { id })),
        Agree::Preview { id, .. } => ("preview", talk(Talk::Preview { id, ui })),
        Agree::Lint { id } => ("lint", talk(Talk::Lint { id, ui })),
        Agree::Send {
            id,
            reply_by,
            chair,
            reason,
        } => {
            let send = Talk::Send {
                id,
                reason,
                reply_by,
                chair,
            };
            ("written", talk(send))
        }
        Agree::Concord {
            id,
            articles,
            official,
        } => {
            let official = position(global, official, Some("legal-adviser"))?;
            let concord = Talk::Concord {
                id,
                provisions: articles,
                by: by(global, official, true)?,
            };
            ("written", talk(concord))
        }
        Agree::Amend { id, reason } => ("written", talk(Talk::Amend { id, reason })),
        Agree::Abandon { id, reason } => ("written", talk(Talk::Abandon { id, reason })),
        agree => ("written", official(global, agree)?),
    };
    Ok((view, session.call(command).await?))
}

/// What an official does with the text as it stands.
fn official(global: &Global, agree: Agree) -> Result<Command, Problem> {
    Ok(match agree {
        Agree::Freeze { id, text } => Command::AgreeFreeze { id, text },
        Agree::Sign {
            id,
            official,
            capacity,
            powers,
        } => Command::AgreeSign {
            id,
            by: by(global, position(global, official, None)?, true)?,
            capacity,
            powers,
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
                NoteWord::NoRenewal => NoteKind::NoRenewal,
            };
            Command::AgreeNote {
                id,
                kind,
                date,
                by: by(global, position(global, official, None)?, true)?,
            }
        }
        Agree::Stay {
            id,
            of,
            void,
            until,
            revivable,
            official,
        } => {
            let to = match (void, until, revivable) {
                (true, _, _) => StayTo::Void,
                (_, Some(day), _) => StayTo::Until(day),
                (_, _, true) => StayTo::Revivable,
                _ => {
                    let what = "--void, --until DATE or --revivable";
                    return Err(Problem::new("USE-001", Class::Usage).with("what", what));
                }
            };
            Command::AgreeCourse {
                id,
                what: SayNow::Stay { of, to },
                by: by(global, position(global, official, None)?, true)?,
            }
        }
        Agree::Force { id, official } => Command::AgreeCourse {
            id,
            what: SayNow::InForce,
            by: by(global, position(global, official, None)?, true)?,
        },
        Agree::Suspend { id, from, official } => Command::AgreeCourse {
            id,
            what: SayNow::Pause { from },
            by: by(global, position(global, official, None)?, true)?,
        },
        Agree::Say { id, what, official } => Command::AgreeCourse {
            id,
            what: say(what),
            by: by(global, position(global, official, None)?, true)?,
        },
        _ => return Err(crate::command::internal()),
    })
}

enum Asked {
    Answer(&'static str, Value),
    Rest(Box<Agree>),
}

/// What is added to the draft, or sent alone.
async fn drafted(session: &Session, agree: Agree, ui: &str) -> Result<Asked, Problem> {
    let moves = match agree {
        Agree::Redline {
            theirs: Some(party),
            id,
            article,
            file,
            ..
        } => {
            let file = file.or(article.map(PathBuf::from));
            let value = files::foreign(session, &id, file, &party, ui).await?;
            return Ok(Asked::Answer("foreign", value));
        }
        Agree::Agree {
            id,
            article,
            ad_ref,
            text,
            now,
        } => {
            if let Some(named) = text {
                same_text(session, &id, &named).await?;
            }
            let what = Move::Agree {
                provision: article,
                ad_ref,
            };
            Some((id, vec![what], now))
        }
        Agree::Redline { .. } | Agree::Bracket { .. } | Agree::Term { .. } | Agree::Add { .. } => {
            Some(worded(agree)?)
        }
        other => match said(other) {
            Ok(moves) => Some(moves),
            Err(rest) => return Ok(Asked::Rest(rest)),
        },
    };
    let Some((id, what, now)) = moves else {
        return Err(crate::command::internal());
    };
    let view = if now.now { "written" } else { "drafted" };
    let command = talk(Talk::Draft {
        id,
        what,
        now: now.now,
        reason: now.reason,
    });
    Ok(Asked::Answer(view, session.call(command).await?))
}

/// A command as moves of one agreement.
type Moves = (String, Vec<Move>, Now);

/// What changes wording or terms.
fn worded(agree: Agree) -> Result<Moves, Problem> {
    Ok(match agree {
        Agree::Redline {
            id,
            article,
            file,
            language,
            heading,
            from,
            term,
            now,
            ..
        } => {
            let what = match from {
                Some(dir) => Move::Whole(Box::new(source::read(&dir)?)),
                None => Move::Redline(files::redlines(article, file, language, heading)?),
            };
            let mut all = vec![what];
            for term in term {
                let (field, value) = term.split_once('=').ok_or_else(|| {
                    Problem::new("USE-002", Class::Usage)
                        .with("value", &term)
                        .with("kind", "FIELD=VALUE")
                })?;
                all.push(Move::Term {
                    field: field.to_owned(),
                    value: Some(json_or_words(value)),
                });
            }
            (id, all, now)
        }
        Agree::Bracket {
            id,
            target,
            words,
            language,
            alt,
            with,
            now,
        } => {
            let wording = match (with, alt) {
                (Some(with), _) => with,
                (None, Some(file)) => read_text(&file)?,
                (None, None) => {
                    return Err(Problem::new("USE-001", Class::Usage).with("what", "--alt, --with"));
                }
            };
            let what = Move::Bracket {
                target,
                lang: language,
                words,
                wording,
            };
            (id, vec![what], now)
        }
        Agree::Term {
            id,
            field,
            value,
            remove,
            now,
        } => {
            let value = value.filter(|_| !remove).map(|v| json_or_words(&v));
            (id, vec![Move::Term { field, value }], now)
        }
        Agree::Add {
            id,
            files,
            after,
            depth,
            now,
        } => {
            let text = files
                .iter()
                .map(|f| files::new_provision(f))
                .collect::<Result<_, _>>()?;
            (id, vec![Move::Add { after, depth, text }], now)
        }
        _ => return Err(crate::command::internal()),
    })
}

/// What is said of wording; the rest is another command.
fn said(agree: Agree) -> Result<Moves, Box<Agree>> {
    let (id, what, now) = match agree {
        Agree::Support {
            id,
            bracket,
            label,
            now,
        } => (
            id,
            Move::Support {
                target: bracket,
                label,
            },
            now,
        ),
        Agree::Withdraw {
            id,
            bracket,
            label,
            now,
        } => (
            id,
            Move::Withdraw {
                target: bracket,
                label,
            },
            now,
        ),
        Agree::Reserve {
            id,
            article,
            kind,
            now,
        } => (
            id,
            Move::Reserve {
                provision: article,
                kind: reservation(kind),
            },
            now,
        ),
        Agree::Lift {
            id,
            article,
            kind,
            now,
        } => (
            id,
            Move::Lift {
                provision: article,
                kind: kind.map(reservation),
            },
            now,
        ),
        Agree::Drop { id, article, now } => (id, Move::Drop { provision: article }, now),
        Agree::Keep { id, article, now } => (id, Move::Keep { provision: article }, now),
        Agree::Move {
            id,
            article,
            after,
            now,
        } => (
            id,
            Move::Shift {
                provision: article,
                after,
            },
            now,
        ),
        Agree::Park {
            id,
            article,
            until,
            now,
        } => (
            id,
            Move::Park {
                provision: article,
                until,
            },
            now,
        ),
        Agree::Accept { id, turn, now } => (id, Move::Chair { turn, accept: true }, now),
        Agree::Decline { id, turn, now } => (
            id,
            Move::Chair {
                turn,
                accept: false,
            },
            now,
        ),
        other => return Err(Box::new(other)),
    };
    Ok((id, vec![what], now))
}

pub(super) fn talk(talk: Talk) -> Command {
    Command::Talk(Box::new(talk))
}

fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Ja => "ja",
    }
}

fn reservation(word: ReserveWord) -> Reservation {
    match word {
        ReserveWord::Scrutiny => Reservation::Scrutiny,
        ReserveWord::Language => Reservation::Language,
        ReserveWord::Substance => Reservation::Substance,
        ReserveWord::Parliament => Reservation::Parliament,
    }
}

/// Refuses when the text is not the one whose digest was read.
async fn same_text(session: &Session, id: &str, named: &str) -> Result<(), Problem> {
    let view = session
        .call(Command::AgreeText { id: id.to_owned() })
        .await?;
    let now = view
        .get("digest")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if named.len() >= 8 && now.starts_with(&named.to_ascii_lowercase()) {
        return Ok(());
    }
    Err(Problem::new("AGREE-003", Class::Stale)
        .with("now", now.chars().take(12).collect::<String>())
        .with("named", named))
}

fn json_or_words(value: &str) -> String {
    match serde_json::from_str::<Value>(value) {
        Ok(json) if !json.is_f64() => value.to_owned(),
        _ => Value::String(value.to_owned()).to_string(),
    }
}

#[expect(clippy::too_many_arguments, reason = "the fields of the command")]
async fn one(
    session: &Session,
    id: String,
    provision: String,
    history: bool,
    lang: Option<String>,
    edit: bool,
    heading: bool,
    ui: String,
) -> Result<(&'static str, Value), Problem> {
    if edit {
        let asked = Talk::Edit {
            id,
            provision,
            lang: lang.unwrap_or_default(),
            heading,
        };
        return Ok(("edit", session.call(talk(asked)).await?));
    }
    if history {
        let asked = Talk::History {
            id,
            provision,
            lang,
            ui,
        };
        return Ok(("page", session.call(talk(asked)).await?));
    }
    let asked = Talk::Article { id, provision, ui };
    Ok(("page", session.call(talk(asked)).await?))
}

async fn compared(
    session: &Session,
    agree: Agree,
    ui: String,
) -> Result<(&'static str, Value), Problem> {
    let Agree::Compare {
        a,
        view,
        turn,
        language,
        article,
        all,
        output,
        ..
    } = agree
    else {
        return Err(crate::command::internal());
    };
    let view = match view {
        ViewWord::Four => "four",
        ViewWord::Two => "two",
        ViewWord::Inline => "inline",
        ViewWord::JaEn => "ja-en",
        ViewWord::Clean => "clean",
        ViewWord::Brackets => "brackets",
    };
    let asked = Compared {
        id: a,
        view: view.to_owned(),
        turns: turn,
        lang: language,
        provision: article,
        all: all || output.is_some(),
        file: output.is_some(),
        ui,
    };
    let value = session.call(talk(Talk::Compare(asked))).await?;
    let Some(path) = output else {
        return Ok(("page", value));
    };
    page_file(&path, &value)
}

/// Writes a page as .html or .docx.
pub(super) fn page_file(path: &Path, value: &Value) -> Result<(&'static str, Value), Problem> {
    let page: Page = serde_json::from_value(value.get("page").cloned().unwrap_or_default())
        .map_err(|_| crate::command::internal())?;
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let bytes = match ending {
        "html" => entente_paper::html::render(&page).into_bytes(),
        "docx" => {
            let changed_at = value
                .get("changed_at")
                .and_then(Value::as_str)
                .unwrap_or("1970-01-01T00:00:00Z");
            docx::export(&docx::Export {
                page: &page,
                changed_at,
            })
            .map_err(|e| {
                Problem::new("TALK-006", Class::Refused)
                    .with("file", path.display())
                    .with("detail", e)
            })?
        }
        _ => {
            return Err(Problem::new("USE-002", Class::Usage)
                .with("value", path.display())
                .with("kind", "FILE.html or FILE.docx"));
        }
    };
    std::fs::write(path, &bytes).map_err(|e| machine(path, &e))?;
    Ok(("file", json!({ "file": path, "bytes": bytes.len() })))
}

fn say(what: Say) -> SayNow {
    match what {
        Say::Revive { on } => SayNow::Revive { on },
        Say::Pause { from } => SayNow::Pause { from },
        Say::Resume { on } => SayNow::Resume { on },
        Say::Update { field, value } => SayNow::Update { field, value },
        Say::Acknowledge => SayNow::Acknowledge,
        Say::Rules { version } => SayNow::Rules { version },
        Say::Answer { answer } => SayNow::Answer { answer },
        Say::End { on } => SayNow::End { on },
        Say::Gate { gate } => SayNow::Gate { gate },
    }
}
