//! What is released, and what becomes of it.

use crate::{
    simulation::{Given, Year},
    world::{JPN, NZL},
};
use entente_agreement::register::NumberState;
use entente_engine::{
    Acting, Answer, Input,
    input::{NewItem, ReleaseOf, SealedItem},
};
use entente_model::{
    Digest, Instant, Label, Problem,
    holding::{Destroyed, Form, ItemDeed, Made, Reclass, Wanted},
    id::ItemRef,
    label::{Embargo, Rel},
};
use entente_seal::segment::{self, Dek};
use std::sync::Arc;

impl Year {
    /// Level words of a node: usual ones, the highest, one that does not go.
    fn words(node: usize) -> [&'static str; 4] {
        match node {
            JPN => ["秘", "秘", "極秘", "取扱注意"],
            _ => ["RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"],
        }
    }

    fn level(&mut self, node: usize) -> &'static str {
        let words = Self::words(node);
        match self.rng.below(1000) {
            0..=5 => words[3],
            6..=25 => words[2],
            other => words[other % 2],
        }
    }

    /// Plain items, released in batches until as many are there as the day asks for.
    pub(crate) fn feed(&mut self, target: usize) {
        while self.items < target {
            let (pair, node) = self.somewhere();
            let many = (target - self.items).min(10 + self.rng.below(30));
            let items = (0..many).map(|_| self.plain(node)).collect();
            let mut acting = self.nodes[node].official("releasing-officer");
            if !self.rng.often(100) {
                acting.keys = None;
            }
            self.items += many;
            let input = Input::Release {
                agreement: self.id(pair),
                items,
                purpose: Some(self.purpose()),
                unit: String::new(),
                acting,
                second: None,
            };
            let answer = self.put(node, "release", input);
            self.released(pair, node, &answer, false);
        }
    }

    fn plain(&mut self, node: usize) -> ReleaseOf {
        let size = 16 + self.rng.below(120);
        ReleaseOf::New(NewItem {
            title: String::new(),
            level: self.level(node).into(),
            plain: vec![b'x'; size],
        })
    }

    pub(crate) fn released(
        &mut self,
        pair: usize,
        node: usize,
        answer: &Result<Answer, Problem>,
        special: bool,
    ) {
        let Ok(Answer::Released(all)) = answer else {
            return;
        };
        let waiting = &mut self.waiting[pair];
        for (_, n) in all.iter().flatten() {
            waiting.released.push((node, *n));
            if special {
                waiting.special.push((node, *n));
            }
        }
    }

    /// A draft over the desk: added, labelled, submitted, decided by another, released.
    pub(crate) fn draft(&mut self) {
        let (pair, node) = self.somewhere();
        let form = *self.rng.pick(&Form::ALL);
        let wrong = self.rng.often(60);
        let author = if wrong {
            "releasing-officer"
        } else {
            "desk-officer"
        };
        let (sealed, inline) = self.sealed(node, form, author);
        let Ok(Answer::Item(item)) = self.put(node, "item add", Input::ItemAdd(Box::new(sealed)))
        else {
            return;
        };
        if !self.rng.often(30) {
            let mark = self.marked(pair, node, &item);
            let _ = self.put(node, "item mark", mark);
        }
        let agreement = self.id(pair);
        let purpose = self.purpose();
        let submit = Input::ItemSubmit {
            item: item.clone(),
            agreement,
            purpose: purpose.clone(),
            by: author.into(),
        };
        if !self.rng.often(50) {
            let _ = self.put(node, "item submit", submit);
        }
        let officer = self.nodes[node].official("releasing-officer");
        let decide = Input::ItemDecide {
            item: item.clone(),
            agreement,
            approved: !self.rng.often(120),
            reason: "as the desk says".into(),
            acting: officer.clone(),
        };
        let _ = self.put(node, "item decide", decide);
        if self.rng.often(40) {
            // Changed after it was decided.
            let mark = self.marked(pair, node, &item);
            let _ = self.put(node, "item mark", mark);
        }
        self.of_will += 1;
        for _ in 0..=usize::from(self.rng.often(50)) {
            let input = Input::Release {
                agreement,
                items: vec![ReleaseOf::Draft {
                    item: item.clone(),
                    inline: inline.clone(),
                }],
                purpose: Some(purpose.clone()).filter(|_| !wrong || self.rng.often(800)),
                unit: String::new(),
                acting: officer.clone(),
                second: None,
            };
            let known = self.nodes[node].side.state.drafts[&item].released.len();
            let answer = self.put(node, "release of a draft", input);
            if known == 0 {
                self.released(pair, node, &answer, true);
            }
        }
        if self.rng.often(60) {
            // Of those that went out, some are still on their way.
            let all: Vec<_> = self.nodes[node].side.state.drafts.keys().cloned().collect();
            let old = self.rng.maybe(&all).filter(|_| self.rng.often(800));
            let item = old.unwrap_or(item);
            let _ = self.put(node, "item shred", Input::ItemShred { item });
        }
    }

    /// An electronic draft of an author, added.
    pub(crate) fn drafted(&mut self, node: usize, author: &str) -> (ItemRef, Option<Arc<[u8]>>) {
        let (sealed, inline) = self.sealed(node, Form::Electronic, author);
        match self.put(node, "item add", Input::ItemAdd(Box::new(sealed))) {
            Ok(Answer::Item(item)) => (item, inline),
            other => unreachable!("{other:?}"),
        }
    }

    fn sealed(&mut self, node: usize, form: Form, author: &str) -> (SealedItem, Option<Arc<[u8]>>) {
        let side = &mut self.nodes[node].side;
        let dek = Dek::generate(&mut side.entropy);
        self.drafts += 1;
        let plain = format!("draft {}", self.drafts);
        let (inline, root, size) = if form.is_electronic() {
            let (sealed, root) = segment::seal_small(&dek, plain.as_bytes()).unwrap();
            (Some(Arc::from(sealed)), root, plain.len())
        } else {
            (None, Digest::of(&[plain.as_bytes()]), 0)
        };
        let wrapped = side
            .me
            .storage
            .wrap(&dek, root.as_bytes(), &mut side.entropy);
        let told = matches!(form, Form::Oral | Form::Visual);
        let item = SealedItem {
            title: plain,
            file: String::new(),
            meta: String::new(),
            size: u64::try_from(size).unwrap(),
            root,
            dek: wrapped.unwrap(),
            inline: inline.clone(),
            author: author.into(),
            form,
            disclosed: told && self.rng.often(700),
            copy: (form == Form::Document).then_some((1, 2)),
            source: None,
            portions: Vec::new(),
        };
        (item, inline)
    }

    /// A level alone, or a label that says more.
    fn marked(&mut self, pair: usize, node: usize, item: &ItemRef) -> Input {
        let agreement = self.id(pair);
        let word = self.level(node);
        let state = &self.nodes[node].side.state;
        let found = entente_engine::level_in(&state.agreements[&agreement], state.me.party(), word);
        let level = match found {
            Ok(level) if self.rng.often(600) => level,
            _ => {
                return Input::ItemMark {
                    item: item.clone(),
                    level: word.into(),
                    agreement: Some(agreement),
                };
            }
        };
        let mut label = Label::of(level);
        match self.rng.below(6) {
            0 => label.caveats = vec!["two-parties-only".parse().unwrap()],
            1 => label.caveats = vec!["eyes-only".parse().unwrap()],
            2 => {
                let to = if self.rng.often(800) {
                    self.pairs[pair].nodes.to_vec()
                } else {
                    vec![node]
                };
                let parties = to.into_iter().map(|n| self.party(n)).collect();
                label.rel = Some(Rel {
                    parties,
                    groups: vec![],
                });
            }
            3 => {
                let days = i64::try_from(self.rng.below(4)).unwrap() - 2;
                label.embargo = Some(Embargo {
                    until: Instant(self.nodes[node].side.now + days * 86_400),
                    zone: "UTC".into(),
                });
            }
            4 => label.codewords = vec!["HARBOUR".into()],
            _ => label.created = Some(self.in_days(-3)),
        }
        Input::ItemLabel {
            item: item.clone(),
            agreement,
            label: Box::new(label),
            portions: vec![],
            aggregation: String::new(),
        }
    }

    /// What arrived is receipted, some of it late.
    pub(crate) fn receipts(&mut self) {
        for pair in 0..3 {
            for node in self.pairs[pair].nodes {
                let id = self.id(pair);
                let due = self.nodes[node].side.state.agreements[&id].receipt_due();
                if due.count() == 0 || self.rng.often(350) {
                    continue;
                }
                let input = Input::Receipt {
                    agreement: id,
                    items: vec![],
                    acting: self.nodes[node].official("registrar"),
                };
                let _ = self.put(node, "receipt", input);
            }
        }
    }

    /// An act on one release. Gives its index.
    pub(crate) fn item(
        &mut self,
        pair: usize,
        by: usize,
        (giver, n): Given,
        what: ItemDeed,
        with: &[&str],
    ) -> Result<u64, Problem> {
        let official = match &what {
            ItemDeed::Make { .. }
            | ItemDeed::Applied { .. }
            | ItemDeed::Recalled { .. }
            | ItemDeed::Return { .. }
            | ItemDeed::Back { .. }
            | ItemDeed::Destroy(_)
            | ItemDeed::Lost { .. }
            | ItemDeed::Chase => "registrar",
            _ => "releasing-officer",
        };
        self.of_will += 1;
        let witnesses: Vec<Acting> = with.iter().map(|w| self.nodes[by].official(w)).collect();
        let sealed = matches!(what, ItemDeed::Ask { .. } | ItemDeed::Answer { .. });
        let text = if sealed && self.rng.often(200) {
            "Why."
        } else {
            ""
        };
        let kind = what.name();
        let input = Input::Item {
            agreement: self.id(pair),
            from: self.party(giver),
            of: vec![n],
            what: Box::new(what),
            text: text.into(),
            acting: self.nodes[by].official(official),
            with: witnesses,
        };
        match self.put(by, kind, input)? {
            Answer::Items { n, .. } => Ok(n),
            other => unreachable!("{other:?}"),
        }
    }

    /// A release of a pair: of a draft as often as not.
    pub(crate) fn some(&mut self, pair: usize) -> Option<Given> {
        let waiting = &self.waiting[pair];
        if self.rng.often(500) {
            return self.rng.maybe(&waiting.special);
        }
        self.rng.maybe(&waiting.released)
    }

    /// One act of will on a release, or on what waits for one.
    pub(crate) fn will(&mut self) {
        let pair = self.rng.below(3);
        match self.rng.below(20) {
            0..=2 => self.made(pair),
            3..=4 => self.ask(pair),
            5..=6 => self.answer(pair),
            7..=8 => self.use_consent(pair),
            9 => self.recall(pair),
            10 => self.recalled(pair),
            11 => self.reclass(pair),
            12 => self.apply(pair),
            13 => self.send_back(pair),
            14 => self.back(pair),
            15 => self.destroy(pair),
            16 => self.lose(pair),
            17 => self.discharge(pair),
            _ => self.say(pair),
        }
    }

    pub(crate) fn made(&mut self, pair: usize) {
        let Some((giver, n)) = self.some(pair) else {
            return;
        };
        let holder = self.pairs[pair].other(giver);
        let lines = self.lines(pair, holder, (giver, n));
        let next = u32::try_from(lines.len()).unwrap();
        let what = match self.rng.below(4) {
            0 => Made::Translation("ja".into()),
            1 => Made::Extract,
            _ => Made::Copy,
        };
        let grants = self.waiting[pair].granted.iter();
        let consent = grants.filter(|(of, ..)| *of == (giver, n)).map(|g| g.1);
        let deed = ItemDeed::Make {
            what,
            first: if self.rng.often(30) {
                next + 1
            } else {
                next.max(1)
            },
            count: 1,
            by_cleared: self.rng.often(900),
            consent: consent.max(),
        };
        let _ = self.item(pair, holder, (giver, n), deed, &[]);
    }

    fn recall(&mut self, pair: usize) {
        let Some(of) = self.some(pair) else { return };
        let wanted = *self
            .rng
            .pick(&[Wanted::Return, Wanted::Destroy, Wanted::SetAside]);
        let by = self.rng.often(500).then(|| self.in_days(14));
        if let Ok(n) = self.item(pair, of.0, of, ItemDeed::Recall { wanted, by }, &[]) {
            self.waiting[pair].recalls.push((of, n));
        }
    }

    fn recalled(&mut self, pair: usize) {
        let Some((of, order)) = self.rng.draw(&mut self.waiting[pair].recalls) else {
            return;
        };
        let holder = self.pairs[pair].other(of.0);
        let lines = self.lines(pair, holder, of);
        let open = lines.iter().filter(|state| !state.ended()).count();
        let state = &self.nodes[holder].side.state.agreements[&self.id(pair)];
        let family = state.register.family(&self.party(of.0), of.1);
        let uses = family.map(|f| f.uses.as_slice()).unwrap_or_default();
        let gone_to = uses.iter().filter_map(|u| u.what.to.clone()).collect();
        let deed = ItemDeed::Recalled {
            order,
            held: u32::try_from(open).unwrap() + u32::from(self.rng.often(60)),
            readers: 1,
            gone_to,
        };
        let _ = self.item(pair, holder, of, deed, &[]);
    }

    fn reclass(&mut self, pair: usize) {
        let Some(of) = self.some(pair) else { return };
        let lower = match of.0 {
            JPN => "JPN.gov.2014.hi",
            NZL => "NZL.psr.2022.restricted",
            _ => "AUS.psr.2022.restricted",
        };
        let reclass = Reclass {
            to: self.rng.often(600).then(|| lower.parse().unwrap()),
            on: self.today(),
            authority: String::new(),
        };
        if self.rng.often(250) {
            let _ = self.item(pair, of.0, of, ItemDeed::Intend(reclass.clone()), &[]);
        }
        // Now and then by the holder, who may not.
        let holder = self.pairs[pair].other(of.0);
        let by = if self.rng.often(100) { holder } else { of.0 };
        if let Ok(n) = self.item(pair, by, of, ItemDeed::Reclass(reclass), &[]) {
            self.waiting[pair].orders.push((of, n));
        }
    }

    fn apply(&mut self, pair: usize) {
        let Some((of, order)) = self.rng.draw(&mut self.waiting[pair].orders) else {
            return;
        };
        let holder = self.pairs[pair].other(of.0);
        let _ = self.item(pair, holder, of, ItemDeed::Applied { order }, &[]);
    }

    fn send_back(&mut self, pair: usize) {
        let Some(of) = self.some(pair) else { return };
        let holder = self.pairs[pair].other(of.0);
        let ahead = if self.rng.often(60) { 5 } else { 0 };
        let deed = ItemDeed::Return {
            numbers: vec![],
            by: "diplomatic".into(),
            on: self.in_days(ahead),
        };
        if let Ok(n) = self.item(pair, holder, of, deed, &[]) {
            self.waiting[pair].sent.push((of, n));
        }
    }

    fn back(&mut self, pair: usize) {
        let Some((of, sent)) = self.rng.draw(&mut self.waiting[pair].sent) else {
            return;
        };
        if self
            .item(pair, of.0, of, ItemDeed::Back { sent }, &[])
            .is_ok()
        {
            self.waiting[pair].ended.push(of);
        }
    }

    fn destroy(&mut self, pair: usize) {
        let Some(of) = self.some(pair) else { return };
        if self.rng.often(250) {
            let now = Instant(self.nodes[0].side.now);
            let deed = self.certificate(None, false, Some(now));
            self.certified(pair, of, deed, &[]);
        } else {
            let deed = self.certificate(None, true, None);
            self.certified(pair, of, deed, &["security-officer"]);
        }
    }

    pub(crate) fn certificate(
        &mut self,
        consent: Option<u64>,
        witness: bool,
        emergency: Option<Instant>,
    ) -> ItemDeed {
        ItemDeed::Destroy(Destroyed {
            numbers: if self.rng.often(700) { vec![] } else { vec![0] },
            method: "shredded".into(),
            witnesses: witness
                .then(|| "security-officer".parse().unwrap())
                .into_iter()
                .collect(),
            emergency,
            consent,
            on: self.today(),
        })
    }

    pub(crate) fn certified(&mut self, pair: usize, of: Given, deed: ItemDeed, with: &[&str]) {
        let holder = self.pairs[pair].other(of.0);
        if self.item(pair, holder, of, deed, with).is_ok() {
            self.waiting[pair].ended.push(of);
        }
    }

    fn lose(&mut self, pair: usize) {
        let Some(of) = self.some(pair) else { return };
        let holder = self.pairs[pair].other(of.0);
        let deed = ItemDeed::Lost { numbers: vec![0] };
        if self.item(pair, holder, of, deed, &[]).is_ok() {
            self.waiting[pair].lost.push(of);
            self.incident(pair, holder, of);
        }
    }

    fn discharge(&mut self, pair: usize) {
        let Some(of) = self.rng.draw(&mut self.waiting[pair].lost) else {
            return;
        };
        let deed = ItemDeed::Discharge {
            numbers: vec![0],
            on: self.today(),
        };
        if self.item(pair, of.0, of, deed, &[]).is_ok() {
            self.waiting[pair].ended.push(of);
        }
    }

    /// What the originator says besides.
    fn say(&mut self, pair: usize) {
        let Some(of) = self.some(pair) else { return };
        let deed = match self.rng.below(3) {
            0 => ItemDeed::Determine {
                wanted: Wanted::Destroy,
            },
            1 => ItemDeed::ForbidCopies,
            _ => ItemDeed::Chase,
        };
        let _ = self.item(pair, of.0, of, deed, &[]);
    }

    /// States of the copies of a release, as a node has them.
    fn lines(&self, pair: usize, node: usize, of: Given) -> Vec<NumberState> {
        let register = &self.nodes[node].side.state.agreements[&self.id(pair)].register;
        let lines = register.lines(&self.party(of.0), of.1, &|_, _| true);
        lines.into_iter().map(|line| line.state).collect()
    }
}
