//! The archive: POSIX ustar, fixed headers, fixed order, no slack. Reading rebuilds the archive
//! from what was read and compares every byte, so nothing can hide in padding or unused fields.

use entente_model::Digest;
use std::{collections::BTreeMap, io::Read};

/// Most files in one archive.
const MAX_FILES: usize = 1_000_000;

/// Why bytes are not a canonical archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleError {
    /// Path, or where in the file.
    pub place: String,
    /// What is wrong.
    pub detail: String,
}

/// Path and content, the manifest first, the rest sorted.
pub type Files = Vec<(String, Vec<u8>)>;

/// Builds the archive.
///
/// # Errors
/// For a path or size that ustar cannot hold.
pub fn build(files: &Files) -> Result<Vec<u8>, BundleError> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, content) in files {
        let fail = |e: std::io::Error| BundleError {
            place: path.clone(),
            detail: e.to_string(),
        };
        let mut header = tar::Header::new_ustar();
        header.set_path(path).map_err(fail)?;
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(0);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_size(u64::try_from(content.len()).unwrap_or(u64::MAX));
        header.set_cksum();
        builder.append(&header, content.as_slice()).map_err(fail)?;
    }
    builder.into_inner().map_err(|e| BundleError {
        place: "end".into(),
        detail: e.to_string(),
    })
}

/// Reads an archive; only the exact bytes [`build`] gives for its content.
///
/// # Errors
/// [`BundleError`] naming the first place that differs.
pub fn open(bytes: &[u8]) -> Result<Files, BundleError> {
    let mut files: Files = Vec::new();
    let mut archive = tar::Archive::new(bytes);
    let fail = |e: std::io::Error| BundleError {
        place: "archive".into(),
        detail: e.to_string(),
    };
    for entry in archive.entries().map_err(fail)? {
        let mut entry = entry.map_err(fail)?;
        let path = String::from_utf8(entry.path_bytes().into_owned()).map_err(|_| BundleError {
            place: "archive".into(),
            detail: "a path that is not text".into(),
        })?;
        let size = usize::try_from(entry.size()).unwrap_or(usize::MAX);
        if size > bytes.len() || files.len() >= MAX_FILES {
            return Err(BundleError {
                place: path,
                detail: "larger than the archive".into(),
            });
        }
        let mut content = Vec::with_capacity(size);
        entry.read_to_end(&mut content).map_err(fail)?;
        files.push((path, content));
    }
    let rebuilt = build(&files)?;
    if rebuilt != bytes {
        return Err(BundleError {
            place: first_difference(&files, &rebuilt, bytes),
            detail: "not the bytes that were written".into(),
        });
    }
    let sorted = files
        .get(1..)
        .is_none_or(|rest| rest.is_sorted_by(|a, b| a.0 < b.0));
    if !sorted || files.first().is_none_or(|f| f.0 != "MANIFEST") {
        return Err(BundleError {
            place: "archive".into(),
            detail: "files out of order".into(),
        });
    }
    Ok(files)
}

/// By path.
#[must_use]
pub fn index(files: &Files) -> BTreeMap<&str, &[u8]> {
    files
        .iter()
        .map(|(path, content)| (path.as_str(), content.as_slice()))
        .collect()
}

/// Digest of a file's content.
#[must_use]
pub fn digest(content: &[u8]) -> Digest {
    Digest::of(&[content])
}

/// Names the file whose header, content or padding holds the first byte that differs.
fn first_difference(files: &Files, rebuilt: &[u8], bytes: &[u8]) -> String {
    let at = rebuilt
        .iter()
        .zip(bytes)
        .position(|(a, b)| a != b)
        .unwrap_or(rebuilt.len().min(bytes.len()));
    let mut end = 0usize;
    for (path, content) in files {
        end = end
            .saturating_add(512)
            .saturating_add(content.len().div_ceil(512).saturating_mul(512));
        if at < end {
            return format!("{path} (byte {at})");
        }
    }
    format!("end of archive (byte {at})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts() {
        let files = vec![
            ("MANIFEST".to_owned(), b"m".to_vec()),
            ("a/b".to_owned(), vec![7; 600]),
            ("c".to_owned(), Vec::new()),
        ];
        let bytes = build(&files).unwrap();
        assert_eq!(open(&bytes).unwrap(), files);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x20;
            // A change of content is for the manifest to find; headers and padding are found here.
            if let Ok(read) = open(&changed) {
                assert_ne!(read, files, "byte {at}");
            }
        }
        assert!(open(&bytes[..bytes.len() - 1]).is_err());
        let mut longer = bytes;
        longer.extend_from_slice(&[0; 512]);
        assert!(open(&longer).is_err());
        assert!(open(&[]).is_err());
    }
}
