//! STANAG 4774 (ADatP-4774, edition A, version 1): XML within limits, no document types, no
//! entities but XML's own.

use super::{Category, Kind, MAX_BYTES, MAX_VALUES, Slab, day, stamp};
use entente_model::{Problem, problem::Class};
use quick_xml::{
    XmlVersion,
    escape::{escape, resolve_predefined_entity},
    events::{BytesStart, Event},
    reader::Reader,
};
use std::fmt::Write as _;

const SPACE: &str = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0";
const BINDING: &str = "urn:nato:stanag:4778:bindinginformation:1:0";
const MAX_DEPTH: usize = 16;
const MAX_EVENTS: usize = 20_000;
/// The label's element as it is met with; the first is written.
const ROOTS: [&str; 3] = [
    "originatorConfidentialityLabel",
    "OriginatorConfidentialityLabel",
    "ConfidentialityLabel",
];
const ALTERNATIVES: [&str; 2] = [
    "alternativeConfidentialityLabel",
    "AlternativeConfidentialityLabel",
];

/// As XML: the originator's label; with alternatives, both kinds within the `Metadata` element of
/// STANAG 4778.
#[must_use]
pub fn write_xml(slab: &Slab) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let [root, ..] = ROOTS;
    if slab.alternatives.is_empty() {
        label(&mut out, root, slab);
        return out;
    }
    let _ = writeln!(out, "<mb:Metadata xmlns:mb=\"{BINDING}\">");
    label(&mut out, root, slab);
    let [alternative, ..] = ALTERNATIVES;
    for (policy, classification) in &slab.alternatives {
        let one = Slab {
            policy: policy.clone(),
            classification: classification.clone(),
            created: slab.created,
            ..Slab::default()
        };
        label(&mut out, alternative, &one);
    }
    out.push_str("</mb:Metadata>\n");
    out
}

fn label(out: &mut String, name: &str, slab: &Slab) {
    let review = slab.review.map(stamp);
    let review = review.map_or_else(String::new, |at| format!(" ReviewDateTime=\"{at}\""));
    let _ = writeln!(out, "<slab:{name} xmlns:slab=\"{SPACE}\"{review}>");
    out.push_str(" <slab:ConfidentialityInformation>\n");
    let _ = writeln!(
        out,
        "  <slab:PolicyIdentifier>{}</slab:PolicyIdentifier>\n  <slab:Classification>{}</slab:Classification>",
        escape(slab.policy.as_str()),
        escape(slab.classification.as_str())
    );
    for mark in &slab.privacy {
        let mark = escape(mark.as_str());
        let _ = writeln!(out, "  <slab:PrivacyMark>{mark}</slab:PrivacyMark>");
    }
    for category in &slab.categories {
        let kind = match category.kind {
            Kind::Restrictive => "RESTRICTIVE",
            Kind::Permissive => "PERMISSIVE",
            Kind::Informative => "INFORMATIVE",
        };
        let name = escape(category.name.as_str());
        let _ = write!(out, "  <slab:Category TagName=\"{name}\" Type=\"{kind}\">");
        for value in &category.values {
            let value = escape(value.as_str());
            let _ = write!(out, "<slab:GenericValue>{value}</slab:GenericValue>");
        }
        out.push_str("</slab:Category>\n");
    }
    out.push_str(" </slab:ConfidentialityInformation>\n");
    if let Some(created) = slab.created {
        let at = stamp(created);
        let _ = writeln!(out, " <slab:CreationDateTime>{at}</slab:CreationDateTime>");
    }
    let _ = writeln!(out, "</slab:{name}>");
}

