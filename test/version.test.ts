import { version } from "../package.json";
import { packageVersion } from "../lib/version";

it("carries the version of package.json", () => {
  expect(packageVersion).toBe(version);
});
