Complaint 14: a key that others can read, or that is not there, is told at the start, with its path.

config:
    signing { key "example.nl" { selector = "s1" file = "{folder}/rsa.pem" } }
run: chmod 644 rsa.pem
refuses:
    ...rsa.pem...
run: chmod 600 rsa.pem
run: chmod 640 rsa.pem
refuses:
    ...rsa.pem...640...
