//! Whether a paper is the authentic rendering, or what differs.

use super::{
    Paper, PaperError, SignatureLine,
    content::{Content, cjk, short},
    diff,
    garble::{Garble, decode, sound},
    instrument, read, tokens,
};
use entente_model::{PartyId, ProvisionId, instrument::Instrument};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Differences that are told.
const TOLD: usize = 50;
/// Words of a snippet.
const SNIPPET: usize = 24;
/// Words around what differs.
const AROUND: usize = 3;
/// A paper is in a language when it has this part of the language's commonest words, in thousandths.
const SAME_LANGUAGE: usize = 550;
/// How many commonest words are looked at.
const COMMONEST: usize = 40;

/// Everything an instrument's papers are rendered from, in every language.
#[derive(Debug, Clone)]
pub struct Originals<'a> {
    /// The agreement.
    pub instrument: &'a Instrument,
    /// The parties' names: (party, (BCP 47 tag, name)).
    pub names: Vec<(PartyId, Vec<(String, String)>)>,
    /// The digest as words, by language.
    pub words: Vec<(String, Vec<String>)>,
    /// The signatures as printed, by language; papers with blank lines are recognised too.
    pub signatures: Vec<(String, Vec<SignatureLine>)>,
    /// Whether papers carry the note of a fictional model.
    pub fictional: bool,
    /// The provisions' numbers as shown, by language.
    pub places: Vec<(String, Vec<(ProvisionId, String)>)>,
}

/// What a paper is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Byte for byte a rendering. The only verdict that says how the paper looks.
    Authentic {
        /// Language.
        lang: String,
        /// Whose alternat.
        first: PartyId,
        /// With the signatures, not with blank lines.
        signed: bool,
    },
    /// All words are a rendering's, in their order; the file is another: wrapped anew, retyped,
    /// printed to PDF. Of a PDF, the words it carries were compared, not what it shows.
    TextAuthentic {
        /// Language.
        lang: String,
        /// Whose alternat.
        first: PartyId,
        /// With the signatures, not with blank lines.
        signed: bool,
    },
    /// Words differ.
    Differs {
        /// Language.
        lang: String,
        /// The alternat that is nearest.
        first: PartyId,
        /// How much of both is equal, in thousandths.
        similarity_permille: u32,
        /// The first differences, at most 50.
        differences: Vec<Difference>,
    },
    /// Readable, and in none of the authentic languages: a translation at best.
    OtherLanguage,
    /// Not readable.
    Garbled {
        /// Why.
        why: Garble,
    },
    /// The instrument itself cannot be rendered to compare with.
    NoRendering {
        /// Why.
        why: PaperError,
    },
}

/// One place where a paper differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The provision; none in title, parties, signatures and fingerprint.
    pub provision: Option<ProvisionId>,
    /// What the rendering says there, with a few words around it.
    pub expected: String,
    /// What the paper says there.
    pub found: String,
}

/// One rendering to compare with.
struct Rendering<'a> {
    paper: Paper<'a>,
    signed: bool,
    content: Content,
}

/// Says what a paper is: every language and alternat of the instrument is tried, signed and unsigned.
#[must_use]
pub fn compare(originals: &Originals<'_>, given: &[u8]) -> Verdict {
    let renderings = match renderings(originals) {
        Ok(renderings) => renderings,
        Err(why) => return Verdict::NoRendering { why },
    };
    if given.len() > read::MAX_FILE {
        let why = Garble::TooLarge;
        return Verdict::Garbled { why };
    }
    let pdf = read::is_pdf(given);
    for rendering in &renderings {
        let same = if pdf {
            instrument(&rendering.paper).is_ok_and(|own| own == given)
        } else {
            rendering.content.plain().as_bytes() == given
        };
        if same {
            let (lang, first, signed) = rendering.name();
            return Verdict::Authentic {
                lang,
                first,
                signed,
            };
        }
    }
    let text = if pdf {
        read::text(given)
    } else {
        decode(given)
    };
    let longest = renderings.iter().map(|r| r.content.plain().len()).max();
    let room = longest.unwrap_or(0).saturating_mul(4).max(1 << 20);
    match text.and_then(|text| sound(&text, room).map(|()| text)) {
        Ok(text) => words(&renderings, &text, pdf),
        Err(why) => Verdict::Garbled { why },
    }
}

