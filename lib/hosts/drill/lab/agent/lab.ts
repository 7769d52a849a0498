/** Builds the lab in this process' own namespaces, and does to it what a drill asks for. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { monotonicMs } from "../../clock";
import { memberPort } from "../addressing";
import { switchTable } from "../switch-table";
import { clientSetup, memberLinkCommands, memberSetup, routerSetup, switchCommands } from "../network";
import type { LabPlan } from "../plan";
import type { LabEvent, LabMethods, MemberAction, MemberMethods, StationMethods } from "../wire";
import { ipBatch, runCommand, succeed } from "./command";
import { freeze, thaw } from "./freezing";
import { startMember, startStation } from "./machine";
import type { Machine } from "./machine";
import { buildRootFolder } from "./root-folder";
import { setSysctl } from "./sysctl";

interface Built {
  readonly plan: LabPlan;
  readonly client: Machine<StationMethods>;
  readonly router: Machine<StationMethods>;
  readonly members: Map<string, Machine<MemberMethods>>;
}

/** @param folder a folder that the lab may mount over */
export function labMethods(folder: string, tell: (event: LabEvent) => void): LabMethods {
  let lab: Built | undefined;
  const pass = (event: unknown) => tell(event as LabEvent);
  const built = () => lab ?? fail("the lab has not been built yet");
  const memberOf = (name: string) => built().members.get(name) ?? fail(`there is no running member "${name}"`);

  async function boot(plan: LabPlan, index: number): Promise<Machine<MemberMethods>> {
    const member = plan.members[index]!;
    const root = path.join(folder, `root-${index}`);
    await succeed(["rm", "-rf", "--one-file-system", root]);
    buildRootFolder(root, member.files);
    const machine = startMember<MemberMethods>(member.name, root, pass);
    await machine.call("run", ["true"]);
    await ipBatch(memberLinkCommands(plan, index, machine.pid));
    await machine.call("prepare", {
      ...memberSetup(plan, member),
      name: member.name,
      servicePort: plan.servicePort,
      addresses: plan.addresses.map(({ address }) => address),
      unit: member.unit,
      sysctlFiles: member.files.filter(({ path }) => path.startsWith("/etc/sysctl.d/")).map(({ content }) => content),
    });
    return machine;
  }

  async function powerOff(name: string): Promise<void> {
    const machine = memberOf(name);
    const { plan, members } = built();
    const index = plan.members.findIndex((member) => member.name === name);
    // Stopped first, or a daemon that sees its parent die would still say goodbye to its peers.
    freeze(machine.pid);
    await ipBatch((plan.members[index]?.nics ?? []).map((_, nic) => `link del ${memberPort(index, nic)}`));
    machine.powerOff();
    members.delete(name);
  }

  async function build(plan: LabPlan): Promise<void> {
    if (lab) throw new Error("the lab has been built already");
    await succeed(["mount", "-t", "tmpfs", "-o", "mode=0755", "tmpfs", folder]);
    mkdirSync(path.join(folder, "empty"));
    setSysctl("net/ipv6/conf/default/disable_ipv6", "1");
    const [client, router] = [startStation<StationMethods>(pass), startStation<StationMethods>(pass)];
    await Promise.all([client.call("run", ["true"]), router.call("run", ["true"])]);
    await ipBatch(switchCommands(plan, { client: client.pid, router: router.pid }));
    const members = plan.members.map(async ({ name }, index) => [name, await boot(plan, index)] as const);
    await Promise.all([client.call("prepare", clientSetup(plan)), router.call("prepare", routerSetup(plan))]);
    lab = { plan, client, router, members: new Map(await Promise.all(members)) };
  }

  async function act(name: string, action: MemberAction): Promise<number> {
    const at = monotonicMs();
    switch (action) {
      case "freeze":
        freeze(memberOf(name).pid);
        return at;
      case "thaw":
        thaw(memberOf(name).pid);
        return at;
      case "power-off":
        await powerOff(name);
        tell({ kind: "power", at, member: name, on: false });
        return at;
      case "boot": {
        const { plan, members } = built();
        if (members.has(name)) throw new Error(`member "${name}" is running`);
        const machine = await boot(
          plan,
          plan.members.findIndex((member) => member.name === name),
        );
        members.set(name, machine);
        tell({ kind: "power", at, member: name, on: true });
        await machine.call("act", "start");
        return at;
      }
      default:
        return memberOf(name).call("act", action);
    }
  }

  return {
    build,
    member: ({ member, action }) => act(member, action),
    async cable({ member, nic, plugged }) {
      const { plan } = built();
      const index = plan.members.findIndex(({ name }) => name === member);
      const position = plan.members[index]?.nics.findIndex(({ name }) => name === nic) ?? -1;
      if (position < 0) throw new Error(`member "${member}" has no NIC "${nic}"`);
      const at = monotonicMs();
      await succeed(["ip", "link", "set", memberPort(index, position), plugged ? "up" : "down"]);
      return at;
    },
    async switchRules(rules) {
      const at = monotonicMs();
      await succeed(["nft", "-f", "-"], switchTable(rules));
      return at;
    },
    observe: ({ probes }) => built().client.call("observe", probes),
    observed: () => built().client.call("observed", {}),
    run({ machine, command }) {
      const { client, router, members } = built();
      if (machine === "client") return client.call("run", command);
      if (machine === "switch") return runCommand(command);
      if (machine === "router") return router.call("run", command);
      return (members.get(machine) ?? fail(`there is no machine "${machine}"`)).call("run", command);
    },
  };
}

function fail(message: string): never {
  throw new Error(message);
}
