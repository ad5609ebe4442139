//! The story, step by step. Every claim is checked: a step that does not go as told is an error.

use super::{
    Stage,
    acts::{add, code, has, instrument, joined, propose, purpose, receive, release, text},
    start, unexpected,
};
use crate::{
    command::Command,
    talk::{Move, Redline, Talk},
    views,
};
use entente_model::{Problem, act::NoteKind, id::ItemRef, instrument::Instrument};
use entente_words::key;
use serde_json::Value;
use std::path::Path;

const JAPAN: bool = true;
const WELLINGTON: bool = false;
/// Ahead of entry into force: the first day of the second month after the last receipt.
const CLOCK_AHEAD_S: i64 = 63 * 24 * 3600;

/// Tells it.
pub(super) async fn tell(stage: &mut Stage, own_file: Option<&Path>) -> Result<(), Problem> {
    begin(stage).await?;
    pair(stage).await?;
    let id = negotiate(stage).await?;
    sign(stage, &id).await?;
    let files = super::files::write(&stage.dir)?;
    let pdf = own_file.map_or_else(|| files.pdf.clone(), Path::to_owned);
    let report = too_early(stage, &id, &pdf).await?;
    into_force(stage, &id).await?;
    share(stage, &report, &pdf).await?;
    let given_back = share_back(stage, &files).await?;
    refuse_top_secret(stage, &files.text).await?;
    compare_registers(stage).await?;
    super::after::tell(stage, &report).await?;
    super::cases::tell(stage, &given_back).await?;
    prove(stage, &id).await
}

async fn begin(stage: &mut Stage) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_START, &[]);
    stage.shell(
        "Tokyo",
        "init --demo --party JPN --name \"…\"; entente serve",
    );
    stage.tokyo = Some(start(&stage.dir, "JPN", "tokyo", "日本国 (Japan, demonstration)").await?);
    stage.shell(
        "Wellington",
        "init --demo --party NZL --name \"…\"; entente serve",
    );
    stage.wellington = Some(
        start(
            &stage.dir,
            "NZL",
            "wellington",
            "New Zealand (demonstration)",
        )
        .await?,
    );
    Ok(())
}

async fn pair(stage: &mut Stage) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_PAIR, &[]);
    let mut cards = Vec::new();
    for (japan, party) in [(JAPAN, "JPN"), (WELLINGTON, "NZL")] {
        let value = stage.call(japan, Command::PartyCard).await?;
        let card = text(&value, "card")?;
        let path = stage.dir.join("keys").join(format!("{party}.card"));
        std::fs::write(&path, &card).map_err(|e| crate::dir::machine(&path, &e))?;
        cards.push(card);
    }
    let [jpn, nzl] = cards.as_slice() else {
        return Err(unexpected("cards"));
    };
    for (japan, who, card, partner) in [
        (JAPAN, "Tokyo", nzl, "NZL"),
        (WELLINGTON, "Wellington", jpn, "JPN"),
    ] {
        stage.shell(who, &format!("party add {}.card", partner.to_lowercase()));
        let words = stage
            .call(japan, Command::PartyAdd { card: card.clone() })
            .await?;
        let (en, ja) = (joined(&words, "words_en"), joined(&words, "words_ja"));
        stage.sees(who, &format!("{partner}: {en}"));
        stage.sees(who, &format!("{partner}: {ja}"));
    }
    // Nothing is trusted before both confirm.
    let early = stage.call(JAPAN, propose(instrument(stage)?)).await;
    stage.refusal("Tokyo", "PARTY-002", early)?;
    stage.begin(key::DEMO_STEP_CONFIRM, &[]);
    for (japan, who, partner) in [(JAPAN, "Tokyo", "NZL"), (WELLINGTON, "Wellington", "JPN")] {
        let party = code(partner)?;
        // In life these words come by telephone; here from the other node's own screen.
        let read_out = stage
            .call(
                !japan,
                Command::PartyShow {
                    party: party.clone(),
                },
            )
            .await?;
        let words = joined(&read_out, if japan { "words_en" } else { "words_ja" });
        stage.shell(who, &format!("party confirm {partner} --words \"{words}\""));
        stage
            .call(japan, Command::PartyConfirm { party, words })
            .await?;
    }
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        let both = |v: &Value| {
            v.pointer("/parties/0/confirmed_by_us") == Some(&Value::Bool(true))
                && v.pointer("/parties/0/confirmed_by_them") == Some(&Value::Bool(true))
        };
        stage.until(japan, Command::PartyList, both).await?;
        let said = stage.printer.words(key::UI_CONFIRMED_BOTH, &[]);
        stage.sees(who, &said);
    }
    Ok(())
}

