RFC 6376 section 5.4.2: an empty list of fields to oversign means none.

keys:
    example.nl s1 rsa.pem
config:
    signing {
        oversign = {}
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    Subject: hello

    Hallo.
expect:
    accept
    top DKIM-Signature: ... h=From:Subject; ...
    verifies s1
