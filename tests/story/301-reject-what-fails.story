RFC 7372 section 3.1, complaint 25: a rejected message gets 550 5.7.20, and words that tell what failed and whose key it was.

keys:
    example.org s1 rsa.pem
config:
    verifying { fail = reject }
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
sign: -d example.org -k s1:rsa.pem
change:
    append more
expect:
    reject 550 5.7.20 No passing DKIM signature found: the body was changed after it was signed, domain example.org, selector s1
    log ...4F1...reject...

message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
sign: -d example.org -k s1:rsa.pem
expect:
    accept
message:
    From: jan@example.org
    To: piet@example.nl

    Unsigned.
expect:
    accept
