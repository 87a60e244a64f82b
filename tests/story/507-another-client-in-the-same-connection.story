Milter protocol 6 (QUIT_NC): a new SMTP client over the old connection is a new client.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
protocol: 6 without macros
client: laptop.example.nl 10.0.0.9
message plain:
    From: jan@example.nl

    Hallo.
expect:
    accept
    verifies s1
same client: mail.example.org 192.0.2.7
connection: quit-new
expect:
    accept
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
same client: laptop.example.nl 10.0.0.9
expect:
    accept
    verifies s1

# Nor does what was told of the first one's login stay.
same client: hotel.example.com 203.0.113.9
macros: helo {auth_type}=PLAIN
expect:
    accept
    verifies s1
macros: helo
same client: mail.example.org 192.0.2.7
expect:
    accept
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
