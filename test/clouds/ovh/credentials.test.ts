/** What may be written where, and what is said of what is missing, malformed or mixed. Nothing here asks a cloud. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Environment, Settings } from "../../../lib/clouds/cloud";
import { completeOvh } from "../../../lib/clouds/ovh/credentials";
import type { OvhConfig } from "../../../lib/clouds/ovh/credentials";
import { ovhConfPaths } from "../../../lib/clouds/ovh/ovh-conf";

const SECRET = "s3cr3t";
const keys = { application_key: "ak", application_secret: SECRET, consumer_key: "ck" };
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** Files with these texts, the nearest first. */
function files(...texts: readonly string[]): readonly string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "ovh-conf-"));
  folders.push(folder);
  return texts.map((text, i) => {
    const file = path.join(folder, `${i}.conf`);
    writeFileSync(file, text);
    return file;
  });
}

function complete(settings: Settings, env: Environment = {}, conf: readonly string[] = []): OvhConfig {
  const completed = completeOvh(settings, env, conf);
  if ("problems" in completed) throw new Error(JSON.stringify(completed.problems));
  return completed.config;
}

function complaints(settings: Settings, env: Environment = {}, conf: readonly string[] = []): string {
  const completed = completeOvh(settings, env, conf);
  if ("config" in completed) throw new Error("nothing to complain about");
  const text = completed.problems.map(({ summary, detail }) => `${summary}: ${detail}`).join("\n");
  expect(text).not.toContain(SECRET);
  return text;
}

describe("the endpoint", () => {
  it.each([
    ["ovh-eu", "https://eu.api.ovh.com/1.0", 60],
    ["ovh-ca", "https://ca.api.ovh.com/1.0", 60],
    ["ovh-us", "https://api.us.ovhcloud.com/1.0", 60],
    ["kimsufi-eu", "https://eu.api.kimsufi.com/1.0", 60],
    ["kimsufi-ca", "https://ca.api.kimsufi.com/1.0", 60],
    ["soyoustart-eu", "https://eu.api.soyoustart.com/1.0", 60],
    ["soyoustart-ca", "https://ca.api.soyoustart.com/1.0", 60],
    ["https://eu.api.ovh.com/v1", "https://eu.api.ovh.com/v1", 60],
    ["https://eu.api.ovh.com/1.0/", "https://eu.api.ovh.com/1.0", 60],
    ["http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1", 0],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080/1.0", 0],
    ["https://gateway.example/ovh/1.0", "https://gateway.example/ovh/1.0", 0],
  ])("%s is %s, with %d requests a minute", (endpoint, baseUrl, requestsPerMinute) => {
    expect(complete({ ...keys, endpoint })).toMatchObject({ baseUrl, requestsPerMinute });
  });

  it("is the European one when nobody names another", () => {
    expect(complete(keys).baseUrl).toBe("https://eu.api.ovh.com/1.0");
  });

  it("counts requests as it is told", () => {
    expect(complete({ ...keys, requests_per_minute: 0 }).requestsPerMinute).toBe(0);
    expect(complete({ ...keys, endpoint: "http://127.0.0.1", requests_per_minute: 5 }).requestsPerMinute).toBe(5);
  });
});

