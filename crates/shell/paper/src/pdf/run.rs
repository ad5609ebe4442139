//! A page's content stream, run for its text alone. Artifacts count too: what a reader sees must not
//! be left out of the comparison because a tag says so.

use super::{
    encoding::{self, Named},
    garble::Garble,
    lex::{Dict, Lexer, Object},
    read::File,
};
use encoding_rs::Encoding;
use std::collections::BTreeMap;

/// Operators in a file.
const MAX_STEPS: usize = 4_000_000;
/// Forms within forms.
const MAX_FORMS: usize = 8;
/// Characters that all fonts of a file name.
const MAX_CODES: usize = 1_000_000;
/// Characters that a range names.
const MAX_RANGE: usize = 65_536;
/// Longest text.
const MAX_TEXT: usize = 32 << 20;
/// A gap in a row of glyphs, in thousandths of an em, that stands for a space.
const GAP: f64 = 250.0;

/// What a font's codes stand for.
struct Font {
    /// Bytes a code.
    width: usize,
    codes: Option<BTreeMap<u32, String>>,
    /// Strings are in an encoding of characters.
    coded: Option<&'static Encoding>,
}

type Matrix = [f64; 6];
const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Collects text.
pub(super) struct Text<'f> {
    file: &'f File<'f>,
    fonts: BTreeMap<u32, Option<Font>>,
    out: String,
    steps: usize,
    /// How many more characters fonts may name.
    names: usize,
    /// Glyphs whose character is not named.
    unknown: usize,
    shown: usize,
}

/// Where the next glyph goes.
struct Pen {
    ctm: Matrix,
    stack: Vec<Matrix>,
    line: Matrix,
    leading: f64,
    /// Height of the glyphs last shown.
    last: Option<f64>,
    font: Option<u32>,
    /// Open marked content: whether it replaces what is shown in it.
    marks: Vec<bool>,
}

impl<'f> Text<'f> {
    pub(super) fn new(file: &'f File<'f>) -> Self {
        Self {
            file,
            fonts: BTreeMap::new(),
            out: String::new(),
            steps: 0,
            names: MAX_CODES,
            unknown: 0,
            shown: 0,
        }
    }

    /// Adds a page.
    pub(super) fn page(&mut self, content: &[u8], resources: Option<&&Dict>) -> Result<(), Garble> {
        let mut pen = Pen {
            ctm: UNIT,
            stack: Vec::new(),
            line: UNIT,
            leading: 0.0,
            last: None,
            font: None,
            marks: Vec::new(),
        };
        self.run(content, resources.copied(), &mut pen, MAX_FORMS)?;
        self.out.push('\n');
        Ok(())
    }

    /// The whole text; glyphs without characters make it worthless.
    pub(super) fn finish(self) -> Result<String, Garble> {
        if self.shown == 0 {
            return Err(Garble::NoText);
        }
        if self.unknown.saturating_mul(20) > self.shown {
            return Err(Garble::NoCharacters);
        }
        Ok(self.out)
    }

    /// Whether nothing was read yet.
    pub(super) fn is_empty(&self) -> bool {
        self.shown == 0
    }

    /// What could be read, and whether it is everything.
    pub(super) fn found(self) -> Result<(String, bool), Garble> {
        if self.shown == 0 {
            return Err(Garble::NoText);
        }
        if self.unknown.saturating_mul(2) > self.shown {
            return Err(Garble::NoCharacters);
        }
        let text = self.out.replace(char::REPLACEMENT_CHARACTER, "");
        Ok((text, self.unknown == 0))
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&Dict>,
        pen: &mut Pen,
        forms: usize,
    ) -> Result<(), Garble> {
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Object> = Vec::new();
        loop {
            let Some(object) = lexer.object() else {
                // Past the end, or something that cannot be read: what follows would be left out.
                lexer.skip_blank();
                return if lexer.rest().is_empty() {
                    Ok(())
                } else {
                    Err(Garble::Damaged)
                };
            };
            let Object::Word(word) = object else {
                if operands.len() < 64 {
                    operands.push(object);
                }
                continue;
            };
            self.steps = self.steps.saturating_add(1);
            if self.steps > MAX_STEPS || self.out.len() > MAX_TEXT {
                return Err(Garble::TooLarge);
            }
            match word.as_slice() {
                b"ID" => lexer.skip_image(),
                b"Do" => self.form(&operands, resources, pen, forms)?,
                b"Tf" => pen.font = self.font(&operands, resources)?,
                b"BDC" => self.mark(&operands, resources, pen),
                other => self.step(other, &operands, pen),
            }
            operands.clear();
        }
    }

