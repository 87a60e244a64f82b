Store: a key made elsewhere is imported from PEM, signs, and is not taken a second time.

keys:
    example.nl s1 rsa.pem
    example.nl e1 ed25519.pem
config:
    signing { store = "{folder}/keys.db" }
run: zegel key import --store keys.db -d example.nl -s s1 rsa.pem
run: zegel key import --store keys.db -d example.nl -s e1 ed25519.pem
run: fails zegel key import --store keys.db -d example.nl -s s1 other.pem
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl

    Hallo.
expect:
    accept
    fields DKIM-Signature 2
client: mail.example.org 192.0.2.7
message: last
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dkim=pass ...; dmarc=none ...
