/** A member with everything that is rendered for it, run by the real keepalived. */
import { deliver } from "../../../lib/hosts/deliver/deliver";
import { groupsOf, host, pair, type Json } from "../support/declarations";
import { createMachine, describeWithKeepalived, interfaces, type Machine } from "../support/machine";

/** Words of sh for what a test does and waits for. */
const words = `
  cp -r /given/a/rootfs/. /
  ${interfaces("ens6", "ens7")}
  ip address add 10.0.0.11/24 dev ens7
  sysctl -q net.ipv4.ip_nonlocal_bind=1
  start() { keepalived -P -n -l -f /etc/keepalived/keepalived.conf -p /run/k.pid -r /run/v.pid > /run/log 2>&1 & }
  state() { cut -d' ' -f1 /run/ipfailover/web.state 2> /dev/null; }
  holds() { ip -o address show dev ens6 to 203.0.113.10 | wc -l; }
  until_state() {
    for turn in $(seq 200); do [ "$(state)" != "$1" ] || { echo "$2: $1"; return; }; sleep 0.02; done
    echo "$2: $(state), and not $1"; cat /run/log >&2
  }
  stays() { sleep "$1"; echo "$2: $(state), holds $(holds)"; }
`;
const quick = { profile: "fast", startup_delay: "0s" };

