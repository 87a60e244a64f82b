Disposition mark: the mark of a sender is removed, so that only ours counts.

config:
    verifying { fail = mark mark-field = "X-Suspect: YES" }
message:
    X-Suspect: NO
    From: jan@example.org
    x-suspect: YES
    To: piet@example.nl

    Unsigned, and fine.
expect:
    accept
    no X-Suspect
    removed 2
