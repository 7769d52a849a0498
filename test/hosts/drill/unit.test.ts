/** What the lab does in systemd's place. */
import { unitOf } from "../../../lib/hosts/drill/lab/unit";

const dropIn = (content: string) => ({
  path: "/etc/systemd/system/keepalived.service.d/10-x.conf",
  mode: "0644",
  content,
});

it("without a drop-in nothing restarts keepalived and nothing cleans up after it, as on Debian", () => {
  expect(unitOf([], "/c")).toEqual({ config: "/c", before: [], stopPost: [] });
});

it("restarts, cleans up and starts other units first, as the drop-in says", () => {
  const firewall = {
    path: "/etc/systemd/system/wall.service",
    mode: "0644",
    content: "[Service]\nExecStart=/usr/sbin/nft -f /etc/wall\n",
  };
  const text =
    "[Unit]\nWants=wall.service other.service\n[Service]\nRestart=always\nRestartSec=1\nExecStopPost=/clean\n";
  expect(unitOf([dropIn(text), firewall], "/c")).toEqual({
    config: "/c",
    before: ["/usr/sbin/nft -f /etc/wall"],
    restartMs: 1000,
    stopPost: ["/clean"],
  });
});

it("takes an empty value as systemd does: what was said before is off", () => {
  const text = "[Service]\nExecStopPost=/one\nExecStopPost=\nExecStopPost=/two\nRestart=on-failure\nRestartSec=250ms\n";
  expect(unitOf([dropIn(text)], "/c")).toMatchObject({ stopPost: ["/two"], restartMs: 250 });
});
