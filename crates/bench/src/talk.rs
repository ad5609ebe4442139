//! Showing a negotiation: 500 provisions in four languages after 200 turns, in every view.

use crate::{Failed, Figures};
use entente_agreement::negotiation::{Negotiation, Record, Show, View, edit, page};
use entente_model::{
    Instant as At, PartyId,
    instrument::{Instrument, Provision, Wording},
    turn::{Spot, Turn},
};
use entente_paper::terminal::{self, Style};
use std::{sync::Arc, time::Instant};

const PROVISIONS: usize = 500;
const TURNS: u32 = 200;
const LANGS: [&str; 4] = ["en", "ja", "fr", "de"];

pub(crate) fn measure(figures: &mut Figures) -> Result<(), Failed> {
    let begun = Instant::now();
    let talk = large()?;
    let turns = begun.elapsed().as_secs_f64() * 1000.0 / f64::from(TURNS);
    let mut worst: f64 = 0.0;
    for view in View::ALL {
        let begun = Instant::now();
        // As the node does: a copy out of the state, the page, the lines.
        let talk = talk.clone();
        let page = page(
            &talk,
            &Show {
                view,
                from: 0,
                text: talk.text(),
                title_from: "",
                title_to: "",
                lang: None,
                provision: None,
                ui: "en",
                lead: Vec::new(),
                folded: true,
                links: true,
                say: &|key, _| key.to_owned(),
            },
        );
        let style = Style {
            colour: false,
            plain: false,
        };
        if terminal::render(&page, 160, style).is_empty() {
            return Err("an empty page".into());
        }
        worst = worst.max(begun.elapsed().as_secs_f64() * 1000.0);
    }
    figures.put(
        "talk.show_ms",
        worst,
        "slowest view of 500 provisions, 4 languages, 200 turns",
    );
    figures.put(
        "talk.turn_ms",
        turns,
        "one turn of 5 edits written and taken",
    );
    Ok(())
}

fn large() -> Result<Negotiation, Failed> {
    let (jpn, nzl): (PartyId, PartyId) = ("JPN".parse()?, "NZL".parse()?);
    let provision = |n: usize| -> Result<Provision, Failed> {
        let text = LANGS.map(|lang| Wording {
            lang: lang.to_owned(),
            heading: format!("Provision {n}"),
            body: format!(
                "The receiving Party shall keep item {n} in its register for ten years, mark it with \
                 the corresponding level and report a loss without delay.\n\nIt shall not give it to others."
            ),
        });
        let id = format!("{}.{}", n / 10 + 1, n % 10 + 1).parse()?;
        Ok(Provision {
            id,
            text: text.into(),
        })
    };
    let instrument = Instrument {
        parties: vec![jpn.clone(), nzl.clone()],
        title: LANGS.map(|l| (l.to_owned(), "Agreement".to_owned())).into(),
        provisions: (0..PROVISIONS).map(provision).collect::<Result<_, _>>()?,
        terms: "{}".into(),
    };
    let mut talk = Negotiation::open(&jpn, &instrument)?;
    for n in 0..TURNS {
        let (by, other) = if n % 2 == 0 {
            (&nzl, &jpn)
        } else {
            (&jpn, &nzl)
        };
        let size = u64::from(n.div_ceil(2));
        let seen = vec![(other.clone(), size)];
        let mut ops = Vec::new();
        for k in 0..5usize {
            let at = (usize::try_from(n)? * 7 + k * 31) % PROVISIONS;
            let id = instrument.provisions.get(at).ok_or("provision")?.id.clone();
            let lang = LANGS.get(k % LANGS.len()).ok_or("language")?;
            let spot = Spot {
                p: id,
                lang: (*lang).to_owned(),
                heading: false,
            };
            let field = talk.text().field(&spot).ok_or("text")?;
            let now = entente_agreement::negotiation::flow(field, talk.text().pieces());
            let new = now.replacen("register", &format!("register of {n}"), 1);
            ops.extend(edit(talk.text(), &spot, &new)?);
        }
        talk.take(Record {
            by: by.clone(),
            n: u64::from(n / 2),
            at: At(0),
            turn: Arc::new(Turn {
                no: talk.next_number(by, &seen),
                version: 1,
                ops,
                reason: String::new(),
                reply_by: None,
                chair: false,
            }),
            seen,
        })?;
    }
    Ok(talk)
}
