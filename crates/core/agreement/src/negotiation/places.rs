//! Where each provision stands: its number, computed from its place; and links to provisions,
//! which are ids in the text and numbers on the page (rule c).

use super::clause::Clause;
use entente_model::ProvisionId;
use std::collections::BTreeMap;

/// The numbers of the provisions that stand, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    by_id: BTreeMap<ProvisionId, String>,
    changed: bool,
}

/// One numbered step on the way to a provision: an article, a paragraph.
struct Node {
    /// Last component as the opening text had it.
    label: Option<String>,
    /// Id of the provision, or of the prefix its children share.
    key: String,
    children: Vec<Node>,
    is: Option<ProvisionId>,
}

impl Places {
    /// Numbers the provisions. Where nothing was added, left out or moved among siblings they
    /// keep the numbers of the opening text; else they are counted on from the first.
    #[must_use]
    pub fn of(clauses: &[Clause]) -> Self {
        let mut roots: Vec<Node> = Vec::new();
        for clause in clauses.iter().filter(|c| !c.gone) {
            insert(&mut roots, clause);
        }
        let before: Vec<&Clause> = clauses.iter().filter(|c| c.original).collect();
        let mut places = Self::default();
        number(&roots, "", &before, &mut places);
        places.changed = places.by_id.iter().any(|(id, place)| id.as_str() != place);
        places
    }

    /// The number of a provision, such as `4.2`; its id when it has none.
    #[must_use]
    pub fn of_id<'a>(&'a self, id: &'a ProvisionId) -> &'a str {
        self.by_id.get(id).map_or(id.as_str(), String::as_str)
    }

    /// The provision at a number, else the one with that id.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&ProvisionId> {
        let at = self.by_id.iter().find(|(_, place)| place.as_str() == name);
        at.or_else(|| self.by_id.iter().find(|(id, _)| id.as_str() == name))
            .map(|(id, _)| id)
    }

    /// Whether any number differs from the opening text's.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.changed
    }

    /// The text with every link `{{4.2}}` as the number of its provision, in the language's own
    /// writing. What is no link to a provision stays as it is.
    #[must_use]
    pub fn linked(&self, text: &str, lang: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            match after.split_once("}}") {
                Some((name, tail)) if name.len() <= 40 => {
                    let id = name.parse::<ProvisionId>().ok();
                    match id.and_then(|id| self.by_id.get(&id)) {
                        Some(place) => out.push_str(&written(place, lang)),
                        None => {
                            out.push_str("{{");
                            out.push_str(name);
                            out.push_str("}}");
                        }
                    }
                    rest = tail;
                }
                _ => {
                    out.push_str("{{");
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// A number as treaties write it: `4.2`, and in Japanese 四 or 四条2.
#[must_use]
pub fn written(place: &str, lang: &str) -> String {
    if lang != "ja" {
        return place.to_owned();
    }
    let (article, rest) = place.split_once('.').unwrap_or((place, ""));
    let article = match article.parse::<u32>() {
        Ok(n) => kanji(n),
        Err(_) => return place.to_owned(),
    };
    if rest.is_empty() {
        article
    } else {
        format!("{article}条{rest}")
    }
}

/// A number below ten thousand in kanji numerals.
#[must_use]
pub fn kanji(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n == 0 || n > 9999 {
        return n.to_string();
    }
    let mut out = String::new();
    for (unit, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (n / unit) % 10;
        if digit > 1 || (digit == 1 && unit == 1) {
            let at = usize::try_from(digit).unwrap_or(0);
            out.push_str(DIGITS.get(at).copied().unwrap_or_default());
        }
        if digit > 0 {
            out.push_str(word);
        }
    }
    out
}

fn insert(roots: &mut Vec<Node>, clause: &Clause) {
    let mut at = roots;
    let labels: Vec<&str> = if clause.original && clause.moved.is_none() {
        clause.id.as_str().split('.').collect()
    } else {
        Vec::new()
    };
    let depth = usize::from(clause.depth.max(1));
    let mut key = String::new();
    for level in 0..depth.saturating_sub(1) {
        let label = labels.get(level).copied();
        if let Some(label) = label {
            if !key.is_empty() {
                key.push('.');
            }
            key.push_str(label);
        }
        let fits = |node: &Node| label.is_none() || node.key == key;
        if !at.last().is_some_and(fits) {
            at.push(Node {
                label: label.map(str::to_owned),
                key: key.clone(),
                children: Vec::new(),
                is: None,
            });
        }
        let Some(last) = at.last_mut() else { return };
        at = &mut last.children;
    }
    at.push(Node {
        label: labels.last().map(|l| (*l).to_owned()),
        key: clause.id.to_string(),
        children: Vec::new(),
        is: Some(clause.id.clone()),
    });
}

fn number(nodes: &[Node], parent: &str, before: &[&Clause], places: &mut Places) {
    let labels = labels(nodes, before);
    for (node, label) in nodes.iter().zip(labels) {
        let place = if parent.is_empty() {
            label
        } else {
            format!("{parent}.{label}")
        };
        if let Some(id) = &node.is {
            places.by_id.insert(id.clone(), place.clone());
        }
        number(&node.children, &place, before, places);
    }
}

/// The siblings' last components.
fn labels(nodes: &[Node], before: &[&Clause]) -> Vec<String> {
    let kept: Vec<&str> = nodes.iter().filter_map(|n| n.label.as_deref()).collect();
    let as_proposed = kept.len() == nodes.len() && unchanged(nodes, before);
    if as_proposed {
        return kept.into_iter().map(str::to_owned).collect();
    }
    let first = |label: &str| label.parse::<u32>().ok();
    let mut next = kept.iter().filter_map(|l| first(l)).min().unwrap_or(1);
    let mut letter = kept
        .iter()
        .filter_map(|l| l.chars().next().filter(|_| l.len() == 1))
        .find(char::is_ascii_uppercase);
    nodes
        .iter()
        .map(|node| match &node.label {
            Some(label)
                if label.len() == 1 && label.starts_with(|c: char| c.is_ascii_uppercase()) =>
            {
                let now = letter.unwrap_or('A');
                letter = char::from_u32(u32::from(now).saturating_add(1));
                now.to_string()
            }
            Some(label) if first(label).is_none() => label.clone(),
            _ => {
                let now = next;
                next = next.saturating_add(1);
                now.to_string()
            }
        })
        .collect()
}

/// Whether the siblings are those of the opening text, in its order.
fn unchanged(nodes: &[Node], before: &[&Clause]) -> bool {
    let Some(first) = nodes.first() else {
        return true;
    };
    let prefix = first.key.rsplit_once('.').map_or("", |(p, _)| p);
    let mut siblings: Vec<String> = Vec::new();
    for clause in before {
        let id = clause.id.as_str();
        let rest = if prefix.is_empty() {
            Some(id)
        } else {
            id.strip_prefix(prefix).and_then(|r| r.strip_prefix('.'))
        };
        let Some(rest) = rest else { continue };
        let label = rest.split('.').next().unwrap_or(rest);
        let key = if prefix.is_empty() {
            label.to_owned()
        } else {
            format!("{prefix}.{label}")
        };
        if siblings.last() != Some(&key) {
            siblings.push(key);
        }
    }
    siblings
        .iter()
        .map(String::as_str)
        .eq(nodes.iter().map(|n| n.key.as_str()))
}
