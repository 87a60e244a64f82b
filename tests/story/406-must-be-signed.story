Decision: a listener that must sign refuses a message for whose domain there is no key, and says so.

keys:
    example.nl s1 rsa.pem
config:
    listener "unix:{folder}/mta" { mode = sign must-sign = yes }
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
message:
    From: jan@example.com
    To: piet@example.org

    Hallo.
expect:
    reject 550 5.7.1 the message must be signed, and there is no key for the domain in From
    log ...4F1...there is no key for the domain in From...
message:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
expect:
    accept
    verifies s1
