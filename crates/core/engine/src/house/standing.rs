//! Standing decisions of releasing officers, for feeds.

use super::House;
use crate::state::State;
use entente_model::{
    AgreementId, Instant, LevelId, OfficialId, Problem, house::Standing, id::PurposeId, time::Date,
};

impl House {
    /// The standing decision that covers a release on a day. `within` says whether a level is at
    /// or below a ceiling.
    ///
    /// # Errors
    /// What is nearest to covering it and does not: HOUSE-041 revoked, HOUSE-042 lapsed, HOUSE-043
    /// above its ceiling, HOUSE-044 for another purpose; HOUSE-045 when there is none.
    pub fn standing(
        &self,
        agreement: &AgreementId,
        within: impl Fn(&LevelId) -> bool,
        purpose: &PurposeId,
        day: Date,
    ) -> Result<&Standing, Problem> {
        let mut best: Option<(u8, Problem)> = None;
        let of = self.standing.values();
        for (decision, ended) in of.filter(|(s, _)| s.agreement == *agreement) {
            let (nearness, code) = if decision.purpose != *purpose {
                (1, "HOUSE-044")
            } else if !within(&decision.ceiling) {
                (2, "HOUSE-043")
            } else if ended.is_some() {
                (3, "HOUSE-041")
            } else if day > decision.until {
                (4, "HOUSE-042")
            } else {
                return Ok(decision);
            };
            if best.as_ref().is_none_or(|(held, _)| nearness > *held) {
                let no = match code {
                    "HOUSE-044" => Problem::refused(code).with("purpose", purpose),
                    "HOUSE-043" => Problem::refused(code).with("level", &decision.ceiling),
                    "HOUSE-042" => Problem::refused(code).with("date", decision.until),
                    _ => Problem::refused(code),
                };
                best = Some((nearness, no.with("id", &decision.id)));
            }
        }
        let none = || Problem::refused("HOUSE-045").with("agreement", agreement);
        Err(best
            .map_or_else(none, |(_, no)| no)
            .decided_by("releasing-officer"))
    }

    /// Every standing decision, with when it was revoked.
    pub fn standings(&self) -> impl Iterator<Item = (&OfficialId, &Standing, Option<Instant>)> {
        self.standing
            .iter()
            .map(|(id, (standing, ended))| (id, standing, *ended))
    }
}

impl State {
    /// As [`House::standing`], levels read with the text in force; a ceiling of another party or
    /// one the text does not know covers nothing.
    ///
    /// # Errors
    /// AGREE-001, AGREE-007 while no text governs, and those of [`House::standing`].
    pub fn standing(
        &self,
        agreement: &AgreementId,
        level: &LevelId,
        purpose: &PurposeId,
        at: Instant,
    ) -> Result<&Standing, Problem> {
        let text = super::read::governing(self.agreement(agreement)?, at)?;
        let day = super::read::day_of(text, at)?;
        let within = |ceiling: &LevelId| match (text.rules.level(ceiling), text.rules.level(level))
        {
            (Some(top), Some(level)) => top.party == level.party && level.rank <= top.rank,
            _ => false,
        };
        self.house.standing(agreement, within, purpose, day)
    }
}
