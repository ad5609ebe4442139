//! Properties over many facts (agreements.md §4, invariant 6).

use super::testing::{any_date, cases, jp_kr, party, terms};
use super::tests::{eif, esa, exit};
use super::*;
use crate::{
    dates::zone_at,
    facts::{AmendmentFact, Notice, NoticeKind, Pause, Revival, Stay, StayTo},
    terms::Gate,
};
use jiff::{SignedDuration, Timestamp, ToSpan, ZonedDateTime, civil::date, tz::TimeZone};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// Terms of every kind, all between these three parties or the first two of them.
fn all_terms() -> Vec<Terms> {
    let three = ["FRA", "DEU", "ITA"];
    let renewed = jp_kr().duration;
    let mut all = vec![esa()];
    for trigger in crate::terms::Trigger::ALL {
        for offset in ["offset = \"none\"", "offset = \"first-of-month\"\nn = 2"] {
            let more = format!("{offset}\nnth = 2\nparty = \"DEU\"\nprovisional = true");
            let mut one = terms("Europe/Paris", &three, &eif(trigger.word(), &more));
            one.termination = exit("receipt", "minimum = true").termination;
            all.push(one.clone());
            one.duration.clone_from(&renewed);
            one.accession = esa().accession;
            all.push(one.clone());
            one.depositary = esa().depositary;
            one.termination = esa().termination;
            one.zone = "Pacific/Apia".into();
            all.push(one);
        }
    }
    all
}

fn near() -> impl Strategy<Value = Date> {
    (0i32..4000).prop_map(|n| date(2009, 1, 1).checked_add(n.days()).unwrap())
}

fn who(strangers: bool) -> impl Strategy<Value = PartyId> {
    let mut ids = vec!["FRA", "DEU", "ITA"];
    if strangers {
        ids.extend(["PRT", "YYZ", "DEPOSITARY"]);
    }
    select(ids).prop_map(party)
}

/// A notice; a wild one may contradict itself and others.
fn notice(day: BoxedStrategy<Date>, wild: bool) -> impl Strategy<Value = Notice> {
    let kinds = select(vec![
        NoticeKind::Completed,
        NoticeKind::Deposited,
        NoticeKind::Terminate,
        NoticeKind::NoRenewal,
    ]);
    let receipts = vec((who(wild), day.clone(), 0i32..40), 0..4);
    let effective = option::weighted(if wild { 0.2 } else { 0.01 }, day.clone());
    let notice = (who(wild), kinds, day, receipts, effective);
    notice.prop_map(move |(from, kind, dated, receipts, effective)| {
        let receipt = |(by, on, after): (PartyId, Date, i32)| {
            let tame = dated.checked_add(after.days()).unwrap_or(dated);
            (by.to_string(), if wild { on } else { tame })
        };
        let mut received: BTreeMap<String, Date> = receipts.into_iter().map(receipt).collect();
        if !wild {
            received.remove(from.as_str());
        }
        Notice {
            number: None,
            from,
            kind,
            dated,
            received,
            effective,
        }
    })
}

fn signed(day: BoxedStrategy<Date>, wild: bool) -> impl Strategy<Value = BTreeMap<PartyId, Date>> {
    let full = (day.clone(), day.clone(), day.clone()).prop_map(|(a, b, c)| {
        [("FRA", a), ("DEU", b), ("ITA", c)]
            .map(|(p, d)| (party(p), d))
            .into()
    });
    prop_oneof![
        3 => full,
        1 => vec((who(wild), day), 0..4).prop_map(|v| v.into_iter().collect()),
    ]
}

