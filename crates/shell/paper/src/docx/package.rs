//! The archive around a Word document: limits, what must not be in it, and the document's part.

use super::{
    DocxError,
    error::short,
    limits::{MAX_FILE, MAX_PARTS, MAX_RATIO, MAX_UNPACKED, RATIO_FROM},
    xml::{Node, Xml},
};
use std::io::{Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// First bytes of an OLE compound file: a `.doc`, or an encrypted `.docx`.
const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const TYPES: &str = "[Content_Types].xml";
const ROOT: &str = "_rels/.rels";

/// What is read of a package.
pub(super) struct Package {
    /// The document part's name.
    pub(super) name: String,
    /// The document part.
    pub(super) document: Vec<u8>,
    /// Header and footer parts, which are not read.
    pub(super) margins: usize,
}

/// Opens an archive: every part is unpacked once, within the limits, before anything is believed.
///
/// # Errors
/// [`DocxError`].
pub(super) fn open(bytes: &[u8]) -> Result<Package, DocxError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > MAX_FILE {
        return Err(DocxError::TooLarge {
            bytes: size,
            max: MAX_FILE,
        });
    }
    if bytes.starts_with(&OLE) {
        return Err(compound(bytes));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocxError::NotZip)?;
    if archive.len() > MAX_PARTS {
        return Err(DocxError::Parts {
            parts: archive.len(),
            max: MAX_PARTS,
        });
    }
    let mut scan = Scan::default();
    for index in 0..archive.len() {
        scan.part(&mut archive, index)?;
    }
    let types = scan.types.as_deref().ok_or_else(|| not_word(TYPES))?;
    content_types(types)?;
    let mut main = None;
    for (name, part) in &scan.relationships {
        let found = relationships(name, part)?;
        if name == ROOT {
            main = found;
        }
    }
    let name = main.ok_or_else(|| not_word(ROOT))?;
    let index = archive
        .index_for_name(&name)
        .ok_or_else(|| not_word(&name))?;
    // Counted again from nothing: it was within the limits a moment ago.
    let document = unpack(&mut archive, index, &name, &mut 0, true)?;
    Ok(Package {
        name,
        document,
        margins: scan.margins,
    })
}

/// What one look at every part collects.
#[derive(Default)]
struct Scan {
    unpacked: u64,
    types: Option<Vec<u8>>,
    relationships: Vec<(String, Vec<u8>)>,
    margins: usize,
}

impl Scan {
    fn part(&mut self, archive: &mut Archive<'_>, index: usize) -> Result<(), DocxError> {
        let name = name(archive, index)?;
        let lower = name.to_ascii_lowercase();
        if lower.ends_with("vbaproject.bin") || lower.ends_with("vbadata.xml") {
            return Err(DocxError::Macros { what: short(&name) });
        }
        if lower == "mimetype" {
            return Err(DocxError::NotWord {
                detail: "it is an OpenDocument file".to_owned(),
            });
        }
        if lower.starts_with("word/header") || lower.starts_with("word/footer") {
            self.margins = self.margins.saturating_add(1);
        }
        let (is_types, is_rels) = (name == TYPES, lower.ends_with(".rels"));
        let part = unpack(
            archive,
            index,
            &name,
            &mut self.unpacked,
            is_types || is_rels,
        )?;
        if is_types {
            self.types = Some(part);
        } else if is_rels {
            self.relationships.push((name, part));
        }
        Ok(())
    }
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn name(archive: &mut Archive<'_>, index: usize) -> Result<String, DocxError> {
    let file = archive
        .by_index_raw(index)
        .map_err(|e| zip_error("archive", &e))?;
    let name = file.name().map_err(|e| zip_error("archive", &e))?;
    Ok(name.into_owned())
}

/// Unpacks a part, counting what really comes out; its header is believed in nothing.
fn unpack(
    archive: &mut Archive<'_>,
    index: usize,
    name: &str,
    total: &mut u64,
    keep: bool,
) -> Result<Vec<u8>, DocxError> {
    let mut file = archive.by_index(index).map_err(|e| zip_error(name, &e))?;
    let packed = file.compressed_size().max(1);
    let (mut out, mut size) = (Vec::new(), 0u64);
    let mut buffer = vec![0u8; 64 << 10];
    loop {
        let read = file.read(&mut buffer).map_err(|e| DocxError::Damaged {
            part: short(name),
            detail: short(&e.to_string()),
        })?;
        if read == 0 {
            return Ok(out);
        }
        let bytes = u64::try_from(read).unwrap_or(u64::MAX);
        size = size.saturating_add(bytes);
        *total = total.saturating_add(bytes);
        if *total > MAX_UNPACKED {
            return Err(DocxError::Unpacked { max: MAX_UNPACKED });
        }
        if size > RATIO_FROM && size / packed >= MAX_RATIO {
            return Err(DocxError::Ratio {
                part: short(name),
                max: MAX_RATIO,
            });
        }
        if keep {
            out.extend_from_slice(buffer.get(..read).unwrap_or_default());
        }
    }
}

fn compound(bytes: &[u8]) -> DocxError {
    let stream: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if bytes.windows(stream.len()).any(|w| w == stream) {
        DocxError::Encrypted
    } else {
        DocxError::OldFormat
    }
}

fn content_types(part: &[u8]) -> Result<(), DocxError> {
    let mut xml = Xml::new(TYPES, part)?;
    while let Some(node) = xml.next()? {
        let Node::Open(element) = node else { continue };
        let kind = element.attribute("ContentType")?.unwrap_or_default();
        let lower = kind.to_ascii_lowercase();
        if lower.contains("macroenabled") || lower.contains("vbaproject") {
            return Err(DocxError::Macros { what: short(&kind) });
        }
    }
    Ok(())
}

/// Refuses what reaches outside or embeds; gives the main document a root part names.
fn relationships(name: &str, part: &[u8]) -> Result<Option<String>, DocxError> {
    let mut xml = Xml::new(name, part)?;
    let mut main = None;
    while let Some(node) = xml.next()? {
        let Node::Open(element) = node else { continue };
        if element.name() != "Relationship" {
            continue;
        }
        let kind = element.attribute("Type")?.unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default();
        let target = element.attribute("Target")?.unwrap_or_default();
        let mode = element.attribute("TargetMode")?.unwrap_or_default();
        let lower = kind.to_ascii_lowercase();
        if lower == "attachedtemplate"
            || mode.eq_ignore_ascii_case("external") && lower != "hyperlink"
        {
            return Err(DocxError::External {
                kind: short(kind),
                target: short(&target),
            });
        }
        match lower.as_str() {
            "vbaproject" | "wordvbadata" => {
                return Err(DocxError::Macros { what: short(kind) });
            }
            "afchunk" | "oleobject" | "package" | "control" | "subdocument" | "frame" => {
                return Err(DocxError::Embedded { kind: short(kind) });
            }
            "officedocument" => main = Some(target.trim_start_matches('/').to_owned()),
            _ => {}
        }
    }
    Ok(main)
}

fn not_word(part: &str) -> DocxError {
    DocxError::NotWord {
        detail: format!("no {}", short(part)),
    }
}

fn zip_error(part: &str, error: &ZipError) -> DocxError {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            DocxError::Encrypted
        }
        other => DocxError::Damaged {
            part: short(part),
            detail: short(&other.to_string()),
        },
    }
}
