Disposition mark: a field says that the message is suspect, for Sieve or the mail store, and our results stand there, too.

keys:
    example.org s1 rsa.pem
config:
    verifying { fail = mark }
message:
    From: jan@example.org
    To: piet@example.nl
    Subject: hello

    Hallo.
sign: -d example.org -k s1:rsa.pem
change:
    append more
expect:
    accept
    fields X-Spam-Flag 1
    field X-Spam-Flag: YES
    field Authentication-Results: mx.example.nl; spf=none ...; dkim=fail ...; dmarc=none ...
    field Subject: hello
    log ...4F1...mark...

message:
    From: jan@example.org
    To: piet@example.nl
    Subject: hello

    Unsigned.
expect:
    accept
    no X-Spam-Flag
    rest as sent
