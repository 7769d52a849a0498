/** For each rule about one member a twin that has the fault and one that has not. */
import { addressesSnippets } from "./addresses";
import { advertsSnippets } from "./adverts";
import { instancesSnippets } from "./instances";
import { keywordsSnippets } from "./keywords";
import { scriptsSnippets } from "./scripts";
import { syntaxSnippets } from "./syntax";
import { trackingSnippets } from "./tracking";
import type { Snippet } from "./snippet";

export const snippets: readonly Snippet[] = [
  ...syntaxSnippets,
  ...keywordsSnippets,
  ...instancesSnippets,
  ...addressesSnippets,
  ...advertsSnippets,
  ...trackingSnippets,
  ...scriptsSnippets,
];
