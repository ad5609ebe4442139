//! Private papers have no wire type: the room has no serialisation library, and no room that writes
//! to the wire can reach it. Read from the manifests themselves.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const SERIALISERS: [&str; 10] = [
    "serde",
    "serde_json",
    "toml",
    "bincode",
    "postcard",
    "ciborium",
    "rmp-serde",
    "borsh",
    "prost",
    "rkyv",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// Every room's manifest, by the room's name.
fn manifests() -> BTreeMap<String, toml::Table> {
    let mut out = BTreeMap::new();
    for group in ["crates", "crates/core", "crates/shell", "."] {
        for entry in fs::read_dir(root().join(group)).unwrap() {
            let Ok(text) = fs::read_to_string(entry.unwrap().path().join("Cargo.toml")) else {
                continue;
            };
            let manifest: toml::Table = text.parse().unwrap();
            let name = manifest["package"]["name"].as_str().unwrap().to_owned();
            out.insert(name, manifest);
        }
    }
    out
}

/// What it links, by the real names, also those for one target or one build step.
fn dependencies(manifest: &toml::Table) -> BTreeSet<String> {
    let mut tables: Vec<&toml::Table> = vec![manifest];
    if let Some(targets) = manifest.get("target").and_then(|t| t.as_table()) {
        tables.extend(targets.values().filter_map(|t| t.as_table()));
    }
    tables
        .iter()
        .flat_map(|t| ["dependencies", "build-dependencies"].map(|section| t.get(section)))
        .flatten()
        .flat_map(|section| section.as_table().unwrap())
        .map(|(name, value)| {
            let renamed = value.get("package").and_then(|p| p.as_str());
            renamed.unwrap_or(name).to_owned()
        })
        .collect()
}

#[test]
fn has_no_serialisation_library() {
    let found = dependencies(&manifests()["entente-private"]);
    assert!(found.contains("rusqlite"), "the manifest was read");
    for library in SERIALISERS {
        assert!(!found.contains(library), "{library}");
    }
}

#[test]
fn does_not_name_a_serialiser_in_its_sources() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        for line in fs::read_to_string(&path).unwrap().lines() {
            let code = line.split("//").next().unwrap();
            for word in ["serde", "Serialize", "impl fmt::Display for P", "ToString"] {
                let allowed = code.contains("impl fmt::Display for PaperId");
                assert!(allowed || !code.contains(word), "{path:?}: {line}");
            }
        }
    }
}

#[test]
fn only_the_node_can_reach_it() {
    let manifests = manifests();
    assert!(manifests.len() > 12, "{:?}", manifests.keys());
    let closure = |start: &str| {
        let mut seen = BTreeSet::new();
        let mut open = vec![start.to_owned()];
        while let Some(name) = open.pop() {
            if let Some(manifest) = manifests.get(&name)
                && seen.insert(name)
            {
                open.extend(dependencies(manifest));
            }
        }
        seen
    };
    for room in [
        "entente-model",
        "entente-marking",
        "entente-agreement",
        "entente-seal",
        "entente-record",
        "entente-engine",
        "entente-store",
        "entente-link",
        "entente-paper",
        "entente-words",
        "entente-verify",
    ] {
        let reached = closure(room);
        assert!(reached.contains(room), "{room} is a room");
        assert!(!reached.contains("entente-private"), "{room}");
    }
    let direct: Vec<&String> = manifests
        .iter()
        .filter(|(_, m)| dependencies(m).contains("entente-private"))
        .map(|(name, _)| name)
        .collect();
    assert!(
        direct.iter().all(|name| *name == "entente-node"),
        "{direct:?}"
    );
}

#[test]
fn debug_says_nothing() {
    let text = entente_private::PrivateText::new("at most 48 hours").unwrap();
    assert_eq!(
        format!("{text:?} {text:#?}"),
        "PrivateText(private) PrivateText(private)"
    );
    let paper = entente_private::Paper {
        agreement: entente_model::AgreementId([1; 16]),
        provision: None,
        kind: entente_private::Kind::Fallback,
        text,
        by: "negotiator".parse().unwrap(),
        at: entente_model::Instant(0),
    };
    let shown = format!("{paper:?}");
    assert!(shown.contains("Fallback"));
    assert!(!shown.contains("48"));
}
