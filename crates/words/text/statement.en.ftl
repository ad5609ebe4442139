# What a party publishes: counts, joint statements, agreement texts.

err-stat-001 = no statement { $id } here
rec-stat-001 = list them: entente statement list

err-stat-002 = { $official } drafted this statement, or has the keys of the position that did
rec-stat-002 = two other officials approve it

err-stat-003 = the statement changed: its digest is now { $now }, you named { $named }
rec-stat-003 = read it again (entente statement show { $id }), then approve with the new digest

err-stat-004 = the statement { $id } has { $have } of the 2 approvals it needs
rec-stat-004 = two officials approve it: entente statement approve { $id } --digest DIGEST --official POSITION

err-stat-005 = the statement { $id } is published already
rec-stat-005 = what was published stays as it is; a second count of the same year would give away the difference

err-stat-006 = the year { $year } is not over yet by the agreements' own zones
rec-stat-006 = draft the statement when it is; counts of a part of a year would give away the rest

err-stat-007 = nothing is said of these signed agreements: { $ids }
rec-stat-007 = name each with --agreement ID or --leave-out ID; --all shows all of them

err-stat-008 = { $dir } holds pages that were not written by this command
rec-stat-008 = name another directory, or add --force

err-stat-009 = { $official } has approved this statement already, or two others have
rec-stat-009 = see who approved: entente statement show { $id }

err-stat-010 = the record of agreement { $id } has more acts without effect than are remembered; it cannot be counted
rec-stat-010 = leave the agreement out, and look into its record: entente log show { $id }

err-stat-011 = { $official } is neither a signatory nor a releasing officer
rec-stat-011 = officials with one of these roles approve: entente party show

err-stat-012 = the small-number rule is under 3 to under 100, not under { $under }
rec-stat-012 = choose --under 5, or another number in between

err-pub-001 = this is not a publication: { $detail }
rec-pub-001 = get the file ID.publication.json again from the party's pages

err-pub-002 = the content of { $place } was altered: no signature fits it
rec-pub-002 = do not rely on it; get the file again from the party, and keep this one

err-pub-003 = this is not signed by { $place } as published: { $detail ->
    [demo] a demonstration's statement, or a demonstration's card
   *[signature] the signature of its record key does not fit
}
rec-pub-003 = check that you hold the party's card itself; an older statement needs the card of its day

err-pub-004 = { $place } is not approved by two officials: { $detail ->
    [count] there are not two approvals
    [unknown] a signature is of no official on the card
    [role] a signature is of an official who is neither a signatory nor a releasing officer
    [day] an approving official's keys were not valid on the day
    [author] a signature is of the author of the draft
    [twice] both approvals are of one official or of the same keys
   *[signature] an approving official's signature does not fit
}
rec-pub-004 = do not rely on it; ask the party

err-pub-005 = the publication contradicts itself: { $detail }
rec-pub-005 = do not rely on it; ask the party

err-pub-006 = { $file } is not a page of this publication: { $detail }
rec-pub-006 = read the publication itself: entente verify FILE.publication.json --keys DIR

err-pub-007 = { $file } has the words of the publication, but other markup than the page that was written: what it shows may differ
rec-pub-007 = get the page again, or read the publication itself: entente verify FILE.publication.json --keys DIR

stat-title = Transparency statement { $year }: information shared under agreements of { $name }
stat-counter-released = Items we released
stat-counter-released-receipted = Of those, receipted by the other side
stat-counter-released-quarantined = Of those, put in quarantine by the other side
stat-counter-received = Items we received
stat-counter-received-receipted = Of those, receipted by us
stat-counter-received-quarantined = Of those, put in quarantine by us
stat-under = under { $under }
stat-withheld = not shown
stat-total = All agreements shown
stat-agreement = Agreement
stat-caption = Counts by agreement, { $year }
stat-demo = DEMONSTRATION: this says nothing about anybody.
stat-fictional = The agreement is a fictional model.
stat-note-year = The year { $year } is the calendar year in the zone each agreement names: { $zones }. An act counts in the year of its own date.
stat-note-under = "under { $under }" is a number below { $under }: small numbers are not shown.
stat-note-zeros-shown = 0 is shown as 0.
stat-note-zeros-hidden = 0 is not shown either: "under" may be 0.
stat-note-withheld = "not shown": the number could give away a small one. A total is shown only where every number is.
stat-note-exact = Numbers that are shown are exact; none is rounded.
stat-note-void = Items whose release had no effect, and releases refused beforehand, are not counted.
stat-note-left-out = At least one agreement is left out, because its existence is not public. The totals do not include it.
stat-signed = Signed for { $party } by { $name }, { $capacity }, on { $day }
stat-signed-plain = Signed for { $party } by { $name } on { $day }
stat-text-of = Authentic text of the agreement, version { $version }
stat-text-digest = Digest of the agreement's texts and terms: { $digest }
stat-text-force = In force from { $day }
stat-text-title = Text of the agreement
stat-text-parts = The authentic text stands below. The machine-readable terms, which the digest also covers, are in the file { $file }.
stat-number = No.
stat-verified = Verified: { $party } published { $id }
stat-approver = { $name } ({ $position }, { $role ->
    [signatory] signatory
    [releasing-officer] releasing officer
   *[other] { $role }
})
stat-approved-by = Approved by { $official }
stat-digest = Digest { $digest }
stat-drafted = drafted: { $id }
stat-drafted-voids = { $count } earlier approvals of { $id } are void
stat-approve-next = two officials approve it: entente statement approve { $id } --digest { $digest } --official POSITION
stat-approved = approved by { $official }: { $id }, { $have } of 2
stat-discarded = discarded: { $id }
stat-written = written: { $count } files in { $dir }
stat-would-write = would be written: { $count } files in { $dir }
stat-none = no statements
stat-state = { $state ->
    [draft] draft, { $have } of 2 approvals
    [approved] approved, not published
   *[published] published
}
stat-site-title = Published statements of { $name }
stat-site-file = signed file
stat-site-csv = figures (CSV)
stat-site-card = card of { $party }
stat-site-how = how to verify
stat-site-all = all statements
stat-site-other = 日本語
stat-site-read = English
stat-fact-party = Published by
stat-fact-author = Drafted
stat-fact-drafted = { $day }, by { $position }
stat-fact-approved = Approved by
stat-fact-digest = Digest
stat-fact-agreed = Digest of the agreement's texts and terms, in digits and words
stat-fact-signed = Signatures on the agreement
stat-page-verified = The page { $file } says what { $id } says
stat-page-other-layout = only its white space is not that of the page that was written
stat-how = How to verify these statements
    
    1. Get the card of { $party } ({ $card }) from the party itself, not from here, and compare its
       fingerprint in words with somebody you know there: entente party words { $party }
    2. Put the card into a directory of its own, such as keys/
    3. With no node and no network:
    
           entente-verify ID.publication.json --keys keys/
           entente verify ID.publication.json --keys keys/
           entente verify ID.en.html --against ID.publication.json --keys keys/
    
    The file is a DSSE envelope. It carries the signatures of two officials who approved it, neither
    of them its author, and the signature of the party's record key, each Ed25519 and ML-DSA-44.
    An altered file is told to be altered.
stat-counter-consents-granted = Consents given, by either side
stat-counter-consents-refused = Consents refused, by either side
stat-counter-recalled = Items recalled
stat-counter-destroyed = Items destroyed
stat-counter-incidents = Incidents reported
