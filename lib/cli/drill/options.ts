/** The options of `drill`, as commander gives them. */
import type { FaultName } from "../../hosts/drill/fault/fault";

export interface DrillOptions {
  readonly group?: string;
  readonly fault?: readonly (FaultName | "all")[];
  readonly runs: number;
  readonly atOnce?: number;
  readonly member?: string;
  readonly hold?: number;
  readonly watch: number;
  readonly loss: number;
  readonly lossBurst: number;
  readonly seed?: number;
  readonly maxOutage?: number;
  readonly maxSplitBrain?: number;
  readonly probe?: string;
  readonly inject?: string;
  readonly recover?: string;
  readonly state?: readonly string[];
  /** False with --no-takeover. */
  readonly takeover: boolean;
  readonly deadMan?: number;
  readonly yesProduction?: string;
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
  readonly json?: boolean;
  readonly html?: string;
  readonly junit?: string;
  readonly journal?: string;
  readonly from?: string;
}
