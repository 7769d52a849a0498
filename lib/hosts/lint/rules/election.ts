/** Who becomes master, and when: state, priority, preemption. */
import { decimal, valueOf, valuePosition, wholeNumber } from "../../keepalived/config/settings";
import { memberRule } from "../rule";
import { weighed, weightOf } from "./tracking";

const stateUnknown = memberRule({
  id: "state-unknown",
  severity: "error",
  title: "The state is neither MASTER nor BACKUP",
  why: "keepalived takes it as BACKUP. There is no state EQUAL, and lower case is not understood.",
  fix: "Write state BACKUP: the priority decides who becomes master.",
  configTest: 5,
  *check({ config }) {
    for (const directive of config.instances.flatMap(({ settings }) => settings.all("state"))) {
      const value = valueOf(directive);
      if (value === undefined || value === "MASTER" || value === "BACKUP") continue;
      yield { position: valuePosition(directive), message: `The state is "${value}".` };
    }
  },
});

const stateMaster = memberRule({
  id: "state-master",
  severity: "info",
  title: "A member starts as master",
  why: "The priority decides, whatever the state says: keepalived starts as backup all the same. What it changes is that nopreempt and preempt_delay have no effect, so that the member takes the address back after each restart.",
  fix: "Write state BACKUP on all members, and nopreempt or preempt_delay where the address shall not come back by itself.",
  configTest: 0,
  *check({ config }) {
    for (const { name, state, settings } of config.instances) {
      const directive = settings.all("state").find((line) => valueOf(line) === "MASTER");
      if (state !== "MASTER" || directive === undefined) continue;
      yield { position: directive.position, message: `${name} starts as MASTER.` };
    }
  },
});

const masterCancelsPreemption = memberRule({
  id: "master-cancels-preemption",
  severity: "error",
  title: "state MASTER cancels nopreempt and preempt_delay",
  why: "keepalived clears both when the instance starts as MASTER: after a restart the address moves back at once, which is what they were to prevent.",
  fix: "Write state BACKUP on all members.",
  configTest: 5,
  *check({ config }) {
    for (const { name, state, settings, nopreempt } of config.instances) {
      if (state !== "MASTER") continue;
      const directive = nopreempt ? settings.last("nopreempt") : settings.last("preempt_delay");
      if (directive === undefined) continue;
      yield {
        position: directive.position,
        message: `${name} starts as MASTER, so that ${directive.words[0]?.text ?? ""} has no effect.`,
      };
    }
  },
});

const preemptDelay = memberRule({
  id: "preempt-delay",
  severity: "error",
  title: "preempt_delay cannot be used like this",
  why: "keepalived sets it to 0: the address moves back as soon as the member is there.",
  fix: "Keep either nopreempt or preempt_delay, and that between 0 and 1000 seconds.",
  configTest: 5,
  *check({ config }) {
    for (const { name, settings, nopreempt } of config.instances) {
      const directive = settings.last("preempt_delay");
      const value = valueOf(directive);
      if (directive === undefined || value === undefined) continue;
      if (decimal(value, 0, 1000) === undefined) {
        yield {
          position: valuePosition(directive),
          message: `preempt_delay of ${name} is "${value}", and 0 to 1000 are possible.`,
        };
      } else if (nopreempt) {
        yield { position: directive.position, message: `${name} has nopreempt as well.` };
      }
    }
  },
});

const priorityInvalid = memberRule({
  id: "priority-invalid",
  severity: "error",
  title: "The priority is out of range",
  why: "keepalived takes 100 instead, which may be another member's.",
  fix: "Write a number from 1 to 254, another one on each member.",
  configTest: 5,
  *check({ config }) {
    for (const { name, settings } of config.instances) {
      for (const directive of settings.all("priority")) {
        const value = valueOf(directive);
        if (value === undefined || wholeNumber(value, 1, 255) !== undefined) continue;
        yield { position: valuePosition(directive), message: `The priority of ${name} is "${value}".` };
      }
    }
  },
});

const priorityMissing = memberRule({
  id: "priority-missing",
  severity: "warning",
  title: "There is no priority",
  why: "keepalived takes 100, and 255 with state MASTER: an owner of the address, whom no failing check can make give it up.",
  fix: "Write a priority, another one on each member: 150, 100, 50.",
  configTest: 0,
  *check({ config }) {
    for (const { name, settings, position, priority } of config.instances) {
      if (!settings.has("priority")) yield { position, message: `${name} has no priority and runs with ${priority}.` };
    }
  },
});

const priorityOwner = memberRule({
  id: "priority-owner",
  severity: "warning",
  title: "The priority is 255",
  why: "255 says that the address is the member's own. Weights of checks are ignored, nopreempt is reset, and it takes the address back at once.",
  fix: "Use 254 at most.",
  configTest: 0,
  *check({ config }) {
    for (const instance of config.instances) {
      const { name, settings, priority, nopreempt, position } = instance;
      const directive = settings.last("priority");
      if (priority !== 255 || directive === undefined) continue;
      const lost = nopreempt
        ? "nopreempt"
        : weighed(config, instance).some((tracked) => weightOf(config, tracked) !== 0)
          ? "the weights of its checks"
          : undefined;
      yield {
        position: directive.position ?? position,
        ...(lost === undefined ? {} : { severity: "error" as const }),
        message: `${name} has priority 255${lost === undefined ? "" : `, and keepalived ignores ${lost}`}.`,
      };
    }
  },
});

export const electionRules = [
  stateUnknown,
  stateMaster,
  masterCancelsPreemption,
  preemptDelay,
  priorityInvalid,
  priorityMissing,
  priorityOwner,
];
