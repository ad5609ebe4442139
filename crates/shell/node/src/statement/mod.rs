//! Statements for the public: drafted by one position, approved by two officials with keys of their
//! own, signed with the party's record key, and written as pages that anybody can verify. A draft
//! that is made again has no approvals: each names the digest of what it approves.

mod count;
mod file;
mod pages;
mod site;

pub use pages::{judge, page};
pub use site::{Shown, files, write};

use crate::{
    command::{By, acting, internal},
    papers::{Papers, Source},
    runtime::{Node, find_agreement, short_id},
    talk::{self, Talk},
};
use entente_model::{
    AgreementId, Instant, OfficialId, PartyId, Problem,
    card::SignedCard,
    dsse::{Kind, Statement},
    problem::Class,
    publication::{
        APPROVALS, AgreementText, JointStatement, JointText, LANGS, Left, Publication,
        PublicationId, Rule, Says, Statistics, Texts, Unfit, VERSION, Zeros,
    },
};
use entente_verify::verify_publication;
use entente_words::{Lang, key, on_screen, text};
use file::{Approval, Kept, Out};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// What is drafted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum What {
    /// Counts of a year.
    Statistics {
        /// The calendar year.
        year: i16,
        /// Agreements shown.
        agreements: Vec<String>,
        /// Every signed agreement is shown.
        all: bool,
        /// Agreements whose existence is not public.
        left_out: Vec<String>,
        /// N of the small-number rule.
        under: u64,
        /// Zeros are hidden too.
        hide_zeros: bool,
    },
    /// What the parties say of a signed agreement.
    Joint {
        /// Agreement.
        agreement: String,
        /// Version; the newest when absent.
        version: Option<u32>,
    },
    /// A signed agreement's text.
    Text {
        /// Agreement.
        agreement: String,
        /// Version; the newest when absent.
        version: Option<u32>,
    },
}

/// A command on statements.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the command of the same name")]
pub enum StatementCommand {
    Draft {
        what: What,
        author: OfficialId,
    },
    Approve {
        id: PublicationId,
        digest: String,
        by: By,
    },
    List,
    Show {
        id: PublicationId,
    },
    Discard {
        id: PublicationId,
    },
    Publish {
        ids: Vec<PublicationId>,
        dry_run: bool,
    },
}

/// Carries out a command.
///
/// # Errors
/// STAT-001 to STAT-012, AGREE-*, OFF-*, STORE-*.
pub async fn execute(node: &Arc<Node>, command: StatementCommand) -> Result<Value, Problem> {
    match command {
        StatementCommand::Draft { what, author } => draft(node, what, author).await,
        StatementCommand::Approve { id, digest, by } => approve(node, &id, &digest, by).await,
        StatementCommand::List => {
            let rows = file::ids(node)?;
            let rows = rows.iter().map(|id| line(node, &file::read(node, id)?));
            Ok(json!({ "statements": rows.collect::<Result<Vec<_>, Problem>>()? }))
        }
        StatementCommand::Show { id } => show(node, &file::read(node, &id)?),
        StatementCommand::Discard { id } => {
            let _gate = file::gate();
            unpublished(&id, &file::read(node, &id)?)?;
            file::remove(node, &id)?;
            Ok(json!({ "id": id, "discarded": true }))
        }
        StatementCommand::Publish { ids, dry_run } => publish(node, ids, dry_run),
    }
}

async fn draft(node: &Arc<Node>, what: What, author: OfficialId) -> Result<Value, Problem> {
    let card = node.me.card.card();
    if card.official(&author).is_none() {
        return Err(Problem::new("OFF-001", Class::NotFound).with("official", &author));
    }
    let (id, title, says) = match what {
        What::Statistics {
            year,
            agreements,
            all,
            left_out,
            under,
            hide_zeros,
        } => {
            let zeros = if hide_zeros {
                Zeros::Hidden
            } else {
                Zeros::Shown
            };
            let rule = Rule { under, zeros };
            if !rule.fits() {
                return Err(Problem::new("STAT-012", Class::Usage).with("under", under));
            }
            let shown = chosen(node, &agreements, all, &left_out)?;
            statistics(node, year, rule, &shown, !left_out.is_empty())?
        }
        What::Joint { agreement, version } => joint(&papers(node, agreement, version).await?)?,
        What::Text { agreement, version } => whole(&papers(node, agreement, version).await?)?,
    };
    let publication = Publication {
        v: VERSION,
        id: id.parse().map_err(|_| internal())?,
        party: card.party.clone(),
        name: card.name.clone(),
        title,
        author,
        at: node.clock.now(),
        demo: card.demo,
        says,
    };
    let _gate = file::gate();
    let before = file::find(node, &publication.id)?;
    if let Some(before) = &before {
        unpublished(&publication.id, before)?;
    }
    let kept = Kept::draft(&publication)?;
    file::write(node, &publication.id, &kept)?;
    let mut view = show(node, &kept)?;
    if let Some(map) = view.as_object_mut() {
        let voided = before.map_or(0, |b| b.approvals.len());
        map.insert("approvals_void".to_owned(), json!(voided));
    }
    Ok(view)
}

