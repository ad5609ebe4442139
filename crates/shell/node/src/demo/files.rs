//! The demonstration's files, made for it: a PDF, a Japanese text, an image; and the model
//! instrument, so that the binary needs nothing beside it.

use entente_model::Problem;
use std::path::{Path, PathBuf};

const PDF: &[u8] = include_bytes!("../../demo/joint-picture.pdf");
const TEXT: &[u8] = include_bytes!("../../demo/patrol-plan.ja.txt");
const IMAGE: &[u8] = include_bytes!("../../demo/survey.png");
const INSTRUMENT: [(&str, &[u8]); 3] = [
    (
        "instrument.toml",
        include_bytes!("../../../../../instruments/jpn-nzl-model/instrument.toml"),
    ),
    (
        "text.en.md",
        include_bytes!("../../../../../instruments/jpn-nzl-model/text.en.md"),
    ),
    (
        "text.ja.md",
        include_bytes!("../../../../../instruments/jpn-nzl-model/text.ja.md"),
    ),
];

/// Where the files are.
pub(super) struct Files {
    /// A PDF of one page.
    pub(super) pdf: PathBuf,
    /// Japanese text.
    pub(super) text: PathBuf,
    /// An image.
    pub(super) image: PathBuf,
}

/// Writes the three files.
pub(super) fn write(dir: &Path) -> Result<Files, Problem> {
    let dir = dir.join("files");
    let files = Files {
        pdf: dir.join("joint-picture.pdf"),
        text: dir.join("patrol-plan.ja.txt"),
        image: dir.join("survey.png"),
    };
    put(
        &dir,
        &[
            (&files.pdf, PDF),
            (&files.text, TEXT),
            (&files.image, IMAGE),
        ],
    )?;
    Ok(files)
}

/// Writes the model instrument's sources.
pub(super) fn write_instrument(dir: &Path) -> Result<(), Problem> {
    let files: Vec<(PathBuf, &[u8])> = INSTRUMENT
        .iter()
        .map(|(name, bytes)| (dir.join(name), *bytes))
        .collect();
    let files: Vec<(&PathBuf, &[u8])> = files.iter().map(|(path, bytes)| (path, *bytes)).collect();
    put(dir, &files)
}

fn put(dir: &Path, files: &[(&PathBuf, &[u8])]) -> Result<(), Problem> {
    std::fs::create_dir_all(dir).map_err(|e| crate::dir::machine(dir, &e))?;
    for (path, bytes) in files {
        std::fs::write(path, bytes).map_err(|e| crate::dir::machine(path, &e))?;
    }
    Ok(())
}
