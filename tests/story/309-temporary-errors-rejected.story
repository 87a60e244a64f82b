Disposition: temperror rejected or marked, permerror quarantined.

zone:
    $FAULT slow._domainkey.example.org. servfail
config:
    verifying { permerror = quarantine temperror = reject }
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    accept
message: kept plain
seal: rsa.pem s=gone
expect:
    quarantine there is no key record for this selector
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ...; dmarc=none ...
message: kept plain
seal: rsa.pem s=slow
expect:
    reject 550 5.7.20 Unable to verify DKIM signature: the key could not be fetched from DNS
