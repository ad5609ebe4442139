//! A year of three parties in pairs: everything that can happen at random, wrong things among it,
//! with partitions, lost and late pushes and restarts. At the end every two registers are the same
//! line by line, every copy is accounted for, every anchor stands, and every refusal says under
//! which provision and who decides.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "what two sides alone need")]
mod common;

mod book;
mod check;
mod consents;
mod items;
mod matters;
mod people;
mod rng;
mod simulation;
mod told;
mod world;
mod wrong;

use simulation::{HALF_DAYS, Year};

/// 365 days. Each week everybody hears everything once and both sides are compared.
fn run(seed: u64, items: usize, people: usize) -> Year {
    let mut year = Year::new(seed);
    year.enter_people(people);
    let half_days = usize::try_from(HALF_DAYS).unwrap();
    for half_day in 1..=half_days {
        year.half_day(items * half_day / half_days);
        if half_day % 14 == 0 && year.pairs.iter().all(|p| p.apart == 0) {
            year.settle();
            year.agree_everywhere();
            year.book.did("weeks compared");
        }
        if half_day % 146 == 0 {
            year.tallies_reconcile();
        }
        if half_day % 150 == 75 {
            let node = year.rng.below(3);
            year.restart(node);
        }
    }
    year.settle();
    year.quarantined();
    year
}

fn judge(year: &Year) {
    year.book.print();
    year.agree_everywhere();
    year.tallies_reconcile();
    year.an_alteration_is_found();
    let lines = year.lines_agree();
    let anchors = year.anchors_verify();
    let hops = year.protection_holds();
    for node in 0..3 {
        year.restored_equal(node);
    }
    for (case, count) in year.cases() {
        println!("  {count:>7}  {case}");
    }
    println!(
        "{lines} lines, {anchors} anchors, {hops} items passed on, {} acts of will",
        year.of_will
    );
    assert!(hops > 0 && year.onward_by_plan() > 0);
    // Nobody forged anything: nothing was set aside but for what its giver may not give.
    assert!(!year.book.noes.contains_key("SEAL-003"));
    let lacking = year.book.lacking();
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

/// A number from the environment, where somebody wants another year than the usual one.
fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// `ENTENTE_YEAR_ITEMS` and `ENTENTE_YEAR_SEED` make another year of it.
#[test]
fn a_year() {
    let items = asked("ENTENTE_YEAR_ITEMS").unwrap_or(20_000);
    let seed = asked("ENTENTE_YEAR_SEED").unwrap_or(0x2027_0202);
    let started = std::time::Instant::now();
    let year = run(seed, usize::try_from(items).unwrap(), 200);
    println!("the year took {:?}", started.elapsed());
    judge(&year);
    println!("with the checks {:?}", started.elapsed());
    assert!(year.book.done["release"] * 100 >= items * 95);
}
