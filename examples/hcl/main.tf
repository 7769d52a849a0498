terraform {
  required_providers {
    ipfailover = {
      source = "registry.terraform.io/cdktf-ip-failover/ipfailover"
    }
  }
}

# Credentials come from IONOS_TOKEN, or IONOS_USERNAME and IONOS_PASSWORD.
provider "ipfailover" {
  cloud = "ionos"
}

variable "datacenter_id" {
  type = string
}

variable "lan_id" {
  type        = string
  description = "A public LAN."
}

variable "servers" {
  type        = map(object({ server = string, nic = string, priority = number }))
  description = "Who may hold the address, by names of your choice: { a = {…}, b = {…} }."
}

resource "ipfailover_ip_block" "addresses" {
  name     = "web"
  location = "de/fra"
  size     = 1

  lifecycle {
    # IONOS gives back no block that a group still uses, and Terraform destroys before it updates. The new block is
    # there before the old one goes: change the name together with location or size.
    create_before_destroy = true
  }
}

resource "ipfailover_group" "web" {
  ip      = ipfailover_ip_block.addresses.ips[0]
  network = { datacenter_id = var.datacenter_id, lan_id = var.lan_id }
  members = var.servers
  master  = "a"
}

output "address" {
  value = ipfailover_group.web.ip
}
