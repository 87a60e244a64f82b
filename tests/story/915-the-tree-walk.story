RFC 9989 section 4.10: the same zone by the tree walk, which is the default: psd=n makes a domain an organization of its own.

zone:
    www.example.co.uk. TXT "v=spf1 ip4:192.0.2.7 -all"
    _dmarc.mail.example.co.uk. TXT "v=DMARC1; p=reject; psd=n"
mail: jan@www.example.co.uk
message:
    From: jan@mail.example.co.uk

    Hallo.
expect:
    reject 550 5.7.1 Rejected by DMARC policy of mail.example.co.uk
