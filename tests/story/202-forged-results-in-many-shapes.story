RFC 8601 section 2.2 and 5, complaint 6: odd case, comments, folds, quotes, versions: each shape of a forged field is removed.

message:
    Authentication-Results: MX.Example.NL; dkim=pass header.d=shape1.example
    authentication-results: mx.example.nl; dkim=pass header.d=shape2.example
    AUTHENTICATION-RESULTS:mx.example.nl;dkim=pass header.d=shape3.example
    Authentication-Results: (a comment) mx.example.nl; dkim=pass header.d=shape4.example
    Authentication-Results: (a (nested \) one)) mx.example.nl (and one behind) ; dkim=pass header.d=shape5.example
    Authentication-Results:
     mx.example.nl;
      dkim=pass header.d=shape6.example
    Authentication-Results: "mx.example.nl"; dkim=pass header.d=shape7.example
    Authentication-Results: mx.example.nl 1; dkim=pass header.d=shape8.example
    Authentication-Results: mx.example.nl 99 ; dkim=pass header.d=shape9.example
    Authentication-Results: mx.example.nl/1; dkim=pass header.d=shape10.example
    Authentication-Results: mx.example.nl
    Authentication-Results:	mx.example.nl	; dkim=pass header.d=shape12.example
    Authentication-Results: "mx\.example.nl"; dkim=pass header.d=shape13.example
    Authentication-Results: =?utf-8?q?mx.example.nl?=; dkim=pass header.d=shape14.example
    Authentication-Results: mx.example.nl.; dkim=pass header.d=shape15.example
    Authentication-Results: mx(x).example.nl; dkim=pass header.d=shape16.example
    Authentication-Results: mx.exa{octets c3 a4}mple.nl; dkim=pass header.d=shape17.example
    Authentication-Results: ; mx.example.nl; dkim=pass header.d=shape18.example
    Authentication-Results : mx.example.nl; dkim=pass header.d=shape19.example
    Authentication-Results:
    Authentication-Results: mx.example.nl
     ; dkim=pass header.d=shape21.example
    Authentication-Results: @mx.example.nl; dkim=pass header.d=shape22.example
    From: jan@example.org
    To: piet@example.nl

    Hallo.
expect:
    accept
    removed 22
    added 1
    fields Authentication-Results 1
    top Authentication-Results: mx.example.nl; spf=none ...; dkim=none; dmarc=none ...
    top From: jan@example.org
