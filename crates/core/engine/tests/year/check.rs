//! What must hold, at any time after everybody heard everything.

use crate::{
    simulation::Year,
    world::{AUS, NZL},
};
use entente_agreement::register::{Line, Register};
use entente_engine::{
    Agreement, State,
    commit::PayloadState,
    house::{anchors_in, verify_anchors},
};
use entente_model::{
    Act, Deed, PartyId,
    holding::{ItemAct, ItemDeed},
};
use std::collections::BTreeMap;

/// Every line of a register, in order.
pub(crate) fn lines(register: &Register) -> Vec<Line> {
    let mut all = Vec::new();
    register.each(&|_, _| true, &mut |line| all.push(line));
    all
}

/// Places where two registers differ.
pub(crate) fn divergence(a: &Register, b: &Register) -> Vec<(PartyId, u64, u32)> {
    let digests = |register: &Register| -> BTreeMap<_, _> {
        let all = lines(register).into_iter();
        all.map(|line| ((line.from.clone(), line.n, line.number), line.digest()))
            .collect()
    };
    let (a, b) = (digests(a), digests(b));
    let mut places: Vec<_> = a.keys().chain(b.keys()).cloned().collect();
    places.sort();
    places.dedup();
    places.retain(|place| a.get(place) != b.get(place));
    places
}

impl Year {
    fn two(&self, pair: usize) -> [&Agreement; 2] {
        let id = self.id(pair);
        self.pairs[pair]
            .nodes
            .map(|node| &self.nodes[node].side.state.agreements[&id])
    }

    /// Both nodes of each agreement have the same register and cases, and nothing was void.
    pub(crate) fn agree_everywhere(&self) {
        for pair in 0..3 {
            let [a, b] = self.two(pair);
            assert_eq!(
                a.register.tally(&|_, _| true),
                b.register.tally(&|_, _| true)
            );
            assert_eq!(a.cases, b.cases);
            assert_eq!(
                (a.own.root(), a.theirs.root()),
                (b.theirs.root(), b.own.root())
            );
            for agreement in [a, b] {
                let voids: Vec<_> = agreement.voids.iter().take(3).collect();
                assert!(voids.is_empty(), "{voids:?}");
                assert!(agreement.alarm.is_none());
            }
        }
    }

    /// Line by line; each copy is open or at exactly one end.
    pub(crate) fn lines_agree(&self) -> u64 {
        let mut seen = 0;
        for pair in 0..3 {
            let [a, b] = self.two(pair);
            let all = lines(&a.register);
            assert_eq!(divergence(&a.register, &b.register), []);
            assert_eq!(all, lines(&b.register));
            seen += u64::try_from(all.len()).unwrap();
            for line in &all {
                let ended = line.ended.is_some();
                assert_eq!(line.state.ended(), ended, "{line:?}");
                let family = a.register.family(&line.from, line.n);
                let ends = family.map_or(0, |f| {
                    let of = f.ending(line.number, |_: &PartyId, _| true);
                    usize::from(of.is_some())
                });
                assert!(ends <= 1);
            }
            let mut places: Vec<_> = all.iter().map(|l| (&l.from, l.n, l.number)).collect();
            places.dedup();
            assert_eq!(places.len(), all.len(), "a copy twice");
            for party in self.pairs[pair].nodes.map(|node| self.party(node)) {
                let zero = all.iter().filter(|l| l.from == party && l.number == 0);
                assert_eq!(
                    u64::try_from(zero.count()).unwrap(),
                    a.register.count(&party)
                );
            }
        }
        seen
    }

    /// What each party states of its register is what the other's says as of that act.
    pub(crate) fn tallies_reconcile(&self) {
        for pair in 0..3 {
            for agreement in self.two(pair) {
                for node in self.pairs[pair].nodes {
                    let by = self.party(node);
                    if let Some((stated, ours)) = agreement.reconciled(&by) {
                        assert_eq!(stated.tally, ours, "{by}");
                    }
                }
            }
        }
    }

