resource "ipfailover_frontend" "web" {
  load_balancer   = "loadbalancer-0123456789abcdef0123456789abcdef"
  protocol        = "http"
  port            = "80"
  default_farm_id = 2001
  goes_live       = "with-activation"
}

# One for each load balancer: everything that its triggers come from is applied first, and then made live with one
# refresh.
resource "ipfailover_load_balancer_activation" "shop" {
  load_balancer = "loadbalancer-0123456789abcdef0123456789abcdef"

  triggers = {
    web = ipfailover_frontend.web.revision
    # Objects of the vendor's provider as a whole, so that any change of them is seen:
    # farm = jsonencode(ovh_iploadbalancing_http_farm.web)
  }
}
