import { env, type LogOutputChannel } from 'vscode';
import type { Lesson } from '../../course/catalog.ts';
import { examplePath, loadExample } from '../../course/examples/example.ts';
import type { CodeDone, FromLessonPage } from '../../protocol/lessonPage.ts';
import { codeOf, type ExampleOnPage } from './codeBlocks.ts';
import type { CodeInsertion } from './insertCode.ts';

/** The examples of a lesson as its page needs them. */
export function examplesOnPage(lesson: Lesson): ExampleOnPage[] {
  return (lesson.examples ?? []).flatMap(({ name }) => {
    const example = loadExample(lesson, name);
    return example === null ? [] : [{ name, text: example.text, path: examplePath(example) }];
  });
}

/**
 * Copies or inserts a block of a page. The text is the lesson's own, whatever the page sends.
 * @returns what the page is told; null when nothing was done.
 */
export async function useCode(
  lesson: Lesson,
  { command, code }: Extract<FromLessonPage, { type: 'code' }>,
  insertion: CodeInsertion,
  log: LogOutputChannel,
): Promise<CodeDone | null> {
  const text = codeOf(code, lesson.markdown, (name) => loadExample(lesson, name)?.text ?? null);
  if (text === null) {
    log.warn('The lesson page asked for code that it does not have.');
    return null;
  }
  if (command === 'copy') {
    await env.clipboard.writeText(text);
    return { type: 'codeDone', code, command, file: '' };
  }
  const file = await insertion.insert(text);
  return file === null ? null : { type: 'codeDone', code, command, file };
}
