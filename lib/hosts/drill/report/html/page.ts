/** The report as one page that needs nothing but itself: no script, no font, no request. */
import type { Journal } from "../../journal";
import { seconds, verdictOfAll } from "../wording";
import { faultSection } from "./fault-section";
import { html } from "./markup";
import type { Markup } from "./markup";
import { badge, overview } from "./overview";
import { style } from "./style";

export function htmlReport(journal: Journal): string {
  const { group, drills } = journal;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="color-scheme" content="light dark" />
        <title>Drill of ${group}: ${verdictOfAll(journal)}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <header>
          <p class="kind">Failure drill</p>
          <h1>${group} ${badge(verdictOfAll(journal))}</h1>
          ${facts(journal)} ${journal.notes.map((note) => html`<p class="note">${note}</p>`)}
        </header>
        <main>${overview(journal)} ${drills.map((drill) => faultSection(drill, journal))}</main>
        <footer>
          <p>
            Measured by cdktf-ip-failover ${journal.version}. An outage is the time between two answered attempts, so it
            is true to one interval of the client.
          </p>
        </footer>
      </body>
    </html> `;
  return page.markup;
}

function facts({ addresses, members, mode, startedAt, seed, limits }: Journal): Markup {
  const allowed = [
    ...(limits.maxOutageMs === undefined ? [] : [`outage ${seconds(limits.maxOutageMs)}`]),
    ...(limits.maxSplitBrainMs === undefined ? [] : [`two holders ${seconds(limits.maxSplitBrainMs)}`]),
  ];
  const fact = (label: string, value: string) =>
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="facts">
    ${fact("address", addresses.join(", "))} ${members.length === 0 ? undefined : fact("members", members.join(", "))}
    ${fact("where", mode === "lab" ? "a lab with real keepalived" : "real hosts")}
    ${fact("when", `${startedAt.slice(0, 16).replace("T", " ")} UTC`)}
    ${allowed.length === 0 ? undefined : fact("limits", allowed.join(", "))} ${fact("seed", String(seed))}
  </dl>`;
}
