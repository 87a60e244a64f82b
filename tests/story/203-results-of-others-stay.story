RFC 8601 section 5: fields of others are no business of ours, however much like ours their name is.

message:
    Authentication-Results: mx2.example.nl; dkim=pass header.d=other1.example
    Authentication-Results: example.nl; dkim=pass header.d=other2.example
    Authentication-Results: mx.example.nl.example.org; dkim=pass header.d=other3.example
    Authentication-Results: xmx.example.nl; dkim=pass header.d=other4.example
    Authentication-Results: list.example (was mx.example.nl); dkim=pass header.d=other5.example
    X-Authentication-Results: mx.example.nl; dkim=pass header.d=other6.example
    ARC-Authentication-Results: i=1; mx.example.nl; dkim=pass header.d=other7.example
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    accept
    removed 0
    added 1
    rest as sent
