/** SARIF 2.1.0, as code-scanning services read it. https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { packageVersion } from "../../../version";
import type { Finding, FindingPlace, NotChecked, Severity } from "../finding";
import type { LintReport } from "../lint";
import { rules } from "../rules";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

export function sarifReport(report: LintReport): string {
  const run = {
    tool: {
      driver: {
        name: "ipfailover lint",
        version: packageVersion,
        rules: rules.map(({ id, severity, title, why, fix, configTest }) => ({
          id,
          shortDescription: { text: title },
          fullDescription: { text: why },
          help: { text: fix },
          defaultConfiguration: { level: levels[severity] },
          properties: { keepalivedConfigTest: configTest },
        })),
      },
    },
    columnKind: "utf16CodeUnits",
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.notChecked.map(notification) }],
    results: report.findings.map(result),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return JSON.stringify(log, undefined, 2);
}

function result(finding: Finding) {
  const { rule, severity, message, why, fix, member, related } = finding;
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: levels[severity],
    message: { text: `${message} ${why} ${fix}` },
    locations: [location(finding)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((other, index) => ({
            id: index + 1,
            message: { text: other.message },
            ...location(other),
          })),
        }),
    properties: { member },
  };
}

function location({ file, line, column }: FindingPlace) {
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } };
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } };
}

/** Relative to the working directory, which is a repository's root in a pipeline. */
function uriOf(file: string): string {
  return path.isAbsolute(file) ? pathToFileURL(file).href : file.split(path.sep).map(encodeURIComponent).join("/");
}

function notification({ member, what, how }: NotChecked) {
  const who = member === undefined ? "" : `${member}: `;
  return { level: "note", message: { text: `Not checked: ${who}${what}. How: ${how}.` } };
}
