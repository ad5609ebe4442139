//! Items: our register, releases, arrivals and receipts.

use crate::giving::Giving;
use crate::{
    commit::{DraftWrite, LogId, PayloadState, PayloadWrite},
    fold::{Cards, check_official},
    input::{Acting, Answer, NewItem, ReleaseOf, SealedItem},
    levels::level_in,
    local,
    state::{Agreement, Me, State, no_agreement},
    step::{Along, Ctx, Slots, World, cards, internal},
};
use entente_agreement::Check;
use entente_model::{
    Act, AgreementId, Deed, Digest, Instant, LevelId, Problem, ProvisionId,
    act::{Keys, Receipt, Release, Slot},
    b64,
    card::Role,
    id::{ItemRef, PurposeId},
    problem::Class,
};
use entente_seal::{
    segment::{self, Dek, SegmentCipher},
    slot::{self, Kek, SealingPublic},
};
use std::sync::Arc;

/// Largest plaintext whose ciphertext travels with its act, bytes.
pub const MAX_INLINE_PLAIN: usize = 64 * 1024;
/// Most indices one receipt act names.
const RECEIPT_BATCH: usize = 2000;
/// Index of the segment that holds an item's sealed title and file name.
const META_SEGMENT: u64 = u64::MAX;
/// Most releases that share one encapsulation.
const SLOTS_PER_KEY: u64 = 1000;

pub(crate) fn add(state: &mut State, ctx: &mut Ctx, item: SealedItem) -> Result<Answer, Problem> {
    let reference = next_reference(state, ctx)?;
    let draft = DraftWrite {
        item: reference.clone(),
        meta: item.meta,
        title: item.title,
        file: item.file,
        size: item.size,
        root: item.root,
        dek: item.dek,
        level: None,
        agreement: None,
        at: ctx.now,
        released: Vec::new(),
        inline: item.inline.is_some(),
    };
    ctx.commit.drafts.push((draft.clone(), item.inline));
    state.drafts.insert(reference.clone(), draft);
    Ok(Answer::Item(reference))
}

pub(crate) fn mark(
    state: &mut State,
    ctx: &mut Ctx,
    item: &ItemRef,
    word: &str,
    agreement: Option<AgreementId>,
) -> Result<Answer, Problem> {
    let me = state.me.party().clone();
    let found = match agreement {
        Some(id) => {
            let agreement = state.agreements.get(&id).ok_or_else(|| no_agreement(&id))?;
            (id, level_in(agreement, &me, word)?)
        }
        None => {
            let mut refusal = Problem::refused("MARK-001")
                .with("token", word)
                .with("party", &me);
            let mut hit = None;
            for (id, agreement) in &state.agreements {
                match level_in(agreement, &me, word) {
                    Ok(level) => hit = hit.or(Some((*id, level))),
                    Err(problem) => refusal = problem,
                }
            }
            hit.ok_or(refusal)?
        }
    };
    let draft = state.drafts.get_mut(item).ok_or_else(|| no_item(item))?;
    if !draft.released.is_empty() && draft.level.as_ref() != Some(&found.1) {
        return Err(Problem::refused("REL-010")
            .with("item", item)
            .with("party", "-"));
    }
    draft.agreement = Some(found.0);
    draft.level = Some(found.1);
    ctx.commit.drafts.push((draft.clone(), None));
    Ok(Answer::Done)
}

/// Releases items under an agreement: each is decided, sealed to the recipient and written as one
/// act. One refusal does not stop the others, unless it is the only item.
pub(crate) fn release(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    id: &AgreementId,
    items: Vec<ReleaseOf>,
    purpose: Option<&PurposeId>,
    acting: &Acting,
) -> Result<Answer, Problem> {
    let me = Arc::clone(&state.me);
    {
        let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
        let cards = cards(&me, &state.partners, &agreement.partner)?;
        agreement.clear_of_alarm()?;
        check_official(
            cards.ours,
            &acting.official,
            Role::ReleasingOfficer,
            ctx.now,
            None,
        )?;
    }
    let many = items.len();
    let mut outcomes = Vec::with_capacity(many);
    for of in items {
        outcomes.push(release_one(state, ctx, world, &me, id, of, purpose, acting));
    }
    match outcomes.pop() {
        Some(Err(problem)) if many == 1 => Err(problem),
        Some(last) => {
            outcomes.push(last);
            Ok(Answer::Released(outcomes))
        }
        None => Err(Problem::new("USE-001", Class::Usage).with("what", "item")),
    }
}

