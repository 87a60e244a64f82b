RFC 8616 section 4: d=, s= and i= as U-labels of an SMTPUTF8 message are looked up as A-labels, and pass.

keys:
    bücher.example s1 rsa.pem
mail: <jörg@bücher.example>
message plain:
    From: jörg@bücher.example
    To: piet@example.nl
    Subject: Grüße

    Hallo.
seal: rsa.pem d=bücher.example i=jörg@bücher.example
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=xn--bcher-kva.example header.s=s1 header.i=jörg@xn--bcher-kva.example header.a=rsa-sha256 header.b=...; dmarc=none ...
message: kept plain
seal: rsa.pem d=xn--bcher-kva.example
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=pass (2048-bit key) header.d=xn--bcher-kva.example ...; dmarc=none ...
