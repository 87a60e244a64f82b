RFC 6376 section 5.4.2: no second From, To or Subject can be put on a message that we signed.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl
    To: piet@example.org
    Subject: the invoice
    Date: Sat, 21 Nov 2026 18:00:00 +0100

    Hallo.
expect signed:
    accept
    verifies s1

client: mail.example.org 192.0.2.7
message: kept signed
change:
    top Subject: the other invoice
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail ...; dmarc=none ...
    verifies not

message: kept signed
change:
    top From: boss@example.nl
expect:
    reject 550 5.7.1 the message has more than one From field
    log ...cause=author...dkim=fail...

message: kept signed
change:
    bottom Reply-To: crook@example.com
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=fail ...; dmarc=none ...
    verifies not

# What every hop adds does not matter.
message: kept signed
change:
    top Received: from a by b; Sat, 21 Nov 2026 18:00:01 +0100
    top X-Spam-Score: 0
expect:
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass ...; dmarc=none ...
    verifies s1
