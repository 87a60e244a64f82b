Disposition mark: with a prefix the subject of a marked message shows it; one without a subject gets one.

config:
    verifying { none = mark mark-field = "X-Suspect: unsigned mail" mark-subject = "[unsigned] " }
message:
    From: jan@example.org
    Subject: hello
     and more
    To: piet@example.nl

    Unsigned.
expect:
    accept
    fields Subject 1
    field Subject: [unsigned] hello and more
    field X-Suspect: unsigned mail
    fields X-Suspect 1

message:
    From: jan@example.org
    To: piet@example.nl

    No subject.
expect:
    accept
    fields Subject 1
    field Subject: [unsigned]
    fields X-Suspect 1
