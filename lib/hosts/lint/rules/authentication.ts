import { memberRule } from "../rule";

const LONGEST_PASSWORD = 8;

const authenticationInvalid = memberRule({
  id: "authentication-invalid",
  severity: "error",
  title: "The authentication does not work like this",
  why: "keepalived ignores it or cuts the password to 8 characters, and says so only in its log. Two members of which one authenticates and the other does not are two masters.",
  fix: "Remove the block and let the firewall take protocol 112 from the peers only; or use VRRP 2 with auth_type PASS and at most 8 characters on all members.",
  configTest: 5,
  *check({ config }) {
    for (const { name, version, state, authentication } of config.instances) {
      if (authentication === undefined) continue;
      const { type, password, position } = authentication;
      if (type === "AH" && version === 2 && state === "MASTER") {
        yield {
          position,
          severity: "warning",
          message: `With AH ${name} cannot start as MASTER: keepalived takes BACKUP.`,
          fix: "Write state BACKUP.",
        };
      }
      if (version === 3) yield { position, message: `${name} speaks VRRP 3, which has no authentication.` };
      else if (type !== "PASS" && type !== "AH")
        yield { position, message: `The type "${type}" is neither PASS nor AH.` };
      else if (password === "") yield { position, message: `${name} has no auth_pass.` };
      if (Buffer.byteLength(password) > LONGEST_PASSWORD) {
        yield { position, message: `The password has ${Buffer.byteLength(password)} characters, and 8 count.` };
      }
    }
  },
});

const authenticationWeak = memberRule({
  id: "authentication-weak",
  severity: "info",
  title: "The password travels in clear text",
  why: "Whoever can hear adverts reads it, and it was taken out of VRRP in 2004. It guards against a wrong number, not against an attacker.",
  fix: "Let the firewall take protocol 112 from the peers only; keepalived 2.4.0 and later have auth_hmac.",
  configTest: 0,
  *check({ config }) {
    for (const { name, version, authentication } of config.instances) {
      if (authentication === undefined || version === 3) continue;
      yield { position: authentication.position, message: `${name} uses auth_type ${authentication.type}.` };
    }
  },
});

export const authenticationRules = [authenticationInvalid, authenticationWeak];
