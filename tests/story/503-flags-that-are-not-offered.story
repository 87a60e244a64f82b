Milter protocol 6: flags that the MTA does not offer are not used, one by one.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message plain:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
protocol: 6 without no-replies
expect:
    accept
    verifies s1
protocol: 6 without skip
expect:
    accept
    verifies s1
protocol: 6 without macros
expect:
    accept
    verifies s1
protocol: 6 without flags
expect:
    accept
    verifies s1
protocol: 6 without no-replies skip spaces macros
expect:
    accept
    verifies s1
