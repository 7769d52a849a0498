/** Programs that stand in for those of the user, which are not on the machine that drills. */
import type { LabFile } from "./plan";

const folder = "/usr/local/lib/ipfailover-lab";

/** Exists while the member's service is well. */
export const servingFile = "/run/ipfailover-lab/serving";

/** Says with its exit status whether the service of this member is well. */
export const fitProgram = `${folder}/fit`;
export const readyProgram = `${folder}/ready`;

/** For LD_PRELOAD: without it keepalived would run no script in a namespace that was made without root. */
export const setgroupsFile = `${folder}/setgroups.so`;

export const standIns: readonly LabFile[] = [
  { path: fitProgram, mode: "0755", content: `#!/bin/sh\n[ -e ${servingFile} ]\n` },
  { path: readyProgram, mode: "0755", content: "#!/bin/sh\nexit 0\n" },
];
