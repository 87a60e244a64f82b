Milter protocol: names and addresses of any length do no harm, and the log line stays a line.

helo: {repeat 5000 x}.example.org
client: {repeat 3000 y}.example.org 192.0.2.7
mail: <{repeat 10000 z}@example.org>
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
    log lines 1 ...4F1...
