//! Musters (G7): which copies are to be confirmed, and what their holders answered.

use super::House;
use entente_model::{
    Digest,
    house::{Held, HouseDeed},
    time::Date,
};
use std::collections::BTreeMap;

/// Copies that fit one act: two hundred bytes each at most, in 16 KiB.
const PER_ACT: usize = 75;

/// A muster and its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Muster {
    /// Share drawn, in per cent.
    pub sample: u32,
    /// Due by.
    pub due: Date,
    /// Copies drawn, each with the answer once given: whether it is there.
    pub drawn: BTreeMap<(Held, u32), Option<bool>>,
}

/// A copy a muster may draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sampled {
    /// Item.
    pub held: Held,
    /// Number of the copy.
    pub number: u32,
    /// Of a highest level: always drawn.
    pub top: bool,
}

/// Draws the copies of a muster. The same copies, share and seed give the same draw in whatever
/// order they are listed, so that an inspector can draw again. Copies of a highest level are all
/// drawn; of the others the share, rounded up; at least one if there is any.
#[must_use]
pub fn draw(copies: Vec<Sampled>, sample_percent: u32, seed: &[u8; 32]) -> Vec<(Held, u32)> {
    let mut rest: Vec<(Digest, Held, u32)> = Vec::new();
    let mut drawn = Vec::new();
    for Sampled { held, number, top } in copies {
        if top {
            drawn.push((held, number));
            continue;
        }
        let name = match &held {
            Held::Own(item) => format!("own {item}"),
            Held::Given(agreement, party, n) => format!("given {agreement} {party} {n}"),
        };
        let parts: [&[u8]; 3] = [seed, name.as_bytes(), &number.to_be_bytes()];
        rest.push((Digest::tagged("entente muster v1", &parts), held, number));
    }
    rest.sort();
    rest.dedup();
    let share = usize::try_from(sample_percent.min(100)).unwrap_or(100);
    let mut count = rest.len().saturating_mul(share).div_ceil(100);
    if drawn.is_empty() {
        count = count.max(1);
    }
    drawn.extend(rest.into_iter().take(count).map(|(_, held, n)| (held, n)));
    drawn.sort();
    drawn.dedup();
    drawn
}

/// The acts that begin a muster, as many as its list needs.
#[must_use]
pub fn muster_deeds(muster: u32, drawn: &[(Held, u32)], sample: u32, due: Date) -> Vec<HouseDeed> {
    drawn
        .chunks(PER_ACT)
        .map(|part| HouseDeed::Muster {
            muster,
            drawn: part.to_vec(),
            sample,
            due,
        })
        .collect()
}

impl House {
    /// A muster by its number.
    #[must_use]
    pub fn muster(&self, number: u32) -> Option<&Muster> {
        self.musters.get(&number)
    }

    /// The number of the next muster, from 1.
    #[must_use]
    pub fn next_muster(&self) -> u32 {
        let last = self.musters.keys().next_back().copied();
        last.unwrap_or(0).saturating_add(1)
    }

    /// Copies not confirmed after the day they were due: each is a case (G7).
    pub fn muster_overdue(&self, day: Date) -> impl Iterator<Item = (u32, &Held, u32)> {
        let late = self.musters.iter().filter(move |(_, m)| m.due < day);
        late.flat_map(|(number, m)| answers(*number, m, None))
    }

    /// Copies their holders said are not there: each is a case (G7).
    pub fn muster_missing(&self) -> impl Iterator<Item = (u32, &Held, u32)> {
        let all = self.musters.iter();
        all.flat_map(|(number, m)| answers(*number, m, Some(false)))
    }
}

fn answers(
    muster: u32,
    of: &Muster,
    wanted: Option<bool>,
) -> impl Iterator<Item = (u32, &Held, u32)> {
    let drawn = of.drawn.iter().filter(move |(_, a)| **a == wanted);
    drawn.map(move |((held, copy), _)| (muster, held, *copy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn copies(count: u32, top: u32) -> Vec<Sampled> {
        (0..count)
            .map(|n| Sampled {
                held: Held::Own(format!("JPN-2026-{n:04}").parse().unwrap()),
                number: n % 3,
                top: n < top,
            })
            .collect()
    }

    proptest! {
        #[test]
        fn a_draw_is_the_share_and_every_top_copy(
            count in 0u32..80, top in 0u32..10, share in 0u32..=120, seed: [u8; 32]
        ) {
            let all = copies(count, top);
            let drawn = draw(all.clone(), share, &seed);
            let mut turned = all.clone();
            turned.reverse();
            prop_assert_eq!(&drawn, &draw(turned, share, &seed));
            prop_assert_eq!(drawn.is_empty(), all.is_empty());
            let has = |s: &Sampled| drawn.contains(&(s.held.clone(), s.number));
            prop_assert!(all.iter().filter(|s| s.top).all(has));
            let rest = all.iter().filter(|s| !s.top);
            let (of, got) = (rest.clone().count(), rest.filter(|s| has(s)).count());
            prop_assert!(got * 100 >= of * share.min(100) as usize);
            prop_assert!(got <= (of * share.min(100) as usize).div_ceil(100).max(1));
        }
    }

    #[test]
    fn another_seed_draws_others() {
        let draws: std::collections::BTreeSet<_> = (0u8..16)
            .map(|seed| draw(copies(60, 0), 10, &[seed; 32]))
            .collect();
        assert!(draws.len() > 10);
    }

    #[test]
    fn a_long_list_goes_into_several_acts() {
        let drawn: Vec<_> = (0..400u64)
            .map(|n| {
                let party = "ABCDEFGHIJKL".parse().unwrap();
                let agreement = entente_model::AgreementId([255; 16]);
                (Held::Given(agreement, party, u64::MAX - n), u32::MAX)
            })
            .collect();
        let deeds = muster_deeds(7, &drawn, 100, "2026-12-31".parse().unwrap());
        let mut whole = Vec::new();
        for (n, deed) in deeds.into_iter().enumerate() {
            if let HouseDeed::Muster { drawn, .. } = &deed {
                whole.extend(drawn.clone());
            }
            let act = entente_model::house::HouseAct {
                v: 1,
                n: n as u64,
                at: entente_model::Instant(0),
                by: "registrar".into(),
                deed,
            };
            act.to_entry().unwrap();
        }
        assert_eq!(whole, drawn);
    }
}
