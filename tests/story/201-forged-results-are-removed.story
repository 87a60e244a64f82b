RFC 8601 section 5, complaint 6: a field that claims to be ours is removed, and our own stands on top of the message.

keys:
    example.org s1 rsa.pem
message:
    Received: from mail.example.org by elsewhere; Sat, 21 Nov 2026 18:00:00 +0100
    Authentication-Results: mx.example.nl; dkim=pass header.d=bank.example
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    accept
    removed 1
    added 1
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
    top Received: ...
    fields Authentication-Results 1
    no Authentication-Results: ...bank.example...
