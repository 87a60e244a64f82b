RFC 6376 section 3.5 (x=): a signature that should end has its end in it.

now: 1795284000
keys:
    example.nl s1 rsa.pem
config:
    signing {
        expire-in = 604800
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
expect:
    accept
    top DKIM-Signature: ... t=1795284000; x=1795888800; ...
    verifies s1
