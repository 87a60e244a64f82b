Complaint 17: the empty envelope sender is told as such.

mail: <>
message:
    From: MAILER-DAEMON@example.org

    Hallo.
expect:
    accept
    log ...queue=4F1 ... from=<> rcpts=1 ...
