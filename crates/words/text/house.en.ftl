# A party's own rules on who may read what.

err-house-001 = the rules cannot be read as Cedar, line { $line }: { $detail }
rec-house-001 = correct the line, then load the rules again; the rules in use stay in use

err-house-002 = the rules have { $size } bytes; at most { $max } fit
rec-house-002 = join rules that say the same, or shorten them; the rules in use stay in use

err-house-003 = there are more than { $max } rules
rec-house-003 = join rules that say the same; the rules in use stay in use

err-house-004 = rule { $policy }, line { $line }, does not fit the schema: { $detail }
rec-house-004 = correct the rule by the schema in the guide on house rules; the rules in use stay in use

err-house-005 = the rule at line { $line } has no name, or one a rule cannot have
rec-house-005 = name it with @id("…"): small letters, digits and hyphens, at most 64, not beginning with entente-

err-house-006 = two rules have the name { $policy }; the second is at line { $line }
rec-house-006 = give one of them another name; the names of shipped rules are taken where they are in use

err-house-007 = rule { $policy }, line { $line }, does not say what it does
rec-house-007 = add @en("…") or @ja("…"): whoever is refused reads it

err-house-008 = the rule at line { $line } is too long or too deep
rec-house-008 = divide it into several rules; several permits, or several forbids, each count

err-house-009 = line { $line } has a character that cannot be seen: { $character }
rec-house-009 = take the character out; somebody reviewing the rules could not see it

err-house-010 = the rule at line { $line } has an open slot (?principal, ?resource)
rec-house-010 = write the condition into the rule; slots are not filled here

err-house-011 = a house rule does not allow this: { $rules }
rec-house-011 = the rule says what is missing; the security officer can decide otherwise

err-house-012 = no house rule allows this
rec-house-012 = act in another position that you hold, or ask the security officer

err-house-013 = the house rules could not be applied, so this was refused: { $detail }
rec-house-013 = tell the security officer; a rule or an entry in the directory needs correction
