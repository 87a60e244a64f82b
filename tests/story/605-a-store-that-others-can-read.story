Complaint 14: a store that others can read is refused at the start, with its mode and the command that mends it.

config:
    signing { store = "{folder}/keys.db" }
run: zegel key new --store keys.db -d example.nl -s s1
run: chmod 644 keys.db
refuses:
    ...keys.db...644...chmod...
run: chmod 600 keys.db
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl

    Hallo.
expect:
    accept
    verifies s1
