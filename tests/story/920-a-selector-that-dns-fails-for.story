RFC 9989 section 5.3.6 and 8: a forger who names a selector of the victim that DNS fails for gets temperror, and with a policy of reject a mark at least; under p=none nothing changes.

zone:
    _dmarc.bank.example. TXT "v=DMARC1; p=reject"
    _dmarc.none.example. TXT "v=DMARC1; p=none"
    $FAULT old._domainkey.bank.example. servfail
    $FAULT old._domainkey.none.example. servfail
mail: crook@crook.example
message:
    From: jan@bank.example

    Hallo.
sign: -d bank.example -k old:rsa.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; ...dmarc=temperror ...
    top X-Spam-Flag: YES
    log ...disposition=mark cause=dmarc ms=...dmarc=temperror policy=reject domain=bank.example reason=undecided...
message:
    From: jan@none.example

    Hallo.
sign: -d none.example -k old:rsa.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; ...dmarc=temperror ...
    no X-Spam-Flag:
    log ...disposition=accept ms=...dmarc=temperror policy=none...
message:
    From: jan@bank.example

    Hallo.
expect:
    reject 550 5.7.1 Rejected by DMARC policy of bank.example
