import fc from "fast-check";
import {
  addressesIn,
  bareAddress,
  canonicalBlock,
  containsBlock,
  isSingleAddress,
  sameBlock,
  tryBlock,
  tryEnclosingBlock,
} from "../../lib/clouds/block";

it.each([
  ["203.0.113.7", "203.0.113.7/32"],
  ["203.0.113.7/32", "203.0.113.7/32"],
  ["203.0.113.16/28", "203.0.113.16/28"],
  ["2001:DB8::7", "2001:db8::7/128"],
  ["2001:0db8:0:0::7/128", "2001:db8::7/128"],
  ["2001:DB8:0::/56", "2001:db8::/56"],
])("%s is %s in one spelling", (written, canonical) => {
  expect(canonicalBlock(written)).toBe(canonical);
  expect(sameBlock(written, canonical)).toBe(true);
});

it.each([
  "",
  "web",
  "203.0.113",
  "203.0.113.07",
  "203.0.113.7/",
  "203.0.113.7/33",
  "203.0.113.7/032",
  "203.0.113.7/32/32",
  "203.0.113.7 ",
  "3405803783",
  "2001:db8::/129",
  "2001:db8::7%eth0",
])('"%s" is no block', (text) => {
  expect(tryBlock(text)).toBeUndefined();
  expect(() => canonicalBlock(text)).toThrow(`"${text}" is neither an IP address nor a block`);
});

it("is no block whose address is not the block's first, and says which one was meant", () => {
  expect(tryBlock("203.0.113.7/28")).toBeUndefined();
  expect(tryEnclosingBlock("203.0.113.7/28")).toBe("203.0.113.0/28");
  expect(tryEnclosingBlock("2001:DB8::7/56")).toBe("2001:db8::/56");
  expect(tryEnclosingBlock("web")).toBeUndefined();
});

it("writes a single address without its mask and leaves a larger block its own", () => {
  expect(bareAddress("203.0.113.7/32")).toBe("203.0.113.7");
  expect(bareAddress("2001:DB8::7/128")).toBe("2001:db8::7");
  expect(bareAddress("2001:db8::/32")).toBe("2001:db8::/32");
  expect(bareAddress("203.0.113.16/28")).toBe("203.0.113.16/28");
  expect(isSingleAddress("203.0.113.7")).toBe(true);
  expect(isSingleAddress("203.0.113.16/28")).toBe(false);
});

it("compares as text what is no block at all", () => {
  expect(sameBlock("web", "web")).toBe(true);
  expect(sameBlock("web", "203.0.113.7")).toBe(false);
});

it("lists the addresses of a block, but of no network that is too large for it", () => {
  expect(addressesIn("203.0.113.7")).toEqual(["203.0.113.7"]);
  expect(addressesIn("203.0.113.4/30")).toEqual(["203.0.113.4", "203.0.113.5", "203.0.113.6", "203.0.113.7"]);
  expect(addressesIn("198.18.0.0/22").at(-1)).toBe("198.18.3.255");
  expect(addressesIn("2001:db8::/127")).toEqual(["2001:db8::", "2001:db8::1"]);
  expect(addressesIn("2001:db8::/64")).toEqual([]);
});

it("contains what lies within, and nothing of the other family", () => {
  expect(containsBlock("203.0.113.0/28", "203.0.113.7")).toBe(true);
  expect(containsBlock("203.0.113.0/28", "203.0.113.16")).toBe(false);
  expect(containsBlock("203.0.113.7", "203.0.113.0/28")).toBe(false);
  expect(containsBlock("2001:db8::/56", "2001:db8:0:ff::1")).toBe(true);
  expect(containsBlock("2001:db8::/56", "2001:db8:0:100::1")).toBe(false);
  expect(containsBlock("0.0.0.0/0", "::1")).toBe(false);
});

it("finds every address in the block that encloses it", () => {
  const address = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 32 }));
  fc.assert(
    fc.property(address, ([last, prefix]) => {
      const ip = `203.0.113.${last}`;
      const block = tryEnclosingBlock(`${ip}/${prefix}`) ?? "";
      expect(tryBlock(block)).toBe(block);
      expect(containsBlock(block, ip)).toBe(true);
    }),
  );
});
