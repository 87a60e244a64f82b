Complaint 16: name servers that do not answer keep a message no longer than was configured, and others go on.

keys:
    example.org s1 rsa.pem
bare config:
    authserv-id = "mx.example.nl"
    listener "unix:{folder}/mta" {}
    dns { resolver = "127.0.0.1@9" trust-anchor = "none" deadline = 2 }
    message-deadline = 3
    verifying { temperror = tempfail }
message:
    From: jan@example.org

    Hallo.
sign: -d example.org -k s1:rsa.pem
expect:
    tempfail 451 4.7.5
    within 4