/// Reads the originator's label, and alternatives beside it. All three names of the element in use
/// are accepted.
///
/// # Errors
/// MARK-060 for what is not such a label, or larger than one is.
pub fn read_xml(bytes: &[u8]) -> Result<Slab, Problem> {
    if bytes.len() > MAX_BYTES {
        return Err(bad("too large"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| bad("not UTF-8"))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut reading = Reading::default();
    for _ in 0..MAX_EVENTS {
        match reader.read_event().map_err(|_| bad("not XML"))? {
            Event::Start(start) => reading.open(&start)?,
            Event::End(_) => reading.close()?,
            Event::Text(text) => reading.text.push_str(&text.xml10_content()),
            Event::CData(text) => reading.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().map_err(|_| bad("not XML"))?;
                match c {
                    Some(c) => reading.text.push(c),
                    None => reading.text.push_str(
                        resolve_predefined_entity(&reference.into_inner())
                            .ok_or_else(|| bad("entities"))?,
                    ),
                }
            }
            Event::DocType(_) => return Err(bad("a document type")),
            Event::Eof => return reading.done(),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    Err(bad("too many parts"))
}

fn bad(detail: &str) -> Problem {
    Problem::new("MARK-060", Class::Unverified).with("detail", detail)
}

#[derive(Default)]
struct Reading {
    path: Vec<String>,
    text: String,
    slab: Option<Slab>,
    /// The alternative that is being read.
    other: Option<Slab>,
    values: usize,
}

impl Reading {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Problem> {
        if self.path.len() >= MAX_DEPTH {
            return Err(bad("nested too deeply"));
        }
        self.text.clear();
        let name = start.name().local_name().into_inner().to_owned();
        let outer = match self.path.as_slice() {
            [] => true,
            [only] => only == "Metadata",
            _ => false,
        };
        if outer && ROOTS.contains(&name.as_str()) {
            if self.slab.is_some() {
                return Err(bad("two labels of the originator"));
            }
            let review = attribute(start, "ReviewDateTime")?;
            let review = review.map(|at| day(&at).ok_or_else(|| bad("ReviewDateTime")));
            self.slab = Some(Slab {
                review: review.transpose()?,
                ..Slab::default()
            });
        } else if outer && ALTERNATIVES.contains(&name.as_str()) {
            self.other = Some(Slab::default());
        } else if name == "Category" {
            let kind = match attribute(start, "Type")?.as_deref() {
                Some("RESTRICTIVE") => Kind::Restrictive,
                Some("PERMISSIVE") => Kind::Permissive,
                Some("INFORMATIVE") => Kind::Informative,
                _ => return Err(bad("Category without Type")),
            };
            let name = attribute(start, "TagName")?.ok_or_else(|| bad("Category"))?;
            self.count()?;
            let category = Category {
                kind,
                name,
                values: Vec::new(),
            };
            self.current()?.categories.push(category);
        } else if outer && name != "Metadata" {
            return Err(bad("another element than a label"));
        }
        self.path.push(name);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Problem> {
        let name = self.path.pop().unwrap_or_default();
        let text = std::mem::take(&mut self.text);
        match name.as_str() {
            "PolicyIdentifier" => text.trim().clone_into(&mut self.current()?.policy),
            "Classification" => text.trim().clone_into(&mut self.current()?.classification),
            "PrivacyMark" => {
                self.count()?;
                self.current()?.privacy.push(text.trim().to_owned());
            }
            "GenericValue" | "IntegerValue" | "BitStringValue" => {
                self.count()?;
                let category = self.current()?.categories.last_mut();
                category
                    .ok_or_else(|| bad("a value alone"))?
                    .values
                    .push(text);
            }
            "CreationDateTime" => {
                let day = day(text.trim()).ok_or_else(|| bad("CreationDateTime"))?;
                self.current()?.created = Some(day);
            }
            name if ALTERNATIVES.contains(&name) => {
                let other = self.other.take().unwrap_or_default();
                let pair = (other.policy, other.classification);
                let slab = self.slab.as_mut();
                slab.ok_or_else(|| bad("an alternative alone"))?
                    .alternatives
                    .push(pair);
            }
            _ => {}
        }
        Ok(())
    }

    fn current(&mut self) -> Result<&mut Slab, Problem> {
        match (&mut self.other, &mut self.slab) {
            (Some(other), _) => Ok(other),
            (None, Some(slab)) => Ok(slab),
            _ => Err(bad("no label")),
        }
    }

    fn count(&mut self) -> Result<(), Problem> {
        self.values = self.values.saturating_add(1);
        if self.values > MAX_VALUES {
            return Err(bad("too many values"));
        }
        Ok(())
    }

    fn done(self) -> Result<Slab, Problem> {
        match self.slab {
            Some(slab) if self.path.is_empty() && !slab.classification.is_empty() => Ok(slab),
            _ => Err(bad("no label")),
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Problem> {
    let mut attributes = start.attributes();
    let mut found = None;
    for attribute in attributes.with_checks(false).take(64) {
        let attribute = attribute.map_err(|_| bad("not XML"))?;
        if attribute.key.local_name().into_inner() != name {
            continue;
        }
        if found.is_some() {
            return Err(bad("an attribute twice"));
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        found = Some(value.map_err(|_| bad("entities"))?.into_owned());
    }
    Ok(found)
}
