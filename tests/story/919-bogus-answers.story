RFC 4035 section 5.5, RFC 7208 section 2.6.6: an answer that fails DNSSEC validation is a temporary error, whichever question it is to; but of a PTR nothing is believed then, and the mechanism does not match.

zone:
    $FAULT txt.example. TXT bogus
    txt.example. TXT "v=spf1 +all"
    a.example. TXT "v=spf1 a:bogus.example -all"
    mx.example. TXT "v=spf1 mx:bogus.example -all"
    include.example. TXT "v=spf1 include:txt.example -all"
    ptr.example. TXT "v=spf1 ptr -all"
    $FAULT bogus.example. A bogus
    bogus.example. A 192.0.2.7
    $FAULT bogus.example. MX bogus
    bogus.example. MX 10 a.example.
    $FAULT 7.2.0.192.in-addr.arpa. PTR bogus
    7.2.0.192.in-addr.arpa. PTR www.ptr.example.
    www.ptr.example. A 192.0.2.7
    $FAULT _dmarc.bogus.example. TXT bogus
    _dmarc.bogus.example. TXT "v=DMARC1; p=none"
config:
    spf { temperror = tempfail fail = reject }
    dmarc { temperror = tempfail }
message plain:
    From: jan@example.org

    Hallo.
mail: jan@txt.example
expect:
    tempfail 451 4.7.24 SPF validation error: MAIL FROM txt.example: an answer of DNS failed DNSSEC validation
    log ...spf=temperror...reason=dns_bogus...
mail: jan@a.example
expect:
    tempfail 451 4.7.24 SPF validation error: MAIL FROM a.example: an answer of DNS failed DNSSEC validation
mail: jan@mx.example
expect:
    tempfail 451 4.7.24 SPF validation error: MAIL FROM mx.example: an answer of DNS failed DNSSEC validation
mail: jan@include.example
expect:
    tempfail 451 4.7.24 SPF validation error: MAIL FROM include.example: an answer of DNS failed DNSSEC validation
mail: jan@ptr.example
expect:
    reject 550 5.7.23 SPF validation failed: MAIL FROM ptr.example
mail: jan@example.org
message:
    From: jan@bogus.example

    Hallo.
expect:
    tempfail 451 4.7.1 Unable to apply DMARC to bogus.example: the DMARC record failed DNSSEC validation
    log ...dmarc=temperror reason=dns_bogus...
