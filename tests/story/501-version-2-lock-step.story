Milter protocol 2: an MTA that waits for every answer gets every answer, and the same results.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
protocol: 2
client: laptop.example.nl 10.0.0.9
message:
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged.example
    From: jan@example.nl
    To: piet@example.org
    Subject: hello

    Hallo.
expect:
    accept
    negotiated version 2
    removed 1
    verifies s1
client: mail.example.org 192.0.2.7
message: last
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
