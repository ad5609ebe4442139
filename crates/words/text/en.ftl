# Messages in English. `err-` says what happened, `rec-` what to do.
# A key that the other language lacks fails the build.

err-act-001 = an act from { $party } is not well-formed: { $detail }
rec-act-001 = its record is kept as it is and shows this; tell { $party }'s operator

err-act-002 = an act from { $party } names another agreement or author
rec-act-002 = nothing was changed; tell { $party }'s operator

err-act-003 = an act from { $party } says index { $index } where { $expected } comes next: replayed or out of order
rec-act-003 = nothing was changed; tell { $party }'s operator

err-act-004 = an entry from { $party } has { $size } bytes; at most 65535 fit
rec-act-004 = send large content as an item; the entry was not taken

err-act-005 = an act from { $party } claims to have seen more of our record than there is
rec-act-005 = nothing was changed; tell { $party }'s operator

err-act-006 = { $party } sent an act of a kind this version does not know: { $kind }
rec-act-006 = it is kept in the record without effect here; update this program, then restart

err-act-007 = the signature of { $official } ({ $party }) on an act does not verify
rec-act-007 = the act has no effect; ask { $party } to sign again

err-act-008 = this act by { $party } is not possible now: { $detail }
rec-act-008 = see where the agreement stands: entente agree show

err-agree-001 = no agreement { $id } here
rec-agree-001 = list them: entente agree list

err-agree-002 = more than one agreement fits { $id }
rec-agree-002 = give more digits of its id, or --under AG

err-agree-003 = the text moved: its fingerprint is now { $now }, you named { $named }
rec-agree-003 = read it again (entente agree text), then repeat with the new fingerprint

err-agree-004 = two wordings stand side by side in: { $ids }
rec-agree-004 = replace each with one wording: entente agree counter

err-agree-005 = the text is frozen; it takes no more changes
rec-agree-005 = to change it after this, both parties negotiate an amendment

err-agree-006 = { $party } has not agreed to this text yet
rec-agree-006 = wait for { $party }, or ask: entente agree show says what each side agreed to

err-agree-007 = both parties must freeze the text before this
rec-agree-007 = entente agree freeze, on both sides

err-agree-008 = { $official } has signed already, or this party needs no more signatures
rec-agree-008 = see the signatures: entente agree show

err-agree-009 = this note needs all { $needed } signatures first
rec-agree-009 = see who has signed: entente agree show

err-agree-010 = no provision { $id } in the text, or the new text leaves it out
rec-agree-010 = list the provisions: entente agree text

err-agree-011 = a mistake in the instrument: { $file }:{ $line } { $detail }
rec-agree-011 = correct the file, then: entente agree check DIR

err-agree-012 = this is larger than one act may be: { $size } of at most { $max } bytes
rec-agree-012 = shorten the texts, or move detail into an annex agreed separately

err-agree-013 = a note of this kind from { $party } is there already
rec-agree-013 = a note cannot be given twice or changed; see entente agree show

err-agree-014 = the terms cannot be used: { $detail }
rec-agree-014 = correct instrument.toml, then propose it

err-card-001 = this is not a whole card: { $detail }
rec-card-001 = ask the partner for the file again

err-card-002 = the card's signature does not verify: it was altered
rec-card-002 = do not use it; ask the partner for the file again

err-card-003 = the card of { $party } was made for a demonstration; its keys are public
rec-card-003 = ask { $party } for its real card

err-card-004 = this is a demonstration node and { $party } is not: the two do not mix
rec-card-004 = use an ordinary node: entente init without --demo

err-card-005 = another card of { $party } is known here, with other keys or of a later date
rec-card-005 = if { $party } really changed its root key, the security officer removes the old partner first

err-card-006 = this card is our own ({ $party })
rec-card-006 = give it to the partner, and add the partner's

err-item-001 = no item { $item } is available to your position
rec-item-001 = check the reference: entente item list

err-item-002 = { $item } is still arriving: { $have } of { $total }
rec-item-002 = wait; the transfer goes on by itself: entente item show { $item }

err-item-003 = { $item } is in quarantine: { $reason }
rec-item-003 = report it to the originator with your receipt: entente receipt sign { $item }; the reason: entente explain { $reason }

