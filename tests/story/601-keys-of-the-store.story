Store: all active keys of a domain in the store sign, and those of no other domain.

config:
    signing { store = "{folder}/keys.db" }
run: zegel key new --store keys.db -d example.nl -s r2026
run: zegel key new --store keys.db -d example.nl -s e2026 --algorithm ed25519
run: zegel key new --store keys.db -d example.org -s x1
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
expect:
    accept
    fields DKIM-Signature 2
    field DKIM-Signature: ... d=example.nl; s=r2026; ...
    field DKIM-Signature: ... d=example.nl; s=e2026; ...
client: mail.example.org 192.0.2.7
message: last
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dkim=pass ...; dmarc=none ...