describe("credentials", () => {
  it("come from the configuration, else from the environment, else from ovh.conf, part by part", () => {
    const conf = files("[ovh-eu]\napplication_key = file\napplication_secret=file\nconsumer_key=file\n");
    const env = { OVH_APPLICATION_SECRET: "env", OVH_APPLICATION_KEY: "env" };
    expect(complete({ application_key: "written" }, env, conf).credentials).toEqual({
      kind: "keys",
      applicationKey: "written",
      applicationSecret: "env",
      consumerKey: "file",
    });
  });

  it("of another kind in the environment do not matter when the configuration names its own", () => {
    const env = { OVH_CLIENT_ID: "id", OVH_CLIENT_SECRET: "secret", OVH_ACCESS_TOKEN: "token" };
    expect(complete(keys, env).credentials.kind).toBe("keys");
    expect(complete({ access_token: "other" }, env).credentials).toEqual({ kind: "token", accessToken: "other" });
  });

  it.each([
    ["ovh-eu", "https://www.ovh.com/auth/oauth2/token"],
    ["ovh-ca", "https://ca.ovh.com/auth/oauth2/token"],
    ["ovh-us", "https://us.ovhcloud.com/auth/oauth2/token"],
    ["https://ca.api.ovh.com/v1", "https://ca.ovh.com/auth/oauth2/token"],
    ["http://127.0.0.1:8080/1.0", "http://127.0.0.1:8080/auth/oauth2/token"],
  ])("of a service account at %s are exchanged at %s", (endpoint, tokenUrl) => {
    expect(complete({ client_id: "id", client_secret: "secret", endpoint }).credentials).toMatchObject({ tokenUrl });
  });

  it.each<readonly [string, Settings, Environment, readonly string[]]>([
    ["nothing", {}, {}, ["application_key, application_secret and consumer_key", "OVH_CONSUMER_KEY", "access_token"]],
    ["no consumer key", { ...keys, consumer_key: undefined as never }, {}, ["Set consumer_key, or OVH_CONSUMER_KEY"]],
    ["a key alone", { application_key: "a" }, {}, ["application_secret is not", "consumer_key is not"]],
    ["half a service account", {}, { OVH_CLIENT_ID: "id" }, ["client_id is set and client_secret is not"]],
    ["two kinds", { ...keys, client_id: "id" }, {}, ["consumer_key and client_id are set", "Keep one of"]],
    ["two kinds", {}, { OVH_CLIENT_ID: "i", OVH_ACCESS_TOKEN: "t" }, ["OVH_CLIENT_ID and OVH_ACCESS_TOKEN are set"]],
    ["a line break", { ...keys, consumer_key: `${SECRET}\n` }, {}, ["consumer_key holds a blank", "OVH_CONSUMER_KEY"]],
    ["no ASCII", {}, { OVH_ACCESS_TOKEN: `${SECRET}…` }, ["access_token is malformed"]],
    [
      "a service account where there are none",
      { client_id: "id", client_secret: SECRET, endpoint: "soyoustart-eu" },
      {},
      ["soyoustart-eu has no service accounts"],
    ],
    ["an unknown endpoint", { ...keys, endpoint: "ovh-fr" }, {}, ['endpoint is "ovh-fr"', "ovh-eu, ovh-ca, ovh-us"]],
    ["a host alone", { ...keys, endpoint: "eu.api.ovh.com" }, {}, ["https://HOST/1.0"]],
    ["API v2", { ...keys, endpoint: "https://eu.api.ovh.com/v2" }, {}, ["no URL of API v1"]],
    ["a URL with a password", keys, { OVH_ENDPOINT: `https://me:${SECRET}@api.example/1.0` }, ["without user name"]],
    ["another scheme", { ...keys, endpoint: "ftp://eu.api.ovh.com" }, {}, ["endpoint is no URL"]],
  ])("that hold %s are refused", (_what, settings, env, says) => {
    const text = complaints(
      Object.fromEntries(Object.entries(settings).filter(([, value]) => (value as unknown) !== undefined)),
      env,
    );
    for (const words of says) expect(text).toContain(words);
  });

  it("are all complained about at once", () => {
    expect(complaints({ application_key: "a", endpoint: "x" }).split("\n")).toHaveLength(3);
  });
});

describe("ovh.conf", () => {
  it("is looked for where Terraform runs, in the home directory and in /etc", () => {
    expect(ovhConfPaths({ HOME: "/home/anna" })).toEqual([
      path.resolve("ovh.conf"),
      "/home/anna/.ovh.conf",
      "/etc/ovh.conf",
    ]);
  });

  it("names endpoint and keys, the nearest file first, with comments, quotes and either separator", () => {
    const near = "\uFEFF# mine\r\n[default]\r\nendpoint=ovh-ca ; for now\r\n\r\n[ovh-ca]\r\nconsumer_key: 'near'\r\n";
    const far =
      '; all\n[default]\nendpoint=ovh-us\n[ovh-ca]\nApplication_Key = "far"\napplication_secret=a#b\nconsumer_key=far';
    const { baseUrl, credentials } = complete({}, {}, [...files(near, far), "/nowhere/ovh.conf"]);
    expect(baseUrl).toBe("https://ca.api.ovh.com/1.0");
    expect(credentials).toEqual({
      kind: "keys",
      applicationKey: "far",
      applicationSecret: "a#b",
      consumerKey: "near",
    });
  });

  it("has a section for a URL as well", () => {
    const conf = files(
      "[default]\nendpoint = http://127.0.0.1:8080/1.0\n[http://127.0.0.1:8080/1.0]\naccess_token = t\n",
    );
    expect(complete({}, {}, conf)).toMatchObject({
      baseUrl: "http://127.0.0.1:8080/1.0",
      credentials: { kind: "token" },
    });
  });

  it("is not looked at when all is told elsewhere", () => {
    expect(complete({ ...keys, endpoint: "ovh-eu" }, {}, files("no file of keys")).credentials.kind).toBe("keys");
  });

  it("that is no such file is told by its line, without what stands there", () => {
    const text = complaints({}, {}, files(`[ovh-eu]\n\n${SECRET}\n`));
    expect(text).toMatch(/0\.conf, line 3 is neither a \[section\] nor a key = value/);
  });

  it("that cannot be read is told by its name", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "ovh-conf-"));
    folders.push(folder);
    expect(complaints({}, {}, [folder])).toContain(`${folder} exists and cannot be read (EISDIR)`);
  });

  it("that mixes kinds is told by section", () => {
    const conf = files("[ovh-eu]\nclient_id=a\nclient_secret=b\nconsumer_key=c\n");
    expect(complaints({}, {}, conf)).toContain("consumer_key of [ovh-eu] in ovh.conf");
  });

  it("is told of without a password that its endpoint holds", () => {
    const url = `https://me:${SECRET}@api.example/1.0`;
    const conf = files(`[default]\nendpoint=${url}\n[${url}]\nclient_id=a\nconsumer_key=c\n`);
    expect(complaints({}, {}, conf)).toContain("client_id of […] in ovh.conf");
  });
});
