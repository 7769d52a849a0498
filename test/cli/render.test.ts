/** `ipfailover render`, as a user runs it. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { host, pair } from "../hosts/support/declarations";
import { CommandLine, expectSentences } from "./support/command-line";

let cli: CommandLine;
beforeEach(() => (cli = new CommandLine()));
afterEach(() => cli.remove());

const check = { command: ["/bin/true"] };
const out = (...parts: readonly string[]) => path.join(cli.dir, "out", ...parts);

test("writes a tree for each member, says what it promises, and is told what changed the next time", async () => {
  cli.write("hosts.json", pair({ checks: { http: check } }, { a: host(11), b: host(12), c: host(13) }));
  const first = await cli.run(["render", "hosts.json", "--out", "out"]);
  expect(first).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("hosts: a, b, c\n  web is taken over after: crash 0.86") as unknown,
  });
  expect(first.stderr).toMatch(/^out: (\d+) files, \1 of them new or changed, 0 removed\.\n$/);
  expect(readdirSync(out("hosts")).sort()).toEqual(["a", "b", "c"]);
  expect(statSync(out("hosts", "a", "install")).mode & 0o777).toBe(0o755);
  expect((await cli.run(["render", "hosts.json", "--out", "out"])).stderr).toContain(
    " 0 of them new or changed, 0 removed",
  );

  cli.write("hosts.json", pair());
  const { stderr } = await cli.run(["render", "hosts.json", "--out", "out"]);
  expect(stderr).toMatch(/[1-9]\d* removed/);
  expect(readdirSync(out("hosts")).sort()).toEqual(["a", "b"]);
  expect(existsSync(out("hosts", "a", "rootfs", "usr", "local", "lib", "ipfailover", "check-web-http"))).toBe(false);
});

test("writes one member and leaves the others as they are", async () => {
  cli.write("hosts.json", pair());
  await cli.run(["render", "hosts.json", "--out", "out"]);
  const before = readFileSync(out("hosts", "b", "manifest.json"), "utf8");
  cli.write("hosts.json", pair({ profile: "fast" }));
  const { code } = await cli.run(["render", "hosts.json", "--out", "out", "--member", "a"]);
  expect(code).toBe(0);
  expect(readFileSync(out("hosts", "a", "rootfs", "etc", "keepalived", "keepalived.conf"), "utf8")).toContain(
    "advert_int 0.05",
  );
  expect(readFileSync(out("hosts", "b", "manifest.json"), "utf8")).toBe(before);
});

test.each([
  ["cloud-init", ["a/user-data", "b/user-data"]],
  ["ansible", ["inventory.yml", "site.yml", "roles/ipfailover/tasks/main.yml", "members/a/install"]],
])("writes %s, and says on stdout what it wrote when asked for JSON", async (format, expected) => {
  cli.write("hosts.json", pair());
  const { code, stdout, stderr } = await cli.run([
    "render",
    "hosts.json",
    "--out",
    "out",
    "--format",
    format,
    "--json",
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const told = JSON.parse(stdout) as { readonly files: readonly string[]; readonly promises: readonly string[] };
  expect(told.files).toEqual(expect.arrayContaining(expected.map((file) => `hosts/${file}`)));
  expect(told.promises).toHaveLength(1);
  for (const file of told.files) expect(existsSync(out(...file.split("/")))).toBe(true);
});

test("finds the hosts of a synthesized stack, under the name of each HighAvailability", async () => {
  cli.write("cdk.tf.json", {
    locals: {
      ipfailover_hosts_ha: pair(),
      "ipfailover_hosts_ha-far": pair({ vrid: 7, addresses: ["203.0.113.20"] }, { x: host(21), y: host(22) }),
    },
  });
  const { code } = await cli.run(["render", "--out", "out"]);
  expect(code).toBe(0);
  expect(readdirSync(out()).sort()).toEqual([".ipfailover-rendered", "ha", "ha-far"]);
});

test("tells everything that is wrong, and writes nothing", async () => {
  cli.write("hosts.json", pair({ vrid: 300 }, { a: host(11), b: host(11) }));
  const { code, stdout, stderr } = await cli.run(["render", "hosts.json", "--out", "out"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expectSentences(stderr);
  expect(stderr).toContain("hosts: groups.web.vrid: vrid is 300. It is a whole number from 1 to 255.");
  expect(existsSync(out())).toBe(false);
});

test.each([
  ["a stack without hosts", {}, [], "This stack declares no HighAvailability, so nothing is known of its hosts."],
  [
    "an address that only an apply makes known",
    {
      locals: { ipfailover_hosts_ha: pair({ addresses: ["${terraform_data.x.output}"] }) },
      resource: { terraform_data: { x: { input: "203.0.113.10" } } },
    },
    [],
    'addresses[0] is "(not known before the stack is applied)".',
  ],
  [
    "a member that is nobody",
    { locals: { ipfailover_hosts_ha: pair() } },
    ["--member", "c"],
    "There is no member c; the members are a, b.",
  ],
  [
    "one virtual router id in two places",
    {
      locals: {
        ipfailover_hosts_one: pair({ vrid: 7 }),
        ipfailover_hosts_two: {
          members: { c: host(13), d: host(14) },
          groups: { mail: { addresses: ["203.0.113.20"], vrid: 7 } },
        },
      },
    },
    [],
    "groups.mail.vrid: vrid 7 is that of web too, and both are on one LAN.",
  ],
])("%s is an error", async (_what, stack, options, message) => {
  cli.write("cdk.tf.json", stack);
  const { code, stderr } = await cli.run(["render", "--out", "out", ...options]);
  expect(code).toBe(1);
  expectSentences(stderr);
  expect(stderr).toContain(message);
});

test("takes no folder that somebody else has filled", async () => {
  cli.write("hosts.json", pair());
  writeFileSync(path.join(cli.dir, "precious"), "");
  const { code, stderr } = await cli.run(["render", "hosts.json", "--out", "."]);
  expect(code).toBe(1);
  expect(stderr).toContain(". has files that were not rendered. Name an empty or a new folder with --out.");
});

test("leaves alone what was rendered from another declaration into the same folder", async () => {
  cli.write("web.json", pair());
  cli.write("db.json", pair({}, { c: host(13), d: host(14) }));
  await cli.run(["render", "web.json", "--out", "out"]);
  await cli.run(["render", "db.json", "--out", "out"]);
  expect(readdirSync(out()).sort()).toEqual([".ipfailover-rendered", "db", "web"]);
  cli.write("web.json", pair({}, { a: host(11), e: host(15) }));
  const { stderr } = await cli.run(["render", "web.json", "--out", "out"]);
  expect(stderr).toMatch(/\d+ removed\.$/m);
  expect([readdirSync(out("web")).sort(), readdirSync(out("db")).sort()]).toEqual([
    ["a", "e"],
    ["c", "d"],
  ]);
});

test("removes nothing outside of its folder, whatever its list says", async () => {
  cli.write("hosts.json", pair());
  await cli.run(["render", "hosts.json", "--out", "out"]);
  writeFileSync(out(".ipfailover-rendered"), "../hosts.json\n/etc/passwd\n");
  await cli.run(["render", "hosts.json", "--out", "out"]);
  expect(existsSync(path.join(cli.dir, "hosts.json"))).toBe(true);
});
