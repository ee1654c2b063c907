"""Foreign keys to a person that are no references: each with the reason why it stays when the person leaves.

A new foreign key is either answered for by a `Kind` or stands here; a test goes through all of them.
"""

MOVES = "The move changes it, and closing waits until nothing is left (`Guard.NOTHING_LEFT`)."
LEDGER = "The ledger is added to and never changed."
WHO_DID = "Who did it, and that stays true."
FOUND = "Whose it was; the records themselves are found by their owner."
OWN = "It is theirs alone and ends with their access."

STAYS: dict[str, str] = {
    "account.EmailAddress.user": OWN,
    "accounts.AuditEntry.by": WHO_DID,
    "accounts.Draft.person": OWN,
    "customers.Activity.by": WHO_DID,
    "customers.Contract.owner": MOVES,
    "customers.Customer.owner": MOVES,
    "customers.Deal.owner": MOVES,
    "customers.OwnershipChange.by": LEDGER,
    "customers.OwnershipChange.from_owner": LEDGER,
    "customers.OwnershipChange.to_owner": LEDGER,
    "customers.SeatChange.from_user": LEDGER,
    "customers.SeatChange.to_user": LEDGER,
    "customers.Task.owner": MOVES,
    "handover.AnswerLink.made_by": WHO_DID,
    "handover.Assignment.from_owner": FOUND,
    "handover.Assignment.next_best": "A proposal's second thought, which binds nobody.",
    "handover.Briefing.saved_by": WHO_DID,
    "handover.ChecklistItem.settled_by": WHO_DID,
    "handover.Conflict.present_owner": "What the move found; the record itself is found by its owner.",
    "handover.Cover.instead_of": FOUND,
    "handover.Cover.named_by": WHO_DID,
    "handover.Cover.owner": FOUND,
    "handover.Cover.person": "Who covers for some days; nobody is named for days on which they have left.",
    "handover.CustomerWay.chosen_by": WHO_DID,
    "handover.Departure.leaver": "It is their own leaving.",
    "handover.Departure.registered_by": WHO_DID,
    "handover.Departure.signed_off_by": WHO_DID,
    "handover.Evidence.by": WHO_DID,
    "handover.Inheritance.from_owner": FOUND,
    "handover.Inheritance.kept_by": WHO_DID,
    "handover.Inheritance.successor": "To whom it went; the customer itself is found by its owner.",
    "handover.LetterTemplate.changed_by": WHO_DID,
    "handover.Move.asked_by": WHO_DID,
    "handover.Move.paused_by": WHO_DID,
    "handover.Plan.approved_by": WHO_DID,
    "handover.Plan.made_by": "Who proposed it; everybody who plans there goes on with it.",
    "handover.Promise.decided_by": WHO_DID,
    "handover.Promise.outcome_by": WHO_DID,
    "handover.Promise.told_by": WHO_DID,
    "handover.ProposalWeights.changed_by": WHO_DID,
    "handover.Question.answered_by": WHO_DID,
    "handover.Question.asked_by": "Who asked; the answer goes on to whoever has the customer.",
    "handover.Registration.by": "A draft only its author sees; anybody who may registers anew.",
    "handover.Registration.leaver": "A draft about them, gone as soon as the departure is registered.",
    "handover.Reminder.recipient": "What they were told.",
    "handover.Sample.drawn_by": WHO_DID,
    "handover.SampledCustomer.scored_by": WHO_DID,
    "handover.SampledCustomer.successor": "To whom it goes; the customer itself is found by its owner.",
    "handover.SentLetter.by": WHO_DID,
    "handover.Transfer.made_by": WHO_DID,
    "handover.TransitionRow.by": WHO_DID,
    "handover.Vacancy.filled_by": "Who was hired; the records are theirs and found by their owner.",
    "handover.Verification.settled_by": WHO_DID,
    "handover.Verification.stated_by": WHO_DID,
    "handover.Waiver.by": WHO_DID,
    "notices.Notice.recipient": "What they were told.",
}
