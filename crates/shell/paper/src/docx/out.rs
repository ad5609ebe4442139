//! XML as it is written.

use super::DocxError;
use quick_xml::{
    Writer,
    events::{BytesEnd, BytesStart, BytesText, Event},
};

/// XML as it is written.
pub(super) struct Out(Writer<Vec<u8>>);

impl Out {
    /// Begins with a declaration.
    pub(super) fn new(declaration: &str) -> Self {
        Self(Writer::new(declaration.as_bytes().to_vec()))
    }

    /// Begins an element.
    pub(super) fn open(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
    ) -> Result<(), DocxError> {
        let start = element(name, attributes)?;
        self.event(Event::Start(start))
    }

    /// An element with nothing in it.
    pub(super) fn empty(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
    ) -> Result<(), DocxError> {
        let start = element(name, attributes)?;
        self.event(Event::Empty(start))
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &str) -> Result<(), DocxError> {
        self.event(Event::End(BytesEnd::new(name)))
    }

    /// Writes text.
    pub(super) fn text(&mut self, text: &str) -> Result<(), DocxError> {
        carried(text)?;
        self.event(Event::Text(BytesText::new(text)))
    }

    /// What was written.
    pub(super) fn done(self) -> Vec<u8> {
        self.0.into_inner()
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), DocxError> {
        self.0.write_event(event).map_err(|e| DocxError::Write {
            detail: e.to_string(),
        })
    }
}

fn element<'a>(name: &'a str, attributes: &[(&str, &str)]) -> Result<BytesStart<'a>, DocxError> {
    for (_, value) in attributes {
        carried(value)?;
    }
    Ok(BytesStart::new(name).with_attributes(attributes.iter().copied()))
}

/// Whether XML 1.0 carries every character unchanged.
fn carried(text: &str) -> Result<(), DocxError> {
    let lost = |c: &char| {
        let c = *c;
        c < ' ' && c != '\n' && c != '\t' || matches!(c, '\u{FFFE}' | '\u{FFFF}')
    };
    match text.chars().find(lost) {
        Some(c) => Err(DocxError::Character { code: u32::from(c) }),
        None => Ok(()),
    }
}
