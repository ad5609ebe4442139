//! The house's nouns: from the parsed command to the node's command and back.

use super::{Session, by, position, read_text};
use crate::{
    cli::{
        Global,
        house::{Audit, House, Keep, Muster, Need, ReadBy, Search, Standing, User},
    },
    command::{By, Command},
    house::{HouseCommand, Over, Reader, Said},
};
use entente_model::{OfficialId, Problem, house::Who};
use serde_json::Value;

type Asked = Result<(&'static str, Value), Problem>;

impl ReadBy {
    /// Who reads, when a person is named: with `--person`, else with `--as`.
    #[must_use]
    pub fn reader(self, global: &Global) -> Option<Reader> {
        let person = self.person.or_else(|| global.acting.clone())?;
        Some(Reader {
            person,
            position: self.position,
            purpose: self.read_for,
        })
    }
}

async fn call(session: &Session, view: &'static str, command: HouseCommand) -> Asked {
    Ok((view, session.call(Command::House(Box::new(command))).await?))
}

fn security(global: &Global) -> Result<By, Problem> {
    by(
        global,
        position(global, None, Some("security-officer"))?,
        true,
    )
}

fn registrar(global: &Global) -> Result<By, Problem> {
    by(global, position(global, None, Some("registrar"))?, true)
}

/// `entente user`.
pub(super) async fn user(global: &Global, session: &Session, user: User) -> Asked {
    let what = match user {
        User::List => return call(session, "users", HouseCommand::UserList).await,
        User::Show { id } => return call(session, "user", HouseCommand::UserShow { id }).await,
        User::Add {
            id,
            name,
            nationality,
            staff,
            residence_years,
            unit,
        } => {
            let add = HouseCommand::UserAdd {
                id,
                name,
                nationalities: nationality,
                staff,
                residence_years,
                unit,
                by: security(global)?,
            };
            return call(session, "housed", add).await;
        }
        User::Leave { id } => Said::Leave { id },
        User::Clear { id, level, until } => Said::Clear { id, level, until },
        User::Unclear { id, reason } => Said::Unclear { id, reason },
        User::Brief { id, under, on } => Said::Brief {
            id,
            agreement: under,
            on,
        },
        User::Debrief { id, under } => Said::Debrief {
            id,
            agreement: under,
        },
        User::Post {
            id,
            position,
            from,
            until,
        } => Said::Post {
            id,
            position,
            from,
            until,
        },
        User::Unpost { id, position } => Said::Unpost { id, position },
        User::Join { id, group } => Said::Join { id, group },
        User::Part { id, group } => Said::Part { id, group },
        User::Grant {
            id,
            group,
            need,
            task,
            until,
        } => Said::Grant {
            who: who(id, group),
            scope: over(need)?,
            task,
            until,
        },
        User::Revoke { id, group, need } => Said::Revoke {
            who: who(id, group),
            scope: over(need)?,
        },
    };
    let by = security(global)?;
    call(session, "housed", HouseCommand::User { what, by }).await
}

fn who(id: OfficialId, group: bool) -> Who {
    if group {
        Who::Group(id)
    } else {
        Who::Person(id)
    }
}

fn over(need: Need) -> Result<Over, Problem> {
    use entente_model::problem::Class;
    match (need.item, need.purpose) {
        (Some(item), _) => Ok(Over::Item(item)),
        (None, Some(purpose)) => Ok(Over::Purpose(need.under, purpose)),
        (None, None) => {
            Err(Problem::new("USE-001", Class::Usage).with("what", "--item, --purpose"))
        }
    }
}

/// `entente house`, but for what needs no node.
pub(super) async fn house(global: &Global, session: &Session, house: House) -> Asked {
    match house {
        House::Load { file } => {
            let text = read_text(&file)?;
            let by = security(global)?;
            call(session, "rules", HouseCommand::RulesLoad { text, by }).await
        }
        House::Reset => {
            let by = security(global)?;
            call(session, "rules", HouseCommand::RulesShipped { by }).await
        }
        House::Explain { item, by, how } => {
            use entente_model::problem::Class;
            let reader = by
                .reader(global)
                .ok_or_else(|| Problem::new("USE-001", Class::Usage).with("what", "--person"))?;
            let explain = HouseCommand::Explain { item, reader, how };
            call(session, "explained", explain).await
        }
        _ => call(session, "rules", HouseCommand::RulesShow).await,
    }
}

/// `entente muster`.
pub(super) async fn muster(global: &Global, session: &Session, muster: Muster) -> Asked {
    let (muster, item, number, there) = match muster {
        Muster::List => return call(session, "musters", HouseCommand::MusterList).await,
        Muster::Open { sample, due } => {
            let by = registrar(global)?;
            return call(
                session,
                "muster",
                HouseCommand::MusterOpen { sample, due, by },
            )
            .await;
        }
        Muster::Seen {
            muster,
            item,
            number,
        } => (muster, item, number, true),
        Muster::Missing {
            muster,
            item,
            number,
        } => (muster, item, number, false),
    };
    let seen = HouseCommand::MusterSeen {
        muster,
        item,
        number,
        there,
        by: registrar(global)?,
    };
    call(session, "housed", seen).await
}

/// `entente standing`.
pub(super) async fn standing(global: &Global, session: &Session, standing: Standing) -> Asked {
    let officer = || {
        by(
            global,
            position(global, None, Some("releasing-officer"))?,
            true,
        )
    };
    match standing {
        Standing::List => call(session, "standings", HouseCommand::StandingList).await,
        Standing::End { id } => {
            let by = officer()?;
            call(session, "housed", HouseCommand::StandingEnd { id, by }).await
        }
        Standing::Add {
            id,
            to,
            under,
            what,
            purpose,
            ceiling,
            until,
        } => {
            let add = HouseCommand::StandingAdd {
                id,
                agreement: under,
                to,
                what,
                purpose,
                ceiling,
                until,
                by: officer()?,
            };
            call(session, "housed", add).await
        }
    }
}

/// `entente audit`.
pub(super) async fn audit(session: &Session, audit: Audit) -> Asked {
    match audit {
        Audit::Show {
            after,
            limit,
            person,
        } => {
            let show = HouseCommand::AuditShow {
                after,
                limit,
                person,
            };
            call(session, "audit", show).await
        }
        Audit::Verify => call(session, "audited", HouseCommand::AuditVerify).await,
        Audit::Anchor => call(session, "anchored", HouseCommand::AuditAnchor).await,
    }
}

/// `entente search`.
pub(super) async fn search(global: &Global, session: &Session, search: Search) -> Asked {
    let reader = search.by.reader(global);
    if let Some(typed) = search.suggest {
        return call(
            session,
            "suggested",
            HouseCommand::Suggest { typed, reader },
        )
        .await;
    }
    let found = HouseCommand::Search {
        query: search.words.join(" "),
        reader,
        offset: search.offset,
        limit: search.limit.min(1000),
    };
    call(session, "found", found).await
}

/// Lending and places.
pub(super) async fn keep(global: &Global, session: &Session, keep: Keep) -> Asked {
    let by = registrar(global)?;
    let command = match keep {
        Keep::Lend {
            item,
            number,
            lend_to,
            until,
        } => HouseCommand::Lend {
            item,
            number,
            to: lend_to,
            until,
            by,
        },
        Keep::TakeBack { item, number } => HouseCommand::TakeBack { item, number, by },
        Keep::Place {
            item,
            number,
            place,
        } => HouseCommand::Place {
            item,
            number,
            place,
            by,
        },
    };
    call(session, "housed", command).await
}

/// `entente house check`: without a node.
///
/// # Errors
/// HOUSE-001 to HOUSE-010; the file cannot be read.
pub(in crate::run) fn check_rules(
    file: &std::path::Path,
    printer: &crate::print::Printer,
) -> Result<(), Problem> {
    let rules = entente_house::Rules::load(&read_text(file)?)?;
    let list: Vec<Value> = rules
        .list()
        .iter()
        .map(|r| serde_json::json!({ "policy": r.id, "en": r.en, "ja": r.ja }))
        .collect();
    let view = serde_json::json!({ "own": true, "digest": rules.digest().hex(), "rules": list });
    printer.answer("rules", &view);
    Ok(())
}
