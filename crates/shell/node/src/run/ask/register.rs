//! The commands for consents, the register, and what a party declares: from what was typed to
//! what the node is asked.

use super::{
    super::Session,
    absolute, by,
    life::{Asked, act, life},
    position,
};
use crate::{
    cli::{Consent, Declare, Global, Held, Register},
    life::{Asking, Doing, Granting, LifeCommand, Saying, Which},
    print::Printer,
};
use entente_model::{Problem, problem::Class};
use entente_words::Lang;
use serde_json::{Value, json};
use std::{io::Write, path::Path};

pub(super) async fn consent(global: &Global, session: &Session, consent: Consent) -> Asked {
    match consent {
        Consent::List { open } => {
            let list = LifeCommand::Consents { open };
            Ok(("consents", life(session, list).await?))
        }
        Consent::Ask {
            item,
            from,
            matter,
            to,
            name,
            kind,
            unit,
            purpose,
            until,
            copies,
            onward,
            relay,
            level,
            reason,
        } => {
            let asking = Asking {
                matter,
                to,
                name,
                kind,
                unit,
                purpose,
                until,
                copies,
                onward,
                relay,
                level,
            };
            let held = Held {
                item,
                with: from,
                under: None,
            };
            act(global, session, held, Doing::Ask(Box::new(asking)), reason).await
        }
        Consent::Grant {
            held,
            ask,
            until,
            copies,
            unit,
            condition,
            third_agreement,
            for_originators,
            reason,
        } => {
            let granting = Granting {
                ask,
                until,
                copies,
                unit,
                conditions: condition,
                third_agreement,
                also_of: for_originators,
            };
            let doing = Doing::Grant(Box::new(granting));
            act(global, session, held, doing, reason).await
        }
        Consent::Refuse { held, ask, reason } => {
            act(global, session, held, Doing::Refuse { ask }, reason).await
        }
        Consent::Withdraw { held, consent } => {
            act(
                global,
                session,
                held,
                Doing::Withdraw { consent },
                String::new(),
            )
            .await
        }
    }
}

pub(super) async fn declare(global: &Global, session: &Session, declare: Declare) -> Asked {
    let (agreement, what) = match declare {
        Declare::Assure { id, unit, until } => (id, Saying::Assure { unit, until }),
        Declare::Unassure { id, unit } => (id, Saying::Unassure { unit }),
        Declare::Waive { id, duties, until } => (id, Saying::Waive { duties, until }),
    };
    let by = by(
        global,
        position(global, None, Some("security-officer"))?,
        true,
    )?;
    let say = LifeCommand::Say {
        agreement,
        what,
        by,
    };
    Ok(("declared", life(session, say).await?))
}

pub(super) async fn register(
    global: &Global,
    session: &Session,
    register: Register,
    printer: &Printer,
) -> Asked {
    match register {
        Register::List { .. } => list(session, register, printer).await,
        Register::Show { held } => {
            let show = LifeCommand::RegisterShow {
                item: held.item,
                agreement: held.under,
                with: held.with,
            };
            Ok(("deed", life(session, show).await?))
        }
        Register::Print { year, output } => {
            let html = output.as_ref().is_some_and(|path| {
                let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
                matches!(ending.as_deref(), Some("html" | "htm"))
            });
            let book = LifeCommand::RegisterBook {
                year,
                html,
                ja: printer.lang == Lang::Ja,
            };
            let answer = life(session, book).await?;
            given(printer, answer, "book", output.as_deref(), "")
        }
        Register::Duties { under } => {
            let duties = LifeCommand::Duties { agreement: under };
            Ok(("duties", life(session, duties).await?))
        }
        Register::Tally { id } if global.dry_run => {
            let _ = id;
            Err(Problem::new("USE-006", Class::Usage))
        }
        Register::Tally { id } => {
            let tally = LifeCommand::Tally { agreement: id };
            Ok(("tallied", life(session, tally).await?))
        }
        Register::Reconcile { id, with } => {
            let reconcile = LifeCommand::Reconcile {
                agreement: id,
                with: with.as_deref().map(absolute).transpose()?,
            };
            Ok(("reconciled", life(session, reconcile).await?))
        }
        Register::Extract {
            item,
            all: _,
            under,
            proofs,
            output,
        } => {
            let extract = LifeCommand::Extract {
                proofs: proofs || item.is_some(),
                item,
                agreement: under,
                to: absolute(&output)?,
            };
            Ok(("written-file", life(session, extract).await?))
        }
    }
}

async fn list(session: &Session, register: Register, printer: &Printer) -> Asked {
    let Register::List {
        under,
        open,
        ended,
        from,
        limit,
        csv,
        bom,
        output,
    } = register
    else {
        return Err(crate::command::internal());
    };
    let which = Which {
        agreement: under,
        open: (open || ended).then_some(open),
        year: None,
        from,
        limit,
        csv,
    };
    let answer = life(session, LifeCommand::Register(which)).await?;
    if !csv {
        return Ok(("register", answer));
    }
    let mark = if bom { "\u{feff}" } else { "" };
    given(printer, answer, "csv", output.as_deref(), mark)
}

/// Writes a text the node made: to a file, or as it is to standard output.
fn given(
    printer: &Printer,
    answer: Value,
    field: &str,
    output: Option<&Path>,
    before: &str,
) -> Asked {
    let text = answer
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default();
    let whole = format!("{before}{text}");
    let lines = answer.get("lines").cloned();
    match output {
        Some(path) => {
            crate::dir::write_private(path, whole.as_bytes())?;
            Ok(("written-file", json!({ "file": path, "lines": lines })))
        }
        None if printer.is_json() => Ok(("nothing-but-json", answer)),
        None => {
            // A closed pipe is the reader's choice.
            let _ = std::io::stdout().lock().write_all(whole.as_bytes());
            Ok(("nothing", Value::Null))
        }
    }
}
