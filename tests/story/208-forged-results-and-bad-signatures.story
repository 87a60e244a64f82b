Weakness 12 of "Composition Kills", complaint 6: removal does not depend on what DKIM finds, be it nonsense.

config:
    dmarc { bad-from = accept }
message:
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged.example
    DKIM-Signature: nonsense
    From: jan@example.org

    Hallo.
expect:
    accept
    removed 1
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror ...; dmarc=none ...
    fields Authentication-Results 1

message:
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged.example
    Subject: no From at all
expect:
    accept
    removed 1
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=permerror ...
    fields Authentication-Results 1
