Complaint 1 and 20: settings that would do harm, or say two things, are refused; all mistakes are told at once.

bare config:
    authserv-id = "mx.example.nl"
    internal-networks = { "10.0.0.1/8", "10.0.0.0/33" }
    listener "unix:{folder}/mta" { mode = sign }
    listener "unix:{folder}/mta" {}
    signing {
        key "example.nl" { selector = "a" file = "{folder}/rsa.pem" }
        key "example.nl" { selector = "a" file = "{folder}/other.pem" }
        key "nl" { selector = "a" file = "{folder}/rsa.pem" }
        key "example.nl" { selector = "b" file = "rsa.pem" }
        expire-in = -5
        fallback-domain = "example.com"
    }
    verifying {
        pass = reject
        none = tempfail
        mark-field = "Authentication-Results: mx.example.nl; dkim=pass"
        mark-subject = "[verdächtig]"
        min-rsa-bits = 100
    }
    dns { resolver = "ns.example.nl" }
refuses:
    ...zegel.conf:2: internal-networks: 10.0.0.1/8 has bits behind its prefix...
    ...zegel.conf:2: internal-networks is '10.0.0.0/33'...
    ...zegel.conf:4: listener ... is there already, in line 3...
    ...zegel.conf:7: domain and selector have a key already, in line 6...
    ...zegel.conf:8: ...nl... one label...
    ...zegel.conf:9: file is 'rsa.pem', expected a path that begins with /
    ...zegel.conf:10: expire-in is '-5', expected a number...
    ...zegel.conf:11: fallback-domain 'example.com' has no key here, and there is no store
    ...zegel.conf:14: there is no option 'pass' here
    ...zegel.conf:15: none is 'tempfail'...
    ...zegel.conf:16: mark-field...
    ...zegel.conf:17: mark-subject...
    ...zegel.conf:18: min-rsa-bits...
    ...zegel.conf:20: resolver is 'ns.example.nl'...