err-item-004 = { $item } must be receipted by a registrar before it is opened
rec-item-004 = entente receipt sign { $item }

err-item-005 = the file { $file } cannot be used: { $detail }
rec-item-005 = check the path and its permissions

err-item-006 = the file { $file } exists already
rec-item-006 = choose another name, or --force

err-link-001 = { $party } cannot be reached at { $url }: { $detail }
rec-link-001 = nothing is lost; the node goes on trying. Check the network and the address in the card

err-link-002 = a body is larger than announced or allowed
rec-link-002 = nothing of it was kept; tell the partner's operator

err-link-003 = { $party } speaks protocol version { $theirs }, this node another
rec-link-003 = update the older of the two

err-link-004 = an answer of { $party } cannot be understood: { $detail }
rec-link-004 = nothing was changed; tell { $party }'s operator

err-link-005 = the partner was too slow: gave up after { $seconds } s
rec-link-005 = nothing is lost; the transfer is taken up again where it stopped

err-log-001 = a checkpoint is not signed by { $party }'s record keys
rec-log-001 = nothing was taken; tell { $party }'s operator

err-log-002 = { $party }'s entries do not give the root it signed at size { $size }
rec-log-002 = nothing was taken; tell { $party }'s operator

err-log-003 = EQUIVOCATION: { $party } signed two different records of size { $size }
rec-log-003 = the proof is kept and exchange is stopped; a person decides: entente agree show, then entente log resume

err-log-004 = { $party }'s record was rewound from { $was } to { $now } entries
rec-log-004 = the proof is kept and exchange is stopped; ask { $party } whether it restored an old copy

err-log-005 = a gap: { $have } entries are here, the push begins at { $start }
rec-log-005 = the sender asks for the size and sends from there; nothing to do

err-log-006 = our record has { $now } entries, but { $party } holds { $was }: this node was restored from an old copy
rec-log-006 = do not write here; refill from { $party }'s copy before going on

err-log-007 = the cosignature of { $party } does not verify
rec-log-007 = the receipt is not counted; the node sends again

err-log-008 = the stored record of { $party } does not match its checkpoint (size { $size }): disk damage
rec-log-008 = stop the node and restore from a backup; entries up to here stay with the partner

err-mark-001 = "{ $token }" is not a level of { $party } under any agreement here
rec-mark-001 = use a level the agreement lists: entente agree show

err-mark-002 = the mark contains hidden or direction-changing characters: { $token }
rec-mark-002 = type the mark again by hand

err-mark-003 = "{ $token }" is a level of { $party }; only its originator uses it
rec-mark-003 = mark with a level of your own; the equivalent is shown by itself

err-node-001 = { $dir } is not a node directory, or a file is missing in it
rec-node-001 = name it with --node DIR, or make one: entente init

err-node-002 = { $dir } holds a node or other files already
rec-node-002 = choose a new directory

err-node-003 = the node is in use by another process that does not answer, or it is stopping
rec-node-003 = wait a moment; if it stays so, stop that process and start it again: entente serve

err-node-004 = wrong passphrase or key file
rec-node-004 = use the one given at entente init

err-node-005 = the keys are locked and nothing was given to unlock them
rec-node-005 = --key-file FILE, or --passphrase-stdin

err-node-006 = others may read { $file }
rec-node-006 = chmod 600 { $file }

err-node-007 = { $dir } was made by a newer version of this program
rec-node-007 = update this program

err-node-008 = this passphrase can be guessed: it has fewer than { $least } characters
rec-node-008 = take five or six words that do not belong together; or a key file: --key-file FILE

err-node-009 = this key file has fewer than { $least } bytes
rec-node-009 = make one: head -c 32 /dev/urandom > FILE

err-node-010 = another process runs the node in { $dir } already
rec-node-010 = other commands speak to it; stop it before you start another

err-off-001 = no official { $official } here
rec-off-001 = list them: entente party show

err-off-002 = { $official } does not hold the role { $role }
rec-off-002 = choose an official who does: entente party show

err-off-003 = wrong or missing passphrase or key file for { $official }
rec-off-003 = --key-file FILE of this official

err-off-004 = the key of { $official } is not valid on { $date }
rec-off-004 = the party issues a new card with a valid key

