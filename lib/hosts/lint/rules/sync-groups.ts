import { memberRule } from "../rule";

const syncGroupMembers = memberRule({
  id: "sync-group-members",
  severity: "error",
  title: "A sync group does not bind instances together",
  why: "keepalived leaves out what does not exist and runs the rest by themselves: one address moves and the other stays, and traffic that needs both is lost.",
  fix: "List at least two instances that exist, each in one sync group only.",
  configTest: 5,
  *check({ config }) {
    const names = new Set(config.instances.map(({ name }) => name));
    const grouped = new Map<string, string>();
    for (const { name, members, position } of config.syncGroups) {
      for (const member of members) {
        const earlier = grouped.get(member.text);
        if (!names.has(member.text)) {
          yield {
            position: member.position,
            message: `${name} lists "${member.text}", and there is no such instance.`,
          };
        } else if (earlier !== undefined) {
          yield { position: member.position, message: `"${member.text}" is already in ${earlier}.` };
        } else grouped.set(member.text, name);
      }
      const existing = members.filter(({ text }) => names.has(text));
      if (existing.length < 2) {
        const count = existing.length === 0 ? "no instance" : "one instance only";
        // One that was meant alone does no harm.
        const severity = members.length === 1 && existing.length === 1 ? ("warning" as const) : ("error" as const);
        yield { position, severity, message: `${name} has ${count}.` };
      }
    }
  },
});

const syncGroupDuplicate = memberRule({
  id: "sync-group-duplicate",
  severity: "error",
  title: "Two sync groups have one name",
  why: "keepalived skips the second one.",
  fix: "Give each its own name.",
  configTest: 5,
  *check({ config }) {
    const seen = new Set<string>();
    for (const { name, position } of config.syncGroups) {
      if (seen.has(name)) yield { position, message: `"${name}" exists already.` };
      seen.add(name);
    }
  },
});

export const syncGroupRules = [syncGroupMembers, syncGroupDuplicate];
