//! The rules a to k, one by one, on two and three capitals whose cable is cut and healed.

mod order;
mod wording;

use super::*;
use entente_model::{
    instrument::{Provision, Wording},
    turn::{Anchor, Cut, Hunk, Op, Reservation, Spot, wording_digest},
};

pub(super) fn party(code: &str) -> PartyId {
    code.parse().unwrap()
}

pub(super) fn id(text: &str) -> ProvisionId {
    text.parse().unwrap()
}

pub(super) fn spot(p: &str, lang: &str) -> Spot {
    Spot {
        p: id(p),
        lang: lang.to_owned(),
        heading: false,
    }
}

pub(super) fn provision(at: &str, en: &str, ja: &str) -> Provision {
    let wording = |lang: &str, body: &str| Wording {
        lang: lang.to_owned(),
        heading: String::new(),
        body: body.to_owned(),
    };
    Provision {
        id: id(at),
        text: vec![wording("en", en), wording("ja", ja)],
    }
}

pub(super) fn instrument(parties: &[&str]) -> Instrument {
    Instrument {
        parties: parties.iter().map(|p| party(p)).collect(),
        title: vec![
            ("en".into(), "Agreement".into()),
            ("ja".into(), "協定".into()),
        ],
        provisions: vec![
            provision(
                "4.1",
                "The recipient shall mark the information with the equivalent classification.",
                "受領者は、情報に同等の区分を表示する。",
            ),
            provision(
                "4.2",
                "Copies shall be numbered.",
                "複製物には番号を付する。",
            ),
            provision(
                "7.1",
                "An incident shall be reported without delay.",
                "事案は遅滞なく報告する。",
            ),
            provision(
                "11",
                "Notice takes effect after 30 days.",
                "通告は三十日後に効力を生ずる。",
            ),
        ],
        terms: r#"{"duration":{"initial":"P5Y"},"notice":"P30D","list":[1,2]}"#.into(),
    }
}

/// A capital: what it wrote, and what it has of the others.
#[derive(Clone)]
pub(super) struct Capital {
    pub(super) me: PartyId,
    pub(super) talk: Negotiation,
    pub(super) sent: Vec<Record>,
    pub(super) had: Vec<(PartyId, u64)>,
}

impl Capital {
    pub(super) fn all(codes: &[&str]) -> Vec<Self> {
        let instrument = instrument(codes);
        let talk = Negotiation::open(&party(codes[0]), &instrument).unwrap();
        let others = |me: &str| {
            codes
                .iter()
                .filter(|c| **c != me)
                .map(|c| (party(c), 0))
                .collect()
        };
        codes
            .iter()
            .map(|me| Self {
                me: party(me),
                talk: talk.clone(),
                sent: Vec::new(),
                had: others(me),
            })
            .collect()
    }

    pub(super) fn text(&self) -> &Text {
        self.talk.text()
    }

    pub(super) fn write(&self, ops: Vec<Op>) -> Record {
        Record {
            by: self.me.clone(),
            n: u64::try_from(self.sent.len()).unwrap(),
            at: Instant(0),
            seen: self.had.clone(),
            turn: Arc::new(Turn {
                no: self.talk.next_number(&self.me, &self.had),
                version: 1,
                ops,
                reason: String::new(),
                reply_by: None,
                chair: false,
            }),
        }
    }

    pub(super) fn send(&mut self, ops: Vec<Op>) {
        let record = self.write(ops);
        self.talk.take(record.clone()).unwrap();
        self.sent.push(record);
    }

    pub(super) fn chair(&mut self, ops: Vec<Op>) {
        let mut record = self.write(ops);
        Arc::make_mut(&mut record.turn).chair = true;
        self.talk.take(record.clone()).unwrap();
        self.sent.push(record);
    }

    /// Edits a text to read `new`, as a person with an editor would.
    pub(super) fn edit(&mut self, p: &str, lang: &str, new: &str) {
        let op = edit(self.text(), &spot(p, lang), new).unwrap().unwrap();
        self.send(vec![op]);
    }

