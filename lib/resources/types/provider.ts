import type { Schema } from "../schema";

/** One provider configuration: one account of one cloud. */
export const providerSchema: Schema = {
  version: 0,
  description:
    "IP failover on several clouds. One configuration stands for one account of one cloud; use `alias` for more. " +
    "Credentials that are left out come from the cloud's customary environment variables.",
  attributes: {
    cloud: { type: "string", mode: "required", allowed: ["ionos"], description: "The cloud: `ionos`." },
    endpoint: {
      type: "string",
      mode: "optional",
      description:
        "The API's URL, where it is not the cloud's public one. IONOS: environment variable `IONOS_API_URL`.",
    },
    token: {
      type: "string",
      mode: "optional",
      sensitive: true,
      description: "API token. IONOS: environment variable `IONOS_TOKEN`; it wins over user name and password.",
    },
    username: {
      type: "string",
      mode: "optional",
      description: "User name, for accounts without a second factor. IONOS: environment variable `IONOS_USERNAME`.",
    },
    password: {
      type: "string",
      mode: "optional",
      sensitive: true,
      description: "Password that goes with `username`. IONOS: environment variable `IONOS_PASSWORD`.",
    },
    contract_number: {
      type: "string",
      mode: "optional",
      description:
        "The contract to act on, for users with several. IONOS: environment variable `IONOS_CONTRACT_NUMBER`.",
    },
  },
};
