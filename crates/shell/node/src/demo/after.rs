//! What becomes of an item after its receipt: a refusal to pass it on, a consent with a condition,
//! a recall, destruction by two people. Every claim is checked.

use super::{
    Stage,
    acts::{code, purpose, text},
    unexpected,
};
use crate::{
    command::Command,
    life::{Asking, Do, Doing, Granting, LifeCommand},
};
use entente_model::{
    Problem,
    holding::{Third, Wanted},
    id::ItemRef,
};
use entente_words::key;
use serde_json::Value;

const JAPAN: bool = true;
const WELLINGTON: bool = false;

/// Tells it of an item Tokyo gave to Wellington.
pub(super) async fn tell(stage: &mut Stage, item: &ItemRef) -> Result<(), Problem> {
    consent(stage, item).await?;
    recall(stage, item).await?;
    destroy(stage, item).await
}

/// Wellington may not pass it on; it asks, and Tokyo consents to one copy on a condition.
async fn consent(stage: &mut Stage, item: &ItemRef) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_CONSENT, &[]);
    let australia = Third {
        kind: "state".to_owned(),
        party: Some(code("AUS")?),
        name: String::new(),
        unit: None,
    };
    let for_what = purpose()?;
    let pass = |copies| Doing::GivenOn {
        to: australia.clone(),
        purpose: for_what.clone(),
        copies,
        consent: None,
    };
    stage.shell("Wellington", &format!("item pass {item} --third AUS …"));
    let early = act(stage, WELLINGTON, item, "releasing-officer", pass(1), "").await;
    let refused = early.as_ref().err().map(|p| p.code.to_string());
    let refused = refused.unwrap_or_default();
    stage.refusal("Wellington", &refused, early)?;
    let asking = Asking {
        matter: "onward".to_owned(),
        to: vec![code("AUS")?],
        kind: "state".to_owned(),
        purpose: Some(purpose()?),
        copies: Some(2),
        ..Asking::default()
    };
    stage.shell(
        "Wellington",
        &format!("consent ask {item} --for onward --to AUS --copies 2"),
    );
    let why = "the ship goes on to Australian waters";
    let ask = Doing::Ask(Box::new(asking));
    act(stage, WELLINGTON, item, "releasing-officer", ask, why).await?;
    stage
        .until(
            JAPAN,
            Command::Life(Box::new(LifeCommand::Consents { open: true })),
            |v| {
                v.get("consents")
                    .and_then(Value::as_array)
                    .is_some_and(|c| !c.is_empty())
            },
        )
        .await?;
    let condition = stage.printer.words(key::DEMO_CONDITION, &[]);
    stage.shell(
        "Tokyo",
        &format!("consent grant {item} --copies 1 --condition \"{condition}\""),
    );
    let granting = Granting {
        copies: Some(1),
        conditions: vec![condition],
        ..Granting::default()
    };
    let grant = Doing::Grant(Box::new(granting));
    act(stage, JAPAN, item, "releasing-officer", grant, "").await?;
    let answered = |v: &Value| {
        let rows = v.get("consents").and_then(Value::as_array);
        rows.is_some_and(|rows| {
            rows.iter()
                .any(|r| r.get("answer").is_some_and(|a| !a.is_null()))
        })
    };
    stage
        .until(
            WELLINGTON,
            Command::Life(Box::new(LifeCommand::Consents { open: false })),
            answered,
        )
        .await?;
    act(stage, WELLINGTON, item, "releasing-officer", pass(1), "").await?;
    let again = act(stage, WELLINGTON, item, "releasing-officer", pass(1), "").await;
    stage.refusal("Wellington", "REG-011", again)
}

async fn recall(stage: &mut Stage, item: &ItemRef) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_RECALL, &[]);
    stage.shell("Tokyo", &format!("item recall {item} --want destroy"));
    let recall = Doing::Recall {
        wanted: Wanted::Destroy,
        by: None,
    };
    act(stage, JAPAN, item, "releasing-officer", recall, "").await?;
    let asked = |v: &Value| v.to_string().contains("recall");
    let show = LifeCommand::Trace {
        item: item.clone(),
        agreement: None,
        with: None,
    };
    stage
        .until(WELLINGTON, Command::Life(Box::new(show)), asked)
        .await?;
    stage.shell(
        "Wellington",
        &format!("item answer-recall {item} --readers 1"),
    );
    let answer = Doing::AnswerRecall {
        order: None,
        readers: 1,
    };
    act(stage, WELLINGTON, item, "registrar", answer, "").await?;
    let said = stage.printer.words(key::DEMO_SEES_RECALLED, &[]);
    stage.sees("Tokyo", &said);
    Ok(())
}

/// One person is not enough; two are; and then nobody can open it any more.
async fn destroy(stage: &mut Stage, item: &ItemRef) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_DESTROY, &[]);
    let destroy = || Doing::Destroy {
        numbers: Vec::new(),
        method: "key shredded".to_owned(),
        emergency: false,
        consent: None,
    };
    stage.shell("Wellington", &format!("item destroy {item} --method …"));
    let alone = act(stage, WELLINGTON, item, "registrar", destroy(), "").await;
    stage.refusal("Wellington", "HOLD-042", alone)?;
    stage.shell(
        "Wellington",
        &format!("item destroy {item} --method … --witness releasing-officer"),
    );
    let by = stage.by(WELLINGTON, "registrar", true)?;
    let witness = stage.by(WELLINGTON, "releasing-officer", true)?;
    let command = Do {
        item: item.clone(),
        agreement: None,
        with: None,
        doing: destroy(),
        text: String::new(),
        by,
        witnesses: vec![witness],
        dry_run: false,
    };
    stage
        .call(
            WELLINGTON,
            Command::Life(Box::new(LifeCommand::Do(command))),
        )
        .await?;
    let open = Command::ItemOpen {
        item: item.clone(),
        reader: None,
    };
    let gone = stage.call(WELLINGTON, open).await;
    stage.refusal("Wellington", "ITEM-010", gone)?;
    // The certificate is in the record that Tokyo holds a copy of.
    let ended = |v: &Value| v.to_string().contains("destroyed");
    let show = LifeCommand::RegisterShow {
        item: item.clone(),
        agreement: None,
        with: None,
    };
    let view = stage
        .until(JAPAN, Command::Life(Box::new(show)), ended)
        .await?;
    let _ = text(&view, "item");
    let said = stage.printer.words(key::DEMO_SEES_DESTROYED, &[]);
    stage.sees("Tokyo", &said);
    Ok(())
}

async fn act(
    stage: &mut Stage,
    japan: bool,
    item: &ItemRef,
    position: &str,
    doing: Doing,
    words: &str,
) -> Result<Value, Problem> {
    let by = stage.by(japan, position, true)?;
    let command = Do {
        item: item.clone(),
        agreement: None,
        with: None,
        doing,
        text: words.to_owned(),
        by,
        witnesses: Vec::new(),
        dry_run: false,
    };
    let done = stage
        .call(japan, Command::Life(Box::new(LifeCommand::Do(command))))
        .await?;
    if done.is_null() {
        return Err(unexpected("an answer"));
    }
    Ok(done)
}
