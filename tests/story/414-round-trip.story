Complaint 21: what the daemon signs it verifies when it comes back in, and a change in between is told.

keys:
    example.nl s1 rsa.pem
    example.nl e1 ed25519.pem
config:
    signing {
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
        key "example.nl" { selector = "e1" file = "{folder}/ed25519.pem" }
    }
    verifying { fail = reject }
client: laptop.example.nl 10.0.0.9
login: jan
message:
    From: jan@example.nl
    To: list@example.org
    Subject: hello
    Content-Type: text/plain; charset=utf-8

    Hallo, één.
expect signed:
    accept
    verifies s1 e1

client: list.example.org 192.0.2.8
login: none
message: kept signed
change:
    top Received: from list.example.org
    top Authentication-Results: list.example.org; spf=none ...; dkim=pass header.d=example.nl; dmarc=none ...
expect:
    accept
    fields Authentication-Results 2
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=example.nl header.s=s1 ...; dkim=pass (256-bit key) header.d=example.nl header.s=e1 ...; dmarc=none ...

message: kept signed
change:
    append _______________________________________________
    append a list with a footer
expect:
    reject 550 5.7.20 No passing DKIM signature found: the body was changed after it was signed, domain example.nl
