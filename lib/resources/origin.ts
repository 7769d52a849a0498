/** Whose an object is: state of another cloud or account is never acted upon. */
import type { Cloud } from "../clouds/cloud";
import { problem } from "./diagnostic";
import type { Diagnostic } from "./diagnostic";
import { failure } from "./failure";
import type { ObjectValue } from "./value";

/** State that was recorded under another configuration is never acted upon. Asks nobody. */
export function otherOrigin(cloud: Cloud | undefined, prior: ObjectValue): readonly Diagnostic[] {
  if (!cloud) return [];
  if (typeof prior.cloud === "string" && prior.cloud !== cloud.name) {
    return [otherAccount(`cloud ${prior.cloud}`, `cloud ${cloud.name}`)];
  }
  const { configuredAccount } = cloud;
  if (typeof prior.account !== "string" || configuredAccount === undefined || prior.account === configuredAccount)
    return [];
  return [otherAccount(`account ${prior.account} of ${cloud.name}`, `account ${configuredAccount}`)];
}

/** The same, asking the cloud whose credentials these are. */
export async function verifyOrigin(
  cloud: Cloud | undefined,
  prior: ObjectValue,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const known = otherOrigin(cloud, prior);
  if (known.length > 0 || !cloud || typeof prior.account !== "string") return known;
  try {
    const account = await cloud.account(signal);
    return account === prior.account
      ? []
      : [otherAccount(`account ${prior.account} of ${cloud.name}`, `account ${account}`)];
  } catch (error) {
    return failure("Looking up the account", error, cloud);
  }
}

function otherAccount(recorded: string, configured: string): Diagnostic {
  return problem(
    [],
    "State of another account",
    `The state records this object under ${recorded}, and the provider is configured for ${configured}. Use the provider configuration that it was made with.`,
  );
}
