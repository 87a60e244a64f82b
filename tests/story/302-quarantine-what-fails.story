Disposition quarantine: the MTA holds the message, and gets a reason.

keys:
    example.org s1 rsa.pem
config:
    verifying { fail = quarantine }
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
sign: -d example.org -k s1:rsa.pem
change:
    append more
expect:
    quarantine the body was changed after it was signed, domain example.org, selector s1
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail ...; dmarc=none ...
    log ...4F1...quarantine...
