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

err-agree-004 = wordings compete in: { $ids }
rec-agree-004 = settle each bracket: entente agree compare --view brackets

err-agree-005 = the text is frozen; it takes no more changes
rec-agree-005 = to change it after this, both parties negotiate an amendment

err-agree-006 = { $party } has written nothing under this agreement yet
rec-agree-006 = wait until its first act has arrived: entente status

err-agree-007 = both parties must freeze the text before this
rec-agree-007 = entente agree freeze, on both sides

err-agree-008 = { $official } has signed already, or this party needs no more signatures
rec-agree-008 = see the signatures: entente agree show

err-agree-009 = this needs all { $needed } signatures first
rec-agree-009 = see who has signed: entente agree show

err-agree-010 = no provision { $id } in the text, or the new text leaves it out
rec-agree-010 = list the provisions: entente agree text

err-agree-011 = a mistake in { $file }:{ $line } { $detail }
rec-agree-011 = correct the file, then the same command again

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
rec-item-006 = choose another name; item open replaces a file with --force

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
    [competent-authorities] the competent authorities
    [every-party] every party together
    [originator] the originator
    [you] you
    [both-parties] both parties
    [national-security-authority] the national security authority
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
ui-note-no-renewal = no extension
ui-course = said
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
ui-stage-provisional = applied provisionally, not in force
ui-stage-ended = ended; duties on what was shared go on
ui-stage-notice-given = notice of termination given
ui-state-receipted = receipted
ui-state-quarantined = quarantined
ui-state-arrived = arrived
ui-state-on-the-way = on the way
ui-title = title
ui-waits = waits for
ui-wait-agree = { $party } to agree to this text: entente agree text { $id }, then entente agree agree { $id } --send
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
demo-step-counter = Wellington redlines a provision in both languages; it stands in brackets until both read the same.
demo-step-agree = Both agree to the text they read and freeze it: one fingerprint over texts and terms.
demo-step-sign = Two officials of each side sign, Ed25519 and ML-DSA.
demo-step-early = Tokyo tries to release before entry into force: refused, with the article.
demo-step-notes = Each side notifies that its procedures are completed; both nodes compute the same date.
demo-step-clock = The demonstration's clocks jump past { $date }.
demo-step-release = Tokyo asks the rules, then releases.
demo-step-receipt = Wellington sees original and equivalent mark; opening waits for the registrar's receipt.
demo-step-back = Wellington releases two items back; SECRET needs the officer's own signature.
demo-step-top = TOP SECRET has no equivalent in Japan: refused even when signed, with the article.
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
tl-turn = { $party }, turn { $turn }: { $what }
tl-chair = { $party } offers a chair's text as turn { $turn }: { $what }
tl-part = { $party } sends part of a long text; { $left } to follow
tl-concord = { $party }: { $official } certifies { $count } provisions as concordant
tl-amend = { $party } opens the negotiation of version { $version }
tl-abandon = { $party } abandons the signing of the text { $digest }
tl-freeze = { $party } freezes the text { $digest }
tl-sign = { $party }: { $official } signs. { $capacity }
tl-note-completed = { $party } notifies on { $date } that its procedures are completed
tl-note-terminate = { $party } gives notice of termination on { $date }
tl-note-no-renewal = { $party } gives notice on { $date } against an extension
tl-course = { $party }: { $official } states: { $what }
tl-note-received = { $party } received the notice on { $date }
tl-keys = { $party } makes a key for { $to }
tl-release = { $party } releases { $item } to { $to }: { $level }, { $purpose }, { $size } B
tl-receipt = { $party } receipts { $items }
tl-receipt-quarantine = { $party } puts { $item } in quarantine: { $code }
tl-void = { $party }: act without form: { $code }
tl-delivered = { $party }'s record: { $size } entries, durably stored by the other side at { $time }
tl-more = … { $n } more; show all with --all
tl-ok = Verified: { $acts } acts in { $logs } records.

err-rel-015 = own releases have been stopped since { $date } (Article { $article })
rec-rel-015 = resume them: entente agree say ID resume

