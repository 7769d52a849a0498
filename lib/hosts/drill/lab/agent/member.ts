/** What a member does: keepalived under a unit, and a service that tells the member's name. */
import { monotonicMs } from "../../clock";
import type { LabEvent, MemberMethods, MemberSetup } from "../wire";
import { watchAddresses } from "./addresses";
import { runCommand } from "./command";
import { superviseKeepalived } from "./daemon";
import type { Daemon } from "./daemon";
import { answerAs } from "./identity";
import type { Identity } from "./identity";
import { joinNetwork } from "./station";

export function memberMethods(tell: (event: LabEvent) => void): MemberMethods {
  let setup: MemberSetup | undefined;
  let daemon: Daemon | undefined;
  let identity: Identity | undefined;

  async function serve(): Promise<void> {
    if (setup) identity ??= await answerAs(setup.name, setup.addresses, setup.servicePort);
  }

  return {
    async prepare(params) {
      setup = params;
      const member = params.name;
      await joinNetwork(params);
      watchAddresses(params.addresses, (address, held, at) => tell({ kind: "address", at, member, address, held }));
      daemon = superviseKeepalived(member, params.unit, tell);
      await serve();
    },
    async act(action) {
      const at = monotonicMs();
      switch (action) {
        case "start":
          daemon?.start();
          break;
        case "stop":
          daemon?.stop();
          break;
        case "kill":
          daemon?.kill();
          break;
        case "service-on":
          await serve();
          break;
        case "service-off":
          await identity?.close();
          identity = undefined;
          break;
      }
      return at;
    },
    run: (command) => runCommand(command),
  };
}
