RFC 5321 section 4.2: nothing from a message gets into the reply that SMTP cannot have, be it a percent sign or a line break.

config:
    verifying { permerror = reject }
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem "s=a%sb%n" d=example.org
expect:
    reject 550 5.7.20
message: kept plain
seal: rsa.pem "s=grüße" d=bücher.example
expect:
    reject 550 5.7.20
message: kept plain
seal: rsa.pem "d={hex}" "s=x y"
expect:
    reject 550 5.7.20
