Issue B: sixty connections on four threads, and each message has its own results.

keys:
    example.nl s1 rsa.pem
    example.nl e1 ed25519.pem
config:
    threads = 4
    signing {
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
        key "example.nl" { selector = "e1" file = "{folder}/ed25519.pem" }
    }
message:
    From: jan@example.nl

    Hallo.
sign: -d example.nl -k s1:rsa.pem
change:
    append more
hold bad: 20
message:
    From: jan@example.nl

    Hallo.
login: jan
hold good: 40
held bad:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail ... header.s=s1 ...; dmarc=none ...
held good:
    accept
    verifies s1 e1
