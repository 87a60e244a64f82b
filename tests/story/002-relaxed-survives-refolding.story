RFC 6376 section 3.4.2 and 3.4.4: a relaxed signature survives folds, white space and the case of names.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org
    Subject: a subject   of several words
    Date: Sat, 21 Nov 2026 18:00:00 +0100

    Hallo   Piet  
    tot morgen
expect:
    accept
    verifies s1

# What a list or a gateway does that means no harm; then it comes back to us.
client: mail.example.org 192.0.2.7
message: last
change:
    field subject: a subject of{octets 0d 0a 09}several   words  
    body Hallo   Piet   -> Hallo Piet 
    append {octets 0d 0a 0d 0a}
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=example.nl header.s=s1 header.a=rsa-sha256 header.b=...; dmarc=none ...
    verifies s1
