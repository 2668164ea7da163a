import { dirname } from 'node:path';
import type { TextDocument } from 'vscode';
import { testRunnerAt, type TestRunner } from '../course/check/testFrameworks.ts';
import { isTestDocument } from './testDocuments.ts';

/**
 * What runs the tests of a document. Looked for from the file's folder upwards, by a few names each, so that a package of a
 * monorepo is found wherever it lies, also when it alone was opened.
 */
export function testRunnerOf(document: TextDocument): TestRunner {
  return testRunnerAt(dirname(document.uri.fsPath), document.getText());
}

/** Whether what was saved may say of all files beside it that mocha runs them, or no more. */
export function saysWhoRuns({ uri }: TextDocument): boolean {
  return /\/(?:package\.json|\.mocharc\.\w+)$/.test(uri.path);
}

/** Whether a document holds tests that mocha runs, those of a course included: only these are read. */
export function isRead(document: TextDocument): boolean {
  return isTestDocument(document) && testRunnerOf(document).by === 'mocha';
}
