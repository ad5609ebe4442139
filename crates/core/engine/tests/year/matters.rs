//! Cases of every matter: opened, gone on with by either side, in and out of order; what parties
//! declare for themselves.

use crate::simulation::{Given, Year};
use entente_engine::{Answer, Input, input::NewStep};
use entente_model::{
    case::{CaseDeed, CaseId, Contract, Declaration, ItemAt, Matter, Stage, Visit},
    holding::Third,
    time::Date,
};

impl Year {
    /// One step in a case, or a new one.
    pub(crate) fn matter(&mut self) {
        if !self.rng.often(700) {
            return;
        }
        let pair = self.rng.below(3);
        if self.rng.often(250) {
            self.open(pair);
        } else if let Some(case) = self.recent(pair) {
            self.go_on(pair, &case);
        }
    }

    /// A case: a late one more often than an old one.
    fn recent(&mut self, pair: usize) -> Option<CaseId> {
        let cases = &self.waiting[pair].cases;
        let last = cases.len().saturating_sub(12);
        if self.rng.often(600) {
            return self.rng.maybe(&cases[last..]);
        }
        self.rng.maybe(cases)
    }

    fn case(&mut self, pair: usize, node: usize, case: Option<&CaseId>, what: CaseDeed) -> bool {
        let matter = match (&what, case) {
            (CaseDeed::Open(matter), _) => Some(matter.clone()),
            (_, Some(id)) => {
                let agreement = &self.nodes[node].side.state.agreements[&self.id(pair)];
                agreement.cases.get(id).ok().map(|c| c.matter().clone())
            }
            _ => None,
        };
        let official = match matter {
            Some(Matter::Dispute { .. }) => "signatory-1",
            Some(Matter::Information { .. }) => "releasing-officer",
            _ if self.rng.often(20) => "registrar",
            _ => "security-officer",
        };
        let opens = case.is_none();
        let text = if self.rng.often(300) {
            "Between us."
        } else {
            ""
        };
        let kind = match what.name() {
            "open" => "case: open",
            "report" => "case: report",
            "answer" => "case: answer",
            "close" => "case: close",
            _ => "case: other",
        };
        self.of_will += 1;
        let step = NewStep {
            agreement: self.id(pair),
            case: case.cloned(),
            what,
            on: self.rng.often(30).then(|| self.in_days(3)),
            text: text.into(),
            acting: self.nodes[node].official(official),
        };
        let answer = self.put(node, kind, Input::Case(Box::new(step)));
        if let (true, Ok(Answer::Written { n, .. })) = (opens, &answer) {
            let by = self.party(node);
            self.waiting[pair].cases.push(CaseId { by, n: *n });
        }
        answer.is_ok()
    }

    /// What is lost is a case at once.
    pub(crate) fn incident(&mut self, pair: usize, node: usize, of: Given) {
        let items = vec![self.at(of)];
        let matter = Matter::Incident {
            trigger: "actual".into(),
            items,
        };
        let _ = self.case(pair, node, None, CaseDeed::Open(matter));
    }

    fn at(&self, (giver, n): Given) -> ItemAt {
        ItemAt {
            from: self.party(giver),
            n,
            numbers: vec![],
        }
    }

    fn open(&mut self, pair: usize) {
        let node = self.pairs[pair].nodes[self.rng.below(2)];
        let other = self.pairs[pair].other(node);
        let some = self.rng.maybe(&self.waiting[pair].released);
        let items: Vec<_> = some.map(|of| self.at(of)).into_iter().collect();
        let level = match other {
            0 => "JPN.gov.2014.hi",
            1 => "NZL.psr.2022.confidential",
            _ => "AUS.psr.2022.confidential",
        };
        let days = i32::try_from(self.rng.below(60)).unwrap();
        let day = self.in_days(days);
        let matter = match self.rng.below(10) {
            0 => Matter::Incident {
                trigger: (*self.rng.pick(&["suspected", "possible"])).into(),
                items,
            },
            1 => Matter::Inspection {
                visit: day,
                trigger: (*self.rng.pick(&["", "major-change"])).into(),
            },
            2 | 3 => Matter::Visit(self.visit(other, level)),
            4 => Matter::Contract(Contract {
                firm: Third {
                    kind: "firm".into(),
                    party: None,
                    name: "Harbour Works".into(),
                    unit: None,
                },
                level: level.parse().unwrap(),
                facility: String::new(),
                guide: None,
                under: None,
                foreign_owned: self.rng.often(200),
            }),
            5 => Matter::Demand {
                body: "court".into(),
                answer_by: Some(day),
                items,
            },
            6 => Matter::Dispute {
                provisions: vec!["9.1".parse().unwrap()],
                items,
            },
            7 => Matter::Information {
                purpose: self.purpose(),
                reply_by: Some(day),
                originators: if self.rng.often(200) {
                    vec![self.party(3 - node - other)]
                } else {
                    vec![]
                },
            },
            8 => Matter::Clearance {
                level: level.parse().unwrap(),
            },
            _ => Matter::ClearanceEnded {
                of: "person".into(),
            },
        };
        let _ = self.case(pair, node, None, CaseDeed::Open(matter));
    }

