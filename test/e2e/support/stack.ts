/** One stack on a simulated cloud, and both front doors at work on it: the same folder, the same state file. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { bundlePath } from "../../../lib/install/bundle";
import { installProvider } from "../../../lib/install/package-dir";
import { PROVIDER_SOURCE } from "../../../lib/resources/schemas";
import { packageVersion } from "../../../lib/version";
import type { Place } from "../../support/ionos";
import { Workspace } from "../../support/terraform";
import type { RunOptions, RunResult, Tool } from "../../support/terraform";

const cliMain = path.resolve(__dirname, "../../../dist/cdktf/cli/main.js");
/** Stands in where a test needs no Terraform. */
export const engineOnly: Tool = { name: "terraform", binary: "terraform" };

export type Block = Readonly<Record<string, unknown>>;

/** A stack on some simulated cloud. */
export class Stack extends Workspace {
  constructor(
    tool: Tool,
    readonly provider: Readonly<Record<string, unknown>>,
    readonly credentials: Readonly<Record<string, string>>,
  ) {
    super(tool);
    if (!existsSync(cliMain)) throw new Error("dist is not built: run `npm run build` first.");
  }

  /** The stack's only file. */
  configure(resource: Block, blocks: Block = {}): void {
    this.write("cdk.tf.json", {
      terraform: { required_providers: { ipfailover: { source: PROVIDER_SOURCE, version: packageVersion } } },
      provider: { ipfailover: [this.provider] },
      resource,
      ...blocks,
    });
  }

  override env(extra: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
    return super.env({ ...this.credentials, NO_COLOR: "1", ...extra });
  }

  async init(): Promise<void> {
    installProvider(bundlePath(), path.join(this.dir, "terraform.d", "plugins"), packageVersion);
    await this.succeed(["init", "-no-color"]);
  }

  /** Our own command line. */
  engine(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const node: Tool = { name: this.tool.name, binary: process.execPath };
    return Workspace.prototype.run.call(
      Object.assign(Object.create(this) as Workspace, { tool: node }),
      [cliMain, ...args],
      options,
    );
  }

  async engineSucceeds(args: readonly string[]): Promise<RunResult> {
    const result = await this.engine(args);
    if (result.code === 0) return result;
    throw new Error(`ipfailover ${args.join(" ")}: exit ${result.code}\n${result.stdout}\n${result.stderr}`);
  }

  state(): StateFile {
    return JSON.parse(readFileSync(path.join(this.dir, "terraform.tfstate"), "utf8")) as StateFile;
  }

  /** The attributes of a recorded object, such as `ipfailover_group.web`. */
  recorded(address: string): Readonly<Record<string, unknown>> {
    const resource = this.state().resources.find(({ type, name }) => `${type}.${name}` === address);
    const attributes = resource?.instances[0]?.attributes;
    if (!attributes) throw new Error(`The state has no ${address}.`);
    return attributes;
  }
}

/** A stack on IONOS. */
export class IonosStack extends Stack {
  constructor(
    tool: Tool,
    readonly place: Place,
  ) {
    super(tool, { cloud: "ionos" }, place.simulator.env);
  }

  /** A block of one address and a group of all members on it. */
  webPair(group: Block = {}, block: Block = {}): Block {
    const { datacenterId, lanId, members } = this.place;
    return {
      ipfailover_ip_block: { addresses: { name: "web", location: "de/fra", size: 1, ...block } },
      ipfailover_group: {
        web: {
          ip: "${ipfailover_ip_block.addresses.ips[0]}",
          network: { datacenter_id: datacenterId, lan_id: lanId },
          members,
          master: "a",
          acknowledge: ["replaces-address"],
          ...group,
        },
      },
    };
  }
}

export interface StateFile {
  readonly serial: number;
  readonly lineage: string;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

/** The failover entries of the place's LAN. */
export function entriesOf({ simulator, datacenterId, lanId }: Place): readonly { ip: string; nicUuid: string }[] {
  const lan = simulator.scene.look(`/datacenters/${datacenterId}/lans/${lanId}`);
  return (lan?.ipFailover ?? []) as { ip: string; nicUuid: string }[];
}

/** Nothing of what a stack made is left: no entry, and no block but the scene's own. */
export function expectNothingLeft(place: Place): void {
  expect(entriesOf(place)).toEqual([]);
  const blocks = place.simulator.state().items.filter(({ type }) => type === "ipblock");
  expect(blocks.map(({ id }) => id)).toEqual([place.blockId]);
}
