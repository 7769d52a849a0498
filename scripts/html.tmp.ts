import { readFileSync, writeFileSync } from "node:fs";
import { htmlReport } from "../lib/hosts/drill/report/html/page";
writeFileSync("/tmp/report.html", htmlReport(JSON.parse(readFileSync(process.argv[2] ?? "/tmp/journal.json", "utf8"))));
