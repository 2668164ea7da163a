import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { runItlab } from '../../../src/cli/program.ts';
import { exerciseKinds } from '../../../src/course/manifestSchemas.ts';
import { addSchemas, sourceInstallation, useScratch } from '../../support/scratch.ts';

interface Report {
  readonly subject: string;
  readonly proofs: readonly { readonly id: string; readonly messages: readonly string[] }[];
}

describe('itlab new, proved', function () {
  this.timeout(180_000);
  const scratch = useScratch();

  it('makes a lesson, and exercises of every kind, that hold each proof as they are', async () => {
    const lessons = scratch();
    addSchemas(lessons);
    const itlab = async (...args: string[]): Promise<string> => {
      let out = '';
      const status = await runItlab([...args, '--lessons', lessons], {
        installation: sourceInstallation,
        compilerFrom: fileURLToPath(import.meta.url),
        cwd: lessons,
        variables: {},
        out: (text) => (out += text),
        err: (text) => (out += text),
        signal: new AbortController().signal,
      });
      assert.equal(status, 0, out);
      return out;
    };
    const [first, ...others] = exerciseKinds;
    await itlab('new', 'lesson', '03-isolation', '--exercise', first, '--kind', first);
    for (const kind of others) await itlab('new', 'exercise', `03-isolation/${kind}`, '--kind', kind);

    const names = exerciseKinds.map((kind) => `03-isolation/${kind}`);
    // By their names: all of them together would be asked to cover the original lesson.
    const reports = JSON.parse(await itlab('validate', '--quick', '--json', ...names)) as Report[];

    assert.deepEqual(
      reports.map(({ subject }) => subject),
      names,
    );
    for (const { subject, proofs } of reports) {
      assert.ok(proofs.length > 10);
      assert.deepEqual(
        proofs.filter(({ messages }) => messages.length > 0),
        [],
        subject,
      );
    }
  });
});
