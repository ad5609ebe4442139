//! Papers of the repository's instruments: rendered, read back, and told apart from what is not
//! authentic.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests: a failure here fails the test"
)]

mod common;

use common::{Model, model, names};
use entente_model::{Digest, ProvisionId};
use entente_paper::pdf::{
    Garble, PaperError, Statement, Verdict, compare, instrument, plain, statement,
};

/// What no embedded font has: Hangul, quoted in two instruments.
const HANGUL: [&str; 2] = ["jpn-kor-2016", "usa-jpn-kor-2014"];

#[test]
fn every_instrument_in_every_language() {
    for name in names() {
        let model = model(&name);
        for lang in model.langs() {
            let first = &model.instrument.parties[0];
            match instrument(&model.paper(&lang, first)) {
                Ok(pdf) => assert!(pdf.starts_with(b"%PDF-1.7"), "{name} {lang}"),
                Err(PaperError::Glyph { ch, provision }) => {
                    assert!(HANGUL.contains(&name.as_str()), "{name} {lang}: {ch}");
                    assert!(('가'..='힣').contains(&ch), "{name} {lang}: {ch}");
                    assert!(provision.is_some());
                }
                Err(wrong) => panic!("{name} {lang}: {wrong}"),
            }
        }
    }
}

#[test]
fn the_same_paper_is_the_same_bytes_and_each_alternat_another() {
    let model = model("jpn-nzl-model");
    for lang in model.langs() {
        let mut seen = Vec::new();
        for first in &model.instrument.parties {
            let paper = model.paper(&lang, first);
            let pdf = instrument(&paper).unwrap();
            assert_eq!(pdf, instrument(&paper).unwrap());
            assert!(!seen.contains(&pdf));
            seen.push(pdf);
        }
    }
}

/// A change of layout is noticed; `ENTENTE_RENDERINGS=write` accepts it.
#[test]
fn renderings_are_what_they_were() {
    let model = model("jpn-nzl-model");
    let mut lines = String::new();
    for lang in model.langs() {
        let pdf = instrument(&model.paper(&lang, &model.instrument.parties[0])).unwrap();
        lines.push_str(&format!(
            "{}  jpn-nzl-model.{lang}.pdf\n",
            Digest::of(&[&pdf])
        ));
    }
    let statement = statement(&joint(&model)).unwrap();
    lines.push_str(&format!(
        "{}  statement.en.pdf\n",
        Digest::of(&[&statement])
    ));
    let file = common::here().join("tests/rendering.sha256");
    if std::env::var_os("ENTENTE_RENDERINGS").is_some_and(|v| v == "write") {
        std::fs::write(&file, &lines).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), lines);
}

#[test]
fn authentic_in_every_language_and_alternat() {
    let model = model("jpn-nzl-model");
    let originals = model.originals();
    for lang in model.langs() {
        for first in &model.instrument.parties {
            let mut paper = model.paper(&lang, first);
            for signed in [false, true] {
                if signed {
                    paper.signatures = model.signed();
                }
                let expected = Verdict::Authentic {
                    lang: lang.clone(),
                    first: first.clone(),
                    signed,
                };
                assert_eq!(compare(&originals, &instrument(&paper).unwrap()), expected);
                let text = plain(&paper).unwrap();
                assert!(text.ends_with('\n') && !text.contains('\r'));
                assert_eq!(compare(&originals, text.as_bytes()), expected);
            }
        }
    }
}

#[test]
fn a_changed_byte_is_not_authentic() {
    let model = model("aut-deu-2007");
    let originals = model.originals();
    let pdf = instrument(&model.paper("de", &model.instrument.parties[0])).unwrap();
    for at in (0..pdf.len()).step_by(pdf.len() / 60) {
        let mut other = pdf.clone();
        other[at] ^= 0x15;
        let verdict = compare(&originals, &other);
        assert!(
            !matches!(verdict, Verdict::Authentic { .. }),
            "{at}: {verdict:?}"
        );
    }
}

