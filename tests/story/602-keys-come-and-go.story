Store: a key that is added while the daemon runs signs the next message; one that is removed signs no more.

config:
    signing { store = "{folder}/keys.db" }
run: zegel key new --store keys.db -d example.org -s x1
client: laptop.example.nl 10.0.0.9
connection: same
message plain:
    From: jan@example.nl

    Hallo.
expect:
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; dkim=none
run: zegel key new --store keys.db -d example.nl -s s1
expect:
    accept
    verifies s1
run: zegel key new --store keys.db -d example.nl -s s2
expect:
    accept
    fields DKIM-Signature 2
run: zegel key remove --store keys.db -d example.nl -s s1 --yes
expect:
    accept
    verifies s2
run: zegel key remove --store keys.db -d example.nl -s s2 --yes
expect:
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; dkim=none
