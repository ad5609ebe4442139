//! What is wrong on purpose: each must be refused, and change nothing that is shared.

use crate::simulation::Year;
use entente_engine::{Input, input::NewItem, input::ReleaseOf};
use entente_model::{
    AgreementId, Problem,
    holding::{Destroyed, ItemDeed},
};

impl Year {
    pub(crate) fn wrong(&mut self) {
        let (pair, node) = self.somewhere();
        let agreement = self.id(pair);
        let before = self.shared(node);
        let registrar = self.nodes[node].official("registrar");
        let known = self.rng.maybe(&self.waiting[pair].released);
        let ended = self.rng.maybe(&self.waiting[pair].ended);
        let refused: Option<Problem> = match self.rng.below(9) {
            // Of an agreement that is not this node's, or nobody's.
            0 => {
                let others = (0..3).find(|p| !self.pairs[*p].nodes.contains(&node));
                let id = match self.rng.often(500) {
                    true => self.id(others.unwrap()),
                    false => AgreementId([9; 16]),
                };
                self.try_tally(node, id)
            }
            // A receipt for what never came, or that has its receipt.
            1 => self.try_receipt(node, agreement, 9_000_000),
            2 => {
                let state = &self.nodes[node].side.state.agreements[&agreement];
                let all = state.from_them.releases.count();
                let from = &state.from_them;
                let done = (0..state.theirs.size()).find(|n| from.receipted.contains(*n));
                match done.filter(|_| all > 0) {
                    Some(n) => self.try_receipt(node, agreement, n),
                    None => None,
                }
            }
            // A certificate without a witness; a second emergency.
            3 => known.and_then(|of| {
                let holder = self.pairs[pair].other(of.0);
                let deed = self.certificate(None, false, None);
                self.item(pair, holder, of, deed, &[]).err()
            }),
            4 => ended.map(|of| {
                let holder = self.pairs[pair].other(of.0);
                let now = entente_model::Instant(self.nodes[holder].side.now);
                let deed = ItemDeed::Destroy(Destroyed {
                    numbers: vec![],
                    method: "burnt".into(),
                    witnesses: vec![],
                    emergency: Some(now),
                    consent: None,
                    on: self.today(),
                });
                let _ = self.item(pair, holder, of, deed.clone(), &[]);
                self.item(pair, holder, of, deed, &[]).unwrap_err()
            }),
            // The other side's word.
            5 => known.map(|of| {
                let holder = self.pairs[pair].other(of.0);
                let deed = ItemDeed::ForbidCopies;
                self.item(pair, holder, of, deed, &[]).unwrap_err()
            }),
            // An official without the role, without keys, unknown to the card.
            6 => {
                let mut acting = registrar;
                acting.official = "nobody".parse().unwrap();
                self.try_release(node, agreement, acting)
            }
            7 => self.try_release(node, agreement, registrar),
            _ => {
                let mut acting = self.nodes[node].official("releasing-officer");
                acting.keys = None;
                known.map(|of| {
                    let input = Input::Item {
                        agreement,
                        from: self.party(of.0),
                        of: vec![of.1],
                        what: Box::new(ItemDeed::ForbidCopies),
                        text: String::new(),
                        acting,
                        with: vec![],
                    };
                    self.put(node, "wrong", input).unwrap_err()
                })
            }
        };
        if refused.is_some() {
            self.book.did("wrong on purpose, refused");
            // A first emergency of the pair of two may have been in order.
            let after = self.shared(node);
            assert!(after >= before);
        }
    }

    /// Entries of a node's shared records.
    pub(crate) fn shared(&self, node: usize) -> u64 {
        let all = self.nodes[node].side.state.agreements.values();
        all.map(|a| a.own.size()).sum()
    }

    fn unchanged(&mut self, node: usize, input: Input) -> Option<Problem> {
        let before = self.shared(node);
        let refused = self.put(node, "wrong", input).unwrap_err();
        assert_eq!(self.shared(node), before, "{refused}");
        Some(refused)
    }

    fn try_tally(&mut self, node: usize, agreement: AgreementId) -> Option<Problem> {
        self.unchanged(node, Input::Tally { agreement })
    }

    fn try_receipt(&mut self, node: usize, agreement: AgreementId, n: u64) -> Option<Problem> {
        let acting = self.nodes[node].official("registrar");
        let items = vec![n];
        let input = Input::Receipt {
            agreement,
            items,
            acting,
        };
        self.unchanged(node, input)
    }

    fn try_release(
        &mut self,
        node: usize,
        agreement: AgreementId,
        acting: entente_engine::Acting,
    ) -> Option<Problem> {
        let item = NewItem {
            title: String::new(),
            level: "RESTRICTED".into(),
            plain: vec![1],
        };
        let input = Input::Release {
            agreement,
            items: vec![ReleaseOf::New(item)],
            purpose: Some(self.purpose()),
            unit: String::new(),
            acting,
            second: None,
        };
        self.unchanged(node, input)
    }
}
