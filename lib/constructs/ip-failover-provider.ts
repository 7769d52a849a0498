import type { Construct } from "constructs";
import { IpfailoverProvider, type IpfailoverProviderConfig } from "../bindings/provider";
import { installInto, onSynthesize, stackFolder } from "./installation";
import { isKind, markKind } from "./meta";
import { constructId } from "./names";
import { checkStack } from "./stack-check";

const KIND = Symbol.for("cdktf-ip-failover/IpFailoverProvider");

export interface IpFailoverProviderProps extends IpfailoverProviderConfig {
  /**
   * Whether to put the provider itself into the stack's folder at synth, so that `cdktf deploy` and `terraform init`
   * need neither registry nor flag. False where it is installed otherwise, as by `ipfailover install-provider`.
   * @default true
   */
  readonly install?: boolean;
}

/**
 * One account of one cloud. Credentials that are left out come from the cloud's customary environment variables when
 * Terraform runs, and then stand in no file.
 *
 * @example new IpFailoverProvider(stack, "ionos", { cloud: "ionos" });
 */
export class IpFailoverProvider extends IpfailoverProvider {
  constructor(scope: Construct, id: string, props: IpFailoverProviderProps) {
    const { install = true, ...config } = props;
    super(scope, constructId(id), config);
    markKind(this, KIND);
    checkStack(this);
    // The same files for every configuration of a stack: written again, they are found as they should be.
    if (install) onSynthesize(this, (session) => installInto(stackFolder(session, this), this));
  }

  static isIpFailoverProvider(this: void, value: unknown): value is IpFailoverProvider {
    return isKind(value, KIND);
  }
}
