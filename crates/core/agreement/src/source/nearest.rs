//! Which known names are near a mistyped one.

/// Up to three known names near the one written, nearest first.
pub(crate) fn of<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let written: Vec<char> = fold(written);
    let most = (written.len() / 3).clamp(1, 3);
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let folded = fold(name);
            let away = distance(&written, &folded);
            let part = written.len() >= 4 && folded.starts_with(&written);
            (away <= most && away < written.len() || part).then_some((away, name))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// `; did you mean …?`, or nothing.
pub(crate) fn hint(near: &[&str]) -> String {
    if near.is_empty() {
        return String::new();
    }
    let all: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    format!("; did you mean {}?", all.join(" or "))
}

/// At most 64 characters; letter case and the kind of dash do not matter.
fn fold(text: &str) -> Vec<char> {
    text.chars()
        .take(64)
        .flat_map(char::to_lowercase)
        .map(|c| if c == '_' { '-' } else { c })
        .collect()
}

/// How many letters must be changed, added or left out.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in (1_usize..).zip(a) {
        let mut left = i;
        let mut above_left = i.saturating_sub(1);
        let mut next = vec![i];
        for (above, y) in row.iter().skip(1).zip(b) {
            let change = above_left.saturating_add(usize::from(x != y));
            let here = change
                .min(left.saturating_add(1))
                .min(above.saturating_add(1));
            next.push(here);
            left = here;
            above_left = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names() {
        assert_eq!(of("runs_form", ["runs_from", "notice"]), ["runs_from"]);
        assert_eq!(of("Notise", ["runs_from", "notice"]), ["notice"]);
        assert_eq!(of("xyz", ["runs_from", "notice"]), Vec::<&str>::new());
        assert_eq!(of("auto", ["auto_renew", "kind"]), ["auto_renew"]);
        assert_eq!(distance(&fold("kitten"), &fold("sitting")), 3);
        assert_eq!(distance(&fold(""), &fold("abc")), 3);
    }
}