/// The agreements shown; every signed one must be named, shown or left out.
fn chosen(
    node: &Node,
    shown: &[String],
    all: bool,
    left_out: &[String],
) -> Result<Vec<AgreementId>, Problem> {
    let state = node.state();
    let found = |named: &[String]| -> Result<Vec<AgreementId>, Problem> {
        named
            .iter()
            .map(|id| find_agreement(&state, id).map(|a| a.life.id()))
            .collect()
    };
    let (named, out) = (found(shown)?, found(left_out)?);
    if let Some(id) = named.iter().find(|id| out.contains(id)) {
        return Err(Problem::new("USE-002", Class::Usage)
            .with("value", short_id(id))
            .with("kind", "--agreement, --leave-out"));
    }
    let signed = state.agreements.values().filter(|a| a.life.signed());
    let signed: Vec<AgreementId> = signed.map(|a| a.life.id()).collect();
    let unsaid = |id: &&AgreementId| !all && !named.contains(id) && !out.contains(id);
    let unsaid: Vec<String> = signed.iter().filter(unsaid).map(short_id).collect();
    if !unsaid.is_empty() {
        return Err(Problem::new("STAT-007", Class::Usage).with("ids", unsaid.join(", ")));
    }
    for id in &named {
        if !signed.contains(id) {
            return Err(Problem::new("AGREE-007", Class::Waiting));
        }
    }
    let rows: Vec<AgreementId> = signed
        .into_iter()
        .filter(|id| named.contains(id) || (all && !out.contains(id)))
        .collect();
    if rows.is_empty() && out.is_empty() {
        return Err(Problem::new("USE-001", Class::Usage).with("what", "--agreement"));
    }
    Ok(rows)
}

type Draft = (String, Texts, Says);

fn statistics(
    node: &Node,
    year: i16,
    rule: Rule,
    shown: &[AgreementId],
    left_out: bool,
) -> Result<Draft, Problem> {
    let now = node.clock.now();
    let mut rows = Vec::new();
    for id in shown {
        let (title, parties, zone) = {
            let state = node.state();
            let life = &state.agreement(id)?.life;
            // A later version may be frozen and not signed: what governs is public, that is not.
            let agreed = life.text_at(now).ok_or_else(internal)?;
            let title = each(|lang| agreed.instrument.title_in(tag(lang)).to_owned());
            let parties: Vec<PartyId> = life.parties().to_vec();
            (title, parties, agreed.rules.terms.zone.clone())
        };
        over(year, now, &zone)?;
        let counts = count::count(node, id, &zone, year)?.row();
        rows.push((title, parties, zone, counts));
    }
    over(year, now, "UTC")?;
    rows.sort();
    let name = node.me.card.card().name.clone();
    let (number, reasons) = (year.to_string(), [Left::NotPublic]);
    let title = each(|lang| text(lang, key::STAT_TITLE, &[("year", &number), ("name", &name)]));
    let reasons = reasons.into_iter().filter(|_| left_out).collect();
    let says = Statistics::of(year, rule, count::columns(), rows, reasons);
    Ok((format!("{year}-statistics"), title, Says::Statistics(says)))
}

/// Counts of a part of a year would give away the rest once the year is published.
fn over(year: i16, now: Instant, zone: &str) -> Result<(), Problem> {
    if now.date_in(zone).is_some_and(|today| today.year() > year) {
        return Ok(());
    }
    Err(Problem::new("STAT-006", Class::Waiting).with("year", year))
}

/// A version with every signature: the newest such one without a number.
async fn papers(node: &Arc<Node>, id: String, version: Option<u32>) -> Result<Papers, Problem> {
    let mut asked = version;
    loop {
        let talk = Talk::Paper {
            id: id.clone(),
            version: asked,
        };
        let value = talk::execute(node, talk).await?;
        let source: Source = serde_json::from_value(value).map_err(|_| internal())?;
        if !source.signed.is_empty() {
            return Papers::of(source);
        }
        let number = source.version.unwrap_or(1);
        if version.is_some() || number <= 1 {
            return Err(Problem::new("AGREE-009", Class::Waiting).with("needed", source.needed));
        }
        asked = Some(number.saturating_sub(1));
    }
}