    /// A loss that was never reported, in one register, is found: by the tally, and where.
    pub(crate) fn an_alteration_is_found(&self) {
        let [a, b] = self.two(0);
        let (from, other) = (self.party(NZL), self.party(0));
        let held = lines(&b.register);
        let victim = held.iter().find(|l| {
            let whole = l.number == 0 && l.to == other;
            whole && l.from == from && l.state.word() == "held"
        });
        let n = victim.unwrap().n;
        let mut altered = b.register.clone();
        let item = ItemAct {
            from: from.clone(),
            of: vec![n],
            what: ItemDeed::Lost { numbers: vec![0] },
            official: "registrar".parse().unwrap(),
        };
        let size = |party: &PartyId| match &b.partner == party {
            true => b.theirs.size(),
            false => b.own.size(),
        };
        let act = Act {
            v: entente_model::act::VERSION,
            ag: self.id(0),
            by: other.clone(),
            // The place of an entry that the other register has too.
            n: a.tallies[&other].n.saturating_sub(1),
            at: entente_model::Instant(self.nodes[0].side.now),
            seen: vec![(from.clone(), size(&from))],
            deed: Deed::Item(item.clone()),
        };
        let text = b.life.agreed_text().unwrap();
        altered
            .apply(&text.rules, b.life.timeline(), &act, &item)
            .unwrap();
        let found = divergence(&a.register, &altered);
        assert!(!found.is_empty());
        assert!(
            found
                .iter()
                .all(|(party, at, _)| (party, *at) == (&from, n))
        );
        let mut agreement = b.clone();
        agreement.register = altered;
        let (stated, ours) = agreement.reconciled(&other).unwrap();
        assert_ne!(stated.tally, ours);
    }

    /// Every anchor in the shared records is a head of its author's house.
    pub(crate) fn anchors_verify(&self) -> u64 {
        let mut stood = 0;
        for node in 0..3 {
            let own = self.party(node);
            let house = entente_engine::House::log_of(&own);
            let mut anchors = Vec::new();
            for pair in (0..3).filter(|p| self.pairs[*p].nodes.contains(&node)) {
                // As the partner has them.
                let partner = &self.nodes[self.pairs[pair].other(node)];
                let entries = partner.stored(&self.log(pair, node));
                anchors.extend(anchors_in(&own, entries));
            }
            let state = &self.nodes[node].side.state;
            state.house.sound().unwrap();
            let entries = self.nodes[node]
                .entries(&house)
                .iter()
                .map(|(e, _)| e.to_vec());
            let mut entries: Vec<Vec<u8>> = entries.collect();
            let report = verify_anchors(&own, anchors.clone(), &entries).unwrap();
            assert_eq!(report.entries, state.house.size());
            stood += report.anchors;
            // A word changed in the middle shows.
            let middle = entries.len() / 2;
            let text = String::from_utf8(entries[middle].clone()).unwrap();
            let at = text.find("\"at\":").unwrap() + 5;
            let mut changed = text.into_bytes();
            changed[at] = if changed[at] == b'2' { b'1' } else { b'2' };
            entries[middle] = changed;
            let found = verify_anchors(&own, anchors, &entries).unwrap_err();
            assert_eq!(found.code, "AUDIT-001");
        }
        stood
    }

    /// From hop to hop an item is protected no less.
    pub(crate) fn protection_holds(&self) -> u64 {
        let mut passed_on = 0;
        for pair in 0..3 {
            let [a, _] = self.two(pair);
            let rules = &a.life.agreed_text().unwrap().rules;
            for node in self.pairs[pair].nodes {
                let giver = self.party(node);
                for (n, facts) in a.register.releases(&giver) {
                    let level = rules.level(&facts.level).unwrap();
                    let there = rules.handled_as(&facts.level, &facts.to).unwrap();
                    assert!(there.rank >= level.rank, "{giver} {n}");
                    if facts.level.party() != giver.as_str() {
                        passed_on += 1;
                        self.second_hop(pair, node, n);
                    }
                }
            }
        }
        passed_on
    }

