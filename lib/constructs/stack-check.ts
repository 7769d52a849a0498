/**
 * One check of each stack that has a construct of ours. It reports all problems together, each at the construct that
 * the user made; warnings become annotations, which the CLI prints once at synth.
 */
import { Annotations, Aspects, TerraformResource, TerraformStack, Token } from "cdktf";
import type { IConstruct } from "constructs";
import type { Diagnostic } from "../resources/diagnostic";
import { cloudProblems } from "./cloud-rules";
import { dataSourceFindings, providerFindings, resourceFindings } from "./literal-rules";
import { providerProblems } from "./provider-rules";
import { referredBlock, siblingProblems, type Finding } from "./sibling-rules";
import {
  declaredDataSources,
  declaredProviders,
  declaredResources,
  elementsOf,
  resolve,
  text,
  type Declared,
  type Json,
  type JsonObject,
} from "./stack-elements";
import { nameProblems } from "./terraform-names";
import { createBeforeDestroy } from "./vendor-lifecycle";

const GROUP = "ipfailover_group";
const BLOCK = "ipfailover_ip_block";
const CHECKED = Symbol.for("cdktf-ip-failover/checked");
const PROBLEMS = Symbol.for("cdktf-ip-failover/problems");

/** What a construct has to say in the check of its stack. */
export interface Participant {
  /** Called before the stack is validated and written, perhaps more than once. */
  readonly beforeSynth?: () => void;
  /** @param json the construct's resource as Terraform will read it */
  readonly problems?: (json: JsonObject) => readonly Diagnostic[];
}

/** Has the construct's stack checked at synth. */
export function checkStack(construct: IConstruct, participant: Participant = {}): void {
  const stack = TerraformStack.of(construct) as TerraformStack & { [CHECKED]?: Map<IConstruct, Participant> };
  const participants = stack[CHECKED] ?? new Map<IConstruct, Participant>();
  participants.set(construct, participant);
  if (stack[CHECKED]) return;
  Object.defineProperty(stack, CHECKED, { value: participants });
  Aspects.of(stack).add({
    visit: (node) => {
      if (node === stack) prepare(stack, participants);
    },
  });
  stack.node.addValidation({
    validate: () => {
      report(stack, participants);
      return [];
    },
  });
}

/** Aspects come first in every kind of synthesis, so what they change is seen by validation. */
function prepare(stack: TerraformStack, participants: ReadonlyMap<IConstruct, Participant>): void {
  for (const { beforeSynth } of participants.values()) beforeSynth?.();
  const elements = elementsOf(stack).filter((element) => TerraformResource.isTerraformResource(element));
  const referred = new Set(elements.map((element) => referredBlock(addressOf(stack, element))));
  for (const element of elements) {
    // IONOS gives back no block that a group still uses, and Terraform destroys before it updates the group.
    const isReferred = element.terraformResourceType === BLOCK && referred.has(element.friendlyUniqueId);
    if (isReferred) createBeforeDestroy(element);
  }
}

/** The address of a group, when it is a reference. Only this is resolved here: a stack may have thousands of groups. */
function addressOf(stack: TerraformStack, element: TerraformResource): string | undefined {
  const { ipInput } = element as { readonly ipInput?: unknown };
  const isReference = element.terraformResourceType === GROUP && Token.isUnresolved(ipInput);
  return isReference ? text(resolve(stack, ipInput) as Json) : undefined;
}

/**
 * Hands each problem to its construct. The framework validates a stack before what is inside of it, so the constructs
 * report in the same run, under their own paths.
 */
function report(stack: TerraformStack, participants: ReadonlyMap<IConstruct, Participant>): void {
  const elements = elementsOf(stack);
  const resources = declaredResources(stack, elements);
  const providers = declaredProviders(stack, elements);
  const findings: readonly Finding[] = [
    ...providerFindings(providers),
    ...resourceFindings(resources),
    ...dataSourceFindings(declaredDataSources(stack, elements)),
    ...cloudProblems(resources, providers),
    ...resources.flatMap((at) => own(at, participants.get(at.construct))),
    ...siblingProblems(resources),
    ...providerProblems(providers),
  ];
  const messages = new Map<IConstruct, string[]>(
    [...participants.keys(), ...elements].filter((node) => PROBLEMS in node).map((node) => [node, []]),
  );
  const add = (node: IConstruct, message: string) => messages.set(node, [...(messages.get(node) ?? []), message]);
  for (const { at, message } of nameProblems(elements)) add(at, message);
  for (const { at, diagnostic } of findings) {
    if (diagnostic.severity === "error") add(at.construct, sentence(diagnostic));
    else warn(at.construct, sentence(diagnostic));
  }
  for (const [node, problems] of messages) setProblems(node, problems);
}

function own(at: Declared, participant: Participant | undefined): readonly Finding[] {
  return (participant?.problems?.(at.json) ?? []).map((diagnostic) => ({ at, diagnostic }));
}

/** Summary and detail together; the detail names the attribute, its value and the fix. */
function sentence({ summary, detail }: Diagnostic): string {
  return `${summary}. ${detail}`;
}

/** A stack may be synthesized more than once; what was said already is not said again. */
function warn(node: IConstruct, message: string): void {
  if (!node.node.metadata.some(({ data }) => data === message)) Annotations.of(node).addWarning(message);
}

function setProblems(
  node: IConstruct & { [PROBLEMS]?: { current: readonly string[] } },
  problems: readonly string[],
): void {
  const held = node[PROBLEMS];
  if (held) {
    held.current = problems;
    return;
  }
  const holder = { current: problems };
  Object.defineProperty(node, PROBLEMS, { value: holder });
  node.node.addValidation({ validate: () => [...holder.current] });
}
