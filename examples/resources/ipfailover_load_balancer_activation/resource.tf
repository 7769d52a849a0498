# What the load balancer is made of elsewhere, such as { web = ovh_iploadbalancing_http_farm.web }.
variable "configuration" {
  type = map(any)
}

# One for each load balancer: everything that its triggers come from is applied first, and then made live with one
# refresh. A value that is gone is a change as well.
resource "ipfailover_load_balancer_activation" "shop" {
  load_balancer = "loadbalancer-0123456789abcdef0123456789abcdef"
  triggers      = { for name, object in var.configuration : name => jsonencode(object) }
}
