Decision: a client from anywhere that logged in is one of our own; the same one without a login is not.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: hotel.example.com 203.0.113.9
mail: <jan@example.nl>
login: jan
message:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
expect:
    accept
    verifies s1
    no Authentication-Results
    log ...4F1...logged in...

# Complaint 20: whoever says that he is one of us is not believed.
login: none
message:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
expect:
    accept
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
