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
