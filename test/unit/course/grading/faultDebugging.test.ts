import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findExercise, loadCatalog } from '../../../../src/course/catalog.ts';
import { layered } from '../../../../src/course/fileTree.ts';
import { starterFiles } from '../../../../src/course/exercise.ts';
import {
  debugUnderFault,
  firstChangedLine,
  type FaultySystem,
} from '../../../../src/course/grading/faultDebugging.ts';
import { readSubmission, solutionSubmission } from '../../../../src/course/grading/submission.ts';
import { runAlone, assemble } from '../../../../src/course/grading/systemRun.ts';
import { coldRunners } from '../../../../src/course/running/runSession.ts';
import { findRuntime } from '../../../../src/course/runtime.ts';
import { sourceInstallation, useScratch } from '../../../support/scratch.ts';

describe('a test that is debugged under a fault', function () {
  this.timeout(30_000);
  const scratch = useScratch();

  it('waits for the debugger, runs on files that exist, and leaves those of the learner as they are', async () => {
    const exercise = findExercise(loadCatalog(sourceInstallation.lessons), '02-database/repositories');
    const files = layered(starterFiles(exercise), solutionSubmission(exercise).files);
    const folder = scratch({});
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const submission = readSubmission(exercise, folder);
    const setting = {
      installation: sourceInstallation,
      runners: coldRunners({ ...sourceInstallation, runtime: await findRuntime() }),
    };
    const plain = await runAlone(assemble(exercise, submission), setting);
    const select = plain.tests.map(({ key }) => key);
    const laid: FaultySystem[] = [];
    let text = '';
    let attached: Promise<void> = Promise.resolve();
    const record = await debugUnderFault(exercise, {
      ...setting,
      submission: { ...submission, folder: submission.folder ?? folder },
      fault: 'fk-off',
      select,
      onLaid: (system) => {
        laid.push(system);
        text = readFileSync(join(system.folder, 'src/database.ts'), 'utf8');
      },
      onEvent: (event) => {
        if (event.type === 'debuggerAwaited') attached = goOn(event.port);
      },
    });
    await attached;
    const [system] = laid;
    assert.deepEqual(
      system?.changed.map(({ path, line }) => [path, text.split('\n')[line]?.trim()]),
      [['src/database.ts', "db.pragma('foreign_keys = OFF');"]],
    );
    const failed = record.tests.filter(({ state }) => state === 'failed');
    assert.ok(failed.length > 0 && failed.length < select.length, 'some tests catch it, by the same keys');
    for (const { failure } of failed)
      assert.ok(failure?.at?.file.startsWith(submission.folder ?? folder), 'places are the learner’s');
    assert.equal(existsSync(dirname(system?.folder ?? '')), false, 'the copy goes with the run');
    for (const [path, own] of files) assert.equal(readFileSync(join(folder, path), 'utf8'), own);
  });

  it('stops on the first changed line that a program comes to', () => {
    const before =
      "import a from 'a';\nimport b from 'b';\n\nconst x = 1;\n/** `\\` is a character. */\nrun(x);\n";
    const lineOf = (text: string): string => text.split('\n')[firstChangedLine(before, text)] ?? '';
    assert.equal(lineOf(before.replace("import b from 'b';\n", '').replace('run(x)', 'run(y)')), 'run(y);');
    assert.equal(lineOf(before.replace('const x = 1;\n', '// nothing\nconst x = 2;\n')), 'const x = 2;');
    assert.equal(lineOf(before.replace('const x = 1;\n', '')), 'run(x);');
  });

  it('stops where a text in backticks begins', () => {
    const text = 'const a = `1`;\nconst sql = `\n  SELECT a\n  FROM b\n`;\n';
    assert.equal(firstChangedLine(text, text.replace('FROM b', 'FROM c')), 1);
    assert.equal(firstChangedLine(text, `${text}run();\n`), 5);
  });
});

/** Attaches to the process as a debugger does, and lets it run. */
async function goOn(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/json`);
  const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('no connection')));
  });
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.runIfWaitingForDebugger' }));
  await new Promise((resolve) => socket.addEventListener('close', resolve));
}
