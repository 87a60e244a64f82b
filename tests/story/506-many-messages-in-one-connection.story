Milter protocol: several messages and clients' decisions in one connection do not mix.

keys:
    example.nl s1 rsa.pem
    example.org x1 other.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 203.0.113.9
connection: same
login: jan
queue id: 4F1A
message:
    From: jan@example.nl

    Hallo.
expect:
    accept
    verifies s1
    log ...4F1A...

# The login was told for that message only.
login: none
queue id: 4F1B
message plain:
    From: jan@example.nl

    Hallo.
expect:
    accept
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
    log ...4F1B...

queue id: 4F1C
message:
    From: piet@example.org

    Hallo.
sign: -d example.org -k x1:other.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=example.org ...; dmarc=none ...
    log ...4F1C...
    log lines 1 ...4F1A...
    log lines 1 ...4F1B...
