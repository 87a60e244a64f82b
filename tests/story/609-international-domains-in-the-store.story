RFC 8616: a domain is in the store as A-label, and found for a From that has U-labels.

config:
    signing { store = "{folder}/keys.db" }
run: zegel key new --store keys.db -d bücher.example -s s1
client: laptop.example.nl 10.0.0.9
message:
    From: jörg@bücher.example

    Hallo.
expect:
    accept
    top DKIM-Signature: ... d=xn--bcher-kva.example; s=s1; ...
    verifies s1
