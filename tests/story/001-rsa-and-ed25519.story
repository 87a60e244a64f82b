RFC 8463 section 3, complaint 11: a message of our own leaves signed with RSA and Ed25519 together.

keys:
    example.nl s2026 rsa.pem
    example.nl e2026 ed25519.pem
config:
    signing {
        key "example.nl" { selector = "s2026" file = "{folder}/rsa.pem" }
        key "example.nl" { selector = "e2026" file = "{folder}/ed25519.pem" }
    }
client: laptop.example.nl 10.0.0.9
message:
    From: Jan <jan@example.nl>
    To: piet@example.org
    Subject: the meeting
    Date: Sat, 21 Nov 2026 18:00:00 +0100
    Message-ID: <1@example.nl>

    Hallo Piet,

    tot morgen.
expect:
    accept
    added 2
    rest as sent
    top DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.nl; s=s2026; ...
    top DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.nl; s=e2026; ...
    verifies s2026 e2026
    no Authentication-Results
