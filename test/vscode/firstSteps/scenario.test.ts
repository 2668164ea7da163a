import assert from 'node:assert/strict';
import { join } from 'node:path';
import { commands, extensions, Uri, workspace } from 'vscode';
import { findExercise } from '../../../src/course/catalog.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

const titles = [
  'Start the course',
  'Read the first lesson',
  'Write a test and run it',
  'Grade it',
  'Mend tests of your own',
];

/** VS Code's own checklist: every step has its picture, and is checked off however it was taken. */
export const run = scenario(() => {
  describe('the first steps', function () {
    const found = pageFrom(process.env);
    let api: ExtensionApi;

    it('are five, each with a picture in the colours of the theme', async function () {
      if (!found) this.skip();
      // In a narrow window VS Code leaves the pictures out.
      await commands.executeCommand('workbench.action.closeSidebar');
      await commands.executeCommand('itlab.showFirstSteps');
      for (const [index, title] of titles.entries()) {
        await found.ask('click', { selector: `.getting-started-step >> nth=${index}` });
        const text = await found.ask('text', { selector: '.getting-started-step.expanded' });
        assert.ok(text.includes(title), text);
        // The picture is a page of its own, which comes a moment later.
        const filled = await until('the picture', async () => {
          const body =
            'return element.getBoundingClientRect().width > 100 ? getComputedStyle(element).fill : null';
          const rect = { selector: 'svg rect', part: 'webview', timeoutMs: 2000 } as const;
          // While the page before it goes, there is nothing to look at.
          const fill = await found.ask('evaluate', { ...rect, body }).catch(() => undefined);
          return typeof fill === 'string' && fill !== '' ? fill : undefined;
        });
        assert.match(filled, /^rgb/);
        await new Promise((resolve) => setTimeout(resolve, 500));
        await found.ask('screenshot', { name: `step-${index + 1}` });
      }
      assert.deepEqual(await done(), []);
    });

    it('are checked off by what is done, not only by their buttons', async function () {
      if (!found) this.skip();
      const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'integration-testing-course');
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      api = await extension.activate();
      await found.ask('text', { selector: 'h1', part: 'webview' });
      await shown(titles.slice(0, 2));
      const exercise = findExercise(api.course.catalog, '02-database/repositories');
      await api.testing.start('run', exercise);
      await shown(titles.slice(0, 3));
      await api.testing.start('grade', exercise);
      await shown(titles.slice(0, 4));
      await found.ask('screenshot', { name: 'steps-taken' });
    });

    async function shown(expected: readonly string[]): Promise<void> {
      await commands.executeCommand('itlab.showFirstSteps');
      await until(`the steps ${expected.join(', ')}`, async () =>
        (await done()).join() === expected.join() ? true : undefined,
      );
    }

    /** Titles of the steps that are checked off. */
    async function done(): Promise<string[]> {
      const steps: string[] = [];
      for (const [index, title] of titles.entries()) {
        const box = `.getting-started-step >> nth=${index} >> .codicon-getting-started-step-checked`;
        if (((await found?.ask('count', { selector: box })) ?? 0) > 0) steps.push(title);
      }
      return steps;
    }
  });
});
