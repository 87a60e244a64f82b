Complaint 16: name servers that do not answer keep a message no longer than was configured, and hold no other one up.

bare config:
    authserv-id = "mx.example.nl"
    listener "unix:{folder}/mta" {}
    dns { resolver = "127.0.0.1@{port}" trust-anchor = "none" deadline = 2 }
    message-deadline = 3
    verifying { temperror = tempfail }
message signed:
    From: jan@example.org

    Hallo.
sign: -d example.org -k s1:rsa.pem
hold: 20
# A client of our own is judged by DKIM alone, so there is nothing to ask.
client: laptop.example.nl 127.0.0.1
message:
    From: jan@example.org

    Unsigned.
expect:
    accept
    within 1.5
held:
    tempfail 451 4.7.5 Unable to verify DKIM signature: the key could not be fetched from DNS
    within 4
