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
    reject 550 5.
message:
    To: piet@example.org

    Hallo.
expect:
    reject 550 5.
message:
    From: jan@example.nl, piet@example.org

    Hallo.
expect:
    reject 550 5.
message:
    From: jan@example.nl
    Subject: one
    Subject: two

    Hallo.
expect:
    reject 550 5.

# One from outside need not be signed by us.
client: mail.example.org 192.0.2.7
message:
    From: jan@example.org, piet@example.com

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; dkim=none
