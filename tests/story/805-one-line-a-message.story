Complaint 17: without syslog each message has one line on standard error: queue id, client, decision, results, time.

keys:
    example.org s1 rsa.pem
queue id: 4F1XYZ
message:
    From: jan@example.org

    Hallo.
sign: -d example.org -k s1:rsa.pem
expect:
    accept
    log zegeld: ...queue=4F1XYZ client=mail.example.org[192.0.2.7] ... from=<jan@example.org> rcpts=1 ... ms=... dkim=pass d=example.org s=s1 ...
    log lines 1 ...4F1XYZ...
