RFC 8301 section 3.2: which RSA keys are too small or too large is configured.

keys:
    example.org small rsa1024.pem
    example.org big rsa4096.pem
    example.org s1 rsa.pem
config:
    verifying { min-rsa-bits = 2048 max-rsa-bits = 3072 }
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa1024.pem s=small
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror (1024-bit key) reason="the RSA key has too few bits to be trusted..." header.d=example.org ...; dmarc=none ...
message: kept plain
seal: rsa4096.pem s=big
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror (4096-bit key) reason="the RSA key has more bits than are looked at..." header.d=example.org ...; dmarc=none ...
message: kept plain
seal: rsa.pem
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) ...; dmarc=none ...
