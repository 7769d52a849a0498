/** What the host's own firewall does to protocol 112. Rules are read, never changed. */
import { ok, open, problem } from "../check";
import type { Check } from "../check";
import type { Host } from "../host";

export async function firewallChecks(host: Host): Promise<readonly Check[]> {
  const id = "firewall";
  const ruleset = await host.run("nft", ["list", "ruleset"]);
  if (ruleset?.code !== 0) {
    const why = ruleset === undefined ? "there is no nft" : ruleset.stderr.trim().split("\n")[0];
    return [
      open(
        { id, message: `Whether the firewall lets protocol 112 through: ${why}.` },
        "nft list ruleset, iptables-save, as root",
      ),
    ];
  }
  return (["input", "output"] as const).map((hook) => hookCheck(ruleset.stdout, hook));
}

function hookCheck(ruleset: string, hook: "input" | "output"): Check {
  const named = { id: "firewall", subject: hook };
  const dropping = chainsOf(ruleset).filter(
    ({ body }) => new RegExp(`hook ${hook} `).test(body) && (body.includes("policy drop") || dropsAtItsEnd(body)),
  );
  if (dropping.length === 0) return ok({ ...named, message: `No chain of ${hook} drops what it does not know.` });
  if (/\b(vrrp|112)\b[^\n]*\b(accept|jump|goto)\b/.test(ruleset)) {
    const names = dropping.map(({ name }) => name).join(", ");
    return ok({ ...named, message: `${names} drops what it does not know, and a rule names protocol 112.` });
  }
  return problem(
    {
      ...named,
      message: `The chain ${dropping[0]?.name ?? ""} drops what it does not know, and no rule names protocol 112.`,
    },
    "error",
    hook === "input"
      ? "This member hears nobody and becomes master beside the living one."
      : "Nobody hears this member while it is master: the others become masters beside it.",
    "Accept IP protocol 112 (vrrp) from and to the peers; in the cloud's firewall too.",
  );
}

interface Chain {
  readonly name: string;
  readonly body: string;
}

function chainsOf(ruleset: string): readonly Chain[] {
  return [...ruleset.matchAll(/^\s*chain (\S+) \{\n([\s\S]*?)^\s*\}/gm)].map(([, name = "", body = ""]) => ({
    name,
    body,
  }));
}

function dropsAtItsEnd(body: string): boolean {
  const last = body.trim().split("\n").at(-1)?.trim() ?? "";
  return /^(counter packets \d+ bytes \d+ )?(drop|reject\b.*)$/.test(last);
}
