import fc from "fast-check";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type LockEntry, mergeLock, parseLock } from "../../lib/install/lock-file";
import { canonicalConstraints, satisfies } from "../../lib/install/version-constraint";
import { currentPlatform, describeWithTerraform, Workspace } from "../support/terraform";

const ours: LockEntry = {
  source: "registry.terraform.io/cdktf-ip-failover/ipfailover",
  version: "1.0.0",
  constraints: "1.0.0",
  hashes: ["h1:AAAA"],
};
const theirs: LockEntry = {
  source: "registry.terraform.io/ionos-cloud/ionoscloud",
  version: "6.7.0",
  constraints: "~> 6.7",
  hashes: [],
};

/** As `terraform init` leaves a lock file. */
const written = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "~> 3.2"
  hashes = [
    "h1:BBBB",
    "zh:cccc",
  ]
}
`;

describe("the lock file", () => {
  it("is begun with Terraform's own header", () => {
    expect(mergeLock(undefined, [ours])).toBe(`# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/cdktf-ip-failover/ipfailover" {
  version     = "1.0.0"
  constraints = "1.0.0"
  hashes = [
    "h1:AAAA",
  ]
}
`);
  });

  it("has an entry without hashes for a package that is not at hand", () => {
    expect(mergeLock("", [theirs])).toContain(`provider "registry.terraform.io/ionos-cloud/ionoscloud" {
  version     = "6.7.0"
  constraints = "~> 6.7"
}
`);
  });

  it("keeps entries of other providers to the byte, and sorts new ones in", () => {
    const merged = mergeLock(written, [theirs, ours]);
    expect(parseLock(merged).map((block) => block.source)).toEqual([
      ours.source,
      "registry.terraform.io/hashicorp/null",
      theirs.source,
    ]);
    expect(merged).toContain(written.slice(written.indexOf("provider")));
  });

  it.each([
    ["a selection that satisfies the constraints", "~> 3.0", true],
    ["one that no longer does", "~> 4.0", false],
  ])("judges a recorded selection with hashes: %s", (_, constraints, kept) => {
    const entry = { source: "registry.terraform.io/hashicorp/null", version: "4.1.0", constraints, hashes: [] };
    const merged = mergeLock(written, [entry]);
    if (kept) expect(merged).toBe(written);
    else expect(parseLock(merged)).toMatchObject([{ version: "4.1.0", constraints: "~> 4.0", hashes: [] }]);
  });

  it("replaces our entry when the version differs or the hash is not among the recorded ones", () => {
    const before = mergeLock(undefined, [ours]);
    expect(mergeLock(before, [ours])).toBe(before);
    const otherHash = mergeLock(before, [{ ...ours, hashes: ["h1:DDDD"] }]);
    expect(parseLock(otherHash)).toMatchObject([{ version: "1.0.0", hashes: ["h1:DDDD"] }]);
    const otherVersion = mergeLock(before, [{ ...ours, version: "1.1.0", constraints: "1.1.0" }]);
    expect(parseLock(otherVersion)).toMatchObject([{ version: "1.1.0", hashes: ["h1:AAAA"] }]);
  });

  it("keeps our entry when Terraform has recorded more hashes of it", () => {
    const more = mergeLock(undefined, [{ ...ours, hashes: ["h1:AAAA", "zh:eeee"] }]);
    expect(mergeLock(more, [ours])).toBe(more);
  });

  it("keeps comments: above an entry, inside one that is replaced, and at the top", () => {
    const commented = `# Ours. Do not touch.

# pinned by the platform team
provider "registry.terraform.io/cdktf-ip-failover/ipfailover" {
  # see the runbook
  version = "0.9.0" // } not the end {
  hashes = ["h1:old{"]
}

# the one after
provider "registry.terraform.io/hashicorp/null" {
  version = "3.2.4"
  hashes  = ["h1:BBBB"]
}
`;
    const merged = mergeLock(commented, [ours, { ...theirs, source: "registry.terraform.io/hashicorp/local" }]);
    expect(merged).toBe(`# Ours. Do not touch.

# pinned by the platform team
provider "registry.terraform.io/cdktf-ip-failover/ipfailover" {
  # see the runbook
  version     = "1.0.0"
  constraints = "1.0.0"
  hashes = [
    "h1:AAAA",
  ]
}

provider "registry.terraform.io/hashicorp/local" {
  version     = "6.7.0"
  constraints = "~> 6.7"
}

