Complaint 17: an MTA that tells no queue id gets its log line all the same.

message:
    From: jan@example.org

    Hallo.
queue id: none
expect:
    accept
    log ...192.0.2.7...dkim=none...
