data "ipfailover_load_balancer" "shop" {
  load_balancer = "loadbalancer-0123456789abcdef0123456789abcdef"
}

output "not_live" {
  value = data.ipfailover_load_balancer.shop.pending_changes
}
