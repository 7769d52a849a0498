import { describeWithTerraform, describeWithTofu, plainText, type Tool } from "../support/terraform";
import { type Built, buildProvider, FakeStack } from "./fake/stack";

let built: Built;
beforeAll(async () => {
  built = await buildProvider();
});
afterAll(() => built.remove());

const everything = {
  text: "ä",
  size: 3,
  enabled: true,
  location: "de/fra",
  secret: "hush-hush",
  tags: ["b", "a"],
  labels: { "with space": "x", "0": "zero" },
  groups: { one: ["203.0.113.1", "203.0.113.2"], none: [] },
  network: { lan_id: "1" },
  members: { a: { server: "s1", priority: 100 }, "b.c": { server: "s2" } },
  rules: [{ port: 80 }, { port: 443, protocol: "udp" }],
  timeouts: { create: "1m" },
};

function lifecycle(tool: Tool): void {
  let stack: FakeStack;
  beforeEach(async () => {
    stack = new FakeStack(tool, built.bundle);
    stack.thing(everything);
    await stack.init();
  });
  afterEach(() => stack.remove());

  it("creates what is declared, and the second plan is empty", async () => {
    await stack.succeed(["validate"]);
    await stack.apply();
    expect(await stack.state()).toEqual({
      ...everything,
      name: "web",
      behaviour: null,
      policy: "any",
      network: { lan_id: "1", note: null },
      members: {
        a: { server: "s1", priority: 100, address: "decided" },
        "b.c": { server: "s2", priority: null, address: "decided" },
      },
      rules: [
        { port: 80, protocol: "tcp" },
        { port: 443, protocol: "udp" },
      ],
      timeouts: { create: "1m", read: null, update: null, delete: null },
      id: "thing-web",
      revision: 1,
    });
    expect(await stack.planCode()).toBe(0);
  });

  it("changes in place, replaces where the table says so, and destroys", async () => {
    await stack.apply();
    stack.thing({ ...everything, text: "other" });
    expect(await stack.plan()).toContain("ipfailover_thing.t will be updated in-place");
    await stack.apply();
    expect(await stack.state()).toMatchObject({ text: "other", revision: 2 });

    stack.thing({ ...everything, location: "de/txl" });
    expect(await stack.plan()).toMatch(/location\s+= "de\/fra" -> "de\/txl" # forces replacement/);
    await stack.apply();
    expect(await stack.state()).toMatchObject({ location: "de/txl", revision: 1 });

    await stack.succeed(["destroy", "-auto-approve"]);
    expect(stack.cloud()).toEqual({});
  });

  it("shows drift, repairs it, and makes anew what is gone", async () => {
    await stack.apply();
    const [web] = Object.values(stack.cloud());
    stack.setCloud({ "thing-web": { ...web, text: "drifted" } });
    expect(await stack.plan("-refresh-only")).toMatch(/text\s+= "ä" -> "drifted"/);
    await stack.apply();
    expect(stack.cloud()["thing-web"]).toMatchObject({ text: "ä" });

    stack.setCloud({});
    expect(await stack.plan()).toContain("ipfailover_thing.t will be created");
  });

  it("imports by command, and every attribute that the cloud tells is there", async () => {
    stack.setCloud({ "thing-web": { name: "web", text: "there", revision: 7, id: "thing-web" } });
    await stack.succeed(["import", "ipfailover_thing.t", "thing-web"]);
    expect(await stack.state()).toMatchObject({ text: "there", revision: 7, tags: null });
    const missing = await stack.run(["import", "-no-color", "ipfailover_thing.u", "nothing"]);
    expect(missing.code).toBe(1);
  });

  it("imports by block", async () => {
    stack.setCloud({ "thing-web": { name: "web", text: "there", revision: 7, id: "thing-web" } });
    stack.thing({ text: "there" }, { import: [{ to: "ipfailover_thing.t", id: "thing-web" }] });
    expect(await stack.plan()).toContain("1 to import, 0 to add");
    await stack.apply();
    expect(await stack.planCode()).toBe(0);
  });

  it("refreshes without changing anything", async () => {
    await stack.apply();
    stack.setCloud({ "thing-web": { ...stack.cloud()["thing-web"], size: 9 } });
    await stack.apply("-refresh-only");
    expect(await stack.state()).toMatchObject({ size: 9, revision: 1 });
  });

  it("applies a saved plan", async () => {
    await stack.plan("-out=saved");
    await stack.succeed(["apply", "-no-color", "saved"]);
    expect(await stack.state()).toMatchObject({ revision: 1 });
  });

  it("reads data sources, now and after what they depend on is there", async () => {
    const data = {
      ipfailover_thing: { d: { name: "${ipfailover_thing.t.name}", depends_on: ["ipfailover_thing.t"] } },
    };
    stack.thing(everything, {
      data,
      output: { ports: { value: "${data.ipfailover_thing.d.rules[*].port}" } },
    });
    expect(plainText(await stack.apply())).toMatch(/ports = \[ 80, 443, \]|ports = tolist\(\[ 80, 443, \]\)/);
    expect(await stack.state("data.ipfailover_thing.d")).toMatchObject({
      text: "ä",
      size: 3,
      rules: [{ port: 80 }, { port: 443 }],
    });
  });

  it("plans with unknown values at every depth, and applies what they turn out to be", async () => {
    const later = "${terraform_data.later.output}";
    stack.configure({
      resource: {
        terraform_data: { later: { input: "value" }, number: { input: 5 } },
        ipfailover_thing: {
          t: {
            name: later,
            size: "${terraform_data.number.output}",
            tags: ["x", later],
            labels: { a: later },
            groups: { g: [later] },
            network: { lan_id: later },
            members: { a: { server: later } },
            rules: [{ port: "${terraform_data.number.output}" }],
          },
          refined: { name: `pre-${later}`, tags: '${terraform_data.later.id == "" ? ["a"] : ["b"]}' },
          whole: { name: "whole", members: "${{ for k in [terraform_data.later.id] : k => { server = k } }}" },
        },
      },
    });
    await stack.apply();
    expect(await stack.state()).toMatchObject({ name: "value", size: 5, tags: ["x", "value"], rules: [{ port: 5 }] });
    expect(await stack.state("ipfailover_thing.refined")).toMatchObject({ name: "pre-value", tags: ["b"] });
    expect(await stack.planCode()).toBe(0);
  });

  it("serves two configurations of one stack side by side", async () => {
    const second = `${stack.cloudFile}.second`;
    stack.configure({
      provider: { ipfailover: [{ cloud: "fake" }, { cloud: "fake", alias: "second", endpoint: second }] },
      resource: {
        ipfailover_thing: { t: { name: "one" }, u: { name: "two", provider: "ipfailover.second" } },
      },
    });
    await stack.apply();
    expect(Object.keys(stack.cloud())).toEqual(["thing-one"]);
    expect(await stack.planCode()).toBe(0);
    await stack.succeed(["destroy", "-auto-approve"]);
  });
}

describeWithTerraform("the life of a resource", lifecycle);
describeWithTofu("the life of a resource", lifecycle);