describeWithKeepalived("a member", () => {
  let machine: Machine;
  beforeEach(() => (machine = createMachine()));
  afterEach(() => machine.remove());

  function run(declaration: Json, script: string): readonly string[] {
    machine.give(deliver(groupsOf(declaration), "files", "a"));
    const { stdout, stderr } = machine.run(`${words}\n${script}`);
    expect(stderr).toBe("");
    return stdout.trimEnd().split("\n");
  }

  test("is promoted when it is ready and not before, and stays the master whatever its ready check says then", () => {
    const ready = { command: ["/usr/bin/test", "-e", "/run/ready"], rise: 1 };
    const seen = run(
      pair({ ...quick, ready_check: ready }),
      `
      start
      until_state FAULT "not ready"
      touch /run/ready
      until_state MASTER "ready"
      rm /run/ready
      stays 1.3 "a master that would not be ready"
      kill -9 $(cat /run/v.pid)
      stays 1.5 "killed, with the state of a master left behind"
      touch /run/ipfailover/web.promote
      until_state MASTER "promoted by hand"`,
    );
    expect(seen).toEqual([
      "not ready: FAULT",
      "ready: MASTER",
      "a master that would not be ready: MASTER, holds 1",
      "killed, with the state of a master left behind: FAULT, holds 0",
      "promoted by hand: MASTER",
    ]);
  });

  test("gives its addresses up when it is drained, and when its own address is gone, for as long as that lasts", () => {
    const seen = run(
      pair(quick),
      `
      start
      until_state MASTER "alone"
      echo 1 > /etc/ipfailover/drain
      until_state FAULT "drained"
      echo 0 > /etc/ipfailover/drain
      until_state MASTER "back in service"
      ip address del 10.0.0.11/24 dev ens7
      until_state FAULT "without its own address"
      ip address add 10.0.0.11/24 dev ens7
      until_state MASTER "with it again"
      ip link set ens6 down
      until_state FAULT "without the public interface"`,
    );
    expect(seen).toEqual([
      "alone: MASTER",
      "drained: FAULT",
      "back in service: MASTER",
      "without its own address: FAULT",
      "with it again: MASTER",
      "without the public interface: FAULT",
    ]);
  });

  test("leaves no address and no state behind when keepalived is killed, once its service has ended", () => {
    const seen = run(
      pair({ ...quick, addresses: ["203.0.113.10", "2001:db8::10"] }),
      `
      start
      until_state MASTER "alone"
      kill -9 $(cat /run/v.pid /run/k.pid)
      stays 0.1 "killed"
      /usr/local/lib/ipfailover/release-addresses
      stays 0 "ended"
      ip -6 -o address show dev ens6 to 2001:db8::10 | wc -l`,
    );
    expect(seen).toEqual(["alone: MASTER", "killed: MASTER, holds 1", "ended: STOP, holds 0", "0"]);
  });

  test("remembers the latest state, in whatever order the scripts come to write it", () => {
    const seen = run(
      pair(),
      `
      mkdir -p /run/ipfailover
      event() { /usr/local/lib/ipfailover/on-event web INSTANCE web "$1" 150 & sleep 0.05; }
      for turn in 1 2; do
        exec 7> /run/ipfailover/web.lock
        flock 7
        event MASTER; event BACKUP; event FAULT
        flock -u 7
        wait
        state
      done`,
    );
    expect(seen).toEqual(Array(2).fill("FAULT"));
  });

  test("tells hooks the present state, one at a time, and none that has passed", () => {
    const seen = run(
      pair(),
      `
      cat > /etc/ipfailover/hooks.d/slow << 'END'
#!/bin/sh
mkdir /run/at-work || echo "two at once" >> /run/told
echo "$1 $2 $3" >> /run/told
while [ ! -e /run/go-on ]; do sleep 0.02; done
rmdir /run/at-work
END
      chmod 755 /etc/ipfailover/hooks.d/slow
      event() { /usr/local/lib/ipfailover/on-event web INSTANCE web "$1" 150; }
      event BACKUP
      until [ -e /run/told ]; do sleep 0.02; done
      event MASTER; event FAULT; event BACKUP; event MASTER
      /usr/local/lib/ipfailover/on-event web lower-priority
      touch /run/go-on
      for turn in $(seq 100); do [ "$(wc -l < /run/told)" != 1 ] && [ ! -e /run/at-work ] && break; sleep 0.02; done
      cat /run/told`,
    );
    // A call that begins late on a busy machine tells the same once more; of FAULT and the second BACKUP nobody hears.
    const [first, ...later] = seen;
    expect(first).toBe("web BACKUP 150");
    expect([...new Set(later)]).toEqual(["web MASTER 150"]);
  });

  test("starts no program for hooks that nobody has put there", () => {
    const seen = run(
      pair(),
      `
      printf '#!/bin/sh\\necho ran > /run/ran\\n' > /usr/local/lib/ipfailover/run-hooks
      /usr/local/lib/ipfailover/on-event web INSTANCE web MASTER 150
      sleep 0.1
      ls /run/ran 2> /dev/null || echo nothing`,
    );
    expect(seen).toEqual(["nothing"]);
  });

  test("asks the gateway without an address of its own", () => {
    const seen = run(
      pair({ gateway: { address: "203.0.113.1" } }),
      `
      ask() { /usr/local/lib/ipfailover/check-web-gateway 2> /dev/null && echo answers || echo silent; }
      ask
      ip address add 203.0.113.1/24 dev peer0
      ask`,
    );
    expect(seen).toEqual(["silent", "answers"]);
  });

  test("drops adverts of strangers only", () => {
    const seen = run(
      pair({}, { a: host(11), b: host(12), c: host(13) }),
      `
      nft -f /etc/ipfailover/firewall.nft && nft -f /etc/ipfailover/firewall.nft
      nft list table inet ipfailover | grep -c saddr
      nft list table inet ipfailover | grep -o '10.0.0.1[23]' | sort | tr '\\n' ' '`,
    );
    expect(seen).toEqual(["1", "10.0.0.12 10.0.0.13"]);
  });

  test("has the addresses on lo where the cloud routes them, and loses those that are declared no more", () => {
    machine.give(
      deliver(
        groupsOf(pair({ presence: "everywhere", anchor: "10.0.0.100", addresses: ["203.0.113.10", "2001:db8::10"] })),
        "files",
        "a",
      ),
    );
    const { stdout } = machine.run(`
      cp -r /given/a/rootfs/. /
      mkdir -p /run/ipfailover
      echo "203.0.113.99/32" > /run/ipfailover/local-addresses
      ip address add 203.0.113.99/32 dev lo
      /usr/local/lib/ipfailover/local-addresses && /usr/local/lib/ipfailover/local-addresses
      ip -o address show dev lo | sed -n 's/.*inet6\\? \\([^ ]*\\).*/\\1/p'`);
    expect(stdout.trimEnd().split("\n").sort()).toEqual([
      "127.0.0.1/8",
      "2001:db8::10/128",
      "203.0.113.10/32",
      "::1/128",
    ]);
  });
});