/// What is sealed and about to be released.
struct Ready {
    item: ItemRef,
    level: LevelId,
    meta: String,
    size: u64,
    root: Digest,
    dek: Dek,
    inline: Option<Arc<[u8]>>,
    /// The ciphertext travels apart from the act.
    apart: bool,
}

#[expect(
    clippy::too_many_arguments,
    reason = "one road, split only for its length"
)]
fn release_one(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    me: &Me,
    id: &AgreementId,
    of: ReleaseOf,
    purpose: Option<&PurposeId>,
    acting: &Acting,
) -> Result<(ItemRef, u64), Problem> {
    let draft_ref = match &of {
        ReleaseOf::Draft { item, .. } => Some(item.clone()),
        ReleaseOf::New(_) => None,
    };
    if let Some(done) = draft_ref
        .as_ref()
        .and_then(|item| released_already(state, item, id))
    {
        return Ok(done);
    }
    let level = {
        let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
        match &of {
            ReleaseOf::Draft { item, .. } => draft_level(state, item)?,
            ReleaseOf::New(new) => level_in(agreement, me.party(), &new.level)?,
        }
    };
    let rules = {
        let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
        let given = Giving {
            from: me.party(),
            to: &agreement.partner,
            level: &level,
            purpose,
            signed: acting.keys.is_some(),
            at: ctx.now.max(agreement.last_time),
            seen: &[(agreement.partner.clone(), agreement.theirs.size())],
        };
        given.decide(agreement, |decision| decision.allowed())??
    };
    let ready = match of {
        ReleaseOf::Draft { item, inline } => ready_draft(state, me, item, inline, level)?,
        ReleaseOf::New(new) => ready_new(state, ctx, world, new, level)?,
    };
    let purpose = purpose
        .cloned()
        .ok_or_else(|| Problem::refused("REL-006"))?;
    let State {
        agreements,
        partners,
        ..
    } = &mut *state;
    let agreement = agreements.get_mut(id).ok_or_else(|| no_agreement(id))?;
    let cards = cards(me, partners, &agreement.partner)?;
    let (item, apart) = (ready.item.clone(), ready.apart);
    let n = write_release(
        ctx, world, me, cards, agreement, ready, purpose, acting, rules,
    )?;
    if apart {
        agreement.ours.payloads.insert(n, PayloadState::Sending);
        let log = agreement.own.id().clone();
        ctx.commit.payloads.push(PayloadWrite {
            log,
            n,
            state: PayloadState::Sending,
        });
    }
    if let Some(draft) = draft_ref.and_then(|item| state.drafts.get_mut(&item)) {
        draft.released.push((*id, n));
        ctx.commit.drafts.push((draft.clone(), None));
    }
    Ok((item, n))
}

#[expect(
    clippy::too_many_arguments,
    reason = "one road, split only for its length"
)]
fn write_release(
    ctx: &mut Ctx,
    world: &mut World<'_>,
    me: &Me,
    cards: Cards<'_>,
    agreement: &mut Agreement,
    ready: Ready,
    purpose: PurposeId,
    acting: &Acting,
    rules: Vec<ProvisionId>,
) -> Result<u64, Problem> {
    let id = agreement.life.id();
    let text = agreement
        .life
        .text_at(ctx.now.max(agreement.last_time))
        .map(|t| t.digest)
        .ok_or_else(|| Problem::refused("REL-001").with("article", "-"))?;
    let mut release = Release {
        item: ready.item.clone(),
        to: agreement.partner.clone(),
        level: ready.level,
        purpose,
        officer: acting.official.clone(),
        size: ready.size,
        root: ready.root,
        slot: Slot {
            k: 0,
            i: 0,
            w: Vec::new(),
        },
        meta: ready.meta,
        rules,
    };
    let core = release.core(&id, me.party(), &text);
    let slots = slots_for(ctx, world, me, cards, agreement, text)?;
    release.slot = Slot {
        k: slots.k,
        i: slots.next,
        w: slots
            .kek
            .wrap(&ready.dek, slots.next, core.as_bytes())
            .map_err(|e| internal(&e.to_string()))?
            .to_vec(),
    };
    slots.next = slots.next.saturating_add(1);
    let along = Along {
        signer: acting.keys.as_deref(),
        item: Some(ready.item),
        payload: ready.inline,
    };
    ctx.act(me, agreement, cards, Deed::Release(release), along)
}

