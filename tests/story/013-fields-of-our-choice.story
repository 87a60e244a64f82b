RFC 6376 section 5.4: which fields are signed, and which twice, is configured.

keys:
    example.nl s1 rsa.pem
config:
    signing {
        fields = { "From", "Subject", "X-Invoice" }
        oversign = { "Subject", "X-Also" }
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org
    X-Invoice: 12
    Subject: the invoice

    Hallo.
expect signed:
    accept
    top DKIM-Signature: ... h=From:Subject:Subject:X-Invoice:X-Also; ...
    verifies s1

client: mail.example.org 192.0.2.7
message: last
change:
    field To: klaas@example.org
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
message: last
change:
    remove Authentication-Results:
    field X-Invoice: 13
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail ...; dmarc=none ...
message: kept signed
change:
    top X-Also: added
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail ...; dmarc=none ...
