//! What happens inside each party: its people, who reads what, where copies are.

use crate::{
    simulation::Year,
    world::{JPN, NZL},
};
use entente_engine::{
    Input, ReadAsked,
    house::{Readable, Sampled, draw, muster_deeds},
};
use entente_model::{
    Label, OfficialId,
    house::{Held, HouseDeed, Person, Scope, Standing, Who},
};

const GROUPS: [&str; 3] = ["strait", "relief", "exercise"];

fn id(text: &str) -> OfficialId {
    text.parse().unwrap()
}

fn input(by: &str, deed: HouseDeed) -> (&'static str, Input) {
    let kind = match &deed {
        HouseDeed::Person(_) => "house: person",
        HouseDeed::Clear { .. } => "house: clear",
        HouseDeed::Brief { .. } => "house: brief",
        HouseDeed::Post { .. } => "house: post",
        HouseDeed::Join { .. } => "house: join",
        HouseDeed::Grant { .. } => "house: grant",
        HouseDeed::Lend { .. } => "house: lend",
        HouseDeed::TakeBack { .. } => "house: take back",
        HouseDeed::Place { .. } => "house: place",
        HouseDeed::Muster { .. } => "house: muster",
        HouseDeed::Seen { .. } => "house: seen",
        HouseDeed::Standing(_) | HouseDeed::StandingEnd(_) => "house: standing",
        HouseDeed::Submit { .. } => "house: submit",
        HouseDeed::Decide { .. } => "house: decide",
        HouseDeed::Leave(_) => "house: leave",
        _ => "house: ended",
    };
    let input = Input::House {
        by: by.into(),
        deed: Box::new(deed),
    };
    (kind, input)
}

impl Year {
    /// Two hundred people a party: entered, posted, most cleared and briefed, some with a task.
    pub(crate) fn enter_people(&mut self, count: usize) {
        for node in 0..3 {
            let mut all = Vec::new();
            for n in 0..count {
                all.extend(self.arrival(node, format!("person-{n}")));
            }
            self.put_all(node, all);
        }
    }

    fn arrival(&mut self, node: usize, name: String) -> Vec<(&'static str, Input)> {
        let who = id(&name);
        let party = self.party(node);
        let nationality = match self.rng.below(20) {
            0 => "USA".parse().unwrap(),
            _ => party,
        };
        let mut deeds = vec![
            HouseDeed::Person(Person {
                id: who.clone(),
                name: name.clone(),
                nationalities: vec![nationality],
                staff: true,
                residence_years: 20,
                unit: String::new(),
            }),
            HouseDeed::Post {
                person: who.clone(),
                position: id("reader"),
                from: self.today(),
                until: self.in_days(400),
            },
        ];
        if self.rng.often(850) {
            deeds.push(self.clearance(node, &who));
        }
        if self.rng.often(900) {
            deeds.push(HouseDeed::Brief {
                person: who.clone(),
                agreement: None,
                on: self.today(),
            });
        }
        if self.rng.often(500) {
            let group = id(self.rng.pick::<&str>(&GROUPS));
            deeds.push(HouseDeed::Join {
                person: who.clone(),
                group,
            });
        }
        if self.rng.often(600) {
            deeds.push(self.task(node, Who::Person(who)));
        }
        self.people[node].push(name);
        let by = "security-officer";
        deeds.into_iter().map(|deed| input(by, deed)).collect()
    }

    fn clearance(&mut self, node: usize, who: &OfficialId) -> HouseDeed {
        let levels = match node {
            JPN => ["JPN.gov.2014.hi", "JPN.gov.2014.gokuhi"],
            NZL => ["NZL.psr.2022.confidential", "NZL.psr.2022.secret"],
            _ => ["AUS.psr.2022.confidential", "AUS.psr.2022.secret"],
        };
        let days = i32::try_from(20 + self.rng.below(500)).unwrap();
        HouseDeed::Clear {
            person: who.clone(),
            level: self.rng.pick(&levels).parse().unwrap(),
            until: self.in_days(days),
        }
    }

    /// A task of one of the node's two agreements.
    fn task(&mut self, node: usize, who: Who) -> HouseDeed {
        let pair = self.of_node(node);
        let purpose = self.purpose();
        HouseDeed::Grant {
            who,
            scope: Scope::Purpose(self.id(pair), purpose),
            task: "watch".into(),
            until: self.rng.often(300).then(|| self.in_days(90)),
        }
    }

