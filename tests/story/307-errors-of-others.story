RFC 6376 section 6.3: permerror rejected, none quarantined, temperror put off with 451 4.7.5.

keys:
    example.org s1 rsa.pem
zone:
    $FAULT slow._domainkey.example.org. timeout
config:
    verifying { permerror = reject none = quarantine temperror = tempfail }
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    quarantine the message has none
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
message: kept plain
seal: rsa.pem s=gone
expect:
    reject 550 5.7.20 No passing DKIM signature found: there is no key record for this selector..., domain example.org, selector gone
message: kept plain
seal: rsa.pem s=slow
expect:
    tempfail 451 4.7.5 Unable to verify DKIM signature: the key could not be fetched from DNS..., domain example.org, selector slow
    log ...4F1...tempfail...
message: kept plain
seal: rsa.pem s=s1
expect:
    accept
