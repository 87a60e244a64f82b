RFC 6376 section 6.1.2, RFC 4035 section 5.5: SERVFAIL, a timeout and a bogus answer are temperror, by default accepted and told.

zone:
    $FAULT servfail._domainkey.example.org. servfail
    $FAULT slow._domainkey.example.org. timeout
    $FAULT bogus._domainkey.example.org. bogus
    bogus._domainkey.example.org. TXT "v=DKIM1; p=AAAA"
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
sign: -d example.org -k servfail:rsa.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=temperror reason="the key could not be fetched from DNS..." header.d=example.org header.s=servfail ...; dmarc=none ...
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
sign: -d example.org -k slow:rsa.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=temperror reason="the key could not be fetched from DNS..." header.d=example.org header.s=slow ...; dmarc=none ...
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
sign: -d example.org -k bogus:rsa.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=temperror ... reason="the key record failed DNSSEC validation..." header.d=example.org header.s=bogus ...; dmarc=none ...