fn joint(papers: &Papers) -> Result<Draft, Problem> {
    let source = papers.source();
    let own = source.own.clone().ok_or_else(internal)?;
    let mut texts = Vec::new();
    let mut title = Texts::new();
    for lang in LANGS {
        let made = papers.joint(lang, &own)?;
        title.push((lang.to_owned(), made.title().to_owned()));
        texts.push(JointText {
            lang: lang.to_owned(),
            date: made.date().to_owned(),
            paragraphs: made.paragraphs().to_vec(),
        });
    }
    let says = JointStatement {
        digest: papers.digest(),
        parties: source.instrument.parties.clone(),
        texts,
        signed: papers.signatures(),
        fictional: papers.fictional(),
    };
    Ok((name_of(source, "joint"), title, Says::JointStatement(says)))
}

fn whole(papers: &Papers) -> Result<Draft, Problem> {
    let source = papers.source();
    let says = AgreementText {
        version: source.version.unwrap_or(1),
        force: source.force,
        digest: papers.digest(),
        instrument: source.instrument.clone(),
        signed: papers.signatures(),
        fictional: papers.fictional(),
    };
    let title = each(|lang| source.instrument.title_in(tag(lang)).to_owned());
    Ok((name_of(source, "text"), title, Says::AgreementText(says)))
}

/// The same agreement and version always has the same id.
fn name_of(source: &Source, kind: &str) -> String {
    let agreement = source.agreement.as_deref().unwrap_or("ag").to_lowercase();
    format!("{agreement}-v{}-{kind}", source.version.unwrap_or(1))
}

async fn approve(
    node: &Arc<Node>,
    id: &PublicationId,
    digest: &str,
    by: By,
) -> Result<Value, Problem> {
    let acting = acting(node, &by).await?;
    let keys = acting
        .keys
        .ok_or_else(|| Problem::new("NODE-005", Class::Usage))?;
    let _gate = file::gate();
    let mut kept = file::read(node, id)?;
    unpublished(id, &kept)?;
    let now = kept.digest();
    if !now.hex().starts_with(&digest.to_ascii_lowercase()) || digest.len() < 8 {
        return Err(Problem::new("STAT-003", Class::Stale)
            .with("id", id)
            .with("now", entente_agreement::life::short(&now))
            .with("named", digest));
    }
    let card = node.me.card.card();
    let publication = kept.publication()?;
    let who = &acting.official;
    let official = publication
        .approver(card, who)
        .map_err(|why| unfit(why, who, &publication))?;
    let today = node.clock.now().date_in("UTC");
    if today.is_none_or(|day| day < official.from || day > official.until) {
        return Err(unfit(Unfit::Day, who, &publication));
    }
    if *keys.public() != official.keys {
        return Err(Problem::refused("OFF-003").with("official", who));
    }
    let valid: Vec<Approval> = kept.valid(card).cloned().collect();
    for before in &valid {
        let other = &before.official;
        if other != who
            && card
                .official(other)
                .is_some_and(|o| o.keys == official.keys)
        {
            return Err(Problem::refused("OFF-005")
                .with("official", who)
                .with("other", other));
        }
    }
    if valid.len() >= APPROVALS || valid.iter().any(|a| a.official == *who) {
        return Err(Problem::refused("STAT-009")
            .with("official", who)
            .with("id", id));
    }
    let mut signed = Statement::new(Kind::Publication, kept.body.clone().into_bytes());
    signed.sign(&keys).map_err(|_| internal())?;
    let approval = Approval::of(who.clone(), node.clock.now(), now, &signed);
    kept.approvals = valid;
    kept.approvals.extend(approval);
    file::write(node, id, &kept)?;
    let mut view = show(node, &kept)?;
    if let Some(map) = view.as_object_mut() {
        map.insert("approved_by".to_owned(), json!(who));
    }
    Ok(view)
}

fn unfit(why: Unfit, who: &OfficialId, publication: &Publication) -> Problem {
    match why {
        Unfit::Unknown => Problem::new("OFF-001", Class::NotFound).with("official", who),
        Unfit::Role => Problem::refused("STAT-011").with("official", who),
        Unfit::Author => Problem::refused("STAT-002").with("official", who),
        Unfit::Day => Problem::refused("OFF-004").with("official", who).with(
            "date",
            publication
                .at
                .date_in("UTC")
                .map_or_else(|| "-".to_owned(), |d| d.to_string()),
        ),
    }
}

