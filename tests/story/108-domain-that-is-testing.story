RFC 6376 section 3.6.1 (t=y): a domain that is testing is treated as if it did not sign; the result is told all the same.

keys:
    example.org s1 rsa.pem t=y
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
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail (2048-bit key, testing) reason="the body was changed after it was signed" header.d=example.org ...; dmarc=none ...

message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
sign: -d example.org -k s1:rsa.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key, testing) header.d=example.org ...; dmarc=none ...
