RFC 6376 section 3.7: a body of 3 MB in many chunks is signed, and one changed octet in the middle is seen.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org
    MIME-Version: 1.0
    Content-Type: text/plain

    {lines 20000} line {n} of a long text that goes on and on and on, and has its blanks   here
    the middle
    {lines 20000} line {n} of a long text that goes on and on and on, and has its blanks   here
expect:
    accept
    verifies s1
client: mail.example.org 192.0.2.7
message: last
change:
    body the middle -> the meddle
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail (2048-bit key) reason="the body was changed after it was signed" ...; dmarc=none ...
