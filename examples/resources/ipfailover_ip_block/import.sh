# IONOS: a block that was reserved, by its id.
terraform import ipfailover_ip_block.addresses 22222222-2222-4222-8222-222222222222
# OVHcloud: the address, or the block in CIDR notation.
terraform import ipfailover_ip_block.shop 203.0.113.16/28
