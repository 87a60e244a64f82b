Decision: a key serves the domains below its own only where that is allowed, and signs as its own domain.

keys:
    example.nl s1 rsa.pem
    example.org x1 other.pem
config:
    signing {
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" subdomains = yes }
        key "example.org" { selector = "x1" file = "{folder}/other.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@news.example.nl

    Hallo.
expect:
    top DKIM-Signature: ... d=example.nl; s=s1; ...
    verifies s1
message:
    From: jan@a.b.c.example.nl

    Hallo.
expect:
    top DKIM-Signature: ... d=example.nl; ...
message:
    From: jan@news.example.org

    Hallo.
expect:
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; dkim=none
message:
    From: jan@notexample.nl

    Hallo.
expect:
    no DKIM-Signature
