RFC 6376 section 3.4.1: a simple signature holds what was sent to the octet, and nothing else.

keys:
    example.nl s1 rsa.pem
config:
    signing {
        header-canonicalization = simple
        body-canonicalization = simple
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From:jan@example.nl
    To:   piet@example.org
    Subject: two   blanks
     and a fold  
    Date: Sat, 21 Nov 2026 18:00:00 +0100

    Hallo   Piet  


expect signed:
    accept
    top DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; ...
    verifies s1

client: mail.example.org 192.0.2.7
message: kept signed
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...

message: kept signed
change:
    field To: piet@example.org
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail (2048-bit key) reason="a signed header field was changed after it was signed, or another key made the signature" header.d=example.nl ...; dmarc=none ...
    verifies not
