import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintText } from '../../../src/server/lint.ts';

const repository = join(import.meta.dirname, '../../..');

describe('the model answers of the course', () => {
  it('give no reason for a diagnostic: what they teach is what the rules ask for', () => {
    const files = globSync('lessons/*/exercises/*/solution/**/*.ts', { cwd: repository });
    assert.ok(files.length > 20);
    const reports = files.flatMap((file) => lintText(file, readFileSync(join(repository, file), 'utf8')));
    assert.deepEqual(
      reports.map(({ file, line, rule }) => `${file}:${line} ${rule}`),
      [],
    );
  });
});
