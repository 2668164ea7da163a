import assert from 'node:assert/strict';
import { allActions } from '../../../src/server/actions/index.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import type { ProjectFacts } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../src/server/edits/textChange.ts';
import type { Edit } from '../../../src/server/edits/textChange.ts';

interface Where {
  readonly path?: string;
  readonly project?: ProjectFacts;
}

/** The edit of a refactoring at `▮`; undefined when it is not offered there at all. */
export function offeredEdit(action: string, marked: string, where: Where = {}): Edit | undefined {
  const cursor = marked.indexOf('▮');
  assert.notEqual(cursor, -1, 'The text marks no cursor.');
  const file = readTestFile(
    typescriptParser,
    where.path ?? 'tests/some.test.ts',
    marked.replace('▮', ''),
    where.project ?? {},
  );
  return allActions
    .find(({ id }) => id === action)
    ?.offers(file, { start: cursor, end: cursor })[0]
    ?.edit();
}

/** What the text becomes. */
export function applied(action: string, marked: string, where: Where = {}): string {
  const edit = offeredEdit(action, marked, where);
  assert.ok(edit?.possible, edit?.possible === false ? edit.reason : 'Nothing was offered.');
  return applyChanges(marked.replace('▮', ''), edit.changes);
}

/** Checks that the refactoring is refused with a reason. */
export function assertRefused(action: string, marked: string, reason: string, where: Where = {}): void {
  const edit = offeredEdit(action, marked, where);
  assert.deepEqual(edit, { possible: false, reason }, marked);
}