err-rel-016 = needed before the first release: { $gate } (Article { $article })
rec-rel-016 = the competent authorities see to it first; then state it: entente agree say ID gate

err-rel-017 = the recipient's assurance is needed before the first release (Article { $article })
rec-rel-017 = ask the recipient for its written assurance

err-rel-018 = from { $level } on, a second person must decide too (Article { $article })
rec-rel-018 = ask a second releasing officer to approve it

err-rel-019 = information of the category { $category } is not covered (Article { $article })
rec-rel-019 = do not release it under this agreement; see whether another covers it: entente agree list

err-rel-020 = information in the form { $form } is not covered (Article { $article })
rec-rel-020 = release it in a form the agreement covers

err-rel-021 = { $level } may not be held or sent electronically (Article { $article })
rec-rel-021 = keep it on paper and send it by a channel the agreement allows

err-rel-022 = the site { $site } lies outside the territory of the agreement (Article { $article })
rec-rel-022 = send it to a site inside the territory

err-rel-023 = the agreement does not provide for this way of giving: { $mode } (Article { $article })
rec-rel-023 = use the other way, or the negotiators amend the agreement

err-rel-025 = { $level } may not travel by { $channel } (Article { $article })
rec-rel-025 = choose a channel the text allows: entente agree text

err-rel-026 = sending by { $channel } needs first: { $condition } (Article { $article })
rec-rel-026 = see to it, then send

err-rel-027 = this information came from another; only its originator may release it (Article { $article })
rec-rel-027 = ask its originator to release it, or for consent to pass it on

err-rel-028 = the caveat { $caveat } does not allow this (Article { $article })
rec-rel-028 = ask the originator whether the caveat can be lifted

err-rel-029 = what came from a third party may not be requested (Article { $article })
rec-rel-029 = request it from its originator

err-rel-030 = { $level } may not be sent in clear (Article { $article })
rec-rel-030 = encrypt it with agreed means

err-rel-031 = sending in clear needs the prior agreement of both competent authorities (Article { $article })
rec-rel-031 = get their agreement first, or encrypt it

err-rel-032 = { $means } is not among the approved means (Article { $article })
rec-rel-032 = use an approved one, or ask the competent authorities to approve it

err-rel-033 = it may be sent electronically but not stored (Article { $article })
rec-rel-033 = keep it on paper alone, with no electronic copy

err-hold-001 = no need to know is stated; rank, office or clearance alone gives no access (Article { $article })
rec-hold-001 = name the duty it is needed for

err-hold-002 = a clearance for { $level } is needed (Article { $article })
rec-hold-002 = have the clearance confirmed first

err-hold-003 = the clearance for { $level } ended on { $date } (Article { $article })
rec-hold-003 = have it renewed

err-hold-004 = a briefing is needed first (Article { $article })
rec-hold-004 = brief the person and record it

err-hold-005 = the briefing of { $date } is too long ago (Article { $article })
rec-hold-005 = repeat the briefing

err-hold-006 = the receipt must be signed first (Article { $article })
rec-hold-006 = the registrar signs it: entente receipt sign

err-hold-007 = nationality or residence does not meet the agreement; the originator's consent is needed (Article { $article })
rec-hold-007 = ask the originator for its written consent

err-hold-010 = the originator's prior written consent is needed (Article { $article })
rec-hold-010 = ask the originator for it, naming item, recipient and purpose

err-hold-011 = it may not go to a third party (Article { $article })
rec-hold-011 = ask the originator to release it itself

err-hold-012 = the third party needs an agreement with the originator first (Article { $article })
rec-hold-012 = ask the originator whether there is one

err-hold-013 = every originator's consent is needed (Article { $article })
rec-hold-013 = ask each of them

err-hold-014 = the agreement provides for no such relay (Article { $article })
rec-hold-014 = ask the originator to release it directly

err-hold-020 = it may not be copied (Article { $article })
rec-hold-020 = ask the originator for one more

err-hold-021 = copying needs the originator's consent (Article { $article })
rec-hold-021 = ask the originator for it

err-hold-022 = it may not be translated (Article { $article })
rec-hold-022 = ask the originator for a translation

