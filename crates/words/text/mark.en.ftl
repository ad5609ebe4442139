# Markings: why one is refused, what was done to it, what is shown beside it.

err-mark-004 = nothing is written that names a level
rec-mark-004 = write the level first, such as SECRET or 秘

err-mark-005 = "{ $token }" is no level, caveat, codeword or country { $party } may write
rec-mark-005 = leave it out, or use a word the agreement or your own rules have: entente mark explain

err-mark-006 = "{ $token }" stands before portions alone
rec-mark-006 = write { $meant } in full

err-mark-007 = "{ $token }" is a word of { $party }'s own rules
rec-mark-007 = use a word of your own rules, or one of the agreement

err-mark-008 = "{ $token }" says another thing than was said before
rec-mark-008 = say it once

err-mark-009 = two levels: { $first } and { $second }
rec-mark-009 = leave one; its originator decides which

err-mark-010 = "{ $token }" looks like { $meant } and is written with other letters
rec-mark-010 = type { $meant } by hand; ask its author where the text came from

err-mark-011 = the agreement lists no levels of { $party }, so "{ $token }" says nothing here
rec-mark-011 = consult the national security authority; what { $party } gives needs an agreement with { $party }

err-mark-012 = information of other governments is never below { $floor }; { $level } is
rec-mark-012 = mark it { $floor } or above, or leave FGI out

err-mark-013 = { $party } is none of the originators of "{ $token }"
rec-mark-013 = only an originator marks joint information; add { $party } if it is one

err-mark-014 = { $level } marks only what dates from { $date } or before (Article { $article })
rec-mark-014 = mark a new item with a level in use; take an old one over with --legacy and its date

err-mark-015 = "{ $token }" needs a day after { $what }
rec-mark-015 = write the day as 2026-12-01

err-mark-016 = "{ $token }" names no instant with its zone
rec-mark-016 = write it as EMBARGOED FOR RELEASE UNTIL 2026-12-01T09:00[Asia/Tokyo]; where clocks change, with the offset

err-mark-017 = { $party } has suspended releases (note { $note }, Article { $article })
rec-mark-017 = wait until { $party } resumes, or ask { $party } about that note; what is held stays protected

err-mark-018 = the agreement has ended (Article { $article })
rec-mark-018 = duties on what was shared go on; new releases need a new agreement

err-mark-019 = "{ $first }" and "{ $second }" contradict each other
rec-mark-019 = leave one; its originator decides which

err-mark-021 = { $party } is not among those it may be released to: { $list }
rec-mark-021 = ask the originator to add { $party }

err-mark-022 = "{ $token }" keeps it from { $party } and everybody abroad
rec-mark-022 = its originator can take the word off; nobody else can

err-mark-023 = "{ $token }" is no country code of ISO 3166-1 alpha-3; did you mean { $meant }?
rec-mark-023 = write { $meant } if that is what was meant

err-mark-024 = "{ $token }" is no country code of ISO 3166-1 alpha-3 and no group the agreement pins
rec-mark-024 = name each country by its three letters, such as NZL

err-mark-025 = "{ $token }" names too few countries, or a group where countries are needed
rec-mark-025 = name each country by its three letters: REL TO AUS, NZL; //JOINT SECRET CAN USA

err-mark-026 = a marking is never longer than { $limit } bytes
rec-mark-026 = write the marking alone, without the text it marks

err-mark-028 = the banner { $banner } is below the portion "{ $portion }"
rec-mark-028 = raise the banner: { $meant }

err-mark-029 = the banner { $banner } is above every portion; the highest is { $portion }
rec-mark-029 = give the reason, such as what the whole reveals (--aggregation REASON), or lower the banner

err-mark-031 = the consent of { $party } ended on { $until }
rec-mark-031 = ask { $party } to renew it

err-mark-032 = the consent of { $party } is for { $bodies } alone, not for { $reader }
rec-mark-032 = ask { $party } to extend it to { $reader }

err-mark-033 = { $party } made a part of it, and its consent is needed (Article { $article })
rec-mark-033 = ask { $party }, naming item, recipient and purpose

err-mark-034 = it is embargoed until { $until }
rec-mark-034 = release it then; the originator can lift the embargo earlier

err-mark-035 = it is accounted for by number: no copy, no printing, no export (Article { $article })
rec-mark-035 = ask the originator for a numbered copy

err-mark-040 = "{ $token }" is translated; labels of the Traffic Light Protocol never are
rec-mark-040 = write TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED

err-mark-041 = "{ $token }" is no label of the Traffic Light Protocol 2.0
rec-mark-041 = write TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED

err-mark-042 = { $first } and { $second } have no common level under the agreement
rec-mark-042 = show them on pages of their own

err-mark-043 = more than { $limit } portions
rec-mark-043 = check the parts of the document one after another

err-mark-044 = only { $party } changes this marking
rec-mark-044 = request a downgrade of { $party }, with your reasons

err-mark-045 = the label does not say what "{ $token }" says
rec-mark-045 = its originator makes the label again from the marking

err-mark-050 = the signature over what { $party } sent does not verify; no marking of it is shown
rec-mark-050 = leave it in quarantine, and compare the words of the card with { $party } by voice

err-mark-060 = not a confidentiality label: { $detail }
rec-mark-060 = ask its sender for a label of STANAG 4774 or 5636

err-mark-061 = the agreement has no level "{ $token }" of the policy "{ $policy }"
rec-mark-061 = ask its sender which level of the agreement it is

err-mark-062 = the label restricts by "{ $token }" ({ $value }), which cannot be enforced here
rec-mark-062 = ask its originator what that means under the agreement

# Lines beside an item, in the recipient's language.
mark-line-original = { $mark } ({ $party })
mark-line-struck = [struck] { $mark } ({ $party }) – { $date }, { $by }
mark-line-equivalent = { $mark } equivalent – { $agreement } { $place }
mark-line-handled = handled as { $mark } – { $agreement } { $place }
mark-place-annex = Annex { $article }
mark-place-article = Article { $article }

# What was done to a marking, or is worth knowing.
mark-note-twice = "{ $token }" was written twice; once is enough
mark-note-originator-added = { $party } was added to its own list
mark-note-accountable-added = ACCOUNTABLE MATERIAL was added: TOP SECRET of New Zealand always is
mark-note-no-level = no level is named: these words alone mark no item
mark-note-group = { $group } means { $members } (Article { $article })
mark-note-tlp = "{ $token }" was written as { $tlp }
mark-note-designated = { $level }: designated under the law of { $party }
mark-note-designation = { $level } is not added: only { $party } confers it, by designation under its own law
mark-note-legacy = { $level } is of an older scheme and marks only what dates from { $date } or before
mark-note-aggregation = above every portion, because: { $reason }
mark-note-banner = the portions make the banner: { $banner }
mark-note-duties = nothing more may be given; what is held stays protected (Article { $article })
mark-note-others = also on the list: { $parties }; going on to them still needs an agreement of { $party } with them
mark-note-cover = passed on by { $giver }: an agreement of { $giver } with { $party } must cover it
mark-note-condition = { $token } binds the recipient as a condition of the originator (Article { $article })
mark-note-embargo = embargoed until { $until }
mark-note-embargo-lapsed = the embargo lapsed on { $until }; everything else stands
mark-note-consent = { $party } consented until { $until }

# The answer as text.
mark-shown = the marking is in order
mark-canonical = marking
mark-banner = banner
mark-level = level
mark-rank = rank
mark-words = words
mark-rel = release to
mark-rules = rules
mark-note = note
mark-style = as { $style } writes it
