# Load balancer, protocol and the front-end's number.
terraform import ipfailover_frontend.web loadbalancer-0123456789abcdef0123456789abcdef/http/4242