fn any_facts(day: BoxedStrategy<Date>, wild: bool) -> impl Strategy<Value = Facts> {
    let to = prop_oneof![
        Just(StayTo::Void),
        Just(StayTo::Revivable),
        day.clone().prop_map(StayTo::Until)
    ];
    let sometimes = if wild { 0.3 } else { 0.05 };
    (
        signed(day.clone(), wild),
        vec(notice(day.clone(), wild), 0..10),
        option::weighted(sometimes, day.clone()),
        vec(
            (any::<prop::sample::Index>(), to, signed(day.clone(), wild)),
            0..3,
        ),
        vec((any::<prop::sample::Index>(), day.clone()), 0..2),
        vec((who(wild), day.clone(), option::of(day.clone())), 0..3),
        vec(
            (
                signed(day.clone(), wild),
                vec(notice(day.clone(), wild), 0..5),
            ),
            0..3,
        ),
        vec((select(Gate::ALL.to_vec()), day), 0..3),
    )
        .prop_map(
            move |(signed, notices, consent, stays, revivals, pauses, amendments, gates)| {
                let ends = |n: &&Notice| {
                    wild || matches!(n.kind, NoticeKind::Terminate | NoticeKind::NoRenewal)
                };
                let given: Vec<Notice> = notices.iter().filter(ends).cloned().collect();
                let of = |index: &prop::sample::Index| {
                    (!given.is_empty()).then(|| index.get(&given).clone())
                };
                Facts {
                    signed,
                    notices,
                    ended_by_consent: consent,
                    stays: stays
                        .iter()
                        .filter_map(|(n, to, signed)| {
                            let (of, to, signed) = (of(n)?, *to, signed.clone());
                            let (of, dated) = (of.from, of.dated);
                            Some(Stay {
                                number: None,
                                of,
                                dated,
                                to,
                                signed,
                            })
                        })
                        .collect(),
                    revivals: revivals
                        .iter()
                        .filter_map(|(n, on)| {
                            let (of, on) = (of(n)?, *on);
                            let (by, of, dated) = (of.from.clone(), of.from, of.dated);
                            Some(Revival {
                                of,
                                dated,
                                number: None,
                                by,
                                on,
                            })
                        })
                        .collect(),
                    pauses: pauses
                        .into_iter()
                        .map(|(by, from, until)| Pause { by, from, until })
                        .collect(),
                    amendments: amendments
                        .into_iter()
                        .enumerate()
                        .map(|(n, (signed, notices))| AmendmentFact {
                            name: format!("a{n}"),
                            signed,
                            notices,
                        })
                        .collect(),
                    gates,
                    ..Facts::default()
                }
            },
        )
}

/// Brings facts into a likely order of time: ends after beginnings, stays after notices; and drops
/// notices against renewal where nothing is renewed.
fn tame(terms: &Terms, mut facts: Facts) -> Facts {
    let renews = terms
        .duration
        .as_ref()
        .is_some_and(|d| d.auto_renew.is_some());
    let later = |day: Date| day.checked_add(5000.days()).unwrap();
    let after = |dated: Date, base: i16, day: Date| {
        dated
            .checked_add((base + day.day_of_year() / 4).days())
            .unwrap()
    };
    facts
        .notices
        .retain(|n| renews || n.kind != NoticeKind::NoRenewal);
    for notice in &mut facts.notices {
        if matches!(notice.kind, NoticeKind::Terminate | NoticeKind::NoRenewal) {
            notice.dated = later(notice.dated);
            notice
                .received
                .values_mut()
                .for_each(|day| *day = later(*day));
        }
    }
    for stay in &mut facts.stays {
        stay.dated = later(stay.dated);
        stay.signed
            .values_mut()
            .for_each(|day| *day = after(stay.dated, 0, *day));
        if let StayTo::Until(until) = stay.to {
            stay.to = StayTo::Until(after(stay.dated, 60, until));
        }
    }
    for revival in &mut facts.revivals {
        revival.dated = later(revival.dated);
        revival.on = after(revival.dated, 100, revival.on);
    }
    let given = facts.notices.clone();
    let there = |of: &PartyId, dated: Date| given.iter().any(|n| &n.from == of && n.dated == dated);
    facts.stays.retain(|stay| there(&stay.of, stay.dated));
    facts.revivals.retain(|r| {
        let stayed = |s: &Stay| s.to == StayTo::Revivable && s.of == r.of && s.dated == r.dated;
        there(&r.of, r.dated) && facts.stays.iter().any(stayed)
    });
    facts.ended_by_consent = facts.ended_by_consent.map(later);
    facts
}

