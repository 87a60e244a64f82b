An MTA that lets nobody quarantine: the message is not silently delivered as if it were good.

keys:
    example.org s1 rsa.pem
config:
    verifying { none = quarantine }
protocol: 6 without quarantine
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    tempfail
    log ...quarantine...
