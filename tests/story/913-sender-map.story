Decision: with a sender map no signature of ours vouches for one sender of ours as another: what is not allowed is refused, and never signed.

keys:
    example.nl s1 rsa.pem
    example.com c1 rsa.pem
file senders:
    # who may send as whom
    jan           example.nl .example.com
    piet@mail     example.com
    -             example.com
config:
    signing {
        sender-map = "{folder}/senders"
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" subdomains = yes }
        key "example.com" { selector = "c1" file = "{folder}/rsa.pem" subdomains = yes }
    }
client: hotel.example 198.51.100.9
message nl:
    From: jan@example.nl

    Hallo.
message com:
    From: jan@www.example.com

    Hallo.
message org:
    From: jan@example.org

    Hallo.
login: jan
message: kept nl
expect:
    accept
    verifies s1
message: kept com
expect:
    accept
    verifies c1
login: piet@mail
message: kept nl
expect:
    reject 550 5.7.1 this login may not send as example.nl
    log ...auth=PLAIN login=piet@mail action=refused why="the sender map does not let this login send for the domain in From" author=example.nl...
message: kept com
expect:
    reject 550 5.7.1 this login may not send as www.example.com
login: Jan
message: kept nl
expect:
    reject 550 5.7.1 this login may not send as example.nl
login: -
message: kept com
expect:
    reject 550 5.7.1 this login may not send as www.example.com

# Where there is no key nothing would be signed.
login: piet@mail
message: kept org
expect:
    accept
    no DKIM-Signature:
login: none
client: laptop.example.nl 10.0.0.9
message: kept nl
expect:
    reject 550 5.7.1 a client that did not log in may not send as example.nl
message:
    From: jan@example.com

    Hallo.
expect:
    accept
    verifies c1