err-hold-023 = translating needs the originator's consent (Article { $article })
rec-hold-023 = ask the originator for it

err-hold-024 = only cleared persons may translate it (Article { $article })
rec-hold-024 = choose a cleared translator

err-hold-030 = only the originator may lower or remove a level (Article { $article })
rec-hold-030 = ask the originator to change it

err-hold-040 = it may not be destroyed; it must be returned (Article { $article })
rec-hold-040 = return it to the originator

err-hold-041 = destruction needs the originator's consent (Article { $article })
rec-hold-041 = ask the originator for it

err-hold-042 = destruction needs a witness (Article { $article })
rec-hold-042 = name a witness

err-hold-043 = no emergency is stated (Article { $article })
rec-hold-043 = state the emergency, or destroy it the ordinary way

err-hold-044 = it must be returned unless the originator expressly authorises its destruction (Article { $article })
rec-hold-044 = return it, or ask the originator for the authorisation

err-hold-050 = another purpose needs the originator's consent (Article { $article })
rec-hold-050 = ask the originator for it, stating the purpose

err-hold-051 = it may not be used in proceedings that publish (Article { $article })
rec-hold-051 = keep it out of them, and ask the originator

err-hold-060 = the originator must be told first (Article { $article })
rec-hold-060 = notify the originator in writing

err-hold-061 = the originator must be heard before anything is decided (Article { $article })
rec-hold-061 = ask the originator, and decide after its answer

err-hold-070 = only the originator may discharge from accountability (Article { $article })
rec-hold-070 = report the loss and ask the originator for the discharge

err-con-001 = the facility's clearance must be confirmed first (Article { $article })
rec-con-001 = ask the competent authorities to confirm it

err-con-002 = the persons' clearances must be confirmed first (Article { $article })
rec-con-002 = ask the competent authorities to confirm them

err-con-003 = the contract needs a security clause and a classification guide (Article { $article })
rec-con-003 = annex both to the contract

err-con-004 = a contractor under foreign ownership is excluded (Article { $article })
rec-con-004 = choose another contractor

err-con-005 = a subcontract needs the originator's consent (Article { $article })
rec-con-005 = ask the originator for it

err-con-006 = the contractor must be inspected first (Article { $article })
rec-con-006 = inspect it and record the result

err-vis-001 = the host's prior written permission is needed (Article { $article })
rec-vis-001 = send the host the request for the visit

err-vis-002 = the request was due by { $date } (Article { $article })
rec-vis-002 = choose a later date, or state the urgency where the agreement has a shorter time for it

err-vis-003 = the visit is longer than a permission may be valid (Article { $article })
rec-vis-003 = shorten it, or ask for another permission

err-vis-004 = visitors from a third country need leave of both parties (Article { $article })
rec-vis-004 = ask both parties for it

err-vis-005 = the request must go by the diplomatic channel (Article { $article })
rec-vis-005 = send it by the diplomatic channel

err-vis-006 = the agreement gives no right to a security visit (Article { $article })
rec-vis-006 = ask the host to allow it

err-vis-007 = the date cannot be computed: the holiday calendar does not reach it (Article { $article })
rec-vis-007 = ask the negotiators to extend the calendar

err-inc-001 = an incident cannot be closed by one side alone (Article { $article })
rec-inc-001 = ask its originator to accept the report, or close it with every party

err-life-001 = the terms change only by the signatures of every party (Article { $article })
rec-life-001 = propose an amendment to every party

err-life-002 = { $field } cannot be changed by one party's notice (Article { $article })
rec-life-002 = propose an amendment to every party

err-life-003 = the update takes effect when the other party has acknowledged it (Article { $article })
rec-life-003 = ask the other party for it: entente agree say ID acknowledge

err-life-004 = one party's notice does not end this agreement (Article { $article })
rec-life-004 = agree on the same last day with every party: entente agree say ID end

err-life-005 = a notice is stayed or withdrawn only by every party (Article { $article })
rec-life-005 = ask the other parties to state the same: entente agree stay

err-life-006 = a dispute is closed only by every party (Article { $article })
rec-life-006 = go on with the talks

