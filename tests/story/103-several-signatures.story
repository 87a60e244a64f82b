RFC 6376 section 6.1, RFC 6008: each signature has its result, from the top; the best one decides.

keys:
    example.org s1 rsa.pem
    list.example s2 other.pem
config:
    verifying { fail = reject permerror = reject none = reject }
message:
    From: jan@example.org
    To: list@list.example
    Subject: hello

    Hallo.
sign: -d example.org -k s1:rsa.pem
change:
    append -- the footer of a list
sign: -d list.example -k s2:other.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=list.example ...; dkim=fail (2048-bit key) reason="the body was changed after it was signed" header.d=example.org ...; dmarc=none ...
    verifies s2
