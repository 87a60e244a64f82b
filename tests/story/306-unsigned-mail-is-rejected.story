RFC 7372 section 3.1: where every message must be signed, one that is not gets 550 5.7.20.

config:
    verifying { none = reject }
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    reject 550 5.7.20 No passing DKIM signature found: the message has none
