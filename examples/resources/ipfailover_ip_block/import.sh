terraform import ipfailover_ip_block.addresses 22222222-2222-4222-8222-222222222222
