import { createBindings } from './bindings.ts';
import type { Bindings } from './bindings.ts';
import { createMochaModel } from './mochaModel.ts';
import type { MochaModel } from './mochaModel.ts';
import type { Parser } from './parser.ts';
import { detectStyle } from './style.ts';
import type { FileStyle, StyleDefaults } from './style.ts';
import { readSuppressions } from './suppressions.ts';
import type { Suppressions } from './suppressions.ts';
import type { FileNode, Span } from './syntax.ts';

/** What the machine knows about the project around a file. All of it is optional: a file can be judged alone. */
export interface ProjectFacts extends StyleDefaults {
  /** Can a package be loaded from the file's place? Unknown means yes. */
  readonly resolves?: (packageName: string) => boolean;
}

/** A file as rules and actions see it. Everything derived is made once, when it is first asked for. */
export interface TestFile {
  readonly path: string;
  readonly text: string;
  readonly tree: FileNode;
  /** True while the text has syntax errors. */
  readonly broken: boolean;
  readonly literalSpans: readonly Span[];
  readonly project: ProjectFacts;
  readonly bindings: Bindings;
  readonly mocha: MochaModel;
  readonly style: FileStyle;
  readonly suppressions: Suppressions;
  /** Remembers the value made for `key` as long as the file's text stays the same. */
  once<T>(key: object, make: () => T): T;
}

export function readTestFile(parser: Parser, path: string, text: string, project: ProjectFacts): TestFile {
  const parsed = parser.parse(path, text);
  const kept = new Map<object, unknown>();
  const part = {
    bindings: {},
    mocha: {},
    style: {},
    suppressions: {},
  };
  const file: TestFile = {
    path,
    text,
    tree: parsed.file,
    broken: parsed.broken,
    literalSpans: parsed.literalSpans,
    project,
    get bindings() {
      return file.once(part.bindings, () => createBindings(parsed.file));
    },
    get mocha() {
      return file.once(part.mocha, () => createMochaModel(parsed.file, file.bindings));
    },
    get style() {
      return file.once(part.style, () => detectStyle(path, text, parsed, project));
    },
    get suppressions() {
      return file.once(part.suppressions, () => readSuppressions(text, parsed));
    },
    once<T>(key: object, make: () => T): T {
      // Each key is used by one caller, who alone decides what it stands for.
      if (kept.has(key)) return kept.get(key) as T;
      const value = make();
      kept.set(key, value);
      return value;
    },
  };
  return file;
}
