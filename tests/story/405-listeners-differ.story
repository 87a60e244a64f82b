Decision: submission signs for any client, port 25 verifies even for those of our own.

keys:
    example.nl s1 rsa.pem
config:
    listener "unix:{folder}/submission" { mode = sign }
    listener "unix:{folder}/mta" { mode = verify }
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
message plain:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
listener: submission
expect:
    accept
    verifies s1
    no Authentication-Results
listener: mta
client: laptop.example.nl 10.0.0.9
login: jan
expect:
    accept
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; dkim=none
