//! The objects of a PDF, read from bytes that anybody may have written: every step is counted, no
//! nesting goes deep, nothing is indexed.

use std::collections::BTreeMap;

/// Deepest nesting.
const DEPTH: usize = 48;

/// A dictionary.
pub(super) type Dict = BTreeMap<Vec<u8>, Object>;

/// An object, or an operator of a content stream.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    List(Vec<Object>),
    Dict(Dict),
    Ref(u32),
    Word(Vec<u8>),
}

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(n) => Some(n),
            _ => None,
        }
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        self.name() == Some(name.as_bytes())
    }

    /// A number that counts or names.
    pub(super) fn count(&self) -> Option<usize> {
        let number = self.number().filter(|n| (0.0..=4.0e9).contains(n))?;
        Some(number as usize)
    }
}

/// Reads objects one after the other.
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(data: &'a [u8], at: usize) -> Self {
        Self { data, at }
    }

    /// Where reading goes on.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next object or operator; nothing at the end or where it cannot be read.
    pub(super) fn object(&mut self) -> Option<Object> {
        self.nested(DEPTH)
    }

    /// Leaves out an inline image's data: up to `EI` between white space.
    pub(super) fn skip_image(&mut self) {
        while let Some(byte) = self.peek() {
            let ends = self.rest().get(1..3) == Some(b"EI")
                && self.rest().get(3).is_none_or(|b| blank(*b));
            self.step();
            if blank(byte) && ends {
                self.at = self.at.saturating_add(2);
                return;
            }
        }
    }

    /// A whole number at this very place, without sign.
    pub(super) fn plain_number(&mut self) -> Option<u64> {
        let mut number: Option<u64> = None;
        while let Some(byte) = self.peek().filter(u8::is_ascii_digit) {
            let digit = u64::from(byte.wrapping_sub(b'0'));
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            self.step();
        }
        number
    }

    /// Goes behind a keyword that stands next.
    pub(super) fn keyword(&mut self, word: &[u8]) -> bool {
        self.skip_blank();
        let here = self.rest().starts_with(word);
        if here {
            self.at = self.at.saturating_add(word.len());
        }
        here
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.data.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    pub(super) fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.step();
                }
            } else if blank(byte) {
                self.step();
            } else {
                return;
            }
        }
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        let depth = depth.checked_sub(1)?;
        self.skip_blank();
        match self.peek()? {
            b'/' => {
                self.step();
                Some(Object::Name(self.name()))
            }
            b'(' => {
                self.step();
                Some(Object::Text(self.literal()))
            }
            b'<' if self.rest().starts_with(b"<<") => {
                self.at = self.at.saturating_add(2);
                self.dict(depth)
            }
            b'<' => {
                self.step();
                Some(Object::Text(self.hex()))
            }
            b'[' => {
                self.step();
                self.list(depth)
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number(),
            b')' | b']' | b'>' | b'{' | b'}' => {
                let byte = self.peek()?;
                self.step();
                Some(Object::Word(vec![byte]))
            }
            _ => {
                let word = self.regular();
                Some(if word == b"null" {
                    Object::Null
                } else {
                    Object::Word(word.to_vec())
                })
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Object> {
        let mut out = Vec::new();
        loop {
            match self.nested(depth)? {
                Object::Word(w) if w == b"]" => return Some(Object::List(out)),
                object => out.push(object),
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        let mut out = Dict::new();
        loop {
            match self.nested(depth)? {
                Object::Name(key) => {
                    let value = self.nested(depth)?;
                    out.insert(key, value);
                }
                Object::Word(w) if w == b">" => {
                    self.step();
                    return Some(Object::Dict(out));
                }
                _ => return None,
            }
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest
            .iter()
            .take_while(|b| !blank(**b) && !delimiter(**b))
            .count();
        self.at = self.at.saturating_add(length.max(1));
        rest.get(..length.max(1)).unwrap_or_default()
    }

    fn name(&mut self) -> Vec<u8> {
        if self.peek().is_none_or(|b| blank(b) || delimiter(b)) {
            return Vec::new();
        }
        let raw = self.regular();
        let mut out = Vec::with_capacity(raw.len());
        let mut bytes = raw.iter().copied();
        while let Some(byte) = bytes.next() {
            let mut ahead = bytes.clone();
            let code = ahead
                .next()
                .and_then(nibble)
                .zip(ahead.next().and_then(nibble));
            match code {
                Some((high, low)) if byte == b'#' => {
                    out.push(high << 4 | low);
                    bytes = ahead;
                }
                _ => out.push(byte),
            }
        }
        out
    }

    /// A number, or a reference when two whole numbers and `R` stand here.
    fn number(&mut self) -> Option<Object> {
        let text = std::str::from_utf8(self.regular()).unwrap_or("0");
        let number = text
            .parse::<f64>()
            .ok()
            .filter(|n| n.is_finite())
            .unwrap_or(0.0);
        if let Ok(id) = text.parse::<u32>() {
            let back = self.at;
            self.skip_blank();
            let generation = self.plain_number();
            let blank_before = self.peek().is_some_and(blank);
            self.skip_blank();
            let reference = generation.is_some() && blank_before && self.peek() == Some(b'R');
            let ends = self
                .rest()
                .get(1)
                .is_none_or(|b| blank(*b) || delimiter(*b));
            if reference && ends {
                self.step();
                return Some(Object::Ref(id));
            }
            self.at = back;
        }
        Some(Object::Number(number))
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut open = 1usize;
        while let Some(byte) = self.peek() {
            self.step();
            match byte {
                b'\\' => self.escape(&mut out),
                b'(' => {
                    open = open.saturating_add(1);
                    out.push(byte);
                }
                b')' => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        break;
                    }
                    out.push(byte);
                }
                _ => out.push(byte),
            }
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        if matches!(byte, b'0'..=b'7') {
            let mut code = 0u8;
            for _ in 0..3 {
                let Some(digit) = self.peek().filter(|b| matches!(b, b'0'..=b'7')) else {
                    break;
                };
                code = code.wrapping_mul(8).wrapping_add(digit.wrapping_sub(b'0'));
                self.step();
            }
            out.push(code);
            return;
        }
        self.step();
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' if self.peek() == Some(b'\n') => self.step(),
            b'\r' | b'\n' => {}
            other => out.push(other),
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut high = None;
        while let Some(byte) = self.peek() {
            self.step();
            if byte == b'>' {
                break;
            }
            match (nibble(byte), high.take()) {
                (Some(low), Some(high)) => out.push(high | low),
                (Some(first), None) => high = Some(first << 4),
                (None, before) => high = before,
            }
        }
        out.extend(high);
        out
    }
}

fn blank(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_and_their_mistakes() {
        let read = |text: &str| Lexer::new(text.as_bytes(), 0).object();
        assert_eq!(read("12 0 R"), Some(Object::Ref(12)));
        assert_eq!(read("12 0 Rx"), Some(Object::Number(12.0)));
        assert_eq!(read("-1.5"), Some(Object::Number(-1.5)));
        assert_eq!(read("/A#42c"), Some(Object::Name(b"ABc".to_vec())));
        assert_eq!(
            read(r"(a\(b\051\n(c))"),
            Some(Object::Text(b"a(b)\n(c)".to_vec()))
        );
        assert_eq!(read("<4 1 4>"), Some(Object::Text(b"A@".to_vec())));
        assert!(
            matches!(read("<< /A [1 2 (x)] /B << >> >>"), Some(Object::Dict(d)) if d.len() == 2)
        );
        for broken in ["", "<<", "[1", "<< 1 >>", "<< /A"] {
            assert_eq!(read(broken), None, "{broken}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}
