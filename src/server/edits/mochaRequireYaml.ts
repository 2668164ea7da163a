import type { TextChange } from './textChange.ts';

/** One plain or quoted value, without anything that YAML reads in a special way. */
const scalar = String.raw`(?:[\w./][^\s#"'\[\]{},:]*(?::(?=[^\s,])[^\s#"'\[\]{},:]*)*|"[^"\\]*"|'[^']*')`;
const words = String.raw`${scalar}(?: ${scalar})*`;
const comment = String.raw`(?:\s+#.*)?\s*`;
const blank = /^\s*(?:#.*)?$/;
const item = new RegExp(`^( *- +)${scalar}${comment}$`, 'd');
const innerOption = new RegExp(`^ +[\\w-]+:(?: +${words})?${comment}$`);
const option = new RegExp(
  String.raw`^([\w-]+):(?: +(?:(?<one>${scalar})|(?<list>\[ *(?:${scalar}(?: *, *${scalar})*)? *\])|${words}))?${comment}$`,
  'd',
);

interface Line {
  readonly start: number;
  readonly text: string;
}

/**
 * Lets a `.mocharc.yml` require one more module. It reads the YAML that people write there, options one below the
 * other with values or lists of values, and leaves everything else alone: a whole reader of YAML would be a fifth of
 * the server.
 */
export function requireInYaml(
  name: string,
  text: string,
  required: string,
): readonly TextChange[] | { readonly reason: string } {
  const changes = changesOf(text, required);
  if (changes !== undefined) return changes;
  return {
    reason: `\`${name}\` is written in a way that is not changed unseen. Add \`${required}\` to \`require\` there.`,
  };
}

function changesOf(text: string, required: string): readonly TextChange[] | undefined {
  const lines = linesOf(text);
  const isKnown = ({ text: line }: Line): boolean =>
    blank.test(line) || item.test(line) || innerOption.test(line) || option.test(line);
  if (!lines.every(isKnown)) return undefined;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const at = lines.findIndex((line) => keyOf(line) === 'require');
  const line = lines[at];
  if (line === undefined) {
    // What comes first would else be part of something that has no name here.
    const first = lines.find((one) => !blank.test(one.text));
    if (first !== undefined && keyOf(first) === undefined) return undefined;
    const start = text === '' || text.endsWith('\n') ? '' : eol;
    return [insert(text.length, `${start}require:${eol}  - ${required}${eol}`)];
  }
  if (lines.filter((one) => keyOf(one) === 'require').length > 1) return undefined;
  const until = lines.findIndex((one, index) => index > at && keyOf(one) !== undefined);
  const below = lines.slice(at + 1, until < 0 ? undefined : until).filter((one) => !blank.test(one.text));
  const { one, list } = option.exec(line.text)?.indices?.groups ?? {};
  if (one !== undefined || list !== undefined) {
    if (below.length > 0) return undefined;
    if (list !== undefined) {
      const written = line.text.slice(list[0] + 1, list[1] - 1);
      const isEmpty = written.trim() === '';
      const end = line.start + list[0] + 1 + (isEmpty ? written.length : written.trimEnd().length);
      return [insert(end, isEmpty ? required : `, ${required}`)];
    }
    const [start, end] = one ?? [0, 0];
    if (/^(?:null|true|false|[\d.]+)$/i.test(line.text.slice(start, end))) return undefined;
    return [insert(line.start + start, '['), insert(line.start + end, `, ${required}]`)];
  }
  const dashes = below.map((other) => item.exec(other.text)?.[1]);
  const [dash] = dashes;
  const last = below.at(-1);
  if (dash === undefined || last === undefined || dashes.some((other) => other !== dash)) return undefined;
  return [insert(last.start + last.text.length, `${eol}${dash}${required}`)];
}

function keyOf(line: Line): string | undefined {
  return option.exec(line.text)?.[1];
}

function insert(at: number, text: string): TextChange {
  return { start: at, end: at, text };
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/^.*$/gm)].map((match) => ({ start: match.index, text: match[0] }));
}
