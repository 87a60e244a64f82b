HOWTO: who begins accepts all that DMARC would refuse, and looks at the log, where what would have been done stands.

zone:
    _dmarc.example.org. TXT "v=DMARC1; p=reject"
config:
    dmarc { reject = accept quarantine = accept bad-from = accept }
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    added 1
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=fail ...
    log ...disposition=accept override=local_policy ms=...dmarc=fail policy=reject...
