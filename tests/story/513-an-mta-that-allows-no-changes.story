Milter protocol: where fields cannot be changed nothing goes on unsigned or unjudged as if all were well.

keys:
    example.nl s1 rsa.pem
config:
    listener "unix:{folder}/mta" {}
    listener "unix:{folder}/submission" { mode = sign }
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
protocol: 6 without changes
message ours:
    From: jan@example.nl

    Hallo.
expect:
    tempfail
    log ...queue=4F1...the MTA allows no change of fields...
listener: submission
expect:
    tempfail
message:
    From: jan@example.org

    There is nothing to be done with this one.
expect:
    accept
    unchanged
