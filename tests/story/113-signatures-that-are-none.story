RFC 6376 section 6.1.1: signatures with tags that are missing or wrong are permerror, each with its own reason, and DNS is not asked.

keys:
    example.org s1 rsa.pem
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem v=2
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the signature has no v=1..." ...; dmarc=none ...
message: kept plain
seal: rsa.pem d=none
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the signature lacks a tag that it must have..." ...; dmarc=none ...
message: kept plain
seal: rsa.pem a=rsa-md5
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the signature has an unknown algorithm (a=)..." ...; dmarc=none ...
message: kept plain
seal: rsa.pem h=To:Subject
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the From field is not signed..." ...; dmarc=none ...
message: kept plain
seal: rsa.pem i=jan@example.com
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the identity (i=) is not within the signing domain..." ...; dmarc=none ...
message: kept plain
seal: rsa.pem q=carrier/pigeon
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the signature has no known query method (q=)..." ...; dmarc=none ...
message: kept plain
change:
    top DKIM-Signature: this is no tag list
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="the signature field is no tag list..."; dmarc=none ...
