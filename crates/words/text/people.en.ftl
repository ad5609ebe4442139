# Words of the house's own record: persons, access, custody inside the party, reading, audit.

err-house-020 = no person or position { $person } is entered here
rec-house-020 = the security officer enters persons and positions: entente user list

err-house-021 = { $person } left on { $time }: every access has ended
rec-house-021 = if the person is back, the security officer enters the person anew

err-house-022 = { $by } may not do this ({ $deed }): it is for the role { $role }
rec-house-022 = have it done by a person who holds that role: entente user list

err-house-023 = { $by } may not give access to itself ({ $deed })
rec-house-023 = another security officer does it; if there is none, declare to the partners which duties one person holds

err-house-024 = no task is named: a need to know is always for a task
rec-house-024 = name the duty the person needs it for

err-house-025 = { $level } is not a level of { $party }: a clearance is given in the party's own scheme
rec-house-025 = name a level of your own party: entente agree show

err-house-026 = copy { $number } is lent to { $person } until { $date }
rec-house-026 = take it back first

err-house-027 = copy { $number } is not lent
rec-house-027 = check item and number in the register

err-house-028 = { $by } wrote or submitted { $item } and may not decide on it
rec-house-028 = another releasing officer decides

err-house-029 = there is no standing decision { $id } in effect
rec-house-029 = list the standing decisions and check the name

err-house-030 = copy { $number } is not drawn in muster { $muster }
rec-house-030 = check item and number on the list of the muster

err-house-031 = copy { $number } is answered for already in muster { $muster }
rec-house-031 = an answer stands; report a loss as an incident

err-house-032 = { $person } cannot hold { $position } beside { $other }: an inspector holds no other position
rec-house-032 = end the other position first, or name another person

err-house-033 = the entry has { $size } bytes; at most { $max } are possible
rec-house-033 = shorten the words, or divide it

err-house-034 = the day { $until } is before { $from }
rec-house-034 = check the dates

err-house-035 = there is nothing to end here ({ $deed })
rec-house-035 = look at what the person holds: entente user show

err-house-036 = the item is destroyed here
rec-house-036 = look it up in the register

err-house-037 = { $item } is not before a releasing officer under this agreement
rec-house-037 = submit it first

err-house-038 = muster { $muster } does not fit: the next one is { $expected }, each copy stands once, the share is 1 to 100
rec-house-038 = read the state again and draw once more

err-house-039 = this entry ({ $deed }) is written by the node alone
rec-house-039 = do what it records; the entry follows by itself

err-house-041 = the standing decision { $id } is revoked
rec-house-041 = ask a releasing officer for a new decision

err-house-042 = the standing decision { $id } lapsed on { $date }
rec-house-042 = ask a releasing officer for a new decision

err-house-043 = the standing decision { $id } goes up to { $level }
rec-house-043 = have a releasing officer decide on this item

err-house-044 = the standing decision { $id } is not for the purpose { $purpose }
rec-house-044 = have a releasing officer decide on this item

err-house-045 = there is no standing decision under the agreement { $agreement }
rec-house-045 = have a releasing officer decide on each item, or take a standing decision

err-house-046 = a standing decision { $id } was taken before
rec-house-046 = choose another name

err-house-047 = the { $field } is empty or has hidden characters
rec-house-047 = write it in visible characters

err-read-001 = { $person } does not hold the position { $position } on { $date }
rec-read-001 = act in a position you hold: entente user show

err-read-002 = { $how } is not a way of reading
rec-read-002 = use open, print, export or search

err-read-003 = the item's key is destroyed: nobody can read it any more
rec-read-003 = its register entry stays: entente register

err-read-004 = the item was not given for the purpose { $purpose }
rec-read-004 = ask the originator to consent to that use

err-audit-001 = the house's record does not fit the anchor at { $index } in the record of the agreement { $agreement }: it was changed after it was anchored (size { $size } or later)
rec-audit-001 = keep both records as they are and tell the inspector; compare with a backup

err-audit-003 = entry { $index } of the house's record cannot be read: { $detail }
rec-audit-003 = stop the node, keep its data as it is and restore from a backup
