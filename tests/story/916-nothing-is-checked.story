Decision: who wants DKIM alone switches SPF and DMARC off; SPF alone can be had, DMARC without SPF cannot.

zone:
    example.org. TXT "v=spf1 -all"
    _dmarc.example.org. TXT "v=DMARC1; p=reject"
config:
    spf { check = no }
    dmarc { check = no }
message:
    From: jan@example.org
    From: boss@example.org

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; dkim=none
    log ...disposition=accept ms=... dkim=none
