//! Items of another party that go on with its consent (E1, E3): the token is the originator's
//! signed act, carried in the release, so that whoever gets the item can see it.

use crate::fold::check_official;
use entente_model::{
    Act, Deed, PartyId, Problem,
    act::Release,
    card::{Card, Role},
    dsse::Statement,
    holding::{ItemDeed, LeaveFor, ThirdOrigin},
};

/// Reads the token a release carries and checks that it is for this item, recipient, purpose and
/// day. Who signed it is another question: see [`signed`].
///
/// # Errors
/// THIRD-001 when it is not a consent to this release.
pub(crate) fn token(
    act: &Act,
    release: &Release,
    third: &ThirdOrigin,
) -> Result<(Act, Statement), Problem> {
    let wrong = |what: &str| {
        Problem::partner("THIRD-001")
            .with("party", &act.by)
            .with("originator", &third.originator)
            .with("what", what)
            .decided_by(&third.originator)
    };
    if third.originator == act.by || third.originator == release.to {
        return Err(wrong("originator"));
    }
    if release.level.party() != third.originator.as_str() {
        return Err(wrong("level"));
    }
    let (consent, statement) =
        Act::from_entry(&third.originator, &third.consent).map_err(|_| wrong("token"))?;
    if consent.by != third.originator || consent.ag != third.agreement {
        return Err(wrong("agreement"));
    }
    let Deed::Item(item) = &consent.deed else {
        return Err(wrong("token"));
    };
    if item.from != third.originator || !item.of.contains(&third.n) {
        return Err(wrong("item"));
    }
    let ItemDeed::Answer {
        leave: Some(leave), ..
    } = &item.what
    else {
        return Err(wrong("refused"));
    };
    let LeaveFor::Onward(to) = &leave.what else {
        return Err(wrong("matter"));
    };
    if to.party.as_ref() != Some(&release.to) {
        return Err(wrong("recipient"));
    }
    if to.unit.as_deref().is_some_and(|unit| unit != release.unit) {
        return Err(wrong("unit"));
    }
    if leave
        .purpose
        .as_ref()
        .is_some_and(|p| *p != release.purpose)
    {
        return Err(wrong("purpose"));
    }
    if leave.relay.as_ref().is_some_and(|relay| *relay != act.by) {
        return Err(wrong("relay"));
    }
    let day = act.at.date_in("UTC");
    // A day's difference of zones is let pass; the originator's own register decides to the day.
    let late = leave
        .until
        .zip(day)
        .is_some_and(|(until, day)| until.tomorrow().is_ok_and(|tomorrow| day > tomorrow));
    if late {
        return Err(wrong("expired"));
    }
    Ok((consent, statement))
}

/// Whether the token is the originator's: its releasing officer signed it, by the card this node
/// has. Each node answers for itself; without it the item stays in quarantine.
///
/// # Errors
/// THIRD-002 when the originator's card is not known here, THIRD-003 when the signatures are not
/// its official's.
pub(crate) fn signed(
    card: Option<&Card>,
    originator: &PartyId,
    consent: &Act,
    statement: &Statement,
) -> Result<(), Problem> {
    let card = card.ok_or_else(|| {
        Problem::refused("THIRD-002")
            .with("originator", originator)
            .decided_by("security-officer")
    })?;
    let forged = || Problem::partner("THIRD-003").with("originator", originator);
    let Deed::Item(item) = &consent.deed else {
        return Err(forged());
    };
    check_official(
        card,
        &item.official,
        Role::ReleasingOfficer,
        consent.at,
        Some(statement),
    )
    .map_err(|_| forged())
}
