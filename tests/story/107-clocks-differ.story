RFC 6376 section 3.5 (t=): a signature of the future does not pass, but for the minutes by which clocks differ.

keys:
    example.org s1 rsa.pem
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem t=now+200
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem t=now+400
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ... reason="the signature was made in the future" header.d=example.org ...; dmarc=none ...
