Decision: SPF and DMARC are for clients from outside: mail of our own comes from wherever they are, and would fail.

zone:
    example.org. TXT "v=spf1 -all"
    _dmarc.example.org. TXT "v=DMARC1; p=reject"
message plain:
    From: jan@example.org

    Hallo.
client: hotel.example 198.51.100.9
expect:
    reject 550 5.7.1 Rejected by DMARC policy of example.org
login: jan
expect:
    accept
    top Authentication-Results: mx.example.nl; dkim=none
    log ...auth=PLAIN login=jan action=judged...disposition=accept ms=...
    no log ...login=jan...spf=...
login: none
client: laptop.example.nl 10.0.0.9
expect:
    accept
    top Authentication-Results: mx.example.nl; dkim=none
client: localhost /var/run/x
expect:
    accept
    top Authentication-Results: mx.example.nl; dkim=none