    fn visit(&mut self, host: usize, level: &str) -> Visit {
        let all = [
            "name",
            "birth",
            "nationality",
            "document",
            "post",
            "clearance",
            "dates",
            "purpose",
            "level",
            "places",
            "hosts",
        ];
        let left_out = usize::from(self.rng.often(100));
        let ahead = i32::try_from(5 + self.rng.below(50)).unwrap();
        Visit {
            host: self.party(host),
            from: self.in_days(ahead),
            until: self.in_days(ahead + 3),
            level: level.parse().unwrap(),
            purpose: self.purpose(),
            places: vec!["Harbour".into()],
            visitors: 2,
            list: false,
            third_country: self.rng.often(100),
            urgent: self.rng.often(200),
            diplomatic: false,
            states: all[left_out..].iter().map(ToString::to_string).collect(),
        }
    }

    fn go_on(&mut self, pair: usize, case: &CaseId) {
        let node = self.pairs[pair].nodes[self.rng.below(2)];
        let agreement = &self.nodes[node].side.state.agreements[&self.id(pair)];
        let matter = agreement.cases.get(case).map(|c| c.matter().clone());
        let done = agreement.cases.get(case).map_or(0, |c| c.acts().count());
        // As often as not the next step on its road, else anything.
        let road = matter.as_ref().map(road).unwrap_or_default();
        if self.rng.often(700)
            && let Some(next) = road.get(done.saturating_sub(1))
        {
            let next = self.dated(next.clone());
            self.either(pair, case, &next);
            return;
        }
        let stages: Vec<Stage> = road
            .iter()
            .filter_map(|step| match step {
                CaseDeed::Report(stage) => Some(*stage),
                _ => None,
            })
            .chain([Stage::Help])
            .collect();
        let stage = *self.rng.pick(&stages);
        let what = match self.rng.below(20) {
            0..=8 => CaseDeed::Report(stage),
            9..=13 => {
                let granted = self.rng.often(700);
                CaseDeed::Answer {
                    granted,
                    until: (granted && matches!(matter, Ok(Matter::Clearance { .. })))
                        .then(|| self.in_days(200)),
                    items: vec![],
                }
            }
            14 => CaseDeed::Withdraw,
            15..=18 => CaseDeed::Close,
            _ => CaseDeed::Reopen,
        };
        let _ = self.case(pair, node, Some(case), what);
    }

    /// By whichever of the two may.
    fn either(&mut self, pair: usize, case: &CaseId, what: &CaseDeed) {
        let [a, b] = self.pairs[pair].nodes;
        for node in [a, b] {
            if self.case(pair, node, Some(case), what.clone()) {
                return;
            }
        }
    }

    /// A clearance is confirmed until a day.
    fn dated(&self, what: CaseDeed) -> CaseDeed {
        match what {
            CaseDeed::Answer {
                until: Some(_),
                granted,
                items,
            } => CaseDeed::Answer {
                until: Some(self.in_days(200)),
                granted,
                items,
            },
            other => other,
        }
    }

    pub(crate) fn declaration(&mut self) {
        let (pair, node) = self.somewhere();
        let until = Some(self.in_days(14));
        let what = match self.rng.below(3) {
            0 => Declaration::Waiver {
                duties: vec![entente_engine::desk::DUTIES.into()],
                until,
            },
            1 => Declaration::Assurance {
                unit: String::new(),
                covers: vec![],
                until,
            },
            _ => Declaration::NoAssurance {
                unit: String::new(),
            },
        };
        let input = Input::Declare {
            agreement: self.id(pair),
            what,
            acting: self.nodes[node].official("security-officer"),
        };
        let _ = self.put(node, "declare", input);
    }
}

/// The steps a case takes when all goes well, its opening left out.
fn road(matter: &Matter) -> Vec<CaseDeed> {
    let report = CaseDeed::Report;
    let yes = |until| CaseDeed::Answer {
        granted: true,
        until,
        items: vec![],
    };
    match matter {
        Matter::Incident { .. } => vec![
            report(Stage::Contained),
            report(Stage::Preliminary),
            report(Stage::Damage),
            report(Stage::Final),
            report(Stage::Measures),
            CaseDeed::Close,
            CaseDeed::Close,
            CaseDeed::Reopen,
        ],
        Matter::Inspection { .. } => vec![
            report(Stage::Finding),
            report(Stage::Measures),
            report(Stage::Final),
            CaseDeed::Close,
        ],
        Matter::Visit(_) => vec![yes(None), report(Stage::Final), CaseDeed::Close],
        Matter::Contract(_) => vec![yes(None), report(Stage::Done), CaseDeed::Close],
        Matter::Demand { .. } => vec![
            report(Stage::Told),
            report(Stage::Heard),
            report(Stage::Done),
            CaseDeed::Close,
        ],
        Matter::Dispute { .. } => vec![
            report(Stage::Account),
            report(Stage::Agreed),
            CaseDeed::Close,
            CaseDeed::Close,
        ],
        Matter::Information { .. } => vec![yes(None)],
        Matter::Clearance { .. } => vec![yes(Some(Date::default()))],
        Matter::ClearanceEnded { .. } => vec![report(Stage::Told)],
    }
}
