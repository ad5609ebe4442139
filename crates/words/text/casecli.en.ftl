# Commands of cases.

err-case-012 = { $case } is a case of another kind: { $matter }
rec-case-012 = use the command for that kind, with the same number

casecli-written = { $case }: written as entry { $entry }
casecli-waits = waits for { $party }
casecli-more = there are more; choose one agreement, or --open
casecli-to-do = to do in cases:
casecli-duties = What is to be done:
casecli-acts = What was done:
casecli-basis = rests on
casecli-until = holds until
casecli-account = Account of { $party } of { $on }, entry { $entry }
casecli-agreed = { $party } agrees to a fact of it, entry { $entry }:
casecli-no-account = No party has given its account yet.
casecli-unreadable = (these words do not open here; the act itself stands)
casecli-evidence = { $case }: written to { $dir }, with { $acts } acts of the records beside it
    check it with: entente verify { $dir }/records.evidence --keys DIR
casecli-yes = yes

casecli-due = by { $date }
casecli-within = within { $period }
casecli-hours = { $n } hours
casecli-days = { $n } days
casecli-working = { $n } working days
casecli-clear = { $n } clear days
casecli-weeks = { $n } weeks
casecli-months = { $n } months
casecli-years = { $n } years
casecli-one-hours = 1 hour
casecli-one-days = 1 day
casecli-one-working = 1 working day
casecli-one-clear = 1 clear day
casecli-one-weeks = 1 week
casecli-one-months = 1 month
casecli-one-years = 1 year

# The treaty's word for how soon.
casecli-soon-immediately = immediately
casecli-soon-without-delay = without delay
casecli-soon-promptly = promptly
casecli-soon-as-soon-as-possible = as soon as possible
casecli-soon-quickly = quickly
casecli-soon-in-advance = in advance

# What a case is about.
casecli-about-trigger = what is known
casecli-about-reason = called for by
casecli-about-visit = announced for
casecli-about-host = host
casecli-about-from = from
casecli-about-until = until
casecli-about-level = level
casecli-about-purpose = purpose
casecli-about-places = places
casecli-about-visitors = visitors
casecli-about-list = list for repeated visits
casecli-about-third-country = visitors of a third country
casecli-about-urgent = urgent
casecli-about-diplomatic = by the diplomatic channel
casecli-about-states = fields filled in
casecli-about-firm = firm
casecli-about-in = in
casecli-about-facility = facility clearance
casecli-about-guide = digest of the guide
casecli-about-under = under the contract
casecli-about-foreign-owned = foreign-owned
casecli-about-body = demanded by
casecli-about-answer-by = answer demanded by
casecli-about-articles = articles
casecli-about-reply-by = reply wanted by
casecli-about-made-by = made by
casecli-about-of = whose

casecli-word-actual = it happened
casecli-word-suspected = it is suspected
casecli-word-possible = it is possible
casecli-word-first-release = the first release
casecli-word-level-raise = a higher ceiling
casecli-word-major-change = a major change of protection
casecli-word-serious-incident = a serious incident
casecli-word-court = a court
casecli-word-parliament = a parliament
casecli-word-authority = an authority
casecli-word-other = another body
casecli-word-person = a person
casecli-word-facility = a facility

deed-case = act in a case

casecli-bundle =
    Dispute { $case }, as the node of { $party } holds it.
    
    What is in this directory:
    
    records.evidence
      Both parties' records under the agreement, every act with its signatures. Check it without a
      node and without a network, with cards that you got from the parties yourself:
      entente verify records.evidence --keys DIR
    
    case.json
      The case, act by act. Each act is named by its party and its entry in that party's record, so
      that it can be found in records.evidence.
    
    The words of the parties are sealed in the records; only the parties open them. Here they are in
    clear, as the node of { $party } opened them. That an act was done, by whom, when and in which
    order is proved by records.evidence. What its words say is stated by { $party }: the other party
    can open the same entries and compare.
    
    Each account stands for itself. None takes the place of the other, and no duty under the
    agreement changes while the parties differ.
