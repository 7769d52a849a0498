# IONOS: data centre, LAN and address.
terraform import ipfailover_group.web 11111111-1111-4111-8111-111111111111/1/203.0.113.10
# OVHcloud: the address or block, with the members that the API has no list of: NAME=SERVICE, or NAME=PROJECT/NEXTHOP.
terraform import ipfailover_group.shop '203.0.113.7?gravelines=ns1.ip-192-0-2.eu&roubaix=ns2.ip-192-0-2.eu'
