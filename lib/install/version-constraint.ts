/** Terraform's version constraints, such as `>= 1.2, < 2.0` or `~> 1.2`, and their spelling in the lock file. */

type Operator = "=" | "!=" | ">" | "<" | ">=" | "<=" | "~>";

interface Version {
  readonly numbers: readonly [number, number, number];
  readonly prerelease: string;
}

interface Constraint {
  readonly operator: Operator;
  readonly version: Version;
  /** How many numbers were written: `~> 1.2` leaves the minor version free, `~> 1.2.0` the patch version only. */
  readonly precision: number;
}

/** In which order Terraform writes constraints on one version; of two `~>` the longer one goes first. */
const OPERATORS: readonly Operator[] = [">", ">=", "=", "~>", "<=", "<", "!="];

/** As the lock file spells it: sorted, without repetition, versions in full. Text that is none comes back as it is. */
export function canonicalConstraints(text: string): string {
  const constraints = parseConstraints(text);
  if (!constraints) return text.trim();
  const sorted = [...constraints].sort(
    (a, b) =>
      compare(a.version, b.version) ||
      OPERATORS.indexOf(a.operator) - OPERATORS.indexOf(b.operator) ||
      b.precision - a.precision,
  );
  return [...new Set(sorted.map(format))].join(", ");
}

/** Whether Terraform would select `version`. What cannot be read satisfies nothing. */
export function satisfies(version: string, constraints: string): boolean {
  const parsed = parseVersion(version);
  const all = parseConstraints(constraints);
  if (!parsed || !all) return false;
  // A pre-release is only ever selected by its exact version.
  if (parsed.prerelease !== "" && !all.some((one) => one.operator === "=")) return false;
  return all.every((one) => allows(one, parsed));
}

function allows(constraint: Constraint, version: Version): boolean {
  const order = compare(version, constraint.version);
  switch (constraint.operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case "~>": {
      const kept = Math.max(constraint.precision - 1, 1);
      return order >= 0 && version.numbers.slice(0, kept).every((n, i) => n === constraint.version.numbers[i]);
    }
  }
}

function parseConstraints(text: string): Constraint[] | undefined {
  const constraints: Constraint[] = [];
  for (const part of text.split(",")) {
    const match = /^\s*(=|!=|>=|<=|~>|>|<)?\s*(\S+)\s*$/.exec(part);
    const version = match?.[2] === undefined ? undefined : parseVersion(match[2]);
    if (!match?.[2] || !version) return undefined;
    const precision = (match[2].split(/[-+]/)[0] ?? "").split(".").length;
    constraints.push({ operator: (match[1] ?? "=") as Operator, version, precision });
  }
  return constraints;
}

function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text);
  if (!match) return undefined;
  return { numbers: [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)], prerelease: match[4] ?? "" };
}

function compare(a: Version, b: Version): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.prerelease === b.prerelease) return 0;
  if (a.prerelease === "") return 1;
  if (b.prerelease === "") return -1;
  return comparePrereleases(a.prerelease.split("."), b.prerelease.split("."));
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined) return 1;
    if (left === right) continue;
    const numeric = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (numeric[0] && numeric[1]) return Number(left) - Number(right);
    if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

function format(constraint: Constraint): string {
  const { operator, version } = constraint;
  const precision = operator === "~>" ? Math.max(constraint.precision, 2) : 3;
  const text =
    version.numbers.slice(0, precision).join(".") + (version.prerelease === "" ? "" : `-${version.prerelease}`);
  return operator === "=" ? text : `${operator} ${text}`;
}
