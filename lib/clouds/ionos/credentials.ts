import type { CloudConfig, Credentials } from "../cloud";
import { problem } from "../diagnostic";

/** What the provider's configuration leaves out comes from the vendor's own environment variables. */
export const ionosCredentials: Credentials = {
  variables: {
    endpoint: "IONOS_API_URL",
    token: "IONOS_TOKEN",
    username: "IONOS_USERNAME",
    password: "IONOS_PASSWORD",
    contractNumber: "IONOS_CONTRACT_NUMBER",
  },
  check({ token, username, password, contractNumber }: CloudConfig) {
    if (contractNumber !== undefined && !/^\d+$/.test(contractNumber)) {
      return [
        problem(
          ["contract_number"],
          "contract_number is no number",
          `contract_number is "${contractNumber}"; IONOS contract numbers have digits only. Correct it, or IONOS_CONTRACT_NUMBER.`,
        ),
      ];
    }
    if (token !== undefined || (username !== undefined && password !== undefined)) return [];
    return [
      problem(
        ["token"],
        "Credentials for IONOS are missing",
        "token is not set. Set it, or IONOS_TOKEN, or both username and password (IONOS_USERNAME and IONOS_PASSWORD).",
      ),
    ];
  },
};
