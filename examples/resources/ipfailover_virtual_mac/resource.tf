# One MAC for each address: OVHcloud does not move addresses that share one.
resource "ipfailover_virtual_mac" "web" {
  addresses = ["203.0.113.10"]
  name      = "web"
}

# What the virtual machine's interface must have.
output "mac" {
  value = ipfailover_virtual_mac.web.mac
}
