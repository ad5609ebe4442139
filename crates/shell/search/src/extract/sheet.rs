//! Excel: the sheets row by row, with the shared strings where they are used.

use super::{
    Extracted, Kind, MAX_TEXT, Out, Reason, Wrong,
    package::Package,
    xml::{self, Node, Xml},
};

/// Shared strings of a workbook.
const MAX_STRINGS: usize = 1_000_000;

/// Reads a workbook.
pub(super) fn read(package: &mut Package<'_>) -> Result<Extracted, Wrong> {
    let mut out = Out::default();
    let book = package.part("xl/workbook.xml")?.unwrap_or_default();
    titles(&xml::decoded(&book)?, &mut out)?;
    let strings = match package.part("xl/sharedStrings.xml")? {
        Some(part) => strings(&xml::decoded(&part)?)?,
        None => Vec::new(),
    };
    let sheets = package.names("xl/worksheets/sheet", ".xml");
    let mut reason = None;
    for name in &sheets {
        if out.full() {
            break;
        }
        let part = package.part(name)?.unwrap_or_default();
        if xml::decoded(&part)
            .and_then(|t| cells(&t, &strings, &mut out))
            .is_err()
        {
            reason = Some(Reason::Parts);
        }
        out.paragraph();
    }
    Ok(out.finish(Kind::Xlsx, u32::try_from(sheets.len()).ok(), reason))
}

/// The sheets' names.
fn titles(text: &str, out: &mut Out) -> Result<(), Wrong> {
    let mut xml = Xml::new(text);
    while let Some(node) = xml.next()? {
        if let Node::Open(element) = node
            && element.name() == "sheet"
            && let Some(name) = element.attribute("name")
        {
            out.add(&name);
            out.paragraph();
        }
    }
    Ok(())
}

/// The shared strings, without the readings of characters.
fn strings(text: &str) -> Result<Vec<String>, Wrong> {
    let mut xml = Xml::new(text);
    let (mut all, mut open) = (Vec::new(), String::new());
    let (mut reading, mut within) = (0usize, false);
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(element) => match element.name().as_str() {
                "rPh" => reading = reading.saturating_add(1),
                "t" => within = true,
                _ => {}
            },
            Node::Close(name) => match name.as_str() {
                "rPh" => reading = reading.saturating_sub(1),
                "t" => within = false,
                "si" => all.push(std::mem::take(&mut open)),
                _ => {}
            },
            Node::Text(text) if within && reading == 0 => open.push_str(&text),
            Node::Text(_) => {}
        }
        if all.len() > MAX_STRINGS {
            return Err(Wrong::Refused("more than 1000000 shared strings"));
        }
    }
    Ok(all)
}

fn cells(text: &str, strings: &[String], out: &mut Out) -> Result<(), Wrong> {
    let mut xml = Xml::new(text);
    let (mut shared, mut within, mut reading) = (false, false, 0usize);
    let mut value = String::new();
    while let Some(node) = xml.next()? {
        if out.full() {
            break;
        }
        match node {
            Node::Open(element) => match element.name().as_str() {
                "c" => shared = element.attribute("t").as_deref() == Some("s"),
                "v" | "t" => within = true,
                "rPh" => reading = reading.saturating_add(1),
                _ => {}
            },
            Node::Close(name) => match name.as_str() {
                "v" | "t" => within = false,
                "rPh" => reading = reading.saturating_sub(1),
                "c" => {
                    let value = std::mem::take(&mut value);
                    let index = value.parse::<usize>().ok().filter(|_| shared);
                    match index {
                        Some(at) => out.add(strings.get(at).map_or("", String::as_str)),
                        None => out.add(&value),
                    }
                    out.push('\t');
                }
                "row" => out.push('\n'),
                _ => {}
            },
            Node::Text(text) if within && reading == 0 && value.len() < MAX_TEXT => {
                value.push_str(&text);
            }
            Node::Text(_) => {}
        }
    }
    Ok(())
}
