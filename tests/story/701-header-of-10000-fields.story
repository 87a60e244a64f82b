Limits: 10,000 fields of a header are read, signed or verified; one more is refused with words.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    {lines 9998} X-Filler: {n}

    Hallo.
expect:
    accept
    verifies s1
message:
    From: jan@example.nl
    {lines 10000} X-Filler: {n}

    Hallo.
expect:
    reject 552 5.3.4 The header has more than 10000 fields
    log ...4F1...

client: mail.example.org 192.0.2.7
message:
    From: jan@example.org
    {lines 9999} X-Filler: {n}

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
message:
    From: jan@example.org
    {lines 10000} X-Filler: {n}

    Hallo.
expect:
    reject 552 5.3.4 The header has more than 10000 fields
