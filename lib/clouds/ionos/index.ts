/** IONOS Cloud (formerly ProfitBricks): VRRP inside a LAN decides who holds an address, the API only authorises it. */
import type { HttpError } from "../../http/error";
import { unlessStopped } from "../../http/wait";
import type { Cloud } from "../cloud";
import { createAddresses } from "./addresses";
import { createIonosApi } from "./api";
import type { IonosConfig } from "./credentials";
import { createDnsApi } from "./api-dns";
import { createGroups } from "./groups";
import { createIpBlockList } from "./ip-block-list";
import { createIpBlocks } from "./ip-blocks";
import { createLanEntries } from "./lan-entries";
import { createNicAddresses } from "./nic-addresses";
import { createReverseDns } from "./reverse-dns";
import { createSnapshots } from "./snapshot";
import type { Collection, Contract } from "./wire";

export function openIonos(config: IonosConfig): Cloud {
  const api = createIonosApi(config);
  const dns = createDnsApi(config);
  const snapshots = createSnapshots(api);
  const blocks = createIpBlockList(api);
  const tools = { api, snapshots, blocks, lanEntries: createLanEntries(api), nicAddresses: createNicAddresses(api) };
  // A look-up that several wait for belongs to none of them: one who gives up shall not end it for the others.
  const nobody = new AbortController().signal;
  let account: Promise<string> | undefined;

  return {
    name: "ionos",
    ...(config.contractNumber === undefined ? {} : { configuredAccount: config.contractNumber }),
    account(signal) {
      if (config.contractNumber !== undefined) return Promise.resolve(config.contractNumber);
      if (!account) {
        account = api.contracts(nobody).then(contractNumber);
        account.catch(() => (account = undefined));
      }
      return unlessStopped(account, signal, "looking up the contract");
    },
    groups: createGroups(tools),
    ipBlocks: createIpBlocks(api, blocks),
    reverseDns: createReverseDns(dns, blocks, config.token !== undefined),
    addresses: createAddresses(blocks, snapshots),
    advice,
    close() {
      api.close();
      dns.close();
    },
  };
}

function advice({ status }: HttpError): string | undefined {
  if (status === 401)
    return "The credentials were not accepted: check token, or username and password, and their environment variables.";
  return status === 403 ? "These credentials may not do that: check the user's rights and contract_number." : undefined;
}

/** One contract, or all that the user has: then which one is meant must be said. */
function contractNumber(answer: Contract | Collection<Contract>): string {
  const contracts = "items" in answer ? (answer.items ?? []) : [answer as Contract];
  const numbers = contracts.flatMap(({ properties }) => properties?.contractNumber ?? []);
  if (numbers.length === 1) return String(numbers[0]);
  throw new Error(
    numbers.length === 0
      ? "GET /contracts names no contract for these credentials."
      : `These credentials have several contracts (${numbers.join(", ")}): set contract_number in the provider, or IONOS_CONTRACT_NUMBER.`,
  );
}
