//! `cargo xtask bench`: figures as ratios to ceilings taken in the same run, interleaved, and CPU
//! time per item, which holds on a noisy machine. Prints the machine's load beside them.

mod append;
mod machine;
mod nodes;
mod permit;
mod seal;
mod talk;

use serde_json::{Map, Value, json};
use std::{path::PathBuf, process::ExitCode};

/// Anything that stops a measurement.
pub(crate) type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let json = match args.as_slice() {
        [] => None,
        [flag, file] if flag == "--json" => Some(PathBuf::from(file)),
        _ => {
            eprintln!("usage: cargo xtask bench [--json FILE]");
            return ExitCode::from(2);
        }
    };
    match measure(json) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(json: Option<PathBuf>) -> Result<(), Failed> {
    println!("{}", machine::pressure());
    let mut figures = Figures::default();
    permit::measure(&mut figures)?;
    talk::measure(&mut figures)?;
    seal::measure(&mut figures)?;
    let raw = append::measure(&mut figures)?;
    nodes::measure(&mut figures, raw)?;
    println!("{}", machine::pressure());
    if let Some(path) = json {
        std::fs::write(path, serde_json::to_vec_pretty(&figures.0)?)?;
    }
    Ok(())
}

/// What was measured, by its stable name.
#[derive(Default)]
pub(crate) struct Figures(Map<String, Value>);

impl Figures {
    /// Keeps a figure and prints it with what it means.
    pub(crate) fn put(&mut self, name: &str, value: f64, what: &str) {
        println!("{name:<24} {value:>12.3}   {what}");
        self.0.insert(name.to_owned(), json!(value));
    }
}

/// The middle of several measurements.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A count as a float; exact below 2^53.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "figures are rounded anyway"
)]
pub(crate) fn float(n: u64) -> f64 {
    n as f64
}