async fn negotiate(stage: &mut Stage) -> Result<String, Problem> {
    stage.begin(key::DEMO_STEP_PROPOSE, &[]);
    let draft = instrument(stage)?;
    stage.shell(
        "Tokyo",
        "agree propose --with NZL --from instruments/jpn-nzl-model",
    );
    let proposed = stage.call(JAPAN, propose(draft.clone())).await?;
    let id = text(&proposed, "agreement")?;
    let arrived = stage
        .until(WELLINGTON, Command::AgreeShow { id: id.clone() }, |_| true)
        .await?;
    let count = arrived
        .get("provisions")
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
        .to_string();
    let said = stage
        .printer
        .words(key::DEMO_SEES_PROPOSAL, &[("id", &id), ("count", &count)]);
    stage.sees("Wellington", &said);
    turns(stage, &id, &draft).await?;
    let read = stage
        .call(JAPAN, Command::AgreeText { id: id.clone() })
        .await?;
    settle(stage, &id, &text(&read, "digest")?).await?;
    Ok(id)
}

/// Wellington redlines a provision in both languages; Tokyo sees brackets and supports.
async fn turns(stage: &mut Stage, id: &str, draft: &Instrument) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_COUNTER, &[]);
    let provision = draft
        .provisions
        .iter()
        .find(|p| p.id.as_str() == "7.2")
        .ok_or_else(|| unexpected("provision 7.2"))?;
    for wording in &provision.text {
        let add = match wording.lang.as_str() {
            "ja" => "\n\n受領証には、当該情報の内容を推知させる事項を記載してはならない。",
            _ => {
                "\n\nA receipt shall state nothing from which the content of the information may be inferred."
            }
        };
        let lang = &wording.lang;
        stage.shell(
            "Wellington",
            &format!("agree redline {id} 7.2 receipt.{lang}.txt --in {lang}"),
        );
        let redline = Redline {
            provision: "7.2".into(),
            lang: lang.clone(),
            heading: false,
            text: format!("{}{add}", wording.body),
            before: None,
            turn: None,
        };
        let what = Move::Redline(vec![redline]);
        stage.call(WELLINGTON, drafted(id, what)).await?;
    }
    stage.shell("Wellington", &format!("agree send {id}"));
    let reason = "Receipts travel in the open.";
    stage.call(WELLINGTON, sent(id, reason)).await?;
    let bracketed = |v: &Value| v.pointer("/counts/brackets").and_then(Value::as_u64) == Some(2);
    let show = || Command::AgreeShow { id: id.to_owned() };
    stage.until(JAPAN, show(), bracketed).await?;
    let ui = if stage.printer.lang == entente_words::Lang::Ja {
        "ja"
    } else {
        "en"
    };
    let asked = Talk::Article {
        id: id.to_owned(),
        provision: "7.2".into(),
        ui: ui.into(),
    };
    let article = stage.call(JAPAN, Command::Talk(Box::new(asked))).await?;
    let alternatives = article
        .pointer("/provision/texts/0/body/brackets/0/alternatives")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    for (label, alternative) in ["A", "B"].iter().zip(&alternatives) {
        let words = alternative
            .get("text")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let by = alternative
            .pointer("/backers/0")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let words = if words.is_empty() {
            "—"
        } else {
            words.trim()
        };
        stage.sees("Tokyo", &format!("7.2#b1 {label} ({by}): {words}"));
    }
    for target in ["7.2#b1", "7.2#b2"] {
        stage.shell("Tokyo", &format!("agree support {id} {target} B"));
        let what = Move::Support {
            target: target.into(),
            label: "B".into(),
        };
        stage.call(JAPAN, drafted(id, what)).await?;
    }
    stage.shell("Tokyo", &format!("agree send {id}"));
    stage.call(JAPAN, sent(id, "")).await?;
    let clean = |v: &Value| v.pointer("/counts/brackets").and_then(Value::as_u64) == Some(0);
    for japan in [JAPAN, WELLINGTON] {
        stage.until(japan, show(), clean).await?;
    }
    certify(stage, id).await
}

