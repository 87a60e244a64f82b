RFC 8601 section 5: a hundred of them, between others, are removed in one go.

message:
    {lines 100} Authentication-Results: mx.example.nl; dkim=pass header.d=forged{n}.example
    Authentication-Results: other.example; none
    From: jan@example.org
    {lines 100} Authentication-Results: mx.example.nl; dkim=pass header.d=forged{n}.example

    Hallo.
expect:
    accept
    removed 200
    top Authentication-Results: mx.example.nl; dkim=none
    top Authentication-Results: other.example; none
    top From: jan@example.org