/// The step's encapsulation for this agreement, written when the first release needs it.
fn slots_for<'c>(
    ctx: &'c mut Ctx,
    world: &mut World<'_>,
    me: &Me,
    cards: Cards<'_>,
    agreement: &mut Agreement,
    text: Digest,
) -> Result<&'c mut Slots, Problem> {
    let id = agreement.life.id();
    if ctx.slots.get(&id).is_none_or(|s| s.next >= SLOTS_PER_KEY) {
        let to = agreement.partner.clone();
        let public = SealingPublic::from_bytes(&cards.theirs.sealing).map_err(|e| {
            Problem::partner("SEAL-003")
                .with("party", &to)
                .with("detail", e)
        })?;
        let info = Keys::info(&id, &text, me.party(), &to);
        let (enc, kek) = slot::encapsulate(&public, &info, world.entropy)
            .map_err(|e| internal(&e.to_string()))?;
        let deed = Deed::Keys(Keys { to, text, enc });
        let k = ctx.act(me, agreement, cards, deed, Along::default())?;
        ctx.slots.insert(id, Slots { k, kek, next: 0 });
    }
    ctx.slots.get_mut(&id).ok_or_else(|| internal("slots"))
}

fn ready_draft(
    state: &State,
    me: &Me,
    item: ItemRef,
    inline: Option<Arc<[u8]>>,
    level: LevelId,
) -> Result<Ready, Problem> {
    let draft = state.drafts.get(&item).ok_or_else(|| no_item(&item))?;
    let dek = me
        .storage
        .unwrap(&draft.dek, draft.root.as_bytes())
        .map_err(|_| Problem::new("SEAL-005", Class::Unexpected).with("item", &item))?;
    Ok(Ready {
        item,
        level,
        meta: draft.meta.clone(),
        size: draft.size,
        root: draft.root,
        dek,
        apart: inline.is_none(),
        inline,
    })
}

fn ready_new(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    new: NewItem,
    level: LevelId,
) -> Result<Ready, Problem> {
    if new.plain.len() > MAX_INLINE_PLAIN {
        return Err(Problem::new("USE-002", Class::Usage)
            .with("value", new.plain.len())
            .with("kind", "65536"));
    }
    let dek = Dek::generate(world.entropy);
    let (sealed, root) =
        segment::seal_small(&dek, &new.plain).map_err(|e| internal(&e.to_string()))?;
    let meta = if new.title.is_empty() {
        String::new()
    } else {
        seal_meta(
            &dek,
            &Meta {
                title: new.title,
                ..Meta::default()
            },
        )?
    };
    Ok(Ready {
        item: next_reference(state, ctx)?,
        level,
        meta,
        size: u64::try_from(new.plain.len()).unwrap_or(u64::MAX),
        root,
        dek,
        inline: Some(sealed.into()),
        apart: false,
    })
}

pub(crate) fn receipt(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    items: Vec<u64>,
    acting: &Acting,
) -> Result<Answer, Problem> {
    let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
    let mut wanted: Vec<u64> = if items.is_empty() {
        agreement.receipt_due().collect()
    } else {
        items
    };
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Err(Problem::new("REC-001", Class::NotFound));
    }
    for n in &wanted {
        if !agreement.from_them.releases.contains(*n) {
            return Err(Problem::new("ITEM-001", Class::NotFound).with("item", n));
        }
        if agreement.from_them.receipted.contains(*n) {
            return Err(Problem::refused("REC-002").with("item", n));
        }
        if matches!(
            agreement.from_them.payloads.get(n),
            Some(PayloadState::Expected)
        ) {
            return Err(Problem::new("ITEM-002", Class::Waiting)
                .with("item", n)
                .with("have", "-")
                .with("total", "-"));
        }
    }
    for batch in wanted.chunks(RECEIPT_BATCH) {
        local::write(
            state,
            ctx,
            id,
            Some((acting, Role::Registrar)),
            |agreement| {
                let from = agreement.partner.clone();
                let (mut of, mut quarantined) = (Vec::new(), Vec::new());
                for n in batch {
                    match agreement.from_them.payloads.get(n) {
                        Some(PayloadState::Quarantined(problem)) => {
                            quarantined.push((*n, problem.code.to_string()));
                        }
                        _ => of.push(*n),
                    }
                }
                Ok(Deed::Receipt(Receipt {
                    from,
                    of,
                    quarantined,
                    official: acting.official.clone(),
                }))
            },
        )?;
    }
    Ok(Answer::Receipted(wanted))
}

