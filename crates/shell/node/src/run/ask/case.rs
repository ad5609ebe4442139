//! The commands of cases: from what was typed to what the node is asked.

use super::{super::Session, absolute, by, machine, position, read_text};
use crate::{
    cli::{
        Global,
        case::{
            Asked, Body, CaseNoun, Clearance, Contract, Demand, Dispute, Incident, Inspect, Kind,
            Listed, NewContract, One, Opens, Request, Says, Signs, Step, Until, Visit,
        },
    },
    command::Command,
    matters::{self, About, AskedVisit, CaseCommand, Named, Signed, Sort, What},
};
use entente_model::{
    Digest, OfficialId, PartyId, Problem, case::Stage, problem::Class, time::Date,
};
use serde_json::Value;
use std::path::Path;

/// Largest guide whose digest is made, bytes: it is read whole.
const MAX_GUIDE: u64 = 256 << 20;
/// Longest word of a field of a form that is looked at, characters.
const MAX_FIELD: usize = 40;

/// View and command.
type Asks = (&'static str, CaseCommand);

pub(super) async fn ask(
    global: &Global,
    session: &Session,
    noun: CaseNoun,
) -> Result<(&'static str, Value), Problem> {
    let (view, command) = match noun {
        CaseNoun::Incident(verb) => incident(global, verb)?,
        CaseNoun::Inspect(verb) => inspect(global, verb)?,
        CaseNoun::Visit(verb) => visit(global, verb)?,
        CaseNoun::Contract(verb) => contract(global, verb)?,
        CaseNoun::Demand(verb) => demand(global, verb)?,
        CaseNoun::Dispute(verb) => dispute(global, verb)?,
        CaseNoun::Request(verb) => request(global, verb)?,
        CaseNoun::Clearance(verb) => clearance(global, verb)?,
    };
    let value = session.call(Command::Case(Box::new(command))).await?;
    Ok((view, value))
}

fn incident(global: &Global, verb: Incident) -> Result<Asks, Problem> {
    let at = Noun::new(global, Sort::Incident);
    match verb {
        Incident::Report {
            items,
            kind,
            on,
            opens,
        } => {
            let trigger = match kind {
                Kind::Actual => "actual",
                Kind::Suspected => "suspected",
                Kind::Possible => "possible",
            };
            let trigger = trigger.to_owned();
            at.open(About::Incident { trigger, items }, Some(on), opens)
        }
        Incident::Notify(says) => at.says(Stage::Preliminary, says),
        Incident::Contain(says) => at.says(Stage::Contained, says),
        Incident::Damage(says) => at.says(Stage::Damage, says),
        Incident::ReportFinal(says) => at.says(Stage::Final, says),
        Incident::Measures(says) => at.says(Stage::Measures, says),
        Incident::Help(says) => at.says(Stage::Help, says),
        Incident::Close(step) => at.step(What::Close, step),
        Incident::Reopen(says) => at.said(What::Reopen, says),
        Incident::List(listed) => Ok(at.list(listed)),
        Incident::Show(one) => Ok(at.show(one)),
    }
}

fn inspect(global: &Global, verb: Inspect) -> Result<Asks, Problem> {
    let at = Noun::new(global, Sort::Inspection);
    match verb {
        Inspect::Open { on, trigger, opens } => {
            at.open(About::Inspection { visit: on, trigger }, None, opens)
        }
        Inspect::Permit(step) => at.step(YES, step),
        Inspect::Refuse(step) => at.step(NO, step),
        Inspect::Withdraw(step) => at.step(What::Withdraw, step),
        Inspect::Finding(says) => at.says(Stage::Finding, says),
        Inspect::Measures(says) => at.says(Stage::Measures, says),
        Inspect::Final(says) => at.says(Stage::Final, says),
        Inspect::Close(step) => at.step(What::Close, step),
        Inspect::Reopen(says) => at.said(What::Reopen, says),
        Inspect::List(listed) => Ok(at.list(listed)),
        Inspect::Show(one) => Ok(at.show(one)),
    }
}

fn visit(global: &Global, verb: Visit) -> Result<Asks, Problem> {
    let at = Noun::new(global, Sort::Visit);
    match verb {
        Visit::Ask(asked) => at.visit(*asked),
        Visit::Permit(until) => at.until(until),
        Visit::Refuse(step) => at.step(NO, step),
        Visit::Withdraw(step) => at.step(What::Withdraw, step),
        Visit::Report(says) => at.says(Stage::Final, says),
        Visit::Close(step) => at.step(What::Close, step),
        Visit::List(listed) => Ok(at.list(listed)),
        Visit::Show(one) => Ok(at.show(one)),
    }
}

fn contract(global: &Global, verb: Contract) -> Result<Asks, Problem> {
    let at = Noun::new(global, Sort::Contract);
    match verb {
        Contract::New(new) => at.contract(*new),
        Contract::Confirm(until) => at.until(until),
        Contract::Refuse(step) => at.step(NO, step),
        Contract::Withdraw(step) => at.step(What::Withdraw, step),
        Contract::Finding(says) => at.says(Stage::Finding, says),
        Contract::Done(says) => at.says(Stage::Done, says),
        Contract::Close(step) => at.step(What::Close, step),
        Contract::List(listed) => Ok(at.list(listed)),
        Contract::Show(one) => Ok(at.show(one)),
    }
}

fn demand(global: &Global, verb: Demand) -> Result<Asks, Problem> {
    let at = Noun::new(global, Sort::Demand);
    match verb {
        Demand::Open {
            body,
            items,
            answer_by,
            on,
            opens,
        } => {
            let body = match body {
                Body::Court => "court",
                Body::Parliament => "parliament",
                Body::Authority => "authority",
                Body::Other => "other",
            };
            let about = About::Demand {
                body: body.to_owned(),
                answer_by,
                items,
            };
            at.open(about, on, opens)
        }
        Demand::Tell(says) => at.says(Stage::Told, says),
        Demand::Heard(says) => at.says(Stage::Heard, says),
        Demand::Consent(step) => at.step(YES, step),
        Demand::Refuse(step) => at.step(NO, step),
        Demand::Done(says) => at.says(Stage::Done, says),
        Demand::Close(step) => at.step(What::Close, step),
        Demand::Reopen(says) => at.said(What::Reopen, says),
        Demand::List(listed) => Ok(at.list(listed)),
        Demand::Show(one) => Ok(at.show(one)),
    }
}

fn dispute(global: &Global, verb: Dispute) -> Result<Asks, Problem> {
    let at = Noun::new(global, Sort::Dispute);
    match verb {
        Dispute::Open {
            articles,
            items,
            opens,
        } => at.open(About::Dispute { articles, items }, None, opens),
        Dispute::Account(says) => at.says(Stage::Account, says),
        Dispute::Agree(says) => at.says(Stage::Agreed, says),
        Dispute::Close(step) => at.step(What::Close, step),
        Dispute::Reopen(says) => at.said(What::Reopen, says),
        Dispute::Evidence { case, output } => {
            let case = at.named(case.case, case.agreement);
            let to = absolute(&output)?;
            Ok(("case-evidence", CaseCommand::Evidence { case, to }))
        }
        Dispute::List(listed) => Ok(at.list(listed)),
        Dispute::Show(one) => Ok(at.show(one)),
    }
}

fn request(global: &Global, verb: Request) -> Result<Asks, Problem> {
    let at = Noun::new(global, Sort::Information);
    match verb {
        Request::New {
            purpose,
            reply_by,
            originators,
            opens,
        } => {
            let about = About::Information {
                purpose,
                reply_by,
                originators,
            };
            at.open(about, None, opens)
        }
        Request::Answer {
            items,
            refuse,
            step,
        } => {
            let what = What::Answer {
                granted: !refuse,
                until: None,
                items,
            };
            at.step(what, step)
        }
        Request::Withdraw(step) => at.step(What::Withdraw, step),
        Request::List(listed) => Ok(at.list(listed)),
        Request::Show(one) => Ok(at.show(one)),
    }
}

fn clearance(global: &Global, verb: Clearance) -> Result<Asks, Problem> {
    let at = Noun::new(global, Sort::Clearance);
    match verb {
        Clearance::Ask { level, opens } => at.open(About::Clearance { level }, None, opens),
        Clearance::Confirm(until) => at.until(until),
        Clearance::Refuse(step) => at.step(NO, step),
        Clearance::Withdraw(step) => at.step(What::Withdraw, step),
        Clearance::Ended {
            facility,
            on,
            opens,
        } => at.open(About::ClearanceEnded { facility }, on, opens),
        Clearance::Acknowledge(step) => at.step(What::Report(Stage::Told), step),
        Clearance::List(listed) => Ok(at.list(listed)),
        Clearance::Show(one) => Ok(at.show(one)),
    }
}

const YES: What = What::Answer {
    granted: true,
    until: None,
    items: Vec::new(),
};
const NO: What = What::Answer {
    granted: false,
    until: None,
    items: Vec::new(),
};

/// What the commands of one noun share.
struct Noun<'a> {
    global: &'a Global,
    sort: Sort,
}

