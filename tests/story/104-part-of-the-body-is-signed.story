RFC 6376 section 8.2: l= that leaves text unsigned does not pass; one that covers the body does.

keys:
    example.org s1 rsa.pem
message:
    From: jan@example.org
    To: piet@example.nl
    Subject: hello

    0123456789
seal: rsa.pem l=12
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=example.org ...; dmarc=none ...

message:
    From: jan@example.org
    To: piet@example.nl
    Subject: hello

    0123456789
seal: rsa.pem l=12
change:
    append buy this
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=policy (2048-bit key) reason="the signature verifies, but l= leaves the end of the body unsigned" header.d=example.org ...; dmarc=none ...
    verifies not