err-life-007 = a party may stop its own releases, never its duties (Article { $article })
rec-life-007 = stop releases alone: entente agree say ID pause

err-life-008 = nobody may accede without the consent of every party (Article { $article })
rec-life-008 = ask every party for an invitation

err-life-009 = the agreement does not provide for this answer to a change of rules (Article { $article })
rec-life-009 = accept the change, or stop own releases: entente agree say ID answer

err-rule-001 = no item was named (Article { $article })
rec-rule-001 = name the item

err-rule-002 = no way of sending was named (Article { $article })
rec-rule-002 = name the channel

err-rule-003 = no person was named (Article { $article })
rec-rule-003 = name the person

err-rule-004 = no visit was described (Article { $article })
rec-rule-004 = give the dates of the visit

err-rule-005 = no field was named (Article { $article })
rec-rule-005 = name the field to be changed

ui-rule-acknowledged = acknowledgement
ui-rule-amendment = amendment
ui-rule-accession = accession
ui-rule-arrangement = implementing arrangement
ui-rule-assurance = assurance
ui-rule-auto = automatic declassification
ui-rule-briefing = briefing
ui-rule-category = category
ui-rule-caveat = caveat
ui-rule-certificate = certificate
ui-rule-channel = channel
ui-rule-clearance = clearance
ui-rule-conditions = conditions of the channel
ui-rule-consent = consent
ui-rule-copy = copying
ui-rule-court = court order
ui-rule-destroy = destruction
ui-rule-diplomatic = diplomatic channel
ui-rule-discharge = discharge
ui-rule-dispute = dispute
ui-rule-duties = duties
ui-rule-electronic = electronic handling
ui-rule-emergency = emergency
ui-rule-facility = facility
ui-rule-foreign-owned = foreign ownership
ui-rule-form = form
ui-rule-gate = condition of the first release
ui-rule-guide = security clause and guide
ui-rule-heard = originator consulted
ui-rule-incident = incident
ui-rule-inspection = inspection
ui-rule-item = item
ui-rule-lead = time of the request
ui-rule-level = level
ui-rule-mode = release or disclosure
ui-rule-nationality = nationality
ui-rule-need-to-know = need to know
ui-rule-notice = notice
ui-rule-old-rules = old rules
ui-rule-oral-note = note for file
ui-rule-originator = originator
ui-rule-pause = stop of releases
ui-rule-permission = host's permission
ui-rule-person = person
ui-rule-persons = persons
ui-rule-publication = publication
ui-rule-reclassify = change of level
ui-rule-relay = relay
ui-rule-report = report
ui-rule-return = return
ui-rule-second-person = second person
ui-rule-security-visit = security visit
ui-rule-site = site
ui-rule-stay = stay of a notice
ui-rule-storage = storage
ui-rule-subcontract = subcontract
ui-rule-third-agreement = agreement of the third party
ui-rule-third-country = third country
ui-rule-third-origin = origin
ui-rule-third-party = third party
ui-rule-told = originator told
ui-rule-translate = translation
ui-rule-translator = translator
ui-rule-update = notified update
ui-rule-use = use
ui-rule-validity = validity
ui-rule-visit = visit
ui-rule-witness = witness

err-life-010 = { $what } by { $party } refers to nothing here, or stands here already
rec-life-010 = see where the agreement stands: entente agree show

err-agree-015 = { $count } of { $all } answers are not as the scenario expects
rec-agree-015 = read them above; correct the terms, the text or the scenario

err-agree-016 = text and terms do not fit: { $count } errors
rec-agree-016 = read and correct them; every provision needs a field or a [[human]] entry, every basis a provision

err-agree-017 = the terms have no field { $path }
rec-agree-017 = list the fields: entente agree fields

