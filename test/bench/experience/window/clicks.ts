import { extensions } from 'vscode';
import type { ExtensionApi } from '../../../../src/extension/extension.ts';
import { scenario, until } from '../../../support/scenario.ts';
import { pageFrom } from '../../../support/vscodeHost/pageBridgeClient.ts';
import { writeMeasurements } from '../measurements.ts';

/** From a window as it comes up to the first test run of the course, with the mouse alone: how many clicks. */
export const run = scenario(() => {
  it('starts the course and runs a test', async function () {
    this.timeout(120_000);
    const page = pageFrom(process.env);
    if (!page) throw new Error('Clicks are counted in the web host.');
    let clicks = 0;
    const click = async (selector: string, part: 'workbench' | 'webview' = 'workbench'): Promise<void> => {
      await page.ask('click', { selector, part, timeoutMs: 30_000 });
      clicks += 1;
    };
    await click('.activitybar .action-item a[aria-label^="Testing Course"]');
    await click('.welcome-view-content .monaco-button:has-text("Start the Course")');
    // The place offered first is a folder in the open workspace.
    await click('.quick-input-list .monaco-list-row');
    await click('.exercise button[data-command="run"]', 'webview');
    const api = await until('the extension', () => apiOf());
    await until(
      'a finished run',
      () =>
        api.course.catalog.lessons
          .flatMap(({ exerciseList }) => exerciseList)
          .some((exercise) => api.states.get(exercise).run !== null) || undefined,
      60_000,
    );
    // They count only when the course is there to be seen.
    for (const selector of [
      '[role=treeitem][aria-label^="Lesson 1. "]',
      '.statusbar-item[id*="itlab.exercise"]',
    ]) {
      await until(
        selector,
        async () => (await page.ask('count', { selector, part: 'workbench' })) > 0 || undefined,
      );
    }
    writeMeasurements(clicks);
  });
});

function apiOf(): ExtensionApi | undefined {
  const extension = extensions.getExtension<ExtensionApi>('integration-testing-lab.integration-testing-lab');
  return extension?.isActive === true ? extension.exports : undefined;
}
