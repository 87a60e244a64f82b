RFC 6376 section 3.4.3 and 3.4.4: an empty body, no body at all, and a body of empty lines only are signed.

keys:
    example.nl s1 rsa.pem
    example.nl e1 ed25519.pem
config:
    signing {
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
        key "example.nl" { selector = "e1" file = "{folder}/ed25519.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org
    {octets 0d 0a}{no newline}
expect:
    accept
    verifies s1 e1

message:
    From: jan@example.nl
    To: piet@example.org
expect:
    accept
    verifies s1 e1

message:
    From: jan@example.nl
    To: piet@example.org
    {octets 0d 0a 0d 0a 0d 0a 0d 0a}{no newline}
expect:
    accept
    field DKIM-Signature: ... bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; ...
    verifies s1 e1
