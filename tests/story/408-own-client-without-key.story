Decision: a message of an own client for whose domain there is no key is verified, as a forwarded one should be.

keys:
    example.org s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/other.pem" } }
client: lists.example.nl 10.0.0.9
message:
    From: jan@example.org
    To: list@example.nl

    Hallo.
sign: -d example.org -k s1:rsa.pem
expect:
    accept
    fields DKIM-Signature 1
    top Authentication-Results: mx.example.nl; dkim=pass (2048-bit key) header.d=example.org ...
    log ...4F1...there is no key for the domain in From...