    /// What went on is handled as high as what the second holder was given, and says the same.
    fn second_hop(&self, pair: usize, by: usize, n: u64) {
        let holder = &self.nodes[self.pairs[pair].other(by)];
        let (act, _) = holder.act(&self.log(pair, by), n).unwrap();
        let Deed::Release(release) = &act.deed else {
            unreachable!("{act:?}")
        };
        let third = release.third.as_ref().unwrap();
        let before = (0..3).find(|p| self.id(*p) == third.agreement).unwrap();
        let [first, _] = self.two(before);
        let facts = first.register.facts(&third.originator, third.n).unwrap();
        assert_eq!(facts.level, release.level);
        assert_eq!(facts.label, release.label);
        assert_eq!(facts.form, release.form);
        let [second, _] = self.two(pair);
        let rules = |a: &Agreement| a.life.agreed_text().unwrap().rules.clone();
        let one = rules(first);
        let one = one.handled_as(&facts.level, &facts.to).unwrap();
        let two = rules(second);
        let own = two.level(&one.id().unwrap()).unwrap();
        let there = two.handled_as(&release.level, &release.to).unwrap();
        assert!(there.rank >= own.rank);
        // The originator knows of it.
        let family = first.register.family(&third.originator, third.n).unwrap();
        let to = |u: &entente_agreement::register::At<entente_agreement::register::Used>| {
            u.what.to.as_ref().and_then(|t| t.party.clone()) == Some(release.to.clone())
        };
        assert!(family.uses.iter().any(to));
    }

    /// What the stores give back is what the nodes have.
    pub(crate) fn restored_equal(&self, node: usize) -> State {
        let live = &self.nodes[node].side.state;
        let back = self.nodes[node].restored();
        assert_eq!(back.next_item, live.next_item);
        assert_eq!(back.drafts, live.drafts);
        assert_eq!(
            back.agreements.keys().collect::<Vec<_>>(),
            live.agreements.keys().collect::<Vec<_>>()
        );
        for (id, a) in &live.agreements {
            let b = &back.agreements[id];
            assert_eq!(a.own.root(), b.own.root());
            assert_eq!(a.theirs.root(), b.theirs.root());
            assert_eq!(
                a.register.tally(&|_, _| true),
                b.register.tally(&|_, _| true)
            );
            let families = |r: &Register| format!("{:?}", r.families().collect::<Vec<_>>());
            assert_eq!(families(&a.register), families(&b.register));
            assert_eq!(a.register.declared(), b.register.declared());
            assert_eq!(a.cases, b.cases);
            assert_eq!(a.tallies, b.tallies);
            assert_eq!(a.anchors, b.anchors);
            assert_eq!(a.voids, b.voids);
            assert_eq!(a.from_them.payloads, b.from_them.payloads);
            assert_eq!(a.ours.payloads, b.ours.payloads);
            assert_eq!(
                a.receipt_due().collect::<Vec<_>>(),
                b.receipt_due().collect::<Vec<_>>()
            );
            assert_eq!(a.last_time, b.last_time);
            assert_eq!(
                format!("{:?}", a.life.timeline()),
                format!("{:?}", b.life.timeline())
            );
        }
        assert_eq!(format!("{:?}", back.house), format!("{:?}", live.house));
        back
    }

    pub(crate) fn restart(&mut self, node: usize) {
        let back = self.restored_equal(node);
        self.nodes[node].side.state = back;
        self.book.did("restart");
    }

    /// Why items were set aside, and acts without effect, go into the book too.
    pub(crate) fn quarantined(&mut self) {
        let mut all = Vec::new();
        for node in &self.nodes {
            for agreement in node.side.state.agreements.values() {
                let aside = agreement.from_them.payloads.values();
                all.extend(aside.filter_map(|state| match state {
                    PayloadState::Quarantined(problem) => Some(problem.clone()),
                    _ => None,
                }));
                all.extend(agreement.voids.values().cloned());
            }
        }
        for problem in &all {
            self.book.no("set aside", problem);
        }
    }

    /// Cases by matter and where they stand.
    pub(crate) fn cases(&self) -> BTreeMap<String, u64> {
        let mut all = BTreeMap::new();
        for pair in 0..3 {
            for case in self.two(pair)[0].cases.iter() {
                let name = format!("{} {}", case.matter().word(), case.state().word());
                *all.entry(name).or_default() += 1;
            }
        }
        all
    }

    /// Items that went on as planned: from Japan by New Zealand to Australia.
    pub(crate) fn onward_by_plan(&self) -> usize {
        let register = &self.nodes[AUS].side.state.agreements[&self.id(1)].register;
        let giver = self.party(NZL);
        let all = register.releases(&giver);
        all.filter(|(_, facts)| facts.level.party() == "JPN")
            .count()
    }
}
