/** The program that comes with the files of a member: it installs them whole, or leaves everything as it was. */
import { deliver } from "../../../lib/hosts/deliver/deliver";
import { groupsOf, host, pair, type Json } from "../support/declarations";
import { createMachine, describeWithKeepalived, interfaces, keepalivedVersion, type Machine } from "../support/machine";

const CONF = "/etc/keepalived/keepalived.conf";
const usual = interfaces("ens6", ["ens7", "02:00:5e:00:53:07"]);

describeWithKeepalived("the install program", () => {
  let machine: Machine;
  beforeEach(() => (machine = createMachine()));
  afterEach(() => machine.remove());

  const give = (folder: string, declaration: Json = pair()) =>
    machine.give(
      deliver(groupsOf(declaration), "files", "a").map((file) => ({ ...file, path: `${folder}/${file.path}` })),
    );

  test("puts every file in its place with its mode, says so, and does nothing the second time", () => {
    give("v1", pair({ checks: { http: { command: ["/bin/true"] } } }));
    const { code, stdout, stderr } = machine.run(`${usual}
      echo "# by hand" > ${CONF}
      /given/v1/a/install && echo "== again" && /given/v1/a/install
      stat -c '%a %U %n' ${CONF} /usr/local/lib/ipfailover/check-web-http
      cat ${CONF}.before-ipfailover
      find / -xdev -name '*.ipfailover-new'`);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const [first = "", second = ""] = stdout.split("== again\n");
    expect(first).toContain(`ipfailover: wrote ${CONF}`);
    expect(first).toContain("keepalived is not running");
    expect(first).toMatch(/ipfailover: a is as rendered\.\n$/);
    expect(second).toBe(
      `ipfailover: nothing to do: a is as rendered.\n644 root ${CONF}\n755 root /usr/local/lib/ipfailover/check-web-http\n# by hand\n`,
    );
  });

  test("takes away what is rendered no more, and repairs what was changed by hand", () => {
    give("v1", pair({ checks: { http: { command: ["/bin/true"] } } }));
    give("v2");
    const { stdout } = machine.run(`${usual}
      /given/v1/a/install > /dev/null
      echo "# by hand" >> ${CONF}
      chmod 777 /usr/local/lib/ipfailover/on-event
      /given/v2/a/install --dry-run
      echo "== now"
      /given/v2/a/install
      ls /usr/local/lib/ipfailover`);
    const [dry = "", now = ""] = stdout.split("== now\n");
    for (const [words, said] of [
      ["would write", "would remove"],
      ["wrote", "removed"],
    ].map(([write, remove], index) => [
      `${write} ${CONF}|${write} /usr/local/lib/ipfailover/on-event|${remove} /usr/local/lib/ipfailover/check-web-http`,
      index ? now : dry,
    ])) {
      for (const line of words!.split("|")) expect(said).toContain(`ipfailover: ${line}`);
    }
    expect(now).not.toContain("check-web-http\n0");
    expect(now.split("as rendered.\n")[1]).not.toContain("check-web-http");
  });

  test("undoes everything when keepalived does not take the configuration, and shows what it said", () => {
    give("v1");
    give(
      "v2",
      pair(
        { profile: "fast" },
        { a: host(11, { heartbeat: { address: "10.0.0.11", interface: "gone" } }), b: host(12) },
      ),
    );
    const { stdout, stderr } = machine.run(`${usual}
      /given/v1/a/install > /dev/null
      find /etc /usr/local -type f | sort | xargs sha256sum > /tmp/before
      /given/v2/a/install > /dev/null; echo "exit $?"
      find /etc /usr/local -type f | sort | xargs sha256sum | cmp - /tmp/before && echo "as before"`);
    expect(stdout).toBe("exit 1\nas before\n");
    expect(stderr).toContain("gone");
    expect(stderr).toContain("keepalived does not take the configuration");
    expect(stderr).toContain("Everything is as it was before.");
  });

  test("leaves nothing behind when the very first installation fails", () => {
    give("v1", pair({}, { a: host(11, { heartbeat: { address: "10.0.0.11", interface: "gone" } }), b: host(12) }));
    const { stdout } = machine.run(`${usual}
      /given/v1/a/install > /dev/null 2>&1; echo "exit $?"
      find ${CONF} /etc/ipfailover /usr/local/lib/ipfailover /etc/sysctl.d -type f`);
    expect(stdout).toBe("exit 1\n");
  });

  test("finds interfaces by their hardware address, and says so when there is none", () => {
    const nic = (mac: string) => ({ heartbeat: { address: "10.0.0.11", mac }, public: { interface: "ens6" } });
    give("v1", pair({}, { a: nic("02:00:5E:00:53:07"), b: host(12) }));
    give("v2", pair({}, { a: nic("02:00:5e:00:53:99"), b: host(12) }));
    const { stdout, stderr } = machine.run(`${usual}
      /given/v1/a/install > /dev/null
      grep -h 'ipfo-\\|interface ens\\|iifname' ${CONF} /etc/ipfailover/firewall.nft
      /given/v2/a/install; echo "exit $?"`);
    expect(stdout).toBe('    interface ens7\n        iifname "ens7" ip saddr { 10.0.0.12 } accept\nexit 1\n');
    expect(stderr).toBe("ipfailover: No interface, or more than one, has the hardware address 02:00:5e:00:53:99.\n");
  });

  test("warns of a program that a check needs and that is not there", () => {
    give("v1", pair({ checks: { http: { command: ["/usr/bin/no-such-program"] } } }));
    const { code, stdout } = machine.run(`${usual}
      /given/v1/a/install`);
    expect(code).toBe(0);
    expect(stdout).toContain("Warning: /usr/bin/no-such-program is missing, so a check fails and a stays in FAULT.");
  });

  test("refuses files that were damaged on their way, and a keepalived that is too old for them", () => {
    give("v1");
    give(
      "v2",
      pair({}, { a: host(11, { keepalived_version: "9.9.9" }), b: host(12, { keepalived_version: "9.9.9" }) }),
    );
    const { stderr } = machine.run(`${usual}
      cp -r /given/v1 /tmp/v1 && echo "# more" >> /tmp/v1/a/rootfs${CONF}
      /tmp/v1/a/install
      /given/v2/a/install
      ls ${CONF}`);
    expect(stderr).toContain(`/tmp/v1/a/rootfs${CONF} is not as it was rendered. Render again.`);
    expect(stderr).toContain(
      `keepalived is ${keepalivedVersion()} here, and these files are for 9.9.9: set keepalived_version of a`,
    );
    expect(stderr).toContain("No such file");
  });

  test("has a running keepalived read the new configuration", () => {
    give("v1");
    give("v2", pair({ profile: "fast" }));
    const { stdout } = machine.run(`${usual}
      ip address add 10.0.0.11/24 dev ens7
      /given/v1/a/install > /dev/null
      keepalived -P -n -l > /run/log 2>&1 &
      until grep -q 'Startup complete' /run/log; do sleep 0.05; done
      /given/v2/a/install | grep -c running
      for turn in $(seq 100); do grep -q 'Reload complete' /run/log && break; sleep 0.02; done
      grep -c 'Reload complete' /run/log`);
    expect(stdout).toBe("0\n1\n");
  });

  test("starts, reloads and rolls back the service where there is systemd", () => {
    give("v1");
    give("v2", pair({ profile: "fast" }));
    const { stdout, stderr } = machine.run(`${usual}
      mkdir -p /run/systemd/system /usr/local/sbin
      cat > /usr/local/sbin/systemctl << 'END'
#!/bin/sh
echo "systemctl $*" >> /run/called
case "$*" in
  "is-active --quiet keepalived") [ -e /run/active ] ;;
  "start keepalived") touch /run/active ;;
  "reload keepalived") [ ! -e /run/broken ] ;;
  is-active*) exit 3 ;;
esac
END
      chmod 755 /usr/local/sbin/systemctl
      PATH=/usr/local/sbin:$PATH
      /given/v1/a/install > /dev/null && cat /run/called && : > /run/called
      touch /run/broken
      /given/v2/a/install > /dev/null; echo "exit $?"
      cat /run/called
      grep advert_int ${CONF}`);
    const [first = "", second = ""] = stdout.split("exit 1\n");
    expect(first.split("\n").filter((line) => !line.includes("is-active"))).toEqual([
      "systemctl daemon-reload",
      "systemctl enable --quiet ipfailover-firewall",
      "systemctl start ipfailover-firewall",
      "systemctl enable --quiet keepalived",
      "systemctl start keepalived",
      "",
    ]);
    expect(second.match(/reload keepalived/g)).toHaveLength(2);
    expect(second).toContain("advert_int 0.1");
    expect(stderr).toContain("keepalived does not run with the new configuration");
  });

  test("prepares an image without starting anything", () => {
    give("v1");
    const { code, stdout } = machine.run(`
      /given/v1/a/install --root /tmp/image | tail -n 1
      cmp /tmp/image${CONF} /given/v1/a/rootfs${CONF} && ls ${CONF} 2> /dev/null || echo "not here"`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ipfailover: wrote .*\nnot here\n$/);
  });
});
