//! `entente statement`: the pages are written by this process, never by the node.

use super::{by, position};
use crate::{
    cli::{Global, Statement},
    command::{Command, internal},
    run::Session,
    statement::{self, Shown, StatementCommand, What},
};
use entente_model::{PartyId, Problem};
use serde_json::{Value, json};

pub(super) async fn ask(
    global: &Global,
    session: &Session,
    statement: Statement,
) -> Result<(&'static str, Value), Problem> {
    let (view, command) = match statement {
        Statement::Draft {
            year,
            joint,
            text,
            agreement,
            all,
            leave_out,
            under,
            hide_zeros,
            version,
            author,
        } => {
            let author = position(global, author, Some("registrar"))?;
            let what = match (year, joint, text) {
                (Some(year), ..) => What::Statistics {
                    year,
                    agreements: agreement,
                    all,
                    left_out: leave_out,
                    under,
                    hide_zeros,
                },
                (_, Some(agreement), _) => What::Joint { agreement, version },
                (.., Some(agreement)) => What::Text { agreement, version },
                _ => return Err(internal()),
            };
            (
                "statement-drafted",
                StatementCommand::Draft { what, author },
            )
        }
        Statement::Approve {
            id,
            digest,
            official,
        } => {
            let by = by(global, position(global, official, None)?, true)?;
            (
                "statement-approved",
                StatementCommand::Approve { id, digest, by },
            )
        }
        Statement::List => ("statements", StatementCommand::List),
        Statement::Show { id } => ("statement", StatementCommand::Show { id }),
        Statement::Discard { id } => ("statement-discarded", StatementCommand::Discard { id }),
        Statement::Publish { ids, output, force } => {
            let dry_run = global.dry_run;
            let command = StatementCommand::Publish { ids, dry_run };
            let value = session.call(Command::Statement(Box::new(command))).await?;
            return publish(&value, &output, force, dry_run);
        }
    };
    Ok((
        view,
        session.call(Command::Statement(Box::new(command))).await?,
    ))
}

fn publish(
    value: &Value,
    output: &std::path::Path,
    force: bool,
    dry_run: bool,
) -> Result<(&'static str, Value), Problem> {
    let field = |name: &str| value.get(name).cloned().unwrap_or_default();
    let party: PartyId = serde_json::from_value(field("party")).map_err(|_| internal())?;
    let name: String = serde_json::from_value(field("name")).map_err(|_| internal())?;
    let all: Vec<Shown> = serde_json::from_value(field("statements")).map_err(|_| internal())?;
    let files = if dry_run {
        statement::files(&party, &all)
    } else {
        statement::write(output, &party, &name, &all, force)?
    };
    let answer = json!({ "dir": output, "new": field("new"), "files": files, "dry_run": dry_run });
    Ok(("statement-published", answer))
}
