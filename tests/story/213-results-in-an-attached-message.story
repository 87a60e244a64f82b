RFC 8601 section 4.1 and 7.10: results within an attached message are content: nothing is removed, believed or told of them.

message:
    From: jan@example.org
    To: piet@example.nl
    MIME-Version: 1.0
    Content-Type: message/rfc822

    Authentication-Results: mx.example.nl; dkim=pass header.d=bank.example
    Authentication-Results: mx.example.nl; dmarc=pass header.from=bank.example
    From: bank@bank.example

    Hallo.
expect:
    accept
    removed 0
    added 1
    top Authentication-Results: mx.example.nl; ...dkim=none...
    fields Authentication-Results 1
    no Authentication-Results: ...bank.example...
    rest as sent
