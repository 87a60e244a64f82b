Complaint 1: a mistake in the configuration is found at the start and by --check, with file, line, and what was expected.

config:
    listener "unix:{folder}/mta" { mode = sing }
    verifying {
        fail = rejekt
        pass = reject
    }
    nonsense = yes
refuses:
    ...zegel.conf:...mode...sign...
    ...zegel.conf:...fail...reject...
    ...zegel.conf:...there is no option 'pass' here
    ...zegel.conf:...nonsense...
