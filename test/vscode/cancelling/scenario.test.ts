import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import timers from 'node:timers/promises';
import { commands, extensions, Uri, workspace } from 'vscode';
import { findExercise } from '../../../src/course/catalog.ts';
import { courseMarker } from '../../../src/course/courseMarker.ts';
import type { Exercise } from '../../../src/course/exercise.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';
import { notification } from '../notifications.ts';

const id = '02-database/repositories';
const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const folder = join(root, 'integration-testing-course');
const suite = join(folder, id, 'tests', 'repositories.test.ts');
/** What the endless tests write their process into. */
const ofExercise = join(root, 'exercise.txt');
const ofProject = join(root, 'process.txt');
const card = '[data-exercise$="/repositories"]';
const page = pageFrom(process.env);

const endless = `import { writeFileSync } from 'node:fs';

it('never ends', async function () {
  this.timeout(0);
  writeFileSync(${JSON.stringify(ofExercise)}, String(process.pid));
  await new Promise((done) => setTimeout(done, 600_000));
});
`;

/** Whatever takes long is ended by a person here, each kind by a way of its own. */
export const run = scenario(() => {
  describe('long work', () => {
    let api: ExtensionApi;
    let exercise: Exercise;

    before(async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      symlinkSync(
        join(extension.extensionPath, 'dist', 'toolchain', 'node_modules'),
        join(root, 'node_modules'),
        'junction',
      );
      api = await extension.activate();
    });

    it('is ended by its notification: creating the course, which goes on from there', async function () {
      if (!page) this.skip();
      // Half a second between two files, in which this process goes on: else nobody clicks in time.
      const { setImmediate } = timers;
      timers.setImmediate = (value) => timers.setTimeout(500, value);
      try {
        const starting = commands.executeCommand('itlab.startCourse', Uri.file(folder));
        const counting = await notification(page, 'Creating the course');
        await page.ask('screenshot', { name: 'creating' });
        await page.ask('click', { selector: `${counting} .monaco-button:has-text("Cancel")` });
        await starting;
      } finally {
        timers.setImmediate = setImmediate;
      }
      assert.ok(existsSync(folder));
      assert.equal(existsSync(join(folder, courseMarker)), false, 'half a course is none');
      assert.equal(api.course.folder, null);
      const told = await notification(page, 'Creating the course was cancelled.');
      await page.ask('screenshot', { name: 'creating-cancelled' });
      await page.ask('click', { selector: `${told} .monaco-button:has-text("Go On")` });
      await until('the course', () => (api.course.folder === folder ? true : undefined));
      await notification(page, 'The course is in');
    });

    it('goes on when the course is there already', async () => {
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      exercise = findExercise(api.course.catalog, id);
      writeFileSync(suite, endless);
      await commands.executeCommand('itlab.showExercise', id);
    });

    /** Does the work until the endless test runs, ends it, and sees that nothing of it goes on. */
    async function ended(work: Thenable<unknown>, note: string, end: () => Promise<void>): Promise<void> {
      const pid = await until('the endless test', () =>
        existsSync(note) && readFileSync(note, 'utf8') !== ''
          ? Number(readFileSync(note, 'utf8'))
          : undefined,
      );
      assert.ok(isAlive(pid));
      await end();
      await work;
      await until('the end of its process', () => (isAlive(pid) ? undefined : true));
      rmSync(note);
      assert.deepEqual(api.states.get(exercise).activity, { type: 'idle' });
    }

    it('is ended on the card: a run', async function () {
      if (!page) this.skip();
      await page.ask('click', { selector: `${card} button[data-command="run"]`, part: 'webview' });
      await ended(Promise.resolve(), ofExercise, async () => {
        await page.ask('screenshot', { name: 'running' });
        await page.ask('click', { selector: `${card} button[data-command="cancel"]`, part: 'webview' });
        await until('the card at rest', () =>
          api.states.get(exercise).activity.type === 'idle' ? true : undefined,
        );
      });
    });

    it('is ended in the Testing view: a grade', async () => {
      const grading = commands.executeCommand('itlab.gradeExercise', id);
      await ended(grading, ofExercise, async () => {
        await commands.executeCommand('testing.cancelRun');
      });
      assert.deepEqual(api.states.get(exercise).grade?.faults, [], 'nothing is said of what was not judged');
      assert.equal(api.courseStatus.text, `${exercise.manifest.title}: grade cancelled`);
    });

    it('is ended from the command palette: a check of isolation', async () => {
      const checking = commands.executeCommand('itlab.checkIsolation', id);
      await ended(checking, ofExercise, async () => {
        await commands.executeCommand('itlab.cancelExercise', id);
      });
    });

    it('is ended by its notification: a check of a project of one’s own', async function () {
      if (!page) this.skip();
      const checking = api.checks.start(Uri.file(root));
      await ended(checking, ofProject, async () => {
        const message = await notification(page, 'Checking the tests of');
        await page.ask('screenshot', { name: 'checking' });
        await page.ask('click', { selector: `${message} .monaco-button:has-text("Cancel")` });
      });
      assert.equal((await checking)?.problems[0]?.code, 'cancelled');
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
