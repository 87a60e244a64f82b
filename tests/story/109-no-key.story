RFC 6376 section 6.1.2, RFC 8601 section 2.7.1, complaint 25: a missing key is permerror, not fail as OpenDKIM says.

keys:
    example.org s1 rsa.pem unpublished
message:
    From: jan@example.org
    To: piet@example.nl

    Hallo.
sign: -d example.org -k s1:rsa.pem
expect:
    accept
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=permerror reason="there is no key record for this selector..." header.d=example.org header.s=s1 header.a=rsa-sha256 header.b=...; dmarc=none ...
