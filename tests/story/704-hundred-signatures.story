Limits: of a hundred signatures ten are looked at, and the field of results stays short.

message:
    {lines 100} DKIM-Signature: v=1; a=rsa-sha256; d=example{n}.org; s=s{n}; h=From; bh=AAAA; b=AAAA
    From: jan@example.org

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ...; dmarc=none ...
    field Authentication-Results: ... header.d=example10.org ...
    no Authentication-Results: ...example11.org...