err-party-001 = { $party } is not known here
rec-party-001 = entente party add CARD

err-party-002 = { $party } is not confirmed yet: the words were not compared
rec-party-002 = call { $party }, compare: entente party words { $party }; then entente party confirm { $party }

err-party-003 = { $party } has not confirmed our card yet
rec-party-003 = ask { $party } to run entente party confirm; the node tells you when it did

err-party-004 = the words are not those of { $party }'s card
rec-party-004 = compare again, word by word; if they still differ, somebody stands between you

err-party-005 = the node that answers for { $party } holds another key than its card names
rec-party-005 = do not go on; ask { $party } by another way whether its node changed

err-rec-001 = nothing waits for a receipt
rec-rec-001 = entente item list shows the register

err-rec-002 = { $item } was receipted already
rec-rec-002 = entente item show { $item }

err-rel-001 = the agreement is not in force: its entry into force is not fixed yet (Article { $article })
rec-rel-001 = both parties sign and notify first: entente agree show

err-rel-002 = the agreement enters into force on { $date } (Article { $article })
rec-rel-002 = release from that day on

err-rel-003 = the agreement ended on { $date } (Article { $article })
rec-rel-003 = duties on what was shared go on; new releases need a new agreement

err-rel-004 = { $level } is above the ceiling { $ceiling } of the agreement (Article { $article })
rec-rel-004 = remove what needs { $level }, or the negotiators amend the agreement

err-rel-005 = purpose { $purpose } is not one the agreement names (Article { $article })
rec-rel-005 = choose one of its purposes: entente agree show

err-rel-006 = no purpose was stated (Article { $article })
rec-rel-006 = add --purpose CODE; entente agree show lists the codes

err-rel-007 = exchange under agreement { $id } is stopped by an alarm on the record: { $code }
rec-rel-007 = read it: entente agree show { $id }; a person decides: entente log resume { $id } --confirm { $id }

err-rel-008 = { $party } is not the other party to this agreement
rec-rel-008 = entente agree list

err-rel-009 = from { $level } on, the releasing officer's own signature is needed (Article { $article })
rec-rel-009 = the officer releases it: --sign --official ID --key-file FILE

err-rel-010 = { $item } was released already; its mark cannot change this way
rec-rel-010 = only the originator changes a mark, by an act of its own

err-rel-011 = { $item } is not marked yet
rec-rel-011 = entente item mark { $item } LEVEL

err-rel-014 = the agreement has no equivalent for { $level } in { $party } (Article { $article })
rec-rel-014 = use a level that has one, or ask the negotiators to amend the agreement

err-seal-001 = segment { $index } from { $party } does not match what was released
rec-seal-001 = it was not kept; { $party } sends it again. If it recurs, tell { $party }'s operator

err-seal-002 = an item from { $party } does not open under the key given with it
rec-seal-002 = it is in quarantine; report it with your receipt

err-seal-003 = the key slot from { $party } is not for this node, or names no key it may use
rec-seal-003 = the item is in quarantine; ask { $party } to release it again

err-seal-004 = lengths announced by { $party } do not add up
rec-seal-004 = the item is in quarantine; ask { $party } to release it again

err-seal-005 = the ciphertext of { $item } in this node's store is damaged
rec-seal-005 = restore it from a backup, or ask the originator to send it again

err-store-001 = the disk is full at { $path }; nothing was written
rec-store-001 = free some room; the node goes on by itself

err-store-002 = the machine refused: { $detail }
rec-store-002 = nothing was half done; correct the cause and repeat

err-store-003 = a write could not be made durable; the node stops
rec-store-003 = check the disk, then start the node: it reads only what is certain

err-store-004 = the store is damaged: { $detail }
rec-store-004 = restore from a backup; the partner holds a copy of every record

err-time-002 = { $party }'s last signed time is { $hours } hours ahead of this computer's clock
rec-time-002 = nothing is refused for this; check the clock on both sides

err-use-001 = { $what } is missing
rec-use-001 = see entente --help, or add --help to the command

err-use-002 = "{ $value }" is not what is wanted here: { $kind }
rec-use-002 = see the command's --help

err-use-003 = no code { $code }
rec-use-003 = codes look like REL-014

