RFC 8301 section 3.2: a key of 4096 bits signs, and the signature is folded so that no line is too long.

keys:
    example.nl big rsa4096.pem
config:
    signing { key "example.nl" { selector = "big" file = "{folder}/rsa4096.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
expect:
    accept
    verifies big
client: mail.example.org 192.0.2.7
message: last
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (4096-bit key) header.d=example.nl ...; dmarc=none ...
