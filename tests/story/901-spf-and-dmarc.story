RFC 7208 section 2.6, RFC 9989 section 5.3: SPF and DMARC of a message from outside stand in the field and in the log, with the domain that was checked.

zone:
    example.org. TXT "v=spf1 ip4:192.0.2.0/24 -all"
    _dmarc.example.org. TXT "v=DMARC1; p=reject"
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    accept
    added 1
    top Authentication-Results: mx.example.nl; spf=pass (matched ...) smtp.mailfrom=example.org; dkim=none; dmarc=pass ... header.from=example.org
    rest as sent
    log ... author=example.org disposition=accept ms=... spf=pass identity=mailfrom domain=example.org reason=matched mechanism=ip4:192.0.2.0/24 dmarc=pass policy=reject domain=example.org aligned=spf reason=aligned dkim=none
    log lines 1 ...4F1...

client: forged.example 198.51.100.9
message: kept plain
expect:
    reject 550 5.7.1 Rejected by DMARC policy of example.org: From has example.org, neither SPF (fail for example.org) nor DKIM (none) authenticates it
    log ...why="the client is from outside: Rejected by DMARC policy of example.org: ..." author=example.org disposition=reject cause=dmarc ms=... spf=fail identity=mailfrom domain=example.org reason=matched mechanism=-all dmarc=fail policy=reject domain=example.org reason=not_authenticated dkim=none

# The null sender is checked by its HELO name.
mail: <>
helo: mail.example.org
client: mail.example.org 192.0.2.7
message: kept plain
expect:
    reject 550 5.7.1 Rejected by DMARC policy of example.org
    log ...spf=none identity=helo domain=mail.example.org reason=nxdomain...
