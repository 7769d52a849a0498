import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { type Cloud, time } from "../cloud";
import { refused } from "../errors";
import type { Values } from "../fields";
import type { StoredObject } from "./configuration";

/**
 * A PEM certificate that belongs to the key. What cannot be read is a placeholder of a test, if the option lets it be.
 * The refusals are in the simulator's own words.
 */
export function checkCertificate({ behaviour }: Cloud, { certificate, key }: Values): void {
  const parsed = tryCertificate(certificate);
  const privateKey = attempt(() => createPrivateKey(key as string));
  if (!parsed && behaviour.placeholderCertificates === "reject")
    throw refused("[certificate] This is no certificate in PEM format");
  if (!privateKey && behaviour.placeholderCertificates === "reject")
    throw refused("[key] This is no private key in PEM format");
  if (parsed && privateKey && !parsed.checkPrivateKey(privateKey))
    throw refused("[key] This key does not belong to the certificate");
}

const tryCertificate = (pem: unknown) => attempt(() => new X509Certificate(pem as string));

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * The material is never shown. The fingerprint is SHA-1 in upper case with colons: with another one the vendor's
 * Terraform provider replaces a certificate that it imported.
 */
export function showCertificate({ id, values }: StoredObject): Values {
  const own = { id, displayName: values.displayName, type: "custom" };
  const parsed = tryCertificate(values.certificate);
  if (!parsed) return { ...own, ...placeholder(String(values.certificate)) };
  const { fingerprint, serialNumber, subject, subjectAltName, validTo } = parsed;
  return {
    ...own,
    fingerprint,
    serial: serialNumber,
    subject: subject.split("\n").join(", "),
    san: (subjectAltName ?? "").split(", ").flatMap((name) => (name.startsWith("DNS:") ? [name.slice(4)] : [])),
    expireDate: time(Date.parse(validTo)),
  };
}

const placeholder = (text: string): Values => ({
  fingerprint: (createHash("sha1").update(text).digest("hex").toUpperCase().match(/../g) ?? []).join(":"),
  serial: "00",
  subject: "CN=placeholder",
  san: [],
  expireDate: time(Date.UTC(2099, 0, 1)),
});
