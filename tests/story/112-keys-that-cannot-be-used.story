RFC 6376 section 6.1.2: key records that are no such, or for something else, are permerror, each with its own reason.

keys:
    example.org s1 rsa.pem h=sha1
    example.org e1 ed25519.pem
    example.org strict rsa.pem t=s
    example.org mail rsa.pem s=tlsrpt
zone:
    junk._domainkey.example.org. TXT "v=spf1 -all"
    other._domainkey.example.org. TXT "v=DKIM1; k=rsa; p=AAAA"
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem s=s1
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ... reason="the key record does not allow the signature's hash..." header.d=example.org ...; dmarc=none ...
message: kept plain
seal: rsa.pem s=e1
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ... reason="the key is for another algorithm than the signature's..." header.d=example.org ...; dmarc=none ...
message: kept plain
seal: rsa.pem s=strict i=@news.example.org
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ... reason="the key is for the domain itself (t=s), the identity is a subdomain..." header.d=example.org ...; dmarc=none ...
message: kept plain
seal: rsa.pem s=strict i=jan@example.org
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ... header.d=example.org header.s=strict header.i=jan@example.org ...; dmarc=none ...
message: kept plain
seal: rsa.pem s=mail
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ... header.d=example.org header.s=mail ...; dmarc=none ...
message: kept plain
seal: rsa.pem s=junk
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ... header.s=junk ...; dmarc=none ...
message: kept plain
seal: rsa.pem s=other
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the key record cannot be used..." header.d=example.org header.s=other ...; dmarc=none ...
