Complaint 19: the folder of a socket is made, and the socket has the mode that was configured.

config:
    listener "unix:{folder}/run/mta" { permissions = "0600" }
listener: run/mta
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    mode run/mta 0600
