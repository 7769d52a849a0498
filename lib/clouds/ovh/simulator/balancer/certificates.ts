import { createPrivateKey, X509Certificate } from "node:crypto";
import { time } from "../cloud";
import { refused } from "../errors";
import type { Values } from "../fields";
import type { StoredObject } from "./configuration";

/** A PEM certificate that can be read and belongs to the key. The refusals are in the simulator's own words. */
export function checkCertificate({ certificate, key }: Values): void {
  const parsed = attempt(() => new X509Certificate(certificate as string));
  if (!parsed) throw refused("[certificate] This is no certificate in PEM format");
  const privateKey = attempt(() => createPrivateKey(key as string));
  if (!privateKey) throw refused("[key] This is no private key in PEM format");
  if (!parsed.checkPrivateKey(privateKey)) throw refused("[key] This key does not belong to the certificate");
}

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
  const { fingerprint, serialNumber, subject, subjectAltName, validTo } = new X509Certificate(
    values.certificate as string,
  );
  return {
    id,
    displayName: values.displayName,
    fingerprint,
    serial: serialNumber,
    subject: subject.split("\n").join(", "),
    san: (subjectAltName ?? "").split(", ").flatMap((name) => (name.startsWith("DNS:") ? [name.slice(4)] : [])),
    expireDate: time(Date.parse(validTo)),
    type: "custom",
  };
}
