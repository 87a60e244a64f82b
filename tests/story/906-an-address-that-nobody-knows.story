Decision: a client of which the mail server does not know the address passes no SPF, whatever it says; so it cannot get around a policy, and a signature still helps.

keys:
    example.org s1 rsa.pem
zone:
    example.org. TXT "v=spf1 +all"
    _dmarc.example.org. TXT "v=DMARC1; p=reject"
client: unknown
helo: example.org
message plain:
    From: jan@example.org

    Hallo.
expect:
    reject 550 5.7.1 Rejected by DMARC policy of example.org: From has example.org, neither SPF (none) nor DKIM (none) authenticates it
    log ...spf=none identity=mailfrom reason=no_domain dmarc=fail...
mail: <>
expect:
    reject 550 5.7.1 Rejected by DMARC policy of example.org
message: kept plain
sign: -d example.org -k s1:rsa.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=pass ...
