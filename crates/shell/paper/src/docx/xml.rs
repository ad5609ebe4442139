//! Streaming XML within limits: no document types, no entities but XML's own, counted events.

use super::{
    DocxError,
    error::short,
    limits::{MAX_EVENTS, MAX_NESTING},
};
use quick_xml::{
    XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
    name::ResolveResult,
    reader::NsReader,
};

/// WordprocessingML, as word processors write it and as the strict form of the standard has it.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// What comes next in a part.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// The innermost element ends.
    Close,
    /// Text, entities resolved.
    Text(String),
}

/// An element's beginning.
pub(super) struct Element<'a> {
    /// Whether it is WordprocessingML.
    pub(super) word: bool,
    start: BytesStart<'a>,
    part: &'a str,
}

impl Element<'_> {
    /// The name without prefix.
    pub(super) fn name(&self) -> &str {
        self.start.name().local_name().into_inner()
    }

    /// An attribute by its name without prefix.
    ///
    /// # Errors
    /// [`DocxError::Damaged`], [`DocxError::Entities`].
    pub(super) fn attribute(&self, name: &str) -> Result<Option<String>, DocxError> {
        // The library's check for doubled attributes takes time quadratic in their number.
        let mut attributes = self.start.attributes();
        for attribute in attributes.with_checks(false) {
            let attribute = attribute.map_err(|e| damaged(self.part, &e))?;
            if attribute.key.local_name().into_inner() == name {
                let value = attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map_err(|_| entities(self.part))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }
}

/// A part, read from its beginning.
pub(super) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    part: &'a str,
    events: usize,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// Over a part's bytes.
    ///
    /// # Errors
    /// [`DocxError::Damaged`] when they are not UTF-8, which word processors write.
    pub(super) fn new(part: &'a str, bytes: &'a [u8]) -> Result<Self, DocxError> {
        let text = std::str::from_utf8(bytes).map_err(|_| DocxError::Damaged {
            part: short(part),
            detail: "not UTF-8".to_owned(),
        })?;
        let mut reader = NsReader::from_str(text.trim_start_matches('\u{FEFF}'));
        reader.config_mut().expand_empty_elements = true;
        Ok(Self {
            reader,
            part,
            events: 0,
            depth: 0,
        })
    }

    /// The next node; none at the end.
    ///
    /// # Errors
    /// [`DocxError`] naming the part.
    pub(super) fn next(&mut self) -> Result<Option<Node<'a>>, DocxError> {
        let part = self.part;
        loop {
            self.events = self.events.saturating_add(1);
            if self.events > MAX_EVENTS {
                return Err(DocxError::Events {
                    part: short(part),
                    max: MAX_EVENTS,
                });
            }
            let event = self.reader.read_resolved_event();
            let (space, event) = event.map_err(|e| damaged(part, &e))?;
            let word = matches!(space, ResolveResult::Bound(ns) if WORD.contains(&ns.into_inner()));
            let text = match event {
                Event::Start(start) => {
                    self.depth = self.depth.saturating_add(1);
                    if self.depth > MAX_NESTING {
                        return Err(DocxError::Nesting {
                            part: short(part),
                            max: MAX_NESTING,
                        });
                    }
                    return Ok(Some(Node::Open(Element { word, start, part })));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Node::Close));
                }
                Event::Text(text) => text.xml10_content().into_owned(),
                Event::CData(text) => text.xml10_content().into_owned(),
                Event::GeneralRef(reference) => {
                    match reference
                        .resolve_char_ref()
                        .map_err(|e| damaged(part, &e))?
                    {
                        Some(c) => c.to_string(),
                        None => resolve_predefined_entity(&reference.into_inner())
                            .ok_or_else(|| entities(part))?
                            .to_owned(),
                    }
                }
                Event::DocType(_) => return Err(entities(part)),
                Event::Eof if self.depth > 0 => return Err(damaged(part, &"it ends too early")),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
            return Ok(Some(Node::Text(text)));
        }
    }
}

fn damaged(part: &str, why: &dyn std::fmt::Display) -> DocxError {
    DocxError::Damaged {
        part: short(part),
        detail: short(&why.to_string()),
    }
}

fn entities(part: &str) -> DocxError {
    DocxError::Entities { part: short(part) }
}