err-use-004 = this needs your confirmation: { $what }
rec-use-004 = repeat with it

err-use-005 = "{ $name }" cannot be shown as a name: it is empty, too long or not plain text
rec-use-005 = at most 200 characters, none of them a control character

err-verify-001 = the evidence was altered: { $place }: { $detail }
rec-verify-001 = get a fresh copy from the sender; keep this one

err-verify-002 = this is not an evidence file: { $detail }
rec-verify-002 = name the file that entente evidence export wrote

err-verify-003 = UNANCHORED: you brought no card of { $party }
rec-verify-003 = put the card you hold yourself into --keys DIR

err-verify-004 = the evidence uses another root key for { $party } than the card you hold
rec-verify-004 = trust your own card; ask { $party }

err-verify-005 = the record of { $party } does not match its signed checkpoint, first at entry { $entry }
rec-verify-005 = get a fresh copy from the sender; keep this one

err-verify-006 = the file { $file } cannot be read: { $detail }
rec-verify-006 = check the path

ui-error = error
ui-refused = refused
ui-waiting = waiting
ui-help = help:
ui-under = rule: Article { $article }
ui-decider = who can decide: { $decider ->
    [both-parties] both parties
    [negotiators] the negotiators
    [registrar] a registrar
    [releasing-officer] a releasing officer
    [security-officer] the security officer
   *[other] { $decider }
}
ui-fault-partner = at fault: the partner
ui-fault-version = at fault: nobody; the partner runs another version
ui-fault-machine = at fault: the machine
ui-agreed-by = agreed
ui-frozen-by = frozen
ui-signed-by = signed
ui-signed = signed
ui-note = note
ui-note-completed = procedures completed
ui-note-terminate = termination
ui-received-on = received
ui-article = Art. { $article }
ui-card = The card is in { $file }. Give it to the partner.
ui-card-file = card
ui-official = officials
ui-url = address
ui-words = fingerprint in words
ui-confirmed-both = confirmed by both sides
ui-confirmed-us = confirmed by us, not yet by them
ui-confirmed-them = confirmed by them, not yet by us
ui-confirmed-none = not confirmed
ui-contested = two wordings in
ui-demo-node = DEMONSTRATION NODE: public keys, protects nothing
ui-doctor-ok = Records, store and clock were checked.
ui-draft = draft
ui-ends = ends after
ui-entries = entries
ui-entry = entry in our record
ui-evidence = Evidence with { $acts } acts is in { $file }. Verify it: entente verify { $file } --keys DIR
ui-fail = fail
ui-pass = pass
ui-fed = released { $released }, refused { $refused }
ui-file = file
ui-force = in force from
ui-init = Node of { $party } made in { $dir }.
ui-init-next = Next: entente --node { $dir } serve --key-file FILE, then exchange cards: entente party card, party add, party words, party confirm.
ui-instrument-ok = { $provisions } provisions, terms and texts fit. Fingerprint { $digest }
ui-none = nothing here
ui-no-items = No items. Add one: entente item add FILE
ui-no-partners = No partners. Add one: entente party add CARD
ui-opened = { $item } was verified and written to { $file }, { $size } B
ui-own-record = our record / mirrored
ui-their-record = their record here
ui-provisions = provisions
ui-receipted = receipted: { $count }
ui-receipts-due = receipts due: { $count }  → entente receipt list
ui-record-ok = { $origin }: { $size } entries hash to the signed root { $root }
ui-recovery = RECOVERY SHEET of { $party }. Print it, keep it in a safe, tell nobody. These 24 words are the root key:
ui-recovery-keep = It is shown once. Without it a lost node cannot be replaced under the same name.
ui-released = { $item } released, entry { $entry }. Follow it: entente item show { $item }
ui-released-to = released to
ui-resumed = Exchange under agreement { $id } goes on.
ui-rule-in-force = in force
ui-rule-party = parties
ui-rule-ceiling = ceiling
ui-rule-equivalence = equivalent level
ui-rule-purpose = purpose
ui-rule-force = entry into force
ui-rule-receipt = receipt
ui-rule-release = decision to release
ui-rule-termination = termination
ui-rule-officer = releasing officer's signature
ui-rule-record = record without alarm
ui-serving = { $party } answers on { $address }. Stop with Ctrl-C.
ui-size = size
ui-stage-negotiating = negotiating
ui-stage-text-agreed = text agreed
ui-stage-frozen = frozen for signature
ui-stage-signed = signed
ui-stage-notified = notified, not yet in force
ui-stage-in-force = in force
ui-stage-notice-given = notice of termination given
ui-state-receipted = receipted
ui-state-quarantined = quarantined
ui-state-arrived = arrived
ui-state-on-the-way = on the way
ui-title = title
ui-waits = waits for
ui-wait-agree = { $party } to agree to this text: entente agree text { $id }, then entente agree agree { $id }
ui-wait-freeze = { $party } to freeze it: entente agree freeze { $id }
ui-wait-note = { $party } to notify that its procedures are completed: entente agree note { $id } --kind completed
ui-wait-sign = { $party } to sign: entente agree sign { $id } --official ID
ui-void = no effect:
ui-words-intro = Call { $party }. Each side reads its own words out; the other compares them with what it sees here:
ui-words-next = If they are the same: entente party confirm { $party } --words "…"
ui-would-be-allowed = would be allowed
ui-would-be-refused = would be refused
demo-intro = DEMO: an invented agreement, invented people, public keys that every real node refuses.
demo-step-start = Two nodes start, each its own process: Tokyo and Wellington.
demo-step-pair = They exchange cards. Nothing is trusted yet: a proposal is refused.
demo-step-confirm = They compare the words by telephone and confirm.
demo-step-propose = Tokyo proposes a bilingual agreement, texts and terms together.
demo-step-counter = Wellington counter-proposes one provision, in both languages.
demo-step-agree = Both agree to the text they read and freeze it: one fingerprint over texts and terms.
demo-step-sign = Two officials of each side sign, Ed25519 and ML-DSA.
demo-step-early = Tokyo tries to release before entry into force: refused, with the article.
demo-step-notes = Each side notifies that its procedures are completed; both nodes compute the same date.
demo-step-clock = The demonstration's clocks jump past { $date }.
demo-step-release = Tokyo asks the rules, then releases.
demo-step-receipt = Wellington sees original and equivalent mark; opening waits for the registrar's receipt.
demo-step-back = Wellington releases two items back; SECRET needs the officer's own signature.
demo-step-top = TOP SECRET is above the ceiling: refused even when signed.
demo-step-registers = Both registers, row by row: they agree.
demo-step-evidence = Tokyo exports the evidence. Then both nodes are stopped.
demo-step-verify = An outsider verifies it with the two cards alone.
demo-step-tamper = One digit is changed in a copy: refused.
demo-sees-proposal = { $id } arrived: { $count } provisions
demo-sees-signed = signatures here: { $count }
demo-sees-date = enters into force on { $date }
demo-sees-check = all { $count } rules pass
demo-sees-opened = opened "{ $title }", { $size } B, the same bytes as the original
tl-title = Evidence under agreement { $agreement }: { $title }
tl-exporter = exported by { $party } at { $time }
tl-anchored = { $party }: verified against the card you brought
tl-unanchored = { $party }: UNANCHORED, its key is taken from the file itself
tl-propose = { $party } proposes: { $title }
tl-counter = { $party } counter-proposes { $provisions }
tl-agree = { $party } agrees to the text { $digest }
tl-freeze = { $party } freezes the text { $digest }
tl-sign = { $party }: { $official } signs. { $capacity }
tl-note-completed = { $party } notifies on { $date } that its procedures are completed
tl-note-terminate = { $party } gives notice of termination on { $date }
tl-note-received = { $party } received the notice on { $date }
tl-keys = { $party } makes a key for { $to }
tl-release = { $party } releases { $item } to { $to }: { $level }, { $purpose }, { $size } B
tl-receipt = { $party } receipts { $items }
tl-receipt-quarantine = { $party } puts { $item } in quarantine: { $code }
tl-void = { $party }: act without form: { $code }
tl-delivered = { $party }'s record: { $size } entries, durably stored by the other side at { $time }
tl-more = … { $n } more; show all with --all
tl-ok = Verified: { $acts } acts in { $logs } records.
