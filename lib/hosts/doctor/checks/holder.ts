/** Who answers for an address, by asking the LAN. */
import type { Instance } from "../../keepalived/config/instance";
import { ok, open, problem } from "../check";
import type { Check } from "../check";
import type { Host } from "../host";

/** @param here whether this host has the address */
export async function holderCheck(host: Host, instance: Instance, here: boolean): Promise<readonly Check[]> {
  const [anchor] = instance.addresses;
  if (anchor === undefined) return [];
  const named = { id: "one-holder", subject: anchor.address };
  const device = anchor.device ?? instance.interface;
  const byHand = `arping -b -c 3 -I ${device ?? "INTERFACE"} ${anchor.address} as root on a member that does not hold it: one hardware address answers`;
  if (anchor.family === 6 || device === undefined) {
    const reason = anchor.family === 6 ? "IPv6 is not asked" : "its interface is unknown";
    return [open({ ...named, message: `Whether one member alone holds ${anchor.address}: ${reason}.` }, byHand)];
  }
  // From the address itself nobody answers to a holder: he has to ask from none, as for duplicates. Others ask everybody.
  const way = here ? "-D" : "-b";
  const ran = await host.run("arping", [way, "-c", "2", "-w", "2", "-I", device, anchor.address]);
  if (ran === undefined || !/\bSent \d+ probes\b/.test(ran.stdout)) {
    const reason = ran === undefined ? "there is no arping" : (ran.stderr.trim().split("\n")[0] ?? "arping failed");
    const how = ran === undefined ? `apt-get install iputils-arping; ${byHand}` : byHand;
    return [open({ ...named, message: `Whether one member alone holds ${anchor.address}: ${reason}.` }, how)];
  }
  const others = [
    ...new Set([...ran.stdout.matchAll(/\[([0-9A-F:]{17})\]/gi)].map(([, mac = ""]) => mac.toLowerCase())),
  ];
  return [judged(named, anchor.address, here, others)];
}

function judged(
  named: { readonly id: string; readonly subject: string },
  address: string,
  here: boolean,
  others: readonly string[],
): Check {
  const holders = others.length + (here ? 1 : 0);
  if (holders === 1) {
    const who = here ? "this member" : others[0];
    return ok({ ...named, message: `${address} is held by ${who} alone.` });
  }
  if (holders === 0) {
    return problem(
      { ...named, message: `Nobody answers for ${address}.` },
      "error",
      "The address is down.",
      "Look for a member that could be master: ipfailover doctor on each.",
    );
  }
  const who = [...(here ? ["this member"] : []), ...others].join(", ");
  return problem(
    { ...named, message: `${address} is held by ${who}.` },
    "error",
    "Clients reach whoever announced himself last; with each announcement they change sides and lose their connections.",
    "Remove the address where keepalived is not master, and look for why: a killed keepalived, a static configuration, two masters.",
  );
}
