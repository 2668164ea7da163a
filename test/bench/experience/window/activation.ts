import { commands, extensions, window, workspace } from 'vscode';
import { scenario, until } from '../../../support/scenario.ts';
import { pageFrom } from '../../../support/vscodeHost/pageBridgeClient.ts';
import { writeMeasurements } from '../measurements.ts';

/**
 * Has VS Code activate this extension and its own JSON language features, and reads from its list of running
 * extensions how long each took: loading the code and calling `activate`, in milliseconds.
 */
export const run = scenario(() => {
  it('activates', async function () {
    this.timeout(120_000);
    const page = pageFrom(process.env);
    if (!page) throw new Error('Activation is measured in the web host.');
    await workspace.openTextDocument({ language: 'json', content: '{}' });
    // In a folder without a course a script is what wakes the extension.
    for (const script of await workspace.findFiles('*.js')) await window.showTextDocument(script);
    await until('the JSON language features', () => isActive('vscode.json-language-features'));
    await until('this extension', () => isActive('integration-testing-lab.integration-testing-lab'));
    await commands.executeCommand('workbench.action.closeAllEditors');
    await commands.executeCommand('workbench.action.closePanel');
    const shown = await until('the running extensions', async () => {
      // The first lesson's page comes when the course is there, perhaps only now, and covers them.
      await commands.executeCommand('workbench.action.showRuntimeExtensions');
      const rows = await page.ask('evaluate', {
        selector: '.runtime-extensions-editor',
        body: 'return [...element.querySelectorAll(".monaco-list-row")].map((row) => row.innerText)',
      });
      const texts = Array.isArray(rows) ? rows.map(String) : [];
      const [own, json] = [msIn(texts, /integration.testing.lab/i), msIn(texts, /JSON Language Features/)];
      return own === undefined || json === undefined ? undefined : { own, json };
    });
    writeMeasurements(shown);
  });
});

function isActive(id: string): true | undefined {
  return extensions.getExtension(id)?.isActive === true ? true : undefined;
}

function msIn(rows: readonly string[], name: RegExp): number | undefined {
  const row = rows.find((text) => name.test(text));
  const ms = row === undefined ? undefined : /Activation: (\d+)ms/.exec(row)?.[1];
  return ms === undefined ? undefined : Number(ms);
}
