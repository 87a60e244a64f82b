Milter protocol, security row 15: a length of 0, of 4 GB, a packet that is none: closed at once, and others go on.

message plain:
    From: jan@example.org

    Hallo.
raw:
    00000000
expect:
    closed
raw:
    ffffffff42
expect:
    closed
raw:
    7fffffff
expect:
    closed
raw:
    00000001 7e
expect:
    closed
raw:
    00000003 4c 41 42
expect:
    closed
raw:
    00000001 45
expect:
    closed
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
