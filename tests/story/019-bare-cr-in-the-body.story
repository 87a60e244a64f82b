RFC 6376 section 5.3: a CR alone in a body is an octet like others, for the signer and for the verifier.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
chunks: 5
message:
    From: jan@example.nl

    one{octets 0d}two {octets 0d} three{octets 0d 0d 0a}{octets 0d}
expect:
    accept
    verifies s1
client: mail.example.org 192.0.2.7
chunks: 3
message: last
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