#[test]
fn the_words_of_a_pdf_are_read_back() {
    for name in ["jpn-nzl-model", "aut-fra-2008", "nzl-esp-2019"] {
        let model = model(name);
        let originals = model.originals();
        for lang in model.langs() {
            let first = &model.instrument.parties[0];
            let mut pdf = instrument(&model.paper(&lang, first)).unwrap();
            pdf.extend_from_slice(b"\n");
            let expected = Verdict::TextAuthentic {
                lang: lang.clone(),
                first: first.clone(),
                signed: false,
            };
            assert_eq!(compare(&originals, &pdf), expected, "{name}");
        }
    }
}

#[test]
fn a_wrapped_copy_has_all_the_words() {
    let model = model("jpn-nzl-model");
    let first = &model.instrument.parties[1];
    for lang in model.langs() {
        let text = plain(&model.paper(&lang, first)).unwrap();
        let copy = if lang == "ja" {
            let lines = text.chars().collect::<Vec<_>>();
            lines
                .chunks(20)
                .map(|l| l.iter().collect::<String>() + "\r\n")
                .collect()
        } else {
            text.split_whitespace().collect::<Vec<_>>().join("\r\n")
        };
        let expected = Verdict::TextAuthentic {
            lang: lang.clone(),
            first: first.clone(),
            signed: false,
        };
        assert_eq!(compare(&model.originals(), copy.as_bytes()), expected);
    }
}

#[test]
fn a_word_left_out_is_named_with_its_provision() {
    let model = model("jpn-nzl-model");
    let first = &model.instrument.parties[0];
    for (lang, word, provision) in [
        ("en", " prior written consent", "3.2"),
        ("ja", "七日以内", "3.4"),
    ] {
        let text = plain(&model.paper(lang, first)).unwrap();
        let at = model.wording(lang, provision);
        let (place, own) = (text.find(&at).unwrap(), at.find(word).unwrap());
        let mut copy = text.clone();
        copy.replace_range(place + own..place + own + word.len(), "");
        let Verdict::Differs {
            lang: found,
            similarity_permille,
            differences,
            first: whose,
        } = compare(&model.originals(), copy.as_bytes())
        else {
            panic!("not told")
        };
        assert_eq!((found.as_str(), &whose), (lang, first));
        assert!(similarity_permille > 990);
        assert_eq!(differences.len(), 1, "{differences:?}");
        let expected: ProvisionId = provision.parse().unwrap();
        assert_eq!(differences[0].provision.as_ref(), Some(&expected));
        assert!(differences[0].expected.contains(word.trim()));
        assert!(!differences[0].found.contains(word.trim()));
    }
}

#[test]
fn a_paper_of_another_wording_differs_where_the_wording_does() {
    let (own, mut other) = (model("jpn-nzl-model"), model("jpn-nzl-model"));
    let changed = other
        .instrument
        .provisions
        .iter_mut()
        .find(|p| p.id.as_str() == "3.2")
        .unwrap();
    for wording in &mut changed.text {
        wording.body = wording
            .body
            .replace("maritime safety", "maritime sports")
            .replace("海上の安全", "海上の保安");
    }
    let first = &own.instrument.parties[0];
    for lang in own.langs() {
        let pdf = instrument(&other.paper(&lang, first)).unwrap();
        let Verdict::Differs {
            differences,
            similarity_permille,
            ..
        } = compare(&own.originals(), &pdf)
        else {
            panic!("not told")
        };
        assert!(similarity_permille > 980);
        let places: Vec<String> = differences
            .iter()
            .filter_map(|d| d.provision.as_ref())
            .map(ToString::to_string)
            .collect();
        assert_eq!(places, ["3.2"], "{differences:?}");
        // And the fingerprint.
        assert!(differences.len() > 1);
    }
}

