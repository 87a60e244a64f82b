Decision: a subdomain with a key of its own does not take its parent's.

keys:
    example.nl s1 rsa.pem
    news.example.nl n1 other.pem
config:
    signing {
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" subdomains = yes }
        key "news.example.nl" { selector = "n1" file = "{folder}/other.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@news.example.nl

    Hallo.
expect:
    fields DKIM-Signature 1
    top DKIM-Signature: ... d=news.example.nl; s=n1; ...
    verifies n1
message:
    From: jan@old.news.example.nl

    Hallo.
expect:
    fields DKIM-Signature 1
    top DKIM-Signature: ... d=example.nl; s=s1; ...