pub(crate) fn payload_arrived(
    state: &mut State,
    ctx: &mut Ctx,
    log: &LogId,
    n: u64,
    refused: Option<Problem>,
) -> Result<Answer, Problem> {
    let agreement = state
        .agreements
        .get_mut(&log.agreement)
        .filter(|a| a.partner == log.author)
        .ok_or_else(|| no_agreement(&log.agreement))?;
    if !matches!(
        agreement.from_them.payloads.get(&n),
        Some(PayloadState::Expected)
    ) {
        return Ok(Answer::Done);
    }
    let new = match refused {
        None => PayloadState::Arrived,
        Some(problem) => PayloadState::Quarantined(problem),
    };
    agreement.from_them.payloads.insert(n, new.clone());
    ctx.commit.payloads.push(PayloadWrite {
        log: log.clone(),
        n,
        state: new,
    });
    Ok(Answer::Done)
}

pub(crate) fn payload_delivered(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    n: u64,
) -> Result<Answer, Problem> {
    let agreement = state
        .agreements
        .get_mut(id)
        .ok_or_else(|| no_agreement(id))?;
    if matches!(agreement.ours.payloads.get(&n), Some(PayloadState::Sending)) {
        agreement.ours.payloads.insert(n, PayloadState::Arrived);
        let log = agreement.own.id().clone();
        ctx.commit.payloads.push(PayloadWrite {
            log,
            n,
            state: PayloadState::Arrived,
        });
    }
    Ok(Answer::Done)
}

/// Checks a small ciphertext that came with its act: length, commitment, key, every tag.
pub(crate) fn verify_inline(
    me: &Me,
    agreement: &mut Agreement,
    act: &Act,
    release: &Release,
    sealed: &[u8],
) -> Result<(), Problem> {
    let length = u64::try_from(sealed.len()).unwrap_or(u64::MAX);
    if segment::sealed_len(release.size) != length {
        return Err(Problem::partner("SEAL-004").with("party", &act.by));
    }
    let dek = dek_of(me, agreement, act, release)?;
    segment::open_small(&dek, sealed, &release.root).map_err(|_| {
        Problem::partner("SEAL-001")
            .with("party", &act.by)
            .with("index", 0)
    })?;
    Ok(())
}

/// The key of an item the partner released to us.
///
/// # Errors
/// SEAL-002 or SEAL-003 when the slot is not for us or does not open.
pub fn dek_of(
    me: &Me,
    agreement: &mut Agreement,
    act: &Act,
    release: &Release,
) -> Result<Dek, Problem> {
    let wrong = |code: &'static str| Problem::partner(code).with("party", &act.by);
    let keys = agreement
        .from_them
        .keys
        .get(&release.slot.k)
        .ok_or_else(|| wrong("SEAL-003"))?;
    if let Some(kek) = agreement.keks.get(&release.slot.k) {
        return unwrap_slot(kek, act, release, &keys.text);
    }
    let kek = Arc::new(kek_from(me, act, keys)?);
    let text = keys.text;
    agreement.keks.insert(release.slot.k, Arc::clone(&kek));
    unwrap_slot(&kek, act, release, &text)
}

/// The key of a stored release, from the encapsulation it names.
///
/// # Errors
/// SEAL-002 or SEAL-003.
pub fn dek_from(me: &Me, act: &Act, release: &Release, keys: &Keys) -> Result<Dek, Problem> {
    let kek = kek_from(me, act, keys)?;
    unwrap_slot(&kek, act, release, &keys.text)
}

fn kek_from(me: &Me, act: &Act, keys: &Keys) -> Result<Kek, Problem> {
    if keys.to != *me.party() {
        return Err(Problem::partner("SEAL-003").with("party", &act.by));
    }
    let info = Keys::info(&act.ag, &keys.text, &act.by, &keys.to);
    slot::decapsulate(&me.sealing, &keys.enc, &info)
        .map_err(|_| Problem::partner("SEAL-002").with("party", &act.by))
}

