import { sign } from "../../../lib/clouds/ovh/signature";

const IP = "https://eu.api.ovh.com/1.0/ip/203.0.113.7%2F32";
const REFRESH = "http://127.0.0.1:8080/1.0/ipLoadbalancing/loadbalancer-demo/refresh";

// Digests computed with sha1sum.
it.each([
  ["GET", IP, "", "0ef13a60545d86a0499adff59e5b4b29f016386b"],
  ["POST", `${IP}/move`, '{"to":"loadbalancer-demo"}', "ca8a33432f444d4e3bf6142cbde0f0e8042bdb56"],
  ["POST", REFRESH, "{}", "35b2f70c8a2b1086a277a9a7597219150eba1304"],
  ["POST", REFRESH, "", "e2dc26f2db8e39babb62f2feb9b9ddeca1a17cc7"],
])("signs %s %s with the body '%s' as the vendor does", (method, url, body, digest) => {
  const keys = { applicationSecret: "as-demo", consumerKey: "ck-demo", timestamp: 1_700_000_000 };
  expect(sign({ ...keys, method, url, body })).toBe(`$1$${digest}`);
});
