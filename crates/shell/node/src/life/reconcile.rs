//! The two registers compared: by the digest the partner stated, or line by line with its extract.
//! A difference is shown and never repaired (G1).

use super::extract::{Extracted, Head, MAX_LINE, MAX_LINES, SHOWN};
use crate::{
    command::{id_of, internal},
    dir::machine,
    runtime::{Node, short_id},
};
use entente_agreement::register::{self, Difference, Line};
use entente_engine::{Answer, Input};
use entente_model::{AgreementId, PartyId, Problem, problem::Class};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader, Read},
    path::Path,
    sync::Arc,
};

pub(super) async fn tally(node: &Arc<Node>, agreement: &str) -> Result<Value, Problem> {
    let id = id_of(node, agreement)?;
    match node.one(Input::Tally { agreement: id }).await? {
        Answer::Written { n, .. } => {
            let state = node.state();
            let tally = state.agreement(&id)?.tallies.get(state.me.party());
            let tally = tally.map(|t| &t.tally);
            Ok(json!({ "agreement": short_id(&id), "entry": n, "tally": tally }))
        }
        _ => Err(internal()),
    }
}

pub(super) fn reconcile(
    node: &Node,
    agreement: &str,
    with: Option<&Path>,
) -> Result<Value, Problem> {
    let id = id_of(node, agreement)?;
    match with {
        None => by_tally(node, &id),
        Some(file) => by_file(node, &id, file),
    }
}

/// The partner's last digest and ours over what it had seen.
fn by_tally(node: &Node, id: &AgreementId) -> Result<Value, Problem> {
    let state = node.state();
    let agreement = state.agreement(id)?;
    let stated = agreement.reconciled(&agreement.partner);
    let (stated, ours) = stated.ok_or_else(|| {
        Problem::new("RECON-001", Class::Waiting)
            .with("party", &agreement.partner)
            .with("id", short_id(id))
            .decided_by(&agreement.partner)
    })?;
    let same = stated.tally == ours;
    Ok(json!({
        "agreement": short_id(id), "partner": agreement.partner, "entry": stated.n,
        "at": stated.at.to_string(), "theirs": stated.tally, "ours": ours, "same": same,
    }))
}

type Key = (PartyId, u64, u32);

/// Every line of the partner's extract against ours over what it had seen.
fn by_file(node: &Node, id: &AgreementId, file: &Path) -> Result<Value, Problem> {
    let mut lines = Lines::open(file)?;
    let head: Head = lines.next_as()?.ok_or_else(|| unread(file, 1, "empty"))?;
    let partner = node.state().agreement(id)?.partner.clone();
    if head.register != *id || head.party != partner {
        return Err(Problem::new("RECON-002", Class::Usage)
            .with("file", file.display())
            .with("party", &head.party)
            .with("id", short_id(&head.register)));
    }
    let mut ours = held(node, id, &head)?;
    let mut compared = Compared::default();
    let mut named = BTreeSet::new();
    while let Some(theirs) = lines.next_as::<Extracted>()? {
        let line = theirs.line;
        let key = (line.from.clone(), line.n, line.number);
        named.insert((line.from.clone(), line.n));
        compared.line(&theirs.item, ours.remove(&key).as_ref(), Some(&line));
    }
    for (key, mine) in ours {
        // An extract of one item is silent about the others.
        if head.all || named.contains(&(key.0.clone(), key.1)) {
            let item = format!("{}#{}", key.0, key.1);
            let problem = Problem::new("ITEM-001", Class::NotFound).with("item", item);
            let named = super::find::named(node, id, problem);
            let item = named.args.first().map_or("-", |(_, v)| v.as_str());
            compared.line(item, Some(&mine), None);
        }
    }
    Ok(json!({
        "agreement": short_id(id), "partner": partner, "file": file, "same": compared.count == 0,
        "compared": compared.compared, "differences": compared.count, "divergences": compared.rows,
    }))
}

/// Our lines as far as the partner had seen.
fn held(node: &Node, id: &AgreementId, head: &Head) -> Result<BTreeMap<Key, Line>, Problem> {
    let state = node.state();
    let agreement = state.agreement(id)?;
    let mut lines = BTreeMap::new();
    let seen = |party: &PartyId, n: u64| head.seen.get(party).is_some_and(|size| n < *size);
    agreement.register.each(&seen, &mut |line| {
        lines.insert((line.from.clone(), line.n, line.number), line);
    });
    Ok(lines)
}

#[derive(Default)]
struct Compared {
    compared: u64,
    count: u64,
    rows: Vec<Value>,
}

impl Compared {
    /// One line of either register or of both: the comparison is the register's own.
    fn line(&mut self, item: &str, ours: Option<&Line>, theirs: Option<&Line>) {
        self.compared = self.compared.saturating_add(1);
        let side = |line: Option<&Line>| line.map(|l| vec![l.clone()]).unwrap_or_default();
        let found = register::reconcile(&side(ours), &side(theirs));
        let Some(difference) = found.differences.first() else {
            return;
        };
        self.count = self.count.saturating_add(1);
        let Some(any) = ours.or(theirs).filter(|_| self.count <= SHOWN) else {
            return;
        };
        let value = |line: Option<&Line>| line.and_then(|l| serde_json::to_value(l).ok());
        let (mine, other) = (value(ours), value(theirs));
        let of =
            |side: &Option<Value>, name: &str| side.as_ref().and_then(|v| v.get(name)).cloned();
        let (what, fields) = match difference {
            Difference::MissingThere { .. } => ("not-with-them", Vec::new()),
            Difference::MissingHere { .. } => ("not-with-us", Vec::new()),
            Difference::Differs { fields, .. } => ("differs", fields.clone()),
        };
        let fields: Vec<Value> = fields
            .iter()
            .filter_map(|field| serde_json::to_value(field).ok())
            .filter_map(|name| name.as_str().map(str::to_owned))
            .map(|name| json!({ "field": name, "ours": of(&mine, &name), "theirs": of(&other, &name) }))
            .collect();
        self.rows.push(json!({
            "item": item, "from": any.from, "entry": any.n, "number": any.number, "what": what,
            "fields": fields, "ours": ours.map(Line::digest), "theirs": theirs.map(Line::digest),
        }));
    }
}

/// A file of JSON lines, read one by one and never more than so much.
struct Lines<'a> {
    path: &'a Path,
    file: BufReader<std::fs::File>,
    number: u64,
}

impl<'a> Lines<'a> {
    fn open(path: &'a Path) -> Result<Self, Problem> {
        let file = std::fs::File::open(path).map_err(|e| machine(path, &e))?;
        Ok(Self {
            path,
            file: BufReader::new(file),
            number: 0,
        })
    }

    fn next_as<T: serde::de::DeserializeOwned>(&mut self) -> Result<Option<T>, Problem> {
        let mut line = String::new();
        self.number = self.number.saturating_add(1);
        let read = (&mut self.file).take(MAX_LINE).read_line(&mut line);
        let read = read.map_err(|e| unread(self.path, self.number, &e.to_string()))?;
        if read == 0 {
            return Ok(None);
        }
        if self.number > MAX_LINES {
            return Err(unread(self.path, self.number, "too long"));
        }
        let parsed = serde_json::from_str(&line);
        parsed
            .map(Some)
            .map_err(|e| unread(self.path, self.number, &e.to_string()))
    }
}

fn unread(path: &Path, line: u64, detail: &str) -> Problem {
    Problem::new("RECON-003", Class::Usage)
        .with("file", path.display())
        .with("line", line)
        .with("detail", detail)
}
