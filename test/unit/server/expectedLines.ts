import assert from 'node:assert/strict';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { lintText } from '../../../src/server/lint.ts';

/** Checks that exactly the lines that end in `// ←` are reported by the rule. */
export function assertReported(rule: string, text: string, path = 'tests/some.test.ts'): void {
  const expected = text.split('\n').flatMap((line, index) => (line.endsWith('// ←') ? [index + 1] : []));
  const reported = lintText(path, text)
    .filter((finding) => finding.rule === rule)
    .map((finding) => finding.line);
  assert.deepEqual(reported, expected, text);
}

/** A broken text would be silent for that alone. */
export function assertWhole(text: string, path = 'tests/some.test.ts'): void {
  assert.equal(readTestFile(typescriptParser, path, text, {}).broken, false, text);
}
