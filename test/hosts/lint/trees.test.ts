/** Files of this machine as a member's. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { rootedTree, treeBeside } from "../../../lib/hosts/lint/input/trees";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), "tree-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content = "", mode = 0o644): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  chmodSync(target, mode);
}

it("follows links inside of the tree, never out of it", () => {
  write("usr/bin/real", "content", 0o755);
  symlinkSync("usr/bin", path.join(folder, "bin"));
  symlinkSync("/usr/bin/real", path.join(folder, "usr/bin/absolute"));
  symlinkSync("../../../../../etc/passwd", path.join(folder, "usr/bin/escape"));
  const tree = rootedTree(folder);
  expect(tree.resolved("/bin/absolute")).toBe("/usr/bin/real");
  expect(tree.read("/bin/absolute")?.toString()).toBe("content");
  expect(tree.status("/bin/real")).toMatchObject({ kind: "file", mode: 0o755 });
  // /etc/passwd exists on this machine, and not in the tree.
  expect(tree.status("/usr/bin/escape")).toBeUndefined();
});

it("gives up on links in a circle", () => {
  symlinkSync("b", path.join(folder, "a"));
  symlinkSync("a", path.join(folder, "b"));
  expect(rootedTree(folder).status("/a")).toBeUndefined();
});

it("speaks for folders that it holds, and for everything once it is whole", () => {
  write("etc/keepalived/keepalived.conf");
  expect(rootedTree(folder).covers("/etc/keepalived/other.conf")).toBe(true);
  expect(rootedTree(folder).covers("/usr/bin/true")).toBe(false);
  write("etc/passwd");
  expect(rootedTree(folder).covers("/usr/bin/true")).toBe(true);
});

it("believes no owner in a copy", () => {
  write("etc/keepalived/keepalived.conf");
  expect(rootedTree(folder).status("/etc/keepalived/keepalived.conf")).not.toHaveProperty("owner");
});

it("knows files beside a configuration, and nothing of the member's others", () => {
  write("a/keepalived.conf");
  write("a/conf.d/x.conf", "x");
  const tree = treeBeside(path.join(folder, "a/keepalived.conf"));
  expect(tree.list(path.join(folder, "a/conf.d"))).toEqual(["x.conf"]);
  expect(tree.read(path.join(folder, "a/none"))).toBeUndefined();
  expect(tree.covers(path.join(folder, "a/conf.d"))).toBe(true);
  expect(tree.covers("/etc/keepalived/conf.d")).toBe(false);
});
