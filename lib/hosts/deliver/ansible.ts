/** A playbook that installs the trees: one member after another, those that hold no address first. */
import type { HaGroup, HaMember } from "../model/model";
import { paths } from "../render/paths";
import { head } from "../render/shell";
import type { DeliveredFile } from "./delivered-file";
import { packagesFor } from "./packages";
import { treeOf } from "./tree";

export function ansibleFiles(groups: readonly HaGroup[], members: readonly HaMember[]): readonly DeliveredFile[] {
  return [
    { path: "inventory.yml", content: inventory(groups, members) },
    { path: "site.yml", content: playbook },
    { path: "roles/ipfailover/tasks/main.yml", content: tasks(groups) },
    ...members.flatMap((member) => treeOf(groups, member)).map((file) => ({ ...file, path: `members/${file.path}` })),
  ];
}

function inventory(groups: readonly HaGroup[], members: readonly HaMember[]): string {
  const names = new Set(members.map(({ name }) => name));
  const hosts = members.map(({ name, host, heartbeat }) => [
    `    ${JSON.stringify(name)}:`,
    `      ansible_host: ${JSON.stringify(host ?? heartbeat.address)}`,
  ]);
  const children = groups.map((group) => [
    `    ipfailover_${group.name.replaceAll("-", "_")}:`,
    "      hosts:",
    ...[...group.members.keys()].filter((name) => names.has(name)).map((name) => `        ${JSON.stringify(name)}:`),
  ]);
  return [`# ${head}`, "ipfailover:", "  hosts:", ...hosts.flat(), "  children:", ...children.flat(), ""].join("\n");
}

const playbook = `# ${head}
- name: Ask who holds addresses
  hosts: ipfailover
  become: true
  gather_facts: false
  tasks:
    - name: Look for a group that this member is the master of
      ansible.builtin.command: grep -rlq --include=*.state ^MASTER ${paths.states}
      register: held
      changed_when: false
      failed_when: false
      check_mode: false
    - name: Sort members by it
      ansible.builtin.group_by:
        key: ipfailover_{{ 'holding' if held.rc == 0 else 'idle' }}
      changed_when: false

- name: Install on members that hold nothing
  hosts: ipfailover_idle
  become: true
  serial: 1
  any_errors_fatal: true
  roles:
    - ipfailover

- name: Install on members that hold an address
  hosts: ipfailover_holding
  become: true
  serial: 1
  any_errors_fatal: true
  roles:
    - ipfailover
`;

function tasks(groups: readonly HaGroup[]): string {
  const names = packagesFor(groups, { firewall: true }).map((name) =>
    // Red Hat has it with the rest of them.
    name === "iputils-arping" ? `"{{ 'iputils-arping' if ansible_os_family == 'Debian' else 'iputils' }}"` : name,
  );
  return `# ${head}
- name: Install packages
  ansible.builtin.package:
    name:
${names.map((name) => `      - ${name}`).join("\n")}
${installation}`;
}

const installation = `
- name: Bring what was rendered
  ansible.builtin.copy:
    src: "{{ playbook_dir }}/members/{{ inventory_hostname }}/"
    dest: /var/lib/ipfailover/rendered/
    owner: root
    group: root
    mode: preserve

- name: Install it, checked by keepalived, or leave everything as it was
  ansible.builtin.command: /var/lib/ipfailover/rendered/install
  register: installed
  changed_when: "'wrote' in installed.stdout or 'removed' in installed.stdout"

# The next member is not touched while this one takes no part. -e ipfailover_wait=false goes on nevertheless.
- name: Wait until this member is master or backup of its groups
  ansible.builtin.shell: "! grep -L -E '^(MASTER|BACKUP) ' ${paths.states}/*.state | grep -q ."
  register: settled
  changed_when: false
  until: settled.rc == 0
  retries: 20
  delay: 1
  when: ipfailover_wait | default(true) | bool and not ansible_check_mode
`;
