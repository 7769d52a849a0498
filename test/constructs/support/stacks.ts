/** Stacks to test with, and what they synthesize to. */
import { TerraformResource, TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import { FailoverGroup, IpFailoverProvider, type FailoverGroupProps } from "../../../lib";

export type Configuration = Record<string, unknown>;

export interface Synthesized {
  readonly resource?: Record<string, Record<string, Configuration>>;
  readonly data?: Record<string, Record<string, Configuration>>;
  readonly output?: Record<string, Configuration>;
  readonly provider?: Record<string, Configuration[]>;
  readonly import?: Configuration[];
  readonly terraform?: { readonly required_providers?: Record<string, Configuration> };
}

/** An empty stack, with a provider that installs nothing. */
export function aStack(name = "production", scope: Construct = Testing.app()): TerraformStack {
  const stack = new TerraformStack(scope, name);
  new IpFailoverProvider(stack, "ionos", { cloud: "ionos", install: false });
  return stack;
}

export function synthesize(stack: TerraformStack): Synthesized {
  return JSON.parse(Testing.synth(stack)) as Synthesized;
}

/** What validation reports, one line for each problem: `[path] text`. */
export function problemsOf(stack: TerraformStack): readonly string[] {
  try {
    Testing.synth(stack, true);
    return [];
  } catch (error) {
    const lines = (error as Error).message.split("\n").filter((line) => line.startsWith("  ["));
    if (lines.length === 0) throw error;
    return lines.map((line) => line.trim());
  }
}

/** The annotations of the whole stack, as the CLI prints them. Run validation first. */
export function warningsOf(stack: TerraformStack): readonly string[] {
  return stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => `[${node.path}] ${String(data)}`),
    );
}

export function resource(stack: TerraformStack, type: string, name: string): Configuration {
  const found = synthesize(stack).resource?.[type]?.[name];
  if (!found) throw new Error(`There is no ${type}.${name}.`);
  return found;
}

export const LAN = { datacenterId: "11111111-1111-4111-8111-111111111111", lanId: "1" };

export function twoMembers() {
  return {
    a: { server: "server-a", nic: "nic-a", priority: 100 },
    b: { server: "server-b", nic: "nic-b", priority: 50 },
  };
}

export function aGroup(scope: Construct, id: string, props: Partial<FailoverGroupProps> = {}): FailoverGroup {
  return new FailoverGroup(scope, id, {
    ip: "203.0.113.10",
    network: LAN,
    members: twoMembers(),
    master: "a",
    ...props,
  });
}

/** A resource as a vendor's generated bindings have it. */
export class VendorResource extends TerraformResource {
  readonly nicInput?: unknown;

  constructor(scope: Construct, id: string, type: string, config: Record<string, unknown> = {}) {
    super(scope, id, { terraformResourceType: type, ...config });
    if (config.nic !== undefined) this.nicInput = config.nic;
  }

  get id(): string {
    return this.getStringAttribute("id");
  }
}
