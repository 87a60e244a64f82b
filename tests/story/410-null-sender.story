Decision: a bounce of our own, whose envelope sender is empty, is signed by its From.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: localhost 10.0.0.1
mail: <>
rcpt: <piet@example.org>
message:
    From: Mail Delivery System <MAILER-DAEMON@example.nl>
    To: piet@example.org
    Subject: Undelivered Mail Returned to Sender
    Auto-Submitted: auto-replied

    It did not arrive.
expect:
    accept
    verifies s1
