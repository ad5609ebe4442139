//! The fixed words of a paper, in the languages instruments are written in. They are part of the
//! rendering's bytes, so they live here and not among the messages, which may be reworded freely.

/// The words of one language. `{…}` is filled in.
pub(super) struct Phrases {
    /// BCP 47 tag.
    pub(super) lang: &'static str,
    /// Heading of the list of parties.
    pub(super) parties: &'static str,
    /// Whose alternat.
    pub(super) alternat: &'static str,
    /// Heading of the signatures.
    pub(super) signatures: &'static str,
    /// Above a party's signatures.
    pub(super) signed_for: &'static str,
    /// Blank line.
    pub(super) signature: &'static str,
    /// Blank line.
    pub(super) official: &'static str,
    /// Blank line.
    pub(super) day: &'static str,
    /// Heading of the last part.
    pub(super) fingerprint: &'static str,
    /// What the paper is, in full: an instrument.
    pub(super) about: &'static str,
    /// What the paper is, in full: a statement.
    pub(super) about_statement: &'static str,
    /// Before the digest.
    pub(super) digest: &'static str,
    /// Before the words.
    pub(super) in_words: &'static str,
    /// Foot of every page: an instrument.
    pub(super) foot: &'static str,
    /// Foot of every page: a statement.
    pub(super) foot_statement: &'static str,
    /// Foot of every page.
    pub(super) page: &'static str,
    /// A model that nobody agreed to.
    pub(super) fictional: &'static str,
    /// How the attached file is described.
    pub(super) attached: &'static str,
}

/// A language's words, English for one that has none here.
pub(super) fn of(lang: &str) -> &'static Phrases {
    let primary = lang.split('-').next().unwrap_or(lang);
    let known = [&JA, &DE, &FR, &ES, &NL];
    known.into_iter().find(|p| p.lang == primary).unwrap_or(&EN)
}

static EN: Phrases = Phrases {
    lang: "en",
    parties: "Parties",
    alternat: "In this original, {party} is named first.",
    signatures: "Signatures",
    signed_for: "For {party}",
    signature: "Signature",
    official: "Name and capacity",
    day: "Date",
    fingerprint: "Fingerprint",
    about: "This document is a rendering. The agreement is the JSON bytes with the digest below; the \
            PDF carries them as the attached file instrument.json. The digest is taken over parties, \
            titles, provisions and terms; it is not the SHA-256 of that file.",
    about_statement: "This document is a rendering. What was agreed is the bytes with the digest \
                      below.",
    digest: "Digest:",
    in_words: "In words:",
    foot: "This is a rendering. The agreement is the JSON bytes whose digest is {digest}…",
    foot_statement: "This is a rendering. What was agreed is the bytes whose digest is {digest}…",
    page: "Page {page} of {pages}",
    fictional: "Fictional model for trial and instruction. It was never negotiated or signed by any \
                State and states no State's position.",
    attached: "The agreement as JSON",
};

static JA: Phrases = Phrases {
    lang: "ja",
    parties: "当事者",
    alternat: "この正本においては、{party}を先に記載する。",
    signatures: "署名",
    signed_for: "{party}のために",
    signature: "署名",
    official: "氏名及び官職",
    day: "日付",
    fingerprint: "指紋",
    about: "この文書は、表示である。協定は、次のダイジェストを有するJSONのバイト列であり、PDFは、これをinstrument.jsonとして\
            添付している。ダイジェストは、当事者、題名、規定及び条件について計算したものであり、当該ファイルのSHA-256ではない。",
    about_statement: "この文書は、表示である。合意されたものは、次のダイジェストを有するバイト列である。",
    digest: "ダイジェスト：",
    in_words: "言葉：",
    foot: "この文書は表示である。協定は、ダイジェストが{digest}…であるJSONのバイト列である。",
    foot_statement: "この文書は表示である。合意されたものは、ダイジェストが{digest}…であるバイト列である。",
    page: "{page}／{pages}ページ",
    fictional: "試用及び学習のための架空の模範協定である。いかなる国も交渉し、又は署名したものではなく、いかなる国の立場を\
                示すものでもない。",
    attached: "JSONによる協定",
};

