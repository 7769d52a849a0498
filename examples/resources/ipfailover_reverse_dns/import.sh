terraform import ipfailover_reverse_dns.mail 203.0.113.10
