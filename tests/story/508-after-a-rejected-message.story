Milter protocol: a connection whose message was rejected, quarantined or put off goes on with the next one.

keys:
    example.org s1 rsa.pem
zone:
    $FAULT slow._domainkey.example.org. timeout
config:
    verifying { fail = reject none = quarantine temperror = tempfail }
connection: same
message:
    From: jan@example.org

    Hallo.
sign: -d example.org -k s1:rsa.pem
expect good:
    accept
message: kept good
change:
    append more
expect:
    reject 550 5.7.20
message:
    From: jan@example.org

    Unsigned.
expect:
    quarantine the message has none
message: last
seal: rsa.pem s=slow
expect:
    tempfail 451 4.7.5
message: kept good
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
