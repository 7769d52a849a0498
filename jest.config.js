const { availableParallelism } = require("node:os");

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  globalSetup: "<rootDir>/test/support/run/setup.ts",
  globalTeardown: "<rootDir>/test/support/run/teardown.ts",
  testTimeout: 120_000,
  // Most suites wait most of the time, for processes that they started or for a simulated cloud to settle.
  maxWorkers: 2 * availableParallelism(),
};