    pub(super) fn reads(&self, p: &str, lang: &str) -> String {
        let text = self.text();
        shown(text, &spot(p, lang))
    }

    pub(super) fn named(&self, p: &str, number: u32) -> (Spot, Key, Vec<Wording2>) {
        let named = bracket_named(self.text(), &id(p), number).unwrap();
        (
            named.at,
            named.key,
            named.bracket.alternatives(self.text().pieces()),
        )
    }

    pub(super) fn back(&mut self, p: &str, number: u32, label: usize) {
        let (at, bracket, alternatives) = self.named(p, number);
        let text = wording_digest(&alternatives[label].text);
        self.send(vec![Op::Back { at, bracket, text }]);
    }

    pub(super) fn withdraw(&mut self, p: &str, number: u32) {
        let (at, bracket, _) = self.named(p, number);
        self.send(vec![Op::Withdraw { at, bracket }]);
    }

    pub(super) fn agree(&mut self, p: &str, ad_ref: bool) {
        let text = self.text().clause(&id(p)).unwrap();
        let text = text.digest(self.text().pieces()).unwrap();
        let p = id(p);
        self.send(vec![Op::Agree { p, text, ad_ref }]);
    }

    pub(super) fn state(&self, p: &str) -> State {
        let text = self.text();
        text.clause(&id(p))
            .unwrap()
            .state(text.pieces(), text.all())
    }
}

pub(super) type Wording2 = super::Wording;

/// A text as a diplomat reads it.
pub(super) fn shown(text: &Text, at: &Spot) -> String {
    let field = text.field(at).unwrap();
    field
        .parts()
        .map(|part| match part {
            FieldPart::Clean(seg, _) => text.pieces().text(seg),
            FieldPart::Bracket(b) => {
                let all: Vec<String> = b
                    .alternatives(text.pieces())
                    .iter()
                    .map(|w| {
                        let codes: Vec<String> = text
                            .codes(w.backers)
                            .iter()
                            .map(ToString::to_string)
                            .collect();
                        let words = if w.text.is_empty() { "—" } else { &w.text };
                        format!("{words} ({})", codes.join(", "))
                    })
                    .collect();
                format!("[{}]", all.join(" / "))
            }
        })
        .collect()
}

/// The cable is whole: everybody gets everything, in order.
pub(super) fn heal(capitals: &mut [Capital]) {
    for to in 0..capitals.len() {
        for from in 0..capitals.len() {
            if from != to {
                let sent = capitals[from].sent.clone();
                deliver(&mut capitals[to], &sent);
            }
        }
    }
}

pub(super) fn deliver(to: &mut Capital, sent: &[Record]) {
    for record in sent {
        let at = to.had.iter().position(|(p, _)| *p == record.by).unwrap();
        if to.had[at].1 == record.n {
            to.talk.take(record.clone()).unwrap();
            to.had[at].1 += 1;
        }
    }
}

pub(super) fn two() -> (Capital, Capital) {
    let mut all = Capital::all(&["JPN", "NZL"]);
    let nzl = all.pop().unwrap();
    (all.pop().unwrap(), nzl)
}

pub(super) fn sync(a: &mut Capital, b: &mut Capital) {
    let mut both = [a.clone(), b.clone()];
    heal(&mut both);
    let [x, y] = both;
    for spot in all_spots(x.text()) {
        assert_eq!(shown(x.text(), &spot), shown(y.text(), &spot));
    }
    assert_eq!(x.talk.pen(), y.talk.pen());
    (*a, *b) = (x, y);
}

pub(super) fn all_spots(text: &Text) -> Vec<Spot> {
    let mut spots = Vec::new();
    for clause in std::iter::once(text.title()).chain(text.clauses()) {
        for texts in &clause.texts {
            for heading in [true, false] {
                spots.push(Spot {
                    p: clause.id.clone(),
                    lang: texts.lang.clone(),
                    heading,
                });
            }
        }
    }
    spots
}
