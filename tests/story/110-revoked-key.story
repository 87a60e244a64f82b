RFC 6376 section 3.6.1 (p=): a revoked key is permerror, and said to be revoked.

keys:
    example.org s1 rsa.pem revoked
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
sign: -d example.org -k s1:rsa.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the key was revoked..." header.d=example.org ...; dmarc=none ...
