Design section 7 rule 4: a listener that only signs, and has no key, removes what claims to be ours all the same.

config:
    listener "unix:{folder}/mta" { mode = sign }
client: laptop.example.nl 10.0.0.9
message:
    From: jan@unknown.example
    Authentication-Results: mx.example.nl; dkim=pass header.d=forged.example
    Subject: hello

    Hallo.
expect:
    accept
    removed 1
    added 0
    no Authentication-Results
