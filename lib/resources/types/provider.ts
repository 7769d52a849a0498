import type { AttributeSchema, Schema } from "../schema";

/** A part of the credentials, which may come from the environment instead. */
function credential(description: string, sensitive: boolean): AttributeSchema {
  return { type: "string", mode: "optional", ...(sensitive ? { sensitive } : {}), description };
}

/** One provider configuration: one account of one cloud. */
export const providerSchema: Schema = {
  version: 0,
  description:
    "IP failover on several clouds. One configuration stands for one account of one cloud; use `alias` for more. " +
    "Credentials that are left out come from the cloud's customary environment variables and, on OVHcloud, from " +
    "`ovh.conf` (`./ovh.conf`, `~/.ovh.conf`, `/etc/ovh.conf`, the first that has a value).",
  attributes: {
    cloud: {
      type: "string",
      mode: "required",
      allowed: ["ionos", "ovh"],
      description: "The cloud: `ionos` or `ovh` (OVHcloud).",
    },
    endpoint: {
      type: "string",
      mode: "optional",
      description:
        "The API's URL, where it is not the cloud's public one. IONOS: environment variable `IONOS_API_URL`. OVHcloud: " +
        "`ovh-eu` (the default), `ovh-ca`, `ovh-us`, `kimsufi-eu`, `kimsufi-ca`, `soyoustart-eu`, `soyoustart-ca` or a " +
        "URL such as `https://eu.api.ovh.com/1.0`; environment variable `OVH_ENDPOINT`.",
    },
    token: credential(
      "API token. IONOS: environment variable `IONOS_TOKEN`; it wins over user name and password.",
      true,
    ),
    username: credential(
      "User name, for accounts without a second factor. IONOS: environment variable `IONOS_USERNAME`.",
      false,
    ),
    password: credential("Password that goes with `username`. IONOS: environment variable `IONOS_PASSWORD`.", true),
    contract_number: credential(
      "The contract to act on, for users with several. IONOS: environment variable `IONOS_CONTRACT_NUMBER`.",
      false,
    ),
    application_key: credential(
      "Key of the application that signs requests, with `application_secret` and `consumer_key`. OVHcloud: environment " +
        "variable `OVH_APPLICATION_KEY`.",
      false,
    ),
    application_secret: credential(
      "Secret that goes with `application_key`. OVHcloud: environment variable `OVH_APPLICATION_SECRET`.",
      true,
    ),
    consumer_key: credential(
      "Key by which the account allows the application to act. OVHcloud: environment variable `OVH_CONSUMER_KEY`.",
      true,
    ),
    client_id: credential(
      "OAuth2 client id of a service account, with `client_secret`; in place of the three keys. OVHcloud: environment " +
        "variable `OVH_CLIENT_ID`.",
      false,
    ),
    client_secret: credential(
      "Secret that goes with `client_id`. OVHcloud: environment variable `OVH_CLIENT_SECRET`.",
      true,
    ),
    access_token: credential(
      "OAuth2 access token, valid for about an hour; in place of all other credentials. OVHcloud: environment variable " +
        "`OVH_ACCESS_TOKEN`.",
      true,
    ),
    requests_per_minute: {
      type: "int",
      mode: "optional",
      range: [0, 60_000],
      description:
        "How many requests any minute may hold; those beyond wait. `0` is no limit. OVHcloud: 60 at the vendor's own " +
        "endpoints, which is what its fair use allows for one consumer key, and no limit at other URLs.",
    },
    refresh: {
      type: "bool",
      mode: "optional",
      description:
        "Whether changes of a load balancer are made live. False is for people who do that by hand: nothing is ever " +
        "refreshed. OVHcloud only; true when left out.",
    },
  },
};
