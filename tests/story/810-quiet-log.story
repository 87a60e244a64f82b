Complaint 17: who wants no line for each message gets none, and hears of trouble all the same.

config:
    log { level = warning }
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    no log ...queue=4F1...
