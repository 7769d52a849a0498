# Serves every front-end that has no dedicated addresses.
resource "ipfailover_frontend_binding" "all" {
  load_balancer = "loadbalancer-0123456789abcdef0123456789abcdef"
  ips           = ["203.0.113.10", "203.0.113.11"]
}

# Serves one front-end that exists already; whatever else it answers on, it keeps.
resource "ipfailover_frontend_binding" "shop" {
  load_balancer = "loadbalancer-0123456789abcdef0123456789abcdef"
  frontend      = { protocol = "http", id = "4242" }
  ips           = ["203.0.113.12"]
  on_destroy    = "release"
}
