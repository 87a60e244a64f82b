RFC 8601 section 5: an MTA tells a field up to its first NUL only; what it does not tell cannot be ours, so the field goes.

message:
    Authentication-Results: {octets 00}mx.example.nl; dkim=pass header.d=forged1.example
    Authentication-Results: mx.example.nl;{octets 00} dkim=pass header.d=forged2.example
    From: jan@example.org

    Hallo.
expect:
    accept
    removed 2
    top Authentication-Results: mx.example.nl; dkim=none
    top From: jan@example.org