impl<'a> Noun<'a> {
    fn new(global: &'a Global, sort: Sort) -> Self {
        Self { global, sort }
    }

    /// Whose business it usually is; a dispute's signatory is named.
    fn usual(&self) -> Option<&'static str> {
        match self.sort {
            Sort::Dispute => None,
            Sort::Information => Some("releasing-officer"),
            _ => Some("security-officer"),
        }
    }

    fn signed(
        &self,
        text: Option<String>,
        on: Option<Date>,
        official: Option<OfficialId>,
        agreement: Option<String>,
    ) -> Result<Signed, Problem> {
        let text = match text {
            Some(text) if text == "-" => read_text(Path::new("-"))?.trim_end().to_owned(),
            text => text.unwrap_or_default(),
        };
        let official = position(self.global, official, self.usual())?;
        Ok(Signed {
            agreement,
            on,
            text,
            by: by(self.global, official, true)?,
        })
    }

    fn opening(&self, about: About, with: Option<PartyId>, act: Signed) -> Result<Asks, Problem> {
        Ok(("case-done", CaseCommand::Open { about, with, act }))
    }

    fn open(&self, about: About, on: Option<Date>, opens: Opens) -> Result<Asks, Problem> {
        let act = self.signed(Some(opens.text), on, opens.official, opens.agreement)?;
        self.opening(about, opens.with, act)
    }

    fn visit(&self, asked: Asked) -> Result<Asks, Problem> {
        let form = form(&read_text(&asked.form)?, &asked.form)?;
        let visit = AskedVisit {
            host: asked.host,
            from: asked.from,
            until: asked.until,
            level: asked.level,
            purpose: asked.purpose,
            places: asked.places,
            visitors: asked.visitors,
            list: asked.list,
            urgent: asked.urgent,
            third_country: asked.third_country,
            diplomatic: asked.diplomatic,
            states: form.states,
        };
        let act = self.signed(Some(form.text), None, asked.official, asked.agreement)?;
        self.opening(About::Visit(Box::new(visit)), None, act)
    }

    fn contract(&self, new: NewContract) -> Result<Asks, Problem> {
        let guide = new.guide.as_deref().map(digest).transpose()?;
        let about = matters::NewContract {
            firm: new.firm,
            place: new.place,
            level: new.level,
            facility: new.facility,
            guide,
            under: new.under,
            foreign_owned: new.foreign_owned,
        };
        let Signs {
            on,
            official,
            agreement,
        } = new.signs;
        let act = self.signed(new.text, on, official, agreement)?;
        self.opening(About::Contract(Box::new(about)), new.with, act)
    }

    fn named(&self, case: String, agreement: Option<String>) -> Named {
        Named {
            case,
            sort: self.sort,
            agreement,
        }
    }

    fn step(&self, what: What, step: Step) -> Result<Asks, Problem> {
        let Signs {
            on,
            official,
            agreement,
        } = step.signs;
        let act = self.signed(step.text, on, official, None)?;
        let case = self.named(step.case, agreement);
        Ok(("case-done", CaseCommand::Step { case, what, act }))
    }

    fn said(&self, what: What, says: Says) -> Result<Asks, Problem> {
        let step = Step {
            case: says.case,
            text: Some(says.text),
            signs: says.signs,
        };
        self.step(what, step)
    }

    fn says(&self, stage: Stage, says: Says) -> Result<Asks, Problem> {
        self.said(What::Report(stage), says)
    }

    fn until(&self, yes: Until) -> Result<Asks, Problem> {
        let what = What::Answer {
            granted: true,
            until: yes.until,
            items: Vec::new(),
        };
        self.step(what, yes.step)
    }

    fn list(&self, listed: Listed) -> Asks {
        let command = CaseCommand::List {
            sort: self.sort,
            open: listed.open,
            agreement: listed.agreement,
        };
        ("cases", command)
    }

    fn show(&self, one: One) -> Asks {
        let case = self.named(one.case, one.agreement);
        ("case", CaseCommand::Show { case })
    }
}

