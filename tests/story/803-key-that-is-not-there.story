Complaint 14: a key file that is missing, or holds no key, is told at the start.

config:
    signing {
        key "example.nl" { selector = "s1" file = "{folder}/nothing.pem" }
        key "example.org" { selector = "s1" file = "{folder}/text.pem" }
    }
file text.pem:
    this is no key
run: chmod 600 text.pem
refuses:
    ...nothing.pem...
