//! References in Japanese: 第七条2, 第七条第二項, 附属書Ａ, この条の１及び２.

use super::{Found, NUMBERED_ANNEX, Reference, parts};
use crate::lint::{
    lang::Lang,
    number::{is_counted, kanji},
    token::{Kind, Token, spells, spells_before},
};

/// Reads from the beginning to the end, as a reference may lean on the one before.
pub(super) struct Reader<'a> {
    own: &'a str,
    /// The article last named, for 同条.
    last: String,
    foreign: bool,
    /// Where the last reference ended.
    end: usize,
    /// Up to where bare numbers are known to be no paragraphs.
    tried: usize,
}

/// Words between two references or numbers.
const JOINS: [&str; 9] = [
    "及び",
    "並びに",
    "又は",
    "若しくは",
    "から",
    "まで",
    "ないし",
    "、",
    "・",
];

/// What another instrument's name ends with.
const INSTRUMENTS: [&str; 16] = [
    "条約",
    "憲章",
    "議定書",
    "規程",
    "規則",
    "法",
    "法律",
    "協定",
    "取極",
    "取決め",
    "決議",
    "宣言",
    "条例",
    "政令",
    "省令",
    "憲法",
];

/// What follows a bare number that names a paragraph.
const OF_PARAGRAPH: [&str; 9] = [
    "の規定",
    "に規定",
    "に定め",
    "に掲げ",
    "にいう",
    "に従",
    "に基づ",
    "の定め",
    "にかかわらず",
];

impl<'a> Reader<'a> {
    pub(super) fn new(own: &'a str) -> Self {
        Self {
            own,
            last: own.to_owned(),
            foreign: false,
            end: usize::MAX,
            tried: 0,
        }
    }

    pub(super) fn at(&mut self, tokens: &[Token], at: usize) -> Option<Found> {
        let (paths, end) = self
            .article(tokens, at)
            .or_else(|| self.this_article(tokens, at))
            .or_else(|| annex(tokens, at))
            .or_else(|| self.paragraph(tokens, at))?;
        self.foreign = self.is_foreign(tokens, at);
        self.end = end;
        let foreign = self.foreign;
        let reference = |path| Reference { path, foreign };
        Some((paths.into_iter().map(reference).collect(), end))
    }

    /// 第七条, 第七条の二, 第７条2(a), 第七条第二項第三号, 第七条1及び2, 7条.
    fn article(&mut self, tokens: &[Token], at: usize) -> Option<(Vec<String>, usize)> {
        let (mut path, mut end) = counted(tokens, at, "条")?;
        if spells(tokens, end, "の")
            && let Some((branch, after)) = kanji(tokens, end.checked_add(1)?)
            && branch_ends(tokens, after)
        {
            path = format!("{path}-{branch}");
            end = after;
        }
        self.last.clone_from(&path);
        Some(paragraphs(tokens, end, &path))
    }

    /// この条の１及び２, 同条2, 同条第二項; without a paragraph it is no reference.
    fn this_article(&self, tokens: &[Token], at: usize) -> Option<(Vec<String>, usize)> {
        let named = [
            ("この条", self.own),
            ("本条", self.own),
            ("同条", self.last.as_str()),
        ];
        let (word, article) = named
            .into_iter()
            .find(|(word, _)| spells(tokens, at, word))?;
        let mut end = at.checked_add(word.chars().count())?;
        if spells(tokens, end, "の") {
            end = end.checked_add(1)?;
        }
        let (paths, after) = paragraphs(tokens, end, article);
        (after > end).then_some((paths, after))
    }

    /// 第二項, and a bare number that something is said of: 2の規定.
    fn paragraph(&mut self, tokens: &[Token], at: usize) -> Option<(Vec<String>, usize)> {
        if let Some((number, end)) = counted(tokens, at, "項") {
            return Some((vec![format!("{}.{number}", self.own)], end));
        }
        if at < self.tried {
            return None;
        }
        let (paths, end) = digits_list(tokens, at, self.own)?;
        self.tried = end;
        let said = OF_PARAGRAPH.iter().any(|word| spells(tokens, end, word));
        said.then_some((paths, end))
    }

    /// Whether the name of another instrument stands before, or before the reference this one is
    /// joined to.
    fn is_foreign(&self, tokens: &[Token], at: usize) -> bool {
        let joined = JOINS.iter().any(|word| {
            let start = at.checked_sub(word.chars().count());
            start.is_some_and(|start| start == self.end) && spells_before(tokens, at, word)
        });
        if joined || self.end == at {
            return self.foreign;
        }
        let mut end = at;
        while let Some(before) = end.checked_sub(1) {
            let skipped = ["の", "」", ")"]
                .iter()
                .any(|sign| spells(tokens, before, sign));
            if !skipped || at.saturating_sub(before) > 2 {
                break;
            }
            end = before;
        }
        let own = [
            "この協定",
            "本協定",
            "この条約",
            "この取決め",
            "本取決め",
            "この議定書",
        ];
        let named = INSTRUMENTS
            .iter()
            .any(|word| spells_before(tokens, end, word));
        named && !own.iter().any(|word| spells_before(tokens, end, word))
    }
}

