RFC 8601 section 5: a host that had another name removes fields of that one, too.

config:
    authserv-id = "mx.example.nl"
    former-authserv-ids = { "mail.example.nl", "old.example.com" }
message:
    Authentication-Results: mail.example.nl; dkim=pass header.d=forged1.example
    Authentication-Results: OLD.example.com 1; dkim=pass header.d=forged2.example
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged3.example
    Authentication-Results: www.example.com; dkim=pass header.d=other.example
    From: jan@example.org

    Hallo.
expect:
    accept
    removed 3
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
    top Authentication-Results: www.example.com; dkim=pass header.d=other.example
    top From: jan@example.org
