# Words of the views of a negotiation: status words with their symbols, columns, what a turn does.

# Rows and columns.
talk-title = title
talk-terms = terms
talk-number = No
talk-status = Status
talk-column-base = Base ({ $turn })
talk-column-text = Text ({ $turn })
talk-column-changes = Text ({ $to }), changes since { $from }
talk-column-clean = Clean text ({ $turn })
talk-column-agenda = Open points ({ $turn })
talk-turn = turn { $number } ({ $party })
talk-proposal = proposal
talk-legend-changes = Inserted and deleted text is marked, with the party that changed it.
talk-legend-brackets = Text in brackets is not agreed: each wording with who stands behind it.

# Said instead of a text.
talk-unchanged = unchanged
talk-accepts = accepts
talk-silent = no word yet
talk-leave-out = leave out
talk-keep = keep
talk-bracketed-remark = bracketed: { $count }
talk-folded = agreed turn { $turn }
talk-folded-concordant = agreed turn { $turn }, concordant { $langs }

# Status.
talk-bracketed = [ ] bracketed { $count }
talk-agreed = ✔ agreed
talk-ad-ref = ✓ ad ref
talk-proposed = ○ proposed
talk-open = … open
talk-reserved = ⚑ reserved { $party } ({ $kind }) – since turn { $turn }
talk-reopened = ↺ reopened by { $party } in turn { $turn }
talk-stale = { $lang } stale
talk-parked = ⏸ parked until { $date } ({ $party })
talk-delete = delete? { $parties }
talk-moved = ⇅ moved in turn { $turn }
talk-new = + new
talk-left-out = ✕ left out
talk-age = open for turns: { $turns }
talk-kind-scrutiny = scrutiny
talk-kind-language = language
talk-kind-substance = substance
talk-kind-parliament = parliament

# Blanks and values of the terms.
talk-blank-date = ____ (date)
talk-blank-number = ____ (number)
talk-blank-place = ____ (place)
talk-yes = yes
talk-no = no
talk-none = none

# History of a provision.
talk-history = History of provision { $place }
talk-history-turn = Turn
talk-history-done = What was done
talk-history-wording = Wording, compared with what its author had before
talk-overtaken = replaced in the same turn

# What a turn does.
talk-op-reopens = ↺ REOPENS { $place }, which { $parties } had agreed to
talk-op-offer = Chair's text: it takes effect when every other party accepts it as a whole.
talk-op-edit = { $place }: changes { $changes }
talk-op-back = { $place }: stands behind “{ $wording }”
talk-op-withdraw = { $place }: withdraws its wording
talk-op-add = adds a provision after: { $after ->
    [none] the beginning
   *[other] { $after }
}
talk-op-keep = { $place }: would keep it
talk-op-drop = { $place }: would leave it out
talk-op-move = moves { $place }, now { $to }
talk-op-term = terms: { $field } = { $value }
talk-op-term-out = terms: { $field } is left out
talk-op-agree = { $place }: agrees
talk-op-agree-ad-ref = { $place }: agrees ad referendum
talk-op-agree-all = agrees to everything as it reads
talk-op-agree-all-ad-ref = agrees ad referendum to everything as it reads
talk-op-reserve = { $place }: reserves ({ $kind })
talk-op-lift = { $place }: lifts its reservation ({ $kind })
talk-op-park = { $place }: puts it aside until { $date }
talk-op-take-up = { $place }: takes it up again
talk-op-accept = accepts the chair's text of { $party }, turn { $turn }
talk-op-decline = declines the chair's text of { $party }, turn { $turn }
talk-op-spacing = changes of spacing: { $places }
talk-op-punctuation = changes of punctuation: { $places }
talk-op-width = changes of width: { $places }
talk-op-variant = changes of character forms: { $places }
talk-op-numbering = changes of numbering: { $places }
talk-op-renumbered = new numbers: { $places }
talk-op-reply = a reply is asked for by { $date }; nothing follows from silence
