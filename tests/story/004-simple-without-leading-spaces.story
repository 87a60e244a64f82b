Simple canonicalization with an MTA that takes the space behind the colon off (no SMFIP_HDR_LEADSPC).

keys:
    example.nl s1 rsa.pem
config:
    signing {
        header-canonicalization = simple
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
    }
protocol: 6 without spaces
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To:   piet@example.org
    Subject: a fold
     and a blank
    Date: Sat, 21 Nov 2026 18:00:00 +0100

    Hallo.
expect:
    accept
    top DKIM-Signature: v=1; a=rsa-sha256; c=simple/relaxed; ...
    verifies s1

client: mail.example.org 192.0.2.7
message: last
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
    verifies s1
