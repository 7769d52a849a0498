/** An account on which an address moves between servers, and processes of ours that move it. */
import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, errorsOf, tryApply } from "../../support/ionos";
import { openOvhSession, ovhGroupConfig, ovhMembers, startOvhPlace } from "../../support/ovh";

export const TYPE = "ipfailover_group";
export const BLOCK = "203.0.113.1/32";
export const MOVE = `POST /ip/${BLOCK}/move`;
const open: { close(): unknown }[] = [];

/** For `afterEach`. */
export async function closeMoves(): Promise<void> {
  for (const each of open.splice(0)) await each.close();
}

export type Start = Awaited<ReturnType<typeof start>>;

export async function start(options: OvhSimulatorOptions = {}) {
  const place = await startOvhPlace({ memberNames: ["a", "b", "stranger"], ...options });
  open.push(place.simulator);
  const { scene, faults } = place.simulator;
  const server = (name: string) => place.members[name] ?? "";
  return {
    place,
    scene,
    faults,
    server,
    where: () => scene.routedTo(BLOCK),
    config: (values: ObjectValue = {}) => ovhGroupConfig(place, { members: ovhMembers(place, ["a", "b"]), ...values }),
    /** A process of its own. */
    session: () => {
      const session = openOvhSession(place.simulator);
      open.unshift(session);
      return session;
    },
  };
}

export const LONG = 3_600_000;

/** A first run that is cut off when it has asked for a move; tells what it said. */
export async function cutOff({ faults, session, config }: Start): Promise<readonly string[]> {
  const controller = new AbortController();
  const stop = faults.inject({
    method: "POST|DELETE",
    when: () => (controller.abort(), false),
    fault: { kind: "reset" },
  });
  const outcome = await tryApply(session(), TYPE, null, config(), controller.signal);
  stop();
  expect(outcome.state).toBeNull();
  return errorsOf(outcome);
}

/** An hour passes whenever somebody has looked at a task. */
export function timeFlies({ place, faults }: Start): void {
  const { clock } = place.simulator;
  const pass = () => void setImmediate(() => clock.advance(LONG));
  faults.inject({ method: "GET", path: /\/task\/\d+$/, when: () => (pass(), false), fault: { kind: "reset" } });
}

/** One address, routed to a, as another process of ours left it. */
export async function made(place: Start, values: ObjectValue = {}) {
  const state = await applyConfig(place.session(), TYPE, null, place.config(values));
  place.place.simulator.clearJournal();
  return state!;
}
