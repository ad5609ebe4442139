//! Streaming XML within limits: no document types, no entities but XML's own.

use super::Wrong;
use encoding_rs::{UTF_16BE, UTF_16LE};
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};
use std::borrow::Cow;

/// Elements within one another.
const MAX_DEPTH: usize = 256;
/// Elements, texts and others of one part.
const MAX_EVENTS: usize = 20_000_000;

/// What comes next.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// The innermost element ends.
    Close(String),
    /// Text.
    Text(String),
}

/// An element's beginning.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Name without prefix.
    pub(super) fn name(&self) -> String {
        self.0.name().local_name().into_inner().to_owned()
    }

    /// An attribute by its name without prefix; the first, when it stands twice.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let all = attributes.with_checks(false).flatten();
        let mut fit = all.filter(|a| a.key.local_name().into_inner() == name);
        let value = fit.next()?.normalized_value(XmlVersion::Implicit1_0);
        value.ok().map(Cow::into_owned)
    }
}

/// A part as text: UTF-8, or UTF-16 with its mark.
pub(super) fn decoded(part: &[u8]) -> Result<Cow<'_, str>, Wrong> {
    let bad = Wrong::Refused("a part is not Unicode");
    match part {
        [0xFF, 0xFE, rest @ ..] => Ok(UTF_16LE.decode_without_bom_handling(rest).0),
        [0xFE, 0xFF, rest @ ..] => Ok(UTF_16BE.decode_without_bom_handling(rest).0),
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => std::str::from_utf8(rest)
            .map(Cow::Borrowed)
            .map_err(|_| bad),
    }
}

/// Reads nodes one after the other.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    events: usize,
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            depth: 0,
            events: 0,
        }
    }

    /// The next node; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Node<'a>>, Wrong> {
        loop {
            self.events = self.events.saturating_add(1);
            if self.events > MAX_EVENTS {
                return Err(Wrong::Refused("more than 20000000 elements"));
            }
            let event = self.reader.read_event();
            let text = match event.map_err(|_| Wrong::Refused("its XML is damaged"))? {
                Event::Start(start) => {
                    self.depth = self.depth.saturating_add(1);
                    if self.depth > MAX_DEPTH {
                        return Err(Wrong::Refused("elements more than 256 deep"));
                    }
                    return Ok(Some(Node::Open(Element(start))));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    let name = end.name().local_name().into_inner().to_owned();
                    return Ok(Some(Node::Close(name)));
                }
                Event::Text(text) => text.xml10_content().into_owned(),
                Event::CData(text) => text.xml10_content().into_owned(),
                Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                    Ok(Some(ch)) => ch.to_string(),
                    Ok(None) => match resolve_predefined_entity(&reference.into_inner()) {
                        Some(text) => text.to_owned(),
                        None => return Err(Wrong::Refused("it defines entities")),
                    },
                    Err(_) => continue,
                },
                Event::DocType(_) => return Err(Wrong::Refused("it has a document type")),
                Event::Eof if self.depth > 0 => return Err(Wrong::Refused("its end is missing")),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
            return Ok(Some(Node::Text(text)));
        }
    }
}
