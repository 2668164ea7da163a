import type { ChangeAnnotation } from 'vscode-languageserver';
import { hookName, type HookKind } from '../analysis/mochaModel.ts';
import { contains } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from './hookInsertion.ts';
import type { TextChange } from './textChange.ts';

/**
 * What each change is about, for editors that show it beside the change before it is made. Only where several hooks
 * change at once: a single one explains itself.
 * @returns an annotation for each change, in their order; null where none is needed.
 */
export function annotationsOf(file: TestFile, changes: readonly TextChange[]): ChangeAnnotation[] | null {
  const parts = changes.map((change) => ({ change, hooks: hooksIn(file, change) }));
  const hooks = new Set(parts.flatMap(({ hooks: some }) => some));
  if (hooks.size < 2) return null;
  return parts.map(({ change, hooks: some }) => ({
    label: some.length === 0 ? 'What the hooks need' : some.join(', '),
    description: `line ${lineNumber(file.text, change.start)}`,
  }));
}

/** The hooks that a change adds or is made in, in words. */
function hooksIn(file: TestFile, change: TextChange): string[] {
  const around = file.mocha.hooks.find(({ call }) => contains(call, change));
  if (around !== undefined) {
    const name = hookName(around.kind, file.mocha.interface);
    return [`Change \`${name}\` of line ${lineNumber(file.text, around.call.start)}`];
  }
  const names = kinds.map((kind) => hookName(kind, file.mocha.interface));
  const added = [...change.text.matchAll(/^\s*(?:\w+\.)?(\w+)\(/gm)].map(([, name = '']) => name);
  return names.filter((name) => added.includes(name)).map((name) => `Add \`${name}\``);
}

const kinds: readonly HookKind[] = ['before', 'beforeEach', 'afterEach', 'after'];
