Disposition: temperror marked.

zone:
    $FAULT slow._domainkey.example.org. servfail
config:
    verifying { temperror = mark }
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem s=slow
expect:
    accept
    field X-Spam-Flag: YES
    field Authentication-Results: mx.example.nl; spf=none ...; dkim=temperror ...; dmarc=none ...
