/** The whole examination, on hosts that answer what the test says. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { DoctorError, examine } from "../../../lib/hosts/doctor/doctor";
import type { DoctorOptions, DoctorReport } from "../../../lib/hosts/doctor/doctor";
import { doctorJson, doctorText, worstOf } from "../../../lib/hosts/doctor/report";
import { conf, partner } from "../lint/conf";
import type { ConfOptions } from "../lint/conf";
import { fakeHost, ipOutput } from "./fake-host";
import type { FakeHost } from "./fake-host";

interface Data {
  readonly host: object;
  readonly checks: readonly { readonly outcome: string }[];
}

const file = "/etc/keepalived/keepalived.conf";

const quiet: ConfOptions = {
  globals: ["vrrp_garp_master_refresh 5", "vrrp_check_unicast_src"],
  above: ["track_file drain {\n    file /run/drain\n}"],
  lines: ["track_file {", "drain weight 0", "}"],
};

const running = {
  "/proc/20/comm": "keepalived\n",
  "/proc/20/status": "PPid:\t1\n",
  "/proc/20/cmdline": "keepalived\0--dont-fork\0",
};

const healthy: FakeHost["programs"] = {
  "keepalived --version": { stderr: "Keepalived v2.2.7 (01/16,2022)" },
  "keepalived -t": "",
  "ip -j address": ipOutput("192.0.2.100"),
  tcpdump:
    "eth0  Out IP 192.0.2.11 > 192.0.2.12: VRRPv2, Advertisement, vrid 51, prio 150, authtype none, intvl 1s, length 20",
  arping: "Sent 2 probes (2 broadcast(s))\nReceived 0 response(s)\n",
  nft: "",
  systemctl: "Restart=always\nActiveState=active\nUnitFileState=enabled\nLoadState=loaded\n",
  timedatectl: "yes\n",
};

const addressesOfB = (...addresses: readonly string[]) => ipOutput(...addresses).replace("192.0.2.11", "192.0.2.12");

interface PeerAnswers {
  readonly config?: string;
  readonly addresses?: string;
  readonly runs?: boolean;
  readonly seconds?: number;
}

/** What a peer prints for the scripts that are sent to it. */
function peer({ config = partner(quiet), addresses = addressesOfB(), runs = true, seconds = 0 }: PeerAnswers = {}) {
  return (_args: readonly string[], { input = "" }: { readonly input?: string }) =>
    input.includes("@now")
      ? [
          `@now ${Date.now() / 1000 + seconds}`,
          "@version 2.2.7",
          ...(runs ? [`@daemon 30 keepalived\u0001-f\u0001${file}\u0001`] : []),
          `@addresses ${addresses}`,
        ].join("\n")
      : `@file 644 0 0 ${Buffer.from(config).toString("base64")} ${file}\n`;
}

function diagnose(
  { files = {}, programs = {}, config = conf(quiet) }: FakeHost & { readonly config?: string } = {},
  options: Partial<DoctorOptions> = {},
): Promise<DoctorReport> {
  const host = fakeHost({
    files: { [file]: config, "/etc/passwd": "root:x:0:0::/:/bin/sh\n", ...running, ...files },
    programs: { ...healthy, ...programs },
  });
  return examine(host, { peers: [], runScripts: true, ...options });
}

const withB = { peers: [{ name: "b", words: ["ssh", "root@192.0.2.12"] }] };

const problems = ({ checks }: DoctorReport) =>
  checks.flatMap((check) => (check.outcome === "problem" ? `${check.severity} ${check.id}: ${check.message}` : []));

it("finds nothing wrong with a healthy master, and says what it left open", async () => {
  const report = await diagnose();
  expect(problems(report)).toEqual([]);
  expect(report.lint.findings).toEqual([]);
  expect(report.host).toEqual({ name: "a", version: "2.2.7", file, configId: "a" });
  expect(report.checks.flatMap((check) => (check.outcome === "open" ? check.message : []))).toEqual([
    "Whether the others hear them: this member sends, and nobody answers.",
  ]);
  expect(report.lint.notChecked).toEqual([
    { what: "whether the members fit together: only one was given", how: "--peer NAME=COMMAND for each other member" },
  ]);
  expect(worstOf(report)).toBeUndefined();
});

it("leaves nothing open once the other member is asked as well", async () => {
  const report = await diagnose({ programs: { "ssh root@192.0.2.12 sh": peer() } }, withB);
  expect(problems(report)).toEqual([]);
  expect(report.checks.filter(({ outcome }) => outcome === "open")).toEqual([]);
  expect(report.lint.members.map(({ name, file: shown }) => `${name} ${shown}`)).toEqual([`a ${file}`, `b b:${file}`]);
  expect(report.lint.groups[0]?.members.map(({ member }) => member)).toEqual(["a", "b"]);
});

it("compares the members' files as they are on the living members", async () => {
  const config = partner({ ...quiet, set: { virtual_router_id: "52" } });
  const report = await diagnose({ programs: { "ssh root@192.0.2.12 sh": peer({ config }) } }, withB);
  expect(report.lint.findings).toMatchObject([{ rule: "set-vrid", member: "b", file: `b:${file}` }]);
  expect(worstOf(report)).toBe("error");
});