# the one after
provider "registry.terraform.io/hashicorp/null" {
  version = "3.2.4"
  hashes  = ["h1:BBBB"]
}
`);
  });

  it("ignores an entry that is commented out", () => {
    const merged = mergeLock(`/*\nprovider "${ours.source}" {\n}\n*/\n# provider "${ours.source}" {\n`, [ours]);
    expect(parseLock(merged)).toHaveLength(1);
  });

  it("refuses to guess where an entry ends that is cut off", () => {
    expect(() => mergeLock(written.slice(0, -3), [ours])).toThrow(/hashicorp\/null is not closed/);
  });

  it("is the same whatever order the entries come in, and stays the same when merged again", () => {
    const entry = fc.record({
      source: fc.constantFrom("a", "b", "c", "d").map((name) => `registry.terraform.io/example/${name}`),
      version: fc.constantFrom("1.0.0", "1.2.3", "2.0.0"),
      constraints: fc.constantFrom("1.0.0", "~> 1.0", ">=1, < 3"),
      hashes: fc.uniqueArray(fc.constantFrom("h1:A", "h1:B", "zh:c")),
    });
    const entries = fc.uniqueArray(entry, { selector: (one) => one.source });
    fc.assert(
      fc.property(entries, entries, (first, second) => {
        const base = mergeLock(undefined, first);
        const merged = mergeLock(base, second);
        expect(mergeLock(base, [...second].reverse())).toBe(merged);
        expect(mergeLock(merged, second)).toBe(merged);
        const sources = parseLock(merged).map((block) => block.source);
        expect(sources).toEqual([...new Set([...first, ...second].map((one) => one.source))].sort());
      }),
    );
  });
});

describe("version constraints", () => {
  it.each([
    ["1.2.3", "1.2.3", true],
    ["1.2.3", "= 1.2.3", true],
    ["1.9.9", "~> 1.2", true],
    ["2.0.0", "~> 1.2", false],
    ["1.2.9", "~> 1.2.3", true],
    ["1.3.0", "~> 1.2.3", false],
    ["1.2.2", "~> 1.2.3", false],
    ["1.9.0", "~> 1", true],
    ["0.55.0", "~> 0.4", true],
    ["2.0.0", ">= 1.0, < 2", false],
    ["1.5.0", "> 1, <= 1.5, != 1.4", true],
    ["1.4.0", "!= 1.4", false],
    ["2.0.0-beta1", ">= 1.0", false],
    ["2.0.0-beta1", "2.0.0-beta1", true],
    ["1.0.0", "latest", false],
  ])("%s satisfies %s: %s", (version, constraints, expected) => {
    expect(satisfies(version, constraints)).toBe(expected);
  });
});

describeWithTerraform("the lock file that terraform init writes", (tool) => {
  const spellings = [
    ">=0.1,!=0.1.5,  <9",
    "~>1",
    ">= 1.0.0, ~> 1.2, = 1.2.3, > 1.0,<=2.0 , >= 1.0.0",
    "~> 1.2.0, ~> 1.2, <= 1.2.3, >=1.2.3, = 1.2.3, > 1.2.3-rc1, >= 1.2.3-beta, != 1.2.3-rc1, <1.3, <=1.3, !=1.3",
    undefined,
  ];

  it("is what we would have written ourselves", async () => {
    const workspace = new Workspace(tool);
    const required: Record<string, object> = {};
    for (const [i, version] of spellings.entries()) {
      required[`p${i}`] = { source: `registry.terraform.io/example/p${i}`, ...(version ? { version } : {}) };
      const dir = `terraform.d/plugins/registry.terraform.io/example/p${i}/1.2.3/${currentPlatform()}`;
      mkdirSync(path.join(workspace.dir, dir), { recursive: true });
      writeFileSync(path.join(workspace.dir, dir, `terraform-provider-p${i}`), "", { mode: 0o755 });
    }
    workspace.write("main.tf.json", { terraform: { required_providers: required } });
    await workspace.succeed(["init"]);
    const text = readFileSync(path.join(workspace.dir, ".terraform.lock.hcl"), "utf8");
    const hashes = parseLock(text)[0]?.hashes ?? [];
    const entries = spellings.map((constraints, i) => ({
      source: `registry.terraform.io/example/p${i}`,
      version: "1.2.3",
      ...(constraints ? { constraints } : {}),
      hashes: parseLock(text)[i]?.hashes ?? [],
    }));
    expect(hashes).toHaveLength(1);
    expect(mergeLock(undefined, entries)).toBe(text);
    expect(canonicalConstraints("latest")).toBe("latest");
    workspace.remove();
  });
});
