Store: a domain that has a key in the configuration is signed with that one alone, others with those of the store.

keys:
    example.nl s1 rsa.pem
config:
    signing {
        store = "{folder}/keys.db"
        key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" }
    }
run: zegel key new --store keys.db -d example.org -s x1
run: zegel key new --store keys.db -d example.nl -s s2 --algorithm ed25519
client: laptop.example.nl 10.0.0.9
message:
    From: jan@example.nl

    Hallo.
expect:
    accept
    verifies s1
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    verifies x1
