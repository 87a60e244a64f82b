RFC 9989 section 5.3.1: without one domain in From there is nothing that could be judged: refused by default, and what is wrong is said.

message:
    To: piet@example.nl

    No From.
expect:
    reject 550 5.7.1 the message has no From field
message:
    From: jan@example.org
    From: boss@bank.example

    Two of them.
expect:
    reject 550 5.7.1 the message has more than one From field
message:
    From: jan@example.org, boss@bank.example

    Two domains.
expect:
    reject 550 5.7.1 From has addresses in several domains
    log ...disposition=reject cause=author ms=...dmarc=permerror reason=author...
message:
    From: jan@example.org, piet@example.org

    Two addresses.
expect:
    accept
message:
    From: boss@bank.example <jan@example.org

    Broken.
expect:
    reject 550 5.7.1 From is malformed
