//! Words only the two parties read: sealed beside an act, to the partner under the step's
//! encapsulation and to their author under its storage key.

use crate::{
    fold::Cards,
    items::slots_for,
    state::{Agreement, Me},
    step::{Ctx, World, internal},
};
use entente_model::{
    AgreementId, PartyId, Problem,
    act::Keys,
    holding::Sealed,
    problem::{Class, Fault},
};
use entente_seal::{
    segment::{Dek, OVERHEAD, SegmentCipher},
    slot,
};

/// Longest text, bytes of UTF-8.
pub const MAX_TEXT: usize = Sealed::MAX - OVERHEAD;

/// Refuses a text that does not fit, before anything is written.
///
/// # Errors
/// TEXT-002.
pub fn fits(text: &str) -> Result<(), Problem> {
    if text.len() > MAX_TEXT {
        return Err(Problem::new("TEXT-002", Class::Usage)
            .by(Fault::You)
            .with("size", text.len())
            .with("max", MAX_TEXT)
            .decided_by("you"));
    }
    Ok(())
}

/// Seals a text for both sides; nothing for an empty one. May write the step's encapsulation, so
/// what needs the text must have been found in order before.
///
/// # Errors
/// TEXT-002; AGREE-007 while no text is agreed; SEAL-003 when the partner's sealing key is none.
pub(crate) fn seal_text(
    ctx: &mut Ctx,
    world: &mut World<'_>,
    me: &Me,
    cards: Cards<'_>,
    agreement: &mut Agreement,
    text: &str,
) -> Result<Option<Sealed>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    fits(text)?;
    let id = agreement.life.id();
    let seen = [(agreement.partner.clone(), agreement.theirs.size())];
    let at = ctx.now.max(agreement.last_time);
    let governs = agreement.life.text_for(me.party(), &seen, at);
    let governs = governs.map(|t| t.digest);
    let governs = governs.ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))?;
    let slots = slots_for(ctx, world, me, cards, agreement, governs)?;
    let (k, i) = (slots.k, slots.next);
    let core = Sealed::core(&id, me.party(), k, i);
    let dek = Dek::generate(world.entropy);
    let fault = |e: &dyn std::fmt::Display| internal(&e.to_string());
    let w = slots
        .kek
        .wrap(&dek, i, core.as_bytes())
        .map_err(|e| fault(&e))?;
    slots.next = slots.next.saturating_add(1);
    let own = me.storage.wrap(&dek, core.as_bytes(), world.entropy);
    let own = own.map_err(|e| fault(&e))?;
    let mut sealed = Vec::new();
    SegmentCipher::new(&dek)
        .and_then(|cipher| cipher.seal_into(0, text.as_bytes(), &mut sealed))
        .map_err(|e| fault(&e))?;
    Ok(Some(Sealed {
        k,
        i,
        w: w.to_vec(),
        own,
        text: sealed,
    }))
}

/// Opens a sealed text of ours or of the partner. `keys` is the act at index [`Sealed::k`] of its
/// author's record; our own texts need none.
///
/// # Errors
/// TEXT-001 when it does not open: the act stands all the same.
pub fn open_text(
    me: &Me,
    author: &PartyId,
    agreement: &AgreementId,
    keys: Option<&Keys>,
    sealed: &Sealed,
) -> Result<String, Problem> {
    let unreadable = || {
        Problem::partner("TEXT-001")
            .with("party", author)
            .decided_by(author)
    };
    let core = Sealed::core(agreement, author, sealed.k, sealed.i);
    let aad = core.as_bytes();
    let dek = if author == me.party() {
        me.storage.unwrap(&sealed.own, aad).ok()
    } else {
        keys.filter(|keys| keys.to == *me.party()).and_then(|keys| {
            let info = Keys::info(agreement, &keys.text, author, &keys.to);
            let kek = slot::decapsulate(&me.sealing, &keys.enc, &info).ok()?;
            kek.unwrap(&sealed.w, sealed.i, aad).ok()
        })
    };
    let dek = dek.ok_or_else(unreadable)?;
    if sealed.text.len() > Sealed::MAX {
        return Err(unreadable());
    }
    let mut bytes = sealed.text.clone();
    let plain = SegmentCipher::new(&dek).ok();
    let plain =
        plain.and_then(|cipher| cipher.open_in_place(0, &mut bytes).ok().map(|p| p.to_vec()));
    plain
        .and_then(|plain| String::from_utf8(plain).ok())
        .ok_or_else(unreadable)
}
