Disposition: temperror quarantined, permerror marked, none marked.

zone:
    $FAULT slow._domainkey.example.org. servfail
config:
    verifying { permerror = mark none = mark temperror = quarantine }
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    accept
    field X-Spam-Flag: YES
    field Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
message: kept plain
seal: rsa.pem s=gone
expect:
    accept
    field X-Spam-Flag: YES
    field Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ...; dmarc=none ...
message: kept plain
seal: rsa.pem s=slow
expect:
    quarantine the key could not be fetched from DNS
    no X-Spam-Flag
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=temperror ...; dmarc=none ...
