import { join } from 'node:path';
import { commands, extensions, Uri, workspace } from 'vscode';
import type { ExtensionApi } from '../../../../src/extension/extension.ts';
import { LessonPagesInWindow } from '../../../support/lessonPages.ts';
import { scenario } from '../../../support/scenario.ts';
import { pageFrom } from '../../../support/vscodeHost/pageBridgeClient.ts';
import { writeMeasurements } from '../measurements.ts';

/** Has axe-core look at every lesson page under every theme: `PageViolation[]`. */
export const run = scenario(() => {
  it('looks at every page', async function () {
    this.timeout(280_000);
    const page = pageFrom(process.env);
    if (!page) throw new Error('Pages are looked at in the web host.');
    const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'integration-testing-course');
    const extension = extensions.getExtension<ExtensionApi>(
      'integration-testing-lab.integration-testing-lab',
    );
    if (!extension) throw new Error('The extension is not there.');
    await commands.executeCommand('itlab.startCourse', Uri.file(folder));
    const pages = new LessonPagesInWindow(page, await extension.activate());
    writeMeasurements((await pages.lookAtAll({ whole: true })).violations);
  });
});
