import { tagsOf } from './build-constraint-expression.ts';
import type { BuildExpression } from './build-constraint-expression.ts';
import { choicesFor } from './build-constraint-targets.ts';
import type { TagChoice } from './build-constraint-targets.ts';

/** So many partial assignments are tried; real constraints need a few dozen. */
const maxTrials = 5000;

/**
 * Whether some build satisfies the expression.
 * @param fixed tags whose value is given
 * @returns undefined where the search was given up
 */
export function isSatisfiable(
  expression: BuildExpression,
  fixed: ReadonlyMap<string, boolean>,
): boolean | undefined {
  const free = [...tagsOf(expression)].filter((name) => !fixed.has(name));
  return new Search(expression, new Map(fixed), choicesFor(free)).run();
}

/** Depth-first over the choices; an expression that is decided already ends its branch. */
class Search {
  private readonly expression: BuildExpression;
  private readonly values: Map<string, boolean>;
  private readonly choices: readonly TagChoice[];
  private trials = 0;

  constructor(expression: BuildExpression, values: Map<string, boolean>, choices: readonly TagChoice[]) {
    this.expression = expression;
    this.values = values;
    this.choices = choices;
  }

  run(): boolean | undefined {
    const found = this.search(0);
    return !found && this.trials > maxTrials ? undefined : found;
  }

  private search(index: number): boolean {
    if (++this.trials > maxTrials) return false;
    const value = evaluate(this.expression, this.values);
    const choice = this.choices[index];
    if (value !== undefined || choice === undefined) return value === true;
    const found = choice.alternatives.some((alternative) => {
      for (const name of choice.tags) this.values.set(name, alternative.has(name));
      return this.search(index + 1);
    });
    for (const name of choice.tags) this.values.delete(name);
    return found;
  }
}

/** The value as far as the known tags decide it. */
function evaluate(expression: BuildExpression, values: ReadonlyMap<string, boolean>): boolean | undefined {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'tag':
      return values.get(expression.tag);
    case 'not': {
      const value = evaluate(expression.operand, values);
      return value === undefined ? undefined : !value;
    }
    default: {
      const deciding = expression.kind === 'any';
      let value: boolean | undefined = !deciding;
      for (const operand of expression.operands) {
        const own = evaluate(operand, values);
        if (own === deciding) return deciding;
        if (own === undefined) value = undefined;
      }
      return value;
    }
  }
}
