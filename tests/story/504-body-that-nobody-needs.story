Milter protocol (SMFIP_SKIP): the body of an unsigned message is skipped, with and without no-reply flags.

message plain:
    From: jan@example.org

    {lines 5000} a line of a body that nobody has to read, for there is no signature that it could belong to
protocol: 6 without no-replies
expect:
    accept
    skipped
    negotiated version 6 with skip
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
protocol: 6
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
protocol: 2
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