ui-allowed = allowed
ui-needs = needs
ui-no-date = no date
ui-expected = expected
ui-digest = fingerprint
ui-tried = { $answers } answers, { $differences } not as expected
ui-compared = { $count } fields differ
ui-find-error = error
ui-find-gap = gap
ui-find-note = note
find-provision-without-field = no field rests on this provision; name it in a basis or in [[human]]
find-basis-not-in-text = rests on a provision the text does not have
find-not-given = not given. { $doc }
find-unseen = not shown by the sources: { $note }
find-unseen-unknown-field = not shown by the sources, and there is no field of that name: { $note }
find-notice-longer-than-term = the notice { $notice } is longer than the term { $term }
find-party-without-levels = { $party } has no levels
find-party-without-ceiling = { $party } has no ceiling
find-level-of-no-party = { $level } belongs to { $party }, which is not a party
find-level-unmapped = { $level } has no equivalent in { $to }; its release is refused
find-ceiling-above-table = the ceiling { $level } is above the levels that have an equivalent in { $to }
find-threshold-leaves-out = leaves out the levels of { $party }: what it demands holds for all of them, what it allows for none
find-title-without-language = the title has no text in { $lang }

err-use-006 = this command cannot say beforehand what it would do
rec-use-006 = leave out --dry-run; to see what a release would be answered: entente item check

open-not-signed = not signed by { $parties }
open-no-notice = no notice from { $party }
open-not-received = the notice of { $party } has no day of receipt by { $by }
open-deposits = { $have } of { $need } deposits
open-not-in-force = no day of entry into force is fixed
open-stayed = the notice of { $party } is stayed
open-voided = the notice of { $party } was taken back by all
open-no-exit = the text has no exit by notice: the notice of { $party } has no effect
open-no-end = nothing ends it
open-not-provided = the terms have no such date
because-signature = last signature
because-last-notice-dated = date of the last notice
because-last-notice-received = receipt of the last notice
because-single-notice-dated = date of the notice
because-single-notice-received = receipt of the notice
because-nth-deposit = deposit
because-all-notified = all have notified
because-later-deposit = own deposit
because-accession = accession
because-term = end of a term
because-no-renewal = notice against extension
because-notice = notice of termination
because-stayed-until = stay that ran out
because-revived = notice revived
because-consent = consent of all
because-parent-ended = end of the agreement it belongs to

deed-propose = propose
deed-counter = counter
deed-agree = agree
deed-freeze = freeze
deed-sign = sign
deed-note = note
deed-note-received = note received
deed-course = said
deed-keys = keys
deed-release = release
deed-receipt = receipt
tl-sign-bare = { $party }: { $official } signs

err-rel-034 = sending in clear needs that national law allows it (Article { $article })
rec-rel-034 = have that confirmed, or encrypt
ui-rule-means = approved means

err-rel-035 = the originator's marks must be on it before it is sent (Article { $article })
rec-rel-035 = mark it, then send

err-rel-036 = another way than the usual one needs the approval of both authorities (Article { $article })
rec-rel-036 = have it approved, or choose the usual way

err-rel-037 = every hop of the route must sign, the first after it saw the decision (Article { $article })
rec-rel-037 = have the hops sign, in order

err-hold-031 = the intention to change the level must be told beforehand (Article { $article })
rec-hold-031 = tell the other party, wait the time the agreement gives, then change it

err-hold-080 = it was given before entry into force and stands under the rules of that time (Article { $article })
rec-hold-080 = look at those rules, or ask its originator

ui-rule-earlier-holding = earlier holding
ui-rule-residence = residence
ui-rule-intention = intention told
ui-rule-same-level = same level
ui-rule-route = route
ui-rule-marking = marking
ui-rule-talks = talks

err-life-011 = { $party } says more than is kept here: the limit is { $limit }
rec-life-011 = say it in an amendment, or in a text sent as an item

course-stay = stays the notice #{ $n } of { $of }: { $to }
course-revive = revives its notice #{ $n } on { $on }
course-pause = stops its own releases from { $from }
course-resume = resumes its releases on { $on }
course-update = changes { $field } on { $on }: { $value }
course-acknowledge = acknowledges #{ $n } of { $from } on { $on }
course-rules-change = tells its rules { $version } on { $on }
course-rules-answer = answers #{ $n } of { $from }: { $answer }
course-end = consents to the end on { $on }
course-gate = states on { $on } that this is met: { $gate }

