//! What people read: answers, problems, help texts. Data goes to standard output, messages to
//! standard error; words come from `entente-words`.

mod agree;
mod case;
mod house;
mod life;
mod mark;
mod papers;
mod render;
mod statement;
mod talk;
mod terms;

use crate::cli::{Cli, Global};
use clap::CommandFactory;
use entente_model::{
    Problem,
    card::SignedCard,
    problem::{Class, Fault},
};
use entente_words::{Key, Lang, key, text};
use serde_json::Value;
use std::{
    fmt::Write as _,
    io::{IsTerminal, Write},
    path::Path,
};

/// Renders answers and problems in one language, for people or as JSON.
#[derive(Debug, Clone)]
pub struct Printer {
    /// Language.
    pub lang: Lang,
    json: bool,
    quiet: bool,
    plain: bool,
}

impl Printer {
    /// As the global options and the locale say.
    #[must_use]
    pub fn new(global: &Global) -> Self {
        let named = global.lang.as_deref().and_then(Lang::from_tag);
        let var = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        let lang = named.unwrap_or_else(|| {
            Lang::from_locale(
                var("LC_ALL").or_else(|| var("LC_MESSAGES")).as_deref(),
                var("LANG").as_deref(),
            )
        });
        Self {
            lang,
            json: global.json,
            quiet: global.quiet || global.plain,
            plain: global.plain,
        }
    }

    /// Whether JSON was asked for.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// One message.
    #[must_use]
    pub fn words(&self, key: Key, args: &[(&str, &str)]) -> String {
        text(self.lang, key, args)
    }

    /// Prints a command's answer.
    pub fn answer(&self, view: &str, value: &Value) {
        if view == "nothing"
            || (view == "opened" && value.get("to_stdout") == Some(&Value::Bool(true)))
        {
            return;
        }
        let out = if self.json {
            format!("{value:#}\n")
        } else {
            entente_words::on_screen(&render::render(self, view, value), '\n')
        };
        // A closed pipe is the reader's choice.
        let _ = std::io::stdout().lock().write_all(out.as_bytes());
    }

