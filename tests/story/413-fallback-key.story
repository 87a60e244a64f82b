Decision: a fallback signs for domains that have no key, as its own domain; those that have one keep theirs.

keys:
    example.nl s1 rsa.pem
    provider.example p1 other.pem
config:
    signing {
        fallback-domain = "provider.example"
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
        key "provider.example" { selector = "p1" file = "{folder}/other.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@customer.example

    Hallo.
expect:
    top DKIM-Signature: ... d=provider.example; s=p1; ...
    verifies p1
    log ...4F1...d=provider.example...
message:
    From: jan@example.nl

    Hallo.
expect:
    fields DKIM-Signature 1
    top DKIM-Signature: ... d=example.nl; ...
    verifies s1
# Not for one from outside, and not for a From that nobody understands.
message:
    From: jan@example.nl, piet@example.org

    Hallo.
expect:
    no DKIM-Signature
client: mail.example.org 192.0.2.7
message:
    From: jan@customer.example

    Hallo.
expect:
    no DKIM-Signature