err-rel-038 = { $level } marks only what dates from { $date } or before (Article { $article })
rec-rel-038 = mark it with a level in use: entente agree show
ui-rule-legacy = level in use

err-agree-018 = the proposal of { $id } has not arrived whole yet
rec-agree-018 = wait for the rest: entente status

err-agree-019 = every signature is there; a signing can be abandoned only before
rec-agree-019 = amend the agreement (entente agree amend), or give notice

err-agree-020 = every provision named is certified already, or none is clean
rec-agree-020 = see what is open: entente agree show

err-agree-021 = version { $version } is under negotiation already
rec-agree-021 = go on with it: entente agree show

err-agree-022 = the text cannot be frozen: { $what ->
    [bracketed] wordings compete in
    [blank] something is to be filled in at
    [not-agreed] not agreed by both capitals
    [reserved] reserved
    [not-concordant] not certified as concordant by both legal advisers
    [unchanged] the amendment changes nothing: version
   *[terms] the terms do not fit
  }: { $ids }
rec-agree-022 = see everything that is open: entente agree show

err-off-005 = { $official } has the same keys as { $other }, who signed already
rec-off-005 = another person signs, with keys of their own

err-turn-001 = { $party } sent turn { $turn } where turn { $expected } follows: it is built on a text that is not this one
rec-turn-001 = nothing was changed; ask { $party } to read the text again and send its turn anew

err-turn-002 = a turn by { $party } names what its author cannot have seen: { $detail }
rec-turn-002 = nothing was changed; the turn has no effect as a whole. Tell { $party }

err-turn-004 = a turn by { $party } has more than may be read: { $detail }
rec-turn-004 = shorten or rewrite it; the turn has no effect as a whole

err-turn-005 = { $party } offers or answers a chair's text that is none
rec-turn-005 = a chair's text changes wording only, and only others answer it

err-turn-006 = version { $version } is not under negotiation, says a turn by { $party }
rec-turn-006 = open it first: entente agree amend

err-turn-007 = there is no turn { $turn }; the last is { $last }
rec-turn-007 = name one by number, or number and party: 7, NZL-7

err-turn-008 = the mark of bracket { $bracket } in { $id } was copied or moved
rec-turn-008 = leave each mark where it is; write a wording of your own as {"{{"}bracket:b3|wording{"}}"}

err-turn-009 = another turn arrived since this one was drafted: it would be turn { $turn }, not { $expected }
rec-turn-009 = read what arrived (entente agree preview), then send again

err-priv-001 = another node locked these private papers
rec-priv-001 = use the node directory they belong to

err-priv-002 = private paper { $row } of { $agreement } was altered outside this program
rec-priv-002 = restore private.db from a backup; nothing was sent to anybody

err-priv-003 = a private paper of { $bytes } bytes; at most { $limit }
rec-priv-003 = shorten it, or keep it in several papers

err-priv-004 = { $limit } private papers are kept for { $agreement } already
rec-priv-004 = remove some: entente private list

err-priv-005 = no private paper { $paper }
rec-priv-005 = list them: entente private list

err-priv-006 = private.db was made by a newer version ({ $found }; this one knows { $known })
rec-priv-006 = use the newer version

ui-drafted = drafted for turn { $turn } of { $id }; { $operations } operations so far. Next: entente agree preview { $id }, then entente agree send { $id }
ui-discarded = the draft is thrown away; nothing was sent
ui-preview = what the other side will see: turn { $turn }, { $bytes } bytes
ui-arrived-since = another turn arrived since this was drafted; what you see here takes it in
ui-send-next = Next: entente agree send { $id }
ui-lint-none = no warnings
ui-foreign = changes by { $party } in { $file }, unaccepted; nothing was taken over
ui-tracked = tracked in the file
ui-untracked = NOT tracked in the file
ui-ignored = not read: { $what } ({ $count })
ui-private = PRIVATE, never sent
ui-filed = done; nothing was sent
ui-paper-instruction = instruction
ui-paper-fallback = fallback
ui-paper-draft = draft
ui-paper-comment = comment
ui-written-file = { $file }  { $bytes } bytes
ui-talk = negotiation
ui-talk-turn = turn { $turn }, pen with { $pen }
ui-talk-turn-reply = turn { $turn }, pen with { $pen }, reply asked for by { $reply }
ui-talk-counts = agreed { $agreed }, ad ref { $adref }, proposed { $proposed }, bracketed { $bracketed }, reserved { $reserved } of { $of }; concordant { $concordant }
ui-open-bracketed = bracketed
ui-open-blank = to be filled in
ui-open-not-agreed = not agreed
ui-open-reserved = reserved
ui-open-not-concordant = not concordant
ui-open-terms = terms
ui-offer = chair's text
ui-offer-by = { $party }, turn { $turn }: entente agree accept { $id } { $turn }
ui-abandoned = signing abandoned
ui-amendment = amendment, version
course-in-force = confirms that version { $version } is in force from { $on }