#[test]
fn a_rewritten_text_differs_and_a_translation_is_in_another_language() {
    let model = model("jpn-nzl-model");
    let first = &model.instrument.parties[0];
    let originals = model.originals();
    let text = plain(&model.paper("en", first)).unwrap();
    let rewritten = text.replace("shall", "must").replace("information", "data");
    let verdict = compare(&originals, rewritten.as_bytes());
    assert!(
        matches!(&verdict, Verdict::Differs { differences, similarity_permille, .. }
            if differences.len() == 50 && *similarity_permille > 800),
        "{verdict:?}"
    );
    for (name, lang) in [
        ("aut-fra-2008", "fr"),
        ("aut-deu-2007", "de"),
        ("nzl-esp-2019", "es"),
        ("nld-deu-2001", "nl"),
    ] {
        let other = common::model(name);
        let text = plain(&other.paper(lang, &other.instrument.parties[0])).unwrap();
        assert_eq!(
            compare(&originals, text.as_bytes()),
            Verdict::OtherLanguage,
            "{lang}"
        );
        let pdf = instrument(&other.paper(lang, &other.instrument.parties[0])).unwrap();
        assert_eq!(compare(&originals, &pdf), Verdict::OtherLanguage, "{lang}");
    }
    let chinese = "双方应当保护根据本协定提供的信息，未经提供方书面同意不得向第三方披露。";
    assert_eq!(
        compare(&originals, chinese.as_bytes()),
        Verdict::OtherLanguage
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let model = model("jpn-nzl-model");
    let first = &model.instrument.parties[0];
    let originals = model.originals();
    let garbled = |given: &[u8]| match compare(&originals, given) {
        Verdict::Garbled { why } => why,
        other => panic!("{other:?}"),
    };
    for lang in model.langs() {
        let text = plain(&model.paper(&lang, first)).unwrap();
        let latin: String = text.bytes().map(char::from).collect();
        assert_eq!(garbled(latin.as_bytes()), Garble::Mojibake);
        let pdf = instrument(&model.paper(&lang, first)).unwrap();
        for part in [pdf.len() / 3, pdf.len() - 40, 200] {
            assert_eq!(garbled(&pdf[..part]), Garble::Truncated);
        }
    }
    assert_eq!(garbled(b" \n"), Garble::NoText);
    assert_eq!(garbled(b"\x8b\xa6\x92\xe8"), Garble::NotUtf8);
    assert_eq!(garbled(&[b'a'; (32 << 20) + 1]), Garble::TooLarge);
    let empty =
        b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Kids[3 0 R]>> endobj \
        3 0 obj <</Type/Page>> endobj trailer <</Root 1 0 R>> startxref 0 %%EOF";
    assert_eq!(garbled(empty), Garble::NoText);
    let locked =
        b"%PDF-1.4\n1 0 obj <<>> endobj trailer <</Root 1 0 R/Encrypt 2 0 R>> startxref 0 %%EOF";
    assert_eq!(garbled(locked), Garble::Encrypted);
}

#[test]
fn a_stream_that_unpacks_without_end_is_refused() {
    let model = model("jpn-nzl-model");
    // 100 MiB of zeros.
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 100 << 20], 6);
    let mut pdf = b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Kids[3 0 R]>> \
        endobj 3 0 obj <</Type/Page/Contents 4 0 R>> endobj 4 0 obj <</Filter/FlateDecode>> stream\n"
        .to_vec();
    pdf.extend_from_slice(&packed);
    pdf.extend_from_slice(b"\nendstream endobj trailer <</Root 1 0 R>> startxref 0 %%EOF");
    let why = Garble::Bomb;
    assert_eq!(compare(&model.originals(), &pdf), Verdict::Garbled { why });
}

