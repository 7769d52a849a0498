/**
 * A certificate for one run of the provider, in memory only. It is written as DER by hand: the libraries for it take
 * longer to load than everything else together.
 */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface Certificate {
  readonly der: Buffer;
  readonly pem: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

const DAY_MS = 86_400_000;

/** Self-signed, ECDSA on P-256, for `localhost`: the name that go-plugin's client asks for. */
export function selfSignedCertificate(now: number = Date.now()): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(set(sequence(oid(2, 5, 4, 3), utf8("localhost"))));
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(positive(randomBytes(16))),
    ECDSA_WITH_SHA256,
    name,
    // A day back for clocks that are set while Terraform runs; the end is far beyond the longest apply.
    sequence(utcTime(now - DAY_MS), utcTime(now + 365 * DAY_MS)),
    name,
    publicKey.export({ format: "der", type: "spki" }),
    explicit(3, sequence(...EXTENSIONS)),
  );
  const der = sequence(body, ECDSA_WITH_SHA256, bitString(sign("sha256", body, privateKey)));
  const base64 = der.toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return {
    der,
    pem: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

function tagged(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.of(body.length >> 8, body.length & 0xff);
  return body.length < 0x100
    ? Buffer.concat([Buffer.of(tag, 0x81, body.length), body])
    : Buffer.concat([Buffer.of(tag, 0x82), length, body]);
}

const sequence = (...content: readonly Uint8Array[]): Buffer => tagged(0x30, ...content);
const set = (...content: readonly Uint8Array[]): Buffer => tagged(0x31, ...content);
const explicit = (number: number, content: Uint8Array): Buffer => tagged(0xa0 + number, content);
const integer = (content: Uint8Array): Buffer => tagged(0x02, content);
const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));
const octets = (content: Uint8Array): Buffer => tagged(0x04, content);
const bitString = (content: Uint8Array): Buffer => tagged(0x03, Buffer.of(0), content);
const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.of(value ? 0xff : 0));

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const encoded = rest.flatMap((arc) => {
    const out = [arc & 0x7f];
    for (let high = arc >> 7; high > 0; high >>= 7) out.unshift((high & 0x7f) | 0x80);
    return out;
  });
  return tagged(0x06, Buffer.of(first * 40 + second, ...encoded));
}

/** YYMMDDHHMMSSZ, good until 2049. */
function utcTime(time: number): Buffer {
  const text = new Date(time).toISOString().replace(/[-:T]/g, "").slice(2, 14);
  return tagged(0x17, Buffer.from(`${text}Z`));
}

/** Shortest form of a serial number that is neither negative nor zero. */
function positive(random: Buffer): Buffer {
  random[0] = ((random[0] ?? 0) & 0x7f) | 0x40;
  return random;
}

const ECDSA_WITH_SHA256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));

/** What go-plugin puts into its own certificates: an authority of itself, good for both ends. */
const EXTENSIONS: readonly Buffer[] = [
  sequence(oid(2, 5, 29, 19), boolean(true), octets(sequence(boolean(true)))),
  // digitalSignature and keyCertSign
  sequence(oid(2, 5, 29, 15), boolean(true), octets(tagged(0x03, Buffer.of(2, 0x84)))),
  sequence(oid(2, 5, 29, 37), octets(sequence(oid(1, 3, 6, 1, 5, 5, 7, 3, 1), oid(1, 3, 6, 1, 5, 5, 7, 3, 2)))),
  sequence(oid(2, 5, 29, 17), octets(sequence(tagged(0x82, Buffer.from("localhost"))))),
];
