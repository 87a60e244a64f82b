RFC 7208 section 8: what becomes of each result of SPF is local policy; a rejection has the code of RFC 7372 and what the domain says about it.

zone:
    fail.example. TXT "v=spf1 -all exp=why.%{d}"
    why.fail.example. TXT "%{i} may not send for %{d}"
    softfail.example. TXT "v=spf1 ~all"
    neutral.example. TXT "v=spf1 ?all"
    wrong.example. TXT "v=spf1 ip4:192.0.2.300 -all"
    $FAULT slow.example. TXT servfail
config:
    spf { none = mark softfail = quarantine fail = reject permerror = mark temperror = tempfail }
    verifying { mark-field = "X-Suspect: yes" }
    dmarc { check = no }
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
mail: jan@fail.example
expect:
    reject 550 5.7.23 SPF validation failed: MAIL FROM fail.example: a mechanism of the record matched: -all; fail.example says: 192.0.2.7 may not send for fail.example
    log ...disposition=reject cause=spf...
mail: jan@softfail.example
expect:
    quarantine SPF validation failed softly: MAIL FROM softfail.example: a mechanism of the record matched: ~all
    top Authentication-Results: mx.example.nl; spf=softfail ...; dkim=none
mail: jan@neutral.example
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=neutral ...; dkim=none
    top X-Suspect: yes
mail: jan@none.example
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none
    top X-Suspect: yes
mail: jan@wrong.example
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=permerror ...; dkim=none
    top X-Suspect: yes
mail: jan@slow.example
expect:
    tempfail 451 4.7.24 SPF validation error: MAIL FROM slow.example
    log ...cause=spf...spf=temperror...reason=dns problem=...
