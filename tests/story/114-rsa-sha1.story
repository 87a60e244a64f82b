RFC 8301 section 3.1: rsa-sha1 never passes.

keys:
    example.org s1 rsa.pem
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem a=rsa-sha1
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the signature uses rsa-sha1, which must not be trusted..." header.d=example.org header.s=s1 header.a=rsa-sha1 ...; dmarc=none ...
