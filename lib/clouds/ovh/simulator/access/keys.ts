/** What is valid from the start. */
export interface Keys {
  readonly applicationKey: string;
  readonly applicationSecret: string;
  readonly consumerKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A bearer token that never ends. */
  readonly accessToken: string;
}
