Decision: clients of internal networks are signed for, in IPv4, IPv6 and IPv4 mapped into IPv6; neighbours are not.

keys:
    example.nl s1 rsa.pem
config:
    internal-networks = { "10.1.2.0/23", "2001:db8:77::/48", "192.0.2.200" }
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
message plain:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
client: a.example.nl 10.1.3.255
expect:
    verifies s1
client: a.example.nl 10.1.4.0
expect:
    no DKIM-Signature
client: a.example.nl 2001:db8:77:1::5
expect:
    verifies s1
client: a.example.nl 2001:db8:78::5
expect:
    no DKIM-Signature
client: a.example.nl ::ffff:10.1.2.3
expect:
    verifies s1
client: a.example.nl 192.0.2.200
expect:
    verifies s1
client: a.example.nl 192.0.2.201
expect:
    no DKIM-Signature
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
