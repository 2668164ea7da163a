import { join } from 'node:path';
import { commands, Uri, workspace } from 'vscode';
import { scenario } from '../../../support/scenario.ts';
import { pageFrom, type Page } from '../../../support/vscodeHost/pageBridgeClient.ts';
import { writeMeasurements } from '../measurements.ts';

/** What opens one of the two pages, and what of it is looked for. */
interface Side {
  readonly command: string;
  readonly argument: unknown;
  /** CSS, of something that only this page has. */
  readonly selector: string;
}

/** Opens a lesson's page and VS Code's preview of the same Markdown by turns: `{ own, preview }[]`, milliseconds. */
export const run = scenario(() => {
  it('paints pages', async function () {
    this.timeout(240_000);
    const page = pageFrom(process.env);
    if (!page) throw new Error('Painting is measured in the web host.');
    const runs = Number(process.env['ITLAB_RUNS'] ?? 5);
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const own: Side = {
      command: 'itlab.openLesson',
      argument: '02-database',
      selector: '.exercise h3, .exercise h2',
    };
    const preview: Side = {
      command: 'markdown.showPreview',
      argument: Uri.file(join(folder, 'lesson.md')),
      selector: '.markdown-body h2',
    };
    const measured: { own: number; preview: number }[] = [];
    // The first of both start what they need: they do not count.
    for (let number = 0; number <= runs; number += 1) {
      // Each goes first half of the time.
      const first = number % 2 === 0 ? own : preview;
      const a = await paintMs(page, first);
      const b = await paintMs(page, first === own ? preview : own);
      if (number > 0) measured.push(first === own ? { own: a, preview: b } : { own: b, preview: a });
    }
    writeMeasurements(measured);
  });
});

async function paintMs(page: Page, { command, argument, selector }: Side): Promise<number> {
  await commands.executeCommand('workbench.action.closeAllEditors');
  while ((await page.ask('count', { selector, part: 'webview' })) > 0) await rest(50);
  // What closing has left to do must not count.
  await rest(300);
  const painted = page.ask('painted', { selector, part: 'webview' });
  const start = Date.now();
  await commands.executeCommand(command, argument);
  return (await painted) - start;
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