    /// Prints a message for people on standard error.
    pub fn notice(&self, message: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr().lock(), "{message}");
        }
    }

    /// Prints on standard error what must be read, also when asked to be quiet.
    pub fn important(message: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{message}");
    }

    /// How many are done so far, on a terminal only.
    pub fn progress(&self, done: u64) {
        if !self.quiet && std::io::stderr().is_terminal() {
            let _ = write!(std::io::stderr().lock(), "\r{done}");
        }
    }

    /// Prints a problem: what, why, whose fault, what to do.
    pub fn problem(&self, problem: &Problem) {
        if self.json {
            let value = serde_json::to_value(problem).unwrap_or_default();
            let _ = writeln!(std::io::stdout().lock(), "{value:#}");
        }
        let _ = write!(std::io::stderr().lock(), "{}", self.problem_text(problem));
    }

    /// Prints a page as it is.
    ///
    /// # Errors
    /// None: a closed pipe is the reader's choice.
    pub fn page(&self, text: &str) -> Result<(), Problem> {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
        Ok(())
    }

    /// The words of a problem.
    #[must_use]
    pub fn problem_text(&self, problem: &Problem) -> String {
        let kind = match problem.class {
            Class::Refused => key::UI_REFUSED,
            Class::Waiting => key::UI_WAITING,
            _ => key::UI_ERROR,
        };
        let args: Vec<(&str, &str)> = problem
            .args
            .iter()
            .map(|(k, v)| (k.as_ref(), v.as_str()))
            .collect();
        let mut out = String::new();
        match entente_words::code_texts(self.lang, &problem.code, &args) {
            Some(texts) => {
                let _ = writeln!(
                    out,
                    "{}[{}]: {}",
                    self.words(kind, &[]),
                    problem.code,
                    texts.what
                );
                if let Some(article) = &problem.article {
                    let _ = writeln!(
                        out,
                        "  {}",
                        self.words(key::UI_UNDER, &[("article", article)])
                    );
                }
                if let Some(decider) = &problem.decider {
                    let _ = writeln!(
                        out,
                        "  {}",
                        self.words(key::UI_DECIDER, &[("decider", decider)])
                    );
                }
                let fault = match problem.fault {
                    Fault::Partner => Some(key::UI_FAULT_PARTNER),
                    Fault::PartnerVersion => Some(key::UI_FAULT_VERSION),
                    Fault::Machine => Some(key::UI_FAULT_MACHINE),
                    Fault::You | Fault::Rule => None,
                };
                if let Some(fault) = fault {
                    let _ = writeln!(out, "  {}", self.words(fault, &[]));
                }
                let _ = writeln!(out, "  {} {}", self.words(key::UI_HELP, &[]), texts.remedy);
            }
            None => {
                let _ = writeln!(
                    out,
                    "{}[{}]: {problem}",
                    self.words(kind, &[]),
                    problem.code
                );
            }
        }
        out
    }

    /// `entente explain CODE`.
    ///
    /// # Errors
    /// USE-003 with the nearest code.
    pub fn explain(&self, code: &str) -> Result<(), Problem> {
        let known = entente_words::code_texts(self.lang, code, &[]);
        let Some(texts) = known else {
            let near = entente_words::nearest_code(code).unwrap_or("REL-014");
            return Err(
                Problem::new("USE-003", Class::Usage).with("code", format!("{code} ({near}?)"))
            );
        };
        let code = code.to_uppercase();
        if self.json {
            self.answer(
                "explain",
                &serde_json::json!({ "code": code, "what": texts.what, "help": texts.remedy }),
            );
        } else {
            let page = format!(
                "{code}: {}

{} {}
",
                texts.what,
                self.words(key::UI_HELP, &[]),
                texts.remedy
            );
            let _ = std::io::stdout().lock().write_all(page.as_bytes());
        }
        Ok(())
    }

    /// The recovery sheet, printed once.
    #[must_use]
    pub fn recovery_sheet(&self, card: &SignedCard, words: &[&str]) -> String {
        let mut out = format!(
            "{}\n",
            self.words(key::UI_RECOVERY, &[("party", card.card().party.as_str())])
        );
        for (row, four) in words.chunks(4).enumerate() {
            let _ = writeln!(
                out,
                "  {:>2}  {}",
                row.saturating_mul(4).saturating_add(1),
                four.iter()
                    .map(|w| format!("{w:<10}"))
                    .collect::<String>()
                    .trim_end()
            );
        }
        out.push_str(&self.words(key::UI_RECOVERY_KEEP, &[]));
        out.push('\n');
        out
    }

    pub(super) fn row(&self, out: &mut String, name: Key, value: &str) {
        let name = self.words(name, &[]);
        let _ = if self.plain {
            writeln!(out, "{name}\t{value}")
        } else {
            writeln!(out, "  {} {value}", pad(&name, 22))
        };
    }
}

/// Prints a completion script.
pub fn completion(shell: clap_complete::Shell) {
    clap_complete::generate(
        shell,
        &mut Cli::command(),
        "entente",
        &mut std::io::stdout(),
    );
}

/// Writes manual pages: one a command into a directory, or the main one to standard output.
///
/// # Errors
/// The machine's refusal.
pub fn manual(dir: Option<&Path>) -> Result<(), Problem> {
    match dir {
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command())
                .render(&mut page)
                .map_err(|e| crate::dir::machine(Path::new("-"), &e))?;
            // A closed pipe is the reader's choice.
            let _ = std::io::stdout().lock().write_all(&page);
            Ok(())
        }
        Some(dir) => std::fs::create_dir_all(dir)
            .and_then(|()| clap_mangen::generate_to(Cli::command(), dir))
            .map_err(|e| crate::dir::machine(dir, &e)),
    }
}

/// Pads to a width in columns, counting East Asian wide characters as two.
fn pad(text: &str, width: usize) -> String {
    let wide = |c: char| if c >= '\u{1100}' { 2 } else { 1 };
    let columns: usize = text.chars().map(wide).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(columns)))
}