/// A form filled in.
#[derive(Debug, PartialEq, Eq)]
struct Form {
    /// The fields with something in them, each once, in the order of the file.
    states: Vec<String>,
    /// What is sealed: the lines as they are.
    text: String,
}

/// Reads `field: value` lines. A line that begins with a space goes on with the value before it;
/// empty lines and those with `#` in front are left out.
///
/// # Errors
/// USE-002 for a line that is neither.
fn form(text: &str, file: &Path) -> Result<Form, Problem> {
    let mut form = Form {
        states: Vec::new(),
        text: String::new(),
    };
    let mut field: Option<String> = None;
    for (number, line) in (1u32..).zip(text.lines()) {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let goes_on = line.starts_with([' ', '\t', '\u{3000}']);
        let value = match line.split_once([':', '：']).filter(|_| !goes_on) {
            Some((name, value)) => {
                let name = name.trim().to_ascii_lowercase();
                field = Some(name.chars().take(MAX_FIELD).collect());
                value
            }
            None if goes_on && field.is_some() => line,
            None => {
                return Err(Problem::new("USE-002", Class::Usage)
                    .with("value", format!("{}: {number}", file.display()))
                    .with("kind", "field: value"));
            }
        };
        if let Some(name) = field.clone()
            && !value.trim().is_empty()
            && !form.states.contains(&name)
        {
            form.states.push(name);
        }
        form.text.push_str(line);
        form.text.push('\n');
    }
    form.text.truncate(form.text.trim_end().len());
    Ok(form)
}

