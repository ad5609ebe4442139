//! The order of what was found: BM25 over fields, computed from permitted documents alone.

/// Occurrences that count; more say nothing more.
const MOST: usize = 16;
/// What an occurrence in a title or reference counts.
const NAME: f64 = 8.0;
/// What one in another register field counts.
const FIELD: f64 = 3.0;
/// How soon further occurrences stop counting, and how much length counts (Robertson and Zaragoza 2009).
const K1: f64 = 1.2;
const B: f64 = 0.5;
/// What a hit counts that is a part of longer words only, such as 京都 in 東京都.
const PART: f64 = 0.6;

/// What is known of all permitted documents.
pub(crate) struct Corpus {
    documents: f64,
    average: f64,
}

/// How often a word is in a document.
pub(crate) struct Counts {
    /// In title and reference.
    pub(crate) name: usize,
    /// In other register fields.
    pub(crate) field: usize,
    /// In the text.
    pub(crate) body: usize,
    /// Whether it is a word somewhere, not only a part of words.
    pub(crate) word: bool,
}

impl Corpus {
    /// From the permitted documents' lengths in words.
    pub(crate) fn of(lengths: impl Iterator<Item = usize>) -> Self {
        let (mut documents, mut total) = (0.0, 0.0);
        for length in lengths {
            documents += 1.0;
            total += length as f64;
        }
        Self {
            documents,
            average: if documents > 0.0 {
                (total / documents).max(1.0)
            } else {
                1.0
            },
        }
    }

    /// How much a word says that so many of the permitted documents have.
    pub(crate) fn weight(&self, having: usize) -> f64 {
        let having = having as f64;
        ((self.documents - having + 0.5) / (having + 0.5)).ln_1p()
    }

    /// What a word adds to a document of this length, without its weight.
    pub(crate) fn share(&self, counts: &Counts, length: usize) -> f64 {
        let long = 1.0 - B + B * length as f64 / self.average;
        let body = counts.body as f64 / long;
        let often = NAME * counts.name as f64 + FIELD * counts.field as f64 + body;
        let share = often * (K1 + 1.0) / (often + K1);
        if counts.word { share } else { share * PART }
    }
}

/// How often a stream has a word or phrase, up to a bound.
pub(crate) fn count(stream: &str, needle: &str) -> usize {
    let mut rest = stream;
    let mut found = 0usize;
    // The space at the end of one is that before the next.
    let step = needle.trim_end_matches(' ').len().max(1);
    while found < MOST {
        let Some(at) = rest.find(needle) else { break };
        found = found.saturating_add(1);
        rest = rest.get(at.saturating_add(step)..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        assert_eq!(count(" a a b a ", " a "), 3);
        assert_eq!(count(" 海上 上の 海運 ", " 海"), 2);
        assert_eq!(count(" aa ", " a "), 0);
        assert_eq!(count(&" a".repeat(1000), " a"), MOST);
    }

    #[test]
    fn rare_words_and_titles_count_more() {
        let corpus = Corpus::of([100, 100, 100, 100].into_iter());
        assert!(corpus.weight(1) > corpus.weight(3) && corpus.weight(4) > 0.0);
        let of = |name, body, word| Counts {
            name,
            field: 0,
            body,
            word,
        };
        assert!(corpus.share(&of(1, 0, true), 100) > corpus.share(&of(0, 1, true), 100));
        assert!(corpus.share(&of(0, 1, true), 100) > corpus.share(&of(0, 1, false), 100));
        assert!(corpus.share(&of(0, 1, true), 50) > corpus.share(&of(0, 1, true), 500));
    }
}
