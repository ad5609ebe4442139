# Cases: incidents, inspections, visits, contracts, demands, disputes, requests.

err-case-001 = there is no case { $party }:{ $index } in what had arrived when this was done
rec-case-001 = list the cases; an act on a case that was still on its way has no effect and can be repeated

err-case-002 = in a case of this kind ({ $matter }) this step ({ $step }) is { $party }'s alone (Article { $article })
rec-case-002 = ask { $party } to do it

err-case-003 = a case of this kind ({ $matter }) has no such step: { $step } (Article { $article })
rec-case-003 = see which steps the case takes, or open a case of another kind

err-case-004 = the step { $step } is not possible any more: the case is { $state } (Article { $article })
rec-case-004 = read the case again; open another one, or open this one again if there are new facts

err-case-005 = more than fits: at most { $max } ({ $what }) (Article { $article })
rec-case-005 = close what is over, or divide it into several acts

err-case-006 = the step { $step } comes after another one that is still missing: { $before } ({ $matter }, Article { $article })
rec-case-006 = wait for that step, or take it first

err-case-007 = no release { $item } of { $party } was known when this was done (Article { $article })
rec-case-007 = check the number in the register; an item that is still on its way can be named once it has arrived

err-case-008 = { $date } had not come yet when this was done (Article { $article })
rec-case-008 = name the day it is about, today at the latest

err-case-009 = { $word } is not a word known here (Article { $article })
rec-case-009 = choose one of these: { $accepted }

err-case-010 = a clearance is confirmed with its last day (Article { $article })
rec-case-010 = name the last day of the clearance

err-case-011 = release { $item } of { $party } is not this party's to name here (Article { $article })
rec-case-011 = name what this party gave, made or holds; leave the rest to the other side

err-inc-002 = by this agreement an event of this kind ({ $trigger }) is not an incident (Article { $article })
rec-inc-002 = tell the other side in writing all the same, or ask the negotiators to widen the words

err-visit-001 = the request leaves out what the agreement asks for: { $fields } (Article { $article })
rec-visit-001 = add these fields to the sealed form and name them as stated

err-visit-002 = a visit needs another party as host, at least one visitor and a last day not before the first; the host named is { $host } (Article { $article })
rec-visit-002 = correct host, number and days

err-visit-003 = the agreement does not name this as a reason for an inspection: { $trigger } (Article { $article })
rec-visit-003 = announce it without a reason, or ask the negotiators

err-visit-004 = a last day of { $date } does not fit what was asked for (Article { $article })
rec-visit-004 = name a day within what was asked for that has not passed

err-visit-005 = { $date } had passed already when it was announced (Article { $article })
rec-visit-005 = name a later day

err-visit-006 = the visit is on { $date }; this step belongs after it (Article { $article })
rec-visit-006 = do it on that day or later

err-con-007 = a subcontract for { $level } would be above its contract, which is for { $above } (Article { $article })
rec-con-007 = lower the level of the subcontract, or have the contract confirmed for more

err-con-008 = the contract above this one is not confirmed (Article { $article })
rec-con-008 = wait for the answer on that contract

err-text-001 = the sealed words of { $party } with this act do not open; the act itself stands
rec-text-001 = ask { $party } to say them again in another act

err-text-002 = the words have { $size } bytes; at most { $max } fit
rec-text-002 = shorten them, or send them as an item

# What a case is about.
case-matter-incident = incident
case-matter-inspection = inspection
case-matter-visit = visit
case-matter-contract = contract
case-matter-demand = demand for disclosure
case-matter-dispute = dispute
case-matter-information = request for information
case-matter-clearance = confirmation of a clearance
case-matter-clearance-ended = end of a clearance

# Where it stands.
case-state-open = open
case-state-granted = granted
case-state-declined = declined
case-state-closed = closed
case-state-withdrawn = withdrawn

# Steps.
case-step-open = opened
case-step-answer = answered
case-step-withdraw = withdrawn
case-step-close = closed, or its closing consented to
case-step-reopen = opened again
case-step-contained = contained
case-step-preliminary = first report
case-step-damage = damage assessed
case-step-final = final report
case-step-measures = measures taken
case-step-finding = finding
case-step-told = told
case-step-heard = heard
case-step-done = done
case-step-account = account of the facts
case-step-agreed = fact agreed
case-step-help = help asked for or given

# What is to be done.
case-task-notify = tell the originator
case-task-report = report the result of the investigation
case-task-measures = take measures and tell them
case-task-close = close it, or consent to its closing
case-task-answer = answer
case-task-tell = tell the originator of the demand
case-task-hear = say what you think of the demand
case-task-decide = decide on the demand and close the case
case-task-inspect = inspect and report
case-task-inspect-firm = inspect the firm
case-task-revoke = tell that the clearance ended
case-task-acknowledge = say that you know
case-task-help = give the help that was asked for

# How a duty stands.
case-due-done = done
case-due-late = done { $days } days late
case-due-open = { $days } days have passed
case-due-overdue = { $days } days over
case-due-unclear = the last day cannot be computed: the calendar does not reach it
