RFC 8601 section 2.2, RFC 8616 section 5: an international name of ours is written as A-label, and claimed in either form.

config:
    authserv-id = "mx.xn--bcher-kva.example"
message:
    Authentication-Results: mx.bücher.example; dkim=pass header.d=forged1.example
    Authentication-Results: mx.xn--bcher-kva.example; dkim=pass header.d=forged2.example
    Authentication-Results: mx.BÜCHER.example; dkim=pass header.d=forged3.example
    From: jan@example.org

    Hallo.
expect:
    accept
    removed 3
    top Authentication-Results: mx.xn--bcher-kva.example; spf=none ...; dkim=none; dmarc=none ...
    top From: jan@example.org
