import type { Reply, Router } from "../../../../simulator";
import { nextNumber, time, timeOrNull } from "../cloud";
import { bodyOf, type Context, done, ok, type Route } from "../context";
import { noSuchObject, refused } from "../errors";
import { type Fields, readNew } from "../fields";
import type { AccessRule, Credential } from "../world";
import { apiNow, checkApplication, METHODS } from "./check";
import { validate } from "./credentials";
import type { Keys } from "./keys";

/** Calls that are not signed: signing them "is actually broken" in the vendor's words. */
export const UNSIGNED: ReadonlySet<string> = new Set(["GET /auth/time", "POST /auth/credential"]);

const REQUEST: Fields = { redirection: { type: "string" }, allowedIPs: { type: "ipBlock[]" } };

function rulesOf(given: unknown): readonly AccessRule[] {
  const isRule = (rule: unknown): rule is AccessRule =>
    typeof rule === "object" &&
    rule !== null &&
    METHODS.includes((rule as AccessRule).method) &&
    typeof (rule as AccessRule).path === "string" &&
    (rule as AccessRule).path.startsWith("/");
  if (!Array.isArray(given) || given.length === 0 || !given.every(isRule))
    throw refused("[accessRules] Give at least one rule with a method (GET, POST, PUT or DELETE) and a path");
  return given.map(({ method, path }) => ({ method, path }));
}

function askForCredential(context: Context, keys: Keys): Reply {
  const { cloud, request, origin } = context;
  checkApplication(request, keys);
  const body = bodyOf(context);
  const rules = rulesOf(body.accessRules);
  const { allowedIPs } = readNew(REQUEST, body, cloud.behaviour);
  const consumerKey = cloud.ids.hex(32);
  const credential: Credential = {
    id: nextNumber(cloud),
    rules,
    token: cloud.ids.hex(40),
    allowedIps: allowedIPs as readonly string[] | null,
    createdAt: cloud.clock.now(),
    status: "pendingValidation",
    expiresAt: null,
    lastUsedAt: null,
  };
  if (cloud.behaviour.validateCredentials) validate(cloud, credential);
  cloud.world.credentials[consumerKey] = credential;
  return ok({
    consumerKey,
    state: credential.status,
    validationUrl: `${origin}/auth/?credentialToken=${credential.token}`,
  });
}

function showCredential({ cloud, credential }: Context): Reply {
  if (!credential) throw noSuchObject("credentialId", "none: this call came with a bearer token");
  return ok({
    credentialId: credential.id,
    applicationId: 1,
    status: credential.status,
    rules: credential.rules,
    allowedIPs: credential.allowedIps,
    creation: time(credential.createdAt),
    expiration: timeOrNull(credential.expiresAt),
    lastUse: timeOrNull(credential.lastUsedAt ?? cloud.clock.now()),
    ovhSupport: false,
  });
}

const ALL_ROUTES: readonly AccessRule[] = METHODS.map((method) => ({ method, path: "/*" }));

function showDetails({ cloud, credential }: Context): Reply {
  const account = cloud.behaviour.nichandle;
  return ok({
    account,
    allowedRoutes: credential?.rules ?? ALL_ROUTES,
    description: "simulated",
    identities: [`urn:v1:eu:identity:account:${account}`],
    method: "account",
    roles: [],
    user: null,
  });
}

function showMe({ cloud }: Context): Reply {
  const text = { name: "Simulated", firstname: "Anna", city: "Roubaix", address: "1 Example Street", zip: "59100" };
  return ok({
    ...text,
    nichandle: cloud.behaviour.nichandle,
    customerCode: "0000-0000-00",
    email: "simulated@example.com",
    spareEmail: null,
    phone: "+33.000000000",
    phoneCountry: "FR",
    country: "FR",
    area: null,
    language: "en_GB",
    legalform: "individual",
    organisation: null,
    companyNationalIdentificationNumber: null,
    nationalIdentificationNumber: null,
    corporationType: null,
    birthDay: null,
    birthCity: null,
    sex: null,
    fax: null,
    vat: null,
    italianSDI: null,
    ovhCompany: "ovh",
    ovhSubsidiary: "FR",
    currency: { code: "EUR", symbol: "EURO" },
    state: "complete",
    kycValidated: true,
  });
}

export function addAccessRoutes(routes: Router<Route>, keys: Keys): void {
  routes.add("GET", "/auth/time", ({ cloud }) => ok(Math.floor(apiNow(cloud) / 1000)));
  routes.add("POST", "/auth/credential", (context) => askForCredential(context, keys));
  routes.add("GET", "/auth/currentCredential", showCredential);
  routes.add("GET", "/auth/details", showDetails);
  routes.add("POST", "/auth/logout", ({ credential }) => {
    if (credential) credential.status = "expired";
    return done;
  });
  routes.add("GET", "/me", showMe);
}
