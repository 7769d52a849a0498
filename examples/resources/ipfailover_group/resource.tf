resource "ipfailover_ip_block" "addresses" {
  name     = "web"
  location = "de/fra"
  size     = 1

  lifecycle {
    create_before_destroy = true
  }
}

resource "ipfailover_group" "web" {
  ip = ipfailover_ip_block.addresses.ips[0]

  network = {
    datacenter_id = "11111111-1111-4111-8111-111111111111"
    lan_id        = "1"
  }

  members = {
    a = {
      server   = "aaaaaaaa-1111-4111-8111-111111111111"
      nic      = "aaaaaaaa-2222-4222-8222-222222222222"
      priority = 100
    }
    b = {
      server   = "bbbbbbbb-1111-4111-8111-111111111111"
      nic      = "bbbbbbbb-2222-4222-8222-222222222222"
      priority = 50
    }
  }
  master = "a"
}
