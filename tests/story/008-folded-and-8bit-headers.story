RFC 6376 section 3.4, RFC 6532: folds, UTF-8 and octets that are no UTF-8 in the header are signed as they are.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: =?utf-8?q?Jan_J=C3=B8rgensen?=
    {octets 09}<jan@example.nl>
    To: piet@example.org,
      klaas@example.org
    Subject: caf{octets e9} en na{octets ef}f
    X-Note: één, 二, {octets ff fe}
    Date: Sat, 21 Nov 2026 18:00:00 +0100

    Körper mit {octets e9 00} darin.
expect:
    accept
    rest as sent
    verifies s1

client: mail.example.org 192.0.2.7
message: last
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
