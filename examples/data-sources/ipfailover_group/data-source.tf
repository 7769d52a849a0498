data "ipfailover_group" "web" {
  ip = "203.0.113.10"

  network = {
    datacenter_id = "11111111-1111-4111-8111-111111111111"
    lan_id        = "1"
  }
}

output "members" {
  value = keys(data.ipfailover_group.web.members)
}
