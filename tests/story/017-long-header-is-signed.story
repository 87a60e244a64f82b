RFC 6376 section 5.4: two hundred recipients in folded lines, and a References of many ids, are signed whole.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: first@example.org
    {lines 200}  , recipient-{n}@example.org
    References: <0@example.nl>
    {lines 300}  <reference-{n}@example.nl>

    Hallo.
expect:
    accept
    rest as sent
    verifies s1
