/** What the files at hand cannot tell. It is said, so that nobody takes silence for an answer. */
import { text } from "../keepalived/config/settings";
import { NEWEST_KNOWN_VERSION } from "../keepalived/keywords/root";
import { compareVersions } from "../model/keepalived-version";
import type { NotChecked } from "./finding";
import type { LintMember } from "./member";
import type { LintSet } from "./set";

/** @param living the doctor asks, who looks at the member himself */
export function notChecked(set: LintSet, living: boolean): readonly NotChecked[] {
  const onHost = living ? [] : set.members.flatMap(onTheHost);
  return [...set.members.flatMap(ofMember), ...onHost, ...ofSet(set, living)];
}

const withRoot = ({ name }: LintMember) =>
  `--root ${name}=DIR with the member's file system, or ipfailover doctor on it`;

function ofMember(member: LintMember): readonly NotChecked[] {
  const found = [...readProblems(member), ...passedOver(member), ...files(member), ...conditions(member)];
  if (compareVersions(member.version, NEWEST_KNOWN_VERSION) > 0) {
    found.push({
      what: `keywords that are newer than keepalived ${NEWEST_KNOWN_VERSION}`,
      how: "keepalived -t on the member",
    });
  }
  return found.map((item) => ({ member: member.name, ...item }));
}

function onTheHost({ name, config }: LintMember): readonly NotChecked[] {
  const interfaces = new Set(config.instances.flatMap((instance) => instance.interface ?? []));
  const sources = new Set(config.instances.flatMap(({ unicast }) => unicast.source?.address ?? []));
  const named = [...interfaces, ...sources].join(", ");
  if (named === "") return [];
  const what = `whether the member has ${named}, and whether its firewall lets protocol 112 through`;
  return [{ member: name, what, how: "ipfailover doctor on the member" }];
}

type Item = Omit<NotChecked, "member">;

/** Things that the parser had to leave open. */
function readProblems({ parsed, shown }: LintMember): Item[] {
  const how = { unreadable: "give the files too", random: "keepalived -t", "too-large": "keepalived -t" } as const;
  return parsed.problems.flatMap(({ code, detail, position }) =>
    code in how
      ? { what: `${shown(position.file)}:${position.line}: ${detail}`, how: how[code as keyof typeof how] }
      : [],
  );
}

const unjudged = ["virtual_server", "virtual_server_group", "SSL", "bfd_instance", "static_routes", "static_rules"];

function passedOver({ config }: LintMember): Item[] {
  const names = new Set(config.directives.map(({ words }) => text(words[0])).filter((name) => unjudged.includes(name)));
  const inInstances = ["virtual_routes", "virtual_rules", "auth_hmac"].filter((keyword) =>
    config.instances.some(({ settings }) => settings.has(keyword)),
  );
  const blocks = [...names, ...inInstances];
  return blocks.length === 0
    ? []
    : [{ what: `what stands in ${blocks.join(", ")}: it is passed over`, how: "keepalived -t on the member" }];
}

function files(member: LintMember): Item[] {
  const { config, tree, wholeTree } = member;
  const commands = config.commands.filter(({ onlyOpensFile, program }) => !onlyOpensFile && program !== "");
  if (!wholeTree) {
    const scripts = [...new Set(commands.map(({ program }) => program))];
    const what = scripts.length > 0 ? `the scripts (${scripts.join(", ")}), ` : "";
    return [{ what: `${what}systemd's unit and the system's network configuration`, how: withRoot(member) }];
  }
  const outside = [...new Set(commands.map(({ program }) => program))].filter((program) =>
    program.startsWith("/") ? !tree.covers(program) : !tree.covers("/usr/bin/env"),
  );
  const found: Item[] = [];
  if (outside.length > 0) {
    found.push({
      what: `scripts outside of the given tree (${outside.join(", ")})`,
      how: withRoot(member),
    });
  }
  if (commands.length > 0 && tree.read("/etc/passwd") === undefined) {
    found.push({ what: "whether the scripts' users exist: the tree has no /etc/passwd", how: withRoot(member) });
  }
  const owned = commands.map(({ program }) => tree.status(program)).find((status) => status !== undefined);
  if (owned !== undefined && owned.owner === undefined) {
    found.push({
      what: "who owns the scripts: the tree is a copy that belongs to somebody else",
      how: withRoot(member),
    });
  }
  if (
    !tree.covers("/lib/systemd/system/keepalived.service") &&
    !tree.covers("/usr/lib/systemd/system/keepalived.service")
  ) {
    found.push({
      what: "systemd's own unit and the system's network configuration beyond the given tree",
      how: withRoot(member),
    });
  }
  return found;
}

function conditions({ parsed, name, configId }: LintMember): Item[] {
  if (parsed.conditions.length === 0 || parsed.conditions.includes(configId)) return [];
  return [
    {
      what: `lines for @${parsed.conditions.join(", @")}: the member was read as "${configId}"`,
      how: `--config-id ${name}=ID as keepalived is started with -i, or by the host's name`,
    },
  ];
}

function ofSet({ members, groups }: LintSet, living: boolean): readonly NotChecked[] {
  if (members.length < 2) {
    const how = living ? "--peer NAME=COMMAND for each other member" : "name the other members' files too";
    return [{ what: "whether the members fit together: only one was given", how }];
  }
  const open = groups.filter(
    (group) =>
      group.length > 1 && group.some(({ instance: { unicast } }) => unicast.peers.length > 0 && !unicast.source),
  );
  return [
    ...open.map((group) => ({
      what: `whether the lists of peers of ${group[0]?.instance.name ?? ""} are complete: not every member names its own address`,
      how: "write unicast_src_ip on all members",
    })),
    ...(living
      ? []
      : [{ what: "whether the members' interfaces are in one LAN", how: "ipfailover doctor --peer on a member" }]),
  ];
}
