RFC 8301 section 3.2: a key of 1024 bits still passes by default, and its size is told.

keys:
    example.org small rsa1024.pem
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa1024.pem s=small
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (1024-bit key) header.d=example.org header.s=small ...; dmarc=none ...
