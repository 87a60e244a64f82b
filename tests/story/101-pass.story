RFC 6376 section 6.1, RFC 8601 section 2.7.1: signatures of others pass, and the field tells domain, selector, algorithm and key size.

keys:
    example.org s1 rsa.pem
    example.org e1 ed25519.pem
message:
    From: jan@example.org
    To: piet@example.nl
    Subject: hello

    Hallo.
sign: -d example.org -k s1:rsa.pem -k e1:ed25519.pem
expect:
    accept
    added 1
    removed 0
    rest as sent
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=example.org header.s=s1 header.a=rsa-sha256 header.b=...; dkim=pass (256-bit key) header.d=example.org header.s=e1 header.a=ed25519-sha256 header.b=...; dmarc=none ...
    verifies s1 e1
    log ...4F1...pass...
    log lines 1 ...4F1...
