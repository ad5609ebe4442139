//! An incident from its suspicion to its end, and a dispute whose two accounts stand side by side.

use super::{Stage, acts::text, unexpected};
use crate::{
    command::Command,
    matters::{About, CaseCommand, Named, Signed, Sort, What},
};
use entente_model::{Problem, case::Stage as Reached, id::ItemRef};
use entente_words::{Key, key};
use serde_json::Value;

const JAPAN: bool = true;
const WELLINGTON: bool = false;

/// Tells both: the incident of an item Wellington gave to Tokyo.
pub(super) async fn tell(stage: &mut Stage, item: &ItemRef) -> Result<(), Problem> {
    incident(stage, item).await?;
    dispute(stage).await
}

async fn incident(stage: &mut Stage, item: &ItemRef) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_INCIDENT, &[]);
    stage.shell(
        "Tokyo",
        &format!("incident report --item {item} --kind suspected --text …"),
    );
    let about = About::Incident {
        trigger: "suspected".to_owned(),
        items: vec![item.clone()],
    };
    let case = open(
        stage,
        JAPAN,
        "security-officer",
        about,
        key::DEMO_INCIDENT_TEXT,
    )
    .await?;
    let named = named(&case, Sort::Incident);
    stage.until(WELLINGTON, show(&named), |_| true).await?;
    for reached in [Reached::Preliminary, Reached::Final, Reached::Measures] {
        stage.shell("Tokyo", &format!("incident … {case} ({})", reached.word()));
        let what = What::Report(reached);
        step(
            stage,
            JAPAN,
            "security-officer",
            &named,
            what,
            Some(key::DEMO_INCIDENT_TEXT),
        )
        .await?;
    }
    // The holder's word alone does not close it.
    stage.shell("Tokyo", &format!("incident close {case}"));
    let _ = step(stage, JAPAN, "security-officer", &named, What::Close, None).await;
    let still = stage.call(JAPAN, show(&named)).await?;
    if text(&still, "state")? == "closed" {
        return Err(unexpected("the holder closed the incident alone"));
    }
    let measures = |v: &Value| v.to_string().contains("measures");
    stage.until(WELLINGTON, show(&named), measures).await?;
    stage.shell("Wellington", &format!("incident close {case}"));
    step(
        stage,
        WELLINGTON,
        "security-officer",
        &named,
        What::Close,
        None,
    )
    .await?;
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        let closed = |v: &Value| v.get("state").and_then(Value::as_str) == Some("closed");
        stage.until(japan, show(&named), closed).await?;
        let said = stage
            .printer
            .words(key::DEMO_SEES_CLOSED, &[("case", &case)]);
        stage.sees(who, &said);
    }
    Ok(())
}

async fn dispute(stage: &mut Stage) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_DISPUTE, &[]);
    stage.shell("Wellington", "dispute open --article 5.1 --text …");
    let about = About::Dispute {
        articles: vec!["5.1".to_owned()],
        items: Vec::new(),
    };
    let case = open(
        stage,
        WELLINGTON,
        "foreign-minister",
        about,
        key::DEMO_ACCOUNT_NZL,
    )
    .await?;
    let named = named(&case, Sort::Dispute);
    stage.until(JAPAN, show(&named), |_| true).await?;
    for (japan, who, words) in [
        (JAPAN, "Tokyo", key::DEMO_ACCOUNT_JPN),
        (WELLINGTON, "Wellington", key::DEMO_ACCOUNT_NZL),
    ] {
        stage.shell(who, &format!("dispute account {case} --text …"));
        let what = What::Report(Reached::Account);
        step(stage, japan, "foreign-minister", &named, what, Some(words)).await?;
    }
    let both = |v: &Value| {
        let accounts = v.get("accounts").and_then(Value::as_array);
        accounts.is_some_and(|a| a.len() >= 2)
    };
    stage.until(JAPAN, show(&named), both).await?;
    stage.shell("Tokyo", &format!("dispute evidence {case} -o dispute"));
    let to = stage.dir.join("dispute");
    let bundle = CaseCommand::Evidence {
        case: named,
        to: to.clone(),
    };
    stage.call(JAPAN, Command::Case(Box::new(bundle))).await?;
    let said = stage.printer.words(key::DEMO_SEES_DISPUTE, &[]);
    stage.sees("Tokyo", &said);
    Ok(())
}

fn named(case: &str, sort: Sort) -> Named {
    Named {
        case: case.to_owned(),
        sort,
        agreement: None,
    }
}

fn show(case: &Named) -> Command {
    Command::Case(Box::new(CaseCommand::Show { case: case.clone() }))
}

async fn open(
    stage: &mut Stage,
    japan: bool,
    position: &str,
    about: About,
    words: Key,
) -> Result<String, Problem> {
    let act = signed(stage, japan, position, Some(words))?;
    let command = CaseCommand::Open {
        about,
        with: None,
        act,
    };
    let view = stage.call(japan, Command::Case(Box::new(command))).await?;
    text(&view, "case")
}

async fn step(
    stage: &mut Stage,
    japan: bool,
    position: &str,
    case: &Named,
    what: What,
    words: Option<Key>,
) -> Result<(), Problem> {
    let act = signed(stage, japan, position, words)?;
    let command = CaseCommand::Step {
        case: case.clone(),
        what,
        act,
    };
    stage
        .call(japan, Command::Case(Box::new(command)))
        .await
        .map(|_| ())
}

fn signed(
    stage: &mut Stage,
    japan: bool,
    position: &str,
    words: Option<Key>,
) -> Result<Signed, Problem> {
    let by = stage.by(japan, position, true)?;
    Ok(Signed {
        agreement: None,
        on: None,
        text: words.map_or_else(String::new, |w| stage.printer.words(w, &[])),
        by,
    })
}
