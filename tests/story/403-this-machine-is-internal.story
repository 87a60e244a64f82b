Decision: by default this machine itself is internal, be it by 127.0.0.1, ::1 or a local socket.

keys:
    example.nl s1 rsa.pem
bare config:
    authserv-id = "mx.example.nl"
    listener "unix:{folder}/mta" {}
    dns { zone-files = { "{folder}/zone" } }
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
message plain:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
client: localhost 127.0.0.1
expect:
    verifies s1
client: localhost ::1
expect:
    verifies s1
client: localhost /var/spool/socket
expect:
    verifies s1
client: mail.example.org 192.0.2.7
expect:
    no DKIM-Signature
