//! Own rule sets: what is refused when they are loaded, hostile text, and what loaded rules can
//! and cannot change.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use entente_house::{Act, MAX_BYTES, MAX_DEPTH, MAX_LINKS, MAX_POLICIES, Role, Rules, Thing};
use entente_model::Problem;
use proptest::prelude::*;
use support::{person, request, secret};

const OPEN_ALL: &str = r#"@id("all") @en("Everything.") permit (principal, action, resource);"#;

fn refused(text: &str) -> Problem {
    Rules::load(text).unwrap_err()
}

fn arg<'a>(problem: &'a Problem, name: &str) -> &'a str {
    let (_, value) = problem.args.iter().find(|(n, _)| n == name).unwrap();
    value
}

/// A rule with this condition.
fn when(condition: &str) -> String {
    format!(r#"@id("r") @en("R.") permit (principal, action, resource) when {{ {condition} }};"#)
}

fn reader() -> entente_house::Request {
    request(person("sam", &[Role::Reader]), Act::Open, secret())
}

#[test]
fn mistakes_have_a_code_a_line_and_a_name() {
    let cases = [
        ("not cedar", "\n\nallow everything;", "HOUSE-001", "3"),
        (
            "no semicolon",
            "\npermit (principal, action, resource)",
            "HOUSE-001",
            "2",
        ),
        (
            "unpaired",
            "permit (principal, action, resource));",
            "HOUSE-001",
            "1",
        ),
        ("open text", "\n@id(\"a", "HOUSE-001", "2"),
        (
            "unknown attribute",
            &format!("\n{}", when("principal.salary > 3")),
            "HOUSE-004",
            "2",
        ),
        (
            "unguarded optional",
            &format!("\n{}", when("principal.clearance > 3")),
            "HOUSE-004",
            "2",
        ),
        (
            "unknown role",
            &when("context.acting.contains(Role::\"king\")"),
            "HOUSE-004",
            "1",
        ),
        (
            "unknown kind",
            &when("resource.kind == Kind::\"itme\""),
            "HOUSE-004",
            "1",
        ),
        (
            "wrong type",
            &when("resource.level_rank == \"SECRET\""),
            "HOUSE-004",
            "1",
        ),
        ("can never apply", &when("false"), "HOUSE-004", "1"),
        (
            "unknown action",
            r#"@id("r") @en("R.") permit (principal, action == Action::"steal", resource);"#,
            "HOUSE-004",
            "1",
        ),
        (
            "no name",
            "\npermit (principal, action, resource);",
            "HOUSE-005",
            "2",
        ),
        (
            "capital",
            r#"@id("My Rule") permit (principal, action, resource);"#,
            "HOUSE-005",
            "1",
        ),
        (
            "ours",
            r#"@id("entente-treaty") @en("x") permit (principal, action, resource);"#,
            "HOUSE-005",
            "1",
        ),
        (
            "twice",
            &format!("{OPEN_ALL}\n{OPEN_ALL}"),
            "HOUSE-006",
            "2",
        ),
        (
            "no words",
            "\n\n@id(\"r\") @en(\" \") permit (principal, action, resource);",
            "HOUSE-007",
            "3",
        ),
        ("hidden", "// a\n// safe \u{202e}txet", "HOUSE-009", "2"),
        (
            "slot",
            "\n@id(\"r\") @en(\"R.\") permit (principal == ?principal, action, resource);",
            "HOUSE-010",
            "2",
        ),
    ];
    for (what, text, code, line) in cases {
        let problem = refused(text);
        assert_eq!(problem.code, code, "{what}: {problem}");
        assert_eq!(arg(&problem, "line"), line, "{what}: {problem}");
    }
    assert_eq!(arg(&refused(&when("principal.salary > 3")), "policy"), "r");
    assert_eq!(arg(&refused("\u{7}"), "character"), "U+0007");
}

#[test]
fn sizes_are_bounded() {
    let comment = format!("// {}", "x".repeat(MAX_BYTES));
    assert_eq!(refused(&comment).code, "HOUSE-002");
    let many: String = (0..=MAX_POLICIES)
        .map(|n| format!("@id(\"r{n}\")@en(\"R\")permit(principal,action,resource);\n"))
        .collect();
    assert_eq!(refused(&many).code, "HOUSE-003");
}

/// As many rules as fit load, and decide.
#[test]
fn a_full_set_works() {
    let most: String = (0..MAX_POLICIES)
        .map(|n| {
            format!(
                "@id(\"r{n}\")@en(\"R\")permit(principal,action,resource)when{{context.day>{n}}};\n"
            )
        })
        .collect();
    let rules = Rules::load(&most).unwrap();
    let verdict = rules.decide(&reader());
    assert!(verdict.allowed);
    assert_eq!(verdict.policies.len(), MAX_POLICIES);
}

/// Text that would make a recursing reader run out of stack is refused before one sees it, and
/// what is just inside the bounds is read, checked and decided on an ordinary stack.
#[test]
fn deep_and_long_rules() {
    let deep = |n: usize| when(&format!("{}true{}", "(".repeat(n), ")".repeat(n)));
    let sets = |n: usize| when(&format!("{}1{} == [1]", "[".repeat(n), "]".repeat(n)));
    let and = |n: usize| when(&vec!["principal.staff"; n].join(" && "));
    let not = |n: usize| when(&format!("{}true", "!".repeat(n)));
    let ifs = |n: usize| {
        when(&format!(
            "{}true",
            "if principal.staff then true else ".repeat(n)
        ))
    };
    let adds = |n: usize| when(&format!("{}0 < 5", "1 + ".repeat(n)));
    let dots = |n: usize| when(&format!("principal{} == 1", ".a".repeat(n)));
    let fits = |rule: &str| Rules::load(rule).map(|r| r.decide(&reader()));
    for n in [MAX_LINKS, 4_000] {
        for text in [deep(n), sets(n), and(n), not(n), ifs(n), adds(n), dots(n)] {
            assert_eq!(refused(&text).code, "HOUSE-008", "{n}");
        }
    }
    // The condition's own brackets take one level.
    assert_eq!(refused(&deep(MAX_DEPTH)).code, "HOUSE-008");
    assert!(fits(&deep(MAX_DEPTH - 1)).unwrap().allowed);
    assert!(fits(&and(MAX_LINKS / 3 - 2)).unwrap().allowed);
    assert!(fits(&ifs(MAX_LINKS / 4 - 2)).unwrap().allowed);
    assert!(!fits(&adds(MAX_LINKS - 10)).unwrap().allowed);
    // A closing sign inside brackets must not start the count again.
    let cut = when(&vec![format!("{};", "(".repeat(MAX_DEPTH - 2)); 2_000].concat());
    assert_eq!(refused(&cut).code, "HOUSE-001");
}

#[test]
fn shipped_rules_are_explained_in_both_languages() {
    let rules = Rules::shipped().unwrap();
    let list = rules.list();
    assert!(list.len() > 30);
    for reason in list {
        assert_ne!(reason.en, reason.ja, "{}", reason.id);
        assert!(
            reason.en.is_ascii() && !reason.en.is_empty(),
            "{}",
            reason.id
        );
    }
}

/// An own rule set changes a decision, and says so.
#[test]
fn own_rules_decide_and_explain() {
    let asked = reader();
    let shipped = Rules::shipped().unwrap();
    assert_eq!(shipped.decide(&asked).policies, ["reader"]);

    let own = r#"
        @id("no-secrets-after-hours")
        @ja("この情報は当課のみが扱います。")
        forbid (principal, action in Action::"content", resource)
        when { resource.originators.contains("JPN") && !principal.groups.contains("north-asia") };
    "#;
    let rules = Rules::with_shipped(own).unwrap();
    let verdict = rules.decide(&asked);
    assert!(!verdict.allowed);
    assert_eq!(verdict.policies, ["no-secrets-after-hours"]);
    let reason = verdict.reasons.first().unwrap();
    assert_eq!(reason.ja, "この情報は当課のみが扱います。");
    assert_eq!(reason.en, reason.ja);
    let problem = verdict.problem().unwrap();
    assert_eq!(
        (problem.code.as_ref(), problem.class.exit()),
        ("HOUSE-011", 3)
    );
    assert_ne!(rules.digest(), shipped.digest());

    // Replaced as a whole: what nobody permits is refused.
    let alone = Rules::load(own).unwrap();
    let mut asked = asked;
    asked.subject.person.groups.push("north-asia".to_owned());
    assert!(rules.decide(&asked).allowed);
    let verdict = alone.decide(&asked);
    assert!(!verdict.allowed && verdict.policies.is_empty());
    assert_eq!(verdict.problem().unwrap().code, "HOUSE-012");
}

/// A shipped rule's name is taken, and the end of an own text cannot eat the shipped rules.
#[test]
fn added_rules_leave_the_shipped_ones_alone() {
    let taken = r#"@id("clearance") @en("x") permit (principal, action, resource);"#;
    assert_eq!(Rules::with_shipped(taken).unwrap_err().code, "HOUSE-006");
    for open in ["// all off: ", "@note(\"", "@en(\"x\") @id(\"x\")"] {
        let text = format!("{OPEN_ALL}\n{open}");
        let Ok(rules) = Rules::with_shipped(&text) else {
            assert!(!open.starts_with("//"), "a comment is fine");
            continue;
        };
        let mut asked = reader();
        asked.subject.person.briefed = None;
        assert_eq!(rules.decide(&asked).policies, ["briefing"], "{open}");
    }
}

/// Rules that permit everything still permit nothing that the treaty does not allow.
#[test]
fn no_rule_goes_beyond_the_treaty() {
    let tries = [
        OPEN_ALL.to_owned(),
        format!(
            "{OPEN_ALL} {}",
            when("!context.treaty_allowed || context.treaty_allowed")
        ),
        // Its own `forbid` of the opposite, and a name like the fixed rule's.
        format!(
            r#"{OPEN_ALL} @id("treaty") @en("x") forbid (principal, action, resource) when {{ context.treaty_allowed && context.waived }};"#
        ),
    ];
    for text in tries {
        for rules in [
            Rules::load(&text).unwrap(),
            Rules::with_shipped(&text).unwrap(),
        ] {
            for act in Act::ALL {
                let mut asked = request(person("sam", Role::ALL), *act, secret());
                asked.context.waived = true;
                asked.context.treaty_allowed = false;
                let verdict = rules.decide(&asked);
                assert!(!verdict.allowed);
                assert!(verdict.policies.contains(&"entente-treaty".to_owned()));
            }
        }
    }
    let mut asked = reader();
    let rules = Rules::load(OPEN_ALL).unwrap();
    assert!(rules.decide(&asked).allowed);
    asked.context.treaty_allowed = false;
    assert_eq!(rules.decide(&asked).policies, ["entente-treaty"]);
}

/// A rule that cannot be evaluated refuses, be it a `permit` or a `forbid`.
#[test]
fn errors_refuse() {
    let broken = |effect| {
        format!(
            r#"{OPEN_ALL} @id("sum") @en("x") {effect} (principal, action, resource)
               when {{ context.now * 9223372036854775807 < 0 }};"#
        )
    };
    for effect in ["permit", "forbid"] {
        let rules = Rules::load(&broken(effect)).unwrap();
        let verdict = rules.decide(&reader());
        assert!(!verdict.allowed, "{effect}");
        assert!(verdict.policies.is_empty(), "{effect}");
        assert_eq!(verdict.errors.len(), 1, "{effect}");
        assert!(
            verdict.errors.first().unwrap().contains("sum"),
            "{verdict:?}"
        );
        assert_eq!(verdict.problem().unwrap().code, "HOUSE-013");
    }
}

/// A directory entry out of all proportion refuses; it does not decide.
#[test]
fn requests_are_bounded() {
    let rules = Rules::load(OPEN_ALL).unwrap();
    let mut long = reader();
    long.subject.person.id = "x".repeat(600);
    let mut many = reader();
    many.subject.person.groups = (0..300).map(|n| n.to_string()).collect();
    let mut task = reader();
    task.context.need_to_know = Some("x".repeat(1 << 20));
    for asked in [long, many, task] {
        let verdict = rules.decide(&asked);
        assert!(!verdict.allowed);
        assert_eq!(verdict.problem().unwrap().code, "HOUSE-013");
    }
}

/// Names and tasks are values: no text in them is ever read as a rule.
#[test]
fn hostile_values_are_values() {
    let rules = Rules::shipped().unwrap();
    for text in [
        "\" } || true",
        "Role::\"registrar\"",
        "\u{0}",
        "sam\"; permit(principal,action,resource);",
    ] {
        let mut asked = reader();
        asked.subject.person.groups = vec![text.to_owned()];
        asked.subject.person.id = text.to_owned();
        asked.thing.author = Some("sam".to_owned());
        assert_eq!(
            rules.decide(&asked).policies,
            ["need-to-know-group"],
            "{text:?}"
        );
    }
}

fn rules_of(text: &str) -> Vec<String> {
    text.split("\n@id(")
        .skip(1)
        .map(|rule| format!("@id({}\n", rule.split("\n// ----").next().unwrap()))
        .collect()
}

fn any_thing() -> impl Strategy<Value = Thing> {
    let flags = proptest::collection::vec(any::<bool>(), 6);
    (0..5_u32, flags, 0..3_usize, 0..3_usize).prop_map(|(level_rank, flags, groups, nationals)| {
        let flag = |n: usize| flags.get(n).copied().unwrap();
        Thing {
            level_rank,
            clearance_needed: flag(0),
            top: flag(1),
            foreign: flag(2),
            registered: flag(3),
            accountable: flag(4),
            embargo_until: flag(5).then_some(entente_model::Instant(1_800_000_000)),
            groups: ["pacific", "atlantic"]
                .iter()
                .take(groups)
                .map(ToString::to_string)
                .collect(),
            nationals: ["NZL", "JPN"]
                .iter()
                .take(nationals)
                .map(|p| p.parse().unwrap())
                .collect(),
            ..secret()
        }
    })
}

fn any_roles() -> impl Strategy<Value = Vec<Role>> {
    proptest::sample::subsequence(Role::ALL.to_vec(), 1..=3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The order of the rules decides nothing.
    #[test]
    fn order_of_rules_is_no_matter(
        mixed in Just(rules_of(Rules::shipped_text())).prop_shuffle(),
        thing in any_thing(),
        roles in any_roles(),
    ) {
        let (shipped, mixed) = (Rules::shipped().unwrap(), Rules::load(&mixed.concat()).unwrap());
        prop_assert_eq!(shipped.list(), mixed.list());
        for act in Act::ALL {
            let asked = request(person("sam", &roles), *act, thing.clone());
            prop_assert_eq!(shipped.decide(&asked), mixed.decide(&asked));
        }
    }

    /// A reader's lists and searches show what the reader could open, and nothing else.
    #[test]
    fn found_is_what_could_be_read(
        thing in any_thing(),
        rank in proptest::option::of(0..5_u32),
        task in any::<bool>(),
        staff in any::<bool>(),
    ) {
        let rules = Rules::shipped().unwrap();
        let may = |act| {
            let mut asked = request(person("sam", &[Role::Reader]), act, thing.clone());
            asked.subject.person.clearance_rank = rank;
            asked.subject.person.staff = staff;
            if !task {
                asked.context.need_to_know = None;
            }
            rules.decide(&asked).allowed
        };
        let open = may(Act::Open);
        for act in [Act::List, Act::Search, Act::Read] {
            prop_assert_eq!(may(act), open);
        }
    }

    /// Any text at all is rules or a problem.
    #[test]
    fn any_text(text in "\\PC{0,200}") {
        let _ = Rules::load(&text);
    }

    /// So is any string of Cedar's own words.
    #[test]
    fn any_tokens(tokens in proptest::collection::vec(proptest::sample::select(vec![
        "permit", "forbid", "(", ")", "[", "]", "{", "}", "principal", "action", "resource", ",", ";",
        "when", "unless", "@id", "\"a\"", "==", "in", "is", "has", "like", "!", "-", "if", "then",
        "else", "Role::\"reader\"", "context", ".", "staff", "&&", "||", "1", "+", "//", "\n", "?principal",
    ]), 0..80)) {
        let _ = Rules::load(&tokens.join(" "));
        let _ = Rules::load(&format!("{OPEN_ALL}{}", tokens.concat()));
    }
}

/// The guide shows the schema as it is, and its rules load beside the shipped ones.
#[test]
fn the_guide_is_true() {
    for guide in [
        include_str!("../../../../docs/guide/house-rules.en.md"),
        include_str!("../../../../docs/guide/house-rules.ja.md"),
    ] {
        let blocks: Vec<&str> = guide
            .split("```cedar\n")
            .skip(1)
            .map(|b| b.split("```").next().unwrap())
            .collect();
        assert_eq!(blocks.len(), 4);
        assert!(blocks.contains(&Rules::schema_text()));
        let own: String = blocks
            .iter()
            .filter(|b| b.starts_with("@id"))
            .copied()
            .collect();
        let rules = Rules::with_shipped(&own).unwrap();

        let mut asked = request(person("sam", &[Role::Reader]), Act::Print, secret());
        asked.thing.level_rank = 2;
        assert!(!rules.decide(&asked).allowed);
        asked
            .subject
            .person
            .groups
            .push("private-office".to_owned());
        assert_eq!(rules.decide(&asked).policies, ["minister-brief"]);
        asked.thing.accountable = true;
        assert_eq!(rules.decide(&asked).policies, ["accountable"]);
        asked.act = Act::List;
        asked.thing.purpose = Some("fisheries".parse().unwrap());
        assert_eq!(rules.decide(&asked).policies, ["fisheries-desk"]);
    }
}