/// The legal advisers certify that both languages say the same.
async fn certify(stage: &mut Stage, id: &str) -> Result<(), Problem> {
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        stage.shell(
            who,
            &format!("agree concord {id} --official treaties-director"),
        );
        let by = stage.by(japan, "treaties-director", true)?;
        let concord = Talk::Concord {
            id: id.to_owned(),
            provisions: Vec::new(),
            by,
        };
        stage.call(japan, Command::Talk(Box::new(concord))).await?;
    }
    for japan in [JAPAN, WELLINGTON] {
        let all = |v: &Value| v.pointer("/counts/concordant") == v.pointer("/counts/of");
        let show = Command::AgreeShow { id: id.to_owned() };
        stage.until(japan, show, all).await?;
    }
    Ok(())
}

fn drafted(id: &str, what: Move) -> Command {
    Command::Talk(Box::new(Talk::Draft {
        id: id.to_owned(),
        what: vec![what],
        now: false,
        reason: String::new(),
    }))
}

fn sent(id: &str, reason: &str) -> Command {
    Command::Talk(Box::new(Talk::Send {
        id: id.to_owned(),
        reason: reason.to_owned(),
        reply_by: None,
        chair: false,
    }))
}

/// Both agree to the digest they read, and freeze it.
async fn settle(stage: &mut Stage, id: &str, digest: &str) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_AGREE, &[]);
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        stage.shell(
            who,
            &format!(
                "agree agree {id} --send --text {}",
                digest.get(..12).unwrap_or(digest)
            ),
        );
        let what = Move::Agree {
            provision: None,
            ad_ref: false,
        };
        let agree = Talk::Draft {
            id: id.to_owned(),
            what: vec![what],
            now: true,
            reason: String::new(),
        };
        stage.call(japan, Command::Talk(Box::new(agree))).await?;
    }
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        stage
            .until(
                japan,
                Command::AgreeShow { id: id.to_owned() },
                has("stage", "text-agreed"),
            )
            .await?;
        stage.shell(who, &format!("agree freeze {id}"));
    }
    for japan in [JAPAN, WELLINGTON] {
        stage
            .call(
                japan,
                Command::AgreeFreeze {
                    id: id.to_owned(),
                    text: Some(digest.to_owned()),
                },
            )
            .await?;
    }
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        let view = stage
            .until(
                japan,
                Command::AgreeShow { id: id.to_owned() },
                has("stage", "frozen"),
            )
            .await?;
        stage.sees(who, &format!("SHA-256 {}", text(&view, "digest")?));
    }
    Ok(())
}

async fn sign(stage: &mut Stage, id: &str) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_SIGN, &[]);
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        for official in ["foreign-minister", "defence-minister"] {
            stage.shell(who, &format!("agree sign {id} --official {official}"));
            let by = stage.by(japan, official, true)?;
            let capacity = if japan {
                "日本国政府のために"
            } else {
                "For the Government of New Zealand"
            };
            stage
                .call(
                    japan,
                    Command::AgreeSign {
                        id: id.to_owned(),
                        by,
                        capacity: capacity.into(),
                        powers: String::new(),
                    },
                )
                .await?;
        }
    }
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        let view = stage
            .until(
                japan,
                Command::AgreeShow { id: id.to_owned() },
                has("stage", "signed"),
            )
            .await?;
        let many = view
            .get("signatures")
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
            .to_string();
        let said = stage
            .printer
            .words(key::DEMO_SEES_SIGNED, &[("count", &many)]);
        stage.sees(who, &said);
    }
    Ok(())
}

