RFC 6376 section 3.6.2: a selector may be a CNAME into the zone of a provider; a circle of them is no key.

keys:
    provider.example k7 rsa.pem
zone:
    s1._domainkey.example.org. CNAME k7._domainkey.provider.example.
    a._domainkey.example.org. CNAME b._domainkey.example.org.
    b._domainkey.example.org. CNAME a._domainkey.example.org.
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem s=s1
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=example.org header.s=s1 ...; dmarc=none ...
message: kept plain
seal: rsa.pem s=a
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ... header.d=example.org header.s=a ...; dmarc=none ...
