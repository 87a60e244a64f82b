RFC 7208 section 2.3: who wants it has the name in HELO checked, too, with dispositions of its own.

zone:
    example.org. TXT "v=spf1 ip4:192.0.2.7 -all"
    bank.example. TXT "v=spf1 -all"
config:
    spf { check-helo = yes helo-fail = reject }
helo: bank.example
message:
    From: jan@example.org

    Hallo.
expect:
    reject 550 5.7.23 SPF validation failed: HELO bank.example: a mechanism of the record matched: -all
    log ...cause=helo...spf=pass identity=mailfrom domain=example.org...spf=fail identity=helo domain=bank.example...
helo: mail.example.org
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=pass (matched ...) smtp.mailfrom=example.org; spf=none ... smtp.helo=mail.example.org; dkim=none; dmarc=none ...