/// A release before entry into force is refused and names the article.
async fn too_early(stage: &mut Stage, id: &str, file: &Path) -> Result<ItemRef, Problem> {
    stage.begin(key::DEMO_STEP_EARLY, &[]);
    let item = add(stage, JAPAN, "Tokyo", file, "Joint maritime picture", "秘").await?;
    let early = release(stage, JAPAN, &item, "NZL", false).await;
    stage.refusal("Tokyo", "REL-001", early)?;
    let _ = id;
    Ok(item)
}

async fn into_force(stage: &mut Stage, id: &str) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_NOTES, &[]);
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        stage.shell(
            who,
            &format!("agree note {id} --kind completed --official foreign-minister"),
        );
        let by = stage.by(japan, "foreign-minister", true)?;
        stage
            .call(
                japan,
                Command::AgreeNote {
                    id: id.to_owned(),
                    kind: NoteKind::Completed,
                    date: None,
                    by,
                },
            )
            .await?;
    }
    let mut dates = Vec::new();
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        let dated = |v: &Value| v.get("entry_into_force").is_some_and(Value::is_string);
        let view = stage
            .until(japan, Command::AgreeShow { id: id.to_owned() }, dated)
            .await?;
        let date = text(&view, "entry_into_force")?;
        let said = stage.printer.words(key::DEMO_SEES_DATE, &[("date", &date)]);
        stage.sees(who, &said);
        dates.push(date);
    }
    if dates.first() != dates.last() {
        return Err(unexpected("the two nodes compute different dates"));
    }
    stage.begin(
        key::DEMO_STEP_CLOCK,
        &[("date", dates.first().map_or("", String::as_str))],
    );
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        stage
            .call(
                japan,
                Command::DemoClock {
                    advance_s: CLOCK_AHEAD_S,
                },
            )
            .await?;
        let view = stage
            .call(japan, Command::AgreeShow { id: id.to_owned() })
            .await?;
        if view.get("in_force") != Some(&Value::Bool(true)) {
            return Err(unexpected("not in force"));
        }
        let said = stage.printer.words(key::UI_STAGE_IN_FORCE, &[]);
        stage.sees(who, &said);
    }
    Ok(())
}

async fn share(stage: &mut Stage, item: &ItemRef, original: &Path) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_RELEASE, &[]);
    stage.shell(
        "Tokyo",
        &format!("item check {item} --to NZL --purpose maritime-safety"),
    );
    let check = Command::ItemCheck {
        item: item.clone(),
        agreement: None,
        to: Some(code("NZL")?),
        purpose: Some(purpose()?),
        unit: String::new(),
        signed: false,
        second: false,
    };
    let answer = stage.call(JAPAN, check).await?;
    if answer.get("allowed") != Some(&Value::Bool(true)) {
        return Err(unexpected("the check should allow it"));
    }
    let passed = answer
        .get("checks")
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
        .to_string();
    let said = stage
        .printer
        .words(key::DEMO_SEES_CHECK, &[("count", &passed)]);
    stage.sees("Tokyo", &said);
    release(stage, JAPAN, item, "NZL", false).await?;
    stage.begin(key::DEMO_STEP_RECEIPT, &[]);
    receive(stage, WELLINGTON, "Wellington", item, original, true).await
}

async fn share_back(stage: &mut Stage, files: &super::files::Files) -> Result<ItemRef, Problem> {
    stage.begin(key::DEMO_STEP_BACK, &[]);
    let sent = [
        (&files.text, "巡視計画", "CONFIDENTIAL", false),
        (&files.image, "Survey image", "SECRET", true),
    ];
    let mut items = Vec::new();
    for (file, title, level, signed) in sent {
        let item = add(stage, WELLINGTON, "Wellington", file, title, level).await?;
        if signed {
            // From this level the terms ask for the officer's own signature.
            let unsigned = release(stage, WELLINGTON, &item, "JPN", false).await;
            stage.refusal("Wellington", "REL-009", unsigned)?;
        }
        release(stage, WELLINGTON, &item, "JPN", signed).await?;
        items.push((item, file));
    }
    for (item, file) in &items {
        receive(stage, JAPAN, "Tokyo", item, file, false).await?;
    }
    let first = items.into_iter().next().map(|(item, _)| item);
    first.ok_or_else(|| unexpected("an item"))
}

