RFC 8601 section 2.7.1: a message without a signature has dkim=none.

message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    accept
    added 1
    rest as sent
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
