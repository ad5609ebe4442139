//! The text a PDF carries, whoever made it. Written here and not taken from a library, since those
//! that extract text either unpack without a ceiling or may panic on hostile input, and a node that
//! aborts on a paper it is shown is a node that can be stopped with a paper.
//!
//! The cross-reference table is not used: objects are found where they stand, the last of a number
//! counts. Streams are unpacked that text comes in: Flate, and what writes bytes as letters. What cannot be read is named, never guessed.

use super::{
    Words, filter,
    garble::Garble,
    lex::{Dict, Lexer, Object},
    run,
};
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Largest file that is read for its words: pictures make files large, and are not unpacked.
const MAX_ANY: usize = 128 << 20;
/// Largest paper.
pub(super) const MAX_FILE: usize = 32 << 20;
/// All streams of a file together, unpacked.
const MAX_UNPACKED: usize = 64 << 20;
/// What looking at a stream costs of that, however small it is.
const COST: usize = 64;
/// Bytes read again after an object that could not be read.
const MAX_AGAIN: usize = 64 << 20;
/// Objects in a file.
const MAX_OBJECTS: usize = 500_000;
/// Pages.
const MAX_PAGES: usize = 10_000;
/// Depth of the page tree.
const MAX_TREE: usize = 32;

/// An object and where its stream's bytes are.
struct Entry {
    object: Object,
    stream: Option<Range<usize>>,
}

/// A PDF's objects.
pub(super) struct File<'a> {
    data: &'a [u8],
    entries: BTreeMap<u32, Entry>,
    /// How much may still be unpacked.
    left: Cell<usize>,
}

/// Whether bytes are meant to be a PDF.
pub(super) fn is_pdf(data: &[u8]) -> bool {
    let head = data.get(..1024.min(data.len())).unwrap_or_default();
    head.windows(5).any(|w| w == b"%PDF-")
}

/// The text of every page.
pub(super) fn text(data: &[u8]) -> Result<String, Garble> {
    let (file, root) = File::open(data)?;
    let pages = file.all_pages(root.as_ref())?;
    let mut out = run::Text::new(&file);
    for (page, resources) in &pages {
        let content = file.contents(page)?;
        out.page(&content, resources.as_ref())?;
    }
    out.finish()
}

/// The words of every page that can be read.
pub(super) fn words(data: &[u8]) -> Result<Words, Garble> {
    if data.len() > MAX_ANY {
        return Err(Garble::TooLarge);
    }
    let (file, root) = File::open(data)?;
    let pages = file.all_pages(root.as_ref())?;
    let mut out = run::Text::new(&file);
    let mut whole = true;
    for (page, resources) in &pages {
        let content = file.contents(page);
        let read = content.and_then(|c| out.page(&c, resources.as_ref()));
        match read {
            Ok(()) => {}
            // What was read until a ceiling was reached is still what the paper says.
            Err(Garble::Bomb | Garble::TooLarge) if !out.is_empty() => {
                whole = false;
                break;
            }
            Err(wrong @ (Garble::Bomb | Garble::TooLarge)) => return Err(wrong),
            Err(_) => whole = false,
        }
    }
    let (text, all) = out.found()?;
    Ok(Words {
        text,
        pages: pages.len(),
        whole: whole && all,
    })
}

/// A page and the resources it has or inherits.
type Page<'o> = (&'o Dict, Option<&'o Dict>);

impl<'a> File<'a> {
    /// Finds the objects, and the root a trailer names.
    fn open(data: &'a [u8]) -> Result<(Self, Option<Object>), Garble> {
        let tail = data
            .get(data.len().saturating_sub(1024)..)
            .unwrap_or_default();
        let has = |word: &[u8]| tail.windows(word.len()).any(|w| w == word);
        if !has(b"%%EOF") || !has(b"startxref") {
            return Err(Garble::Truncated);
        }
        let mut file = File {
            data,
            entries: BTreeMap::new(),
            left: Cell::new(MAX_UNPACKED),
        };
        let root = file.scan()?;
        file.unpack_objects()?;
        Ok((file, root))
    }

    /// Every page in order.
    fn all_pages<'o>(&'o self, root: Option<&'o Object>) -> Result<Vec<Page<'o>>, Garble> {
        let named = root.and_then(|r| self.dict(r));
        let root = named.or_else(|| self.catalog());
        let root = root.ok_or(Garble::Damaged)?;
        let mut pages = Vec::new();
        let mut seen = BTreeSet::new();
        if let Some(tree) = root.get(&b"Pages"[..]) {
            self.pages(tree, None, MAX_TREE, &mut seen, &mut pages);
        }
        if pages.is_empty() {
            return Err(Garble::Damaged);
        }
        Ok(pages)
    }

