/** Everything by which addresses move, put together once for an account. */
import { createAddressMoves } from "./address-moves";
import type { AddressMoves } from "./address-moves";
import type { OvhCall } from "./api";
import { ipApi } from "./api-ip";
import { serverApi } from "./api-server";
import { serviceApi } from "./api-service";
import { vrackApi } from "./api-vrack";
import type { IpList } from "./ip-list";
import { createIpTasks } from "./ip-tasks";
import { createMacUses } from "./mac-use";
import type { MacUses } from "./mac-use";
import { createMoveChecks } from "./move-checks";
import type { MoveChecks } from "./move-checks";
import { createServiceList } from "./service-list";
import type { ServiceList } from "./service-list";
import type { VirtualMacList } from "./virtual-mac-list";
import { createVrackExit } from "./vrack-exit";

export interface Moving {
  readonly moves: AddressMoves;
  readonly checks: MoveChecks;
  readonly macs: MacUses;
  readonly services: ServiceList;
}

/** @param firstLookMs until a task is looked at again for the first time; left out, soon */
export function createMoving(call: OvhCall, list: IpList, virtualMacs: VirtualMacList, firstLookMs?: number): Moving {
  const api = ipApi(call);
  const servers = serverApi(call);
  const macs = createMacUses(virtualMacs);
  const services = createServiceList(serviceApi(call));
  const checks = createMoveChecks({ api, servers, macs, services });
  const tasks = createIpTasks(api, firstLookMs);
  const moves = createAddressMoves({ api, list, tasks, vracks: createVrackExit(vrackApi(call)), checks });
  return { moves, checks, macs, services };
}
