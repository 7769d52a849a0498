resource "ipfailover_frontend" "web" {
  load_balancer = "loadbalancer-0123456789abcdef0123456789abcdef"
  protocol      = "http"
  port          = "443"
  display_name  = "web"

  # Answers on this address alone; it is routed to the load balancer first.
  dedicated_ips = ["203.0.113.10"]

  default_farm_id = 2001
  default_ssl_id  = 3001
  ssl             = true
  hsts            = true
  http_headers    = ["X-Client %ci"]
  denied_source   = ["198.51.100.0/24"]
}
