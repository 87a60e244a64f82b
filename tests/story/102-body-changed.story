RFC 6376 section 6.1.3, complaint 25: a changed body is told from a changed header.

keys:
    example.org s1 rsa.pem
message signed:
    From: jan@example.org
    To: piet@example.nl
    Subject: hello

    Pay 100 euro.
sign: -d example.org -k s1:rsa.pem
change:
    body 100 -> 900
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail (2048-bit key) reason="the body was changed after it was signed" header.d=example.org header.s=s1 header.a=rsa-sha256 header.b=...; dmarc=none ...
    log ...4F1...fail...

message:
    From: jan@example.org
    To: piet@example.nl
    Subject: hello

    Pay 100 euro.
sign: -d example.org -k s1:rsa.pem
change:
    field Subject: [list] hello
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail (2048-bit key) reason="a signed header field was changed after it was signed, or another key made the signature" header.d=example.org ...; dmarc=none ...
