//! One language's text: `# title`, `> note` lines, then `## <id> <heading>` and paragraphs.

use super::{SourceError, strict};
use entente_model::{
    ProvisionId,
    instrument::{Provision, Wording},
};

/// Reads one language's text (A3).
///
/// # Errors
/// [`SourceError`].
pub fn text(
    file: &str,
    lang: &str,
    text: &str,
) -> Result<(String, Vec<(ProvisionId, Wording)>), SourceError> {
    strict::sized(file, text)?;
    strict::undeceiving(file, text)?;
    let at = |line: usize, detail: &str| SourceError::new(file, line, detail);
    let mut title = None;
    let mut provisions: Vec<(usize, ProvisionId, Wording)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(rest) = line.strip_prefix("## ") {
            let (id, wording) = heading(lang, rest).map_err(|why| at(number, &why))?;
            if provisions.iter().any(|(_, known, _)| *known == id) {
                return Err(at(number, &format!("provision {id} appears twice")));
            }
            provisions.push((number, id, wording));
        } else if let Some(rest) = line.strip_prefix("# ") {
            if title.replace(rest.trim().to_owned()).is_some() {
                return Err(at(
                    number,
                    "a second title; a provision begins with `## <id> <heading>`",
                ));
            }
        } else if let Some((_, _, wording)) = provisions.last_mut() {
            wording.body.push_str(line.trim_end());
            wording.body.push('\n');
        } else if !(line.trim().is_empty() || line.starts_with('>')) {
            return Err(at(
                number,
                "text before the first provision; only `> ` notes may stand there",
            ));
        }
    }
    for (number, id, wording) in &mut provisions {
        wording.body = wording.body.trim().to_owned();
        if wording.body.is_empty() {
            return Err(at(*number, &format!("provision {id} has no text")));
        }
    }
    let title = title.ok_or_else(|| at(1, "no title; the first line is `# <title>`"))?;
    if provisions.is_empty() {
        return Err(at(0, "no provisions; each begins with `## <id> <heading>`"));
    }
    let provisions = provisions.into_iter().map(|(_, id, w)| (id, w)).collect();
    Ok((title, provisions))
}

fn heading(lang: &str, rest: &str) -> Result<(ProvisionId, Wording), String> {
    let (id, heading) = rest.split_once(' ').unwrap_or((rest, ""));
    let id: ProvisionId = id
        .parse()
        .map_err(|e: entente_model::id::IdError| e.to_string())?;
    let wording = Wording {
        lang: lang.to_owned(),
        heading: heading.trim().to_owned(),
        body: String::new(),
    };
    Ok((id, wording))
}

/// Adds a further language's wordings; the provisions and their order must be the same.
pub(super) fn join(
    file: &str,
    content: &str,
    provisions: &mut [Provision],
    read: Vec<(ProvisionId, Wording)>,
) -> Result<(), SourceError> {
    let wrong = |id: &ProvisionId, detail: String| {
        let head = |line: &str| {
            let rest = line.strip_prefix("## ")?;
            Some(rest.split(' ').next() == Some(id.as_str()))
        };
        let line = (1..)
            .zip(content.lines())
            .find(|(_, l)| head(l) == Some(true));
        SourceError::new(file, line.map_or(0, |(number, _)| number), detail)
    };
    let (mut theirs, ours) = (read.into_iter(), provisions.len());
    for provision in provisions {
        match theirs.next() {
            Some((id, wording)) if id == provision.id => provision.text.push(wording),
            Some((id, _)) => {
                let detail = format!(
                    "provision {id} stands where {} stands in the other language",
                    provision.id
                );
                return Err(wrong(&id, detail));
            }
            None => {
                let detail = format!("provision {} is missing", provision.id);
                return Err(wrong(&provision.id, detail));
            }
        }
    }
    if let Some((id, _)) = theirs.next() {
        let detail = format!("provision {id} is not among the {ours} of the other language");
        return Err(wrong(&id, detail));
    }
    Ok(())
}
