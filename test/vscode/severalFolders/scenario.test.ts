import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, extensions, languages, Uri, workspace } from 'vscode';
import { findExercise } from '../../../src/course/catalog.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';

/** A workspace of two folders whose names are as people choose them; the course goes into the second. */
export const run = scenario(() => {
  describe('a course in the second folder of a workspace', () => {
    const [app, second] = workspace.workspaceFolders ?? [];
    assert.ok(app && second, 'the workspace has two folders');
    const folder = join(second.uri.fsPath, 'integration-testing-course');
    const suite = join(folder, '02-database', 'repositories', 'tests', 'repositories.test.ts');
    let api: ExtensionApi;
    const repositories = () => findExercise(api.course.catalog, '02-database/repositories');

    it('is created there, and found', async () => {
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension, 'the extension is installed');
      api = await extension.activate();
      await api.useCourse();
      assert.equal(api.course.folder, folder);
      assert.equal(readFileSync(join(second.uri.fsPath, 'notes.txt'), 'utf8'), 'Mine.\n');
    });

    it('runs its tests', async () => {
      await commands.executeCommand('itlab.runExercise', repositories().id);
      const { run, error } = api.states.get(repositories());
      assert.equal(error, null);
      assert.ok(run !== null && run.passed + run.failed > 0, JSON.stringify(run));
    });

    it('grades them, and marks a leak in the file', async () => {
      const solution = readFileSync(
        join(repositories().folder, 'solution', 'tests', 'repositories.test.ts'),
        'utf8',
      );
      writeFileSync(suite, solution.replace('    db.close();\n', ''));
      await commands.executeCommand('itlab.gradeExercise', repositories().id);
      const { grade, error } = api.states.get(repositories());
      assert.equal(error, null);
      assert.equal(grade?.complete, false);
      assert.ok(grade.faults.every(({ caught }) => caught));
      const marked = await until('the leak', () =>
        languages
          .getDiagnostics(Uri.file(suite))
          .find(({ source, message }) => source?.startsWith('itlab') === true && /database/i.test(message)),
      );
      assert.ok(marked.range.start.line > 0);
    });
  });
});