    /// The object behind a reference.
    pub(super) fn resolve<'o>(&'o self, object: &'o Object) -> &'o Object {
        let mut at = object;
        for _ in 0..8 {
            match at {
                Object::Ref(id) => match self.entries.get(id) {
                    Some(entry) => at = &entry.object,
                    None => return &Object::Null,
                },
                _ => return at,
            }
        }
        &Object::Null
    }

    /// A dictionary, directly or behind a reference.
    pub(super) fn dict<'o>(&'o self, object: &'o Object) -> Option<&'o Dict> {
        match self.resolve(object) {
            Object::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// A dictionary's value.
    pub(super) fn get<'o>(&'o self, dict: &'o Dict, key: &str) -> Option<&'o Object> {
        let found = self.resolve(dict.get(key.as_bytes())?);
        (*found != Object::Null).then_some(found)
    }

    /// A stream's bytes; nothing when it is packed in a way that is not read here.
    pub(super) fn stream(&self, object: &Object) -> Result<Option<Vec<u8>>, Garble> {
        let Object::Ref(id) = object else {
            return Ok(None);
        };
        let Some(entry) = self.entries.get(id) else {
            return Ok(None);
        };
        let (Object::Dict(dict), Some(range)) = (&entry.object, entry.stream.clone()) else {
            return Ok(None);
        };
        let left = self.left.get().checked_sub(COST);
        self.left.set(left.ok_or(Garble::Bomb)?);
        let raw = self.data.get(range).unwrap_or_default();
        let filters = match self.get(dict, "Filter") {
            None => Vec::new(),
            Some(Object::List(list)) => list.iter().map(|f| self.resolve(f)).collect(),
            Some(one) => vec![one],
        };
        let mut bytes = self.take(raw.to_vec())?;
        for filter in filters.iter().take(4) {
            if !(filter.is_name("FlateDecode") || filter.is_name("Fl")) {
                let Some(out) = filter.name().and_then(|n| filter::unpack(n, &bytes)) else {
                    return Ok(None);
                };
                bytes = self.take(out)?;
                continue;
            }
            bytes = match decompress_to_vec_zlib_with_limit(&bytes, self.left.get()) {
                Ok(out) => self.take(out)?,
                Err(wrong) if wrong.output.len() >= self.left.get() => return Err(Garble::Bomb),
                Err(_) => return Err(Garble::Damaged),
            };
        }
        Ok((filters.len() <= 4).then_some(bytes))
    }

    fn take(&self, bytes: Vec<u8>) -> Result<Vec<u8>, Garble> {
        let left = self.left.get().checked_sub(bytes.len());
        self.left.set(left.ok_or(Garble::Bomb)?);
        Ok(bytes)
    }

    /// Finds every `n g obj` and every trailer; gives the root that the last trailer names.
    fn scan(&mut self) -> Result<Option<Object>, Garble> {
        let (mut at, mut again, mut root) = (0usize, 0usize, None);
        while let Some(step) = next_mark(self.data.get(at..).unwrap_or_default()) {
            let mark = at.saturating_add(step);
            let here = self.data.get(mark..).unwrap_or_default();
            if here.starts_with(b"trailer") {
                let mut lexer = Lexer::new(self.data, mark.saturating_add(7));
                if let Some(Object::Dict(dict)) = lexer.object() {
                    root = named_root(&dict)?.or(root);
                }
                again = again.saturating_add(lexer.at().saturating_sub(mark));
                at = mark.saturating_add(7);
            } else if let Some(id) = object_number(self.data.get(at..mark).unwrap_or_default()) {
                let mut lexer = Lexer::new(self.data, mark.saturating_add(3));
                match lexer.object() {
                    Some(object) => {
                        at = lexer.at();
                        let stream = self.stream_range(&object, &mut lexer);
                        at = stream.as_ref().map_or(at, |r| r.end.max(at));
                        if let Object::Dict(dict) = &object
                            && dict.get(&b"Type"[..]).is_some_and(|t| t.is_name("XRef"))
                        {
                            root = named_root(dict)?.or(root);
                        }
                        self.entries.insert(id, Entry { object, stream });
                    }
                    None => {
                        again = again.saturating_add(lexer.at().saturating_sub(mark));
                        at = mark.saturating_add(3);
                    }
                }
            } else {
                at = mark.saturating_add(3);
            }
            if again > MAX_AGAIN || self.entries.len() > MAX_OBJECTS {
                return Err(Garble::Damaged);
            }
        }
        Ok(root)
    }

    fn stream_range(&self, object: &Object, lexer: &mut Lexer<'_>) -> Option<Range<usize>> {
        let Object::Dict(dict) = object else {
            return None;
        };
        if !lexer.keyword(b"stream") {
            return None;
        }
        let rest = lexer.rest();
        let line = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            _ => 0,
        };
        let start = lexer.at().saturating_add(line);
        let told = dict.get(&b"Length"[..]).and_then(Object::count);
        let ends = |end: usize| {
            let mut after = Lexer::new(self.data, end);
            after.keyword(b"endstream")
        };
        let told = told.and_then(|l| start.checked_add(l)).filter(|e| ends(*e));
        // Without its end a stream goes on to the end of the file, and no later one has an end.
        let found = || {
            let rest = self.data.get(start..).unwrap_or_default();
            let end = rest.windows(9).position(|w| w == b"endstream");
            start.saturating_add(end.unwrap_or(rest.len()))
        };
        Some(start..told.unwrap_or_else(found))
    }

    /// Reads the objects that are packed in streams.
    fn unpack_objects(&mut self) -> Result<(), Garble> {
        let packed: Vec<u32> = self
            .entries
            .iter()
            .filter(|(_, e)| {
                matches!(&e.object, Object::Dict(d)
                if d.get(&b"Type"[..]).is_some_and(|t| t.is_name("ObjStm")))
            })
            .map(|(id, _)| *id)
            .collect();
        let mut budget = MAX_AGAIN;
        for id in packed {
            let Some(Object::Dict(dict)) = self.entries.get(&id).map(|e| &e.object) else {
                continue;
            };
            let number = |key: &str| self.get(dict, key).and_then(Object::count).unwrap_or(0);
            let (count, first) = (number("N").min(MAX_OBJECTS), number("First"));
            let Some(bytes) = self.stream(&Object::Ref(id))? else {
                continue;
            };
            let mut header = Lexer::new(&bytes, 0);
            for _ in 0..count {
                let (Some(own), Some(offset)) = (
                    header.object().and_then(|o| o.count()),
                    header.object().and_then(|o| o.count()),
                ) else {
                    break;
                };
                let from = first.saturating_add(offset);
                let mut lexer = Lexer::new(&bytes, from);
                let object = lexer.object();
                budget = budget
                    .checked_sub(lexer.at().saturating_sub(from))
                    .ok_or(Garble::Damaged)?;
                if let (Some(object), Ok(own)) = (object, u32::try_from(own)) {
                    self.entries.entry(own).or_insert(Entry {
                        object,
                        stream: None,
                    });
                }
                if self.entries.len() > MAX_OBJECTS {
                    return Err(Garble::Damaged);
                }
            }
        }
        Ok(())
    }

    /// The last catalogue, when no trailer names one.
    fn catalog(&self) -> Option<&Dict> {
        self.entries.values().rev().find_map(|e| match &e.object {
            Object::Dict(d) if d.get(&b"Type"[..]).is_some_and(|t| t.is_name("Catalog")) => Some(d),
            _ => None,
        })
    }

    /// Collects the pages in order, each with the resources it has or inherits.
    fn pages<'o>(
        &'o self,
        node: &'o Object,
        inherited: Option<&'o Dict>,
        depth: usize,
        seen: &mut BTreeSet<u32>,
        out: &mut Vec<Page<'o>>,
    ) {
        // Nodes are indirect objects; a list of direct ones could contain itself beyond count.
        let fresh = matches!(node, Object::Ref(id) if seen.insert(*id));
        let Some((dict, depth)) = self.dict(node).zip(depth.checked_sub(1)) else {
            return;
        };
        if !fresh || out.len() >= MAX_PAGES {
            return;
        }
        let own = dict.get(&b"Resources"[..]).and_then(|r| self.dict(r));
        let resources = own.or(inherited);
        match self.get(dict, "Kids") {
            Some(Object::List(kids)) => {
                for kid in kids {
                    self.pages(kid, resources, depth, seen, out);
                }
            }
            _ => out.push((dict, resources)),
        }
    }

