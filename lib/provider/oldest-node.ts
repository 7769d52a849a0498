/** First of all imports: an older Node must get this far, and its user a sentence. */
import { fatal } from "./stdout";

const OLDEST = [20, 9] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  fatal(
    `The provider ipfailover needs Node.js ${OLDEST.join(".")} or newer; the node on PATH is ${process.versions.node}.`,
  );
}
