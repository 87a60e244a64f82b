RFC 6376 section 6.1: no more signatures are looked at than configured, from the top.

keys:
    example.org s1 rsa.pem
config:
    verifying { signatures = 2 }
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem t=now-1
seal: rsa.pem t=now-2 a=rsa-md5
seal: rsa.pem t=now-3 a=rsa-md4
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ... header.a=rsa-md4 ...; dkim=permerror ... header.a=rsa-md5 ...; dmarc=none ...
    no Authentication-Results: ...dkim=pass...
