RFC 9989 section 8, RFC 7208 appendix D.3: forwarders that we trust may bring what fails: by their domain, when it is authenticated, or by their network.

zone:
    uni.example. TXT "v=spf1 ip4:192.0.2.7 -all"
    $FAULT other.example. TXT servfail
    _dmarc.example.org. TXT "v=DMARC1; p=reject"
config:
    dmarc {
        trusted-forwarders = { "uni.example" }
        trusted-networks = { "203.0.113.0/24", "2001:db8::/32" }
    }
mail: alumni@uni.example
message plain:
    From: jan@example.org

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=pass ...; dkim=none; dmarc=fail ...
    log ...disposition=accept override=trusted_forwarder via=uni.example ms=...
client: elsewhere.example 198.51.100.9
expect:
    reject 550 5.7.1 Rejected by DMARC policy of example.org
client: backup.example 203.0.113.8
mail: jan@example.org
expect:
    accept
    log ...disposition=accept override=trusted_forwarder ms=...
client: backup.example 2001:db8::8
expect:
    accept
    log ...disposition=accept override=trusted_forwarder ms=...