/// Digest of a file.
fn digest(path: &Path) -> Result<Digest, Problem> {
    let length = std::fs::metadata(path)
        .map_err(|e| machine(path, &e))?
        .len();
    if length > MAX_GUIDE {
        return Err(Problem::new("ITEM-005", Class::Usage)
            .with("file", path.display())
            .with("detail", format!("{length} bytes; at most {MAX_GUIDE}")));
    }
    let bytes = std::fs::read(path).map_err(|e| machine(path, &e))?;
    Ok(Digest::of(&[&bytes]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Form, String> {
        form(text, Path::new("f")).map_err(|p| p.code.to_string())
    }

    #[test]
    fn a_form_states_what_is_filled_in() {
        let filled = read(
            "# one visitor\nName: A. Example\n\npost:\n  Attaché\n  Embassy\nbirth:\nname: B\n",
        )
        .unwrap();
        assert_eq!(filled.states, ["name", "post"]);
        assert_eq!(
            filled.text,
            "Name: A. Example\npost:\n  Attaché\n  Embassy\nbirth:\nname: B"
        );
        assert_eq!(read("name： 甲\n").unwrap().states, ["name"]);
        assert_eq!(read("").unwrap().states, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_field_is_refused() {
        for odd in ["no colon here", "  goes on with nothing", "name: A\nstray"] {
            assert_eq!(read(odd).unwrap_err(), "USE-002", "{odd}");
        }
    }
}
