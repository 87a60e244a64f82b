RFC 6376 section 6.3: a configuration that puts off what never gets better is refused.

config:
    verifying {
        fail = tempfail
    }
refuses:
    ...zegel.conf:...fail...tempfail...
