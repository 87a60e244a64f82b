Complaint 14: a store that is not there, or is none, is told at the start.

config:
    signing { store = "{folder}/keys.db" }
refuses:
    ...keys.db...No such file...
