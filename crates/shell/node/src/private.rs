//! Commands on the delegation's own papers. They are read from and written to this node's own
//! file; the control socket carries them inside the machine, and nothing carries them out of it.

use crate::{
    command::which,
    runtime::{Node, short_id},
    talk,
};
use entente_model::{OfficialId, Problem, ProvisionId, problem::Class};
use entente_private::{About, Kind, Paper, PrivateText};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A command on private papers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the command of the same name")]
pub enum PrivateCommand {
    Add {
        id: String,
        article: Option<String>,
        kind: String,
        text: String,
        by: OfficialId,
    },
    List {
        id: String,
        article: Option<String>,
    },
    Remove {
        id: String,
        paper: u64,
    },
}

/// Carries out a command.
///
/// # Errors
/// AGREE-001, AGREE-010, PRIV-001 to PRIV-006.
pub fn execute(node: &Node, command: PrivateCommand) -> Result<Value, Problem> {
    let mut drawer = talk::drawer(node)?;
    match command {
        PrivateCommand::Add {
            id,
            article,
            kind,
            text,
            by,
        } => {
            let agreement = which(node, Some(&id), None)?;
            let paper = Paper {
                agreement,
                provision: about(node, &id, article.as_deref())?,
                kind: kind_of(&kind)?,
                text: PrivateText::new(text)?,
                by,
                at: node.clock.now(),
            };
            let number = drawer.add(&paper, &mut crate::clock::OsEntropy)?;
            Ok(json!({ "agreement": short_id(&agreement), "paper": number.0 }))
        }
        PrivateCommand::List { id, article } => {
            let agreement = which(node, Some(&id), None)?;
            let provision = about(node, &id, article.as_deref())?;
            let about = provision.as_ref().map_or(About::Any, About::Provision);
            let papers: Vec<Value> = drawer
                .list(&agreement, about, None)?
                .iter()
                .map(|filed| {
                    let paper = &filed.paper;
                    json!({
                        "paper": filed.id.0, "article": paper.provision, "kind": word(paper.kind),
                        "by": paper.by, "at": paper.at.to_string(), "text": paper.text.read(),
                    })
                })
                .collect();
            Ok(json!({ "agreement": short_id(&agreement), "papers": papers }))
        }
        PrivateCommand::Remove { id, paper } => {
            let agreement = which(node, Some(&id), None)?;
            let number = entente_private::PaperId(paper);
            if drawer.get(number)?.paper.agreement != agreement {
                return Err(Problem::new("PRIV-005", Class::NotFound).with("paper", paper));
            }
            drawer.remove(number)?;
            Ok(json!({ "agreement": short_id(&agreement), "removed": paper }))
        }
    }
}

fn about(node: &Node, id: &str, article: Option<&str>) -> Result<Option<ProvisionId>, Problem> {
    let Some(article) = article else {
        return Ok(None);
    };
    let at = talk::At::find(node, id)?;
    talk::provision(at.talk.text(), article).map(Some)
}

fn kind_of(named: &str) -> Result<Kind, Problem> {
    Kind::ALL
        .into_iter()
        .find(|k| self::word(*k) == named)
        .ok_or_else(|| {
            Problem::new("USE-002", Class::Usage)
                .with("value", named)
                .with("kind", "kind: instruction, fallback, comment, draft")
        })
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Instruction => "instruction",
        Kind::Fallback => "fallback",
        Kind::Comment => "comment",
        Kind::Draft => "draft",
    }
}
