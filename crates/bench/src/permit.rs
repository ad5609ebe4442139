//! `permit`: what one decision costs, in time and in allocations.

use crate::{Failed, Figures, float, median};
use entente_agreement::{
    Rules,
    facts::{Facts, Notice, NoticeKind},
    permit::{Action, Ask, Given, Hand, Item, Outcome, permit},
    terms::{ChannelKind, ItemForm},
    timeline::timeline,
};
use entente_model::{PartyId, time::Date};
use std::{hint::black_box, path::Path, time::Instant};

const BATCH: u32 = 1000;
const BATCHES: usize = 2000;

pub(crate) fn measure(figures: &mut Figures) -> Result<(), Failed> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../instruments/jpn-nzl-model");
    let instrument = entente_node::source::read(&dir).map_err(|p| p.to_string())?;
    let terms = entente_agreement::Terms::parse(&instrument.terms)?;
    let (jpn, nzl): (PartyId, PartyId) = ("JPN".parse()?, "NZL".parse()?);
    let day: Date = "2026-01-20".parse()?;
    let received = |of: &PartyId| [(of.to_string(), day)].into();
    let facts = Facts {
        signed: [(jpn.clone(), day), (nzl.clone(), day)].into(),
        notices: [(&jpn, &nzl), (&nzl, &jpn)]
            .map(|(from, to)| Notice {
                number: None,
                from: from.clone(),
                kind: NoticeKind::Completed,
                dated: day,
                received: received(to),
                effective: None,
            })
            .into(),
        ..Facts::default()
    };
    let time = timeline(&terms, &facts)?;
    let rules = Rules::new(terms)?;
    let (level, purpose) = ("JPN.gov.2014.gokuhi".parse()?, "maritime-safety".parse()?);
    let ask = Ask {
        item: Some(Item::new(
            &level,
            std::slice::from_ref(&jpn),
            ItemForm::Electronic,
        )),
        purpose: Some(&purpose),
        hand: Hand::from_iter([Given::OfficerSignature, Given::Encrypted]),
        channel: Some(ChannelKind::Link),
        means: Some(entente_engine::MEANS),
        ..Ask::new(Action::Release, &jpn, &nzl, "2026-06-01".parse()?)
    };
    if permit(&rules, &time, &ask).outcome() != Outcome::Allowed {
        let checks = permit(&rules, &time, &ask).explain();
        return Err(format!("the model's release is not allowed: {checks:?}").into());
    }
    let mut each = Vec::with_capacity(BATCHES);
    for _ in 0..BATCHES {
        let begun = Instant::now();
        for _ in 0..BATCH {
            black_box(permit(black_box(&rules), &time, black_box(&ask)).outcome());
        }
        let nanos = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        each.push(float(nanos) / f64::from(BATCH));
    }
    let allocations = allocation_counter::measure(|| {
        black_box(permit(&rules, &time, &ask).outcome());
    });
    figures.put(
        "permit.p50_ns",
        median(each),
        "one decision on a release under the model, ns",
    );
    figures.put(
        "permit.allocations",
        float(allocations.count_total),
        "allocations a decision",
    );
    Ok(())
}