/// 第 (or nothing before digits), a number and a sign: 第七条, 7条.
fn counted(tokens: &[Token], at: usize, sign: &str) -> Option<(String, usize)> {
    let named = spells(tokens, at, "第");
    let start = at.checked_add(usize::from(named))?;
    let (number, end) = match tokens.get(start)?.kind {
        Kind::Digits => (tokens.get(start)?.text.clone(), start.checked_add(1)?),
        _ if named => kanji(tokens, start)?,
        _ => return None,
    };
    let after = end.checked_add(1)?;
    // 条約 and 条件 are words of their own.
    let word = ["約", "件", "文", "例", "目"]
        .iter()
        .any(|next| spells(tokens, after, next));
    (spells(tokens, end, sign) && !word).then_some((number, after))
}

/// Whether の二 is a branch of an article (第七条の二) and not the beginning of another word.
fn branch_ends(tokens: &[Token], at: usize) -> bool {
    let Some(c) = tokens.get(at).and_then(Token::char) else {
        return true;
    };
    matches!(
        c,
        'の' | 'に'
            | 'を'
            | 'は'
            | 'が'
            | 'と'
            | '及'
            | '又'
            | '並'
            | '若'
            | '、'
            | '。'
            | '第'
            | '('
            | ')'
    )
}

/// The paragraphs of an article, or the article alone.
fn paragraphs(tokens: &[Token], at: usize, article: &str) -> (Vec<String>, usize) {
    if let Some((number, mut end)) = counted(tokens, at, "項").filter(|_| spells(tokens, at, "第"))
    {
        let mut path = format!("{article}.{number}");
        if let Some((item, after)) = counted(tokens, end, "号") {
            path = format!("{path}.{item}");
            end = after;
        }
        return (vec![path], end);
    }
    if let Some(found) = digits_list(tokens, at, article) {
        return found;
    }
    let mut path = article.to_owned();
    let end = parts(tokens, at, &mut path);
    (vec![path], end)
}

/// Most paragraphs of one list.
const MAX_LIST: usize = 32;

/// 1, 1(a), 1及び2, 1から3まで.
fn digits_list(tokens: &[Token], at: usize, article: &str) -> Option<(Vec<String>, usize)> {
    let (first, mut end) = one_paragraph(tokens, at, article)?;
    let mut all = vec![first];
    loop {
        let join = JOINS.iter().find(|word| spells(tokens, end, word));
        let next = join.map_or(end, |word| end.saturating_add(word.chars().count()));
        match one_paragraph(tokens, next, article).filter(|_| next > end) {
            Some((path, after)) if all.len() < MAX_LIST => {
                all.push(path);
                end = after;
            }
            _ => return Some((all, end)),
        }
    }
}

fn one_paragraph(tokens: &[Token], at: usize, article: &str) -> Option<(String, usize)> {
    let digits = tokens
        .get(at)
        .filter(|t| t.kind == Kind::Digits && t.text.len() <= 3)?;
    let mut path = format!("{article}.{}", digits.text);
    let end = parts(tokens, at.checked_add(1)?, &mut path);
    // What is counted or multiplied is a number, and 第…条 is another article.
    let other = [
        "条", "項", "号", "万", "千", "人", "回", "通", "部", "箇", "%", ",",
    ];
    let number = is_counted(tokens, end, Lang::Ja) || other.iter().any(|s| spells(tokens, end, s));
    (!number).then_some((path, end))
}

/// 附属書Ａ, 附属書一, 附属書ＡのI.
fn annex(tokens: &[Token], at: usize) -> Option<(Vec<String>, usize)> {
    spells(tokens, at, "附属書").then_some(())?;
    let start = at.checked_add(3)?;
    let (first, mut end) = annex_letter(tokens, start)?;
    let mut all = vec![first];
    // 附属書Ａ及びＢ
    loop {
        let join = JOINS.iter().find(|word| spells(tokens, end, word));
        let next = join.map_or(end, |word| end.saturating_add(word.chars().count()));
        let further = annex_letter(tokens, next);
        match further
            .filter(|_| next > end && tokens.get(next).is_some_and(|t| t.kind == Kind::Word))
        {
            Some((path, after)) => {
                all.push(path);
                end = after;
            }
            None => return Some((all, end)),
        }
    }
}

fn annex_letter(tokens: &[Token], at: usize) -> Option<(String, usize)> {
    let token = tokens.get(at)?;
    let end = at.checked_add(1)?;
    let (mut path, mut end) = match token.kind {
        Kind::Word => {
            let letter = token.text.len() == 1 || token.text.chars().all(|c| "IVX".contains(c));
            let capital = token.text.starts_with(|c: char| c.is_ascii_uppercase());
            (letter && capital).then(|| (token.text.clone(), end))?
        }
        Kind::Digits => (format!("{NUMBERED_ANNEX}{}", token.text), end),
        _ => {
            let (number, end) = kanji(tokens, at)?;
            (format!("{NUMBERED_ANNEX}{number}"), end)
        }
    };
    let point = tokens.get(end).is_some_and(|t| t.is('.'));
    let digits = tokens
        .get(end.checked_add(1)?)
        .filter(|t| t.kind == Kind::Digits && !t.spaced);
    if let Some(digits) = digits.filter(|_| point) {
        path = format!("{path}.{}", digits.text);
        end = end.checked_add(2)?;
    }
    Some((path, end))
}
