//! Verifying what a party publishes: counts, joint statements, agreement texts. Needs the party's
//! card and nothing else; the same checks a node makes before it writes anything.

use crate::Failure;
use entente_model::{
    Digest, OfficialId,
    card::{Card, Official, Role, SignedCard},
    dsse::{Kind, Statement},
    publication::{
        APPROVALS, APPROVING, Cell, MAX_PUBLICATION, Publication, PublicationError, Says, Signed,
        Statistics, Unfit, in_lang, signed_by, signers,
    },
};
use entente_words::{Key, Lang, key, on_screen, text};
use std::fmt::Write as _;

/// Largest envelope read, bytes: the body in base64, and the signatures.
pub const MAX_ENVELOPE: usize = MAX_PUBLICATION.saturating_mul(2);

/// An official who approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// Position.
    pub official: OfficialId,
    /// Name as the card has it.
    pub name: String,
    /// The role by which it approved.
    pub role: Role,
}

/// A publication that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What it says.
    pub publication: Publication,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Who approved it, in the order of their signatures.
    pub approvers: Vec<Approver>,
}

/// Whether a file is a publication's envelope, also when it was altered.
#[must_use]
pub fn is_publication(bytes: &[u8]) -> bool {
    let kind = Kind::Publication.payload_type().as_bytes();
    bytes.trim_ascii_start().starts_with(b"{") && bytes.windows(kind.len()).any(|w| w == kind)
}

/// Verifies an envelope against the cards the verifier holds; a party may have several, older ones
/// among them.
///
/// # Errors
/// PUB-001 not a publication; VERIFY-003 no card; PUB-002 altered content; PUB-003 not signed by
/// the party; PUB-004 not approved by two officials; PUB-005 contradicts itself.
pub fn verify_publication(bytes: &[u8], anchors: &[SignedCard]) -> Result<Published, Failure> {
    let malformed = |detail: &str| failure("PUB-001", "", detail);
    if bytes.len() > MAX_ENVELOPE {
        return Err(malformed("larger than 16 MiB"));
    }
    let envelope = std::str::from_utf8(bytes).map_err(|_| malformed("not UTF-8"))?;
    let statement = Statement::from_envelope(Kind::Publication, envelope)
        .map_err(|e| malformed(&e.to_string()))?;
    let publication = Publication::from_bytes(&statement.body).map_err(|e| match e {
        PublicationError::Malformed(detail) => malformed(&detail),
        PublicationError::Content(why) => failure("PUB-005", "", why),
    })?;
    let mut why = failure("VERIFY-003", publication.party.as_str(), "");
    for card in anchors.iter().map(SignedCard::card) {
        if card.party != publication.party {
            continue;
        }
        match hold(&publication, &statement, card) {
            Ok(approvers) => {
                return Ok(Published {
                    digest: Publication::digest_of(&statement.body),
                    publication,
                    approvers,
                });
            }
            Err(failure) => why = failure,
        }
    }
    Err(why)
}

fn hold(
    publication: &Publication,
    statement: &Statement,
    card: &Card,
) -> Result<Vec<Approver>, Failure> {
    let id = publication.id.as_str();
    if publication.demo != card.demo {
        return Err(failure("PUB-003", publication.party.as_str(), "demo"));
    }
    let pairs: Vec<Statement> = signers(statement).collect();
    let Some((record, approvals)) = pairs.split_last() else {
        return Err(failure("PUB-004", id, "count"));
    };
    let ours = signed_by(record, &card.record);
    let official = |pair: &Statement| {
        let first = pair.signatures.first();
        first.map_or(Err(Unfit::Unknown), |s| {
            publication.approver_by_signature(card, s)
        })
    };
    let verifies = |pair: &Statement| official(pair).is_ok_and(|o| signed_by(pair, &o.keys));
    // Where no signature fits any more it is the content that was changed.
    if !ours && !approvals.iter().any(verifies) {
        return Err(failure("PUB-002", id, ""));
    }
    if !ours {
        return Err(failure("PUB-003", publication.party.as_str(), "signature"));
    }
    if approvals.len() != APPROVALS {
        return Err(failure("PUB-004", id, "count"));
    }
    let mut found: Vec<&Official> = Vec::with_capacity(APPROVALS);
    for pair in approvals {
        let by = official(pair).map_err(|unfit| failure("PUB-004", id, unfit_word(unfit)))?;
        if !signed_by(pair, &by.keys) {
            return Err(failure("PUB-004", id, "signature"));
        }
        if found.iter().any(|o| o.id == by.id || o.keys == by.keys) {
            return Err(failure("PUB-004", id, "twice"));
        }
        found.push(by);
    }
    let approver = |o: &&Official| Approver {
        official: o.id.clone(),
        name: o.name.clone(),
        role: APPROVING
            .into_iter()
            .find(|r| o.roles.contains(r))
            .unwrap_or(Role::Signatory),
    };
    Ok(found.iter().map(approver).collect())
}

fn unfit_word(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::Unknown => "unknown",
        Unfit::Role => "role",
        Unfit::Day => "day",
        Unfit::Author => "author",
    }
}

fn failure(code: &'static str, place: &str, detail: &str) -> Failure {
    Failure {
        code,
        place: place.to_owned(),
        detail: detail.to_owned(),
    }
}

