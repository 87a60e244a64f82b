Decision: which domain a message is from is read as all read it, or not at all.

keys:
    example.nl s1 rsa.pem
config:
    listener "unix:{folder}/mta" { mode = sign }
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
message:
    From: "jan@example.com" <jan@example.nl>

    Signed: quotes are a name.
expect:
    verifies s1
message:
    From: Jan (jan@example.com) <jan@EXAMPLE.NL>

    Signed: comments are none, and case is none.
expect:
    verifies s1
message:
    From: jan@example.nl, piet@example.nl

    Signed: two of one domain.
expect:
    verifies s1
message:
    From: jan@example.com, piet@example.nl

    Two domains.
expect:
    unchanged
message:
    From: jan@[192.0.2.1]

    An address literal.
expect:
    unchanged
message:
    From: <jan@example.nl> <piet@example.com>

    Two addresses without a comma.
expect:
    unchanged
message:
    From: jan@example.com <jan@example.nl>

    Who is it?
expect:
    unchanged
message:
    From: jan@localhost

    One label.
expect:
    unchanged
message:
    From: jan@example.nl{octets 0d} <x@example.com>

    A bare CR.
expect:
    accept
    no DKIM-Signature
message:
    From: undisclosed:;

    Nobody.
expect:
    unchanged
message:
    From: j{octets f6}rg@example.nl

    No UTF-8.
expect:
    unchanged
message:
    From:

    Nothing.
expect:
    unchanged
