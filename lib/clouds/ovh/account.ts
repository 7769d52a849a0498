import { isStatus } from "../../http/error";
import type { OvhCall } from "./api";

/**
 * The account (nichandle) on which the credentials act. `/auth/details` tells it to users and service accounts of an
 * account as well; a consumer key may have been granted `/me` only, and then that is asked.
 */
export async function lookUpAccount(call: OvhCall, signal: AbortSignal): Promise<string> {
  const details = await call<{ account?: string | null } | undefined>("GET", "/auth/details", {}, signal).catch(
    (error: unknown) => {
      if (isStatus(error, 403, 404)) return undefined;
      throw error;
    },
  );
  if (details?.account) return details.account;
  const me = await call<{ nichandle?: string } | undefined>("GET", "/me", {}, signal);
  if (me?.nichandle) return me.nichandle;
  throw new Error("Neither GET /auth/details nor GET /me names the account of these credentials.");
}
