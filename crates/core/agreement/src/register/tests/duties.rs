//! Duties.

use super::*;

const RESTRICTED: &str = "NZL.psr.2022.restricted";

fn duties(w: &World, who: usize) -> Vec<String> {
    let me = w.party(who);
    let duties = w.nodes[who].register.duties(&w.rules, w.day, &me);
    let row = |d: &Duty| {
        let due = d.due.map_or_else(|| "-".to_owned(), |d| d.to_string());
        let late = if d.overdue { " overdue" } else { "" };
        let article = d.article.as_ref().unwrap();
        format!("{} {due} {article} {}{late}", d.kind.word(), d.who)
    };
    assert_eq!(duties.count, duties.rows.len() as u64);
    duties.rows.iter().map(row).collect()
}

#[test]
fn a_receipt_is_owed_and_chased() {
    let mut w = World::model();
    let n = w.release(RESTRICTED, |_| {});
    assert_eq!(duties(&w, 0), ["receipt 2026-10-08 7.2 JPN"]);
    w.day = day("2026-10-15");
    assert_eq!(
        duties(&w, 1),
        [
            "receipt 2026-10-08 7.2 JPN overdue",
            "tracer 2026-10-15 7.2 NZL"
        ]
    );
    w.both(0, n, ItemDeed::Chase).unwrap();
    assert_eq!(duties(&w, 0), ["receipt 2026-10-08 7.2 JPN overdue"]);
    w.receipt(n);
    assert!(duties(&w, 0).is_empty());
    assert!(
        w.nodes[0]
            .register
            .duties(&w.rules, w.day, &party("AUS"))
            .rows
            .is_empty()
    );
}

#[test]
fn questions_orders_recalls_and_returns_wait_for_somebody() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    let asked = w.next(1);
    let leave = Leave {
        until: Some(day("2026-10-20")),
        ..Leave::new(LeaveFor::Copy)
    };
    w.both(
        1,
        n,
        ItemDeed::Ask {
            leave: leave.clone(),
            text: None,
        },
    )
    .unwrap();
    assert_eq!(duties(&w, 0), ["answer - 6.2 NZL"]);
    let consent = w.next(0);
    w.both(0, n, grant(asked, leave)).unwrap();
    assert_eq!(duties(&w, 0), ["lapse 2026-10-20 6.2 JPN"]);
    w.both(0, n, ItemDeed::Withdraw { answer: consent })
        .unwrap();
    let order = w.next(0);
    let on = w.day;
    w.both(
        0,
        n,
        ItemDeed::Reclass(reclass(Some("NZL.psr.2022.confidential"), on)),
    )
    .unwrap();
    assert_eq!(duties(&w, 1), ["apply 2026-10-31 4.3 JPN"]);
    w.both(1, n, ItemDeed::Applied { order }).unwrap();
    w.both(1, n, make(Made::Copy, 1, 1, None)).unwrap();
    w.both(
        0,
        n,
        ItemDeed::Recall {
            wanted: Wanted::Return,
            by: Some(day("2026-09-30")),
        },
    )
    .unwrap();
    assert_eq!(duties(&w, 1), ["recall 2026-09-30 8.3 JPN overdue"]);
    let sent = w.next(1);
    w.both(
        1,
        n,
        ItemDeed::Return {
            numbers: vec![0],
            by: "diplomatic".into(),
            on,
        },
    )
    .unwrap();
    w.both(0, n, ItemDeed::Back { sent }).unwrap();
    let late = ["recall 2026-09-30 8.3 JPN overdue", "disposal - 8.3 JPN"];
    assert_eq!(duties(&w, 0), late);
    let sent = w.next(1);
    w.both(
        1,
        n,
        ItemDeed::Return {
            numbers: vec![1],
            by: "diplomatic".into(),
            on,
        },
    )
    .unwrap();
    assert!(duties(&w, 0).contains(&"return - 8.3 NZL".to_owned()));
    w.both(0, n, ItemDeed::Back { sent }).unwrap();
    assert!(duties(&w, 0).is_empty());
}

#[test]
fn a_review_is_a_task_and_changes_nothing() {
    let mut w = World::model();
    let n = w.release(RESTRICTED, |r| {
        let mut label = Label::of(level(RESTRICTED));
        label.review = Some(day("2027-03-01"));
        label.declassify = Some(day("2030-01-01"));
        r.label = Some(Box::new(label));
    });
    w.receipt(n);
    w.day = day("2027-01-29");
    assert!(duties(&w, 0).is_empty());
    w.day = day("2027-03-02");
    assert_eq!(duties(&w, 0), ["review 2027-03-01 4.3 NZL overdue"]);
    let on = w.day;
    w.both(
        0,
        n,
        ItemDeed::Reclass(reclass(Some("NZL.psr.2022.confidential"), on)),
    )
    .unwrap();
    assert_eq!(duties(&w, 0), ["apply 2027-04-01 4.3 JPN"]);
    w.day = day("2029-12-15");
    let due = duties(&w, 0);
    assert!(
        due.contains(&"declassify 2030-01-01 4.3 NZL".to_owned()),
        "{due:?}"
    );
    assert_eq!(w.states(n), "held");
}

#[test]
fn what_ended_has_no_duties_and_the_list_is_bounded() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    for _ in 0..900 {
        w.item(1, n, ask(LeaveFor::Copy)).unwrap();
    }
    w.sync();
    let mut more = Duties::default();
    let one = w.nodes[0].register.duties(&w.rules, w.day, &w.party(0));
    assert_eq!(one.count, 900);
    for _ in 0..40 {
        one.rows.iter().for_each(|d| more.push(d.clone()));
    }
    more.cut();
    assert_eq!((more.rows.len(), more.count), (10_000, 36_000));
    let on = w.day;
    w.both(1, n, ItemDeed::Destroy(destroyed(on))).unwrap();
    assert!(duties(&w, 0).is_empty());
}
