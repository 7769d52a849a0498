/** What is said between the drill, the lab's agent and the agents on the lab's machines. */
import type { Observations } from "../probe/observer";
import type { ProbeSpec } from "../probe/probe";
import type { LabPlan, LabUnit } from "./plan";

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type MemberAction =
  /** keepalived is started, as its unit would. */
  | "start"
  /** keepalived is asked to end, and stays ended. */
  | "stop"
  /** keepalived is killed; its unit does what it does when a daemon dies. */
  | "kill"
  /** Every process of the member is stopped where it stands. */
  | "freeze"
  | "thaw"
  | "service-off"
  | "service-on"
  /** The machine is gone, and everything on it that was not on disk. */
  | "power-off"
  | "boot";

/** What the lab's agent is asked. Times are milliseconds of the monotonic clock. */
export interface LabMethods {
  build(plan: LabPlan): Promise<void>;
  /** Answers when it began. */
  member(params: { readonly member: string; readonly action: MemberAction }): Promise<number>;
  /** Plugs a NIC of a member in or out at the switch. */
  cable(params: { readonly member: string; readonly nic: string; readonly plugged: boolean }): Promise<number>;
  /** Rules for what the switch forwards, in place of all earlier ones. */
  switchRules(params: SwitchRules): Promise<number>;
  observe(params: { readonly probes: readonly ProbeSpec[] }): Promise<void>;
  observed(params: Record<never, never>): Promise<Observations>;
  /** Runs a command on a machine: a member, "client", "router" or "switch". */
  run(params: { readonly machine: string; readonly command: readonly string[] }): Promise<CommandResult>;
}

export interface SwitchRules {
  /** Rules of nftables, one each. */
  readonly rules: readonly string[];
  /** Sets of positions in a sequence of `sequenceLength` packets, by the name that rules call them by. */
  readonly sequences?: Readonly<Record<string, readonly number[]>>;
  /** Sets that rules add to, by name: they remember that something has passed. */
  readonly memories?: readonly string[];
}

export type LabEvent =
  | { readonly kind: "log"; readonly at: number; readonly member: string; readonly line: string }
  | {
      readonly kind: "state";
      readonly at: number;
      readonly member: string;
      readonly instance: string;
      readonly state: VrrpState;
    }
  | {
      readonly kind: "address";
      readonly at: number;
      readonly member: string;
      readonly address: string;
      readonly held: boolean;
    }
  | { readonly kind: "daemon"; readonly at: number; readonly member: string; readonly running: boolean }
  | { readonly kind: "power"; readonly at: number; readonly member: string; readonly on: boolean };

export type VrrpState = "MASTER" | "BACKUP" | "FAULT" | "STOP";

/** What the agent on a member is asked. */
export interface MemberMethods {
  prepare(params: MemberSetup): Promise<void>;
  act(action: "start" | "stop" | "kill" | "service-off" | "service-on"): Promise<number>;
  run(command: readonly string[]): Promise<CommandResult>;
}

/** What the agent on the client and on the router is asked. */
export interface StationMethods {
  prepare(params: StationSetup): Promise<void>;
  observe(probes: readonly ProbeSpec[]): Promise<void>;
  observed(params: Record<never, never>): Promise<Observations>;
  run(command: readonly string[]): Promise<CommandResult>;
}

export interface StationSetup {
  /** Commands of `ip -batch`. */
  readonly network: readonly string[];
  /** Kernel settings below /proc/sys, in order. */
  readonly sysctls: readonly (readonly [string, string])[];
}

export interface MemberSetup extends StationSetup {
  readonly name: string;
  readonly servicePort: number;
  readonly addresses: readonly string[];
  readonly unit: LabUnit;
  /** The contents of the member's files below /etc/sysctl.d. */
  readonly sysctlFiles: readonly string[];
}
