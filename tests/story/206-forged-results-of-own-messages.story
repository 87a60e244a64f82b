Design section 7 rule 4: a message that is signed leaves without a field in our name, and the signature holds what leaves.

keys:
    example.nl s1 rsa.pem
config:
    signing {
        fields = { "From", "Subject", "Authentication-Results" }
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged.example
    Authentication-Results: other.example; none
    From: jan@example.nl
    Subject: hello

    Hallo.
expect:
    accept
    removed 1
    top DKIM-Signature: ...
    top Authentication-Results: other.example; none
    verifies s1
