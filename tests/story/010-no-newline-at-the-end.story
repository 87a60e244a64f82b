RFC 6376 section 3.4.3: a body that does not end in CRLF is signed as if it did.

keys:
    example.nl s1 rsa.pem
config:
    signing {
        body-canonicalization = simple
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
    The end{no newline}
expect:
    accept
    verifies s1
