/** What happens on a member when the state of a group changes. */
import { paths } from "./paths";
import type { RenderedFile } from "./rendered-file";
import { head, script } from "./shell";

/**
 * The process that started the script, from the kernel and not from the shell, so that scripts agree on it in whatever
 * namespace they run: it tells the running keepalived from one that was killed and has left its state behind.
 */
export const ownStat = ["read -r stat < /proc/self/stat", "set -- $stat"] as const;

export function eventFiles(): readonly RenderedFile[] {
  return [onEvent(), runHooks(), hooksReadme()];
}

function onEvent(): RenderedFile {
  return script(
    "on-event",
    "# keepalived calls it and waits for nothing:",
    "#   on-event GROUP INSTANCE|GROUP NAME STATE PRIORITY   the state has changed",
    "#   on-event GROUP lower-priority                       a master hears another one, which ought to give way",
    "# GROUP.state has one line: STATE PRIORITY SINCE KEEPALIVED STARTED PID; the first word is all that others need.",
    "umask 022",
    "group=$1 event=$2 state=$4 priority=$5",
    `mkdir -p ${paths.states} && cd ${paths.states} || exit 1`,
    'if [ "$event" != lower-priority ]; then',
    ...ownStat.map((line) => `  ${line}`),
    "  pid=$1 keepalived=$4",
    "  shift 21",
    "  started=$1",
    '  exec 9> "$group.lock"',
    "  flock -w 1 9",
    "  # Scripts run side by side and may overtake each other: the one that was started last is right.",
    '  if read -r _ _ _ _ other_started other_pid _ < "$group.state" && [ "$other_started" -ge "$started" ] &&',
    '    { [ "$other_started" -gt "$started" ] || [ "$other_pid" -gt "$pid" ]; }; then',
    "    exit 0",
    "  fi 2> /dev/null",
    '  echo "$state $priority $(date +%s) $keepalived $started $pid" > "$group.state.$pid"',
    '  mv "$group.state.$pid" "$group.state"',
    "  exec 9>&-",
    "fi",
    `for hook in ${paths.hooks}/*; do`,
    '  [ -f "$hook" ] && [ -x "$hook" ] || continue',
    "  # Apart from keepalived, which takes its children along when it is stopped.",
    "  if [ -d /run/systemd/system ]; then",
    `    systemd-run --quiet --collect --no-block ${paths.scripts}/run-hooks "$group"`,
    "  else",
    `    setsid -f ${paths.scripts}/run-hooks "$group"`,
    "  fi > /dev/null 2>&1 < /dev/null",
    "  break",
    "done",
    "exit 0",
  );
}

function runHooks(): RenderedFile {
  return script(
    "run-hooks",
    `# Tells every program in ${paths.hooks} the present state of a group, one after another, never two at once.`,
    "group=$1",
    `cd ${paths.states} || exit 1`,
    "# Whoever waits already will read the newest state too.",
    'exec 8> "$group.waiting"',
    "flock -n 8 || exit 0",
    'exec 9> "$group.running"',
    "flock 9",
    "exec 8>&-",
    'read -r state priority _ < "$group.state" || exit 1',
    `for hook in ${paths.hooks}/*; do`,
    '  [ -f "$hook" ] && [ -x "$hook" ] && "$hook" "$group" "$state" "$priority" 9>&-',
    "done",
    "exit 0",
  );
}

function hooksReadme(): RenderedFile {
  return {
    path: `${paths.hooks}/README`,
    mode: "0644",
    owner: "root:root",
    content: [
      head,
      "",
      "Executable files in this folder are called as",
      "",
      "  HOOK GROUP STATE PRIORITY",
      "",
      "after a group has become MASTER, BACKUP, FAULT or STOP, and when a master hears another one. They run apart from",
      "keepalived, one after another, never two of a group at once, and may take their time. A state that has passed",
      "meanwhile is not told: ask what is, not what was. The state now is the first word of",
      `${paths.states}/GROUP.state.`,
      "",
    ].join("\n"),
  };
}