/// What was verified, as lines for people.
#[must_use]
pub fn render_publication(published: &Published, lang: Lang) -> String {
    let publication = &published.publication;
    let args = [
        ("party", publication.party.as_str()),
        ("id", publication.id.as_str()),
    ];
    let mut out = format!("{}\n", text(lang, key::STAT_VERIFIED, &args));
    out.push_str(&tell(publication, lang));
    for approver in &published.approvers {
        let _ = writeln!(
            out,
            "{}",
            text(
                lang,
                key::STAT_APPROVED_BY,
                &[("official", &approver_words(approver, lang))]
            )
        );
    }
    let digest = published.digest.hex();
    let _ = writeln!(
        out,
        "{}",
        text(lang, key::STAT_DIGEST, &[("digest", &digest)])
    );
    out
}

/// An approver in words: name, position, role.
#[must_use]
pub fn approver_words(approver: &Approver, lang: Lang) -> String {
    let args = [
        ("name", approver.name.as_str()),
        ("position", approver.official.as_str()),
        ("role", approver.role.as_str()),
    ];
    text(lang, key::STAT_APPROVER, &args)
}

/// What a publication says, as lines for people.
#[must_use]
pub fn tell(publication: &Publication, lang: Lang) -> String {
    let tag = tag(lang);
    let mut out = String::new();
    let mut line = |text: &str| {
        let _ = writeln!(out, "{}", on_screen(text, ' '));
    };
    line(publication.title_in(tag));
    if publication.demo {
        line(&text(lang, key::STAT_DEMO, &[]));
    }
    match &publication.says {
        Says::Statistics(counts) => {
            for (title, cells) in table(counts, lang) {
                line(&title);
                for (counter, cell) in counts.counters.iter().zip(cells) {
                    line(&format!("  {}  {cell}", in_lang(&counter.title, tag)));
                }
            }
            counts_notes(counts, lang)
                .iter()
                .for_each(|note| line(note));
        }
        Says::JointStatement(joint) => {
            let found = joint.texts.iter().find(|t| t.lang == tag);
            if let Some(found) = found {
                line(&found.date);
                found.paragraphs.iter().for_each(|p| line(p));
            }
            let digest = joint.digest.hex();
            line(&text(lang, key::STAT_TEXT_DIGEST, &[("digest", &digest)]));
            signed_lines(&joint.signed, lang)
                .iter()
                .for_each(|l| line(l));
        }
        Says::AgreementText(agreed) => {
            line(&text(
                lang,
                key::STAT_TEXT_OF,
                &[("version", &agreed.version.to_string())],
            ));
            line(&text(
                lang,
                key::STAT_TEXT_DIGEST,
                &[("digest", &agreed.digest.hex())],
            ));
            signed_lines(&agreed.signed, lang)
                .iter()
                .for_each(|l| line(l));
        }
    }
    out
}

/// Rows of a statement and its totals, in words: (title, one text a counter).
#[must_use]
pub fn table(counts: &Statistics, lang: Lang) -> Vec<(String, Vec<String>)> {
    let words = |cells: &[Cell]| cells.iter().map(|c| cell_words(*c, lang)).collect();
    let rows = counts.rows.iter();
    let mut all: Vec<(String, Vec<String>)> = rows
        .map(|row| (in_lang(&row.title, tag(lang)).to_owned(), words(&row.cells)))
        .collect();
    all.push((text(lang, key::STAT_TOTAL, &[]), words(&counts.totals)));
    all
}

/// What must be known to read the counts: the rule, the year, what is left out.
#[must_use]
pub fn counts_notes(counts: &Statistics, lang: Lang) -> Vec<String> {
    let say = |key: Key, args: &[(&str, &str)]| text(lang, key, args);
    let under = counts.rule.under.to_string();
    let zones: std::collections::BTreeSet<&str> =
        counts.rows.iter().map(|r| r.zone.as_str()).collect();
    let zones: Vec<&str> = zones.into_iter().collect();
    let zeros = match counts.rule.zeros {
        entente_model::publication::Zeros::Shown => key::STAT_NOTE_ZEROS_SHOWN,
        entente_model::publication::Zeros::Hidden => key::STAT_NOTE_ZEROS_HIDDEN,
    };
    let mut notes = vec![
        say(
            key::STAT_NOTE_YEAR,
            &[
                ("year", &counts.year.to_string()),
                ("zones", &zones.join(", ")),
            ],
        ),
        say(key::STAT_NOTE_UNDER, &[("under", &under)]),
        say(zeros, &[]),
        say(key::STAT_NOTE_WITHHELD, &[]),
        say(key::STAT_NOTE_EXACT, &[]),
        say(key::STAT_NOTE_VOID, &[]),
    ];
    if !counts.left_out.is_empty() {
        notes.push(say(key::STAT_NOTE_LEFT_OUT, &[]));
    }
    notes
}

/// One signature on the agreement a line.
#[must_use]
pub fn signed_lines(signed: &[Signed], lang: Lang) -> Vec<String> {
    let line = |s: &Signed| {
        let day = s.day.to_string();
        let args = [
            ("party", s.party.as_str()),
            ("name", s.name.as_str()),
            ("capacity", s.capacity.as_str()),
            ("day", day.as_str()),
        ];
        let key = if s.capacity.trim().is_empty() {
            key::STAT_SIGNED_PLAIN
        } else {
            key::STAT_SIGNED
        };
        text(lang, key, &args)
    };
    signed.iter().map(line).collect()
}

fn cell_words(cell: Cell, lang: Lang) -> String {
    match cell {
        Cell::Is(n) => n.to_string(),
        Cell::Under(n) => text(lang, key::STAT_UNDER, &[("under", &n.to_string())]),
        Cell::Withheld => text(lang, key::STAT_WITHHELD, &[]),
    }
}

/// The BCP 47 tag of an interface language.
#[must_use]
pub fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Ja => "ja",
    }
}

#[cfg(test)]
mod tests;
