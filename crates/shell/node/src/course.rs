//! What an official says in an agreement's course, made into the act: today's date and the index
//! of what it refers to are filled in from the agreement as it stands.

use entente_engine::Agreement;
use entente_model::{
    Instant, PartyId, Problem,
    act::{Course, NoteKind, StayTo},
    problem::Class,
    time::Date,
};
use serde::{Deserialize, Serialize};

/// What is said, before indices and dates are filled in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SayNow {
    /// See [`Course::Stay`].
    Stay {
        /// Whose notice.
        of: PartyId,
        /// What becomes of it.
        to: StayTo,
    },
    /// See [`Course::Revive`].
    Revive {
        /// The day.
        on: Option<Date>,
    },
    /// See [`Course::Pause`].
    Pause {
        /// First day.
        from: Option<Date>,
    },
    /// See [`Course::Resume`].
    Resume {
        /// First day.
        on: Option<Date>,
    },
    /// See [`Course::Update`].
    Update {
        /// What.
        field: String,
        /// The new value.
        value: String,
    },
    /// See [`Course::Acknowledge`].
    Acknowledge,
    /// See [`Course::RulesChange`].
    Rules {
        /// The version.
        version: String,
    },
    /// See [`Course::RulesAnswer`].
    Answer {
        /// The answer.
        answer: String,
    },
    /// See [`Course::End`].
    End {
        /// The last day.
        on: Date,
    },
    /// See [`Course::InForce`]: of the newest version.
    InForce,
    /// See [`Course::Gate`].
    Gate {
        /// Which.
        gate: String,
    },
}

impl SayNow {
    /// The act's content.
    ///
    /// # Errors
    /// AGREE-007 before the text is agreed; LIFE-010 when there is nothing it could refer to.
    pub fn fill(
        self,
        agreement: &Agreement,
        me: &PartyId,
        now: Instant,
    ) -> Result<Course, Problem> {
        let life = &agreement.life;
        let text = life
            .text_at(now)
            .ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))?;
        let today = text
            .rules
            .day(now.max(agreement.last_time))
            .ok_or_else(crate::command::internal)?;
        let nothing = |what: &str| {
            Problem::refused("LIFE-010")
                .with("party", me)
                .with("what", what)
        };
        let notice = |of: &PartyId, what: &str| {
            life.notes()
                .iter()
                .rev()
                .find(|n| &n.from == of && n.kind == NoteKind::Terminate)
                .map(|n| n.n)
                .ok_or_else(|| nothing(what))
        };
        let latest = |what: &str, fits: fn(&Course) -> bool| {
            life.course_of_events()
                .said()
                .iter()
                .rev()
                .find(|s| &s.by != me && fits(&s.what))
                .map(|s| (s.by.clone(), s.n))
                .ok_or_else(|| nothing(what))
        };
        Ok(match self {
            Self::Stay { of, to } => Course::Stay {
                n: notice(&of, "stay")?,
                of,
                to,
            },
            Self::Revive { on } => Course::Revive {
                n: notice(me, "revive")?,
                on: on.unwrap_or(today),
            },
            Self::Pause { from } => Course::Pause {
                from: from.unwrap_or(today),
            },
            Self::Resume { on } => Course::Resume {
                on: on.unwrap_or(today),
            },
            Self::Update { field, value } => Course::Update {
                field,
                value,
                on: today,
            },
            Self::Acknowledge => {
                let (from, n) = latest("acknowledge", |w| matches!(w, Course::Update { .. }))?;
                Course::Acknowledge { from, n, on: today }
            }
            Self::Rules { version } => Course::RulesChange { version, on: today },
            Self::Answer { answer } => {
                let (from, n) = latest("answer", |w| matches!(w, Course::RulesChange { .. }))?;
                Course::RulesAnswer { from, n, answer }
            }
            Self::End { on } => Course::End { on },
            Self::InForce => {
                let newest = life.versions().last().map_or(1, |v| v.number);
                let on = if newest == 1 {
                    life.entry_into_force()
                } else {
                    let of = life.timeline().amendments.get(&newest.to_string());
                    of.map(|d| d.date)
                };
                Course::InForce {
                    version: newest,
                    on: on.ok_or_else(|| Problem::new("AGREE-024", Class::Waiting))?,
                }
            }
            Self::Gate { gate } => Course::Gate { gate, on: today },
        })
    }
}
