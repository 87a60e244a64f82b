Complaint 14: a file that is no store is told at the start.

config:
    signing { store = "{folder}/keys.db" }
file keys.db:
    This is a file of text, and no store of keys, whatever its name may be. It is longer than a
    hundred octets, which is what the header of SQLite has.
run: chmod 600 keys.db
refuses:
    ...keys.db...
