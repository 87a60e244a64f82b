Decision: each MAIL begins anew: what SPF found of one sender is not held for, or against, the next one in the same connection.

zone:
    good.example. TXT "v=spf1 ip4:192.0.2.7 -all"
    bad.example. TXT "v=spf1 -all"
    _dmarc.good.example. TXT "v=DMARC1; p=reject"
connection: same
mail: jan@good.example
message plain:
    From: jan@good.example

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=pass (matched ...) smtp.mailfrom=good.example; ...dmarc=pass ...
mail: jan@bad.example
expect:
    reject 550 5.7.1 Rejected by DMARC policy of good.example
mail: jan@good.example
give up: mail
mail: jan@bad.example
expect:
    reject 550 5.7.1 Rejected by DMARC policy of good.example
mail: jan@good.example
give up: header without abort
mail: jan@bad.example
expect:
    reject 550 5.7.1 Rejected by DMARC policy of good.example
    log ...spf=fail identity=mailfrom domain=bad.example...
