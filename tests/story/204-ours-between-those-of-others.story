CVE-2022-48521, complaint 6: of many fields exactly ours are removed, though every removal changes the numbers of those below.

message:
    Authentication-Results: a.example; none
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged1.example
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged2.example
    Authentication-Results: b.example; none
    Subject: hello
    authentication-results: c.example; none
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged3.example
    From: jan@example.org
    Authentication-Results: d.example; none
    AUTHENTICATION-RESULTS: mx.example.nl; dkim=pass header.d=forged4.example
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged5.example

    Hallo.
expect:
    accept
    removed 5
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
    top Authentication-Results: a.example; none
    top Authentication-Results: b.example; none
    top Subject: hello
    top authentication-results: c.example; none
    top From: jan@example.org
    top Authentication-Results: d.example; none
    fields Authentication-Results 5
