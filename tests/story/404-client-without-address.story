Decision: a client whose address the MTA does not know is from outside; its login counts.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: unknown
message plain:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
expect:
    accept
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
login: jan
expect:
    accept
    verifies s1
