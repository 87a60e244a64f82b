RFC 6376 section 3.5 (i=): an identity within the signing domain is told, one that says nothing is not.

keys:
    example.org s1 rsa.pem
message plain:
    From: jan@news.example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem i=jan@news.example.org
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=example.org header.s=s1 header.i=jan@news.example.org header.a=rsa-sha256 header.b=...; dmarc=none ...
message: kept plain
seal: rsa.pem i=@example.org
expect:
    no Authentication-Results: ...header.i=...
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
