RFC 6376 section 3.4: it makes no difference where the MTA cuts the body, be it between CR and LF.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
chunks: 1
message:
    From: jan@example.nl
    To: piet@example.org

    Hallo  Piet,

    a line {octets 20 20 09}
    {octets 0d 0a 0d 0a}end of it

expect:
    accept
    verifies s1

chunks: 7
client: mail.example.org 192.0.2.7
message: last
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