    fn of_node(&mut self, node: usize) -> usize {
        let both = (0..3).filter(|p| self.pairs[*p].nodes.contains(&node));
        let both: Vec<usize> = both.collect();
        *self.rng.pick(&both)
    }

    fn somebody(&mut self, node: usize) -> OfficialId {
        id(&self.rng.maybe(&self.people[node]).unwrap())
    }

    /// Half a day inside a party.
    pub(crate) fn inside(&mut self, node: usize) {
        let mut inputs = Vec::new();
        for _ in 0..3 {
            inputs.extend(self.read(node));
        }
        if self.rng.often(700) {
            let (by, deed) = self.officer(node);
            inputs.push(input(by, deed));
        }
        if self.rng.often(500) {
            inputs.extend(self.custody(node));
        }
        if self.tick % 60 == 20 {
            inputs.extend(self.muster(node));
        }
        if self.rng.often(300) {
            inputs.extend(self.seen(node));
        }
        if self.rng.often(40) {
            inputs.extend(self.standing(node));
        }
        if self.rng.often(60) {
            inputs.extend(self.desk(node));
        }
        if self.rng.often(30) {
            let name = format!("person-{}", self.people[node].len());
            inputs.extend(self.arrival(node, name));
        }
        if !inputs.is_empty() {
            self.put_all(node, inputs);
        }
    }

    /// Somebody asks to read something given to the party; many are refused.
    fn read(&mut self, node: usize) -> Option<(&'static str, Input)> {
        let pair = self.of_node(node);
        let giver = self.pairs[pair].other(node);
        let given = self.waiting[pair].released.iter();
        let all: Vec<_> = given.filter(|(g, _)| *g == giver).copied().collect();
        let (_, n) = self.rng.maybe(&all)?;
        let agreement = self.id(pair);
        let party = self.party(giver);
        let register = &self.nodes[node].side.state.agreements[&agreement].register;
        let facts = register.facts(&party, n)?;
        let label = facts
            .label
            .as_deref()
            .cloned()
            .unwrap_or_else(|| Label::of(facts.level.clone()));
        let readable = Readable {
            receipted: register.receipted(&party, n).is_some(),
            given_on: Some(facts.on),
            ..Readable::of(&label, &party, &facts.purpose)
        };
        let other = self.purpose();
        let position = if self.rng.often(950) {
            "reader"
        } else {
            "inspector"
        };
        let asked = ReadAsked {
            person: self.somebody(node),
            position: id(position),
            item: Held::Given(agreement, party, n),
            how: "open".into(),
            purpose: self.rng.often(100).then_some(other),
            facts: readable,
            house: Ok(vec!["default-read".into()]),
        };
        Some(("read", Input::Read(Box::new(asked))))
    }

    /// The security officer's business; some of it done by somebody else, in vain.
    fn officer(&mut self, node: usize) -> (&'static str, HouseDeed) {
        let who = self.somebody(node);
        let group = id(self.rng.pick::<&str>(&GROUPS));
        let pair = self.of_node(node);
        let purpose = self.purpose();
        let scope = Scope::Purpose(self.id(pair), purpose);
        let ahead = if self.rng.often(100) { 3 } else { 0 };
        let deed = match self.rng.below(12) {
            0 | 1 => self.clearance(node, &who),
            2 => HouseDeed::Unclear {
                person: who,
                reason: "moved".into(),
            },
            3 => HouseDeed::Debrief {
                person: who,
                agreement: None,
            },
            4 => HouseDeed::Brief {
                person: who,
                agreement: Some(self.id(pair)),
                on: self.in_days(ahead),
            },
            5 => HouseDeed::Join { person: who, group },
            6 => HouseDeed::Part { person: who, group },
            7 | 8 => {
                let whose = if self.rng.often(300) {
                    Who::Group(group)
                } else {
                    Who::Person(who)
                };
                self.task(node, whose)
            }
            9 => HouseDeed::Revoke {
                who: Who::Person(who),
                scope,
            },
            10 if self.rng.often(150) => HouseDeed::Leave(who),
            10 => HouseDeed::Unpost {
                person: who,
                position: id("reader"),
            },
            _ => HouseDeed::Post {
                person: who,
                position: id("reader"),
                from: self.today(),
                until: self.in_days(300),
            },
        };
        let wrong = self.rng.often(80);
        (
            if wrong {
                "registrar"
            } else {
                "security-officer"
            },
            deed,
        )
    }