impl Rendering<'_> {
    fn name(&self) -> (String, PartyId, bool) {
        let lang = self.paper.lang.to_owned();
        (lang, self.paper.first.clone(), self.signed)
    }

    /// The words, each with its provision.
    fn words(&self) -> Vec<(String, Option<ProvisionId>)> {
        let blocks = self.content.blocks.iter();
        blocks
            .flat_map(|b| {
                let own = tokens::of(&format!("{} {}", b.label, b.text));
                own.into_iter().map(|t| (t, b.provision.clone()))
            })
            .collect()
    }

    /// What may stand at the foot of a page, with `#` for the numbers; of another agreement's page,
    /// with `~` for the digest.
    fn feet(&self, any: bool) -> [Vec<String>; 3] {
        let page = |number: &str| {
            let text = self.content.page.replace("{page}", number);
            tokens::of(&text.replace("{pages}", number))
        };
        let digest = short(&self.content.digest);
        let open = self.content.foot.replace(&digest, "~ ~ ~ ~");
        let foot = if any { &open } else { &self.content.foot };
        let mut foot = tokens::of(foot);
        for word in foot.iter_mut().filter(|w| w.starts_with('~')) {
            "~".clone_into(word);
        }
        let both: Vec<String> = foot.iter().cloned().chain(page("#")).collect();
        [both, foot, page("#")]
    }
}

fn renderings<'a>(originals: &'a Originals<'a>) -> Result<Vec<Rendering<'a>>, PaperError> {
    let mut out = Vec::new();
    for (lang, _) in &originals.instrument.title {
        let signatures = of_lang(&originals.signatures, lang);
        for first in &originals.instrument.parties {
            for signed in [true, false] {
                if signed && signatures.is_empty() {
                    continue;
                }
                let paper = Paper {
                    instrument: originals.instrument,
                    names: originals.names.clone(),
                    first,
                    lang,
                    words: of_lang(&originals.words, lang),
                    signatures: if signed {
                        signatures.clone()
                    } else {
                        Vec::new()
                    },
                    fictional: originals.fictional,
                    places: of_lang(&originals.places, lang),
                };
                let content = Content::of_instrument(&paper)?;
                out.push(Rendering {
                    paper,
                    signed,
                    content,
                });
            }
        }
    }
    Ok(out)
}

fn of_lang<T: Clone>(all: &[(String, Vec<T>)], lang: &str) -> Vec<T> {
    let own = all.iter().find(|(l, _)| l == lang);
    own.map_or_else(Vec::new, |(_, list)| list.clone())
}

