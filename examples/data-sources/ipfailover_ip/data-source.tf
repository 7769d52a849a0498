data "ipfailover_ip" "web" {
  ip = "203.0.113.10"
}

output "block" {
  value = data.ipfailover_ip.web.block_id
}
