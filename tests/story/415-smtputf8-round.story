RFC 6531, RFC 8616: an SMTPUTF8 message is signed at submission and passes at port 25.

keys:
    bücher.example s1 rsa.pem
    bücher.example e1 ed25519.pem
config:
    signing {
        key "xn--bcher-kva.example" { selector = "s1" file = "{folder}/rsa.pem" }
        key "xn--bcher-kva.example" { selector = "e1" file = "{folder}/ed25519.pem" }
    }
mail: <jörg@bücher.example>
rcpt: <用户@例子.example>
login: jörg
message:
    From: "Jörg" <jörg@BÜCHER.example>
    To: 用户@例子.example
    Subject: Grüße aus 東京

    Hallo.
expect:
    accept
    verifies s1 e1
login: none
message: last
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=xn--bcher-kva.example header.s=s1 ...; dmarc=none ...
