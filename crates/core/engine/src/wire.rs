//! The bytes of a push: entries of one record, the small ciphertexts that go with them, and the
//! checkpoint that covers them. Integers big endian. Every length is checked before it is used.

use entente_model::{
    AgreementId, Problem,
    problem::{Class, Fault},
};

/// Protocol version spoken between nodes.
pub const PROTOCOL: u32 = 1;
/// Largest push body, bytes.
pub const MAX_PUSH: usize = 16 * 1024 * 1024;
/// Most entries in one push.
pub const MAX_ENTRIES: usize = 4096;
/// Most bytes carried with an entry: the wrapped key, and the ciphertext of 64 KiB of plaintext
/// with its segment overhead.
pub const MAX_INLINE: usize = entente_seal::slot::WRAPPED + 64 * 1024 + 28;
const MAX_NOTE: usize = 64 * 1024;

/// One entry on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireEntry {
    /// The entry as logged.
    pub entry: Vec<u8>,
    /// Small ciphertext.
    pub payload: Option<Vec<u8>>,
}

/// Entries `start..start+entries.len()` of the sender's record and a checkpoint of exactly that
/// end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// Agreement.
    pub agreement: AgreementId,
    /// Index of the first entry.
    pub start: u64,
    /// The entries.
    pub entries: Vec<WireEntry>,
    /// Signed checkpoint note.
    pub checkpoint: Vec<u8>,
}

impl Push {
    /// The bytes: agreement (16), start (8), u32 note length, note, u32 count, and per entry
    /// u32 entry length, entry, u32 payload length + 1 (0: none), payload.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(4096);
        out.extend_from_slice(&self.agreement.0);
        out.extend_from_slice(&self.start.to_be_bytes());
        put(&mut out, &self.checkpoint);
        out.extend_from_slice(&len32(self.entries.len()));
        for entry in &self.entries {
            put(&mut out, &entry.entry);
            match &entry.payload {
                None => out.extend_from_slice(&0u32.to_be_bytes()),
                Some(payload) => {
                    out.extend_from_slice(&len32(payload.len().saturating_add(1)));
                    out.extend_from_slice(payload);
                }
            }
        }
        out
    }

    /// Reads a push.
    ///
    /// # Errors
    /// ACT-001 for bytes that do not parse, ACT-004 for an entry over 65,535 bytes, LINK-002 for
    /// more than a push may hold. All faults of the partner.
    pub fn decode(bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.len() > MAX_PUSH {
            return Err(too_large());
        }
        let mut rest = Reader(bytes);
        let agreement = AgreementId(
            rest.take(16)?
                .try_into()
                .map_err(|_| malformed("agreement"))?,
        );
        let start = u64::from_be_bytes(rest.take(8)?.try_into().map_err(|_| malformed("start"))?);
        let checkpoint = rest.block(MAX_NOTE)?.to_vec();
        let count = rest.number()?;
        if count > MAX_ENTRIES {
            return Err(too_large());
        }
        let mut entries = Vec::new();
        for _ in 0..count {
            let len = rest.number()?;
            if len > entente_model::dsse::MAX_FRAME {
                return Err(Problem::partner("ACT-004")
                    .with("party", "")
                    .with("size", len));
            }
            let entry = rest.take(len)?.to_vec();
            let payload = match rest.number()? {
                0 => None,
                n if n.saturating_sub(1) > MAX_INLINE => return Err(too_large()),
                n => Some(rest.take(n.saturating_sub(1))?.to_vec()),
            };
            entries.push(WireEntry { entry, payload });
        }
        if !rest.0.is_empty() {
            return Err(malformed("trailing bytes"));
        }
        Ok(Self {
            agreement,
            start,
            entries,
            checkpoint,
        })
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Problem> {
        let (head, tail) = self
            .0
            .split_at_checked(n)
            .ok_or_else(|| malformed("truncated"))?;
        self.0 = tail;
        Ok(head)
    }

    fn number(&mut self) -> Result<usize, Problem> {
        let bytes: [u8; 4] = self.take(4)?.try_into().map_err(|_| malformed("length"))?;
        usize::try_from(u32::from_be_bytes(bytes)).map_err(|_| malformed("length"))
    }

    fn block(&mut self, max: usize) -> Result<&'a [u8], Problem> {
        let n = self.number()?;
        if n > max {
            Err(too_large())
        } else {
            self.take(n)
        }
    }
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&len32(bytes.len()));
    out.extend_from_slice(bytes);
}

fn len32(n: usize) -> [u8; 4] {
    u32::try_from(n).unwrap_or(u32::MAX).to_be_bytes()
}

fn malformed(detail: &str) -> Problem {
    Problem::partner("ACT-001")
        .with("party", "")
        .with("detail", detail)
}

fn too_large() -> Problem {
    Problem::new("LINK-002", Class::Unverified).by(Fault::Partner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn print_then_parse_is_identity(start in any::<u64>(), note in proptest::collection::vec(any::<u8>(), 0..200),
            entries in proptest::collection::vec((proptest::collection::vec(any::<u8>(), 0..100), proptest::option::of(proptest::collection::vec(any::<u8>(), 0..100))), 0..20)) {
            let push = Push {
                agreement: AgreementId([7; 16]), start, checkpoint: note,
                entries: entries.into_iter().map(|(entry, payload)| WireEntry { entry, payload }).collect(),
            };
            prop_assert_eq!(Push::decode(&push.encode()).unwrap(), push);
        }

        #[test]
        fn any_bytes_give_a_push_or_a_fault(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(push) = Push::decode(&bytes) {
                prop_assert_eq!(push.encode(), bytes);
            }
        }
    }
}
