//! Base64 and hex (RFC 4648), canonical only: one text for one value.

use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// Standard base64 with padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// Decodes standard base64. `None` for anything but the one canonical encoding.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    // The decoder also takes several padded texts one after the other; padding ends a value here.
    if text.trim_end_matches('=').contains('=') {
        return None;
    }
    BASE64.decode(text.as_bytes()).ok()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// Decodes lower-case hexadecimal; `None` otherwise.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER.decode(text.as_bytes()).ok()
}

/// Serde helper: `#[serde(with = "b64::bytes")]` on `Vec<u8>`.
pub mod bytes {
    use super::*;

    /// Writes standard base64.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encode(bytes))
    }

    /// Reads standard base64.
    ///
    /// # Errors
    /// When the text is not canonical base64.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        decode(&text).ok_or_else(|| D::Error::custom("not base64"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_for_one_value() {
        assert_eq!(decode("AAE="), Some(vec![0, 1]));
        for other in [
            "AAE", "AAF=", "AA==AA==", "AAE=AAE=", "AA==AAAA", "AAE=\n", "-_-_",
        ] {
            assert_eq!(decode(other), None, "{other}");
        }
    }
}