    fn contents(&self, page: &Dict) -> Result<Vec<u8>, Garble> {
        let Some(contents) = page.get(&b"Contents"[..]) else {
            return Ok(Vec::new());
        };
        let parts = match self.resolve(contents) {
            Object::List(parts) => parts.iter().collect(),
            _ => vec![contents],
        };
        let mut out = Vec::new();
        for part in parts {
            // A part that cannot be unpacked would be text left out unseen.
            out.extend(self.stream(part)?.ok_or(Garble::Unread)?);
            out.push(b'\n');
        }
        Ok(out)
    }
}

/// The next `obj` or `trailer`, not `endobj`.
fn next_mark(data: &[u8]) -> Option<usize> {
    let mut before = 0u8;
    for (at, window) in data.windows(3).enumerate() {
        let object = window == b"obj" && !before.is_ascii_alphabetic();
        let trailer = window == b"tra"
            && data
                .get(at..)
                .is_some_and(|rest| rest.starts_with(b"trailer"));
        if object || trailer {
            return Some(at);
        }
        before = window.first().copied().unwrap_or(0);
    }
    None
}

/// The number in `12 0 ` at the end of the bytes before `obj`.
fn object_number(before: &[u8]) -> Option<u32> {
    let tail = before.get(before.len().saturating_sub(24)..)?;
    let text: String = tail.iter().map(|b| char::from(*b)).collect();
    let mut parts = text
        .rsplit(|c: char| c.is_ascii_whitespace())
        .filter(|p| !p.is_empty());
    parts.next()?.parse::<u32>().ok()?;
    let number = parts.next()?;
    let digits = number.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok()
}