fn unwrap_slot(kek: &Kek, act: &Act, release: &Release, text: &Digest) -> Result<Dek, Problem> {
    let core = release.core(&act.ag, &act.by, text);
    kek.unwrap(&release.slot.w, release.slot.i, core.as_bytes())
        .map_err(|_| Problem::partner("SEAL-002").with("party", &act.by))
}

/// What is sealed beside the payload.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// File name, without directories.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Media type, a claim.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub media: String,
}

/// Seals title, file name and media type under the item's key; base64.
///
/// # Errors
/// When the library cannot seal.
pub fn seal_meta(dek: &Dek, meta: &Meta) -> Result<String, Problem> {
    let plain = serde_json::to_vec(meta).map_err(|e| internal(&e.to_string()))?;
    let mut out = Vec::new();
    SegmentCipher::new(dek)
        .and_then(|cipher| cipher.seal_into(META_SEGMENT, &plain, &mut out).map(|_| ()))
        .map_err(|e| internal(&e.to_string()))?;
    Ok(b64::encode(&out))
}

/// Opens [`seal_meta`]. An empty text is empty meta.
///
/// # Errors
/// SEAL-001: altered.
pub fn open_meta(dek: &Dek, meta: &str) -> Result<Meta, Problem> {
    if meta.is_empty() {
        return Ok(Meta::default());
    }
    let bad = || Problem::partner("SEAL-001").with("index", "meta");
    let mut sealed = b64::decode(meta).ok_or_else(bad)?;
    let cipher = SegmentCipher::new(dek).map_err(|_| bad())?;
    let plain = cipher
        .open_in_place(META_SEGMENT, &mut sealed)
        .map_err(|_| bad())?;
    serde_json::from_slice(plain).map_err(|_| bad())
}

/// Asks the rules about a draft without releasing it.
///
/// # Errors
/// ITEM-001, REL-011, AGREE-001.
pub fn check(
    state: &State,
    item: &ItemRef,
    id: &AgreementId,
    purpose: Option<&PurposeId>,
    signed: bool,
    at: Instant,
) -> Result<Vec<Check>, Problem> {
    let level = draft_level(state, item)?;
    let agreement = state.agreement(id)?;
    let given = Giving {
        from: state.me.party(),
        to: &agreement.partner,
        level: &level,
        purpose,
        signed,
        at,
        seen: &[(agreement.partner.clone(), agreement.theirs.size())],
    };
    let mut checks = match given.decide(agreement, |decision| decision.explain()) {
        Ok(checks) => checks,
        Err(refusal) => vec![Check {
            rule: "in-force".into(),
            field: "".into(),
            article: None,
            refusal: Some(refusal),
        }],
    };
    if let Err(refusal) = agreement.clear_of_alarm() {
        checks.push(Check {
            rule: "record".into(),
            field: "".into(),
            article: None,
            refusal: Some(refusal),
        });
    }
    Ok(checks)
}

fn released_already(state: &State, item: &ItemRef, id: &AgreementId) -> Option<(ItemRef, u64)> {
    let draft = state.drafts.get(item)?;
    draft
        .released
        .iter()
        .find(|(ag, _)| ag == id)
        .map(|(_, n)| (item.clone(), *n))
}

fn draft_level(state: &State, item: &ItemRef) -> Result<LevelId, Problem> {
    let draft = state.drafts.get(item).ok_or_else(|| no_item(item))?;
    draft
        .level
        .clone()
        .ok_or_else(|| Problem::refused("REL-011").with("item", item))
}

fn no_item(item: &ItemRef) -> Problem {
    Problem::new("ITEM-001", Class::NotFound).with("item", item)
}

fn next_reference(state: &mut State, ctx: &mut Ctx) -> Result<ItemRef, Problem> {
    let year = ctx.now.date_in("UTC").map_or(1970, |d| d.year());
    let text = format!("{}-{year:04}-{:04}", state.me.party(), state.next_item);
    let reference = text
        .parse()
        .map_err(|e: entente_model::id::IdError| internal(&e.to_string()))?;
    state.next_item = state.next_item.saturating_add(1);
    ctx.commit.next_item = Some(state.next_item);
    Ok(reference)
}
