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

# On OVHcloud the API routes the address, here to a server in either data centre or to an instance of a project.
resource "ipfailover_group" "shop" {
  ip = "203.0.113.7"

  members = {
    gravelines = { server = "ns1.ip-192-0-2.eu" }
    roubaix    = { server = "ns2.ip-192-0-2.eu" }
    cloud      = { server = "0123456789abcdef0123456789abcdef", nexthop = "198.51.100.3" }
  }
  master = "gravelines"
}
