RFC 8601 section 5: an MTA tells a field up to its first NUL only; what it does not tell cannot be ours, so the field goes.

message:
    Authentication-Results: {octets 00}mx.example.nl; dkim=pass header.d=forged1.example
    Authentication-Results: mx.example.nl;{octets 00} dkim=pass header.d=forged2.example
    Authentication-Results: (x{octets 00}) mx.example.nl; dkim=pass header.d=forged3.example
    Authentication-Results: mx.exam{octets 00}ple.nl; dkim=pass header.d=forged4.example
    Authentication-Results: "{octets 00}mx.example.nl"; dkim=pass header.d=forged5.example
    Authentication-Results: mx.example.org; dkim=pass{octets 00} header.d=forged6.example
    From: jan@example.org

    Hallo.
expect:
    accept
    removed 5
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
    top Authentication-Results: mx.example.org; dkim=pass...header.d=forged6.example
