RFC 7489 section 3.2: with discovery = psl the organizational domain is the one below the public suffix, whatever DNS says; RFC 9989's psd=n ends the walk lower.

zone:
    www.example.co.uk. TXT "v=spf1 ip4:192.0.2.7 -all"
    _dmarc.mail.example.co.uk. TXT "v=DMARC1; p=reject; psd=n"
config:
    dmarc { discovery = psl }
mail: jan@www.example.co.uk
message:
    From: jan@mail.example.co.uk

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=pass ...; dkim=none; dmarc=pass ...
