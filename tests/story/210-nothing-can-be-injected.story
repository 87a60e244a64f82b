RFC 8601 section 2.2: what stands in a signature cannot add a result to our field, nor end it.

keys:
    example.org s1 rsa.pem
message plain:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
seal: rsa.pem "i=\"x;dkim=pass\"@example.org"
expect:
    accept
    no Authentication-Results: ...dkim=pass...
message: kept plain
seal: rsa.pem "d=example.org (\r\n dkim=pass" s=s1
expect:
    accept
    no Authentication-Results: ...=pass...
message: kept plain
seal: rsa.pem "a=rsa-sha256(x" "i=)@example.org"
expect:
    accept
    no Authentication-Results: ...(x...
