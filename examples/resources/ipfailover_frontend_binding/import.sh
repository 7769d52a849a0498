# Addresses of the whole load balancer, and those of one front-end with its protocol and number.
terraform import ipfailover_frontend_binding.all 'loadbalancer-0123456789abcdef0123456789abcdef?ips=203.0.113.10,203.0.113.11'
terraform import ipfailover_frontend_binding.shop 'loadbalancer-0123456789abcdef0123456789abcdef/http/4242?ips=203.0.113.12'
