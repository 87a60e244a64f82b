Complaint 20: with more in the log it is told how it came to that.

config:
    log { level = debug }
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    log ...queue=4F1 ... why="the client is from outside" ...
