Complaint 19: the folder of a socket is made, and the socket has the mode that was configured.

config:
    listener "unix:{folder}/run/zegel/mta" { permissions = "0600" }
listener: run/zegel/mta
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    mode run/zegel/mta 0600
