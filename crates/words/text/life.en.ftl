# The life of an item: what people read of it, and what is refused.

# Over the releasing officer's desk
err-rel-040 = { $official } made { $item } and cannot decide about it
rec-rel-040 = another releasing officer decides: entente item approve { $item } --as POSITION; a party too small for that declares it: entente agree waive

err-rel-041 = { $official } refused { $item } as it stands: { $reason }
rec-rel-041 = change what the reason names, then: entente item submit { $item }

err-rel-042 = { $item } has not been put before a releasing officer
rec-rel-042 = entente item submit { $item } --to PARTY --purpose PURPOSE

err-rel-043 = { $item } was changed after it was approved
rec-rel-043 = have it approved as it stands: entente item approve { $item }

err-rel-044 = { $item } has been over the desk { $limit } times, which is the most that is kept
rec-rel-044 = add it as a new item: entente item add FILE

err-rel-050 = the marking lets this go to { $parties } only, not to { $party }
rec-rel-050 = choose another recipient, or ask the originator to widen the marking

err-rel-051 = the marking holds this back until { $until } ({ $zone })
rec-rel-051 = release it then, or ask the originator to lift the embargo

# Items of another party that go on
err-third-001 = what { $party } sent does not carry a consent of { $originator } to this release: { $what }
rec-third-001 = leave it in quarantine, tell { $party }, and ask { $originator }

err-third-002 = this node has no card of { $originator }, so its consent cannot be verified
rec-third-002 = get the card and compare its words: entente party add FILE

err-third-003 = the consent is not signed by an official of { $originator } who can give it
rec-third-003 = leave it in quarantine and ask { $originator } by another way

# Items
err-item-010 = the key of { $item } is destroyed; nothing of it can be read any more
rec-item-010 = what happened to it: entente item trace { $item }; a new copy comes from its originator

err-item-011 = { $item } has not been released to anybody
rec-item-011 = entente item release { $item } --to PARTY --purpose PURPOSE

err-item-012 = { $item } is shared with several parties: { $parties }
rec-item-012 = say which: --to PARTY, or --under AG

err-item-013 = nothing of this kind waits at { $item }: { $what ->
    [question] a question
    [order] a change of level
    [recall] a recall
    [return] a return
   *[consent] a consent
}
rec-item-013 = what there is: entente register show { $item }

err-item-014 = { $item } has been released; its own register keeps it
rec-item-014 = recall it, or determine how it is to end: entente item recall { $item } --want destroy

err-item-015 = { $item } is our own; it is not passed on to { $party } but released
rec-item-015 = entente item release { $item } --to { $party } --purpose PURPOSE

err-item-016 = { $item } is not of our own register
rec-item-016 = record an extract of what another party gave: entente item derive { $item } --extract

err-item-017 = an item of the form { $form } has no content here, so no file is taken
rec-item-017 = leave the file out; scan paper as an item of its own

err-cons-001 = { $party } has not consented to this for { $item } ({ $matter })
rec-cons-001 = ask: entente consent ask { $item } --for { $matter }

err-port-001 = portion { $number } has no mark in parentheses at its beginning
rec-port-001 = mark every paragraph, or add the file without --portions

err-port-002 = this is no text of at most { $max } bytes, so its portions cannot be told apart
rec-port-002 = use a UTF-8 text file

err-port-003 = there is no portion { $number }; the text has { $count }
rec-port-003 = count the paragraphs from 1

err-recon-001 = { $party } has not yet stated what its register says
rec-recon-001 = ask { $party } for: entente register tally { $id }; or compare its extract with --with FILE

err-recon-002 = { $file } is the register of { $party } under { $id }, not the partner's under this agreement
rec-recon-002 = use the file the partner made with: entente register extract --all

err-recon-003 = line { $line } of { $file } cannot be read: { $detail }
rec-recon-003 = get the file again from the partner