    fn step(&mut self, word: &[u8], operands: &[Object], pen: &mut Pen) {
        let number = |i: usize| operands.get(i).and_then(Object::number).unwrap_or(0.0);
        let matrix = || [0, 1, 2, 3, 4, 5].map(number);
        match word {
            b"q" if pen.stack.len() < 256 => pen.stack.push(pen.ctm),
            b"Q" => pen.ctm = pen.stack.pop().unwrap_or(pen.ctm),
            b"cm" => pen.ctm = times(matrix(), pen.ctm),
            b"BT" => pen.line = UNIT,
            b"Tm" => pen.line = matrix(),
            b"TL" => pen.leading = number(0),
            b"Td" => pen.down(number(0), number(1)),
            b"TD" => {
                pen.leading = -number(1);
                pen.down(number(0), number(1));
            }
            b"T*" => pen.down(0.0, -pen.leading),
            b"Tj" => self.show(operands.first(), pen),
            b"'" | b"\"" => {
                pen.down(0.0, -pen.leading);
                self.show(operands.last(), pen);
            }
            b"TJ" => {
                if let Some(Object::List(parts)) = operands.first() {
                    for part in parts {
                        match part {
                            Object::Number(gap) if *gap < -GAP => self.push(" ", pen),
                            part => self.show(Some(part), pen),
                        }
                    }
                }
            }
            b"BMC" => pen.mark(false),
            b"EMC" => drop(pen.marks.pop()),
            _ => {}
        }
    }

    fn form(
        &mut self,
        operands: &[Object],
        resources: Option<&Dict>,
        pen: &mut Pen,
        forms: usize,
    ) -> Result<(), Garble> {
        let file = self.file;
        let found = operands
            .first()
            .and_then(Object::name)
            .zip(resources)
            .and_then(|(name, r)| file.dict(r.get(&b"XObject"[..])?)?.get(name));
        let Some((object, dict)) = found.and_then(|o| Some((o, file.dict(o)?))) else {
            return Ok(());
        };
        if !file.get(dict, "Subtype").is_some_and(|s| s.is_name("Form")) {
            return Ok(());
        }
        let deeper = forms.checked_sub(1).ok_or(Garble::Damaged)?;
        let content = file.stream(object)?.ok_or(Garble::Unread)?;
        let own = dict.get(&b"Resources"[..]).and_then(|r| file.dict(r));
        let (ctm, depth) = (pen.ctm, pen.stack.len());
        self.run(&content, own.or(resources), pen, deeper)?;
        pen.stack.truncate(depth);
        pen.ctm = ctm;
        Ok(())
    }

    /// Looks a font up; its number is that of its object.
    fn font(
        &mut self,
        operands: &[Object],
        resources: Option<&Dict>,
    ) -> Result<Option<u32>, Garble> {
        let file = self.file;
        let found = operands
            .first()
            .and_then(Object::name)
            .zip(resources)
            .and_then(|(name, r)| file.dict(r.get(&b"Font"[..])?)?.get(name));
        let (Some(Object::Ref(id)), Some(dict)) = (found, found.and_then(|f| file.dict(f))) else {
            return Ok(None);
        };
        if !self.fonts.contains_key(id) {
            let composite = file
                .get(dict, "Subtype")
                .is_some_and(|s| s.is_name("Type0"));
            let named = match dict.get(&b"ToUnicode"[..]) {
                Some(map) => file.stream(map)?,
                None => None,
            };
            let mut font = Font {
                width: if composite { 2 } else { 1 },
                codes: named.map(|map| codes(&map, &mut self.names)),
                coded: None,
            };
            if font.codes.is_none() {
                match encoding::of(file, dict, composite) {
                    Some(Named::Simple(codes)) => font.codes = Some(codes),
                    Some(Named::Coded(encoding)) => font.coded = Some(encoding),
                    None => {}
                }
            }
            self.fonts.insert(*id, Some(font));
        }
        Ok(Some(*id))
    }

    /// Marked content with `ActualText` stands for what is shown in it.
    fn mark(&mut self, operands: &[Object], resources: Option<&Dict>, pen: &mut Pen) {
        let file = self.file;
        let properties = match operands.get(1) {
            Some(Object::Name(name)) => resources
                .and_then(|r| file.dict(r.get(&b"Properties"[..])?)?.get(name))
                .and_then(|p| file.dict(p)),
            Some(other) => file.dict(other),
            None => None,
        };
        let actual = properties.and_then(|p| file.get(p, "ActualText"));
        if let Some(Object::Text(bytes)) = actual {
            let text = text_string(bytes);
            self.push(&text, pen);
            self.shown = self.shown.saturating_add(1);
            pen.mark(true);
        } else {
            pen.mark(false);
        }
    }

