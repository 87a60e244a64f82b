RFC 7372 section 3.1 (X.7.21): a signature that passes but is not acceptable by policy.

keys:
    example.org s1 rsa.pem
config:
    verifying { policy = reject }
message:
    From: jan@example.org
    To: piet@example.nl

    0123456789
seal: rsa.pem l=12
change:
    append buy this
expect:
    reject 550 5.7.21 No acceptable DKIM signature found: the signature verifies, but l= leaves the end of the body unsigned, domain example.org, selector s1
