import { advice } from "../../../lib/clouds/ovh/advice";
import { HttpError } from "../../../lib/http/error";

const refused = (status: number, code?: string) =>
  advice(new HttpError({ method: "PUT", path: "/ip/x" }, { status, ...(code === undefined ? {} : { code }) }));

it.each([
  [403, "INVALID_KEY", /keys belong to the endpoint where they were made/],
  [403, "NOT_CREDENTIAL", /consumer_key does not exist or has ended/],
  [403, "INVALID_CREDENTIAL", /open its validation page once/],
  [400, "INVALID_SIGNATURE", /application_secret does not go with application_key/],
  [400, "QUERY_TIME_OUT", /check this machine's clock/],
  [403, "NOT_GRANTED_CALL", /make one whose rules allow PUT on \/ip\/x/],
  [401, "invalid_client", /check client_id and client_secret/],
  [401, undefined, /check access_token/],
  [403, "Client::Forbidden", /check the IAM policy/],
  [429, undefined, /lower requests_per_minute/],
  [500, "Server::InternalServerError", /what OVHcloud did all the same is found then/],
  [504, undefined, /tell its support the X-OVH-QUERYID/],
  [460, undefined, /renew it in OVHcloud's console/],
] as const)("after %d %s the user is told what to do", (status, code, words) => {
  expect(refused(status, code)).toMatch(words);
});

it.each([400, 404, 409, 501])("after a plain %d OVHcloud's own words are all there is", (status) => {
  expect(refused(status)).toBeUndefined();
});
