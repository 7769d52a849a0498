resource "ipfailover_reverse_dns" "mail" {
  ip   = "203.0.113.10"
  name = "mail.example.com"
}
