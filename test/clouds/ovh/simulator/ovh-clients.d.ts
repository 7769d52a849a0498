/** The vendor's npm clients have no types; this is as much of both as is used here. */

interface OvhClient {
  requestPromised(method: string, path: string, params?: object): Promise<unknown>;
}

interface OvhClientSettings {
  readonly host?: string;
  readonly port?: number;
  readonly appKey?: string;
  readonly appSecret?: string;
  readonly consumerKey?: string;
  readonly clientID?: string;
  readonly clientSecret?: string;
  readonly tokenURL?: string;
}

declare module "ovh" {
  function open(settings: OvhClientSettings): OvhClient;
  export = open;
}

declare module "@ovhcloud/node-ovh" {
  function open(settings: OvhClientSettings): OvhClient;
  export = open;
}
