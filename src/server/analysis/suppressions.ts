import { lineStarts } from './lineStarts.ts';
import type { ParsedFile } from './parser.ts';
import type { Span } from './syntax.ts';

/** Which reports a file's comments turn off. */
export interface Suppressions {
  isOff(rule: string, offset: number): boolean;
}

/** Read from comments: `itlab-disable-next-line rule`, `itlab-disable-line rule`, `itlab-disable rule`. */
const marker = /(\/\/|\/\*)\s*itlab-disable(-next-line|-line)?(?=\s|\*\/|$)([^\r\n]*)/g;

/**
 * Without rule names a comment means every rule. Text after `--` is the reason. What only looks like a comment
 * inside a string, a template, a regular expression or JSX text does not count.
 */
export function readSuppressions(text: string, parsed: ParsedFile): Suppressions {
  if (!text.includes('itlab-disable')) return { isOff: () => false };
  const placeOf = lineStarts(text);
  const inLiteral = literalsFrom(parsed.literalSpans);
  const file: ReadonlySet<string>[] = [];
  const lines = new Map<number, ReadonlySet<string>[]>();
  for (const match of text.matchAll(marker)) {
    const start = match.index;
    if (inLiteral(start)) continue;
    const rules = ruleNames(match[3] ?? '');
    if (match[2] === undefined) {
      file.push(rules);
      continue;
    }
    const line = placeOf(start).line + (match[2] === '-next-line' ? 1 : 0);
    const known = lines.get(line);
    if (known === undefined) lines.set(line, [rules]);
    else known.push(rules);
  }
  const matches = (sets: readonly ReadonlySet<string>[] | undefined, rule: string): boolean =>
    sets?.some((rules) => rules.size === 0 || rules.has(rule)) ?? false;
  return { isOff: (rule, offset) => matches(file, rule) || matches(lines.get(placeOf(offset).line), rule) };
}

function ruleNames(rest: string): ReadonlySet<string> {
  const names = (rest.split('*/')[0] ?? '').split('--')[0] ?? '';
  return new Set(names.split(/[\s,]+/).filter((name) => name !== ''));
}

/** Answers for places in source order. */
function literalsFrom(literals: readonly Span[]): (offset: number) => boolean {
  const spans = literals.toSorted((a, b) => a.start - b.start);
  let next = 0;
  return (offset) => {
    while ((spans[next]?.end ?? Infinity) <= offset) next += 1;
    return (spans[next]?.start ?? Infinity) <= offset;
  };
}
