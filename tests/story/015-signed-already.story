RFC 6376 section 4.2: a message of our own that has signatures gets ours on top; the others stay as they are.

keys:
    example.nl s1 rsa.pem
    example.org x1 other.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
sign: -d example.org -k x1:other.pem
expect:
    accept
    added 1
    rest as sent
    fields DKIM-Signature 2
    top DKIM-Signature: ... d=example.nl; ...
    top DKIM-Signature: ... d=example.org; ...
    verifies s1 x1