fn named_root(dict: &Dict) -> Result<Option<Object>, Garble> {
    if dict.contains_key(&b"Encrypt"[..]) {
        return Err(Garble::Encrypted);
    }
    Ok(dict.get(&b"Root"[..]).cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing packed, so that a changed byte reaches every part of the reader.
    const PLAIN: &str = "%PDF-1.5
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Kids[3 0 R]/Resources<</Font<</F 5 0 R/G 9 0 R>>/XObject<</X 8 0 R>>
/Properties<</P <</ActualText(Anfang)>>>>>>>> endobj
3 0 obj <</Type/Page/Contents[4 0 R]>> endobj
4 0 obj <</Length 6 0 R>> stream
q 1 0 0 1 72 700 cm BT /F 11 Tf 1 0 0 1 0 0 Tm <00010002> Tj 0 -14 Td [<0003> -300 <0004>] TJ ET Q
/Span /P BDC BT <0009> Tj ET EMC BT /G 9 Tf T* (caf\\351) ' ET BI /W 1 ID \x01 EI /X Do
endstream endobj
5 0 obj <</Type/Font/Subtype/Type0/ToUnicode 7 0 R>> endobj
6 0 obj 9999 endobj
7 0 obj <<>> stream
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfchar <0001> <0041> endbfchar
2 beginbfrange <0002> <0003> <0042> <0004> <0005> [<6975> <79D8>] endbfrange
endstream endobj
8 0 obj <</Subtype/Form/Resources<</Font<</F 5 0 R>>>>>> stream
BT /F 9 Tf 1 0 0 1 0 50 Tm <0005> Tj ET endstream endobj
9 0 obj <</Type/Font/Subtype/Type1>> endobj
20 0 obj <</Type/ObjStm/N 2/First 10>> stream
21 0 22 3 (a) [/B] endstream endobj
trailer <</Root 1 0 R>> startxref 0 %%EOF";

    #[test]
    fn text_of_a_plain_file() {
        let text = text(PLAIN.as_bytes()).unwrap();
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words, ["AB", "C", "極", "Anfang", "café", "秘"]);
    }

    #[test]
    fn whatever_stands_in_a_file_it_is_read_to_an_end() {
        let mut state = 7u64;
        let mut next = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % below
        };
        let mut read = 0;
        for _ in 0..5_000 {
            let mut other = PLAIN.as_bytes().to_vec();
            for _ in 0..=next(6) {
                let at = next(other.len());
                match next(4) {
                    0 => other[at] = u8::try_from(next(256)).unwrap(),
                    1 => drop(other.drain(at..(at + next(40)).min(other.len()))),
                    2 => {
                        let piece = other[at..(at + next(80)).min(other.len())].to_vec();
                        let to = next(other.len());
                        other.splice(to..to, piece);
                    }
                    _ => {
                        let word = [&b"<<"[..], b"[", b"(", b" 2 0 R", b"q ", b"99999999999 "];
                        let word = word[next(6)].repeat(next(90));
                        other.splice(at..at, word);
                    }
                }
            }
            other.extend_from_slice(b" startxref 0 %%EOF");
            read += usize::from(text(&other).is_ok());
        }
        assert!(read > 500, "{read}");
    }

    #[test]
    fn pages_and_forms_that_contain_themselves() {
        let round = PLAIN.replace("2 0 obj <</Kids[3 0 R]", "2 0 obj <</Kids[3 0 R 2 0 R]");
        assert!(text(round.as_bytes()).is_ok());
        let round = PLAIN.replace("<0005> Tj ET endstream", "<0005> Tj ET /X Do endstream");
        let round = round.replace("/Resources<</Font<</F 5 0 R>>>>>> stream", ">> stream");
        assert_eq!(text(round.as_bytes()), Err(Garble::Damaged));
    }
}
