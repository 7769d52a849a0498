data "ipfailover_targets" "web" {
  ip = "203.0.113.7"
}

# The servers that a group of this address may have as members.
output "servers" {
  value = [for target in data.ipfailover_targets.web.targets : target.service if target.allowed]
}