    fn show(&mut self, text: Option<&Object>, pen: &mut Pen) {
        let Some(Object::Text(bytes)) = text else {
            return;
        };
        let font = pen
            .font
            .and_then(|f| self.fonts.get(&f))
            .and_then(Option::as_ref);
        let width = font.map_or(1, |f| f.width);
        let codes = font.and_then(|f| f.codes.as_ref());
        if let Some(encoding) = font.and_then(|f| f.coded) {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            self.shown = self.shown.saturating_add(text.chars().count());
            if !pen.marks.contains(&true) {
                let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
                self.unknown = self.unknown.saturating_add(lost);
                self.push(&text, pen);
            }
            return;
        }
        let mut shown = String::new();
        let (mut count, mut unknown) = (0usize, 0usize);
        for code in bytes.chunks(width) {
            let number = code.iter().fold(0u32, |n, b| n << 8 | u32::from(*b));
            count = count.saturating_add(1);
            let plain = code.first().filter(|_| width == 1 && codes.is_none());
            match (codes.and_then(|c| c.get(&number)), plain) {
                (Some(text), _) => shown.push_str(text),
                (None, Some(byte)) => shown.push(char::from(*byte)),
                (None, None) => {
                    unknown = unknown.saturating_add(1);
                    shown.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
        self.shown = self.shown.saturating_add(count);
        if !pen.marks.contains(&true) {
            self.unknown = self.unknown.saturating_add(unknown);
            self.push(&shown, pen);
        }
    }

    /// Adds text, on a new line when the pen has moved up or down.
    fn push(&mut self, text: &str, pen: &mut Pen) {
        if pen.marks.contains(&true) {
            return;
        }
        let [.., y] = times(pen.line, pen.ctm);
        if pen.last.is_some_and(|last| (last - y).abs() > 1.0) {
            self.out.push('\n');
        }
        pen.last = Some(y);
        self.out.push_str(text);
    }
}

impl Pen {
    fn down(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
    }

    fn mark(&mut self, replaces: bool) {
        if self.marks.len() < 1024 {
            self.marks.push(replaces);
        }
    }
}

fn times(a: Matrix, b: Matrix) -> Matrix {
    let [a0, a1, a2, a3, a4, a5] = a;
    let [b0, b1, b2, b3, b4, b5] = b;
    [
        a0 * b0 + a1 * b2,
        a0 * b1 + a1 * b3,
        a2 * b0 + a3 * b2,
        a2 * b1 + a3 * b3,
        a4 * b0 + a5 * b2 + b4,
        a4 * b1 + a5 * b3 + b5,
    ]
}

/// A font's `ToUnicode` map.
fn codes(map: &[u8], left: &mut usize) -> BTreeMap<u32, String> {
    let mut out = BTreeMap::new();
    let mut lexer = Lexer::new(map, 0);
    let mut operands: Vec<Object> = Vec::new();
    while let Some(object) = lexer.object() {
        match object {
            Object::Word(word) => {
                match word.as_slice() {
                    b"endbfchar" => characters(&operands, left, &mut out),
                    b"endbfrange" => ranges(&operands, left, &mut out),
                    _ => {}
                }
                operands.clear();
            }
            object if operands.len() < MAX_RANGE => operands.push(object),
            _ => {}
        }
    }
    out
}

fn characters(operands: &[Object], left: &mut usize, out: &mut BTreeMap<u32, String>) {
    for pair in operands.chunks(2) {
        if let [Object::Text(code), Object::Text(text)] = pair
            && let Some(less) = left.checked_sub(1)
        {
            *left = less;
            out.insert(code_number(code), utf16(text));
        }
    }
}

fn ranges(operands: &[Object], left: &mut usize, out: &mut BTreeMap<u32, String>) {
    for triple in operands.chunks(3) {
        let [Object::Text(first), Object::Text(last), to] = triple else {
            continue;
        };
        let codes = code_number(first)..=code_number(last);
        for (step, code) in codes.enumerate().take(MAX_RANGE.min(*left)) {
            *left = left.saturating_sub(1);
            let text = match to {
                Object::List(texts) => match texts.get(step) {
                    Some(Object::Text(text)) => utf16(text),
                    _ => break,
                },
                Object::Text(text) => nth(text, step),
                _ => break,
            };
            out.insert(code, text);
        }
    }
}

/// The text whose last character lies so many steps behind that of `text`.
fn nth(text: &[u8], step: usize) -> String {
    let mut chars: Vec<char> = utf16(text).chars().collect();
    if let (Some(last), Ok(step)) = (chars.last_mut(), u32::try_from(step)) {
        let next = u32::from(*last).checked_add(step).and_then(char::from_u32);
        *last = next.unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    chars.into_iter().collect()
}

fn code_number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |n, b| n << 8 | u32::from(*b))
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|pair| match pair {
        [high, low] => u16::from_be_bytes([*high, *low]),
        [one] => u16::from(*one),
        _ => 0,
    });
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// A text string of a dictionary: UTF-16 or UTF-8 by its mark, else a byte a character.
fn text_string(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        utf16(rest)
    } else if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        String::from_utf8_lossy(rest).into_owned()
    } else {
        bytes.iter().map(|b| char::from(*b)).collect()
    }
}
