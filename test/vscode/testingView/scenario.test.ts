import assert from 'node:assert/strict';
import { renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import {
  commands,
  extensions,
  Selection,
  Uri,
  window,
  workspace,
  type TestController,
  type TestItem,
} from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { listenToRuns, type Told } from '../toldRuns.ts';

const suiteText = `import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';

describe('outer', () => {
  it('passes', () => {
    console.log('printed by passes');
  });

  describe('inner', () => {
    it('compares', () => {
      assert.deepEqual({ name: 'ada', logins: 1 }, { name: 'ada', logins: 2 });
    });

    for (const name of ['ada', 'grace']) {
      it(\`greets \${name}\`, () => {});
    }
  });
});

it('opens', () => {
  openDatabase(':memory:').close();
});
`;

export const run = scenario(() => {
  describe('the Run profile in the Testing view', () => {
    const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'integration-testing-course');
    const suite = Uri.file(join(folder, '02-database', 'repositories', 'tests', 'repositories.test.ts'));
    let api: ExtensionApi;
    let told: Told[] = [];

    before(async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      api = await extension.activate();
      writeFileSync(suite.fsPath, suiteText);
      listenToRuns(api.controller, (line) => told.push(line));
      const exercise = api.course.catalog.lessons[1]?.exerciseList[0];
      assert.ok(exercise);
      await window.showTextDocument(await workspace.openTextDocument(suite));
      await until('the tests of the file', async () => {
        await api.testing.resolve(exercise);
        return labels(api.controller).includes('compares') ? true : undefined;
      });
    });

    beforeEach(() => {
      told = [];
    });

    async function runAt(text: string): Promise<void> {
      const editor = await window.showTextDocument(await workspace.openTextDocument(suite));
      const position = editor.document.positionAt(editor.document.getText().indexOf(text) + 2);
      editor.selection = new Selection(position, position);
      await commands.executeCommand('testing.runAtCursor');
      await until('the end of the run', () => (told.some(({ what }) => what === 'end') ? true : undefined));
    }

    const titles = (what: string): string[] =>
      told.filter((one) => one.what === what).map(({ label }) => label);

    it('runs one test, and gives its output to it', async () => {
      assert.ok(!labels(api.controller).includes('greets grace'));
      await runAt("it('passes'");
      assert.deepEqual(titles('passed'), ['passes']);
      assert.deepEqual(titles('started'), ['passes']);
      assert.deepEqual(
        told.filter(({ what }) => what === 'output').map(({ label, text }) => [label, text]),
        [
          ['passes', 'printed by passes\r\n'],
          ['', '\u001b[0mRepositories on SQLite: 1 passed\r\n'],
        ],
      );
    });

    it('runs a suite, with the tests that only running shows', async () => {
      await runAt("describe('inner'");
      assert.deepEqual(titles('failed'), ['compares']);
      // Parsing cannot know these names; the run before has shown them, and they stay.
      assert.deepEqual(titles('passed').sort(), ['greets ada', 'greets grace']);
    });

    it('shows both sides of a failed comparison, at the line of the test', async () => {
      await runAt("it('compares'");
      const failure = told.find(({ what }) => what === 'failed');
      const message = failure?.message;
      assert.match(message?.expectedOutput ?? '', /"logins": 2/);
      assert.match(message?.actualOutput ?? '', /"logins": 1/);
      assert.equal(message?.location?.uri.fsPath, suite.fsPath);
      assert.equal(
        message?.location?.range.start.line,
        suiteText.split('\n').findIndex((line) => line.includes('deepEqual')),
      );
    });

    it('runs an exercise', async () => {
      await commands.executeCommand('itlab.runExercise', '02-database/repositories');
      assert.deepEqual(titles('passed').sort(), ['greets ada', 'greets grace', 'opens', 'passes']);
      assert.deepEqual(titles('failed'), ['compares']);
    });

    it('runs everything', async () => {
      await commands.executeCommand('testing.runAll');
      await until('the end of the run', () => (told.some(({ what }) => what === 'end') ? true : undefined));
      assert.ok(titles('passed').includes('opens'));
      // The starter of lesson 1 has passing unit tests, and the fixture to write fails its given suite.
      assert.ok(titles('passed').length > 6, titles('passed').join(', '));
      assert.ok(titles('failed').length + titles('errored').length > 3);
      assert.deepEqual(titles('skipped'), []);
    });

    it('shows a file that does not load as errored, with the reason, never as skipped', async () => {
      writeFileSync(suite.fsPath, suiteText.replace("'../src/database.ts'", "'../src/databse.ts'"));
      await commands.executeCommand('itlab.runExercise', '02-database/repositories');
      assert.ok(titles('errored').includes('passes'));
      assert.deepEqual([...titles('skipped'), ...titles('passed')], []);
      const reason = told.find(({ what, label }) => what === 'errored' && label === 'passes')?.message
        ?.message;
      assert.ok(typeof reason === 'string');
      assert.match(reason, /there is no file src\/databse\.ts/);
    });

    it('says at an exercise that its tests cannot be read, and looks for those of the others', async () => {
      const [, , lesson] = api.course.catalog.lessons;
      const [linked, other] = lesson?.exerciseList ?? [];
      assert.ok(linked && other);
      const tests = join(folder, ...linked.id.split('/'), 'tests');
      renameSync(tests, `${tests}-away`);
      // To everything, with more files than anyone can look at.
      symlinkSync(parse(folder).root, tests, 'junction');
      try {
        await commands.executeCommand('testing.refreshTests');
        await api.testing.resolve(linked);
        const error = api.testing.itemOf(linked)?.error;
        assert.ok(typeof error === 'string');
        assert.match(error, /tests is a link, and links are not followed there/);
        assert.equal(api.testing.itemOf(other)?.error, undefined);
        assert.ok((api.testing.itemOf(other)?.children.size ?? 0) > 0);
        await commands.executeCommand('itlab.gradeExercise', linked.id);
        assert.deepEqual([...titles('passed'), ...titles('failed')], []);
      } finally {
        unlinkSync(tests);
        renameSync(`${tests}-away`, tests);
      }
      await api.testing.resolve(linked);
      assert.equal(api.testing.itemOf(linked)?.error, undefined);
    });
  });
});

function labels(controller: TestController): string[] {
  const found: string[] = [];
  const visit = (item: TestItem): void => {
    found.push(item.label);
    item.children.forEach(visit);
  };
  controller.items.forEach(visit);
  return found;
}