err-agree-023 = version named to be in force from { $named }; the notices give { $computed }
rec-agree-023 = see how the date follows: entente agree show

err-agree-024 = nothing fixes the date of entry into force yet
rec-agree-024 = see what is waited for: entente agree show

err-turn-003 = that alternative of { $bracket } is not yours
rec-turn-003 = withdraw your own, or support another: entente agree compare --view brackets

err-talk-001 = there is no draft for { $id }
rec-talk-001 = draft something first: entente agree redline, bracket, support, reserve, agree

err-talk-002 = nothing differs from the text of { $id }
rec-talk-002 = entente agree article --edit gives the text to change

err-talk-003 = no open bracket or alternative { $bracket }
rec-talk-003 = list them: entente agree compare --view brackets

err-talk-004 = you have no such reservation on { $id }
rec-talk-004 = see the reservations: entente agree article

err-talk-005 = the words "{ $words }" do not stand in { $id } exactly once
rec-talk-005 = give more of the sentence around them, or redline the whole text

err-talk-006 = { $file } is not taken: { $detail }
rec-talk-006 = nothing was changed; save it again as a plain .docx without macros, or edit the text with entente agree article --edit

lint-paragraphs = the text in { $lang } has { $count } paragraphs and { $items } numbered items; in { $other } it has { $other_count } and { $other_items }
lint-number = a number differs: { $lang } says { $says }, { $other } says { $other_says }
lint-date = a date differs: { $lang } says { $says }, { $other } says { $other_says }
lint-reference = a reference differs: { $lang } refers to { $says }, { $other } to { $other_says }
lint-reference-missing = the text in { $lang } refers to { $reference }, which this agreement does not have
lint-term = { $lang } uses "{ $term }", but { $other } does not have "{ $expected }"
lint-defined-unused = "{ $term }" is defined in { $lang } and used nowhere else in that language
lint-modality = { $kind ->
    [prohibition] { $lang } forbids something ({ $count }) that { $other } does not clearly forbid ({ $other_count })
   *[permission] { $lang } allows something, and { $other } has no word that allows it
  }
lint-brackets = open in { $lang }: { $count } brackets and { $blanks } blanks; in { $other }: { $other_count } and { $other_blanks }
lint-literal-bracket = the text in { $lang } has { $signs } as characters; open wording is marked as a bracket, not typed
lint-term-number = { $field } is { $value }, but the provision it rests on says { $text }

talk-lead = { $agreement }, version { $version }, turn { $turn }; pen with { $pen }
talk-lead-digest = fingerprint { $words } ({ $digest })
talk-opening = proposal
talk-turn-of = turn { $turn } ({ $party })

err-paper-001 = the paper cannot be set: { $kind ->
    [language] there is nothing in { $what }
    [party] { $what } is not a party
    [wording] { $provision } has no text in { $what }
    [sign] no font has the character { $what }, in { $provision }
    [sign-outside] no font has the character { $what }, in a title, name or signature
   *[other] { $what }
  }
rec-paper-001 = name a language or party of the agreement (--in, --alternat); a character that cannot be printed stands in .txt and .json

err-paper-002 = there is no frozen text here to compare { $file } with
rec-paper-002 = give one: entente verify FILE --against EVIDENCE --keys DIR, or --against INSTRUMENT.json

