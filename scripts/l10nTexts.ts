/** Finds every text of the extension that a person sees, and those that cannot be translated as they are written. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript-parser';
import { withSlashes } from '../src/course/platform/paths.ts';

export interface FoundTexts {
  /** In English, as translators see them, sorted. */
  readonly texts: ReadonlySet<string>;
  /** One sentence each, beginning with `file:line`. */
  readonly problems: readonly string[];
}

/** The folders whose texts reach the editor. What is only for authors, on the command line, stays English. */
const sources = ['src/extension/**/*.ts', 'src/course/**/*.ts', 'src/webview/**/*.ts'];
const onlyOnTheCommandLine = /^src\/course\/(authoring|validation)\//;

/** Tables of texts that are translated by a variable, as `translate(english)`: constants, with their files. */
const tables: Readonly<Record<string, string>> = { pageStrings: 'src/extension/lessons/pageStrings.ts' };

/** Calls whose texts are for those who mend the program: they stay English, so that reports can be searched for. */
const notForPeople = /^(.*\.)?log\.\w+$|^(Error|RegExp)$|^require$/;

/** What to do about a text that is not translated, by folder. What the course says, it says by its errors. */
const remedies: readonly (readonly [string, string])[] = [
  ['src/extension/', 'Put this text through l10n.t(…).'],
  ['src/webview/', 'Let the extension hand over this text: name it in strings.ts and pageStrings.ts.'],
];

/** A name is the same in every language. */
const names = new Set(['Integration Testing Lab']);

/** Properties that VS Code shows: a text there is for people, also when it is one word only. */
const shownProperties = new Set([
  'title',
  'label',
  'placeHolder',
  'prompt',
  'detail',
  'openLabel',
  'tooltip',
]);

export function readTexts(repository: string): FoundTexts {
  const texts = new Set<string>();
  const problems: string[] = [];
  for (const file of globSync(sources, { cwd: repository }).sort()) {
    const name = withSlashes(file);
    if (onlyOnTheCommandLine.test(name)) continue;
    readFile(name, readFileSync(path.join(repository, file), 'utf8'), texts, problems);
  }
  return { texts: new Set([...texts].sort()), problems };
}

export function bundleText(texts: ReadonlySet<string>): string {
  return `${JSON.stringify(Object.fromEntries([...texts].map((text) => [text, text])), null, 2)}\n`;
}

/** Adds what one file holds. `file` is relative to the repository, with forward slashes. */
export function readFile(file: string, source: string, texts: Set<string>, problems: string[]): void {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const say = (node: ts.Node, what: string): void => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    problems.push(`${file}:${line + 1}: ${what}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslation(node)) {
      for (const text of translated(node, file, say)) texts.add(text);
      node.arguments.slice(1).forEach(visit);
      return;
    }
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sentence') {
      texts.add(templateOf(node.template));
      if (ts.isTemplateExpression(node.template))
        node.template.templateSpans.forEach(({ expression }) => visit(expression));
      return;
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'CourseError') {
      const [, ...parts] = node.arguments ?? [];
      for (const part of parts.slice(0, 2)) {
        if (ts.isStringLiteralLike(part)) texts.add(part.text);
        else if (ts.isTemplateExpression(part)) say(part, 'Write sentence`…`, so that it can be translated.');
        else visit(part);
      }
      return;
    }
    if (ts.isVariableDeclaration(node) && tables[node.name.getText()] === file) {
      collectStrings(node, texts);
      return;
    }
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      notForPeople.test(node.expression.getText())
    )
      return;
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    const remedy = remedies.find(([folder]) => file.startsWith(folder))?.[1];
    if (remedy !== undefined && isForPeople(node)) say(node, remedy);
    ts.forEachChild(node, visit);
  };
  visit(tree);
}

function isTranslation({ expression }: ts.CallExpression): boolean {
  return expression.getText() === 'l10n.t' || /^(.*\.)?translate$/.test(expression.getText());
}

/** The texts of a call `l10n.t('…')`, `l10n.t({ message: '…' })` or `translate(one ? '…' : '…')`. */
function translated(
  call: ts.CallExpression,
  file: string,
  say: (node: ts.Node, what: string) => void,
): string[] {
  const found: string[] = [];
  const read = (node: ts.Expression | undefined): void => {
    if (node === undefined) return;
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(read);
    else if (ts.isObjectLiteralExpression(node)) {
      const message = node.properties.find((property) => property.name?.getText() === 'message');
      if (message && ts.isPropertyAssignment(message)) read(message.initializer);
    } else if (ts.isTemplateExpression(node) || ts.isBinaryExpression(node)) {
      say(node, 'A text that is put together cannot be translated. Use {0} and an argument.');
    } else if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) {
      say(node, `${file} translates something that is no text.`);
    }
  };
  read(call.arguments[0]);
  return found;
}

function collectStrings(node: ts.Node, texts: Set<string>): void {
  if (ts.isStringLiteralLike(node)) texts.add(node.text);
  ts.forEachChild(node, (child) => collectStrings(child, texts));
}

/** As tagged: with `{0}` for what is filled in. */
function templateOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce(
    (text, { literal }, index) => `${text}{${index}}${literal.text}`,
    template.head.text,
  );
}

/** Whether a text that is not translated looks like one that people read: several words, or in a place they see. */
function isForPeople(node: ts.Node): boolean {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false;
  if (ts.isTaggedTemplateExpression(node.parent)) return false;
  const text = ts.isTemplateExpression(node) ? templateOf(node) : node.text;
  if (names.has(text)) return false;
  // What is filled in, and icons such as $(check), are no words.
  const fixed = text.replace(/\{\d+\}|\$\([a-z-]+\)/g, '');
  if (ts.isPropertyAssignment(node.parent) && shownProperties.has(node.parent.name.getText())) {
    return /\p{L}{2}/u.test(fixed);
  }
  return [/^\W*\p{Lu}.*\s\p{L}/u, /^\W*\p{Lu}\p{L}+[.…!?]/u, /\p{L} \p{L}+ \p{L}/u].some((look) =>
    look.test(fixed),
  );
}
