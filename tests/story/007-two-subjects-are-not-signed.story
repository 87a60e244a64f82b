RFC 5322 section 3.6: a message of our own with a second Subject is passed unsigned, and the log says why.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
    listener "unix:{folder}/mta" { mode = sign }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org
    Subject: one
    Subject: two

    Hallo.
expect:
    accept
    unchanged
    log ...queue=4F1 ... action=unsigned why="a field that may stand once stands more than once: Subject" ...
