Milter protocol: macros with and without braces, several lists and names that nobody knows do no harm.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
protocol: 6 without macros
client: laptop.example.nl 10.0.0.9
macros: connect j=mx.example.nl {daemon_name}=MTA-v6 {if_name}=eth0 _=laptop
macros: helo {tls_version}=TLSv1.3 {cipher}=x {cert_subject}=
macros: mail {mail_addr}=jan@example.nl i=8A7 {auth_ssf}=256
macros: rcpt {rcpt_addr}=piet@example.org
queue id: none
message:
    From: jan@example.nl

    Hallo.
expect:
    accept
    verifies s1
    log ...8A7...
