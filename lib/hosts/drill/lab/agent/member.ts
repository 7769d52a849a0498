/** What a member does: keepalived under a unit, and a service that tells the member's name. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { monotonicMs } from "../../clock";
import { servingFile } from "../stand-ins";
import type { LabEvent, MemberMethods } from "../wire";
import { watchAddresses } from "./addresses";
import { runCommand, succeed } from "./command";
import { superviseKeepalived } from "./daemon";
import type { Daemon } from "./daemon";
import { serviceOf } from "./service";
import type { Service } from "./service";
import { joinNetwork } from "./station";
import { applySysctlFile } from "./sysctl";

export function memberMethods(tell: (event: LabEvent) => void): MemberMethods {
  let machine: { readonly daemon: Daemon; readonly service: Service } | undefined;
  return {
    async prepare(setup) {
      const member = setup.name;
      mkdirSync(path.dirname(servingFile), { recursive: true });
      await joinNetwork(setup);
      for (const content of setup.sysctlFiles) applySysctlFile(content);
      watchAddresses(setup.addresses, (address, held, at) => tell({ kind: "address", at, member, address, held }));
      for (const command of setup.unit.before) await succeed(["sh", "-c", command]);
      machine = { daemon: superviseKeepalived(member, setup.unit, tell), service: serviceOf(setup) };
      await machine.service.start();
    },
    async act(action) {
      if (!machine) throw new Error("the member has not been prepared");
      const { daemon, service } = machine;
      const at = monotonicMs();
      switch (action) {
        case "start":
          daemon.start();
          break;
        case "stop":
          daemon.stop();
          break;
        case "kill":
          daemon.kill();
          break;
        case "service-on":
          await service.start();
          break;
        case "service-off":
          await service.stop();
          break;
      }
      return at;
    },
    run: (command) => runCommand(command),
  };
}
