import type { Cloud } from "../cloud";
import type { Credential } from "../world";

/** Its owner says yes, on the page that the API names. */
export function validate({ clock, behaviour }: Cloud, credential: Credential): void {
  credential.status = "validated";
  credential.expiresAt = clock.now() + behaviour.credentialLifetimeMs;
}

/** Whether calls can be signed with it; one whose time is over says so from now on. */
export function isValid({ clock }: Cloud, credential: Credential): boolean {
  const { status, expiresAt } = credential;
  if (status === "validated" && expiresAt !== null && expiresAt <= clock.now()) credential.status = "expired";
  return credential.status === "validated";
}