/// Another order in which the same records may arrive: each party's own order stays.
fn interleave(notices: &[Notice], picks: &[usize]) -> Vec<Notice> {
    let mut logs: BTreeMap<PartyId, Vec<Notice>> = BTreeMap::new();
    for notice in notices.iter().rev() {
        logs.entry(notice.from.clone())
            .or_default()
            .push(notice.clone());
    }
    let mut all = Vec::new();
    let mut picks = picks.iter().cycle();
    while !logs.is_empty() {
        let at = picks.next().copied().unwrap_or(0) % logs.len();
        let from = logs.keys().nth(at).unwrap().clone();
        let log = logs.get_mut(&from).unwrap();
        all.extend(log.pop());
        if log.is_empty() {
            logs.remove(&from);
        }
    }
    all
}

fn check(terms: &Terms, facts: &Facts) -> Result<(), TestCaseError> {
    let line = timeline(terms, facts);
    let listed = all_dates(terms, facts);
    prop_assert_eq!(line.is_ok(), listed.is_ok());
    let (Ok(line), Ok(listed)) = (line, listed) else {
        return Ok(());
    };
    let in_force = listed.iter().find(|(name, _)| name == "in-force").unwrap();
    prop_assert_eq!(&line.in_force, &in_force.1.clone().ok());
    if let (Some(begin), Some(end)) = (&line.in_force, &line.end) {
        let begin = line
            .provisional
            .as_ref()
            .map_or(begin.date, |p| p.date.min(begin.date));
        prop_assert!(begin <= end.date);
    }
    for (party, left) in &line.left {
        if let Some(bound) = line.bound.get(party) {
            prop_assert!(bound.date <= left.date);
        }
    }
    for bound in line.bound.values() {
        prop_assert!(
            line.in_force
                .as_ref()
                .is_some_and(|first| first.date <= bound.date)
        );
    }
    for n in [0, 1, 2, 1000, u32::MAX] {
        let _ = last_notice_day(terms, &line, n);
    }
    Ok(())
}

/// A node, which keeps what it knows as its own clock and its own zone show it.
struct Node {
    zone: &'static str,
    skew: SignedDuration,
}

impl Node {
    /// Notes an instant of a signed act: in local time, shifted as its clock is.
    fn notes(&self, at: Timestamp) -> ZonedDateTime {
        (at + self.skew).to_zoned_datetime(TimeZone::get(self.zone).unwrap())
    }

    /// The day of the act, in the zone the agreement states.
    fn day(&self, terms: &Terms, noted: &ZonedDateTime, by: &PartyId) -> Date {
        let clock = terms.entry_into_force.as_ref().unwrap().zone.as_deref();
        let zone = TimeZone::get(zone_at(terms, clock, Some(by))).unwrap();
        (noted.timestamp() - self.skew)
            .to_zoned_datetime(zone)
            .date()
    }

    fn facts(&self, terms: &Terms, acts: &[(bool, Timestamp, Timestamp)]) -> Facts {
        let (jpn, kor) = (party("JPN"), party("KOR"));
        let mut facts = Facts::default();
        for (n, (korean, sent, got)) in acts.iter().enumerate() {
            let (from, to) = if *korean { (&kor, &jpn) } else { (&jpn, &kor) };
            let dated = self.day(terms, &self.notes(*sent), from);
            let received = self.day(terms, &self.notes(*got), to);
            facts.signed.entry(from.clone()).or_insert(dated);
            facts.notices.push(Notice {
                number: None,
                from: from.clone(),
                kind: if n < 2 {
                    NoticeKind::Completed
                } else {
                    NoticeKind::NoRenewal
                },
                dated,
                received: [(to.to_string(), received)].into(),
                effective: None,
            });
        }
        facts
    }
}

