//! What a text opens with, and what turns add to its pieces; grounds of terms by place.

use super::{
    clause::{Clause, Said, Texts},
    field::Field,
    pieces::{Parties, Pieces},
    places::Places,
};
use entente_model::{
    PartyId, ProvisionId,
    instrument::Wording,
    turn::{Key, Op, Turn},
};

/// Keeps what a turn wrote under its keys, in the order its operations count them.
pub(super) fn keep_pieces(pieces: &mut Pieces, by: &PartyId, turn: &Turn) {
    let mut k = 0u32;
    let mut keep = |text: &str| {
        pieces.keep(Key(by.clone(), turn.no, k), text);
        k = k.saturating_add(1);
    };
    for op in &turn.ops {
        match op {
            Op::Edit { hunks, .. } => hunks.iter().for_each(|h| keep(&h.put)),
            Op::Add { text, .. } => {
                for wording in text {
                    keep(&wording.heading);
                    keep(&wording.body);
                }
            }
            _ => {}
        }
    }
}

/// The opening text while its pieces are counted.
pub(super) struct Opening<'a> {
    pub(super) by: &'a PartyId,
    pub(super) next: u32,
    pub(super) pieces: Pieces,
    pub(super) backers: Parties,
}

impl Opening<'_> {
    fn field(&mut self, text: &str) -> Field {
        let key = Key(self.by.clone(), 0, self.next);
        self.next = self.next.saturating_add(1);
        Field::of(self.pieces.keep(key, text), self.backers)
    }

    pub(super) fn clause(&mut self, id: ProvisionId, text: &[Wording]) -> Clause {
        let texts = text
            .iter()
            .map(|w| Texts {
                lang: w.lang.clone(),
                heading: self.field(&w.heading),
                body: self.field(&w.body),
                edited: 0,
                changes: 0,
            })
            .collect();
        let depth = id.as_str().split('.').count();
        Clause {
            id,
            depth: u8::try_from(depth).unwrap_or(u8::MAX),
            original: true,
            texts,
            said: Said::default(),
            moved: None,
            presence: self.backers.iter().map(|p| (p, true)).collect(),
            gone: false,
            brackets: 0,
        }
    }
}

/// The terms with the provisions their fields rest on called after their places.
pub(super) fn regrounded(terms: &str, places: &Places) -> Option<String> {
    let mut value: serde_json::Value = serde_json::from_str(terms).ok()?;
    ground(&mut value, places, false);
    serde_json::to_string(&value).ok()
}

fn ground(value: &mut serde_json::Value, places: &Places, is_ground: bool) {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                ground(inner, places, is_ground || key == "basis" || key == "rests");
            }
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|inner| ground(inner, places, is_ground)),
        Value::String(text) if is_ground => {
            if let Ok(id) = text.parse::<ProvisionId>() {
                *text = places.of_id(&id).to_owned();
            }
        }
        _ => {}
    }
}
