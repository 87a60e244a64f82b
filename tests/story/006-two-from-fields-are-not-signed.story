RFC 5322 section 3.6, peers section 1b: a message of our own with two From fields is never signed, and the log says why.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
    listener "unix:{folder}/mta" { mode = sign }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    From: boss@example.nl
    To: piet@example.org
    Subject: who is it?

    Hallo.
expect:
    accept
    unchanged
    no DKIM-Signature
    log ...queue=4F1 ... action=passed why="...: the message has more than one From field" ...
