import type { Span } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** Is `offset` inside a comment? Looks only at the text around it, with the parser's word on what is a literal. */
export function isInComment({ text, literalSpans }: TestFile, offset: number): boolean {
  const isCode = (at: number): boolean => !literalSpans.some((span) => span.start <= at && at < span.end);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  for (let at = text.indexOf('//', lineStart); at !== -1 && at < offset; at = text.indexOf('//', at + 1)) {
    if (isCode(at)) return true;
  }
  const open = text.lastIndexOf('/*', offset - 1);
  if (open === -1 || !isCode(open)) return false;
  const close = text.indexOf('*/', open + 2);
  return close === -1 || close + 2 > offset;
}

/** Does the text of a span hold a comment, which an edit would lose? */
export function holdsComment(file: TestFile, span: Span): boolean {
  for (const match of file.text.slice(span.start, span.end).matchAll(/\/[/*]/g)) {
    const at = span.start + match.index;
    if (!file.literalSpans.some((literal) => literal.start <= at && at < literal.end)) return true;
  }
  return false;
}