err-paper-003 = { $file } is neither evidence nor an instrument's JSON
rec-paper-003 = name a file that entente evidence export, or entente agree export -o FILE.json, wrote

paper-authentic = AUTHENTIC: { $file } is the authentic text, byte for byte.
paper-text-authentic = AUTHENTIC WORDS: { $file } says what the agreement says, every word in its place. The file is another: wrapped anew, retyped, or printed. How it looks was not compared.
paper-differs = DIFFERS: { $file } is not what was agreed; { $percent } % of its words are the same.
paper-other-language = NOT AN AUTHENTIC TEXT: { $file } is in none of the authentic languages. It is a translation at best.
paper-garbled = NOT READABLE: { $file } { $why ->
    [too-large] is larger than an agreement can be.
    [bomb] unpacks to more than an agreement can be.
    [truncated] has lost its end: it was cut off.
    [damaged] is damaged.
    [encrypted] is locked with a password.
    [unread] has pages that are packed in a way this program does not read.
    [no-text] carries no text: it is a scan, or pictures of pages.
    [no-characters] does not say which characters its letters are.
    [not-utf8] is in another encoding than UTF-8.
    [mojibake] was read in a wrong encoding and saved so.
    [lost] has lost characters: signs of loss stand in their place.
    [control] contains control characters: it is no text file.
   *[other] cannot be read.
  }
paper-no-rendering = NOT COMPARED: the agreement cannot be rendered, so { $file } could not be compared with it.
paper-row-language = language
paper-row-alternat = alternat
paper-row-signatures = signatures
paper-row-against = compared with
paper-row-digest = fingerprint
paper-row-words = in words
paper-first = { $party } is named first
paper-signed = as signed
paper-blank = blank lines to sign on
paper-with-node = { $id }, version { $version }, of this node
paper-with-evidence = { $id }, version { $version }, in { $file }
paper-with-instrument = { $file }, whose fingerprint you compare with the other side's
paper-outside = Outside the provisions
paper-field = Terms, { $field }
paper-expected = agreed
paper-found = found
paper-more = And { $count } more (--json shows them).
paper-outside-only = Every provision is as agreed. An instrument's JSON carries no signatures: compare a signed paper with evidence.

paper-joint-title = Joint Statement of { $parties }
paper-joint-government = the Government of { $party }
paper-joint-list = { $list }, { $next }
paper-joint-and = { $list } and { $last }
paper-joint-first = the { $title }
paper-joint-amended = the amended text of the { $title }
paper-joint-on = on { $day }
paper-joint-between = between { $from } and { $day }
paper-joint-official = { $name } ({ $capacity })
paper-joint-for = for { $party } by { $signers }
paper-joint-parties-list = { $list }; { $next }
paper-joint-signed = { $parties } announce that { $title } was signed { $when }: { $signers }.
paper-joint-signed-at-a-distance = { $parties } announce that { $title } was signed { $when }, at a distance: { $signers }.
paper-joint-force = It enters into force on { $day }.
paper-joint-in-force = It entered into force on { $day }.
paper-joint-subject = Its subject, as its terms state it, is: { $subject }.
paper-joint-text = The authentic text is the one whose fingerprint begins { $digest }; below it is given in full and in words.

ui-open-unchanged = amendment changes nothing, version
ui-wait-concord = { $party }'s legal adviser to certify both languages: entente agree concord { $id } --official ID

err-turn-010 = Article { $id } is settled: every capital agreed to it, and this negotiation settles piece by piece
rec-turn-010 = offer a chair's text that all accept: entente agree send --chair

err-talk-007 = you agreed to this as it reads already: { $id ->
    [0] everything
   *[other] { $id }
  }
rec-talk-007 = see what is open: entente agree show

err-talk-008 = { $file } says it is another text: { $text }
rec-talk-008 = name the provision and language of its first line, or give the text out again: entente agree article --edit

err-turn-011 = { $id } was changed as often as one text may be: { $limit } times
rec-turn-011 = leave it out and add it anew: entente agree drop, entente agree add
