/** What the doctor makes of the host: its daemon, scripts, service and clock. */
import { configTest } from "../../../lib/hosts/doctor/checks/config";
import { scriptChecks } from "../../../lib/hosts/doctor/checks/scripts";
import { clockCheck, serviceChecks } from "../../../lib/hosts/doctor/checks/service";
import { installedVersion, runningDaemons } from "../../../lib/hosts/doctor/daemon";
import { conf, track } from "../lint/conf";
import { member } from "../support/members";
import { fakeHost } from "./fake-host";
import type { FakeHost } from "./fake-host";
import { told } from "./told";

describe("the running keepalived", () => {
  const process = (comm: string, parent: number, cmdline: string) => (pid: number) => ({
    [`/proc/${pid}/comm`]: `${comm}\n`,
    [`/proc/${pid}/status`]: `Name:\t${comm}\nPPid:\t${parent}\n`,
    [`/proc/${pid}/cmdline`]: cmdline.replaceAll(" ", "\0"),
  });

  it.each([
    ["keepalived --dont-fork", { file: "/etc/keepalived/keepalived.conf" }],
    ["keepalived -n -l -f /srv/k.conf -i blue", { file: "/srv/k.conf", configId: "blue" }],
    ["keepalived -nlf/srv/k.conf --config-id=blue", { file: "/srv/k.conf", configId: "blue" }],
    ["keepalived --use-file /srv/k.conf --config-id blue", { file: "/srv/k.conf", configId: "blue" }],
  ])("is found with the file that it read: %s", (cmdline, expected) => {
    const files = {
      ...process("keepalived", 1, cmdline)(20),
      ...process("keepalived", 20, cmdline)(21),
      ...process("sshd", 1, "sshd")(9),
    };
    expect(runningDaemons(fakeHost({ files }))).toEqual([{ pid: 20, ...expected }]);
  });

  it("tells its version on either stream", async () => {
    expect(
      await installedVersion(fakeHost({ programs: { keepalived: { stderr: "Keepalived v2.3.3 (03/30,2025)" } } })),
    ).toBe("2.3.3");
    expect(await installedVersion(fakeHost())).toBeUndefined();
  });
});

describe("keepalived's own test", () => {
  it.each([
    [0, "ok: keepalived -t -e -f /k.conf -i a has nothing to say."],
    [4, "error: keepalived -t -e -f /k.conf -i a answers 4: (k.conf: Line 3) wrong"],
    [5, "error: keepalived -t -e -f /k.conf -i a answers 5: (k.conf: Line 3) wrong"],
    [6, "warning: keepalived -t -e -f /k.conf -i a answers 6: (k.conf: Line 3) wrong"],
  ])("with code %d", async (code, expected) => {
    const host = fakeHost({ programs: { "keepalived -t -e": { code, stderr: "(k.conf: Line 3) wrong\n" } } });
    expect(told([await configTest(host, "/k.conf", "a")])).toEqual([expected]);
  });

  it("is left open where there is no keepalived", async () => {
    expect(told([await configTest(fakeHost(), "/k.conf", "a")])).toEqual([
      "open: What keepalived -t says: there is no keepalived.",
    ]);
  });
});

describe("scripts", () => {
  const config = member(
    conf({
      globals: ["script_user web"],
      above: ['vrrp_script chk {\n    script "/opt/check -x"\n    timeout 2\n}'],
      lines: [...track("script", "chk"), "notify /opt/notify root", "notify_stop /opt/notify root"],
    }),
  ).config;
  const judged = async (programs: FakeHost["programs"] = {}, { run = true, isRoot = true } = {}) =>
    told(await scriptChecks(fakeHost({ programs, isRoot }), config, { run }));

  it("are tried as their user, checks are run, notify scripts never are", async () => {
    const asked: string[] = [];
    const host = fakeHost({
      programs: {
        runuser: (args) => (asked.push(args.join(" ")), ""),
        sh: (args) => (asked.push(args.at(-1) ?? ""), ""),
      },
    });
    expect(told(await scriptChecks(host, config, { run: true }))).toEqual([
      "ok: web may run /opt/check.",
      "ok: root may run /opt/notify.",
      "ok: /opt/check -x passes.",
    ]);
    expect(asked).toContain("-u web -- /opt/check -x");
    expect(asked.filter((line) => line === "/opt/notify")).toHaveLength(2);
  });

  it.each([
    [{ code: 3 }, "warning: /opt/check -x fails with 3."],
    [{ code: null }, "warning: /opt/check -x was not done after 2 s."],
  ])("that fail now are told: %j", async (ran, expected) => {
    expect(await judged({ runuser: "", sh: "", "runuser -u web -- /opt/check": ran })).toContain(expected);
  });

  it("that their user cannot run are told", async () => {
    expect(await judged({ runuser: "", sh: "", "runuser -u web -- sh": { code: 127 } })).toContain(
      "error: web cannot run /opt/check.",
    );
  });

  it("are not run when nobody wants them to", async () => {
    expect(await judged({ runuser: "", sh: "" }, { run: false })).toHaveLength(2);
  });

  it("are left open without root", async () => {
    expect(await judged({}, { isRoot: false })).toEqual([
      "open: Whether web may run /opt/check.",
      "open: Whether root may run /opt/notify.",
      "open: What /opt/check -x says now.",
    ]);
  });
});

describe("the service and the clock", () => {
  const systemd = (restart: string, state: string) =>
    fakeHost({
      programs: {
        "systemctl show": `Restart=${restart}\nActiveState=active\nUnitFileState=${state}\nLoadState=loaded\n`,
      },
    });

  it("say whether keepalived comes back", async () => {
    expect(told(await serviceChecks(systemd("always", "enabled")))).toEqual([
      "ok: Restart=always.",
      "ok: The unit is enabled.",
    ]);
    expect(told(await serviceChecks(systemd("no", "disabled")))).toEqual([
      "warning: The unit has Restart=no.",
      "warning: The unit is disabled.",
    ]);
    expect(told(await serviceChecks(fakeHost({ programs: { "systemctl show": "LoadState=not-found\n" } })))).toEqual([
      "open: Whether keepalived is started again after a crash: there is no unit keepalived.service.",
    ]);
    expect(told(await serviceChecks(fakeHost()))).toEqual([
      "open: Whether keepalived is started at boot and again after a crash: systemd does not answer.",
    ]);
  });

  it.each([
    ["yes\n", "ok: The clock is synchronized."],
    ["no\n", "warning: The clock is not synchronized."],
    [undefined, "open: Whether the clock is right."],
  ])("say whether the time is right: %j", async (timedatectl, expected) => {
    expect(told([await clockCheck(fakeHost({ programs: { timedatectl } }))])).toEqual([expected]);
  });
});
