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

# A block that exists already is only used, and never given back.
resource "ipfailover_ip_block" "existing" {
  adopt = "22222222-2222-4222-8222-222222222222"
}

# On OVHcloud, where an address is ordered and paid for, blocks are only adopted: by the address or block itself.
resource "ipfailover_ip_block" "shop" {
  adopt       = "203.0.113.16/28"
  description = "shop"
}
