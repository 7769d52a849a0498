import { readFileSync } from "node:fs";
import { textReport } from "../lib/hosts/drill/report/text";
import { junitReport } from "../lib/hosts/drill/report/junit";
const j = JSON.parse(readFileSync("/tmp/journal.json", "utf8"));
console.log(textReport(j)); console.log(junitReport(j).slice(0, 1500));
