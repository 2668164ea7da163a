import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commands,
  extensions,
  languages,
  Position,
  Range,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type CompletionList,
  type Diagnostic,
  type TextDocument,
} from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';

export const run = scenario(() => {
  describe('a folder of lessons', () => {
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const lesson = join(folder, 'lessons/03-isolation');
    const problems = ({ uri }: TextDocument): Diagnostic[] =>
      languages.getDiagnostics(uri).filter(({ source }) => source === 'Integration Testing Lab');
    let page: TextDocument;

    /** Waits until the page has these problems: what is marked, and the message. */
    async function expectProblems(expected: [marked: string, message: string][]): Promise<void> {
      const shown = (): [string, string][] =>
        problems(page).map(({ range, message }) => [page.getText(range), message]);
      await until('the problems of the page', () =>
        JSON.stringify(shown()) === JSON.stringify(expected) ? true : undefined,
      ).catch(() => assert.deepEqual(shown(), expected));
    }

    before(async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      cpSync(join(extension.extensionPath, 'lessons/schema'), join(folder, 'lessons/schema'), {
        recursive: true,
      });
      await extension.activate();
      page = await workspace.openTextDocument(Uri.file(join(lesson, 'lesson.md')));
      await window.showTextDocument(page);
    });

    it('marks what is wrong in the front matter of an open page', () =>
      expectProblems([
        ['with-rollback', 'The lesson has no exercises/with-rollback/exercise.json.'],
        ['expert', 'level must be equal to one of the allowed values: beginner, intermediate, advanced.'],
      ]));

    it('follows the text as it is typed', async () => {
      const level = page.getText().indexOf('expert');
      const edit = new WorkspaceEdit();
      edit.replace(
        page.uri,
        page.getWordRangeAtPosition(page.positionAt(level)) ?? assert.fail('no word'),
        'advanced',
      );
      await workspace.applyEdit(edit);
      await expectProblems([['with-rollback', 'The lesson has no exercises/with-rollback/exercise.json.']]);
    });

    it('marks what is wrong in its questions', async () => {
      const missing = 'The lesson has no exercises/with-rollback/exercise.json.';
      const explanation = '>   It is not.';
      const edit = async (start: number, length: number, text: string): Promise<void> => {
        const change = new WorkspaceEdit();
        change.replace(page.uri, new Range(page.positionAt(start), page.positionAt(start + length)), text);
        await workspace.applyEdit(change);
      };
      const place = page.getText().indexOf(explanation);
      await edit(place, explanation.length, '>');
      await expectProblems([
        ['with-rollback', missing],
        ['> - [ ] That.', 'An answer needs its explanation: a paragraph below it, indented by two spaces.'],
      ]);
      await edit(place, 1, explanation);
      await expectProblems([['with-rollback', missing]]);
    });

    it('follows exercises that appear, and the schema', async () => {
      mkdirSync(join(lesson, 'exercises/with-rollback'));
      writeFileSync(join(lesson, 'exercises/with-rollback/exercise.json'), '{}');
      await expectProblems([]);
      const schema = join(folder, 'lessons/schema/lesson.schema.json');
      writeFileSync(schema, readFileSync(schema, 'utf8').replace('"ch12-testing"', '"ch13"'));
      await expectProblems([['ch12-testing', 'chapterId must be equal to constant: ch13.']]);
    });

    it('checks and completes the manifests of exercises', async () => {
      const manifest = await workspace.openTextDocument(
        Uri.file(join(lesson, 'exercises/registration/exercise.json')),
      );
      await window.showTextDocument(manifest);
      await until('the editor to check the manifest', () =>
        languages.getDiagnostics(manifest.uri).some(({ message }) => message.includes('write-tests'))
          ? true
          : undefined,
      );
      const inside = manifest.positionAt(manifest.getText().indexOf('[]') + 1);
      assert.deepEqual(inside, new Position(2, 13));
      const labels = await until('the snippet of a fault', async () => {
        const { items } = await commands.executeCommand<CompletionList>(
          'vscode.executeCompletionItemProvider',
          manifest.uri,
          inside,
        );
        return items.length > 0
          ? items.map(({ label }) => (typeof label === 'string' ? label : label.label))
          : undefined;
      });
      assert.ok(labels.includes('a fault'), labels.join(', '));
    });
  });
});