/// Bytes changed, doubled and cut by a fixed sequence: any verdict will do, but one must come.
#[test]
fn hostile_files_get_a_verdict() {
    let model = model("esa-2002");
    let originals = model.originals();
    let pdf = instrument(&model.paper("en", &model.instrument.parties[0])).unwrap();
    let mut state = 1u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..25 {
        let mut other = pdf.clone();
        for _ in 0..=next(8) {
            let at = next(other.len());
            match next(4) {
                0 => other[at] = u8::try_from(next(256)).unwrap(),
                1 => drop(other.drain(at..(at + next(400)).min(other.len()))),
                2 => {
                    let piece = other[at..(at + next(400)).min(other.len())].to_vec();
                    let to = next(other.len());
                    other.splice(to..to, piece);
                }
                _ => {
                    let to = next(other.len());
                    other.splice(
                        to..to,
                        [b"<<", b"[[", b"((", b"0 ", b"q "][next(5)].repeat(next(300)),
                    );
                }
            }
        }
        other.extend_from_slice(b" startxref 0 %%EOF");
        let verdict = compare(&originals, &other);
        assert!(!matches!(verdict, Verdict::Authentic { .. }));
    }
}

#[test]
fn a_character_without_a_glyph_is_named() {
    let mut model = model("jpn-nzl-model");
    model.instrument.provisions[4].text[0].body.push_str(" 한");
    let provision = model.instrument.provisions[4].id.clone();
    let first = model.instrument.parties[0].clone();
    let wrong = instrument(&model.paper("en", &first)).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        format!("no font has the character U+D55C of provision {provision}")
    );
    assert!(plain(&model.paper("en", &first)).unwrap().contains('한'));
    assert!(matches!(
        instrument(&model.paper("fr", &first)),
        Err(PaperError::Language(_))
    ));
    let stranger = "FRA".parse().unwrap();
    assert!(matches!(
        instrument(&model.paper("en", &stranger)),
        Err(PaperError::Party(_))
    ));
}

#[test]
fn letters_that_every_language_of_the_instruments_needs() {
    let mut model = model("jpn-nzl-model");
    let letters = "Māori āēīōū ĀĒĪŌŪ éèêëàâùûüçœæïîô ÄÖÜẞß ñáíóú ¿¡«»“”‘’–—…€№§ ＡＢＣ１２３（）［］「」『』、。・～〒①Ⅲ㈱";
    model.instrument.provisions[0].text[0].body = letters.to_owned();
    model.instrument.provisions[0].text[1].body = letters.to_owned();
    let first = model.instrument.parties[0].clone();
    for lang in ["en", "ja"] {
        instrument(&model.paper(lang, &first)).unwrap_or_else(|e| panic!("{e}"));
    }
}

/// For `cargo xtask test --only paper`: writes papers and their words where it is told to.
#[test]
fn writes_papers_for_other_programs() {
    let Some(out) = std::env::var_os("ENTENTE_PAPERS").map(std::path::PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&out).unwrap();
    let put = |name: String, bytes: &[u8]| std::fs::write(out.join(name), bytes).unwrap();
    for name in [
        "jpn-nzl-model",
        "aut-fra-2008",
        "nzl-esp-2019",
        "nld-deu-2001",
    ] {
        let model = model(name);
        for lang in model.langs() {
            let mut paper = model.paper(&lang, &model.instrument.parties[1]);
            put(format!("{name}.{lang}.pdf"), &instrument(&paper).unwrap());
            put(
                format!("{name}.{lang}.txt"),
                plain(&paper).unwrap().as_bytes(),
            );
            if name == "jpn-nzl-model" {
                paper.signatures = model.signed();
                put(
                    format!("{name}.{lang}.signed.pdf"),
                    &instrument(&paper).unwrap(),
                );
                put(
                    format!("{name}.{lang}.signed.txt"),
                    plain(&paper).unwrap().as_bytes(),
                );
            }
        }
    }
    put(
        "statement.en.pdf".into(),
        &statement(&joint(&model("jpn-nzl-model"))).unwrap(),
    );
}

fn joint(model: &Model) -> Statement<'static> {
    Statement {
        title: "Joint Statement on the Signature of the Model Agreement",
        date: "Tokyo and Wellington, 1 April 2027",
        paragraphs: vec![
            "Japan and New Zealand signed today the Model Agreement on the Security of Shared Information.".into(),
            "The Agreement provides for:\n\n(a) the release of information for maritime safety;\n\n(b) its protection.".into(),
        ],
        lang: "en",
        digest: model.instrument.digest(),
        words: common::words("en"),
        fictional: true,
    }
}
