//! Bounds on the text of rules, before a parser sees it: parsers recurse, this does not.

use entente_model::{Problem, problem::Class};

/// Largest text of a rule set, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;
/// Most rules in a set.
pub const MAX_POLICIES: usize = 2_000;
/// Deepest nesting of brackets in one rule.
pub const MAX_DEPTH: usize = 32;
/// Most operators, accesses and brackets in one rule. Long conditions nest as deep as they are
/// long, so this bounds the stack.
pub const MAX_LINKS: usize = 400;

/// The line each rule begins at, from 1, in the order of the text. A last piece without `;`
/// counts: the parser says what is wrong with it.
///
/// # Errors
/// `HOUSE-002` too many bytes, `HOUSE-003` too many rules, `HOUSE-008` a rule too long or deep,
/// `HOUSE-009` a character that cannot be seen, `HOUSE-001` a text in quotes without its end.
pub(crate) fn lines(text: &str) -> Result<Vec<u32>, Problem> {
    if text.len() > MAX_BYTES {
        return Err(Problem::new("HOUSE-002", Class::Usage)
            .with("size", text.len())
            .with("max", MAX_BYTES));
    }
    let mut scan = Scan::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        scan.see(c)?;
        match c {
            '"' => scan.string(&mut chars)?,
            '/' if chars.peek() == Some(&'/') => {
                // Cedar ends a comment at either character.
                while let Some(c) = chars.next_if(|c| !matches!(c, '\n' | '\r')) {
                    scan.see(c)?;
                }
            }
            _ => scan.code(c)?,
        }
    }
    if scan.open {
        scan.close()?;
    }
    Ok(scan.starts)
}

/// The line of a byte offset, from 1.
pub(crate) fn line_at(text: &str, offset: usize) -> u32 {
    let newlines = text.bytes().take(offset).filter(|b| *b == b'\n').count();
    u32::try_from(newlines)
        .unwrap_or(u32::MAX)
        .saturating_add(1)
}

struct Scan {
    line: u32,
    starts: Vec<u32>,
    /// Inside a rule, whose start is the last of `starts`.
    open: bool,
    depth: usize,
    links: usize,
    word: String,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            line: 1,
            starts: Vec::new(),
            open: false,
            depth: 0,
            links: 0,
            word: String::new(),
        }
    }
}

impl Scan {
    fn see(&mut self, c: char) -> Result<(), Problem> {
        if c == '\n' {
            self.line = self.line.saturating_add(1);
        }
        if unseen(c) {
            return Err(Problem::new("HOUSE-009", Class::Usage)
                .with("line", self.line)
                .with("character", format!("U+{:04X}", u32::from(c))));
        }
        Ok(())
    }

    fn string(
        &mut self,
        chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    ) -> Result<(), Problem> {
        self.begin();
        self.end_word()?;
        let line = self.line;
        while let Some(c) = chars.next() {
            self.see(c)?;
            match c {
                '"' => return Ok(()),
                '\\' => {
                    if let Some(c) = chars.next() {
                        self.see(c)?;
                    }
                }
                _ => {}
            }
        }
        Err(Problem::new("HOUSE-001", Class::Usage)
            .with("line", line)
            .with("detail", "a text in quotes has no end"))
    }

    fn code(&mut self, c: char) -> Result<(), Problem> {
        if c.is_ascii_alphanumeric() || c == '_' {
            self.begin();
            // Long enough for every keyword; a longer word is none.
            if self.word.len() < 8 {
                self.word.push(c);
            }
            return Ok(());
        }
        self.end_word()?;
        if c.is_whitespace() {
            return Ok(());
        }
        self.begin();
        match c {
            ';' if self.depth == 0 => return self.close(),
            ';' => return Err(self.unpaired(c)),
            '(' | '[' | '{' => {
                self.depth = self.depth.saturating_add(1);
                self.link()?;
            }
            ')' | ']' | '}' => match self.depth.checked_sub(1) {
                Some(depth) => self.depth = depth,
                None => return Err(self.unpaired(c)),
            },
            ',' | ':' | '@' => {}
            _ => self.link()?,
        }
        if self.depth > MAX_DEPTH {
            return Err(self.too_deep());
        }
        Ok(())
    }

    fn begin(&mut self) {
        if !self.open {
            self.open = true;
            self.starts.push(self.line);
        }
    }

    fn end_word(&mut self) -> Result<(), Problem> {
        let keyword = matches!(
            self.word.as_str(),
            "if" | "then" | "else" | "in" | "is" | "has" | "like" | "when" | "unless"
        );
        self.word.clear();
        if keyword { self.link() } else { Ok(()) }
    }

    fn link(&mut self) -> Result<(), Problem> {
        self.links = self.links.saturating_add(1);
        if self.links > MAX_LINKS {
            return Err(self.too_deep());
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Problem> {
        (self.open, self.depth, self.links) = (false, 0, 0);
        self.word.clear();
        if self.starts.len() > MAX_POLICIES {
            return Err(Problem::new("HOUSE-003", Class::Usage).with("max", MAX_POLICIES));
        }
        Ok(())
    }

    fn unpaired(&self, c: char) -> Problem {
        Problem::new("HOUSE-001", Class::Usage)
            .with("line", self.line)
            .with("detail", format!("`{c}` where a bracket is not paired"))
    }

    fn too_deep(&self) -> Problem {
        Problem::new("HOUSE-008", Class::Usage)
            .with("line", self.starts.last().copied().unwrap_or(self.line))
    }
}

/// Characters that a reviewer of a rule cannot see, or that reorder what is seen.
fn unseen(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control(),
    }
}
