import { languages, type TextDocument } from 'vscode';
import { definesTests, holdsTests, isInTestFolder, isNamedAsTest } from '../course/check/testNames.ts';

/** Scripts of every kind that may hold tests, whatever they are called. */
export const scripts = ['typescript', 'javascript', 'typescriptreact', 'javascriptreact'].map((language) => ({
  scheme: 'file',
  language,
}));

/** Whether a document is a script on this machine. */
export function isScriptDocument(document: TextDocument): boolean {
  return languages.match(scripts, document) > 0;
}

/** Whether a document is to be taken for tests, by its name or by what stands in it. */
export function isTestDocument(document: TextDocument): boolean {
  return isScriptDocument(document) && holdsTests(document.uri.path, document.getText());
}

/** Whether somebody would expect a word about a document: its name or its folder says that it holds tests. */
export function isMeantAsTest(document: TextDocument): boolean {
  const { path } = document.uri;
  return (
    isScriptDocument(document) &&
    (isNamedAsTest(path) || (isInTestFolder(path) && definesTests(document.getText())))
  );
}