it.each<[name: string, answers: PeerAnswers, problem: string]>([
  ["both have the address", { addresses: addressesOfB("192.0.2.100") }, "error holders: a and b have 192.0.2.100."],
  ["nothing runs there", { runs: false }, "error peer: No keepalived runs on b."],
  ["its clock is ahead", { seconds: 90 }, "warning clock: The clock of b is 90 s ahead."],
])("finds that %s", async (_name, answers, problem) => {
  const report = await diagnose({ programs: { "ssh root@192.0.2.12 sh": peer(answers) } }, withB);
  expect(problems(report)).toEqual([problem]);
});

it("says when a member cannot be asked, and how to try by hand", async () => {
  const refused = { code: 255, stderr: "ssh: connect to host 192.0.2.12 port 22: Connection refused\n" };
  const report = await diagnose({ programs: { "ssh root@192.0.2.12 sh": refused } }, withB);
  expect(report.checks).toContainEqual({
    id: "peer",
    subject: "b",
    outcome: "open",
    message: "b could not be asked: ssh: connect to host 192.0.2.12 port 22: Connection refused.",
    how: "ssh root@192.0.2.12 true",
  });
});

it("finds an address that a killed keepalived left behind", async () => {
  const dead = Object.fromEntries(Object.keys(running).map((name) => [name, "other\n"]));
  const report = await diagnose({ files: dead, programs: { tcpdump: "" } });
  expect(problems(report)).toEqual([
    "error daemon: No keepalived runs here.",
    "error adverts: Holds the address and sent no advert in 3 s.",
  ]);
});

it("reads the file that the running keepalived has read, or the one that is named", async () => {
  const other = { "/srv/k.conf": conf(quiet), "/proc/20/cmdline": "keepalived\0-f\0/srv/k.conf\0-i\0blue\0" };
  expect((await diagnose({ files: other })).host).toMatchObject({ file: "/srv/k.conf", configId: "blue" });
  expect((await diagnose({ files: other }, { config: file, configId: "red" })).host).toMatchObject({
    file,
    configId: "red",
  });
  await expect(diagnose({}, { config: "/none.conf" })).rejects.toThrow(DoctorError);
});

it("says that keepalived is missing where there is neither it nor a file of it", async () => {
  await expect(diagnose({ programs: { "keepalived --version": undefined } }, { config: "/none.conf" })).rejects.toThrow(
    "keepalived is not installed here (apt-get install keepalived), and /none.conf cannot be read.",
  );
});

it("says once what each of keepalived's processes says of the file", async () => {
  const programs = { "keepalived -t": { code: 5, stderr: "There are 1 missing '}'s\n".repeat(4) } };
  expect(problems(await diagnose({ programs }))).toContainEqual(
    expect.stringMatching(/^error config-test: .* answers 5: There are 1 missing '\}'s$/),
  );
});

it("says once what systemd and the unit's file both tell", async () => {
  const unit = { "/lib/systemd/system/keepalived.service": "[Service]\nExecStopPost=/bin/true\n" };
  const bySystemd = await diagnose({
    files: unit,
    programs: { systemctl: "Restart=no\nUnitFileState=enabled\nLoadState=loaded\n" },
  });
  expect(problems(bySystemd)).toEqual(["warning service: The unit has Restart=no."]);
  expect(bySystemd.lint.findings).toEqual([]);
  const byFile = await diagnose({ files: unit, programs: { systemctl: undefined } });
  expect(byFile.lint.findings).toMatchObject([
    { rule: "unit-restart", file: "/lib/systemd/system/keepalived.service", line: 1 },
  ]);
});

it("reports in words and as data", async () => {
  const report = await diagnose({
    programs: { tcpdump: undefined, systemctl: "Restart=no\nUnitFileState=enabled\nLoadState=loaded\n" },
  });
  const text = doctorText(report, { color: false });
  expect(text).toMatch(/^a: keepalived 2\.2\.7, \/etc\/keepalived\/keepalived\.conf\n/);
  expect(text).toMatch(/^warning service restart: The unit has Restart=no\.\n {8}Why: .*\n {8}Fix: /m);
  expect(text).toMatch(
    /^open {4}adverts web: .*\n {8}How: there is no tcpdump: apt-get install tcpdump; then by hand: tcpdump /m,
  );
  const data = JSON.parse(doctorJson(report)) as { readonly formatVersion: number; readonly summary: object };
  expect(data).toMatchObject({
    formatVersion: 1,
    host: { name: "a" },
    summary: { problem: 1, open: 1 },
    lint: { findings: [] },
  });
});

it("has the fields that the documentation shows", async () => {
  const docs = readFileSync(path.join(__dirname, "../../../docs/doctor.md"), "utf8");
  const example = JSON.parse(/```json\n([^`]*)```/.exec(docs)?.[1] ?? "null") as Data;
  const programs = { systemctl: "Restart=no\nUnitFileState=enabled\nLoadState=loaded\n" };
  const written = JSON.parse(doctorJson(await diagnose({ programs }))) as Data;
  expect(Object.keys(written)).toEqual(Object.keys(example));
  expect(Object.keys(written.host).sort()).toEqual(Object.keys(example.host).sort());
  const fields = ({ checks }: Data) =>
    new Set(
      checks.map(
        (check) =>
          `${check.outcome} ${Object.keys(check)
            .filter((name) => name !== "subject")
            .sort()
            .join(" ")}`,
      ),
    );
  expect(fields(written)).toEqual(fields(example));
});