fn publish(node: &Node, ids: Vec<PublicationId>, dry_run: bool) -> Result<Value, Problem> {
    let _gate = file::gate();
    let mut new = Vec::new();
    let named = !ids.is_empty();
    let mut waiting = None;
    for id in if named { ids } else { file::ids(node)? } {
        let mut kept = file::read(node, &id)?;
        if kept.out.is_some() {
            continue;
        }
        let card = node.me.card.card();
        let have = kept.valid(card).count();
        if have < APPROVALS {
            let problem = Problem::new("STAT-004", Class::Waiting)
                .with("id", &id)
                .with("have", have);
            if named {
                return Err(problem);
            }
            waiting = waiting.or(Some(problem));
            continue;
        }
        if !dry_run {
            let envelope = envelope(node, &kept)?;
            kept.out = Some(Out {
                at: node.clock.now(),
                envelope,
                card: node.me.card.envelope().to_owned(),
            });
            file::write(node, &id, &kept)?;
        }
        new.push(id);
    }
    let mut shown = Vec::new();
    for id in file::ids(node)? {
        let kept = file::read(node, &id)?;
        if kept.out.is_some() || new.contains(&id) {
            let out = kept.out.as_ref();
            shown.push(json!({
                "id": id, "kind": kept.publication()?.says.kind(),
                "envelope": out.map(|o| &o.envelope), "card": out.map(|o| &o.card),
            }));
        }
    }
    match (shown.is_empty(), waiting) {
        (true, Some(problem)) => Err(problem),
        (true, None) => Err(Problem::new("STAT-001", Class::NotFound).with("id", "-")),
        _ => Ok(json!({
            "party": node.me.party(), "name": node.me.card.card().name, "new": new, "statements": shown,
        })),
    }
}

/// The envelope, verified as anybody will verify it before it leaves.
fn envelope(node: &Node, kept: &Kept) -> Result<String, Problem> {
    let mut statement = Statement::new(Kind::Publication, kept.body.clone().into_bytes());
    let card: &SignedCard = &node.me.card;
    for approval in kept.valid(card.card()) {
        statement.signatures.extend(approval.signatures());
    }
    statement.sign(&node.me.record).map_err(|_| internal())?;
    let envelope = statement.to_envelope();
    verify_publication(envelope.as_bytes(), std::slice::from_ref(card)).map_err(|f| f.problem())?;
    Ok(envelope)
}

fn unpublished(id: &PublicationId, kept: &Kept) -> Result<(), Problem> {
    match kept.out {
        Some(_) => Err(Problem::refused("STAT-005").with("id", id)),
        None => Ok(()),
    }
}

fn line(node: &Node, kept: &Kept) -> Result<Value, Problem> {
    let publication = kept.publication()?;
    let have = kept.valid(node.me.card.card()).count();
    let state = match (&kept.out, have) {
        (Some(_), _) => "published",
        (None, have) if have >= APPROVALS => "approved",
        _ => "draft",
    };
    Ok(json!({
        "id": publication.id, "kind": publication.says.kind(), "title": publication.title,
        "author": publication.author, "at": publication.at.to_string(), "state": state,
        "approvals": have, "digest": kept.digest().hex(),
        "published": kept.out.as_ref().map(|o| o.at.to_string()),
    }))
}

fn show(node: &Node, kept: &Kept) -> Result<Value, Problem> {
    let mut view = line(node, kept)?;
    let card = node.me.card.card();
    let approvals: Vec<Value> = kept
        .valid(card)
        .map(|a| json!({ "official": a.official, "at": a.at.to_string() }))
        .collect();
    if let Some(map) = view.as_object_mut() {
        map.insert("approved".to_owned(), json!(approvals));
        map.insert("publication".to_owned(), json!(kept.publication()?));
    }
    Ok(view)
}

/// A text in every language, without what could not be shown.
fn each(of: impl Fn(Lang) -> String) -> Texts {
    let in_lang = |tag: &&str| {
        let lang = Lang::from_tag(tag).unwrap_or(Lang::En);
        ((*tag).to_owned(), on_screen(of(lang).trim(), ' '))
    };
    LANGS.iter().map(in_lang).collect()
}

fn tag(lang: Lang) -> &'static str {
    entente_verify::publication::tag(lang)
}
