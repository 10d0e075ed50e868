import { areCompatible, describe, implies } from '../source/build-constraint.ts';
import type { BuildConstraint } from '../source/build-constraint.ts';
import type { GoFile } from '../syntax/go-file.ts';

/**
 * Which files of a package are in a build together. Files with the same constraint are one class, since a package has
 * many files and few constraints; what was found out for two classes is kept.
 */
export class FileVisibility {
  private readonly classes = new Map<GoFile, number>();
  private readonly constraints: BuildConstraint[] = [];
  private readonly byText = new Map<string, number>();
  private readonly compatible = new Map<string, boolean>();
  private readonly implied = new Map<string, boolean>();

  /** A number for what a file's builds are: files with the same one see the same others. */
  classOf(file: GoFile): number {
    let known = this.classes.get(file);
    if (known === undefined) {
      const text = `${file.constraint.isTest ? 'test' : 'build'} ${describe(file.constraint)}`;
      known = this.byText.get(text) ?? this.constraints.push(file.constraint) - 1;
      this.byText.set(text, known);
      this.classes.set(file, known);
    }
    return known;
  }

  /** Whether some build of `from` has `other` as well; a test file is not there for those that are none. */
  sees(from: GoFile, other: GoFile): boolean {
    if (from === other) return true;
    if (other.constraint.isTest && !from.constraint.isTest) return false;
    return this.remember(this.compatible, from, other, areCompatible);
  }

  /** Whether every build of `from` has `other` as well. */
  alwaysSees(from: GoFile, other: GoFile): boolean {
    return from === other || (this.sees(from, other) && this.remember(this.implied, from, other, implies));
  }

  private remember(
    answers: Map<string, boolean>,
    from: GoFile,
    other: GoFile,
    ask: (from: BuildConstraint, other: BuildConstraint) => boolean,
  ): boolean {
    const key = `${String(this.classOf(from))} ${String(this.classOf(other))}`;
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = ask(from.constraint, other.constraint);
      answers.set(key, answer);
    }
    return answer;
  }
}
