RFC 6376 section 8.2: who wants it otherwise lets l= pass, and takes the risk.

keys:
    example.org s1 rsa.pem
config:
    verifying { allow-unsigned-body = yes policy = reject }
message:
    From: jan@example.org
    To: piet@example.nl
    Subject: hello

    0123456789
seal: rsa.pem l=12
change:
    append the footer of a list
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=example.org ...; dmarc=none ...
