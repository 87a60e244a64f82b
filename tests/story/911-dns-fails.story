RFC 9989 section 5.3.6: a policy that cannot be found out is temperror, accepted by default; who wants it sends the message back until it can.

zone:
    $FAULT _dmarc.slow.example. TXT servfail
    $FAULT _dmarc.wrong.example. TXT bogus
config:
    dmarc { temperror = tempfail }
message:
    From: jan@slow.example

    Hallo.
expect:
    tempfail 451 4.7.1 Unable to apply DMARC to slow.example: the DMARC record could not be fetched from DNS
    log ...disposition=tempfail cause=dmarc ms=...dmarc=temperror reason=dns...
message:
    From: jan@wrong.example

    Hallo.
expect:
    tempfail 451 4.7.1 Unable to apply DMARC to wrong.example