const ZONES: [&str; 6] = [
    "Asia/Tokyo",
    "Pacific/Auckland",
    "Pacific/Apia",
    "America/Anchorage",
    "Europe/London",
    "Pacific/Kiritimati",
];

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_facts_any_terms_never_panic(pick in any::<prop::sample::Index>(), facts in any_facts(any_date().boxed(), true)) {
        check(pick.get(&all_terms()), &facts)?;
    }

    #[test]
    fn plausible_facts_end_after_they_begin(pick in any::<prop::sample::Index>(), facts in any_facts(near().boxed(), false)) {
        let all = all_terms();
        let terms = pick.get(&all);
        check(terms, &tame(terms, facts))?;
    }

    #[test]
    fn the_order_of_arrival_changes_nothing(
        pick in any::<prop::sample::Index>(),
        facts in any_facts(near().boxed(), false),
        picks in vec(0usize..9, 1..9),
    ) {
        let all = all_terms();
        let terms = pick.get(&all);
        let facts = tame(terms, facts);
        let mut other = facts.clone();
        other.notices = interleave(&facts.notices, &picks);
        other.stays.reverse();
        other.revivals.reverse();
        other.pauses.reverse();
        other.gates.reverse();
        other.amendments.reverse();
        for amendment in &mut other.amendments {
            amendment.notices = interleave(&amendment.notices, &picks);
        }
        prop_assert_eq!(timeline(terms, &facts).ok(), timeline(terms, &other).ok());
        prop_assert_eq!(all_dates(terms, &facts).is_ok(), all_dates(terms, &other).is_ok());
    }

    #[test]
    fn nodes_with_other_clocks_and_zones_agree(
        zones in (select(&ZONES[..]), select(&ZONES[..]), select(&ZONES[..])),
        skews in (-90_000i64..90_000, -90_000i64..90_000),
        own_zone in option::of(select(&ZONES[..])),
        acts in vec((0i64..40_000_000, 0i64..4_000_000), 2..6),
    ) {
        let mut terms = jp_kr();
        terms.zone = zones.2.into();
        for (n, one) in terms.party.iter_mut().enumerate() {
            one.zone = own_zone.filter(|_| n == 0).map(Into::into);
        }
        let start = 1_479_000_000;
        let acts: Vec<_> = acts.iter().enumerate().map(|(n, (sent, way))| {
            let sent = start + sent + if n < 2 { 0 } else { 40_000_000 };
            (n % 2 == 1, Timestamp::from_second(sent).unwrap(), Timestamp::from_second(sent + way).unwrap())
        }).collect();
        let nodes = [(zones.0, skews.0), (zones.1, skews.1)].map(|(zone, skew)| {
            let skew = SignedDuration::from_secs(skew);
            timeline(&terms, &Node { zone, skew }.facts(&terms, &acts))
        });
        let [one, other] = nodes;
        prop_assert!(one.as_ref().is_ok_and(|line| line.in_force.is_some()), "{one:?}");
        prop_assert_eq!(one, other);
    }
}

/// The properties above mean something only if many of the facts are accepted.
#[test]
fn plausible_facts_are_mostly_accepted() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut accepted, mut ended) = (0, 0);
    for terms in all_terms().iter().cycle().take(500) {
        let facts = any_facts(near().boxed(), false)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let Ok(line) = timeline(terms, &tame(terms, facts)) else {
            continue;
        };
        accepted += 1;
        ended += u32::from(line.end.is_some() || !line.left.is_empty());
    }
    assert!(accepted > 250 && ended > 50, "{accepted} {ended}");
}
