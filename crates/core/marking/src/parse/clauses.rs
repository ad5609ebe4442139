//! Parts of a marking that begin with a word of their own: REL TO, FGI, JOINT, TLP, embargo, dates,
//! copy number.

use super::{Note, Parser};
use crate::{countries, token};
use entente_model::{
    Instant, PartyId, Problem,
    label::{Embargo, Rel, Tlp},
    time::Date,
};

/// Words that begin a part, and so end a list of countries.
const BEGINS: [&str; 12] = [
    "rel",
    "fgi",
    "joint",
    "tlp",
    "embargo",
    "embargoed",
    "created",
    "review",
    "declassify",
    "declassified",
    "copy",
    "releasable",
];

impl Parser<'_> {
    /// Reads such a part; `false` when the next word begins none.
    pub(super) fn clause(&mut self) -> Result<bool, Problem> {
        let Some(word) = self.peek().map(|t| t.folded.clone()) else {
            return Ok(false);
        };
        match word.as_str() {
            "rel" | "releasable" => self.rel_to()?,
            "fgi" => self.fgi()?,
            "joint" => self.joint()?,
            "tlp" => self.traffic_light()?,
            "embargo" | "embargoed" => self.embargo()?,
            "created" => self.parts.created = Some(self.date("created", self.parts.created)?),
            "review" => self.parts.review = Some(self.date("review", self.parts.review)?),
            "declassify" | "declassified" => {
                self.parts.declassify = Some(self.date("declassify", self.parts.declassify)?);
            }
            "copy" => self.copy()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn rel_to(&mut self) -> Result<(), Problem> {
        let start = self.at;
        self.step();
        self.pass("to");
        let (parties, groups) = self.countries()?;
        let span = self.from(start);
        if parties.is_empty() {
            return Err(Problem::refused("MARK-025").with("token", token::at(self.text, &span)));
        }
        self.rules.insert("M8");
        let mut rel = Rel::default();
        for party in parties {
            if rel.parties.contains(&party) {
                self.notes.push(Note::new("twice").with("token", &party));
            } else {
                rel.parties.push(party);
            }
        }
        for code in groups {
            let Some(group) = self.context.vocabulary.group(code.as_str()) else {
                continue;
            };
            let members: Vec<&str> = group.members.iter().map(PartyId::as_str).collect();
            self.notes.push(
                Note::new("group")
                    .with("group", &group.code)
                    .with("members", members.join(", "))
                    .with("article", &group.basis),
            );
            rel.parties.extend(group.members.iter().cloned());
            let held = (group.code.clone(), group.basis.clone());
            if !rel.groups.contains(&held) {
                rel.groups.push(held);
            }
        }
        rel.parties.sort();
        rel.parties.dedup();
        rel.groups.sort();
        self.releasable(rel, span)
    }

    fn fgi(&mut self) -> Result<(), Problem> {
        let start = self.at;
        self.step();
        let (parties, groups) = self.countries()?;
        if parties.is_empty() || !groups.is_empty() {
            let span = self.from(start);
            return Err(Problem::refused("MARK-025").with("token", token::at(self.text, &span)));
        }
        self.fgi = true;
        self.rules.insert("M7");
        self.parts.originators.extend(parties);
        Ok(())
    }

    /// `JOINT SECRET CAN GBR USA`: a level and all its originators.
    fn joint(&mut self) -> Result<(), Problem> {
        let start = self.at;
        self.step();
        let before = self.level.is_some();
        if !before && !self.ended() {
            self.item()?;
        }
        let (parties, groups) = self.countries()?;
        let span = self.from(start);
        let token = token::at(self.text, &span).to_owned();
        if self.level.is_none() || before || parties.len() < 2 || !groups.is_empty() {
            return Err(Problem::refused("MARK-025").with("token", token));
        }
        if !parties.contains(self.context.party) {
            return Err(Problem::refused("MARK-013")
                .with("token", token)
                .with("party", self.context.party));
        }
        self.rules.insert("M7");
        self.parts.joint = true;
        self.parts.originators.extend(parties);
        Ok(())
    }

    /// Codes up to the next part: countries, and groups the agreement pins.
    fn countries(&mut self) -> Result<(Vec<PartyId>, Vec<PartyId>), Problem> {
        let (mut parties, mut groups) = (Vec::new(), Vec::new());
        while let Some(next) = self.peek() {
            match next.folded.as_str() {
                "," | "/" | "and" | "&" => {
                    self.step();
                    continue;
                }
                "//" | ")" | "(" | ":" | "+" => break,
                word if BEGINS.contains(&word) => break,
                _ => {}
            }
            let code = next.plain.to_uppercase();
            let written = token::at(self.text, &next.span).to_owned();
            let id: Option<PartyId> = code.parse().ok();
            let known = id.filter(|_| self.context.vocabulary.country(&code));
            if let Some(id) = known {
                parties.push(id);
            } else if let Some(group) = self.context.vocabulary.group(&code) {
                groups.push(group.code.clone());
            } else if self.lexicon.longest(self.rest()).is_some() {
                break;
            } else {
                return Err(no_country(&written, &code));
            }
            self.step();
        }
        // A group alone names its members.
        if parties.is_empty() {
            for group in groups
                .iter()
                .filter_map(|g| self.context.vocabulary.group(g.as_str()))
            {
                parties.extend(group.members.iter().cloned());
            }
        }
        Ok((parties, groups))
    }

    /// `TLP:AMBER+STRICT`, in any spacing and letter case; never a translation (M12).
    fn traffic_light(&mut self) -> Result<(), Problem> {
        let start = self.at;
        self.step();
        self.pass(":");
        let mut word = String::new();
        if let Some(next) = self.peek().filter(|t| !t.sign()) {
            word.clone_from(&next.folded);
            self.step();
        }
        let at = |ahead: usize, is: &str| {
            let token = self.tokens.get(self.at.saturating_add(ahead));
            token.is_some_and(|t| t.folded == is)
        };
        let strict = match (at(0, "strict"), at(0, "+") && at(1, "strict")) {
            (true, _) => 1,
            (_, true) => 2,
            _ => 0,
        };
        if word == "amber" && strict > 0 {
            word.push_str("+strict");
            self.at = self.at.saturating_add(strict);
        }
        let span = self.from(start);
        let written = token::at(self.text, &span).to_owned();
        let found = Tlp::ALL
            .into_iter()
            .find(|t| t.word().to_lowercase() == format!("tlp:{word}"));
        let Some(tlp) = found else {
            let code = if word.is_ascii() {
                "MARK-041"
            } else {
                "MARK-040"
            };
            return Err(Problem::refused(code).with("token", written));
        };
        self.rules.insert("M12");
        if written != tlp.word() {
            let note = Note::new("tlp")
                .with("token", &written)
                .with("tlp", tlp.word());
            self.notes.push(note);
        }
        match &self.tlp {
            Some((held, first)) if *held != tlp => Err(Problem::refused("MARK-019")
                .with("first", token::at(self.text, first))
                .with("second", written)
                .decided_by(self.context.party)),
            Some(_) => {
                self.notes.push(Note::new("twice").with("token", written));
                Ok(())
            }
            None => {
                self.tlp = Some((tlp, span));
                Ok(())
            }
        }
    }

    /// `EMBARGOED FOR RELEASE UNTIL 2026-12-01T09:00[Asia/Tokyo]` (M13).
    fn embargo(&mut self) -> Result<(), Problem> {
        let start = self.at;
        self.step();
        if self.pass("for") {
            self.pass("release");
        }
        self.pass("until");
        let plain = self.peek().map(|t| t.plain.clone());
        if plain.is_some() {
            self.step();
        }
        let span = self.from(start);
        let read = plain.and_then(|text| instant(&text));
        let Some(embargo) = read else {
            return Err(Problem::refused("MARK-016").with("token", token::at(self.text, &span)));
        };
        if self
            .parts
            .embargo
            .as_ref()
            .is_some_and(|held| *held != embargo)
        {
            return Err(self.two_of(token::at(self.text, &span)));
        }
        self.rules.insert("M13");
        self.parts.embargo = Some(embargo);
        Ok(())
    }

    fn date(&mut self, what: &str, held: Option<Date>) -> Result<Date, Problem> {
        let start = self.at;
        self.step();
        self.pass("on");
        self.pass(":");
        let plain = self.peek().map(|t| t.plain.clone()).unwrap_or_default();
        self.step();
        let span = self.from(start);
        let token = token::at(self.text, &span);
        // A day and nothing else: a day with an instant beside it could be read in two ways.
        let day = plain
            .parse::<Date>()
            .ok()
            .filter(|day| day.to_string() == plain);
        match (day, held) {
            (Some(day), Some(held)) if day != held => Err(self.two_of(token)),
            (Some(day), _) => Ok(day),
            (None, _) => Err(Problem::refused("MARK-015")
                .with("token", token)
                .with("what", what.to_uppercase())),
        }
    }

    fn copy(&mut self) -> Result<(), Problem> {
        let start = self.at;
        self.step();
        let _ = self.pass("no") || self.pass("no.") || self.pass("number");
        let plain = self.peek().map(|t| t.plain.clone()).unwrap_or_default();
        self.step();
        let span = self.from(start);
        let token = token::at(self.text, &span);
        let number = plain.parse::<u32>().ok().filter(|n| n.to_string() == plain);
        match (number, self.parts.copy) {
            (Some(number), Some(held)) if number != held => Err(self.two_of(token)),
            (Some(number), _) => {
                self.parts.copy = Some(number);
                Ok(())
            }
            (None, _) => Err(Problem::refused("MARK-005")
                .with("token", token)
                .with("party", self.context.party)),
        }
    }

    fn two_of(&self, second: &str) -> Problem {
        Problem::refused("MARK-008")
            .with("token", second)
            .decided_by(self.context.party)
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1).min(self.tokens.len());
    }

    fn ended(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Passes over a word, if it is the next.
    fn pass(&mut self, word: &str) -> bool {
        let hit = self.peek().is_some_and(|t| t.folded == word);
        if hit {
            self.step();
        }
        hit
    }

    /// The bytes from a word to the last one read.
    fn from(&self, start: usize) -> std::ops::Range<usize> {
        let end = self.at.saturating_sub(1).max(start);
        match (self.tokens.get(start), self.tokens.get(end)) {
            (Some(first), Some(last)) => first.span.start..last.span.end,
            _ => 0..0,
        }
    }
}

fn no_country(written: &str, code: &str) -> Problem {
    match countries::suggest(code) {
        Some(meant) => Problem::refused("MARK-023")
            .with("token", written)
            .with("meant", meant),
        None => Problem::refused("MARK-024").with("token", written),
    }
}

/// An instant with its zone. One that a change of clocks makes ambiguous needs its offset.
fn instant(text: &str) -> Option<Embargo> {
    let zoned: jiff::ZonedDateTime = text.parse().ok()?;
    let zone = zoned.time_zone().iana_name()?.to_owned();
    let (local, _) = text.split_once('[')?;
    let offset = local.ends_with(['Z', 'z'])
        || local
            .get(10..)
            .is_some_and(|time| time.contains(['+', '-']));
    let ambiguous = zoned
        .time_zone()
        .to_ambiguous_timestamp(zoned.datetime())
        .is_ambiguous();
    (offset || !ambiguous).then(|| Embargo {
        until: Instant(zoned.timestamp().as_second()),
        zone,
    })
}
