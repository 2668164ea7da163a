import { createBindings } from './bindings.ts';
import type { Bindings } from './bindings.ts';
import { createMochaModel } from './mochaModel.ts';
import type { MochaModel, MochaUi } from './mochaModel.ts';
import { parseChange } from './incrementalParse.ts';
import type { ParsedFile, Parser } from './parser.ts';
import { detectStyle } from './style.ts';
import type { FileStyle, StyleDefaults } from './style.ts';
import { readSuppressions } from './suppressions.ts';
import type { Suppressions } from './suppressions.ts';
import { forEachChild } from './syntax.ts';
import type { FileNode, Span, SyntaxNode } from './syntax.ts';

/** What the machine knows about the project around a file. All of it is optional: a file can be judged alone. */
export interface ProjectFacts extends StyleDefaults {
  /** Can a package be loaded from the file's place? Unknown means yes. */
  readonly resolves?: (packageName: string) => boolean;
  /** The rules that the project's ESLint has switched on for the file. */
  readonly eslintRules?: ReadonlySet<string>;
  /** The version of a package that is loaded from the file's place; undefined when that is unknown. */
  readonly version?: (packageName: string) => string | undefined;
  /**
   * The project's own tables, where a file of a usual name holds them: its path from the folder of the test file,
   * with `/`.
   */
  readonly schemaFile?: string | undefined;
  /** What mocha loads before the tests, as one text: the project's own files that its settings name. */
  readonly setupText?: string;
  /** The interface that the project's settings choose; undefined where they choose none. */
  readonly mochaUi?: MochaUi | undefined;
  /** The project's `.mocharc`; undefined when it has none. */
  readonly mochaSettings?: MochaSettings | undefined;
}

/** A `.mocharc`, as it stands in the editor or else on disk. */
export interface MochaSettings {
  /** Absolute, as the machine writes it. */
  readonly path: string;
  readonly text: string;
  /** In the editor; null for what is on disk. */
  readonly version: number | null;
  /** Is there a file of this name in its folder? */
  readonly hasNeighbour: (name: string) => boolean;
}

/** A file as rules and actions see it. Everything derived is made once, when it is first asked for. */
export interface TestFile {
  readonly path: string;
  readonly text: string;
  readonly tree: FileNode;
  /** True while the text has syntax errors. */
  readonly broken: boolean;
  readonly literalSpans: readonly Span[];
  /** Is the offset inside a literal, behind its first character? What looks like code or a comment there is text. */
  readonly isInLiteral: (offset: number) => boolean;
  readonly project: ProjectFacts;
  readonly bindings: Bindings;
  readonly mocha: MochaModel;
  readonly style: FileStyle;
  readonly suppressions: Suppressions;
  /** Another text of the project, read by the same parser. */
  readonly parse: Parser['parse'];
  /** All nodes of a kind, in source order. */
  all<Kind extends SyntaxNode['kind']>(kind: Kind): readonly Extract<SyntaxNode, { kind: Kind }>[];
  /** Remembers the value made for `key` as long as the file's text stays the same. */
  once<T>(key: object, make: () => T): T;
}

/**
 * @param before the same file as it was a moment ago, which must not be used any more: what is the same in both is
 * taken over.
 */
export function readTestFile(
  parser: Parser,
  path: string,
  text: string,
  project: ProjectFacts,
  before?: TestFile,
): TestFile {
  const parsed = (before && parseChange(parser, path, parsedAs(before), text)) ?? parser.parse(path, text);
  const kept = new Map<object, unknown>();
  let bindings: Bindings | undefined;
  let mocha: MochaModel | undefined;
  let style: FileStyle | undefined;
  let suppressions: Suppressions | undefined;
  let nodes: ReturnType<typeof nodesByKind> | undefined;
  const file: TestFile = {
    path,
    text,
    tree: parsed.file,
    broken: parsed.broken,
    literalSpans: parsed.literalSpans,
    isInLiteral: (offset) => parsed.literalSpans.some((span) => span.start < offset && offset < span.end),
    project,
    get bindings() {
      return (bindings ??= createBindings(parsed.file));
    },
    get mocha() {
      return (mocha ??= createMochaModel(parsed.file, file.bindings, () => project.mochaUi));
    },
    get style() {
      return (style ??= detectStyle(path, text, parsed, project));
    },
    get suppressions() {
      return (suppressions ??= readSuppressions(text, parsed));
    },
    parse: (otherPath, otherText) => parser.parse(otherPath, otherText),
    all<Kind extends SyntaxNode['kind']>(kind: Kind) {
      nodes ??= nodesByKind(parsed.file);
      // They are kept by that very property.
      return (nodes.get(kind) ?? []) as Extract<SyntaxNode, { kind: Kind }>[];
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

function parsedAs({ tree, broken, literalSpans, text }: TestFile): ParsedFile & { readonly text: string } {
  return { file: tree, broken, literalSpans, text };
}

function nodesByKind(tree: SyntaxNode): ReadonlyMap<SyntaxNode['kind'], readonly SyntaxNode[]> {
  const byKind = new Map<SyntaxNode['kind'], SyntaxNode[]>();
  const visit = (node: SyntaxNode): void => {
    const known = byKind.get(node.kind);
    if (known) known.push(node);
    else byKind.set(node.kind, [node]);
    forEachChild(node, visit);
  };
  visit(tree);
  return byKind;
}
