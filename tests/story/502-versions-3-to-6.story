Milter protocol 3, 4, 5, 6: whatever version the MTA speaks, the message is signed.

keys:
    example.nl s1 rsa.pem
config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
client: laptop.example.nl 10.0.0.9
message plain:
    From: jan@example.nl
    To: piet@example.org

    Hallo.
protocol: 3
expect:
    negotiated version 3
    verifies s1
protocol: 4
expect:
    negotiated version 4
    verifies s1
protocol: 5
expect:
    negotiated version 5
    verifies s1
protocol: 6
expect:
    negotiated version 6 with no-replies and spaces
    verifies s1
