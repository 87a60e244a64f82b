Decision: DMARC without SPF would refuse what its owner authorized, so it is not to be had.

bare config:
    spf { check = no }
refuses:
    ...zegel.conf:1: DMARC cannot do without SPF, expected check = no in the section dmarc, too
