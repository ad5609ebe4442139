# What is done with released items: refusals and labels of the register.

err-reg-001 = { $item }: { $deed } is for { $party } to do
rec-reg-001 = tell { $party }

err-reg-002 = { $item }, number { $number }, is { $how ->
        [returned] returned since { $date }
        [destroyed] destroyed since { $date }
        [declassified] declassified since { $date }
        [discharged] discharged since { $date }
        [disclosed] shown or told only
        [returning] on its way back
        [lost] reported lost
        [quarantined] set apart
        [sent] not receipted yet
       *[other] { $how }
    }
rec-reg-002 = name other numbers: entente register show

err-reg-003 = { $item } has no number { $number }
rec-reg-003 = see its numbers: entente register show

err-reg-004 = the next number of { $item } is { $next }, and a release has at most 10000
rec-reg-004 = number from { $next } on, one or more

err-reg-005 = there is nothing for { $item } at index { $index } of the record of { $party } that was known then
rec-reg-005 = read the item's history: entente register show

err-reg-006 = question { $index } on { $item } has its answer already
rec-reg-006 = withdraw that consent, or wait for a new question

err-reg-007 = the consent for { $item } gives more than was asked
rec-reg-007 = grant what was asked or less

err-reg-008 = consent { $index } for { $item } is for another { $what ->
        [recipient] recipient
        [unit] unit
        [purpose] purpose
        [relay] way
       *[other] matter ({ $what })
    }
rec-reg-008 = keep to the consent, or ask the originator for another

err-reg-009 = the consent of { $party } for { $item } lapsed after { $date }
rec-reg-009 = ask { $party } for a new one

err-reg-010 = consent { $index } for { $item } was taken back by { $party }
rec-reg-010 = ask { $party } for a new one

err-reg-011 = the consent for { $item } is for { $copies } copies; used so far: { $used }
rec-reg-011 = ask the originator for more

err-reg-012 = { $item }: the answer names { $said } { $what ->
        [recipients] recipients
       *[copies] copies at hand
    }, the register has { $register }
rec-reg-012 = count again; report what is missing as lost

err-reg-013 = { $date } cannot be the day for { $item }: it lies ahead, or before the release
rec-reg-013 = give the day it was done; what lies ahead is told as an intention

err-reg-014 = this is more than is kept: at most { $limit }
rec-reg-014 = use fewer or shorter words, or split the act

err-reg-015 = { $item } was shown or told only; there is no copy of it
rec-reg-015 = ask the originator for a copy

err-reg-016 = the statement on { $item } does not hold together: { $what ->
        [method] the method is missing
        [witness] each witness is another person than the registrar, named once
        [second-key] an emergency needs one key, and names neither witness nor consent
        [channel] the way of sending is not one the agreement has
        [language] the language is not a language tag
        [recipient] the recipient has no known kind or no name
       *[other] { $what }
    }
rec-reg-016 = complete it and sign again

err-reg-017 = { $item }: { $index } has been dealt with already
rec-reg-017 = nothing more is needed

err-reg-018 = { $item } has the level { $level } already
rec-reg-018 = name another level

err-reg-019 = { $item } has no receipt yet
rec-reg-019 = the registrar signs first: entente receipt sign

err-reg-020 = the assurance leaves out what the agreement asks for: { $missing }
rec-reg-020 = add it and sign again

err-reg-021 = { $item } was recalled ({ $wanted ->
        [return] it is to come back
        [destroy] it is to be destroyed
       *[set-aside] it is to be set aside
    })
rec-reg-021 = answer the recall; a consent given after it lets more be done

# States of a copy.
reg-state-sent = sent, no receipt yet
reg-state-held = held
reg-state-lost = reported lost
reg-state-returning = on its way back
reg-state-returned = returned
reg-state-destroyed = destroyed
reg-state-declassified = declassified
reg-state-discharged = discharged
reg-state-disclosed = shown or told
reg-state-quarantined = set apart

# Deeds.
reg-deed-make = copies or derived items made
reg-deed-ask = consent asked
reg-deed-answer = question answered
reg-deed-withdraw = consent taken back
reg-deed-onward = passed on
reg-deed-use-for = used for another purpose
reg-deed-intend = change of level announced
reg-deed-reclass = level changed
reg-deed-applied = mark altered
reg-deed-recall = recalled
reg-deed-recalled = recall answered
reg-deed-return = sent back
reg-deed-back = back with its originator
reg-deed-destroy = destroyed
reg-deed-determine = way of ending determined
reg-deed-forbid-copies = copies forbidden
reg-deed-discharge = holder discharged
reg-deed-lost = reported lost
reg-deed-chase = asked after

# What a holder makes.
reg-made-copy = copy
reg-made-translation = translation
reg-made-extract = extract
reg-made-work = work that contains it

# What a consent is about.
reg-leave-onward = passing on
reg-leave-use = another use
reg-leave-copy = copying
reg-leave-translate = translation
reg-leave-destroy = destruction
reg-leave-nationals = access of nationals
reg-leave-contract = contractor
reg-leave-downgrade = lower level

# What the originator wants.
reg-wanted-return = return
reg-wanted-destroy = destruction
reg-wanted-set-aside = set aside

# Duties.
reg-duty-receipt = sign the receipt
reg-duty-tracer = send a tracer
reg-duty-recall = meet the recall
reg-duty-apply = alter the mark
reg-duty-return = confirm the return
reg-duty-answer = answer the question
reg-duty-lapse = a consent lapses
reg-duty-review = review the marking
reg-duty-declassify = classification ends
reg-duty-disposal = account for copies and translations

# Differences between two registers.
reg-diff-missing-here = missing here
reg-diff-missing-there = missing there
reg-diff-differs = differs
reg-field-to = holder
reg-field-made = made
reg-field-form = form
reg-field-original = original level
reg-field-level = level
reg-field-on = day
reg-field-receipt = receipt
reg-field-state = state
reg-field-ended = end
