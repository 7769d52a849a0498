/** User data as a value of Terraform's language. */
import { TerraformStack, Token, type IResolvable, type IResolveContext } from "cdktf";
import { isExpression } from "./stack-elements";

/** Plain text, or a reference such as `${ipfailover_ip_block.web.ips[0]}` that Terraform fills in. */
interface Piece {
  readonly text: string;
  readonly isReference: boolean;
}

export interface TextWithReferences {
  readonly text: string;
  readonly references: readonly string[];
}

/**
 * A text in which Terraform fills in these references and nothing else, wherever it stands: as a value of its own, or as
 * the argument of a function such as `Fn.base64encode`, where the framework takes a token for a reference as a whole.
 * @param produce is told the stack in which the text stands
 */
export function laterText(produce: (user: TerraformStack) => TextWithReferences): string {
  const later: IResolvable = {
    creationStack: [],
    resolve: ({ scope, suppressBraces }: IResolveContext) => {
      const { text, references } = produce(TerraformStack.of(scope));
      const pieces = split(text, references);
      return suppressBraces ? `"${join(pieces, escapedText)}"` : join(pieces, (plain) => plain);
    },
    toString: () => Token.asString(later),
  };
  return Token.asString(later);
}

function split(text: string, references: readonly string[]): readonly Piece[] {
  const meant = [...new Set(references)].filter(isExpression).sort((a, b) => b.length - a.length);
  return meant.reduce<readonly Piece[]>(
    (pieces, reference) =>
      pieces.flatMap((piece) => {
        if (piece.isReference) return [piece];
        const plain = piece.text.split(reference).map((part) => ({ text: part, isReference: false }));
        return plain.flatMap((part, index) => (index > 0 ? [{ text: reference, isReference: true }, part] : [part]));
      }),
    [{ text, isReference: false }],
  );
}

/** Whatever else looks like a template is meant as it stands. */
function join(pieces: readonly Piece[], change: (plain: string) => string): string {
  return pieces
    .map(({ text, isReference }) =>
      isReference
        ? text
        : change(text)
            .replaceAll("${", () => "$${")
            .replaceAll("%{", "%%{"),
    )
    .join("");
}

/** Between the quotes of Terraform's expression language. */
function escapedText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}
