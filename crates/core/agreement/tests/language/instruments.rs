//! Every instrument of the repository is coherent, and every scenario beside it answers as it
//! expects.

use crate::common;
use entente_agreement::{Rules, scenario};

/// Every scenario file of an instrument.
pub(crate) fn scenarios(name: &str) -> Vec<String> {
    let mut files: Vec<String> = std::fs::read_dir(common::root().join(name))
        .unwrap()
        .filter_map(Result::ok)
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|f| f.starts_with("scenario") && f.ends_with(".toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_scenario_answers_as_expected() {
    let mut wrong = Vec::new();
    let mut answers = 0;
    for name in common::names() {
        let rules = Rules::new(common::terms(&name)).unwrap();
        let files = scenarios(&name);
        assert!(!files.is_empty(), "{name} has no scenario");
        for file in files {
            let text = common::file(&name, &file).unwrap();
            let read = scenario::parse(&file, &text).unwrap_or_else(|e| panic!("{name}: {e}"));
            let report =
                scenario::run(&rules, &read).unwrap_or_else(|e| panic!("{name}/{file}: {e}"));
            answers += report.answers.len();
            for answer in report.answers.iter().filter(|a| !a.ok) {
                wrong.push(format!(
                    "{name}/{file}: {}: {:?}, got {:?}",
                    answer.name, answer.differs, answer.got
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {answers}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(answers > 300, "{answers}");
}
