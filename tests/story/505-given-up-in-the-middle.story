Milter protocol (abort): a message that is given up at any point leaves nothing behind for the next one.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
connection: same
message one:
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged.example
    From: jan@example.nl
    Subject: the first

    The first.
give up: mail
give up: rcpt
give up: header
give up: eoh
give up: body
give up: mail without abort
give up: header without abort
give up: eoh without abort
give up: body without abort
message two:
    From: jan@example.nl
    Subject: the second

    The second.
expect:
    accept
    added 1
    removed 0
    verifies s1
    log lines 1 ...queue=4F1 ... rcpts=1 ...
