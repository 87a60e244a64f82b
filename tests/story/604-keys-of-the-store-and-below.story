Store: the keys of a domain serve the domains below it only when the store says so.

config:
    signing { store = "{folder}/keys.db" }
run: zegel key new --store keys.db -d example.nl -s s1
run: zegel key new --store keys.db -d example.org -s s2
run: zegel key subdomains --store keys.db -d example.org yes
client: laptop.example.nl 10.0.0.9
message:
    From: jan@news.example.nl

    Hallo.
expect:
    no DKIM-Signature
message:
    From: jan@news.example.org

    Hallo.
expect:
    fields DKIM-Signature 1
    top DKIM-Signature: ... d=example.org; s=s2; ...
    verifies s2
run: zegel key subdomains --store keys.db -d example.org no
expect:
    no DKIM-Signature
