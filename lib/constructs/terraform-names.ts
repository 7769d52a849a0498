/** Terraform names of a stack: CDKTF makes them from construct ids and looks neither at form nor at repetition. */
import { TerraformDataSource, TerraformOutput, TerraformResource, type TerraformElement } from "cdktf";

export interface NameProblem {
  readonly at: TerraformElement;
  readonly message: string;
}

export function nameProblems(elements: readonly TerraformElement[]): readonly NameProblem[] {
  const seen = new Map<string, TerraformElement>();
  return elements.flatMap((at) => {
    const kind = kindOf(at);
    if (kind === undefined) return [];
    const name = at.friendlyUniqueId;
    const first = seen.get(`${kind}.${name}`);
    if (first) return [{ at, message: duplicate(kind, name, first) }];
    seen.set(`${kind}.${name}`, at);
    return /^[A-Za-z_]/.test(name) ? [] : [{ at, message: badStart(kind, name) }];
  });
}

function kindOf(element: TerraformElement): string | undefined {
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  return TerraformOutput.isTerraformOutput(element) ? "output" : undefined;
}

/** The same defect as https://github.com/aws/aws-cdk/issues/6421, where CDKTF's naming comes from. */
function duplicate(kind: string, name: string, first: TerraformElement): string {
  return (
    `id: its Terraform name ${kind}.${name} is that of ${first.node.path} too, and only one of the two would be made. ` +
    "CDKTF drops dots, colons and blanks from ids: give ids that differ in letters, digits, - or _, " +
    "or call overrideLogicalId on one of the two."
  );
}

function badStart(kind: string, name: string): string {
  return (
    `id: its Terraform name ${kind}.${name} must begin with a letter or an underscore. ` +
    "Choose an id that begins with a letter, or call overrideLogicalId."
  );
}
