//! Defined terms in several languages, and whether both languages use the same ones.

use super::{Found, Report, Said, token};
use crate::source::{SourceError, place, strict};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use token::{Kind, Token};

/// A defined term in the languages, from the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryTerm {
    /// By language, the forms accepted; the first is the one to suggest.
    pub forms: Vec<(String, Vec<String>)>,
}

/// Reads a glossary: `[[term]]` rows of `en = ["…"]` and `ja = ["…", "…"]`.
///
/// # Errors
/// The first [`SourceError`].
pub fn glossary(file: &str, toml: &str) -> Result<Vec<GlossaryTerm>, SourceError> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Whole {
        #[serde(default)]
        term: Vec<BTreeMap<String, Vec<String>>>,
    }
    let whole: Whole = strict::untyped(file, toml)?;
    for (row, term) in whole.term.iter().enumerate() {
        let wrong = |path: String, detail: &str| {
            SourceError::new(file, place::line(toml, &path), detail).at(path)
        };
        if term.len() < 2 {
            let detail = "a term is given in two languages or more, such as en and ja";
            return Err(wrong(format!("term[{row}]"), detail));
        }
        for (lang, forms) in term {
            let path = format!("term[{row}].{lang}");
            if !lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') || lang.len() < 2 {
                return Err(wrong(path, "not a language tag (BCP 47), such as \"en\""));
            }
            if forms.is_empty() || forms.iter().any(|form| form.trim().is_empty()) {
                return Err(wrong(path, "a list of one form or more; none is empty"));
            }
        }
    }
    let term = |forms: BTreeMap<_, _>| GlossaryTerm {
        forms: forms.into_iter().collect(),
    };
    Ok(whole.term.into_iter().map(term).collect())
}

/// English and Japanese forms of terms of information security agreements.
const BUILT_IN: [(&[&str], &[&str]); 25] = [
    (&["classified information"], &["秘密情報"]),
    (&["classified military information"], &["秘密軍事情報"]),
    (&["protected information"], &["保護情報"]),
    (
        &[
            "joint information",
            "information they have produced together",
        ],
        &["共同で作成した情報", "共同情報"],
    ),
    (
        &["providing party", "releasing party"],
        &["提供締約国", "提供締約国政府", "提供当事者"],
    ),
    (
        &["receiving party", "recipient party"],
        &["受領締約国", "受領締約国政府", "受領当事者"],
    ),
    (&["third party"], &["第三者", "第三当事者"]),
    (&["third state", "third country"], &["第三国"]),
    (
        &["competent authority"],
        &["権限のある当局", "権限ある当局"],
    ),
    (
        &["national security authority"],
        &["国家安全保障当局", "国家保全当局"],
    ),
    (&["need to know"], &["知る必要", "知る必要性", "必要とし"]),
    (
        &["facility security clearance"],
        &[
            "施設保全適格性",
            "施設適格性",
            "施設の保全適格性",
            "施設の適格性",
        ],
    ),
    (
        &["personnel security clearance"],
        &["秘密情報取扱資格", "個人保全適格性"],
    ),
    (
        &["security clearance", "clearance"],
        &["保全適格性", "適格性の認定", "適格性", "秘密情報取扱資格"],
    ),
    (&["security classification"], &["秘密指定", "秘密区分"]),
    (&["diplomatic channel"], &["外交上の経路", "外交経路"]),
    (&["working day", "business day"], &["作業日", "営業日"]),
    (&["contractor"], &["契約者", "契約業者"]),
    (
        &["subcontract", "subcontractor"],
        &["再委託", "下請負", "下請契約者"],
    ),
    (&["registrar"], &["登録官"]),
    (&["releasing officer"], &["提供承認官"]),
    (
        &["certificate of destruction", "destruction certificate"],
        &["廃棄証明書"],
    ),
    (
        &["cryptographic information"],
        &["暗号に関する情報", "暗号情報"],
    ),
    (
        &["prior written consent"],
        &["書面による事前の同意", "事前の書面による同意"],
    ),
    (&["united nations"], &["国際連合"]),
];

/// The glossary for English and Japanese this program brings along.
#[must_use]
pub fn built_in() -> Vec<GlossaryTerm> {
    let own = |forms: &[&str]| forms.iter().map(|form| (*form).to_owned()).collect();
    BUILT_IN
        .iter()
        .map(|(en, ja)| GlossaryTerm {
            forms: vec![("en".to_owned(), own(en)), ("ja".to_owned(), own(ja))],
        })
        .collect()
}

/// Finds many terms in a text at once.
pub(super) struct Matcher {
    /// The first is the root.
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    next: HashMap<String, usize>,
    /// Terms that end here.
    ends: Vec<usize>,
}

impl Default for Matcher {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }
}

impl Matcher {
    /// Adds a term of at least one token.
    pub(super) fn add(&mut self, term: &[Token], index: usize) {
        let mut here = 0;
        for token in term {
            let fresh = self.nodes.len();
            let Some(node) = self.nodes.get_mut(here) else {
                return;
            };
            here = *node.next.entry(stem(token)).or_insert(fresh);
            if here == fresh {
                self.nodes.push(Node::default());
            }
        }
        if let Some(node) = self.nodes.get_mut(here).filter(|_| !term.is_empty()) {
            node.ends.push(index);
        }
    }

