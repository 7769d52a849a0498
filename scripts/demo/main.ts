/**
 * `npm run demo`: stacks synthesized, planned, applied, drifted, repaired and destroyed on simulated clouds, through our
 * own command line, and through Terraform as well where it is on PATH.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ours, synthesize, tryTerraform } from "./door";
import { ionosWebPair } from "./ionos-web-pair";
import { ovhLoadBalancer } from "./ovh-load-balancer";
import { tell } from "./story";
import type { Chapter } from "./story";

async function perform(chapter: Chapter): Promise<void> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "ipfailover-demo-"));
  try {
    writeFileSync(path.join(dir, "cli.tfrc"), "");
    const tools = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_CLI_CONFIG_FILE: path.join(dir, "cli.tfrc") };
    const story = { dir, env: { ...process.env, ...chapter.env, ...tools } };
    tell(`${chapter.title}: examples/${chapter.example}`);
    await synthesize(story, chapter.example);
    await chapter.play(ours(story));
    const terraform = await tryTerraform(story, chapter.stack);
    if (!terraform) return tell("There is no terraform on PATH: the same through Terraform is left out");
    tell("The same stack through Terraform, with the provider that synthesis put beside it");
    await chapter.play(terraform);
  } finally {
    await chapter.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  await perform(await ionosWebPair());
  await perform(await ovhLoadBalancer());
}

main().catch((error: unknown) => {
  process.stderr.write(`\nThe demonstration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
