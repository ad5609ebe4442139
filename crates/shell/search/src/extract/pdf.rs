//! PDF: the text layer, as `entente-paper` reads it.

use super::{Extracted, Kind, Out, Reason, Wrong};
use entente_paper::pdf::{Garble, words};

/// Whether bytes are meant to be a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    entente_paper::pdf::is_pdf(bytes)
}

/// The words of a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<Extracted, Wrong> {
    let none = |reason| Ok(Out::default().finish(Kind::Pdf, None, Some(reason)));
    match words(bytes) {
        Ok(found) => {
            let mut out = Out::default();
            out.add(&found.text);
            let reason = (!found.whole).then_some(Reason::Parts);
            Ok(out.finish(Kind::Pdf, u32::try_from(found.pages).ok(), reason))
        }
        Err(Garble::Encrypted) => none(Reason::Encrypted),
        Err(Garble::NoText) => none(Reason::NoText),
        Err(Garble::NoCharacters) => none(Reason::NoCharacters),
        Err(Garble::TooLarge) => Err(Wrong::Refused("more text than is read")),
        Err(Garble::Bomb) => Err(Wrong::Refused("unpacks to more than 64 MiB")),
        Err(Garble::Truncated) => Err(Wrong::Refused("its end is missing")),
        Err(_) => Err(Wrong::Refused("it is damaged")),
    }
}
