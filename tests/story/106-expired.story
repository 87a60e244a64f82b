RFC 6376 section 3.5 (x=): a signature that has expired does not pass, one that has not does.

keys:
    example.org s1 rsa.pem
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem t=now-7200 x=now-3600
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ... reason="the signature has expired" header.d=example.org ...; dmarc=none ...
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem t=now-7200 x=now+60
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
