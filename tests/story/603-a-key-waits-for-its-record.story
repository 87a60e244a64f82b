Complaint 13: a pending key does not sign before it is activated; a retired one signs no more, and what it signed still passes.

config:
    signing { store = "{folder}/keys.db" }
run: zegel key new --store keys.db -d example.nl -s old
client: laptop.example.nl 10.0.0.9
message plain:
    From: jan@example.nl

    Hallo.
expect signed-by-old:
    accept
    verifies old
run: zegel key new --store keys.db -d example.nl -s new --pending
message: kept plain
expect:
    accept
    verifies old
run: zegel key activate --store keys.db -d example.nl -s new
run: zegel key retire --store keys.db -d example.nl -s old
expect:
    accept
    verifies new
client: mail.example.org 192.0.2.7
message: kept signed-by-old
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ... header.s=old ...; dmarc=none ...
