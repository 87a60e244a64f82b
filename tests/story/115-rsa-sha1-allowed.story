RFC 8301 section 3.1: who must have rsa-sha1 can let it pass.

keys:
    example.org s1 rsa.pem
config:
    verifying { allow-sha1 = yes }
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem a=rsa-sha1
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=example.org header.s=s1 header.a=rsa-sha1 ...; dmarc=none ...
