//! Equivalence never lowers protection (invariant 2): the higher of two levels is not handled
//! lower, and what goes there and back is protected as before.

use super::{Mistake, mistake};
use entente_marking::{Equivalence, Level, Table};

pub(super) fn fit(table: &Table) -> Result<(), Mistake> {
    for row in table.rows() {
        there_and_back(table, row)?;
    }
    in_order(table)
}

/// A row whose both ends are classifications that are compared.
struct Step<'t> {
    row: &'t Equivalence,
    from: &'t Level,
    to: &'t Level,
}

fn step<'t>(table: &'t Table, row: &'t Equivalence) -> Option<Step<'t>> {
    let from = table.level(&row.from)?;
    let to = table.level(row.handle_as.as_ref()?)?;
    let compared = !from.not_classification && !to.not_classification;
    compared.then_some(Step { row, from, to })
}

fn in_order(table: &Table) -> Result<(), Mistake> {
    let steps: Vec<Step<'_>> = table.rows().filter_map(|row| step(table, row)).collect();
    for high in &steps {
        for low in &steps {
            let alike = high.from.party == low.from.party
                && high.row.to == low.row.to
                && high.to.party == low.to.party;
            if alike && high.from.rank > low.from.rank && high.to.rank < low.to.rank {
                let handled = |s: &Step<'_>| match &s.row.handle_as {
                    Some(level) => format!("{} as {level}", s.row.from),
                    None => s.row.from.to_string(),
                };
                return Err(mistake(
                    "equivalence",
                    format!(
                        "{} handles {}, and {} although it is the lower one",
                        high.row.to,
                        handled(high),
                        handled(low)
                    ),
                ));
            }
        }
    }
    Ok(())
}

fn there_and_back(table: &Table, row: &Equivalence) -> Result<(), Mistake> {
    let Some(there) = step(table, row) else {
        return Ok(());
    };
    let back = row
        .handle_as
        .as_ref()
        .and_then(|level| table.equivalent(level, &there.from.party))
        .and_then(|row| row.handle_as.as_ref());
    let Some((level, back)) = back.and_then(|id| Some((id, table.level(id)?))) else {
        return Ok(());
    };
    if back.party == there.from.party && back.rank < there.from.rank {
        return Err(mistake(
            "equivalence",
            format!(
                "{} goes to {} and would come back as {level}, which protects less; in a row of \
                 equals write the highest of a party first",
                row.from, row.to
            ),
        ));
    }
    Ok(())
}
