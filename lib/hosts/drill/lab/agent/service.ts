/** The service of a member: what clients reach and what checks look at. */
import { rmSync, writeFileSync } from "node:fs";
import { servingFile } from "../stand-ins";
import type { MemberSetup } from "../wire";
import { answerAs } from "./identity";
import type { Identity } from "./identity";

export interface Service {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function serviceOf({ name, addresses, servicePort }: MemberSetup): Service {
  let identity: Identity | undefined;
  return {
    async start() {
      identity ??= await answerAs(name, addresses, servicePort);
      writeFileSync(servingFile, "");
    },
    async stop() {
      rmSync(servingFile, { force: true });
      await identity?.close();
      identity = undefined;
    },
  };
}
