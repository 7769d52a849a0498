import { check, conf, track } from "../conf";
import type { Snippet } from "./snippet";

const secure = ["enable_script_security", "script_user root"];

export const scriptsSnippets: readonly Snippet[] = [
  {
    rule: "script-timing",
    good: conf({ above: [check("chk", "interval 2")], lines: track("script", "chk") }),
    bad: conf({ above: [check("chk", "interval 0.5")], lines: track("script", "chk") }),
    at: "interval 0.5",
  },
  {
    rule: "script-timing",
    good: conf({ above: [check("chk", "fall 2")], lines: track("script", "chk") }),
    bad: conf({ above: [check("chk", "fall 0")], lines: track("script", "chk") }),
    at: "fall 0",
  },
  {
    rule: "script-timing",
    good: conf({ above: [check("chk", "weight -253")], lines: track("script", "chk") }),
    bad: conf({ above: [check("chk", "weight 254")], lines: track("script", "chk") }),
    at: "weight 254",
  },
  {
    rule: "script-timing",
    good: conf({ above: [check("chk", "weight 20 reverse")], lines: track("script", "chk") }),
    bad: conf({ above: [check("chk", "weight 20 always")], lines: track("script", "chk") }),
    at: "weight 20 always",
  },
  {
    rule: "script-command-missing",
    good: conf({ above: [check("chk")], lines: track("script", "chk") }),
    bad: conf({ above: ["vrrp_script chk {\n    interval 1\n}"], lines: track("script", "chk") }),
    at: "vrrp_script chk",
  },
  {
    rule: "script-command-missing",
    good: conf({ above: [check("chk")], lines: track("script", "chk") }),
    bad: conf({ above: ['vrrp_script chk {\n    script ""\n}'], lines: track("script", "chk") }),
    at: "vrrp_script chk",
  },
  {
    rule: "script-duplicate",
    good: conf({ above: [check("chk")], lines: track("script", "chk") }),
    bad: conf({ above: [check("chk"), check("chk")], lines: track("script", "chk") }),
    at: "vrrp_script chk",
  },
  {
    rule: "script-arguments",
    good: conf({ globals: secure, lines: ['notify_master "/usr/bin/true -a" root root'] }),
    bad: conf({ globals: secure, lines: ["notify_master /usr/bin/true -a"] }),
    at: "notify_master",
  },
  {
    rule: "script-arguments",
    good: conf({
      globals: secure,
      above: [
        String.raw`vrrp_script chk {
    script "/usr/bin/test 'x y' = \"x y\""
}`,
      ],
      lines: track("script", "chk"),
    }),
    bad: conf({
      globals: secure,
      above: ["vrrp_script chk {\n    script /usr/bin/test 1\n}"],
      lines: track("script", "chk"),
    }),
    at: "script /usr/bin/test 1",
  },
  {
    rule: "script-path",
    good: conf({ globals: secure, lines: ['notify "/usr/bin/true x"'] }),
    bad: conf({ globals: secure, lines: ["notify scripts/notify.sh"] }),
    at: "scripts/notify.sh",
  },
  {
    rule: "script-path",
    good: conf({ globals: secure, lines: ['notify "/usr/bin/true x"'] }),
    bad: conf({ globals: secure, lines: ['notify "true x"'] }),
    at: 'notify "true x"',
  },
  {
    rule: "script-security",
    good: conf({ globals: secure, lines: ["notify /usr/bin/true"] }),
    bad: conf({ globals: ["script_user root"], lines: ["notify /usr/bin/true"] }),
    at: "notify",
  },
  {
    rule: "script-user",
    good: conf({ globals: secure, above: [check("chk")], lines: track("script", "chk") }),
    bad: conf({
      globals: ["enable_script_security"],
      above: ['vrrp_script chk {\n    script "/usr/bin/true"\n}'],
      lines: track("script", "chk"),
    }),
    at: 'script "/usr/bin/true"',
  },
  {
    rule: "notify-stop",
    good: conf({ globals: secure, lines: ["notify_master /usr/bin/true"] }),
    bad: conf({ globals: secure, lines: ["notify_stop /usr/bin/true"] }),
    at: "notify_stop",
  },
];
