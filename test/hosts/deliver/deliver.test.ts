/** The forms in which members get their files. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { deliver, membersOf } from "../../../lib/hosts/deliver/deliver";
import { userDataTooLong } from "../../../lib/hosts/deliver/user-data-size";
import { firstStart } from "../../../lib/hosts/deliver/first-start";
import type { Manifest } from "../../../lib/hosts/deliver/manifest";
import { renderMember } from "../../../lib/hosts/render/render";
import { describeWith, onPath } from "../../support/needed-tool";
import { groupsOf, host, pair, type Json } from "../support/declarations";

interface UserData {
  readonly bootcmd?: readonly (readonly string[])[];
  readonly packages: readonly string[];
  readonly write_files: readonly { path: string; permissions: unknown; owner: string; content: string }[];
  readonly runcmd: readonly (readonly string[])[];
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const everything = pair(
  {
    addresses: ["203.0.113.10", "203.0.113.11", "2001:db8::10"],
    checks: { http: { command: ["/usr/bin/curl", "-fsS", 'http://127.0.0.1/it\'s "up"'] } },
    ready_check: { command: ["/usr/local/bin/fresh", "$HOME", "%{x}"] },
    gateway: { address: "203.0.113.1" },
    track: { processes: ["nginx"], files: { load: "/run/load" } },
  },
  {
    a: host(11, { public: { interface: "ens6", mac: "02:00:5e:00:53:01", static: { gateways: ["203.0.113.1"] } } }),
    b: host(12),
  },
);

describe("the tree of a member", () => {
  const files = deliver(groupsOf(everything), "files");
  const manifest = JSON.parse(files.find(({ path }) => path === "a/manifest.json")!.content) as Manifest;

  test("has a manifest that names each file with its mode, owner and hash", () => {
    const lying = files.filter(({ path }) => path.startsWith("a/rootfs/"));
    expect(manifest.files.map(({ path, sha256 }) => [`a/rootfs${path}`, sha256])).toEqual(
      lying.map(({ path, content }) => [path, sha256(content)]),
    );
    expect(manifest).toMatchObject({ format: 1, member: "a", groups: ["web"], keepalivedVersion: "2.2.7" });
    expect(manifest.programs).toEqual(["/usr/bin/curl", "/usr/local/bin/fresh", "arping"]);
    const scripts = manifest.files.filter(({ path }) => path.startsWith("/usr/local/lib/ipfailover/"));
    expect(new Set(scripts.map(({ mode, owner }) => `${mode} ${owner}`))).toEqual(new Set(["0755 root:root"]));
    const others = manifest.files.filter((file) => !scripts.includes(file));
    expect(new Set(others.map(({ mode, owner }) => `${mode} ${owner}`))).toEqual(new Set(["0644 root:root"]));
  });

  test("says in the head of keepalived's file who wrote it, from which model, and what it promises", () => {
    const conf = files.find(({ path }) => path === "a/rootfs/etc/keepalived/keepalived.conf")!.content;
    expect(conf.split("\n").slice(0, 4)).toEqual([
      expect.stringMatching(/^# Rendered by cdktf-ip-failover \d+\.\d+\.\d+\. Do not edit: change the declaration/),
      `# Member a; model ${manifest.model}.`,
      "# web is taken over after: crash 0.86 to 0.96 s, stop 0.06 s, failed check at most 5.06 s.",
      "",
    ]);
  });

  test("changes in keepalived's file only when only a time changes", () => {
    const changed = groupsOf({
      ...everything,
      groups: { web: { ...(everything.groups as { web: Json }).web, profile: "fast" } },
    });
    const before = renderMember(groupsOf(everything), "a");
    const different = renderMember(changed, "a").filter(({ content }, index) => content !== before[index]?.content);
    expect(different.map(({ path }) => path)).toEqual(["/etc/keepalived/keepalived.conf"]);
  });

  test("configures the public interface by its hardware address, with DHCP off", () => {
    const network = files.find(({ path }) => path.endsWith("05-ipfailover-public.network"))?.content;
    expect(network).toMatch(/\[Match\]\nMACAddress=02:00:5e:00:53:01\n/);
    expect(network).toContain("\nDHCP=no\n");
    expect(network).toContain("\nGateway=203.0.113.1\n");
  });

  test("gives a bridged member its virtual MAC, found by the interface's name", () => {
    const carrier = { interface: "ens6", mac: "02:00:5e:00:53:01", virtual_mac: "52:54:00:01:02:03", static: {} };
    const bridged = pair({ cloud: "dedibox" }, { a: host(11, { public: carrier }), b: host(12) });
    const network = deliver(groupsOf(bridged), "files", "a").find(({ path }) => path.endsWith(".network"))?.content;
    expect(network).toMatch(/\[Match\]\nName=ens6\n\n\[Link\]\nMACAddress=52:54:00:01:02:03\n/);
  });

  test("speaks netplan where it is asked to", () => {
    const network = {
      addresses: ["203.0.113.7/24", "2001:db8::7/64"],
      gateways: ["203.0.113.1", "2001:db8::1"],
      nameservers: ["203.0.113.53"],
      manager: "netplan",
    };
    const declaration = pair({}, { a: host(11, { public: { interface: "ens6", static: network } }), b: host(12) });
    const [file] = renderMember(groupsOf(declaration), "a").filter(({ path }) => path.endsWith(".yaml"));
    expect(file?.mode).toBe("0600");
    expect(parse(file?.content ?? "")).toEqual({
      network: {
        version: 2,
        ethernets: {
          ens6: {
            dhcp4: false,
            dhcp6: false,
            critical: true,
            "accept-ra": false,
            addresses: ["203.0.113.7/24", "2001:db8::7/64"],
            nameservers: { addresses: ["203.0.113.53"] },
            routes: [
              { to: "0.0.0.0/0", via: "203.0.113.1", "on-link": true },
              { to: "::/0", via: "2001:db8::1", "on-link": true },
            ],
          },
        },
      },
    });
  });

  test("has programs that every shell can read", () => {
    for (const { content, path } of files.filter(({ executable }) => executable)) {
      const { status, stderr } = spawnSync("sh", ["-n"], { input: content, encoding: "utf8" });
      expect({ path, status, stderr }).toEqual({ path, status: 0, stderr: "" });
    }
  });

  test("hands arguments of checks on as they are, whatever characters they have", () => {
    const words = ["it's", '"quoted"', "$HOME", "`id`", "\\", "*", "a  b", "#", "!"];
    const declaration = pair({ checks: { x: { command: ["/usr/bin/printf", "%s|", ...words] } } });
    const script = renderMember(groupsOf(declaration), "a").find(({ path }) => path.endsWith("check-web-x"))!;
    const { stdout } = spawnSync("sh", { input: script.content, encoding: "utf8" });
    expect(stdout).toBe(words.map((word) => `${word}|`).join(""));
  });
});

describe("user data for the first start", () => {
  const groups = groupsOf(everything);
  const text = firstStart(groups, "a");
  const data = parse(text) as UserData;

  test("writes the very files of the tree before packages are installed, apart from what changes by itself", () => {
    expect(text.split("\n")[0]).toBe("#cloud-config");
    const rendered = renderMember(groups, "a");
    const written = new Map(data.write_files.map((file) => [file.path, file]));
    for (const { path, mode, owner, content } of rendered) {
      const body = (all = "") => (path.endsWith("keepalived.conf") ? all.replace(/^#.*\n/gm, "") : all);
      expect(written.get(path)).toMatchObject({ permissions: mode, owner });
      expect(body(written.get(path)?.content)).toBe(body(content));
    }
    expect(written.get("/var/lib/ipfailover/installed")?.content.trim().split("\n")).toEqual(
      rendered.map(({ path }) => path),
    );
    expect(data.packages).toEqual(["keepalived", "nftables", "iputils-arping"]);
    expect(data.runcmd.at(-1)).toEqual(["systemctl", "restart", "keepalived"]);
  });

  test("names neither this package's version nor the model, and is small enough for any cloud", () => {
    expect(text).not.toMatch(/cdktf-ip-failover \d/);
    expect(text.length).toBeLessThan(16_000);
    expect(userDataTooLong("a", text)).toBeUndefined();
  });

  test("says when some cloud would not take it", () => {
    const addresses = Array.from({ length: 150 }, (_, index) => `203.0.113.${index + 50}`);
    expect(userDataTooLong("a", firstStart(groupsOf(pair({ addresses })), "a"))).toMatch(
      /^The user data of a has \d{5} bytes\. Some clouds take 16384 only/,
    );
  });

  test("is the same, byte for byte, when a member joins whose heartbeat was reserved", () => {
    const reserved = { reserved_heartbeats: ["10.0.0.13"] };
    const two = groupsOf(pair(reserved));
    const three = groupsOf(pair(reserved, { a: host(11), b: host(12), c: host(13) }));
    for (const name of ["a", "b"]) expect(firstStart(three, name)).toBe(firstStart(two, name));
    expect(firstStart(three, "c")).toContain("10.0.0.11");
    expect(firstStart(groupsOf(pair()), "a")).not.toContain("10.0.0.13");
  });

  test("turns DHCP off before anything else where the member has a public address of its own", () => {
    const carrier = (addresses: readonly string[]) => ({
      interface: "ens6",
      static: { addresses, gateways: ["203.0.113.1"] },
    });
    const groupsWith = (addresses: readonly string[]) =>
      groupsOf(pair({}, { a: host(11, { public: carrier(addresses) }), b: host(12) }));
    const { bootcmd, runcmd } = parse(firstStart(groupsWith(["203.0.113.7/24"]), "a")) as UserData;
    expect(bootcmd?.[0]?.slice(0, 4)).toEqual(["cloud-init-per", "once", "ipfailover-network", "sh"]);
    const network = renderMember(groupsWith(["203.0.113.7/24"]), "a").find(({ path }) => path.endsWith(".network"))!;
    const program = bootcmd![0]![5]!.replaceAll("/etc/systemd/network", "$folder").replace("networkctl", "echo");
    const { stdout } = spawnSync("sh", ["-c", `folder=$(mktemp -d); ${program}; cat $folder/*; rm -r $folder`], {
      encoding: "utf8",
    });
    expect(stdout).toBe(`reload\n${network.content}`);
    expect((parse(firstStart(groupsWith([]), "a")) as UserData).bootcmd).toBeUndefined();
    expect(runcmd).toContainEqual(["networkctl", "reload"]);
  });

  // Whoever changes these bytes changes the user data of every server that is declared with them: its next plan would
  // show a change, and would replace the server where nothing ignores it.
  test("has the bytes that it had when it was first published", () => {
    expect(sha256(firstStart(groupsOf(everything), "a"))).toBe(
      "188322f022bb0a74ae742678f1c3e80d3f5d2a5353f4bfd716ea47ed8569938a",
    );
  });
});

describe("the playbook", () => {
  const files = deliver(groupsOf(everything), "ansible");
  const read = (name: string) => parse(files.find(({ path }) => path === name)!.content) as unknown;

  test("has an inventory of the members, by groups", () => {
    expect(read("inventory.yml")).toEqual({
      ipfailover: {
        hosts: { a: { ansible_host: "10.0.0.11" }, b: { ansible_host: "10.0.0.12" } },
        children: { ipfailover_web: { hosts: { a: null, b: null } } },
      },
    });
  });

  test("goes from one member to the next, those that hold nothing first", () => {
    const plays = read("site.yml") as readonly Json[];
    expect(plays.map(({ hosts, serial }) => [hosts, serial])).toEqual([
      ["ipfailover", undefined],
      ["ipfailover_idle", 1],
      ["ipfailover_holding", 1],
    ]);
  });

  test("brings the tree of every member and has it installed", () => {
    const trees = deliver(groupsOf(everything), "files").map(({ path }) => `members/${path}`);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(trees));
    const [install] = read("roles/ipfailover/tasks/main.yml") as readonly Json[];
    expect(install?.["ansible.builtin.package"]).toMatchObject({
      name: ["keepalived", "nftables", expect.any(String)],
    });
    expect(JSON.stringify(read("roles/ipfailover/tasks/main.yml"))).toContain("/var/lib/ipfailover/rendered/install");
  });
});

describeWith("systemd-analyze", "install systemd", onPath("systemd-analyze"), "the units", () => {
  test("are without fault in the eyes of systemd", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "ipfailover-units-"));
    try {
      const everywhere = pair({ presence: "everywhere", anchor: "10.0.0.100" });
      const units = renderMember(groupsOf(everywhere), "a").filter(({ path }) =>
        path.startsWith("/etc/systemd/system"),
      );
      const dropIn = units.find(({ path }) => path.endsWith(".conf"))!;
      const base =
        "[Unit]\nDescription=keepalived\n[Service]\nType=notify\nExecStart=/bin/true\nExecReload=/bin/true\n";
      const written = [
        [
          "keepalived.service",
          base +
            dropIn.content
              .replaceAll("/usr/sbin/keepalived", "/bin/true")
              .replaceAll(/=\/usr\/local\S*/g, "=/bin/true"),
        ],
        ...units
          .filter((unit) => unit !== dropIn)
          .map(({ path: file, content }) => [
            path.basename(file),
            content.replaceAll("/usr/sbin/nft", "/bin/true").replaceAll(/=\/usr\/local\S*/g, "=/bin/true"),
          ]),
      ] as const;
      for (const [name, content] of written) writeFileSync(path.join(folder, name), content);
      const names = written.map(([name]) => path.join(folder, name));
      const { stderr } = spawnSync("systemd-analyze", ["verify", ...names], { encoding: "utf8" });
      expect(stderr.split("\n").filter((line) => /ipfailover|keepalived/.test(line))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test("only one member is delivered where only one is asked for", () => {
  const groups = groupsOf(everything);
  expect(membersOf(groups).map(({ name }) => name)).toEqual(["a", "b"]);
  for (const format of ["files", "cloud-init", "ansible"] as const) {
    const paths = deliver(groups, format, "b").map(({ path }) => path);
    expect(paths.some((path) => /(^|\/)b\//.test(path))).toBe(true);
    expect(paths.some((path) => /(^|\/)a\//.test(path))).toBe(false);
  }
});
