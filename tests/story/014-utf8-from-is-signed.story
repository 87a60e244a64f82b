RFC 8616, complaint 2: a From with an internationalized domain and local part kills nothing and is signed, d= being the A-label.

keys:
    bücher.example s1 rsa.pem
config:
    signing { key "bücher.example" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
mail: <jörg@bücher.example>
message:
    From: Jörg <jörg@bücher.example>
    To: piet@example.org
    Subject: Grüße

    Hallo.
expect:
    accept
    top DKIM-Signature: ... d=xn--bcher-kva.example; s=s1; ...
    verifies s1

message:
    From: joerg@xn--bcher-kva.example
    To: piet@example.org

    Hallo.
expect:
    accept
    top DKIM-Signature: ... d=xn--bcher-kva.example; ...
    verifies s1

# As in OpenDKIM issue 139: no key for it, and nothing ends.
message:
    From: a@κλαρα.ευ
    To: piet@example.org

    Hallo.
expect:
    accept
    no DKIM-Signature
