RFC 9989 section 7.4: mail that came through a list, whose own domain is authenticated, is not refused for p=reject, but marked; a field alone makes no list.

keys:
    list.example s1 rsa.pem
zone:
    list.example. TXT "v=spf1 ip4:192.0.2.7 -all"
    _dmarc.example.org. TXT "v=DMARC1; p=reject"
mail: bounces@list.example
message plain:
    List-Id: talk about seals <seals.list.example>
    From: jan@example.org

    Hallo, list.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=pass ...; dkim=none; dmarc=fail ...
    top X-Spam-Flag: YES
    log ...disposition=mark cause=dmarc override=mailing_list via=list.example ms=...
client: elsewhere.example 198.51.100.9
expect:
    reject 550 5.7.1 Rejected by DMARC policy of example.org
message: kept plain
sign: -d list.example -k s1:rsa.pem
expect:
    accept
    log ...override=mailing_list via=list.example ms=...
message:
    List-Id: <seals.bank.example>
    From: jan@example.org

    Hallo.
sign: -d list.example -k s1:rsa.pem
expect:
    reject 550 5.7.1 Rejected by DMARC policy of example.org
