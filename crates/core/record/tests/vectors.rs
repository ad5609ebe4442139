//! The named vectors of `vectors/record`, which another implementation can run as well.

use entente_record::{checkpoint::Checkpoint, note::Note};
use serde_json::Value;

#[test]
fn named_vectors() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../vectors/record/notes.json"
    );
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    let mut wrong = Vec::new();
    for vector in vectors {
        let input = data_encoding::HEXLOWER
            .decode(vector["hex"].as_str().unwrap().as_bytes())
            .unwrap();
        let accepted = match vector["kind"].as_str().unwrap() {
            "note" => Note::parse(&input).is_ok_and(|n| n.to_bytes() == input),
            "checkpoint" => std::str::from_utf8(&input)
                .is_ok_and(|t| Checkpoint::parse(t).is_ok_and(|c| c.to_text() == t)),
            other => unreachable!("{other}"),
        };
        if Some(accepted) != vector["accept"].as_bool() {
            wrong.push(format!(
                "{} {}: {}",
                vector["kind"], vector["name"], vector["why"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(vectors.len() > 25);
}
