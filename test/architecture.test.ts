/** Imports go down only. Each rule names who may not import whom, and why a reader would care. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "../lib");

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const targets = [...text.matchAll(/(?:from|import|require)\s*\(?\s*["'](\.[^"']*)["']/g)].map(
    ([, target]) => target ?? "",
  );
  return targets.map((target) => ({ from: file, to: path.join(path.dirname(file), target) }));
}

const imports = sources().flatMap(importsOf);

function forbidden(from: (file: string) => boolean, to: (file: string) => boolean): readonly string[] {
  return imports.filter((edge) => from(edge.from) && to(edge.to)).map((edge) => `${edge.from} imports ${edge.to}`);
}

const within =
  (...folders: readonly string[]) =>
  (file: string) =>
    folders.some((folder) => file === folder || file.startsWith(`${folder}/`));
const outside =
  (...folders: readonly string[]) =>
  (file: string) =>
    !within(...folders)(file);

const simulators = (file: string) => /^clouds\/[^/]+\/simulator(\/|$)/.test(file);
const clouds = ["ionos", "ovh"];

describe("imports", () => {
  it("exist, or the rules below say nothing", () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it("of http stay within http: it knows nothing of failover", () => {
    expect(forbidden(within("http"), outside("http"))).toEqual([]);
  });

  it("of the simulator kit stay within it: it knows nothing of failover or of any cloud", () => {
    expect(forbidden(within("simulator"), outside("simulator"))).toEqual([]);
  });

  it("of a simulator reach the kit and its cloud's wire types, never the adapter: it is the second opinion", () => {
    const allowed = (to: string) => within("simulator")(to) || simulators(to) || /^clouds\/[^/]+\/wire$/.test(to);
    expect(forbidden(simulators, (to) => !allowed(to))).toEqual([]);
  });

  it("of an adapter never reach its simulator", () => {
    const adapters = (from: string) => within("clouds")(from) && !simulators(from) && from !== "clouds/simulators.ts";
    expect(forbidden(adapters, simulators)).toEqual([]);
  });

  it("of a cloud never reach another cloud, nor anything above clouds", () => {
    expect(forbidden(within("clouds"), outside("clouds", "http", "simulator", "version"))).toEqual([]);
    for (const cloud of clouds) {
      const others = clouds.filter((name) => name !== cloud).map((name) => `clouds/${name}`);
      expect(forbidden(within(`clouds/${cloud}`), within(...others))).toEqual([]);
    }
  });

  it("of resources reach the clouds' contract, never one cloud", () => {
    expect(
      forbidden(within("resources"), within("provider", "engine", "cli", "constructs", "bindings", "null")),
    ).toEqual([]);
    expect(forbidden(within("resources"), within(...clouds.map((cloud) => `clouds/${cloud}`)))).toEqual([]);
  });

  it("of one front door never reach the other, nor a cloud", () => {
    const inside = ["resources", "duration", "version"];
    expect(forbidden(within("provider"), outside("provider", "install/launcher", ...inside))).toEqual([]);
    expect(forbidden(within("engine"), outside("engine", ...inside))).toEqual([]);
  });

  it("of what runs on hosts stay within it: it knows keepalived, and neither clouds nor Terraform", () => {
    expect(forbidden(within("hosts"), outside("hosts", "duration", "version", "http/wait"))).toEqual([]);
  });

  it("of the installation stay within it", () => {
    expect(forbidden(within("install"), outside("install"))).toEqual([]);
  });

  it("of the constructs reach resources and the installation of the provider, nothing that acts", () => {
    expect(
      forbidden(within("constructs", "null", "bindings"), within("engine", "cli", "clouds", "http", "provider")),
    ).toEqual([]);
  });
});