async fn refuse_top_secret(stage: &mut Stage, file: &Path) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_TOP, &[]);
    let item = add(
        stage,
        WELLINGTON,
        "Wellington",
        file,
        "Not covered",
        "TOP SECRET",
    )
    .await?;
    let above = release(stage, WELLINGTON, &item, "JPN", true).await;
    stage.refusal("Wellington", "REL-014", above)
}

/// Both registers, row by row.
async fn compare_registers(stage: &mut Stage) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_REGISTERS, &[]);
    let mut registers = Vec::new();
    for (japan, who) in [(JAPAN, "Tokyo"), (WELLINGTON, "Wellington")] {
        let settled = |v: &Value| {
            let rows = v.get("register").and_then(Value::as_array);
            rows.is_some_and(|r| {
                r.len() == 3
                    && r.iter()
                        .all(|row| row.get("state").and_then(Value::as_str) == Some("receipted"))
            })
        };
        let view = stage
            .until(
                japan,
                Command::ItemList {
                    agreement: None,
                    reader: None,
                },
                settled,
            )
            .await?;
        let mut rows: Vec<String> = view
            .get("register")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(views::register_key)
            .collect();
        rows.sort();
        for row in &rows {
            stage.sees(who, row);
        }
        registers.push(rows);
    }
    if registers.first() != registers.last() {
        return Err(unexpected("the registers differ"));
    }
    Ok(())
}

async fn prove(stage: &mut Stage, id: &str) -> Result<(), Problem> {
    stage.begin(key::DEMO_STEP_EVIDENCE, &[]);
    let settled =
        |v: &Value| v.pointer("/own_record/size") == v.pointer("/own_record/stored_by_partner");
    for japan in [JAPAN, WELLINGTON] {
        stage
            .until(japan, Command::AgreeShow { id: id.to_owned() }, settled)
            .await?;
    }
    let to = stage.dir.join("story.evidence");
    stage.shell("Tokyo", &format!("evidence export {id} -o story.evidence"));
    stage
        .call(
            JAPAN,
            Command::EvidenceExport {
                agreement: Some(id.to_owned()),
                to: to.clone(),
            },
        )
        .await?;
    // Both nodes are gone now; what follows needs only the file and the two cards.
    stage.stop();
    stage.begin(key::DEMO_STEP_VERIFY, &[]);
    let keys = stage.dir.join("keys");
    stage.shell("anybody", "verify story.evidence --keys keys");
    let report = crate::evidence::verify_path(&to, Some(&keys))?;
    let timeline = entente_verify::render(&report, stage.printer.lang, None);
    stage.sees("anybody", &timeline);
    stage.begin(key::DEMO_STEP_TAMPER, &[]);
    let copy = stage.dir.join("tampered.evidence");
    tamper(&to, &copy)?;
    stage.shell("anybody", "verify tampered.evidence --keys keys");
    let verdict = crate::evidence::verify_path(&copy, Some(&keys));
    match verdict {
        Err(problem) if problem.class == entente_model::problem::Class::Unverified => {
            stage.sees("anybody", &stage.printer.problem_text(&problem));
            Ok(())
        }
        _ => Err(unexpected("the tampered copy was accepted")),
    }
}

/// Changes one digit of one act in a copy.
fn tamper(from: &Path, to: &Path) -> Result<(), Problem> {
    let mut bytes = std::fs::read(from).map_err(|e| crate::dir::machine(from, &e))?;
    let mark = b"\"size\":";
    let found = bytes
        .windows(mark.len())
        .position(|w| w == mark)
        .map(|at| at.saturating_add(mark.len()));
    match found.and_then(|at| bytes.get_mut(at)) {
        Some(digit) => *digit ^= 1,
        None => return Err(unexpected("no release in the evidence")),
    }
    std::fs::write(to, bytes).map_err(|e| crate::dir::machine(to, &e))
}
