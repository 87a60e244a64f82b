Limits: a header over 1 MiB is refused with words, be it signed or verified; the connection goes on.

connection: same
message:
    From: jan@example.org
    {lines 16} X-Big-{n}: {repeat 70000 x}

    Hallo.
expect:
    reject 552 5.3.4 The header has more than 1048576 octets
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
