import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commands,
  extensions,
  languages,
  Selection,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from 'vscode';
import { findExercise } from '../../src/course/catalog.ts';
import type { ExtensionApi } from '../../src/extension/extension.ts';
import { scenario, until } from '../support/scenario.ts';
import { pageFrom, type Page } from '../support/vscodeHost/pageBridgeClient.ts';

/** Takes the README's pictures in the real workbench. scripts/pictures.ts runs it once per theme. */
export const run = scenario(() => {
  it('takes the pictures', async function () {
    this.timeout(400_000);
    const found = pageFrom(process.env);
    if (!found) throw new Error('Pictures are taken in the web host.');
    const page: Page = found;
    const theme = process.env['ITLAB_PICTURES'] ?? 'light';
    const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'integration-testing-course');
    const extension = extensions.getExtension<ExtensionApi>(
      'integration-testing-lab.integration-testing-lab',
    );
    if (!extension) throw new Error('The extension is not there.');
    await commands.executeCommand('itlab.startCourse', Uri.file(folder));
    const api = await extension.activate();
    const exercise = findExercise(api.course.catalog, '02-database/repositories');
    const suite = join(folder, '02-database', 'repositories', 'tests', 'repositories.test.ts');
    const card = `[data-exercise="${exercise.id}"]`;
    const solution = readFileSync(join(exercise.folder, 'solution', 'tests', 'repositories.test.ts'), 'utf8');

    // A learner half-way: two faults survive and a database stays open.
    const start = solution.indexOf("  it('lists the orders of one user only'");
    const end = solution.indexOf('\n  });\n', start) + '\n  });\n'.length;
    const halfWay = (solution.slice(0, start) + solution.slice(end)).replace('    db.close();\n', '');
    writeFileSync(suite, halfWay);

    await commands.executeCommand('workbench.action.closeSidebar');
    await commands.executeCommand('itlab.openLesson', '02-database');
    // The page before it is still there for a moment; this lesson's has this card.
    await page.ask('text', { selector: card, part: 'webview' });
    await rest();
    await commands.executeCommand('notifications.clearAll');
    await page.ask('screenshot', { name: `page-${theme}` });

    await commands.executeCommand('itlab.gradeExercise', exercise.id);
    await scrollTo(page, card);
    await page.ask('screenshot', { name: `matrix-${theme}` });

    if ((await commands.getCommands(true)).includes(courseView)) {
      await commands.executeCommand(courseView);
      await rest();
      await commands.executeCommand('notifications.clearAll');
      await page.ask('screenshot', { name: `course-${theme}` });
    }

    await commands.executeCommand('itlab.openExercise', exercise.id);
    await commands.executeCommand('workbench.action.moveEditorToFirstGroup');
    await commands.executeCommand('workbench.view.testing.focus');
    await expandAll(page);
    const document = await workspace.openTextDocument(Uri.file(suite));
    await window.showTextDocument(document);
    await until('the diagnostic', async () =>
      (await page.ask('count', { selector: '.squiggly-warning' })) > 0 ? true : undefined,
    );
    await commands.executeCommand('notifications.clearAll');
    await page.ask('screenshot', { name: `testing-${theme}` });

    // The sequence: a leak is underlined, the light bulb closes it, a missing test is written, the grade is complete.
    await commands.executeCommand('workbench.action.closeSidebar');
    const editor = await window.showTextDocument(document);
    const [leak] = languages.getDiagnostics(document.uri).filter(({ source }) => source === 'itlab');
    if (!leak) throw new Error('There is no diagnostic to mend.');
    editor.selection = new Selection(leak.range.start, leak.range.start);
    editor.revealRange(leak.range, TextEditorRevealType.InCenter);
    await rest();
    await page.ask('screenshot', { name: `frame-1-${theme}` });
    await commands.executeCommand('editor.action.quickFix');
    await page.ask('text', { selector: '.action-widget' });
    await rest();
    await page.ask('screenshot', { name: `frame-2-${theme}` });
    await page.ask('press', { key: 'Enter' });
    await until('the fix', () => (document.isDirty ? true : undefined));
    await rest();
    await page.ask('screenshot', { name: `frame-3-${theme}` });
    await commands.executeCommand('workbench.files.action.compareWithSaved');
    await rest();
    await rest();
    await page.ask('screenshot', { name: `fix-${theme}` });
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await document.save();
    writeFileSync(suite, solution);
    await commands.executeCommand('itlab.openLesson', '02-database');
    await commands.executeCommand('itlab.gradeExercise', exercise.id);
    await scrollTo(page, card);
    await commands.executeCommand('notifications.clearAll');
    await rest();
    await page.ask('screenshot', { name: `frame-4-${theme}` });
  });
});

/** Shows the container of the course view, where there is one. */
const courseView = 'workbench.view.extension.itlab';

async function scrollTo(page: Page, selector: string): Promise<void> {
  await page.ask('evaluate', { selector, part: 'webview', body: 'element.scrollIntoView()' });
  await rest();
}

/** Time to paint. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 700));
}

/** Opens every row of the Testing view, the first lesson's last: what it holds is not in the picture. */
async function expandAll(page: Page): Promise<void> {
  const closed = '.test-explorer .monaco-list-row[aria-expanded="false"] .monaco-tl-twistie';
  for (let step = 0; step < 8; step += 1) {
    const rows = await page.ask('count', { selector: closed });
    if (rows < 2) return;
    await page.ask('click', { selector: `${closed} >> nth=1` });
    await rest();
  }
}
