Decision: a listener that must sign refuses what has two From fields, no From, two domains, or a second Subject.

keys:
    example.nl s1 rsa.pem
config:
    listener "unix:{folder}/mta" { must-sign = yes }
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    From: boss@example.nl

    Hallo.
expect:
    reject 550 5.7.1 the message must be signed, and the message has more than one From field
message:
    To: piet@example.org

    Hallo.
expect:
    reject 550 5.7.1 the message must be signed, and the message has no From field
message:
    From: jan@example.nl, piet@example.org

    Hallo.
expect:
    reject 550 5.7.1 the message must be signed, and From has addresses in several domains
message:
    From: jan@example.nl
    Subject: one
    Subject: two

    Hallo.
expect:
    reject 550 5.6.0 a field that may stand once stands more than once

# One from outside need not be signed by us.
client: mail.example.org 192.0.2.7
message:
    From: jan@example.org, piet@example.com

    Hallo.
expect:
    reject 550 5.7.1 From has addresses in several domains
    log ...action=judged...cause=author...
