# By any of its addresses.
terraform import ipfailover_virtual_mac.web 203.0.113.10
