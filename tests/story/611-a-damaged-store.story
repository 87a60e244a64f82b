Store: when the store cannot be read a message of our own has to wait, and is never sent unsigned; others go on.

config:
    signing { store = "{folder}/keys.db" }
run: zegel key new --store keys.db -d example.nl -s s1
client: laptop.example.nl 10.0.0.9
message ours:
    From: jan@example.nl

    Hallo.
expect:
    accept
    verifies s1
restart: ended
run: damage keys.db
run: damage keys.db-wal
expect:
    tempfail
    log ...queue=4F1 ... action=deferred why="...keys.db...
client: mail.example.org 192.0.2.7
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