static DE: Phrases = Phrases {
    lang: "de",
    parties: "Parteien",
    alternat: "In dieser Urschrift wird {party} zuerst genannt.",
    signatures: "Unterschriften",
    signed_for: "Für {party}",
    signature: "Unterschrift",
    official: "Name und Amt",
    day: "Datum",
    fingerprint: "Fingerabdruck",
    about: "Dieses Schriftstück ist eine Wiedergabe. Das Abkommen sind die JSON-Bytes mit dem unten \
            stehenden Digest; das PDF enthält sie als angehängte Datei instrument.json. Der Digest \
            wird über Parteien, Titel, Bestimmungen und Bedingungen gebildet; er ist nicht der \
            SHA-256 dieser Datei.",
    about_statement: "Dieses Schriftstück ist eine Wiedergabe. Vereinbart sind die Bytes mit dem \
                      unten stehenden Digest.",
    digest: "Digest:",
    in_words: "In Worten:",
    foot: "Dies ist eine Wiedergabe. Das Abkommen sind die JSON-Bytes mit dem Digest {digest}…",
    foot_statement: "Dies ist eine Wiedergabe. Vereinbart sind die Bytes mit dem Digest {digest}…",
    page: "Seite {page} von {pages}",
    fictional: "Erfundenes Muster zur Erprobung und Schulung. Kein Staat hat es verhandelt oder \
                unterzeichnet, und es gibt keines Staates Standpunkt wieder.",
    attached: "Das Abkommen als JSON",
};

static FR: Phrases = Phrases {
    lang: "fr",
    parties: "Parties",
    alternat: "Dans le présent original, {party} est nommé en premier.",
    signatures: "Signatures",
    signed_for: "Pour {party}",
    signature: "Signature",
    official: "Nom et qualité",
    day: "Date",
    fingerprint: "Empreinte",
    about: "Le présent document est une mise en page. L’accord est constitué des octets JSON dont le \
            condensé suit ; le PDF les contient comme fichier joint instrument.json. Le condensé porte \
            sur les parties, les titres, les dispositions et les conditions ; ce n’est pas le SHA-256 \
            de ce fichier.",
    about_statement: "Le présent document est une mise en page. Ce qui a été convenu est constitué \
                      des octets dont le condensé suit.",
    digest: "Condensé :",
    in_words: "En mots :",
    foot: "Ceci est une mise en page. L’accord est constitué des octets JSON de condensé {digest}…",
    foot_statement: "Ceci est une mise en page. Ce qui a été convenu : les octets de condensé {digest}…",
    page: "Page {page} sur {pages}",
    fictional: "Modèle fictif destiné à l’essai et à l’instruction. Aucun État ne l’a négocié ni \
                signé et il n’exprime la position d’aucun État.",
    attached: "L’accord en JSON",
};

static ES: Phrases = Phrases {
    lang: "es",
    parties: "Partes",
    alternat: "En el presente original se nombra primero a {party}.",
    signatures: "Firmas",
    signed_for: "Por {party}",
    signature: "Firma",
    official: "Nombre y cargo",
    day: "Fecha",
    fingerprint: "Huella",
    about: "El presente documento es una presentación. El acuerdo son los bytes JSON cuyo resumen \
            figura abajo; el PDF los lleva como fichero adjunto instrument.json. El resumen abarca \
            partes, títulos, disposiciones y condiciones; no es el SHA-256 de ese fichero.",
    about_statement: "El presente documento es una presentación. Lo convenido son los bytes cuyo \
                      resumen figura abajo.",
    digest: "Resumen:",
    in_words: "En palabras:",
    foot: "Esto es una presentación. El acuerdo son los bytes JSON cuyo resumen es {digest}…",
    foot_statement: "Esto es una presentación. Lo convenido son los bytes cuyo resumen es {digest}…",
    page: "Página {page} de {pages}",
    fictional: "Modelo ficticio para prueba e instrucción. Ningún Estado lo ha negociado ni firmado \
                y no expresa la posición de ningún Estado.",
    attached: "El acuerdo en JSON",
};

static NL: Phrases = Phrases {
    lang: "nl",
    parties: "Partijen",
    alternat: "In dit origineel wordt {party} het eerst genoemd.",
    signatures: "Ondertekening",
    signed_for: "Voor {party}",
    signature: "Handtekening",
    official: "Naam en functie",
    day: "Datum",
    fingerprint: "Vingerafdruk",
    about: "Dit stuk is een weergave. De overeenkomst bestaat uit de JSON-bytes met de onderstaande \
            digest; de PDF bevat ze als bijgevoegd bestand instrument.json. De digest wordt berekend \
            over partijen, titels, bepalingen en voorwaarden; het is niet de SHA-256 van dat bestand.",
    about_statement: "Dit stuk is een weergave. Overeengekomen zijn de bytes met de onderstaande \
                      digest.",
    digest: "Digest:",
    in_words: "In woorden:",
    foot: "Dit is een weergave. De overeenkomst bestaat uit de JSON-bytes met digest {digest}…",
    foot_statement: "Dit is een weergave. Overeengekomen zijn de bytes met digest {digest}…",
    page: "Pagina {page} van {pages}",
    fictional: "Verzonnen model voor proef en onderricht. Geen staat heeft erover onderhandeld of het \
                ondertekend en het geeft van geen staat het standpunt weer.",
    attached: "De overeenkomst als JSON",
};
