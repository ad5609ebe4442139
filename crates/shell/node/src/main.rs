//! The `entente` binary.

use clap::{CommandFactory, FromArgMatches};
use entente_node::{
    cli::{Cli, Noun},
    run,
};
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = Cli::command();
    let matches = match command.try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            let status = if error.use_stderr() { 2 } else { 0 };
            // Printing help into a closed pipe is not a failure.
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    match Cli::from_arg_matches(&matches) {
        // Before there is a runtime or a thread: it gives up what it could do.
        Ok(cli) if matches!(cli.noun, Noun::Extract) => entente_search::sandbox::child_main(),
        Ok(cli) => ExitCode::from(run::main(cli)),
        Err(error) => {
            let _ = error.print();
            ExitCode::from(2)
        }
    }
}