    /// Every term that begins at a place: the terms, and how many tokens long they are.
    fn at(&self, tokens: &[Token], place: usize, found: &mut dyn FnMut(&[usize], usize)) {
        let mut here = self.nodes.first();
        for (length, token) in (1..).zip(tokens.iter().skip(place)) {
            let next = here.and_then(|node| node.next.get(&stem(token)));
            here = next.and_then(|index| self.nodes.get(*index));
            let Some(node) = here else {
                return;
            };
            if !node.ends.is_empty() {
                found(&node.ends, length);
            }
        }
    }

    /// Every term anywhere, also inside another.
    pub(super) fn every(&self, tokens: &[Token], found: &mut dyn FnMut(usize)) {
        for place in 0..tokens.len() {
            self.at(tokens, place, &mut |ends, _| {
                ends.iter().for_each(|end| found(*end))
            });
        }
    }

    /// The longest terms, none inside another.
    fn longest(&self, tokens: &[Token]) -> BTreeSet<Vec<usize>> {
        let mut all = BTreeSet::new();
        let mut place = 0_usize;
        while place < tokens.len() {
            let mut best: Option<(Vec<usize>, usize)> = None;
            self.at(tokens, place, &mut |ends, length| {
                best = Some((ends.to_vec(), length))
            });
            match best {
                Some((ends, length)) => {
                    all.insert(ends);
                    place = place.saturating_add(length);
                }
                None => place = place.saturating_add(1),
            }
        }
        all
    }
}

/// A word without its plural ending, so that "Parties" is found for "Party".
fn stem(token: &Token) -> String {
    let word = token.key();
    if token.kind != Kind::Word || word.len() < 4 {
        return word.to_owned();
    }
    if let Some(start) = word.strip_suffix("ies") {
        return format!("{start}y");
    }
    let hissing = ["sses", "xes", "ches", "shes"];
    if hissing.iter().any(|end| word.ends_with(end)) {
        return word.strip_suffix("es").unwrap_or(word).to_owned();
    }
    let kept = ["ss", "us", "is"];
    match word.strip_suffix('s') {
        Some(start) if !kept.iter().any(|end| word.ends_with(end)) => start.to_owned(),
        _ => word.to_owned(),
    }
}

/// "Need-to-know" and "need to know" are one term.
fn unhyphened(tokens: &[Token]) -> Vec<Token> {
    let hyphen = |t: &&Token| !(t.is('-') || t.is('‐') || t.is('‑'));
    tokens.iter().filter(hyphen).cloned().collect()
}

/// The first part of a language tag.
fn primary(tag: &str) -> String {
    tag.split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// A glossary prepared for searching.
struct Prepared<'g> {
    terms: &'g [GlossaryTerm],
    by_lang: BTreeMap<String, Matcher>,
}

impl<'g> Prepared<'g> {
    fn of(terms: &'g [GlossaryTerm]) -> Self {
        let mut by_lang: BTreeMap<String, Matcher> = BTreeMap::new();
        for (index, term) in terms.iter().enumerate() {
            for (lang, forms) in &term.forms {
                let matcher = by_lang.entry(primary(lang)).or_default();
                for form in forms {
                    let tokens = token::tokens(&token::fold(form));
                    matcher.add(&unhyphened(&tokens), index);
                }
            }
        }
        Self { terms, by_lang }
    }

    fn forms(&self, term: usize, lang: &str) -> Option<&'g [String]> {
        let forms = &self.terms.get(term)?.forms;
        let found = forms.iter().find(|(tag, _)| primary(tag) == lang)?;
        Some(found.1.as_slice())
    }
}

/// Warns of terms one language uses and the other does not.
pub(super) fn compare(glossary: &[GlossaryTerm], said: &[Vec<Said>], all: &mut Found) {
    let prepared = Prepared::of(glossary);
    for (at, readings) in said.iter().enumerate() {
        let Some((first, others)) = readings.split_first() else {
            continue;
        };
        for other in others {
            one_way(&prepared, first, other, &mut all.at(at));
            one_way(&prepared, other, first, &mut all.at(at));
        }
    }
}

fn one_way(glossary: &Prepared<'_>, here: &Said, there: &Said, report: &mut Report<'_>) {
    let (from, to) = (primary(&here.tag), primary(&there.tag));
    let (Some(mine), Some(theirs)) = (glossary.by_lang.get(&from), glossary.by_lang.get(&to))
    else {
        return;
    };
    let mut present = BTreeSet::new();
    theirs.every(&unhyphened(&there.tokens), &mut |term| {
        present.insert(term);
    });
    for terms in mine.longest(&unhyphened(&here.tokens)) {
        // One form may stand for several terms; any of them will do.
        let known: Vec<usize> = terms
            .into_iter()
            .filter(|term| glossary.forms(*term, &to).is_some())
            .collect();
        if known.is_empty() || known.iter().any(|term| present.contains(term)) {
            continue;
        }
        let named = |lang: &str| -> Vec<&str> {
            let forms = known
                .iter()
                .filter_map(|term| glossary.forms(*term, lang)?.first());
            forms.map(String::as_str).collect()
        };
        let args = vec![
            ("lang", here.tag.clone()),
            ("term", named(&from).join(" / ")),
            ("other", there.tag.clone()),
            ("expected", named(&to).join(" / ")),
        ];
        report.add("lint-term", args);
    }
}
