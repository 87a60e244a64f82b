Listeners: a port of IPv4 or IPv6 does as a socket does, several at once.

keys:
    example.nl s1 rsa.pem
config:
    listener "inet:127.0.0.1:{port}" { mode = sign }
    listener "inet:[::1]:{port}" { mode = verify }
    listener "unix:{folder}/mta" {}
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
message plain:
    From: jan@example.nl

    Hallo.
listener: inet:127.0.0.1:{port}
expect:
    accept
    verifies s1
listener: inet:[::1]:{port}
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
listener: mta
login: jan
expect:
    accept
    verifies s1
