//! Access inside a party, through the real binary: nobody reads without a need to know, every read
//! and refusal is written down, search finds what one may see and counts nothing else, and the
//! record holds against its anchors.

mod common;

use common::ready::Ready;

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

#[test]
fn a_person_reads_what_is_needed_and_nothing_else_exists() {
    let ready = Ready::new();
    let seen = ready.held("plan.txt", b"patrol plan for the strait", "秘");
    let unseen = ready.held("other.txt", b"patrol plan of others", "秘");
    let nzl = &ready.pair.nzl;
    let out = ready.pair.path("out.txt");
    let out = out.to_str().unwrap();
    let open = |item: &str, more: &[&str]| {
        let base = ["item", "open", item, "-o", out, "--force"];
        [&base[..], more]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let run = |args: Vec<String>| {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        nzl.run(&args).status.code().unwrap()
    };
    // As long as nobody is entered the owner reads, and that is written down.
    assert_eq!(run(open(&seen, &[])), 0);
    nzl.ok(&words(
        "user add mere --name Mere --nationality NZL --staff",
    ));
    // From the first person on, whoever reads is named.
    assert_eq!(run(open(&seen, &[])), 3);
    let person = ["--person", "mere"];
    // No need to know: the same answer as for what does not exist, whatever is asked.
    assert_eq!(run(open(&seen, &person)), 4);
    assert_eq!(run(open("JPN-2027-9999", &person)), 4);
    // Nobody gives access to itself.
    let own = words("user clear security-officer --level CONFIDENTIAL --until 2028-12-31");
    assert_ne!(nzl.run(&own).status.code(), Some(0));
    for line in [
        "user post mere --position reader --until 2028-12-31",
        "user clear mere --level CONFIDENTIAL --until 2028-12-31",
        "user brief mere",
    ] {
        nzl.ok(&words(line));
    }
    nzl.ok(&[
        "user",
        "grant",
        "mere",
        "--item",
        &seen,
        "--task",
        "patrol planning",
    ]);
    let told = nzl.ok(&["house", "explain", &seen, "--person", "mere"]);
    assert_eq!(told["allowed"], true, "{told}");
    assert_eq!(run(open(&seen, &person)), 0);
    assert_eq!(run(open(&unseen, &person)), 4);
    // Search: one hit, and no count of the other.
    let found = nzl.ok(&words("search patrol --person mere"));
    assert_eq!(found["total"], 1, "{found}");
    assert_eq!(found["hits"][0]["item"], seen.as_str());
    assert_eq!(nzl.ok(&words("search others --person mere"))["total"], 0);
    // The register too: one row, one item, and no other.
    let list = nzl.ok(&words("item list --person mere"));
    let rows = list["register"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{list}");
    assert_eq!(rows[0]["item"], seen.as_str());
    let show = ["item", "show", &unseen, "--person", "mere"];
    assert_eq!(nzl.refused(&show), ("ITEM-001".into(), 4));
    assert_eq!(
        nzl.ok(&["item", "show", &seen, "--person", "mere"])["title"],
        "t"
    );
    assert_eq!(nzl.ok(&["item", "show", &seen])["title"], "");
    // What is taken away is gone at once.
    nzl.ok(&["user", "revoke", "mere", "--item", &seen]);
    assert_eq!(run(open(&seen, &person)), 4);
    assert_eq!(nzl.ok(&words("search patrol --person mere"))["total"], 0);
    let audit = nzl.ok(&words("audit show --person mere"));
    let deeds: Vec<&str> = audit["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|e| e["deed"].as_str())
        .collect();
    assert!(
        deeds.contains(&"read") && deeds.contains(&"refused"),
        "{deeds:?}"
    );
    nzl.ok(&words("audit anchor"));
    let verified = nzl.ok(&words("audit verify"));
    assert_eq!(verified["entries"], verified["anchored"], "{verified}");
}

#[test]
fn own_rules_are_checked_and_in_force_only_as_they_were_loaded() {
    let ready = Ready::new();
    let nzl = &ready.pair.nzl;
    let bad = ready.file("bad.cedar", b"permit(principal, action, resource)");
    assert_ne!(
        nzl.run(&["house", "load", bad.to_str().unwrap()])
            .status
            .code(),
        Some(0)
    );
    let shipped = nzl.say("en", &["house", "shipped"]);
    let own = ready.file("own.cedar", &shipped.stdout);
    let loaded = nzl.ok(&["house", "load", own.to_str().unwrap()]);
    assert_eq!(loaded["own"], true);
    nzl.ok(&["house", "reset"]);
    assert_eq!(nzl.ok(&["house", "show"])["own"], false);
}

/// A feed runs under a standing decision: not above its ceiling, not once it is revoked.
#[test]
fn a_feed_goes_under_a_standing_decision_until_it_is_revoked() {
    let ready = Ready::new();
    let jpn = &ready.pair.jpn;
    let add = "standing add ships --to NZL --what positions --purpose maritime-safety \
               --ceiling 秘 --until 2028-12-31";
    jpn.ok(&words(add));
    let feed = |lines: &str| -> serde_json::Value {
        let out = jpn.feed(
            &words("item release --stdin --standing ships --to NZL"),
            lines.as_bytes(),
        );
        serde_json::from_slice(&out.stdout).unwrap()
    };
    let lines = "{\"level\":\"秘\",\"data\":\"AAAA\"}\n{\"level\":\"極秘\",\"data\":\"AAAA\"}\n";
    let fed = feed(lines);
    assert_eq!(fed["released"], 1, "{fed}");
    assert_eq!(fed["refused"][0]["code"], "HOUSE-043");
    jpn.ok(&words("standing end ships"));
    let fed = feed("{\"level\":\"秘\",\"data\":\"AAAA\"}\n");
    assert_eq!(fed["released"], 0, "{fed}");
    assert_eq!(fed["refused"][0]["code"], "HOUSE-041");
}

/// What has to be done stands in one list, by whom and until when.
#[test]
fn duties_are_listed_with_day_and_article() {
    let ready = Ready::new();
    let item = ready.held("plan.txt", b"plan", "秘");
    let nzl = &ready.pair.nzl;
    let recall = [
        "item",
        "recall",
        &item,
        "--want",
        "destroy",
        "--by",
        "2027-12-31",
    ];
    ready.pair.jpn.ok(&recall);
    let duties = nzl.until(&words("register duties"), |v| {
        v["duties"].as_array().is_some_and(|d| !d.is_empty())
    });
    let first = &duties["duties"][0];
    assert_eq!(
        (&first["kind"], &first["item"], &first["who"], &first["due"]),
        (
            &"recall".into(),
            &item.as_str().into(),
            &"NZL".into(),
            &"2027-12-31".into()
        ),
        "{duties}"
    );
    assert!(first["article"].is_string(), "{duties}");
}
