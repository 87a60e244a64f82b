Decision: what our own clients send is never rejected or marked for DKIM; it is signed.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
    verifying { none = reject fail = reject permerror = mark }
client: laptop.example.nl 10.0.0.9
message:
    DKIM-Signature: v=1; a=rsa-sha256; d=example.nl; s=gone; h=From; bh=AAAA; b=AAAA
    From: jan@example.nl
    X-Spam-Flag: YES

    Hallo.
expect:
    accept
    verifies s1
    field X-Spam-Flag: YES
    no Authentication-Results
