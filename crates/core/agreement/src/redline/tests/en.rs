//! English redlines, written out.

use super::*;

#[test]
fn redlines() {
    check("en", CASES);
}

const CASES: &[Case<'_>] = &[
    (
        "shall inform the other Party without delay.",
        "shall inform the other Party within hours.",
        &[
            ('=', "shall inform the other Party "),
            ('-', "without delay"),
            ('+', "within hours"),
            ('=', "."),
        ],
    ),
    (
        "shall report it within 24 hours of discovery.",
        "shall report it within 72 hours of discovery.",
        &[
            ('=', "shall report it within "),
            ('-', "24"),
            ('+', "72"),
            ('=', " hours of discovery."),
        ],
    ),
    (
        "The Receiving Party shall not use Protected Information for a purpose other than the one stated, unless the Providing Party has given its prior written consent.",
        "The Receiving Party shall not use or disclose Protected Information for any purpose other than that stated, unless the Providing Party has given its prior consent in writing.",
        &[
            ('=', "The Receiving Party shall not use "),
            ('+', "or disclose "),
            ('=', "Protected Information for "),
            ('-', "a"),
            ('+', "any"),
            ('=', " purpose other than "),
            ('-', "the one"),
            ('+', "that"),
            (
                '=',
                " stated, unless the Providing Party has given its prior ",
            ),
            ('-', "written consent"),
            ('+', "consent in writing"),
            ('=', "."),
        ],
    ),
    (
        "A Party may request information of the other. The other Party may refuse without stating a reason.",
        "A Party may request information of the other. A request shall state its purpose. The other Party may refuse without stating a reason.",
        &[
            ('=', "A Party may request information of the other. "),
            ('+', "A request shall state its purpose. "),
            ('=', "The other Party may refuse without stating a reason."),
        ],
    ),
    (
        "Each Party shall protect the information. Each Party shall mark it.",
        "Each Party shall protect the information. Each Party shall register it. Each Party shall mark it.",
        &[
            ('=', "Each Party shall protect the information. "),
            ('+', "Each Party shall register it. "),
            ('=', "Each Party shall mark it."),
        ],
    ),
    (
        "One.\n\n(a) maritime safety;\n\n(b) disaster response; or\n\n(c) cooperation in the field of defence.",
        "One.\n\n(a) maritime safety;\n\n(b) cooperation in the field of defence.",
        &[
            ('=', "One.\n\n(a) maritime safety;\n\n(b) "),
            ('-', "disaster response; or\n\n(c) "),
            ('=', "cooperation in the field of defence."),
        ],
    ),
    (
        "The Parties' authorities don't release it.",
        "The Party's authorities do not release it.",
        &[
            ('=', "The "),
            ('-', "Parties'"),
            ('+', "Party's"),
            ('=', " authorities "),
            ('-', "don't"),
            ('+', "do not"),
            ('=', " release it."),
        ],
    ),
    (
        "This Agreement shall enter into force on {{date}} in accordance with {{4.2}}.",
        "This Agreement shall enter into force on the thirtieth day after {{date}} in accordance with {{4.3}}.",
        &[
            ('=', "This Agreement shall enter into force on "),
            ('+', "the thirtieth day after "),
            ('=', "{{date}} in accordance with "),
            ('-', "{{4.2}}"),
            ('+', "{{4.3}}"),
            ('=', "."),
        ],
    ),
    (
        "Such information shall be destroyed as soon as it is no longer needed for the purpose for which it was released.",
        "The Receiving Party shall return or destroy each item within thirty days of a request by the Providing Party.",
        &[
            (
                '-',
                "Such information shall be destroyed as soon as it is no longer needed for the purpose for which it was released",
            ),
            (
                '+',
                "The Receiving Party shall return or destroy each item within thirty days of a request by the Providing Party",
            ),
            ('=', "."),
        ],
    ),
    (
        "search, rescue and relief",
        "search, rescue, salvage and relief",
        &[
            ('=', "search, rescue"),
            ('+', ", salvage"),
            ('=', " and relief"),
        ],
    ),
    (
        "to approve or refuse a request",
        "to accept or reject a request",
        &[
            ('=', "to "),
            ('-', "approve or refuse"),
            ('+', "accept or reject"),
            ('=', " a request"),
        ],
    ),
    (
        "under Article 4 and paragraph 2 of Article 6",
        "under Article 5 and paragraph 3 of Article 7",
        &[
            ('=', "under Article "),
            ('-', "4"),
            ('+', "5"),
            ('=', " and paragraph "),
            ('-', "2"),
            ('+', "3"),
            ('=', " of Article "),
            ('-', "6"),
            ('+', "7"),
        ],
    ),
    (
        "co-operation of twenty-four States",
        "cooperation of seventy-two States",
        &[
            ('-', "co-operation of twenty-four"),
            ('+', "cooperation of seventy-two"),
            ('=', " States"),
        ],
    ),
    (
        "The Registrar shall, without delay and in any case within twenty-four hours, notify the Releasing Officer in writing.",
        "The Registrar shall notify the Releasing Officer in writing without delay.",
        &[
            ('=', "The Registrar shall"),
            (
                '-',
                ", without delay and in any case within twenty-four hours,",
            ),
            ('=', " notify the Releasing Officer in writing"),
            ('+', " without delay"),
            ('=', "."),
        ],
    ),
    (
        "laws and regulations of the Receiving Party",
        "rules of the Party that receives it",
        &[
            ('-', "laws and regulations of the Receiving Party"),
            ('+', "rules of the Party that receives it"),
        ],
    ),
    (
        "One.\n\nTwo.",
        "One.\n\nNew paragraph.\n\nTwo.",
        &[
            ('=', "One.\n\n"),
            ('+', "New paragraph.\n\n"),
            ('=', "Two."),
        ],
    ),
    (
        "Each Party shall notify the other in writing, through the diplomatic channel, of the competent authority responsible for implementing this Agreement. A change of competent authority or of its contact data shall be notified likewise and is not an amendment.",
        "Each Party shall notify the other Party in writing, through diplomatic channels, of the competent authorities responsible for the implementation of this Agreement. A change of a competent authority or of its contact details shall be notified likewise and is not an amendment.",
        &[
            ('=', "Each Party shall notify the other "),
            ('+', "Party "),
            ('=', "in writing, through "),
            ('-', "the "),
            ('=', "diplomatic "),
            ('-', "channel"),
            ('+', "channels"),
            ('=', ", of the competent "),
            ('-', "authority"),
            ('+', "authorities"),
            ('=', " responsible for "),
            ('-', "implementing"),
            ('+', "the implementation of"),
            ('=', " this Agreement. A change of "),
            ('+', "a "),
            ('=', "competent authority or of its contact "),
            ('-', "data"),
            ('+', "details"),
            ('=', " shall be notified likewise and is not an amendment."),
        ],
    ),
    (
        "the level Gokuhi (極祕)",
        "the level Gokuhi (極秘)",
        &[
            ('=', "the level Gokuhi ("),
            ('-', "極祕"),
            ('+', "極秘"),
            ('=', ")"),
        ],
    ),
    ("in writing", "", &[('-', "in writing")]),
    (
        "SECRET  information",
        "SECRET information",
        &[
            ('=', "SECRET"),
            ('-', "  "),
            ('+', " "),
            ('=', "information"),
        ],
    ),
    (
        "“Level” means a grade",
        "\"Level\" means a grade",
        &[
            ('-', "“"),
            ('+', "\""),
            ('=', "Level"),
            ('-', "”"),
            ('+', "\""),
            ('=', " means a grade"),
        ],
    ),
    (
        "## 4.2 Purposes\n\n(a) maritime safety",
        "## 4.3 Purposes\n\n(b) maritime safety",
        &[
            ('=', "## "),
            ('-', "4.2"),
            ('+', "4.3"),
            ('=', " Purposes\n\n("),
            ('-', "a"),
            ('+', "b"),
            ('=', ") maritime safety"),
        ],
    ),
    (
        "The Parties shall consult. They shall settle any dispute by negotiation.",
        "The Parties shall consult.",
        &[
            ('=', "The Parties shall consult."),
            ('-', " They shall settle any dispute by negotiation."),
        ],
    ),
    (
        "Nothing in this Agreement affects patents, copyrights or other private rights in Protected Information, and the Receiving Party shall respect them.",
        "Nothing in this Agreement affects patents, copyrights, trade secrets or other private rights in Protected Information, which the Receiving Party shall respect.",
        &[
            ('=', "Nothing in this Agreement affects patents, copyrights"),
            ('+', ", trade secrets"),
            ('=', " or other private rights in Protected Information, "),
            ('-', "and"),
            ('+', "which"),
            ('=', " the Receiving Party shall respect"),
            ('-', " them"),
            ('=', "."),
        ],
    ),
    (
        "Party A is Japan and Party B is New Zealand.",
        "Party A is New Zealand and Party B is Japan.",
        &[
            ('=', "Party A is "),
            ('-', "Japan"),
            ('+', "New Zealand"),
            ('=', " and Party B is "),
            ('-', "New Zealand"),
            ('+', "Japan"),
            ('=', "."),
        ],
    ),
    (
        "café",
        "cafe\u{301}",
        &[('-', "café"), ('+', "cafe\u{301}")],
    ),
];