fn words(renderings: &[Rendering<'_>], text: &str, pdf: bool) -> Verdict {
    let found = tokens::of(text);
    let run = found.concat();
    for rendering in renderings {
        let own: Vec<String> = rendering.words().into_iter().map(|(w, _)| w).collect();
        // Whoever prints to PDF may leave spaces to the eye, and Japanese has none: a line may end
        // within a foreign word. There they do not count.
        let loose = pdf || cjk(rendering.paper.lang);
        let body = body(rendering, found.clone(), false);
        let packed = own.concat();
        if own == body || loose && (packed == body.concat() || packed == run_body(rendering, &run))
        {
            let (lang, first, signed) = rendering.name();
            return Verdict::TextAuthentic {
                lang,
                first,
                signed,
            };
        }
    }
    let mut near: Vec<&Rendering<'_>> = renderings.iter().collect();
    near.retain(|r| same_language(&r.words(), &found) >= SAME_LANGUAGE);
    let verdicts = near.into_iter().map(|r| differs(r, &found));
    let best = verdicts.max_by_key(|(similarity, _)| *similarity);
    best.map_or(Verdict::OtherLanguage, |(_, verdict)| verdict)
}

/// The words without the feet of the pages, of this agreement or of any.
fn body(rendering: &Rendering<'_>, words: Vec<String>, any: bool) -> Vec<String> {
    let feet = rendering.feet(any);
    feet.iter()
        .fold(words, |words, foot| tokens::without(words, foot))
}

/// The same without white space, for a foot that a line's end divides.
fn run_body(rendering: &Rendering<'_>, text: &str) -> String {
    let feet = rendering.feet(false);
    let start = text.to_owned();
    feet.iter().fold(start, |text, foot| {
        tokens::run_without(&text, &foot.concat())
    })
}

/// How many of the commonest words of a rendering a text has, in thousandths.
fn same_language(own: &[(String, Option<ProvisionId>)], found: &[String]) -> usize {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (word, _) in own {
        let count = counts.entry(word).or_default();
        *count = count.saturating_add(1);
    }
    let mut common: Vec<(usize, &str)> = counts.into_iter().map(|(w, n)| (n, w)).collect();
    common.sort_unstable_by(|a, b| b.cmp(a));
    common.retain(|(_, w)| w.chars().any(char::is_alphabetic));
    common.truncate(COMMONEST);
    let there: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    // Common words weigh as often as they are used.
    let all: usize = common.iter().map(|(n, _)| n).sum();
    let has = common
        .iter()
        .filter(|(_, w)| there.contains(w))
        .map(|(n, _)| n);
    has.sum::<usize>()
        .saturating_mul(1000)
        .checked_div(all)
        .unwrap_or(0)
}

fn differs(rendering: &Rendering<'_>, found: &[String]) -> (u32, Verdict) {
    let own = rendering.words();
    // Another agreement's pages would differ at every foot; once, in the fingerprint, is enough.
    let mut rest = body(rendering, found.to_vec(), true);
    if rest.iter().eq(own.iter().map(|(w, _)| w)) {
        rest = body(rendering, found.to_vec(), false);
    }
    let mut found = rest;
    let all = own.len().saturating_add(found.len());
    // More than twice the agreement is no copy of it; what comes behind is one difference.
    found.truncate(own.len().saturating_mul(2).saturating_add(1000));
    let expected: Vec<&str> = own.iter().map(|(w, _)| w.as_str()).collect();
    let given: Vec<&str> = found.iter().map(String::as_str).collect();
    let pairs = diff::common(&expected, &given);
    let equal = pairs
        .len()
        .saturating_mul(2000)
        .checked_div(all)
        .unwrap_or(0);
    let similarity_permille = u32::try_from(equal.min(999)).unwrap_or(0);
    let (lang, first, _) = rendering.name();
    let verdict = Verdict::Differs {
        lang,
        first,
        similarity_permille,
        differences: differences(&own, &given, &pairs),
    };
    (similarity_permille, verdict)
}

fn differences(
    own: &[(String, Option<ProvisionId>)],
    given: &[&str],
    pairs: &[(usize, usize)],
) -> Vec<Difference> {
    let expected: Vec<&str> = own.iter().map(|(w, _)| w.as_str()).collect();
    let (mut i, mut j) = (0usize, 0usize);
    let end = (expected.len(), given.len());
    let mut parts: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (to_i, to_j) in pairs.iter().copied().chain([end]) {
        if to_i > i || to_j > j {
            match parts.last_mut() {
                // Two changes with hardly a word between them are one to a reader.
                Some((left, right)) if i.saturating_sub(left.end) < AROUND => {
                    (left.end, right.end) = (to_i, to_j);
                }
                _ => parts.push((i..to_i, j..to_j)),
            }
        }
        (i, j) = (to_i.saturating_add(1), to_j.saturating_add(1));
    }
    let told = parts.into_iter().take(TOLD);
    told.map(|(left, right)| {
        // What was put in belongs to the words before it.
        let at = if left.is_empty() {
            left.start.saturating_sub(1)
        } else {
            left.start
        };
        Difference {
            provision: own.get(at).and_then(|(_, p)| p.clone()),
            expected: snippet(&expected, left.start, left.end),
            found: snippet(given, right.start, right.end),
        }
    })
    .collect()
}

fn snippet(words: &[&str], from: usize, to: usize) -> String {
    let start = from.saturating_sub(AROUND);
    let end = to.saturating_add(AROUND).min(words.len());
    let part = words.get(start..end).unwrap_or_default();
    let cut = part.len() > SNIPPET;
    let mut out = tokens::join(part.iter().take(SNIPPET).copied());
    if cut {
        out.push('…');
    }
    out
}
