/** A living member, looked at from all sides: its daemon, its configuration, its network, and the members around it. */
import type { Instance } from "../keepalived/config/instance";
import { lint } from "../lint/lint";
import type { LintReport } from "../lint/lint";
import { lintMember } from "../lint/member";
import type { LintMember } from "../lint/member";
import { defaultKeepalived } from "../model/keepalived-version";
import { holds, interfacesOf } from "./addresses";
import type { HostInterface } from "./addresses";
import { capture } from "./capture";
import { open } from "./check";
import type { Check } from "./check";
import { advertChecks, listeningSeconds } from "./checks/adverts";
import type { OtherMember } from "./checks/adverts";
import { configTest, daemonCheck } from "./checks/config";
import { firewallChecks } from "./checks/firewall";
import { holderCheck } from "./checks/holder";
import { interfaceChecks, kernelChecks, ownAddressCheck } from "./checks/network";
import { holdersCheck, peerChecks } from "./checks/peers";
import { scriptChecks } from "./checks/scripts";
import { clockCheck, serviceChecks } from "./checks/service";
import { DEFAULT_CONFIG, installedVersion, runningDaemons } from "./daemon";
import type { Host } from "./host";
import { askPeer } from "./peers";
import type { Peer, PeerCommand } from "./peers";

export interface DoctorOptions {
  /** What keepalived would read; by default what the running one has read. */
  readonly config?: string;
  readonly configId?: string;
  readonly peers: readonly PeerCommand[];
  readonly runScripts: boolean;
}

export interface DoctorReport {
  readonly host: {
    readonly name: string;
    readonly version?: string;
    readonly file: string;
    readonly configId: string;
  };
  readonly checks: readonly Check[];
  /** Of this member's file, beside those of the peers that could be asked. */
  readonly lint: LintReport;
}

/** What the user can mend on the command line. */
export class DoctorError extends Error {}

/** @throws DoctorError when there is no configuration to look at */
export async function examine(host: Host, options: DoctorOptions): Promise<DoctorReport> {
  const daemons = runningDaemons(host);
  const daemon = daemons.find(({ file }) => options.config === undefined || file === options.config) ?? daemons[0];
  const file = options.config ?? daemon?.file ?? DEFAULT_CONFIG;
  const bytes = host.tree.read(file);
  const version = await installedVersion(host);
  if (bytes === undefined) {
    const missing = version === undefined ? "keepalived is not installed here (apt-get install keepalived), and " : "";
    throw new DoctorError(
      `${missing}${file} cannot be read. Name the configuration with --config, or run the doctor as root.`,
    );
  }
  const configId = options.configId ?? daemon?.configId ?? host.name;
  const member = lintMember({
    ...{ name: host.name, file, bytes, configId, version: version ?? defaultKeepalived },
    ...{ tree: host.tree, wholeTree: true, shown: (path: string) => path },
  });
  const asked = await Promise.all(
    options.peers.map(async (command) => ({ command, answer: await askPeer(host, command) })),
  );
  const peers = asked.flatMap(({ answer }) => (typeof answer === "string" ? [] : [answer]));
  const silent = asked.flatMap(({ command, answer }) =>
    typeof answer === "string"
      ? [
          open(
            { id: "peer", subject: command.name, message: `${command.name} could not be asked: ${answer}.` },
            [...command.words, "true"].join(" "),
          ),
        ]
      : [],
  );
  const [test, service, clock, firewall, network, holder, scripts] = await Promise.all([
    configTest(host, file, configId),
    serviceChecks(host),
    clockCheck(host),
    firewallChecks(host),
    networkChecks(host, member.config.instances, peers),
    holderChecks(host, member.config.instances),
    scriptChecks(host, member.config, { run: options.runScripts }),
  ]);
  const report = lint([member, ...peers.flatMap(memberOf)], { living: true });
  const asService = service.some(({ subject }) => subject === "restart");
  return {
    host: { name: host.name, file, configId, ...(version === undefined ? {} : { version }) },
    checks: [
      ...[daemonCheck(daemons, daemon), test, ...service, clock, ...network, ...holder, ...firewall, ...scripts],
      ...[...silent, ...peers.flatMap(peerChecks)],
    ],
    // systemd has said the same for itself.
    lint: { ...report, findings: report.findings.filter(({ rule }) => !(asService && rule === "unit-restart")) },
  };
}

async function networkChecks(
  host: Host,
  instances: readonly Instance[],
  peers: readonly Peer[],
): Promise<readonly Check[]> {
  const [interfaces, captured] = await Promise.all([interfacesOf(host), capture(host, listeningSeconds(instances))]);
  const all = [{ name: host.name, interfaces }, ...peers];
  const checks = instances.flatMap((instance) => {
    const here = interfaces === undefined ? undefined : isHolder(instance, interfaces);
    return [
      ...interfaceChecks(instance, interfaces),
      ...ownAddressCheck(instance, interfaces),
      ...kernelChecks(host, instance, interfaces ?? []),
      ...advertChecks(instance, here, captured, peers.flatMap(otherMember(instance))),
      ...(peers.length > 0 ? holdersCheck(instance, all) : []),
    ];
  });
  return unique(checks);
}

async function holderChecks(host: Host, instances: readonly Instance[]): Promise<readonly Check[]> {
  const interfaces = (await interfacesOf(host)) ?? [];
  const checks = await Promise.all(instances.map((one) => holderCheck(host, one, isHolder(one, interfaces))));
  return checks.flat();
}

/** Several instances may share an interface and a setting. */
function unique(checks: readonly Check[]): readonly Check[] {
  const seen = new Map(checks.map((check) => [[check.id, check.subject, check.message].join("\0"), check]));
  return [...seen.values()];
}

function isHolder({ addresses }: Instance, interfaces: readonly HostInterface[]): boolean {
  const [anchor] = addresses;
  return anchor !== undefined && holds(interfaces, anchor.address) !== undefined;
}

const otherMember =
  (instance: Instance) =>
  (peer: Peer): readonly OtherMember[] =>
    peer.interfaces === undefined
      ? []
      : [{ name: peer.name, runs: peer.daemon !== undefined, holds: isHolder(instance, peer.interfaces) }];

function memberOf(peer: Peer): readonly LintMember[] {
  const bytes = peer.tree.read(peer.file);
  if (bytes === undefined) return [];
  const { name, file, tree, version = defaultKeepalived, daemon } = peer;
  const shown = (path: string) => `${name}:${path}`;
  return [lintMember({ name, file, bytes, tree, version, configId: daemon?.configId ?? name, wholeTree: true, shown })];
}
