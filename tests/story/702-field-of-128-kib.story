Limits: a field of 128 KiB is read; one more octet is refused with words.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    X-Big: {repeat 131065 x}

    Hallo.
expect:
    accept
    verifies s1
message:
    From: jan@example.nl
    X-Big: {repeat 131066 x}

    Hallo.
expect:
    reject 552 5.3.4 A header field has more than 131072 octets