    /// Something the party was given and still has.
    fn held(&mut self, node: usize) -> Option<Held> {
        let pair = self.of_node(node);
        let giver = self.pairs[pair].other(node);
        let all = self.waiting[pair].released.iter();
        let all: Vec<_> = all.filter(|(g, _)| *g == giver).copied().collect();
        let (_, n) = self.rng.maybe(&all)?;
        Some(Held::Given(self.id(pair), self.party(giver), n))
    }

    fn custody(&mut self, node: usize) -> Option<(&'static str, Input)> {
        if self.rng.often(400)
            && let Some((item, number)) = self.rng.draw(&mut self.lent[node])
        {
            return Some(input("registrar", HouseDeed::TakeBack { item, number }));
        }
        let item = self.held(node)?;
        let deed = if self.rng.often(500) {
            HouseDeed::Place {
                item,
                number: 0,
                place: "Room 3".into(),
            }
        } else {
            self.lent[node].push((item.clone(), 0));
            HouseDeed::Lend {
                item,
                number: 0,
                to: self.somebody(node),
                until: self.in_days(10),
            }
        };
        Some(input("registrar", deed))
    }

    fn muster(&mut self, node: usize) -> Vec<(&'static str, Input)> {
        let held: Vec<_> = (0..30).filter_map(|_| self.held(node)).collect();
        let copies = held.into_iter().map(|held| Sampled {
            held,
            number: 0,
            top: false,
        });
        let drawn = draw(copies.collect(), 50, &[7; 32]);
        let number = self.nodes[node].side.state.house.next_muster();
        let open = drawn
            .iter()
            .map(|(held, copy)| (number, held.clone(), *copy));
        self.musters[node].extend(open);
        let deeds = muster_deeds(number, &drawn, 50, self.in_days(30));
        deeds.into_iter().map(|d| input("registrar", d)).collect()
    }

    fn seen(&mut self, node: usize) -> Option<(&'static str, Input)> {
        let (muster, item, number) = self.rng.draw(&mut self.musters[node])?;
        if self.rng.often(50) {
            // Said twice: the second is refused.
            self.musters[node].push((muster, item.clone(), number));
        }
        let deed = HouseDeed::Seen {
            muster,
            item,
            number,
            there: !self.rng.often(50),
        };
        Some(input("registrar", deed))
    }

    fn standing(&mut self, node: usize) -> Option<(&'static str, Input)> {
        if self.rng.often(400) {
            let ended = self.rng.maybe(&self.standing[node])?;
            return Some(input(
                "security-officer",
                HouseDeed::StandingEnd(id(&ended)),
            ));
        }
        let name = format!("feed-{}", self.standing[node].len() % 12);
        let pair = self.of_node(node);
        let ceiling = match node {
            JPN => "JPN.gov.2014.hi",
            NZL => "NZL.psr.2022.confidential",
            _ => "AUS.psr.2022.confidential",
        };
        let standing = Standing {
            id: id(&name),
            agreement: self.id(pair),
            what: "positions of ships".into(),
            purpose: self.purpose(),
            ceiling: ceiling.parse().unwrap(),
            until: self.in_days(60),
            officer: id("releasing-officer"),
        };
        self.standing[node].push(name);
        Some(input("releasing-officer", HouseDeed::Standing(standing)))
    }

    /// A draft over the house's own desk: whoever wrote it does not decide.
    fn desk(&mut self, node: usize) -> Vec<(&'static str, Input)> {
        let pair = self.of_node(node);
        let drafts = &self.nodes[node].side.state.drafts;
        let drafts: Vec<_> = drafts
            .values()
            .map(|d| (d.item.clone(), d.shown()))
            .collect();
        let Some((item, shown)) = self.rng.maybe(&drafts) else {
            return vec![];
        };
        let agreement = self.id(pair);
        let own = self.rng.often(250);
        let author = self.somebody(node);
        let by = if own {
            "releasing-officer"
        } else {
            author.as_str()
        };
        let submit = HouseDeed::Submit {
            item: item.clone(),
            agreement,
            purpose: self.purpose(),
            author: None,
        };
        let decide = HouseDeed::Decide {
            item,
            agreement,
            shown,
            approved: true,
            reason: String::new(),
        };
        vec![input(by, submit), input("releasing-officer", decide)]
    }
}
