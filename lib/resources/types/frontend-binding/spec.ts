/** A binding's attributes as the cloud's port takes them. */
import { sameBlock } from "../../../clouds/block";
import type { Protocol } from "../../../clouds/listener";
import type { BindingDraft, BindingSpec } from "../../../clouds/ports/frontend-bindings";
import { isObject, isUnknown, knownString, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { sameAddresses, textsOf } from "../address-list";

/** Everything is known at apply. */
export function specOf(values: ObjectValue): BindingSpec {
  const { frontend } = values;
  return {
    loadBalancer: textOf(values.load_balancer),
    frontend: isObject(frontend)
      ? { protocol: protocolOf(frontend.protocol) ?? "http", id: textOf(frontend.id) }
      : undefined,
    ips: textsOf(values.ips),
  };
}

/** With all that is to be given up in the end: what the front-end has lost meanwhile is among it. */
export function recordOf(state: ObjectValue): BindingSpec {
  const spec = specOf(state);
  const lost = textsOf(state.routed_ips).filter((ip) => !spec.ips.some((other) => sameBlock(ip, other)));
  return { ...spec, ips: [...spec.ips, ...lost] };
}

export function draftOf(planned: ObjectValue): BindingDraft {
  const { frontend } = planned;
  return {
    loadBalancer: knownString(planned.load_balancer),
    frontend: isObject(frontend)
      ? { protocol: protocolOf(frontend.protocol), id: knownString(frontend.id) }
      : isUnknown(frontend)
        ? undefined
        : null,
    ips: textsOf(planned.ips),
  };
}

/** Whether the cloud has anything to do when the one becomes the other. */
export function bindsTheSame(before: ObjectValue, after: ObjectValue): boolean {
  const [one, other] = [specOf(before), specOf(after)];
  return (
    one.loadBalancer === other.loadBalancer &&
    one.frontend?.protocol === other.frontend?.protocol &&
    one.frontend?.id === other.frontend?.id &&
    sameAddresses(one.ips, other.ips)
  );
}

function protocolOf(value: Value | undefined): Protocol | undefined {
  return value === "http" || value === "tcp" || value === "udp" ? value : undefined;
}
