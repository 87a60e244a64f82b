Complaint 19: the socket that a killed daemon left behind is no obstacle; that of a living one is.

config:
    listener "unix:{folder}/mta" {}
message plain:
    From: jan@example.org

    Hallo.
expect:
    accept
checks:
fails:
    ...zegel.conf:...mta: another zegeld listens there
message: kept plain
expect:
    accept
restart: killed
expect:
    accept
restart: ended
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
