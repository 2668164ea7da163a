import type { FunctionNode, Span } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { TextChange } from './textChange.ts';

/** Makes a function `async`, with its written return type. Nothing to do for one that is. */
export function makeAsync(file: TestFile, node: FunctionNode): readonly TextChange[] {
  if (node.async) return [];
  const type = returnType(file, node);
  const written = type === undefined ? '' : file.text.slice(type.start, type.end);
  return [
    { start: node.start, end: node.start, text: 'async ' },
    ...(type === undefined || written.startsWith('Promise<')
      ? []
      : [{ start: type.start, end: type.end, text: `Promise<${written}>` }]),
  ];
}

/** Takes `async` away. Undefined when a return type is written that cannot be unwrapped. */
export function dropAsync(file: TestFile, node: FunctionNode): readonly TextChange[] | undefined {
  const { text } = file;
  const keyword = /^async[ \t]*/.exec(text.slice(node.start, node.start + 40))?.[0];
  if (!node.async || keyword === undefined) return undefined;
  const dropped: TextChange = { start: node.start, end: node.start + keyword.length, text: '' };
  const type = returnType(file, node);
  if (type === undefined) return [dropped];
  const inner = /^Promise<([^]*)>$/.exec(text.slice(type.start, type.end))?.[1];
  return inner === undefined ? undefined : [dropped, { ...type, text: inner }];
}

/** The place of the written return type, which the tree does not keep. */
function returnType(file: TestFile, node: FunctionNode): Span | undefined {
  if (!file.style.typescript || node.body === undefined) return undefined;
  const from = node.params.at(-1)?.end ?? node.start;
  const head = file.text.slice(from, node.body.start);
  const match = /\)\s*:\s*([^]*?)\s*(?:=>\s*\(?\s*)?$/.exec(head);
  const written = match?.[1];
  if (match === null || written === undefined || written === '') return undefined;
  const start = from + match.index + match[0].indexOf(written, match[0].indexOf(':'));
  return { start, end: start + written.length };
}
