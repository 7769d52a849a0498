/** Failover addresses on their way to a load balancer, and off it when nothing uses them any more. */
import { poll } from "../../http/wait";
import { canonicalBlock, containsBlock, sameBlock } from "../block";
import type { Diagnostic } from "../diagnostic";
import { RefusalError } from "../refusal";
import { createTurns } from "../turns";
import type { AddressMoves } from "./address-moves";
import type { Balancers } from "./balancers";
import { isRouted, noLoadBalancer, usersOf } from "./frontend-rules";

export interface Wanted {
  readonly loadBalancer: string;
  readonly ips: readonly string[];
  /** Where the addresses stand in the configuration. */
  readonly attribute: "ips" | "dedicated_ips";
  /** How old a reading of what the load balancer has may be, as of Date.now. */
  readonly since: number;
}

export interface AddressRoutes {
  /**
   * Routes to the load balancer what it does not have yet, waits until it lists them, and does the work. As long as the
   * work is under way, nobody in this process parks them.
   */
  whileRouted<T>(wanted: Wanted, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Parks those that the load balancer has and no front-end of it uses. What is routed elsewhere is left alone. */
  park(loadBalancer: string, ips: readonly string[], signal: AbortSignal): Promise<readonly Diagnostic[]>;
  /** What stands in the way of moving those that the load balancer does not have, and who loses those that were not `known`. */
  check(wanted: Wanted, known: readonly string[], signal: AbortSignal): Promise<readonly Diagnostic[]>;
}

export function createAddressRoutes(tools: {
  readonly balancers: Balancers;
  readonly moves: Pick<AddressMoves, "ensure" | "check">;
}): AddressRoutes {
  const { balancers, moves } = tools;
  const turns = createTurns();
  /** How many in this process are at work with an address. */
  const users = new Map<string, number>();
  const count = (ip: string, change: number) => void users.set(ip, (users.get(ip) ?? 0) + change);

  async function ensure(loadBalancer: string, ip: string, since: number, signal: AbortSignal): Promise<boolean> {
    const failover = await balancers.failover(loadBalancer, since, signal);
    if (!failover) throw new RefusalError([noLoadBalancer(loadBalancer)]);
    if (isRouted({ failover }, ip)) return false;
    try {
      await moves.ensure(ip, loadBalancer, {}, signal);
    } finally {
      balancers.markWritten(loadBalancer);
    }
    await poll(
      async () => {
        const listed = await balancers.failover(loadBalancer, Date.now(), signal);
        return listed && isRouted({ failover: listed }, ip)
          ? { done: true }
          : { state: `the address was moved and ${loadBalancer} does not list it yet` };
      },
      { what: `waiting until load balancer ${loadBalancer} lists ${ip}`, signal },
    );
    return true;
  }

  async function parkOne(loadBalancer: string, ip: string, signal: AbortSignal): Promise<readonly Diagnostic[]> {
    if ((users.get(ip) ?? 0) > 0) return [];
    const balancer = await balancers.get(loadBalancer, Date.now(), signal);
    if (!balancer || usersOf(balancer, ip).length > 0) return [];
    if (balancer.failover.some((block) => sameBlock(block, ip))) {
      try {
        await moves.ensure(ip, null, {}, signal);
      } finally {
        balancers.markWritten(loadBalancer);
      }
      return [];
    }
    const around = balancer.failover.find((block) => containsBlock(block, ip));
    return around === undefined ? [] : [staysInBlock(loadBalancer, ip, around)];
  }

  return {
    async whileRouted({ loadBalancer, ips, attribute, since }, signal, work) {
      const blocks = [...new Set(ips.map(canonicalBlock))];
      for (const ip of blocks) count(ip, 1);
      const moved: string[] = [];
      try {
        const outcomes = await Promise.allSettled(
          blocks.map((ip) =>
            turns.take(ip, async () => {
              if (await ensure(loadBalancer, ip, since, signal)) moved.push(ip);
            }),
          ),
        );
        const failed = outcomes.find((outcome) => outcome.status === "rejected");
        if (failed) throw at(attribute, failed.reason);
        return await work();
      } catch (error) {
        throw moved.length === 0 ? error : leftBehind(loadBalancer, moved, error);
      } finally {
        for (const ip of blocks) count(ip, -1);
      }
    },

    async park(loadBalancer, ips, signal) {
      const blocks = [...new Set(ips.map(canonicalBlock))];
      const found = await Promise.all(blocks.map((ip) => turns.take(ip, () => parkOne(loadBalancer, ip, signal))));
      return found.flat();
    },

    async check({ loadBalancer, ips, attribute, since }, known, signal) {
      const failover = await balancers.failover(loadBalancer, since, signal);
      const missing = failover ? [...new Set(ips.map(canonicalBlock))].filter((ip) => !isRouted({ failover }, ip)) : [];
      const found = await Promise.all(
        missing.map((ip) => {
          const expected = known.some((block) => sameBlock(block, ip));
          return moves.check(ip, loadBalancer, { attribute, expected }, signal);
        }),
      );
      return found.flat().map((diagnostic) => ({ ...diagnostic, path: [attribute] }));
    },
  };
}

/** Whoever moves addresses does not know by which attribute they were asked for. */
function at(attribute: string, error: unknown): unknown {
  if (!(error instanceof RefusalError)) return error;
  return new RefusalError(error.diagnostics.map((one) => ({ ...one, path: [attribute] })));
}

/** The error, and what was moved all the same. */
function leftBehind(loadBalancer: string, moved: readonly string[], error: unknown): Error {
  const left = `${moved.join(", ")} ${moved.length === 1 ? "was" : "were"} routed to ${loadBalancer} before; the next apply goes on from there.`;
  if (error instanceof RefusalError)
    return new RefusalError(error.diagnostics.map((one) => ({ ...one, detail: `${one.detail} ${left}` })));
  const text = error instanceof Error ? error.message : String(error);
  return new Error(`${/[.!?]$/.test(text) ? text : `${text}.`} ${left}`, { cause: error });
}

function staysInBlock(loadBalancer: string, ip: string, block: string): Diagnostic {
  return {
    severity: "warning",
    summary: "The address stays routed",
    detail: `${ip} is part of block ${block}, which is routed as one. It was left with load balancer ${loadBalancer}.`,
  };
}
