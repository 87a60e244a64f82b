RFC 6376 section 3.4.1: simple canonicalization holds fields without a value, with tabs and with blanks at the end.

keys:
    example.nl s1 rsa.pem
config:
    signing {
        header-canonicalization = simple
        fields = { "From", "To", "Subject", "X-None", "X-Blank", "X-Tab", "X-Fold", "X-End" }
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    X-None:
    X-Blank: {octets 20 20}
    X-Tab:{octets 09}a{octets 09}b
    X-Fold:
     begins late
    X-End: ends late {octets 20 09}
    Subject: x

    Hallo.
expect signed:
    accept
    verifies s1
client: mail.example.org 192.0.2.7
message: kept signed
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
message: kept signed
change:
    field X-End: ends late
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail ...; dmarc=none ...
