import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { literalText, unwrap } from './analysis/syntax.ts';
import type { ObjectNode, SyntaxNode } from './analysis/syntax.ts';
import { typescriptParser } from './analysis/typescriptParser.ts';
import { decodeRuleSettings } from './checks.ts';
import type { RuleSettings } from './checks.ts';
import { withinBounds } from './notRead.ts';
import { readText } from './readText.ts';

/** `itlab.rules` of a project, for programs that run outside the editor. Importing this loads the parser. */
export interface ProjectSettings {
  /** Absolute. */
  readonly path: string;
  readonly rules: RuleSettings;
  /** The file has syntax errors: only what could be read of it counts, as in the editor. */
  readonly broken: boolean;
}

/** Of settings; they are parsed as a script, which takes its time. */
const mostBytes = 500_000;

/**
 * The `.vscode/settings.json` that is nearest to a file, upwards to the folder of its repository. Undefined when there
 * is none.
 * @param file absolute path.
 * @throws UnreadError, or what the system throws.
 */
export function nearestProjectSettings(file: string): ProjectSettings | undefined {
  for (let at = dirname(file); ; at = dirname(at)) {
    const path = join(at, '.vscode', 'settings.json');
    if (existsSync(path)) return { path, ...readRuleSettings(readText(path, mostBytes)) };
    if (existsSync(join(at, '.git')) || dirname(at) === at) return undefined;
  }
}

/** @param text JSON as the editor takes it: with comments, and commas behind what is last. */
export function readRuleSettings(text: string): ReadSettings {
  return withinBounds(
    text,
    () => settingsIn(text),
    () => ({ rules: new Map(), broken: true }),
  );
}

type ReadSettings = Pick<ProjectSettings, 'rules' | 'broken'>;

function settingsIn(text: string): ReadSettings {
  // As an expression it is JavaScript.
  const { file, broken } = typescriptParser.parse('settings.js', `(${text}\n)`);
  const [statement] = file.body;
  const settings = objectIn(statement?.kind === 'ExpressionStatement' ? statement.expression : undefined);
  const rules = settings && objectIn(valueOf(settings, 'itlab.rules'));
  // A name that stands there twice counts as it was said last.
  const severities = rules?.properties.flatMap((property) =>
    property.kind === 'Property' && property.key !== undefined
      ? [[property.key, literalText(property.value)]]
      : [],
  );
  return { rules: decodeRuleSettings(Object.fromEntries(severities ?? [])), broken };
}

function objectIn(node: SyntaxNode | undefined): ObjectNode | undefined {
  const inner = node && unwrap(node);
  return inner?.kind === 'Object' ? inner : undefined;
}

function valueOf(object: ObjectNode, key: string): SyntaxNode | undefined {
  const found = object.properties.findLast((one) => one.kind === 'Property' && one.key === key);
  return found?.kind === 'Property' ? found.value : undefined;
}
