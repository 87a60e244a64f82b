RFC 9989 section 5.4 and 7.4: a policy of none changes nothing, quarantine marks and reject refuses by default; t=y takes one level off; subdomains have sp, and those that do not exist np.

zone:
    none.example. MX 10 mx.none.example.
    _dmarc.none.example. TXT "v=DMARC1; p=none"
    quarantine.example. MX 10 mx
    _dmarc.quarantine.example. TXT "v=DMARC1; p=quarantine"
    reject.example. MX 10 mx
    www.reject.example. A 192.0.2.1
    _dmarc.reject.example. TXT "v=DMARC1; p=reject; sp=quarantine; np=reject"
    testing.example. MX 10 mx
    _dmarc.testing.example. TXT "v=DMARC1; p=reject; t=y"
mail: crook@crook.example
message:
    From: jan@none.example

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=fail ...
    no X-Spam-Flag:
    log ...disposition=accept ms=...dmarc=fail policy=none domain=none.example...
message:
    From: jan@quarantine.example

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; ...dmarc=fail ...
    top X-Spam-Flag: YES
    log ...disposition=mark cause=dmarc ms=...
message:
    From: jan@reject.example

    Hallo.
expect:
    reject 550 5.7.1 Rejected by DMARC policy of reject.example
message:
    From: jan@www.reject.example

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; ...dmarc=fail ...
    top X-Spam-Flag: YES
message:
    From: jan@none.reject.example

    Hallo.
expect:
    reject 550 5.7.1 Rejected by DMARC policy of reject.example: From has none.reject.example
message:
    From: jan@testing.example

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; ...dmarc=fail ...
    top X-Spam-Flag: YES
    log ...disposition=mark cause=dmarc override=policy_test_mode ms=...