# What is shown
ui-life-mark = Mark
ui-life-notation = Notation
ui-life-form = Form
ui-life-purpose = Purpose
ui-life-condition = Condition
ui-life-author = Author
ui-life-decision = Decision
ui-life-desk = Desk
ui-life-copy = Copy
ui-life-consent = Consent
ui-life-order = Level
ui-life-recall = Recall
ui-life-left = Left
ui-life-closed = Nothing is left: closed.
ui-life-declassified = declassified
ui-life-done = { $what }: { $item }, entry { $entry }
ui-life-would-do = Would be done, nothing written: { $what } { $item } { $entry }
ui-life-shredded = { $item }: its key is destroyed; its content cannot be read any more.
ui-life-would-shred = { $item }: its key would be destroyed; nothing was done.
ui-life-tallied = Our register stated: { $copies } copies, { $open } open.
ui-life-written = { $file }: { $lines } lines
ui-life-recall-answer = answered: { $held } held, read by { $readers }
ui-life-used = copies used { $used } of { $copies }
ui-life-why = Why
ui-life-because = Answer
ui-life-lines = { $shown } of { $of } lines
ui-life-assurance = Assurance
ui-life-waiver = Waiver
ui-life-taken-back = taken back
ui-life-same = The two registers agree ({ $party }).
ui-life-different = The two registers differ ({ $party }). Nothing was changed.
ui-life-ours = ours: { $copies } copies, { $open } open, { $digest }
ui-life-theirs = theirs: { $copies } copies, { $open } open, { $digest }
ui-duty-receipts-late = receipts we owe and that are late: { $count }
ui-duty-awaited-late = receipts we wait for and that are late: { $count }
ui-duty-recalls = recalls to answer: { $count }
ui-duty-to-apply = changes of level to apply: { $count }
ui-duty-to-answer = consents to answer: { $count }
ui-duty-returns = returns to confirm: { $count }

ui-form-electronic = electronic
ui-form-document = document
ui-form-oral = oral
ui-form-visual = visual
ui-form-equipment = equipment
ui-form-technology = technology

ui-decision-none = not submitted
ui-decision-submitted = submitted
ui-decision-approved = approved
ui-decision-refused = refused
ui-decision-changed = changed since the decision

ui-deed-make = made
ui-deed-ask = consent asked
ui-deed-answer = answered
ui-deed-withdraw = consent taken back
ui-deed-onward = passed on
ui-deed-use-for = other use
ui-deed-intend = level to be changed
ui-deed-reclass = level changed
ui-deed-applied = mark altered
ui-deed-recall = recalled
ui-deed-recalled = recall answered
ui-deed-return = sent back
ui-deed-back = back
ui-deed-destroy = destroyed
ui-deed-determine = end determined
ui-deed-forbid-copies = copies forbidden
ui-deed-discharge = discharged
ui-deed-lost = reported lost
ui-deed-chase = asked after
ui-deed-released = released
ui-deed-disclosed = disclosed
ui-deed-receipted = receipted
ui-deed-delivered = delivered

ui-made-copy = copy
ui-made-translation = translation
ui-made-extract = extract
ui-made-work = work

ui-copy-sent = sent
ui-copy-held = held
ui-copy-lost = lost
ui-copy-returning = on its way back
ui-copy-returned = returned
ui-copy-destroyed = destroyed
ui-copy-declassified = declassified
ui-copy-discharged = discharged
ui-copy-disclosed = disclosed

ui-consent-open = waits for an answer
ui-consent-granted = granted
ui-consent-refused = refused
ui-consent-withdrawn = taken back
ui-consent-used-up = used up

ui-matter-onward = onward release
ui-matter-use = other use
ui-matter-copy = copying
ui-matter-translate = translation
ui-matter-destroy = destruction
ui-matter-nationals = nationals of others
ui-matter-contract = contractor
ui-matter-downgrade = lower level

ui-act-item = on an item
ui-act-case = in a case
ui-act-declare = declaration
ui-act-tally = register stated
ui-act-anchor = own record anchored

ui-order-intended = intended
ui-order-ordered = to be applied
ui-order-applied = applied

ui-wanted-return = return
ui-wanted-destroy = destroy
ui-wanted-set-aside = set aside

ui-left-receipt = receipt
ui-left-end = copy open
ui-left-back = return to confirm
ui-left-lost = lost copy
ui-left-recall = recall to answer
ui-left-apply = level to apply
ui-left-answer = consent to answer

ui-divergence-differs = differs
ui-divergence-not-with-them = not in their register
ui-divergence-not-with-us = not in our register

ui-book-title = Register of { $party }, { $year }
ui-book-page = page { $page } of { $pages }
ui-book-number = No.
ui-book-date = Date in
ui-book-item = Reference
ui-book-copy = Copy no.
ui-book-mark = Classification
ui-book-from = From
ui-book-to = To
ui-book-receipt = Receipt returned
ui-book-ended = Returned or destroyed
ui-life-no-duty = nothing has to be done
ui-life-late = overdue
