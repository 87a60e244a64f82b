RFC 8601 section 5: a hundred of them, between others, are removed in one go; more are no honest message.

message:
    {lines 50} Authentication-Results: mx.example.nl; dkim=pass header.d=forged{n}.example
    Authentication-Results: other.example; none
    From: jan@example.org
    {lines 50} Authentication-Results: mx.example.nl; dkim=pass header.d=forged{n}.example

    Hallo.
expect:
    accept
    removed 100
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
    top Authentication-Results: other.example; none
    top From: jan@example.org

message:
    {lines 101} Authentication-Results: mx.example.nl; dkim=pass header.d=forged{n}.example
    From: jan@example.org

    Hallo.
expect:
    reject 550 5.6.0 Too many header fields would have to be changed
