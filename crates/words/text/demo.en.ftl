# What becomes of an item, in the demonstration.
demo-step-consent = Wellington may not pass it on. It asks for two copies to Australia; Tokyo consents to one, on a condition.
demo-step-recall = Tokyo recalls it; Wellington says what it holds and how many have read it.
demo-step-destroy = Wellington destroys it: one person is not enough, two are, and then nobody can open it.
demo-condition = not to be copied
demo-sees-recalled = the answer is in the record: copies held, readers, and where it had gone
demo-sees-destroyed = the register shows it destroyed, with a certificate two people signed
demo-step-incident = Tokyo suspects that an item was seen: it reports, investigates and says what it does about it. Only with its originator is the case closed.
demo-step-dispute = They see a matter differently: both accounts stand side by side, and no duty changes.
demo-incident-text = a door stood open (invented)
demo-account-nzl = the mark was put on late (invented)
demo-account-jpn = the mark was put on in time (invented)
demo-sees-closed = { $case } is closed, by those whom the agreement asks
demo-sees-dispute = both accounts, with the records, in one bundle that anybody can verify
