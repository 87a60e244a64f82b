Milter protocol: a message for many recipients is one message.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
rcpt: <a@example.org> <b@example.org> <c@example.org> <d@example.org> <e@example.org>
message:
    From: jan@example.nl

    Hallo.
expect:
    accept
    verifies s1
    log ...4F1... rcpts=5 ...
    log lines 1 ...4F1...
