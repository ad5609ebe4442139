//! The archive around a document: parts unpacked one at a time, with ceilings.

use super::Wrong;
use std::io::{Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// Parts at most.
const MAX_PARTS: usize = 10_000;
/// A part, unpacked, at most.
const MAX_PART: usize = 48 << 20;
/// All parts read, unpacked, at most.
const MAX_UNPACKED: usize = 128 << 20;
/// Times its packed size that a part may unpack to, from [`RATIO_FROM`] bytes on. Sheets of
/// numbers pack well.
const MAX_RATIO: u64 = 400;
const RATIO_FROM: usize = 1 << 20;

/// An archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: usize,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Wrong> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| wrong(&e))?;
        if archive.len() > MAX_PARTS {
            return Err(Wrong::Refused("more than 10000 parts"));
        }
        Ok(Self {
            archive,
            left: MAX_UNPACKED,
        })
    }

    /// Whether there is a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The names of parts that begin and end so, those with numbers in the order of the numbers.
    pub(super) fn names(&self, start: &str, end: &str) -> Vec<String> {
        let all = self.archive.file_names().flatten();
        let fit = all.filter(|n| n.starts_with(start) && n.ends_with(end));
        let mut names: Vec<String> = fit.map(|n| n.into_owned()).collect();
        let number = |n: &String| {
            let digits: String = n.chars().filter(char::is_ascii_digit).take(9).collect();
            digits.parse::<u32>().unwrap_or(0)
        };
        names.sort_by_key(|n| (number(n), n.clone()));
        names
    }

    /// A part, unpacked; nothing when there is none.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Wrong> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let mut file = self.archive.by_index(index).map_err(|e| wrong(&e))?;
        let packed = file.compressed_size().max(1);
        let mut out = Vec::new();
        let mut buffer = vec![0u8; 64 << 10];
        loop {
            let read = file
                .read(&mut buffer)
                .map_err(|_| Wrong::Refused("a part is damaged"))?;
            if read == 0 {
                return Ok(Some(out));
            }
            out.extend_from_slice(buffer.get(..read).unwrap_or_default());
            self.left = self
                .left
                .checked_sub(read)
                .ok_or(Wrong::Refused("unpacks to more than 128 MiB"))?;
            let size = u64::try_from(out.len()).unwrap_or(u64::MAX);
            if out.len() > MAX_PART {
                return Err(Wrong::Refused("a part unpacks to more than 48 MiB"));
            }
            if out.len() > RATIO_FROM && size / packed > MAX_RATIO {
                return Err(Wrong::Refused("a part unpacks to 400 times its size"));
            }
        }
    }
}

/// Whether an OLE compound file is a package with a password.
pub(super) fn encrypted_compound(bytes: &[u8]) -> bool {
    let wide: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.windows(wide.len()).any(|w| w == wide)
}

fn wrong(error: &ZipError) -> Wrong {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            Wrong::Encrypted
        }
        ZipError::UnsupportedArchive(_) => Wrong::Refused("packed in a way that is not read here"),
        _ => Wrong::Refused("the archive is damaged"),
    }
}
